/** The colours of the window: what was chosen, and what that means on this desktop now. */
import type { Theme } from '../backend/generated/types';

export const THEMES: readonly Theme[] = ['system', 'light', 'dark', 'hc-light', 'hc-dark'];

/** Read by `public/theme.js` before the first paint. */
const REMEMBERED = 'hearth.theme';

export class ThemeState {
  chosen = $state<Theme>('system');
  #dark = window.matchMedia('(prefers-color-scheme: dark)');
  #contrast = window.matchMedia('(prefers-contrast: more)');

  constructor() {
    const follow = () => this.#apply();
    this.#dark.addEventListener('change', follow);
    this.#contrast.addEventListener('change', follow);
  }

  choose(theme: Theme): void {
    this.chosen = theme;
    try {
      localStorage.setItem(REMEMBERED, theme);
    } catch {
      // Only the first paint of the next start would differ.
    }
    this.#apply();
  }

  #apply(): void {
    document.documentElement.dataset['theme'] =
      this.chosen === 'system' ? this.#ofDesktop() : this.chosen;
  }

  #ofDesktop(): Exclude<Theme, 'system'> {
    if (this.#contrast.matches) return this.#dark.matches ? 'hc-dark' : 'hc-light';
    return this.#dark.matches ? 'dark' : 'light';
  }
}
