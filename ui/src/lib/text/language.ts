/** The languages of the window, and the one it speaks. */

export type Language = 'en' | 'de' | 'ar' | 'en-XA';

export interface LanguageChoice {
  code: Language;
  /** In the language itself, as somebody looks for it who reads nothing else. */
  name: string;
}

/** Languages to choose from. The pseudo language is for tests: accents, longer by two fifths. */
export const languages: readonly LanguageChoice[] = [
  { code: 'en', name: 'English' },
  { code: 'de', name: 'Deutsch' },
  { code: 'ar', name: 'العربية' },
];

/** How each formats dates and numbers. */
const LOCALES: Record<Language, string> = { en: 'en-GB', de: 'de', ar: 'ar', 'en-XA': 'en-GB' };

let spoken: Language = 'en';

export function setLocale(language: Language): void {
  spoken = language;
}

/** The language that is spoken, as a tag for `Intl`. */
export function locale(): string {
  return LOCALES[spoken];
}

export function direction(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** The best of ours for what the system asks for, in its order; English without one. */
export function languageFor(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = languages.find(({ code }) => code === tag.split('-')[0]?.toLowerCase());
    if (found) return found.code;
  }
  return 'en';
}
