/** What was chosen for this machine: applied at once, kept by the engine. */
import type { Commands } from '../backend/generated/commands';
import type { ReadingFont, Settings } from '../backend/generated/types';
import type { LanguageState } from './language.svelte';
import type { ThemeState } from './theme.svelte';

export const USUAL: Settings = {
  theme: 'system',
  language: 'system',
  zoom: 100,
  readingSize: 19,
  readingLine: 165,
  readingMeasure: 66,
  readingFont: 'serif',
  motion: 'system',
  spellCheck: true,
  prompts: true,
  singleLetters: true,
  shortcuts: {},
};

const FACES: Record<ReadingFont, string> = {
  serif: 'var(--font-read)',
  sans: 'var(--font-ui)',
  system: 'system-ui, sans-serif',
};

export class SettingsState {
  current = $state.raw<Settings>(USUAL);
  /** The last keeping; the next waits for it, so that the newest choice is what stays. */
  #kept: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly commands: Commands,
    private readonly theme: ThemeState,
    private readonly language: LanguageState,
  ) {}

  /** Goes by `settings` from now on. */
  apply(settings: Settings): void {
    this.current = settings;
    this.theme.choose(settings.theme);
    this.language.choose(settings.language);
    const { style, dataset } = document.documentElement;
    style.setProperty('font-size', `${settings.zoom}%`);
    style.setProperty('--read-size', `${settings.readingSize / 16}rem`);
    style.setProperty('--read-line', `${settings.readingLine / 100}`);
    style.setProperty('--read-face', FACES[settings.readingFont]);
    style.setProperty('--measure', `${settings.readingMeasure}ch`);
    dataset['motion'] = settings.motion;
  }

  /** Makes everything larger or smaller by a step, or as large as usual. */
  async zoom(step: 1 | -1 | 0): Promise<void> {
    const zoom = step === 0 ? USUAL.zoom : this.current.zoom + step * 10;
    await this.choose({ zoom: Math.min(200, Math.max(80, zoom)) });
  }

  /** Changes some of them and has the engine keep all. */
  async choose(changed: Partial<Settings>): Promise<void> {
    const settings = { ...this.current, ...changed };
    this.apply(settings);
    const keep = () => this.commands.setSettings(settings);
    const kept = this.#kept.then(keep, keep);
    this.#kept = kept;
    await kept;
  }
}
