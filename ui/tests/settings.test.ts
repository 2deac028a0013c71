/** What can be chosen for this machine: found by its words, applied at once, kept by the engine. */
import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { bindings, shortcuts } from '../src/lib/keys/shortcuts';
import { USUAL } from '../src/lib/state/settings.svelte';
import { axeFindings, heading, openWindow } from './window';

const root = document.documentElement;

describe('settings', () => {
  test('are reached from the menu and by their key, and are sound', async () => {
    const { user } = await openWindow();
    await user.click(await screen.findByRole('link', { name: 'Settings' }));
    expect(await heading('Settings')).toBeVisible();
    expect(await axeFindings()).toEqual([]);
    await user.keyboard('gt');
    await heading(/morning|evening|afternoon/);
    await user.keyboard('{Control>},{/Control}');
    expect(await heading('Settings')).toBeVisible();
  });

  test('change how lessons look at once, and are kept', async () => {
    const { user, backend } = await openWindow({ name: 'settings' });
    const size = await screen.findByRole('slider', { name: 'Size of the letters' });
    expect(size).toHaveAttribute('aria-valuetext', '19 pixels');
    await user.selectOptions(screen.getByLabelText('Typeface of lessons'), 'sans');
    expect(root.style.getPropertyValue('--read-face')).toBe('var(--font-ui)');
    await user.selectOptions(screen.getByLabelText('Motion'), 'still');
    expect(root.dataset['motion']).toBe('still');
    expect(backend.calledWith('set_settings').at(-1)).toEqual({
      settings: { ...USUAL, readingFont: 'sans', motion: 'still' },
    });
  });

  test('make everything larger by a key', async () => {
    const { user } = await openWindow();
    await screen.findByRole('link', { name: 'Settings' });
    await user.keyboard('{Control>}={/Control}');
    await user.keyboard('{Control>}={/Control}');
    expect(root.style.fontSize).toBe('120%');
    await user.keyboard('{Control>}0{/Control}');
    expect(root.style.fontSize).toBe('100%');
  });

  test('speak another language', async () => {
    const { user, app } = await openWindow({ name: 'settings' });
    await user.selectOptions(await screen.findByLabelText('Language'), 'de');
    expect(await heading('Einstellungen')).toBeVisible();
    await user.selectOptions(await screen.findByLabelText('Sprache'), 'en');
    expect(await heading('Settings')).toBeVisible();
    expect(app.settings.current.language).toBe('en');
  });

  test('are found by their words; what does not fit is away', async () => {
    const { user } = await openWindow({ name: 'settings' });
    await user.type(await screen.findByLabelText('Find a setting'), 'spelling');
    expect(screen.getByLabelText('Check the spelling')).toBeInTheDocument();
    expect(screen.queryByLabelText('Language')).toBeNull();
    await user.clear(screen.getByLabelText('Find a setting'));
    expect(screen.getByLabelText('Language')).toBeInTheDocument();
  });

  test('turn spelling and prompts off in the editor', async () => {
    const { app } = await openWindow();
    await app.settings.choose({ spellCheck: false, prompts: false });
    app.log();
    const text = await screen.findByLabelText('Text');
    expect(text).toHaveAttribute('spellcheck', 'false');
    expect(screen.queryByText('What we tried')).toBeNull();
    await app.settings.choose({ spellCheck: true, prompts: true });
    expect(await screen.findByText('What we tried')).toBeInTheDocument();
  });

  test('list every file that Hearth keeps', async () => {
    await openWindow({ name: 'settings' });
    expect(await screen.findByText('A secret key of this computer')).toBeVisible();
    expect(screen.getByText(/store\.db$/)).toBeVisible();
  });

  test('make a backup, try one, and go back to it after a question', async () => {
    const { user, backend } = await openWindow({ name: 'settings' });
    await user.click(await screen.findByRole('button', { name: 'Back up now' }));
    expect(await screen.findByText('A backup was made and read back.')).toBeVisible();
    const [trial] = await screen.findAllByRole('button', { name: /^Try the backup of/ });
    await user.click(trial as HTMLElement);
    expect(await screen.findByText(/was restored to one side: all of it is there/)).toBeVisible();
    const [restore] = screen.getAllByRole('button', { name: /^Restore the backup of/ });
    await user.click(restore as HTMLElement);
    const dialog = await screen.findByRole('dialog', { name: /^Go back to/ });
    expect(backend.calledWith('restore_backup')).toEqual([]);
    await user.click(within(dialog).getByRole('button', { name: 'Go back' }));
    expect(await heading(/Good/)).toBeVisible();
    expect(backend.calledWith('restore_backup')).toEqual([{ name: '2026-11-22T120000Z-daily.db' }]);
  });

  test('check everything and say how it went', async () => {
    const { user } = await openWindow({ name: 'settings' });
    await user.click(await screen.findByRole('button', { name: 'Check now' }));
    expect(await screen.findByText('All is well.')).toBeVisible();
  });
});

describe('keys', () => {
  test('are changed by pressing another, and the new one works', async () => {
    const { user } = await openWindow({ name: 'settings' });
    await user.click(await screen.findByRole('button', { name: /Change the key for Exchange/ }));
    await user.keyboard('{F9}');
    expect(await screen.findByText('The key for “Exchange” is F9 now.')).toBeInTheDocument();
    (document.activeElement as HTMLElement).blur();
    await userEvent.keyboard('{F9}');
    expect(await heading('Exchange')).toBeVisible();
  });

  test('that belong to another act are not given away', async () => {
    const { user, app } = await openWindow({ name: 'settings' });
    await user.click(await screen.findByRole('button', { name: /Change the key for Exchange/ }));
    await user.keyboard('j');
    const said = await screen.findByText('j is the key for “Next in the list” already.');
    expect(said).toBeVisible();
    expect(app.settings.current.shortcuts).toEqual({});
  });

  test('that are never changed are not given away either', async () => {
    const { user, app } = await openWindow({ name: 'settings' });
    await user.click(await screen.findByRole('button', { name: /Change the key for Exchange/ }));
    await user.keyboard('{Control>}s{/Control}');
    const said = await screen.findByText('Ctrl S is the key for “Save the draft now” already.');
    expect(said).toBeVisible();
    expect(app.settings.current.shortcuts).toEqual({});
  });

  test('that were chosen, or turned off, are what the hints say', async () => {
    const { app } = await openWindow();
    const today = await screen.findByRole('link', { name: 'Today' });
    expect(today).toHaveAttribute('aria-keyshortcuts', 'g t');
    await app.settings.choose({ shortcuts: { today: 'F8' } });
    await vi.waitFor(() => expect(today).toHaveAttribute('aria-keyshortcuts', 'F8'));
    await app.settings.choose({ shortcuts: {}, singleLetters: false });
    await vi.waitFor(() => expect(today).not.toHaveAttribute('aria-keyshortcuts'));
  });

  test('of one letter can be turned off, the others stay', () => {
    const off = bindings({ singleLetters: false, shortcuts: {} }).map(({ keys }) => keys);
    expect(off).not.toContain('j');
    expect(off).not.toContain('g t');
    expect(off).not.toContain('?');
    expect(off).toContain('Mod+N');
    expect(off).toContain('ArrowDown');
    expect(bindings(USUAL)).toEqual(shortcuts);
  });

  test('that were chosen stand in the sheet', async () => {
    const { user, app } = await openWindow();
    await app.settings.choose({ shortcuts: { log: 'F8' } });
    await user.keyboard('?');
    const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
    expect(within(sheet).getByText('F8')).toBeVisible();
  });
});
