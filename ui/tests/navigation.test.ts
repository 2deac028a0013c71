import { USUAL } from '../src/lib/state/settings.svelte';
import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import { arrive } from '../src/lib/keys/arrive';
import { Navigation } from '../src/lib/state/navigation.svelte';
import { linkTo, routeFrom, type Route } from '../src/routes';
import { heading, openWindow } from './window';

const today: Route = { name: 'today' };
const lesson = (id: string): Route => ({ name: 'lesson', id });

describe('history', () => {
  test('goes back and forward over the same steps', () => {
    const navigation = new Navigation(today);
    navigation.go(lesson('a'));
    navigation.go(lesson('b'));
    navigation.back();
    navigation.back();
    expect(navigation.route).toEqual(today);
    expect(navigation.canGoBack).toBe(false);
    navigation.forward();
    expect(navigation.route).toEqual(lesson('a'));
  });

  test('a new step forgets what was ahead', () => {
    const navigation = new Navigation(today);
    navigation.go(lesson('a'));
    navigation.back();
    navigation.go(lesson('b'));
    expect(navigation.canGoForward).toBe(false);
  });

  test('the same place again is not a new step', () => {
    const navigation = new Navigation(today);
    navigation.go(lesson('a'));
    navigation.go(lesson('a'));
    navigation.back();
    expect(navigation.route).toEqual(today);
  });

  test('every new draft is a step of its own', () => {
    const navigation = new Navigation(today);
    const blank: Route = {
      name: 'write',
      draft: null,
      start: { kind: 'story', title: '', solves: null },
    };
    navigation.go(blank);
    const { key } = navigation.entry;
    navigation.go(blank);
    expect(navigation.entry.key).not.toBe(key);
  });

  test('a step remembers the place that was left', () => {
    const navigation = new Navigation(today);
    navigation.readPlace = () => ({ scroll: 420, focus: 'lesson-a' });
    navigation.go(lesson('a'));
    navigation.readPlace = () => ({ scroll: 0, focus: null });
    navigation.back();
    expect(navigation.entry).toMatchObject({ scroll: 420, focus: 'lesson-a' });
    expect(navigation.arrival).toBe('restored');
  });

  test('amending a step keeps its screen, replacing it does not', () => {
    const navigation = new Navigation(today);
    const { key } = navigation.entry;
    navigation.amend(lesson('a'));
    expect(navigation.entry.key).toBe(key);
    navigation.go(today);
    navigation.amend(lesson('c'), key);
    expect(navigation.route).toEqual(today);
    navigation.replace(lesson('b'));
    expect(navigation.entry.key).not.toBe(key);
    navigation.back();
    expect(navigation.route).toEqual(lesson('c'));
  });
});

describe('arriving', () => {
  const entry = { key: 1, route: today, scroll: 0, focus: null };

  function page(...elements: HTMLElement[]) {
    const main = document.createElement('main');
    main.append(...elements);
    document.body.append(main);
    return main;
  }

  function titled() {
    const title = document.createElement('h1');
    title.tabIndex = -1;
    return title;
  }

  test('waits for a heading that comes late', async () => {
    const main = page();
    const arriving = arrive(main, entry, false, () => true);
    const title = titled();
    setTimeout(() => main.append(title), 40);
    await arriving;
    expect(title).toHaveFocus();
    main.remove();
  });

  test('takes nothing from who has begun to use the screen', async () => {
    const field = document.createElement('input');
    const main = page(field);
    const arriving = arrive(main, entry, false, () => true);
    field.focus();
    setTimeout(() => main.append(titled()), 40);
    await arriving;
    expect(field).toHaveFocus();
    main.remove();
  });

  test('gives up when another screen has come meanwhile', async () => {
    const main = page();
    const arriving = arrive(main, entry, false, () => false);
    const title = titled();
    setTimeout(() => main.append(title), 5);
    await arriving;
    expect(title).not.toHaveFocus();
    main.remove();
  });
});

describe('links', () => {
  const routes: Route[] = [
    today,
    { name: 'exchange' },
    lesson('0193a-b'),
    { name: 'lessons', kind: 'problem', tag: 'foot valve' },
    { name: 'lessons', kind: null, tag: null },
    {
      name: 'search',
      query: 'kind:problem "foot valve"',
      kinds: ['story', 'problem'],
      tags: ['a&b', 'ä'],
    },
  ];

  test.each(routes)('%j survives being a link', (route) => {
    expect(routeFrom(linkTo(route))).toEqual(route);
  });

  test('a link from outside opens a lesson or begins a draft', () => {
    expect(routeFrom('hearth://item/0193')).toEqual(lesson('0193'));
    expect(routeFrom('hearth://new?kind=story&title=Rope')).toEqual({
      name: 'write',
      draft: null,
      start: { kind: 'story', title: 'Rope', solves: null },
    });
  });

  test.each([
    'hearth://bring-in?path=/etc/passwd',
    'hearth://item/',
    'https://example.org/#/today',
    'javascript:alert(1)',
    '#today',
    '',
  ])('%j leads nowhere', (link) => {
    expect(routeFrom(link)).toBeNull();
  });
});

describe('the window', () => {
  test('a new screen gives the focus to its heading and its name to the window', async () => {
    const { user } = await openWindow();
    await heading(/Good/);
    await user.click(screen.getByRole('link', { name: 'Lessons' }));
    const title = await heading('All lessons');
    await waitFor(() => expect(title).toHaveFocus());
    expect(document.title).toBe('All lessons · Hearth');
    expect(screen.getByRole('link', { name: 'Lessons' })).toHaveAttribute('aria-current', 'page');
  });

  test('going back puts the focus where it was', async () => {
    const { user } = await openWindow();
    await user.click(await screen.findByRole('link', { name: /The week the whole village/ }));
    await heading(/The week the whole village/);
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    // The lesson is read now and gone from the list, so the heading takes its place.
    await waitFor(async () => expect(await heading(/Good/)).toHaveFocus());
    await user.keyboard('gl');
    const link = await screen.findByRole('link', { name: /The week the whole village/ });
    link.focus();
    await user.keyboard('{Enter}');
    await heading(/The week the whole village/);
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    await waitFor(() =>
      expect(screen.getByRole('link', { name: /The week the whole village/ })).toHaveFocus(),
    );
  });

  test('going back scrolls to where the reader was', async () => {
    const { app } = await openWindow();
    await heading(/Good/);
    const main = screen.getByRole('main');
    const scrolled = vi.spyOn(main, 'scrollTo');
    Object.defineProperty(main, 'scrollHeight', { value: 5000 });
    main.scrollTop = 640;
    app.navigation.go({ name: 'exchange' });
    await heading('Exchange');
    app.navigation.back();
    await heading(/Good/);
    await waitFor(() => expect(scrolled).toHaveBeenLastCalledWith({ top: 640 }));
  });

  test('j and k walk a list, and in a lesson the list it came from', async () => {
    const { user } = await openWindow({ name: 'lessons', kind: 'solution', tag: null });
    await screen.findByRole('link', { name: /Re-seat the foot valve/ });
    await waitFor(async () => expect(await heading('All solutions')).toHaveFocus());
    await user.keyboard('jjk');
    expect(screen.getByRole('link', { name: /Re-seat the foot valve/ })).toHaveFocus();
    await user.keyboard('{Enter}');
    await heading(/Re-seat the foot valve/);
    await user.keyboard('j');
    await heading(/Clear the water first/);
    await user.keyboard('k');
    await heading(/Re-seat the foot valve/);
  });

  test('letters are text while somebody types', async () => {
    const { user, app } = await openWindow({ name: 'lesson', id: 'prime' });
    await heading(/Hand pump/);
    await user.click(screen.getByRole('textbox', { name: 'Search lessons' }));
    await user.keyboard('gx');
    expect(screen.getByRole('textbox', { name: 'Search lessons' })).toHaveValue('gx');
    expect(app.navigation.route.name).toBe('search');
  });

  test.each([
    ['gt', 'today'],
    ['gs', 'search'],
    ['gl', 'lessons'],
    ['gx', 'exchange'],
  ])('%s goes to %s', async (keys, name) => {
    const { user, app } = await openWindow({ name: 'lesson', id: 'prime' });
    await heading(/Hand pump/);
    await user.keyboard(keys);
    expect(app.navigation.route.name).toBe(name);
  });

  test('? lists the keys and Esc is left to the dialog', async () => {
    const { user, app } = await openWindow();
    await heading(/Good/);
    await user.keyboard('?');
    expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await user.keyboard('gx');
    expect(app.navigation.route.name).toBe('today');
  });

  test('the theme is applied at once and told to the engine', async () => {
    const { user, backend } = await openWindow();
    await heading(/Good/);
    await user.selectOptions(screen.getByTestId('theme'), 'hc-dark');
    expect(document.documentElement.dataset['theme']).toBe('hc-dark');
    expect(localStorage.getItem('hearth.theme')).toBe('hc-dark');
    expect(backend.calledWith('set_settings')).toEqual([
      { settings: { ...USUAL, theme: 'hc-dark' } },
    ]);
  });
});
