/** The palette jumps, finds and does; a slip of the keys is forgiven. */
import { screen, within } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { axeFindings, heading, openWindow } from './window';

const open = async () => {
  const window = await openWindow();
  await screen.findByRole('link', { name: 'Settings' });
  await window.user.keyboard('{Control>}k{/Control}');
  const dialog = await screen.findByRole('dialog', { name: 'Go to, find or do' });
  const box = within(dialog).getByRole('combobox');
  return { ...window, dialog, box };
};

describe('the palette', () => {
  test('opens with its key, takes the focus and is sound', async () => {
    const { box, dialog } = await open();
    expect(box).toHaveFocus();
    expect(within(dialog).getAllByRole('option').length).toBeGreaterThan(5);
    expect(await axeFindings()).toEqual([]);
  });

  test('finds a lesson in spite of a slip, and Enter opens it', async () => {
    const { user, box, dialog } = await open();
    await user.type(box, 'foot vlave');
    const first = (await within(dialog).findAllByRole('option', { name: /foot valve/i }))[0];
    expect(first).toHaveAttribute('aria-selected', 'true');
    expect(box).toHaveAttribute('aria-activedescendant', first?.id);
    await user.keyboard('{Enter}');
    expect(await heading(/foot valve/i)).toBeVisible();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('goes to a screen, also by a word that the window does not use', async () => {
    const { user, box, dialog } = await open();
    await user.type(box, 'import');
    await user.click(await within(dialog).findByRole('option', { name: 'Exchange' }));
    expect(await heading('Exchange')).toBeVisible();
  });

  test('moves with the arrows, round the ends', async () => {
    const { user, dialog } = await open();
    const options = within(dialog).getAllByRole('option');
    await user.keyboard('{ArrowUp}');
    expect(options.at(-1)).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(options[1]).toHaveAttribute('aria-selected', 'true');
  });

  test('searches for, and writes down, whatever was typed', async () => {
    const { user, box, dialog } = await open();
    await user.type(box, 'chlorine tastes odd');
    const log = { name: 'Log a lesson called “chlorine tastes odd”' };
    await user.click(await within(dialog).findByRole('option', log));
    expect(await screen.findByLabelText('Title')).toHaveValue('chlorine tastes odd');
  });

  test('offers first what was read lately', async () => {
    const { user, app } = await open();
    app.paletteOpen = false;
    const { lessons } = await app.commands.listLessons({
      kind: null,
      tag: null,
      withdrawn: false,
      offset: 0,
      limit: 2,
    });
    app.openLesson(lessons[1]?.id ?? '');
    await heading(lessons[1]?.title);
    await user.keyboard('{Control>}k{/Control}');
    const dialog = await screen.findByRole('dialog');
    const first = within(dialog).getAllByRole('option')[0];
    expect(first).toHaveTextContent(lessons[1]?.title ?? 'nothing');
  });
});
