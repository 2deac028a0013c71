/**
 * The pseudo language: every sentence accented, longer by two fifths, and in brackets.
 *
 * What stands on a screen without brackets did not come from the catalogue; what is cut off by
 * longer words will be cut off in German.
 */

const ACCENTED: Record<string, string> = {
  a: 'á',
  b: 'ƀ',
  c: 'ç',
  d: 'đ',
  e: 'é',
  f: 'ƒ',
  g: 'ĝ',
  h: 'ĥ',
  i: 'í',
  j: 'ĵ',
  k: 'ķ',
  l: 'ļ',
  m: 'ɱ',
  n: 'ñ',
  o: 'ó',
  p: 'þ',
  q: 'ɋ',
  r: 'ŕ',
  s: 'š',
  t: 'ţ',
  u: 'ú',
  v: 'ṽ',
  w: 'ŵ',
  x: 'ẋ',
  y: 'ý',
  z: 'ž',
};

/** The same catalogue, every sentence of it made pseudo when it is said. */
export function pseudo<T>(value: T): T {
  return changed(value, []) as T;
}

function changed(value: unknown, given: string[]): unknown {
  if (typeof value === 'string') return sentence(value, given);
  if (Array.isArray(value)) return value.map((item) => changed(item, given));
  if (typeof value === 'function') {
    return (...args: unknown[]) => {
      const words = args.flat().filter((arg): arg is string => typeof arg === 'string');
      return changed((value as (...args: unknown[]) => unknown)(...args), words);
    };
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, changed(inner, given)]),
    );
  }
  return value;
}

/** What a person wrote stays as it is. */
function sentence(text: string, given: string[]): string {
  if (text === '' || given.includes(text)) return text;
  const kept = given.filter((word) => word !== '').sort((a, b) => b.length - a.length);
  const parts =
    kept.length === 0 ? [text] : text.split(new RegExp(`(${kept.map(escaped).join('|')})`));
  const accented = parts.map((part) => (kept.includes(part) ? part : accents(part))).join('');
  return `⟦${accented}${'~'.repeat(Math.ceil(text.length * 0.4))}⟧`;
}

function accents(text: string): string {
  return text.replace(/[a-z]/g, (letter) => ACCENTED[letter] ?? letter);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
