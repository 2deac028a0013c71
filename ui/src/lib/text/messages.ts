/**
 * Every sentence of the window, in the language it speaks.
 *
 * Components hold no sentences. A message is whole: none is put together from parts on a screen.
 * English is where a sentence begins; every other catalogue has the same shape, which the type
 * sees to.
 */
import { arabic } from './arabic';
import { english } from './english';
import { german } from './german';
import { setLocale, type Language } from './language';
import { pseudo } from './pseudo';

export type { Part } from './english/reading';

export type Messages = typeof english;

export const catalogues: Record<Language, Messages> = {
  en: english,
  de: german,
  ar: arabic,
  'en-XA': pseudo(english),
};

/** The catalogue in use: read when something is drawn, never when a file is loaded. */
export let messages: Messages = english;

/** Speaks this language from now on. What is on the screen has to be drawn anew. */
export function speak(language: Language): void {
  setLocale(language);
  messages = catalogues[language];
}
