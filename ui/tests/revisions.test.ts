/** A lesson through time: what changed, going back, withdrawing, and the Bin. */
import { screen, within } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import { axeFindings, heading, openWindow } from './window';

const openFirst = async () => {
  const window = await openWindow();
  const request = { kind: null, tag: null, withdrawn: false, offset: 0, limit: 1 };
  const [card] = (await window.app.commands.listLessons(request)).lessons;
  if (!card) throw new Error('the sample has lessons');
  window.app.openLesson(card.id);
  await heading(card.title);
  return { ...window, card };
};

describe('history', () => {
  test('says what a revision changed, in words too', async () => {
    const { user } = await openFirst();
    await user.click(screen.getByRole('button', { name: 'History' }));
    const [show] = await screen.findAllByRole('button', { name: /^What .* changed/ });
    await user.click(show as HTMLElement);
    expect(show).toHaveAttribute('aria-expanded', 'true');
    await vi.waitFor(() => expect(document.querySelector('ins')).not.toBeNull());
    expect(document.querySelector('ins')).toHaveTextContent(/^added:\s*twice\s*end$/);
    expect(document.querySelector('del')).toHaveTextContent(/^removed:\s*once\s*end$/);
    expect(await axeFindings()).toEqual([]);
  });

  test('goes back to an older text, and back again', async () => {
    const { user, backend } = await openFirst();
    await user.click(screen.getByRole('button', { name: 'History' }));
    const older = await screen.findAllByRole('button', { name: /^Restore the text of/ });
    await user.click(older[0] as HTMLElement);
    await screen.findByText('The older text stands again, as a new revision.');
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(backend.calledWith('restore_revision').at(-1)).toMatchObject({ revision: 'before' });
  });
});

describe('withdrawing', () => {
  test('asks why, is undone by one press', async () => {
    const { user, backend, card } = await openFirst();
    await user.click(screen.getByRole('button', { name: 'Withdraw' }));
    const dialog = await screen.findByRole('dialog', { name: `Withdraw “${card.title}”?` });
    await user.selectOptions(within(dialog).getByLabelText('Why?'), 'unsafe');
    await user.type(within(dialog).getByLabelText('In your words'), 'the rod may snap');
    await user.click(within(dialog).getByRole('button', { name: 'Withdraw lesson' }));
    expect(backend.calledWith('withdraw_lesson')).toEqual([
      { id: card.id, why: 'unsafe', reason: 'the rod may snap' },
    ]);
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(backend.store.withdrawn.size).toBe(0);
  });

  test('is not done by closing the question', async () => {
    const { user, backend } = await openFirst();
    await user.click(screen.getByRole('button', { name: 'Withdraw' }));
    await user.click(await screen.findByRole('button', { name: 'Keep' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(backend.calledWith('withdraw_lesson')).toEqual([]);
  });

  test('fills the Bin, from which a lesson comes back', async () => {
    const { app, user, backend, card } = await openFirst();
    backend.store.withdrawn.add(card.id);
    app.navigation.go({ name: 'bin' });
    expect(await heading('Bin')).toBeVisible();
    await user.click(await screen.findByRole('button', { name: `Restore “${card.title}”` }));
    expect(await screen.findByText(`“${card.title}” is back.`)).toBeVisible();
    expect(backend.store.withdrawn.size).toBe(0);
  });

  test('an empty Bin says so', async () => {
    await openWindow({ name: 'bin' });
    expect(await screen.findByText('The Bin is empty')).toBeVisible();
  });
});
