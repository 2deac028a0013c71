/** Every sentence of the window is said in every language, and none is written into a screen. */
import { screen } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { FakeBackend } from '../src/lib/backend/fake/fake';
import { languageFor, languages } from '../src/lib/text/language';
import { catalogues, messages, speak } from '../src/lib/text/messages';
import { listText, sizeText, whenText } from '../src/lib/text/format';
import { pseudo } from '../src/lib/text/pseudo';
import { blankStart, type Route } from '../src/routes';
import { said } from './sentences';
import { NOW, openWindow, openWindowOn } from './window';

/** Sentences that are rightly the same in English and another language. */
const SAME =
  /^(Hearth|Hearth \d+|Source Serif|Atkinson Hyperlegible|.* · Hearth|\d[\d.,]*|Links?|Problem|Text|Name|Filter|.*"foot valve".*|.*kind:problem.*|.*tag:chlorine.*|.*author:leila.*|-rope|one(, two)?|, in \d+ ms\.|\W*)$/;

const others = languages.map(({ code }) => code).filter((code) => code !== 'en');

describe.each(others)('%s', (language) => {
  const english = said('en');
  const theirs = said(language);

  test('has a sentence for each English one, errors and notices among them', () => {
    expect(Object.keys(catalogues[language].errors).sort()).toEqual(
      Object.keys(catalogues.en.errors).sort(),
    );
    expect(Object.keys(catalogues[language].notices).sort()).toEqual(
      Object.keys(catalogues.en.notices).sort(),
    );
    expect([...theirs.keys()].filter((path) => !english.has(path))).toEqual([]);
    expect([...english.keys()].filter((path) => !theirs.has(path))).toEqual([]);
  });

  test('translates it', () => {
    const left = [...theirs].filter(
      ([path, text]) => english.get(path) === text && !SAME.test(text),
    );
    expect(left).toEqual([]);
  });

  test('leaves no place unfilled, for any number', () => {
    const broken = [...theirs].filter(([, text]) => /undefined|null|NaN|\[object|[{}]/.test(text));
    expect(broken).toEqual([]);
    expect(theirs.size).toBeGreaterThan(500);
  });
});

describe('the language', () => {
  test('is the first of ours that the desktop asks for', () => {
    expect(languageFor(['fr-CH', 'de-AT', 'en'])).toBe('de');
    expect(languageFor(['ar-EG'])).toBe('ar');
    expect(languageFor(['fr'])).toBe('en');
    expect(languageFor([])).toBe('en');
  });

  test('counts as its speakers do', () => {
    speak('ar');
    const forms = [0, 1, 2, 3, 11, 100].map((n) => messages.lists.count(n));
    expect(new Set(forms).size).toBe(6);
    expect(messages.lists.count(2)).toBe('خبرتان');
    speak('de');
    expect(messages.lists.count(1200)).toBe('1.200 Erfahrungen');
    speak('en');
  });

  test('says times, sizes and lists', () => {
    speak('de');
    expect(whenText(NOW - 125 * 60_000, NOW)).toBe('vor 2 Std.');
    expect(whenText(NOW - 86_400_000, NOW)).toBe('Gestern');
    expect(sizeText(2_100_000)).toBe('2,1 MB');
    expect(listText(['A', 'B', 'C'])).toBe('A, B und C');
    speak('en');
  });

  test('can be chosen while the window is open, and turns it round', async () => {
    const { app } = await openWindow();
    expect(await screen.findByRole('link', { name: 'Today' })).toBeVisible();
    app.language.choose('ar');
    expect(await screen.findByRole('link', { name: 'اليوم' })).toBeVisible();
    expect(document.documentElement).toHaveAttribute('dir', 'rtl');
    expect(document.documentElement).toHaveAttribute('lang', 'ar');
    app.language.choose('en');
    expect(await screen.findByRole('link', { name: 'Today' })).toBeVisible();
    expect(document.documentElement).toHaveAttribute('dir', 'ltr');
  });

  test('is kept by the engine for the next start', async () => {
    const { app, backend } = await openWindow();
    await app.settings.choose({ language: 'de' });
    const again = await openWindowOn(backend);
    expect(again.app.language.spoken).toBe('de');
    await again.app.settings.choose({ language: 'en' });
  });
});

describe('the pseudo language', () => {
  const screens: [string, Route][] = [
    ['today', { name: 'today' }],
    ['search', { name: 'search', query: 'valve', kinds: ['problem'], tags: [] }],
    ['search without a match', { name: 'search', query: 'xyzzy', kinds: [], tags: [] }],
    ['lessons', { name: 'lessons', kind: null, tag: null }],
    ['lesson', { name: 'lesson', id: 'foot-valve' }],
    ['write', { name: 'write', draft: null, start: blankStart }],
    ['exchange', { name: 'exchange' }],
    ['settings', { name: 'settings' }],
    ['bin', { name: 'bin' }],
    ['welcome', { name: 'welcome' }],
  ];

  test.each(screens)('%s shows no sentence that is not from the catalogue', async (name, route) => {
    const backend = new Listening({ community: name !== 'welcome' });
    const { app } = await openWindowOn(backend, route);
    app.language.choose('en-XA');
    await screen.findByRole('heading', { level: 1 });
    await screen.findAllByText(/⟦/);
    expect(unspoken(document.body, backend.said)).toEqual([]);
    speak('en');
  });

  test('a sentence written into a screen is caught', () => {
    const planted = document.createElement('p');
    planted.textContent = 'Somebody forgot the catalogue';
    planted.setAttribute('aria-label', 'Here too');
    document.body.append(planted);
    expect(unspoken(document.body, '')).toHaveLength(2);
    planted.remove();
  });

  test('keeps what people wrote, and is longer', () => {
    const longer = pseudo({ hello: (name: string) => `Good morning, ${name}` });
    expect(longer.hello('Amara')).toMatch(/^⟦Góóđ ɱóŕñíñĝ, Amara~+⟧$/);
  });
});

/** Keeps what the engine answers: people wrote it, so it is in no catalogue. */
class Listening extends FakeBackend {
  said = '';

  override async call<T>(name: string, args: Record<string, unknown> = {}): Promise<T> {
    const answer = await super.call<T>(name, args);
    this.said += JSON.stringify(answer);
    return answer;
  }
}

/** Names of keys and of days, which `Intl` and the keyboard say. */
const NOT_OURS =
  /^(Hearth|English|Deutsch|Hearth \d+|Source Serif|Atkinson Hyperlegible|(Ctrl|Alt|Shift|Esc|Enter)( \S+)?|\w+day|\d+ \w+ \d{4}.*)$/;

/** What a person can read or hear below `root` that neither the catalogue nor the engine said. */
function unspoken(root: HTMLElement, written: string): string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node: Node | null = walker.currentNode; node; node = walker.nextNode()) {
    if (node instanceof Element) {
      if (['SCRIPT', 'STYLE'].includes(node.tagName)) continue;
      for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
        found.push(node.getAttribute(name) ?? '');
      }
    } else if (!node.parentElement?.closest('kbd, script, style, code')) {
      found.push(node.textContent ?? '');
    }
  }
  return found
    .map((text) => text.trim())
    .filter((text) => /[a-z]{2}/i.test(text) && !text.includes('⟦') && !NOT_OURS.test(text))
    .filter((text) => !written.includes(JSON.stringify(text).slice(1, -1)));
}
