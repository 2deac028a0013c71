import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { FakeBackend, type FakeOptions } from '../src/lib/backend/fake/fake';
import { axeFindings, heading, openWindow, openWindowOn } from './window';

const FILE = { token: 'bundle', name: 'njoro-week-47.hearth', size: 2_100_000 };
const incoming = (options: FakeOptions = {}) =>
  openWindow({ name: 'incoming', file: FILE }, options);

describe('give', () => {
  test('is preset to a colleague who lacks something, since last time', async () => {
    const { user, backend } = await openWindow({ name: 'exchange' });
    expect(await screen.findByRole('radio', { name: 'Tomas Berg' })).toBeChecked();
    await user.click(screen.getByRole('button', { name: 'Make a file for Tomas Berg' }));
    expect(
      await screen.findByText(/Saved highland-wells\.hearth in Documents \(2\.1 MB\)\./),
    ).toBeVisible();
    expect(backend.calledWith('give')).toEqual([
      { request: { type: 'sinceLast', member: 'tomas' } },
    ]);
  });

  test('everything is one choice away', async () => {
    const { user, backend } = await openWindow({ name: 'exchange' });
    await user.click(await screen.findByRole('radio', { name: 'Everything' }));
    await user.click(screen.getByRole('button', { name: 'Make a file with everything' }));
    expect(backend.calledWith('give')).toEqual([{ request: { type: 'whole' } }]);
  });

  test('only who may invite is offered an invitation', async () => {
    await openWindow({ name: 'exchange' });
    await screen.findByRole('radio', { name: 'Everything' });
    expect(screen.queryByRole('radio', { name: 'An invitation' })).toBeNull();
  });

  test('an invitation names the role', async () => {
    const backend = new FakeBackend();
    const status = backend.handlers['app_status'];
    backend.handlers['app_status'] = (args) => {
      const known = status?.(args) as { me: { roles: string[] } };
      known.me.roles = ['practitioner', 'facilitator'];
      return known;
    };
    const { user } = await openWindowOn(backend, { name: 'exchange' });
    await user.click(await screen.findByRole('radio', { name: 'An invitation' }));
    await user.selectOptions(screen.getByLabelText('They join as'), 'observer');
    await user.click(screen.getByRole('button', { name: 'Make an invitation' }));
    expect(backend.calledWith('give')).toEqual([
      { request: { type: 'invitation', role: 'observer' } },
    ]);
  });

  test('closing the dialog gives nothing and says nothing', async () => {
    const backend = new FakeBackend();
    backend.handlers['give'] = () => null;
    const { user } = await openWindowOn(backend, { name: 'exchange' });
    await user.click(await screen.findByRole('button', { name: /Make a file/ }));
    await waitFor(() => expect(screen.getByRole('button', { name: /Make a file/ })).toBeEnabled());
    expect(screen.queryByText(/Saved/)).toBeNull();
  });
});

describe('bring in', () => {
  test('shows what would change, then does exactly that, then offers the way back', async () => {
    const { user, backend } = await openWindow({ name: 'exchange' });
    await user.click(await screen.findByRole('button', { name: 'Choose a file…' }));
    await heading('Bring in from Tomas Berg');
    expect(screen.getByText('Signed by Tomas Berg, a member you know.')).toBeVisible();
    expect(screen.getByText('12 new')).toBeVisible();
    expect(screen.getByText('1 needs you')).toBeVisible();
    expect(backend.calledWith('bring_in')).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Bring in 17 items' }));
    await heading(/Good/);
    expect(screen.getByText('Brought in 17 items from Tomas Berg.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('Took 161 changes out again.')).toBeVisible();
    expect(backend.calledWith('undo_bring_in')).toEqual([{ exchange: 3 }]);
  });

  test('a dropped file opens the same preview', async () => {
    const { backend } = await openWindow();
    await heading(/Good/);
    backend.emit('file-offered', FILE);
    await heading('Bring in from Tomas Berg');
  });

  test('looking lists the titles', async () => {
    const { user } = await incoming();
    await user.click(await screen.findByRole('button', { name: 'Look at 12 new' }));
    expect(screen.getByText('Handle bolt shears on cold mornings')).toBeVisible();
    expect(await axeFindings()).toEqual([]);
  });

  test('Enter brings in what was just read when the sender is known', async () => {
    const { user, backend } = await incoming();
    await screen.findByRole('button', { name: 'Bring in 17 items' });
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveFocus());
    await user.keyboard('{Enter}');
    await waitFor(() => expect(backend.calledWith('bring_in')).toEqual([{ token: 'bundle' }]));
  });

  test('Enter does nothing by itself when the sender is unknown', async () => {
    const sender = { name: 'Joseph', words: 'oak-salt-river-nine', standing: 'unknown' } as const;
    const { user, backend } = await incoming({ plan: { sender } });
    expect(
      await screen.findByText('Signed by someone you have not met here: Joseph.'),
    ).toBeVisible();
    expect(screen.getByText(/Check these four words with them: oak-salt-river-nine/)).toBeVisible();
    await user.keyboard('{Enter}');
    expect(backend.calledWith('bring_in')).toEqual([]);
  });

  test('a file with nothing new says so and offers no act', async () => {
    const nothing = { nNew: 0, nUpdated: 0, nForked: 0, nChanges: 118, nKnown: 118 };
    await incoming({ plan: nothing });
    expect(await screen.findByText('Everything in this file is already here')).toBeVisible();
    expect(screen.queryByRole('button', { name: /Bring in \d/ })).toBeNull();
  });

  test('changes that would be set aside are counted with their reasons', async () => {
    const held = [{ code: 'unknown_author', message: 'The author is not known here.', count: 4 }];
    const { user } = await incoming({ plan: { nQuarantined: 4, held } });
    await user.click(await screen.findByRole('button', { name: 'Look at 4 set aside' }));
    expect(screen.getByText('The author is not known here. 4 changes.')).toBeVisible();
  });

  test('a refused file says what is wrong and changes nothing', async () => {
    const backend = new FakeBackend();
    const message = 'This file was changed after it was signed.';
    backend.refuse('preview_bundle', {
      code: 'some_newer_refusal',
      message,
      hint: 'Ask for it again.',
    });
    await openWindowOn(backend, { name: 'incoming', file: FILE });
    expect(await screen.findByRole('heading', { name: message })).toBeVisible();
    expect(screen.getByText('Ask for it again.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Choose another file…' })).toBeVisible();
    expect(backend.calledWith('bring_in')).toEqual([]);
  });
});

describe('long work', () => {
  test('is named after a moment, counts, and stops on request', async () => {
    const backend = new FakeBackend();
    let refuse: (reason: unknown) => void = () => undefined;
    backend.handlers['preview_bundle'] = () => new Promise((_, reject) => (refuse = reject));
    backend.handlers['stop_work'] = () => {
      refuse({ code: 'stopped', params: {}, message: 'stopped', hint: '' });
      return null;
    };
    const { user } = await openWindowOn(backend, { name: 'incoming', file: FILE });
    const bar = await screen.findByRole('progressbar', { name: 'Reading njoro-week-47.hearth…' });
    expect(bar).not.toHaveAttribute('value');
    backend.emit('progress', {
      job: 'preview',
      done: 1204,
      total: 1870,
      label: 'verify',
    });
    expect(await screen.findByText('1,204 of 1,870')).toBeVisible();
    expect(bar).toHaveValue(1204);
    expect(await axeFindings()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    expect(await screen.findByRole('heading', { name: /Stopped/ })).toBeVisible();
    expect(screen.queryByRole('progressbar')).toBeNull();
  });
});

describe('history', () => {
  test('a bring-in can be undone from its line', async () => {
    const { user, backend } = await openWindow({ name: 'exchange' });
    const history = within(await screen.findByRole('region', { name: 'History' }));
    await user.click(history.getByRole('button', { name: 'Undo bringing in from Tomas Berg' }));
    expect(await history.findByText('Undone')).toBeVisible();
    expect(backend.calledWith('undo_bring_in')).toEqual([{ exchange: 2 }]);
  });

  test('says what to do when nothing was exchanged', async () => {
    const backend = new FakeBackend();
    backend.store.exchanges = [];
    await openWindowOn(backend, { name: 'exchange' });
    expect(await screen.findByRole('heading', { name: 'Nothing exchanged yet' })).toBeVisible();
  });
});
