/** Every sentence of a catalogue, with plausible values in the places of what varies. */
import type { Language } from '../src/lib/text/language';
import { catalogues, speak } from '../src/lib/text/messages';

const NUMBERS = [0, 1, 2, 3, 11, 100];

/** By its path in the catalogue. */
export function said(language: Language): Map<string, string> {
  speak(language);
  const found = new Map(sentencesOf(catalogues[language], 'messages', NUMBERS));
  speak('en');
  return found;
}

export function sentencesOf(value: unknown, path: string, numbers: number[]): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    return numbers.flatMap((n) => {
      const args = Array.from({ length: value.length }, () => likely(path, n));
      const text: unknown = (value as (...args: unknown[]) => unknown)(...args);
      return sentencesOf(text, `${path}(${n})`, numbers);
    });
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, at) => sentencesOf(item, `${path}[${at}]`, numbers));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) =>
      sentencesOf(inner, `${path}.${name}`, numbers),
    );
  }
  return [];
}

function likely(path: string, n: number): unknown {
  if (/\.(chipKind|newDetail|updatedDetail|historyRow)$/.test(path)) return ['one', 'two'];
  if (path.endsWith('.themeIs')) return 'dark';
  if (/\.(errors|notices)\./.test(path)) return {};
  return n;
}
