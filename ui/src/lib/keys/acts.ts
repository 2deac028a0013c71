/** What each shortcut of the window does. */
import type { App } from '../state/app.svelte';
import { moveInList, moveToRegion } from './focus';
import type { Act } from './shortcuts';

/** An act that finds nothing to do returns false, and the key keeps its usual meaning. */
export function actsOf(app: App): Record<Act, () => unknown> {
  const { navigation } = app;
  const reading = () => navigation.route.name === 'lesson';
  return {
    today: () => navigation.go({ name: 'today' }),
    search: () => navigation.go(app.find.route),
    lessons: () => navigation.go({ name: 'lessons', kind: null, tag: null }),
    exchange: () => navigation.go({ name: 'exchange' }),
    palette: () => {
      app.paletteOpen = true;
    },
    bin: () => navigation.go({ name: 'bin' }),
    settings: () => navigation.go({ name: 'settings' }),
    larger: () => void app.attempt(() => app.settings.zoom(1)),
    smaller: () => void app.attempt(() => app.settings.zoom(-1)),
    usualSize: () => void app.attempt(() => app.settings.zoom(0)),
    log: () => {
      if (app.mayWrite) app.log();
    },
    find: () => {
      const box = document.querySelector<HTMLInputElement>('#find');
      box?.focus();
      box?.select();
    },
    // In a lesson the list is the one it was opened from.
    next: () => (reading() ? app.openBeside(1) : moveInList(1)),
    previous: () => (reading() ? app.openBeside(-1) : moveInList(-1)),
    edit: () => press('edit'),
    answer: () => press('answer'),
    back: () => navigation.back(),
    forward: () => navigation.forward(),
    sheet: () => {
      app.shortcutsOpen = true;
    },
    regionNext: () => moveToRegion(1),
    regionPrevious: () => moveToRegion(-1),
    sidebar: () => {
      app.sidebarOpen = !app.sidebarOpen;
    },
  };
}

/** True where an arrow key scrolls or chooses, and so is not an act. */
export function usesArrows(app: App, target: EventTarget | null): boolean {
  if (app.navigation.route.name === 'lesson') return true;
  return target instanceof HTMLElement && target.matches('[type=radio], select');
}

/** Screens mark the control that a letter presses. */
function press(key: string): void {
  document.querySelector<HTMLElement>(`main [data-key="${key}"]`)?.click();
}
