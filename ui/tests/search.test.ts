import { screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeBackend } from '../src/lib/backend/fake/fake';
import { commands } from '../src/lib/backend/generated/commands';
import type { SearchRequest, SearchResults } from '../src/lib/backend/generated/types';
import { Find, TYPING_PAUSE_MS } from '../src/lib/state/find.svelte';
import { heading, openWindow, openWindowOn } from './window';

/** A search whose answers come when the test says so. */
function heldSearch() {
  const waiting: { request: SearchRequest; answer: (total: number) => void; refuse: () => void }[] =
    [];
  const find = new Find(
    commands(
      <T>(_: string, args?: Record<string, unknown>) =>
        new Promise<T>((resolve, reject) => {
          const request = args?.['request'] as SearchRequest;
          waiting.push({
            request,
            answer: (total) => resolve(answerOf(total) as T),
            refuse: () => reject({ code: 'unexpected', params: {}, message: '', hint: '' }),
          });
        }),
    ),
  );
  return { find, waiting };
}

function answerOf(total: number): SearchResults {
  return { total, tookMs: 1, explained: '', understood: null, hits: [], kinds: [], tags: [] };
}

const settled = () => new Promise((done) => setTimeout(done));

describe('asking', () => {
  test('an overtaken answer never replaces a newer one', async () => {
    const { find, waiting } = heldSearch();
    void find.ask('foot');
    void find.ask('foot valve');
    waiting[1]?.answer(2);
    await settled();
    waiting[0]?.answer(99);
    await settled();
    expect(find.results?.total).toBe(2);
    expect(find.answered).toBe('foot valve');
  });

  test('an overtaken refusal is not told', async () => {
    const { find, waiting } = heldSearch();
    void find.ask('foot');
    void find.ask('foot valve');
    waiting[0]?.refuse();
    waiting[1]?.answer(2);
    await settled();
    expect(find.error).toBeNull();
    expect(find.results?.total).toBe(2);
  });

  test('clearing the box drops an answer that is still on its way', async () => {
    const { find, waiting } = heldSearch();
    void find.ask('foot');
    void find.ask('');
    waiting[0]?.answer(5);
    await settled();
    expect(find.results).toBeNull();
  });

  test('the old answer stays on show until the new one comes', async () => {
    const { find, waiting } = heldSearch();
    void find.ask('foot');
    waiting[0]?.answer(5);
    await settled();
    void find.ask('foot valve');
    expect(find.results?.total).toBe(5);
  });
});

describe('typing', () => {
  beforeEach(() => void vi.useFakeTimers());

  test('asks once after a pause, with the last word taken as a beginning', async () => {
    const { find, waiting } = heldSearch();
    for (const typed of ['f', 'fo', 'foo', 'foot']) {
      find.type(typed);
      await vi.advanceTimersByTimeAsync(TYPING_PAUSE_MS - 10);
    }
    expect(waiting).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(10);
    expect(waiting.map(({ request }) => [request.query, request.typing])).toEqual([['foot', true]]);
  });

  test('Enter does not wait for the pause and asks for whole words', async () => {
    const { find, waiting } = heldSearch();
    find.type('foot');
    void find.ask(find.query);
    await vi.advanceTimersByTimeAsync(TYPING_PAUSE_MS * 2);
    expect(waiting.map(({ request }) => [request.query, request.typing])).toEqual([
      ['foot', false],
    ]);
  });
});

describe('the screen', () => {
  test('typing in the box opens the results and keeps the focus', async () => {
    const { user, app } = await openWindow();
    await heading(/Good/);
    await user.keyboard('/');
    const box = screen.getByRole('textbox', { name: 'Search lessons' });
    expect(box).toHaveFocus();
    await user.keyboard('foot valve');
    await heading('Results for “foot valve”');
    expect(box).toHaveFocus();
    expect(app.navigation.route.name).toBe('search');
    app.navigation.back();
    expect(app.navigation.route.name).toBe('today');
    // The old question waits under Search; the box is free for a new one.
    await waitFor(() => expect(box).toHaveValue(''));
    app.navigation.go(app.find.route);
    await waitFor(() => expect(box).toHaveValue('foot valve'));
  });

  test('the heading keeps the focus while the answer comes', async () => {
    await openWindow({ name: 'search', query: 'valve', kinds: [], tags: [] });
    await waitFor(async () => expect(await heading('Results for “valve”')).toHaveFocus());
  });

  test('says how many, how fast and what was understood', async () => {
    await openWindow({ name: 'search', query: 'foot vlave', kinds: [], tags: [] });
    await heading('Results for “foot vlave”');
    const summary = screen.getByText('foot valve', { selector: 'strong' }).parentElement;
    expect(summary).toHaveTextContent('3 results for foot valve, in 2 ms.');
  });

  test('searching exactly keeps the words as typed', async () => {
    const { user, backend } = await openWindow({
      name: 'search',
      query: 'foot vlave',
      kinds: [],
      tags: [],
    });
    await user.click(await screen.findByRole('button', { name: 'Search “foot vlave” exactly' }));
    await waitFor(() =>
      expect(backend.calledWith('search').at(-1)?.['request']).toMatchObject({
        query: '"foot vlave"',
      }),
    );
  });

  test('explains the question in words when asked', async () => {
    const { user } = await openWindow({ name: 'search', query: 'valve', kinds: [], tags: [] });
    const explain = await screen.findByRole('button', { name: 'Explain' });
    expect(screen.getByText(/best match first/)).not.toBeVisible();
    await user.click(explain);
    expect(screen.getByText(/best match first/)).toBeVisible();
  });

  test('filters narrow, show as chips and can be taken away', async () => {
    const { user, backend } = await openWindow({
      name: 'search',
      query: 'pump',
      kinds: [],
      tags: [],
    });
    await user.click(await screen.findByRole('checkbox', { name: /Problem/ }));
    await user.click(await screen.findByRole('checkbox', { name: /upkeep/ }));
    expect(backend.calledWith('search').at(-1)?.['request']).toMatchObject({
      kinds: ['problem'],
      tags: ['upkeep'],
    });
    await user.click(screen.getByRole('button', { name: 'Remove filter Tag: upkeep' }));
    await user.click(screen.getByRole('button', { name: 'Remove filter Kind: Problem' }));
    expect(backend.calledWith('search').at(-1)?.['request']).toMatchObject({ kinds: [], tags: [] });
  });

  test('marks the words that matched within one run of text', async () => {
    await openWindow({ name: 'search', query: 'foot valve', kinds: [], tags: [] });
    const marks = await screen.findAllByText(/foot valve/i, { selector: 'mark' });
    expect(marks.length).toBeGreaterThan(0);
    expect(marks[0]?.parentElement?.tagName).toBe('SPAN');
  });

  test('nothing found offers to log the problem under that title', async () => {
    const { user } = await openWindow({ name: 'search', query: 'zeppelin', kinds: [], tags: [] });
    await user.click(await screen.findByRole('button', { name: 'Log a problem' }));
    expect(await screen.findByLabelText('Title')).toHaveValue('zeppelin');
  });

  test('a refused search says so and can be tried again', async () => {
    const backend = new FakeBackend();
    const search = backend.handlers['search'];
    backend.refuse('search', { code: 'unexpected' });
    const { user } = await openWindowOn(backend, {
      name: 'search',
      query: 'valve',
      kinds: [],
      tags: [],
    });
    const again = await screen.findByRole('button', { name: 'Try again' });
    backend.handlers['search'] = search as never;
    await user.click(again);
    await heading('Results for “valve”');
  });
});
