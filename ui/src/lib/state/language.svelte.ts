/** The language of the window: what was chosen, and what that means on this desktop. */
import { direction, languageFor, languages, type Language } from '../text/language';
import { speak } from '../text/messages';

export type LanguageSetting = Language | 'system';

/** Read at the start, before the engine has said what was chosen. */
const REMEMBERED = 'hearth.language';

export class LanguageState {
  chosen = $state<LanguageSetting>('system');
  /** What is spoken now; the window is drawn anew when it changes. */
  spoken = $state<Language>('en');

  constructor() {
    this.#apply(remembered());
  }

  choose(language: LanguageSetting): void {
    try {
      localStorage.setItem(REMEMBERED, language);
    } catch {
      // Only the first words of the next start would differ.
    }
    this.#apply(language);
  }

  #apply(language: LanguageSetting): void {
    this.chosen = language;
    this.spoken = language === 'system' ? languageFor(navigator.languages) : language;
    speak(this.spoken);
    document.documentElement.lang = this.spoken;
    document.documentElement.dir = direction(this.spoken);
  }
}

function remembered(): LanguageSetting {
  try {
    const kept = localStorage.getItem(REMEMBERED);
    return languages.find(({ code }) => code === kept)?.code ?? 'system';
  } catch {
    return 'system';
  }
}
