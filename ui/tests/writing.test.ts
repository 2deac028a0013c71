import { screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeBackend } from '../src/lib/backend/fake/fake';
import { commands } from '../src/lib/backend/generated/commands';
import type { Draft } from '../src/lib/backend/generated/types';
import { newDraft, Writing } from '../src/lib/state/writing.svelte';
import { blankStart } from '../src/routes';
import { heading, openWindow, openWindowOn } from './window';

const NEW = { name: 'write', draft: null, start: blankStart } as const;

function writingOn(backend: FakeBackend, saved?: (draft: Draft) => void): Writing {
  const known = commands((name, args) => backend.call(name, args));
  return new Writing(known, newDraft(blankStart), saved);
}

const savedTitles = (backend: FakeBackend) =>
  backend.calledWith('save_draft').map((args) => (args['draft'] as Draft).title);

describe('a draft', () => {
  beforeEach(() => void vi.useFakeTimers());

  test('is on disk within a second of the first keystroke, however long the typing goes on', async () => {
    const backend = new FakeBackend();
    const writing = writingOn(backend);
    for (let letters = 1; letters <= 10; letters += 1) {
      writing.change({ title: 'x'.repeat(letters) });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(savedTitles(backend)).toHaveLength(1);
    expect(writing.draft.id).not.toBe('');
    await vi.advanceTimersByTimeAsync(1000);
    expect(savedTitles(backend).at(-1)).toBe('xxxxxxxxxx');
    expect(writing.state).toBe('saved');
  });

  test('that is not touched is not saved', async () => {
    const backend = new FakeBackend();
    const writing = writingOn(backend);
    writing.choose('story');
    await vi.advanceTimersByTimeAsync(5000);
    await writing.saveNow();
    expect(savedTitles(backend)).toEqual([]);
    expect(writing.state).toBe('blank');
  });

  test('is made once, even when its first save is slow', async () => {
    const backend = new FakeBackend();
    const save = backend.handlers['save_draft'];
    backend.handlers['save_draft'] = async (args) => {
      await new Promise((done) => setTimeout(done, 3000));
      return save?.(args);
    };
    const writing = writingOn(backend);
    writing.change({ title: 'one' });
    await vi.advanceTimersByTimeAsync(1000);
    writing.change({ title: 'one two' });
    const left = writing.saveNow();
    await vi.advanceTimersByTimeAsync(10_000);
    await left;
    const ids = backend.calledWith('save_draft').map((args) => (args['draft'] as Draft).id);
    expect(ids[0]).toBe('');
    expect(ids.slice(1).every((id) => id === writing.draft.id)).toBe(true);
    expect(savedTitles(backend).at(-1)).toBe('one two');
    expect(backend.store.drafts.filter(({ title }) => title.startsWith('one'))).toHaveLength(1);
  });

  test('that cannot be saved keeps the text, says so and tries again', async () => {
    const backend = new FakeBackend();
    const save = backend.handlers['save_draft'];
    backend.refuse('save_draft', { code: 'disk_full' });
    const writing = writingOn(backend);
    writing.change({ body: 'precious' });
    await vi.advanceTimersByTimeAsync(1000);
    expect(writing.state).toBe('failed');
    expect(writing.error?.code).toBe('disk_full');
    expect(writing.draft.body).toBe('precious');
    backend.handlers['save_draft'] = save as never;
    await vi.advanceTimersByTimeAsync(6000);
    expect(writing.state).toBe('saved');
    expect(backend.store.drafts[0]?.body).toBe('precious');
  });

  test('is not saved again once published', async () => {
    const backend = new FakeBackend();
    const writing = writingOn(backend);
    writing.change({ title: 'A lesson' });
    await writing.publish();
    const saves = savedTitles(backend).length;
    writing.change({ title: 'A ghost' });
    await vi.advanceTimersByTimeAsync(5000);
    expect(savedTitles(backend)).toHaveLength(saves);
  });
});

describe('the editor', () => {
  test('opens on the title, so that writing can begin at once', async () => {
    const { user, backend } = await openWindow();
    await heading(/Good/);
    await user.keyboard('{Control>}n{/Control}');
    const title = await screen.findByLabelText('Title');
    await waitFor(() => expect(title).toHaveFocus());
    await user.keyboard('Rope frays');
    await user.tab();
    await waitFor(() => expect(savedTitles(backend)).toContain('Rope frays'));
  });

  test('leaving the field saves without waiting', async () => {
    const { user, backend } = await openWindow(NEW);
    await user.type(await screen.findByLabelText('Title'), 'Rope');
    expect(savedTitles(backend)).toEqual([]);
    await user.click(screen.getByLabelText('Text'));
    await waitFor(() => expect(savedTitles(backend)).toEqual(['Rope']));
    expect(screen.getByTestId('save-state')).toHaveAttribute('data-state', 'saved');
  });

  test('leaving the screen saves, and going back opens the same draft', async () => {
    const { user, backend, app } = await openWindow(NEW);
    await user.type(await screen.findByLabelText('Title'), 'Rope');
    app.navigation.go({ name: 'today' });
    await heading(/Good/);
    await waitFor(() => expect(savedTitles(backend)).toEqual(['Rope']));
    app.navigation.back();
    expect(await screen.findByLabelText('Title')).toHaveValue('Rope');
    expect(backend.store.drafts.filter(({ title }) => title === 'Rope')).toHaveLength(1);
  });

  test('publishes with Ctrl+Enter and opens the lesson', async () => {
    const { user, backend } = await openWindow(NEW);
    await user.type(await screen.findByLabelText('Title'), 'Rope frays at the pulley');
    await user.type(screen.getByLabelText('Text'), 'It is the edge.');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await heading('Rope frays at the pulley');
    expect(screen.getByText('Published “Rope frays at the pulley”.')).toBeVisible();
    expect(backend.store.drafts.some(({ title }) => title.startsWith('Rope'))).toBe(false);
  });

  test('asks for a title before it publishes', async () => {
    const { user, backend } = await openWindow(NEW);
    await user.click(await screen.findByRole('button', { name: 'Publish' }));
    const title = screen.getByLabelText('Title');
    expect(title).toHaveAccessibleDescription('Give it a title first, even a rough one.');
    expect(title).toHaveFocus();
    expect(backend.calledWith('publish_draft')).toEqual([]);
  });

  test('a refused publication keeps the draft and says why', async () => {
    const backend = new FakeBackend();
    backend.refuse('publish_draft', { code: 'read_only' });
    const { user } = await openWindowOn(backend, NEW);
    await user.type(await screen.findByLabelText('Title'), 'Rope');
    await user.click(screen.getByRole('button', { name: 'Publish' }));
    expect((await screen.findAllByText(/newer Hearth/)).length).toBeGreaterThan(0);
    expect(screen.getByLabelText('Title')).toHaveValue('Rope');
  });

  test('a discarded draft can be had back', async () => {
    const { user, backend } = await openWindow({
      name: 'write',
      draft: 'draft-1',
      start: blankStart,
    });
    await user.click(await screen.findByRole('button', { name: 'Discard draft' }));
    await waitFor(() => expect(backend.store.drafts).toEqual([]));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByLabelText('Title')).toHaveValue('Chlorine dosing after floods');
  });

  test('similar lessons appear after four words and not before', async () => {
    const { user, backend } = await openWindow(NEW);
    const title = await screen.findByLabelText('Title');
    await user.type(title, 'Hand pump loses');
    await new Promise((done) => setTimeout(done, 500));
    expect(backend.calledWith('similar_lessons')).toEqual([]);
    await user.type(title, ' prime');
    expect(await screen.findByText(/lessons? looks? similar/)).toBeVisible();
  });

  test('a prompt becomes a heading and is not offered twice', async () => {
    const { user } = await openWindow(NEW);
    await user.click(await screen.findByRole('button', { name: 'Since when' }));
    expect(screen.getByLabelText('Text')).toHaveValue('## Since when\n\n');
    expect(screen.queryByRole('button', { name: 'Since when' })).toBeNull();
    await user.click(screen.getByRole('radio', { name: 'Story' }));
    expect(screen.getByRole('button', { name: 'What surprised us' })).toBeVisible();
  });

  test('tags end with a comma or Enter and go with Backspace', async () => {
    const { user } = await openWindow(NEW);
    const tags = await screen.findByLabelText('Tags');
    await user.type(tags, 'rope, pulley{Enter}');
    expect(screen.getByRole('button', { name: 'Remove tag rope' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Remove tag pulley' })).toBeVisible();
    await user.type(tags, '{Backspace}');
    expect(screen.queryByRole('button', { name: 'Remove tag pulley' })).toBeNull();
  });

  test('a solution remembers the problem it was started from', async () => {
    const { user, backend } = await openWindow({ name: 'lesson', id: 'grit' });
    await heading(/Grit jams/);
    await user.keyboard('a');
    expect(await screen.findByText('Answers the problem')).toBeVisible();
    await user.type(screen.getByLabelText('Title'), 'Rinse the screen');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await heading('Rinse the screen');
    const draft = backend.calledWith('save_draft').at(-1)?.['draft'] as Draft;
    expect(draft).toMatchObject({ kind: 'solution', solves: 'grit' });
  });

  test('the draft on the screen comes back after a crash', async () => {
    const backend = new FakeBackend();
    const first = await openWindowOn(backend, NEW);
    await first.user.type(await screen.findByLabelText('Title'), 'Rope');
    await first.user.tab();
    await waitFor(() => expect(localStorage.getItem('hearth.writing')).not.toBeNull());
    // Nothing is closed: the process is gone, what it wrote remains.
    document.body.replaceChildren();
    await openWindowOn(backend);
    expect(await screen.findByText(/Your draft “Rope” is back/)).toBeVisible();
    expect(screen.getByLabelText('Title')).toHaveValue('Rope');
  });
});
