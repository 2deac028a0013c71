import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import type { LessonPage } from '../src/lib/backend/generated/types';
import { FakeBackend } from '../src/lib/backend/fake/fake';
import { blankStart, type Route } from '../src/routes';
import { axeFindings, heading, openWindow, openWindowOn } from './window';

const FILE = { token: 'bundle', name: 'njoro-week-47.hearth', size: 2_100_000 };

const screens: [name: string, route: Route, title: RegExp][] = [
  ['today', { name: 'today' }, /^Good (morning|afternoon|evening), Amara$/],
  [
    'an unasked search',
    { name: 'search', query: '', kinds: [], tags: [] },
    /What do you want to know/,
  ],
  [
    'a search',
    { name: 'search', query: 'valve', kinds: ['problem'], tags: [] },
    /Results for “valve”/,
  ],
  [
    'an empty search',
    { name: 'search', query: 'zeppelin', kinds: [], tags: [] },
    /Results for “zeppelin”/,
  ],
  ['all lessons', { name: 'lessons', kind: null, tag: null }, /All lessons/],
  [
    'lessons with a tag',
    { name: 'lessons', kind: 'problem', tag: 'chlorine' },
    /tagged “chlorine”/,
  ],
  ['a lesson', { name: 'lesson', id: 'prime' }, /Hand pump loses prime/],
  ['a lesson that is not here', { name: 'lesson', id: 'elsewhere' }, /not on this computer yet/],
  ['a new draft', { name: 'write', draft: null, start: blankStart }, /Log a lesson/],
  ['a draft', { name: 'write', draft: 'draft-1', start: blankStart }, /Log a lesson/],
  ['a draft that is gone', { name: 'write', draft: 'gone', start: blankStart }, /draft is gone/],
  ['the exchange', { name: 'exchange' }, /Exchange/],
  ['a file', { name: 'incoming', file: FILE }, /Bring in from Tomas Berg/],
];

describe('every screen', () => {
  test.each(screens)(
    '%s has one heading, a window title and no axe findings',
    async (_, route, title) => {
      await openWindow(route);
      await heading(title);
      expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
      await waitFor(() => expect(document.title).toMatch(/ · Hearth$/));
      expect(screen.getByRole('navigation', { name: 'Main' })).toBeVisible();
      expect(screen.getByRole('main')).toBeVisible();
      expect(await axeFindings()).toEqual([]);
    },
  );

  test.each(screens)('%s has at most one primary button', async (_, route, title) => {
    await openWindow(route);
    await heading(title);
    expect(document.querySelectorAll('button.primary').length).toBeLessThanOrEqual(1);
  });
});

describe('welcome', () => {
  test('the example is chosen and one press away', async () => {
    const { user } = await openWindow({ name: 'today' }, { community: false });
    await heading('Keep what your community learns.');
    expect(screen.getByRole('radio', { name: 'Look around an example' })).toBeChecked();
    expect(await axeFindings()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    await heading(/Good .*, Amara/);
  });

  test('starting a community shows the recovery words until they are written down', async () => {
    const { user, backend } = await openWindow({ name: 'today' }, { community: false });
    await user.click(await screen.findByRole('radio', { name: 'Start a community' }));
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    await user.click(await screen.findByRole('button', { name: 'Create' }));
    expect(screen.getByText('Give the community a name first.')).toBeVisible();
    await user.type(screen.getByLabelText('Name of the community'), 'Highland Wells');
    await user.type(screen.getByLabelText('Your name'), 'Amara Okafor');
    await user.click(screen.getByRole('button', { name: 'Create' }));
    await heading('Write these words down');
    expect(backend.calledWith('found_community')).toEqual([
      { name: 'Highland Wells', person: 'Amara Okafor' },
    ]);
    expect(screen.getByTestId('recovery-words').children).toHaveLength(12);
    expect(screen.getByRole('button', { name: 'Open the community' })).toBeDisabled();
    expect(await axeFindings()).toEqual([]);
    await user.click(screen.getByRole('checkbox'));
    await user.click(screen.getByRole('button', { name: 'Open the community' }));
    await heading(/Good/);
  });

  test('joining needs the file and a name', async () => {
    const { user, backend } = await openWindow({ name: 'today' }, { community: false });
    await user.click(await screen.findByRole('radio', { name: /Join with a file/ }));
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    await user.click(await screen.findByRole('button', { name: 'Join' }));
    expect(screen.getByText('Choose the invitation file first.')).toBeVisible();
    expect(backend.calledWith('join_community')).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Invitation' }));
    await user.type(screen.getByLabelText('Your name'), 'Wanjiru');
    expect(await axeFindings()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Join' }));
    await heading(/Good/);
    expect(backend.calledWith('join_community')).toEqual([
      { token: 'invitation', person: 'Wanjiru' },
    ]);
  });

  test('a refused invitation says why and keeps what was typed', async () => {
    const backend = new FakeBackend({ community: false });
    backend.refuse('join_community', {
      code: 'never_heard_of',
      message: 'It was used before.',
      hint: 'Ask for another.',
    });
    const { user } = await openWindowOn(backend);
    await user.click(await screen.findByRole('radio', { name: /Join with a file/ }));
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    await user.click(await screen.findByRole('button', { name: 'Invitation' }));
    await user.type(screen.getByLabelText('Your name'), 'Wanjiru');
    await user.click(screen.getByRole('button', { name: 'Join' }));
    expect((await screen.findAllByText('It was used before.')).length).toBeGreaterThan(0);
    expect(screen.getByLabelText('Your name')).toHaveValue('Wanjiru');
  });

  test('an offered file opens the joining step', async () => {
    const { backend } = await openWindow({ name: 'today' }, { community: false });
    await heading('Keep what your community learns.');
    backend.emit('file-offered', { token: 'dropped', name: 'dropped.hearth', size: 10 });
    await heading('Join a community');
    expect(screen.getByText(/dropped\.hearth/)).toBeVisible();
  });
});

describe('today', () => {
  test('lists what is new, what waits and the draft', async () => {
    const { user } = await openWindow();
    await screen.findByRole('link', { name: 'Hand pump loses prime every morning' });
    expect(
      screen.getByText(/5 new since .*, when you last brought in from Tomas Berg\./),
    ).toBeVisible();
    expect(screen.getByRole('heading', { name: 'Waiting for you' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Keep writing' }));
    expect(await screen.findByLabelText('Title')).toHaveValue('Chlorine dosing after floods');
  });

  test('a lesson that was opened is no longer new', async () => {
    const { user, app } = await openWindow();
    await user.click(
      await screen.findByRole('link', { name: 'Hand pump loses prime every morning' }),
    );
    await heading('Hand pump loses prime every morning');
    app.navigation.back();
    await heading(/Good/);
    await waitFor(() => expect(screen.getByText(/4 new since/)).toBeVisible());
  });

  test('a community without lessons is a quiet room', async () => {
    const backend = new FakeBackend();
    backend.store.lessons = [];
    await openWindowOn(backend);
    await screen.findByRole('heading', { name: 'A quiet room' });
  });

  test('when all is read, one good old lesson is offered', async () => {
    const backend = new FakeBackend();
    for (const lesson of backend.store.lessons) lesson.unread = false;
    await openWindowOn(backend);
    await screen.findByRole('heading', { name: 'You are up to date' });
    expect(screen.getByRole('link', { name: /A rope saved the column/ })).toBeVisible();
  });

  test('what moved is read again', async () => {
    const { backend } = await openWindow();
    await screen.findByRole('link', { name: 'Hand pump loses prime every morning' });
    const first = backend.store.lessons[0];
    if (first) first.title = 'Hand pump keeps its prime';
    backend.emit('changed', { lessons: ['prime'] });
    await screen.findByRole('link', { name: 'Hand pump keeps its prime' });
  });
});

describe('reader', () => {
  test('shows what worked, the facts and the links in groups', async () => {
    await openWindow({ name: 'lesson', id: 'prime' });
    await heading('Hand pump loses prime every morning');
    expect(screen.getByText('What worked')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Read the solution' })).toBeVisible();
    const rail = screen.getByRole('complementary', { name: 'About this lesson' });
    expect(within(rail).getByText('Solved')).toBeVisible();
    expect(within(rail).getByRole('heading', { name: 'Solved by' })).toBeVisible();
    expect(within(rail).getByText('maple-river-seven-lamp')).toBeVisible();
  });

  test('history opens below the text', async () => {
    const { user } = await openWindow({ name: 'lesson', id: 'prime' });
    await user.click(await screen.findByRole('button', { name: 'History' }));
    expect(await screen.findByText('First logged')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Hide history' })).toHaveAttribute(
      'aria-expanded',
      'true',
    );
    expect(await axeFindings()).toEqual([]);
  });

  function pageWith(more: Partial<LessonPage>): FakeBackend {
    const backend = new FakeBackend();
    const read = backend.handlers['read_lesson'];
    backend.handlers['read_lesson'] = (args) => ({ ...(read?.(args) as LessonPage), ...more });
    return backend;
  }

  test('a fork shows both texts, word for word', async () => {
    const side = (revision: string, author: string, text: string) => ({
      revision,
      author,
      text,
      atMs: 0,
    });
    const texts = [side('1', 'Tomas', 'Grind the seat.'), side('2', 'Leila', 'Change the seat.')];
    const { user } = await openWindowOn(pageWith({ forks: [{ field: 'body', texts }] }), {
      name: 'lesson',
      id: 'washer',
    });
    expect(await screen.findByText('Two texts for “Text” stand side by side')).toBeVisible();
    expect(screen.getByText('Grind the seat.')).toBeVisible();
    expect(screen.getByText('Change the seat.')).toBeVisible();
    expect(await axeFindings()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Write the text that holds' }));
    await heading('Edit lesson');
  });

  test('a withdrawn lesson says by whom and why', async () => {
    const retraction = { by: 'Leila Haddad', atMs: 0, reason: 'It did harm.' };
    await openWindowOn(pageWith({ retraction }), { name: 'lesson', id: 'washer' });
    expect(await screen.findByText(/Withdrawn by Leila Haddad/)).toBeVisible();
    expect(screen.getByText('It did harm.')).toBeVisible();
  });

  test('a link to a lesson that is not here leads to a calm page', async () => {
    const links = [{ kind: 'cites', label: 'cites', outgoing: true, other: null, otherId: 'far' }];
    const { user } = await openWindowOn(pageWith({ links }), { name: 'lesson', id: 'washer' });
    await user.click(
      await screen.findByRole('link', { name: 'A lesson that is not on this computer yet' }),
    );
    await heading('This lesson is not on this computer yet');
    await waitFor(() => expect(screen.getByRole('button', { name: 'All lessons' })).toBeVisible());
  });

  test('a link out of Hearth names the true host before anything opens', async () => {
    const { user, backend } = await openWindow({ name: 'lesson', id: 'prime' });
    await user.click(await screen.findByRole('button', { name: 'its page for fitters' }));
    expect(
      screen.getByRole('dialog', { name: 'Open pumps.example in your browser?' }),
    ).toBeVisible();
    expect(backend.calledWith('open_link')).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Open' }));
    expect(backend.calledWith('open_link')).toEqual([{ url: 'https://pumps.example/foot-valve' }]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('somebody who may not edit is not offered to', async () => {
    await openWindowOn(pageWith({ mayEdit: false }), { name: 'lesson', id: 'washer' });
    await heading(/Re-seat/);
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
  });
});

describe('refusals', () => {
  test.each(screens.filter(([name]) => /^(today|all lessons|a lesson)$/.test(name)))(
    '%s says what went wrong and offers another try',
    async (_, route) => {
      const backend = new FakeBackend();
      for (const name of ['today', 'list_lessons', 'read_lesson']) {
        backend.refuse(name, { code: 'unexpected' });
      }
      await openWindowOn(backend, route);
      expect((await screen.findAllByText(/Something went wrong/)).length).toBeGreaterThan(0);
      expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
      expect(await axeFindings()).toEqual([]);
    },
  );

  test('a machine that cannot be opened says so at the start', async () => {
    const backend = new FakeBackend();
    backend.refuse('app_status', {
      code: 'not_in_catalogue',
      message: 'The disk is gone.',
      hint: 'Plug it in.',
    });
    const { user } = await openWindowOn(backend);
    await heading('The disk is gone.');
    expect(screen.getByText('Plug it in.')).toBeVisible();
    backend.handlers['app_status'] = new FakeBackend().handlers['app_status'] as never;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await heading(/Good/);
  });
});
