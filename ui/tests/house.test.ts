/** Rules of the house that a machine can check by reading the source. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

const files = filesIn('src')
  .filter((path) => !path.includes('generated'))
  .map((path): [string, string] => [path, readFileSync(path, 'utf8')]);
const ending = (...ends: string[]) =>
  files.filter(([path]) => ends.some((end) => path.endsWith(end)));
const components = ending('.svelte');

/** Files that break a rule, with what breaks it. */
function breaking(rule: RegExp, of: [string, string][], ...allowed: string[]): string[] {
  return of
    .filter(([path]) => !allowed.some((end) => path.endsWith(end)))
    .flatMap(([path, source]) => (source.match(rule) ?? []).map((found) => `${path}: ${found}`));
}

const stylesOf = (source: string) => /<style>([\s\S]*)<\/style>/.exec(source)?.[1] ?? '';
const markupOf = (source: string) =>
  source.replace(/<script[\s\S]*?<\/script>|<style>[\s\S]*<\/style>|<!--[\s\S]*?-->/g, '');
const styles = components
  .map(([path, source]): [string, string] => [path, stylesOf(source)])
  .concat(ending('.css'));

describe('the house', () => {
  test('is all there', () => {
    expect(components.length).toBeGreaterThan(50);
  });

  test('components have at most 150 lines and 8 properties', () => {
    const lines = components.filter(([, source]) => source.split('\n').length > 151);
    expect(lines.map(([path]) => path)).toEqual([]);
    const props = components.filter(([, source]) => {
      const found = /interface Props[^{]*\{([\s\S]*?)\n {2}\}/.exec(source)?.[1] ?? '';
      return (found.match(/^ {4}\w+\??:/gm) ?? []).length > 8;
    });
    expect(props.map(([path]) => path)).toEqual([]);
  });

  test('files have at most 400 lines', () => {
    expect(
      files.filter(([, source]) => source.split('\n').length > 400).map(([path]) => path),
    ).toEqual([]);
  });

  test('no text ever becomes HTML', () => {
    expect(
      breaking(
        /\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/g,
        files,
      ),
    ).toEqual([]);
  });

  test('no style is written into an element as text: the policy forbids it', () => {
    expect(breaking(/\sstyle="|\sstyle=\{|setAttribute\('style'/g, components)).toEqual([]);
  });

  test('only one file knows the shell', () => {
    expect(breaking(/@tauri-apps\/[a-z]+/g, files, 'backend/tauri.ts')).toEqual([]);
  });

  test('only lib/ui imports primitive libraries', () => {
    const outside = files.filter(([path]) => !path.includes(join('lib', 'ui')));
    expect(breaking(/@lucide\/svelte/g, outside)).toEqual([]);
    expect(breaking(/from '@lucide\/svelte'/g, files)).toEqual([]);
  });

  test('styles know no left and right', () => {
    const physical =
      /(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right|top|bottom)\b[^:]*|left|right|top|bottom|(?:min-|max-)?(?:width|height)|text-align)\s*:\s*(?:left|right|[^;]*)(?=;)/g;
    const found = breaking(physical, styles).filter(
      (line) => !/text-align:\s*(start|end|center)/.test(line),
    );
    expect(found).toEqual([]);
  });

  test('only the tokens name colours', () => {
    expect(breaking(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/gi, styles, 'tokens.css')).toEqual(
      [],
    );
  });

  test('components hold no sentences', () => {
    const text = components.flatMap(([path, source]) => {
      const outside = markupOf(source)
        .replace(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g, ' ')
        .replace(/=>/g, '');
      const words = [...outside.matchAll(/>([^<>]*[A-Za-z]{2,}[^<>]*)</g)].map((match) =>
        match[1]?.trim(),
      );
      const names = outside.match(/(?:aria-label|placeholder|title|alt)="[^"]*[a-z][^"]*"/g) ?? [];
      return [...words, ...names].map((found) => `${path}: ${found}`);
    });
    expect(text).toEqual([]);
  });

  test('the page itself has no script or style inside it', () => {
    const page = readFileSync('index.html', 'utf8');
    expect(page.match(/<style|style=|onload|<script(?![^>]*\ssrc=)/g)).toBeNull();
    expect(page).toMatch(/<html lang="en"/);
  });
});

describe('colours', () => {
  const tokens = readFileSync('src/styles/tokens.css', 'utf8');
  const themes = ['light', 'dark', 'hc-light', 'hc-dark'];

  function paletteOf(theme: string): Record<string, string> {
    const block =
      new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*--canvas[^}]*)\\}`).exec(tokens)?.[1] ?? '';
    return Object.fromEntries(
      [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1], match[2]]),
    );
  }

  function luminance(colour: string): number {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function contrast(one: string, other: string): number {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [
      number,
      number,
    ];
    return (light + 0.05) / (dark + 0.05);
  }

  const soft = ['story', 'problem', 'solution', 'term', 'ok', 'warn', 'danger', 'info'];
  const pairs: [front: string, back: string, needs: number][] = [
    ...['canvas', 'surface', 'sunken', 'raised'].map((back): [string, string, number] => [
      'ink',
      back,
      7,
    ]),
    ['ink-2', 'canvas', 7],
    ...['surface', 'sunken', 'accent-soft'].map((back): [string, string, number] => [
      'ink-2',
      back,
      4.5,
    ]),
    ...['canvas', 'surface', 'sunken', 'raised'].map((back): [string, string, number] => [
      'ink-3',
      back,
      4.5,
    ]),
    ...['canvas', 'surface', 'sunken'].map((back): [string, string, number] => ['link', back, 4.5]),
    ['on-accent', 'accent', 4.5],
    ['on-accent', 'accent-hover', 4.5],
    ['accent-ink', 'accent-soft', 4.5],
    ['on-danger', 'danger', 4.5],
    ...['canvas', 'surface', 'sunken'].map((back): [string, string, number] => [
      'line-strong',
      back,
      3,
    ]),
    ...['canvas', 'surface', 'sunken', 'raised', 'accent-soft'].map(
      (back): [string, string, number] => ['focus', back, 3],
    ),
    ['ink', 'mark', 4.5],
    ['canvas', 'ink', 4.5],
    ...soft.flatMap((name): [string, string, number][] => [
      [name, 'surface', 4.5],
      [name, `${name}-soft`, 4.5],
      ['ink', `${name}-soft`, 7],
      ['ink-2', `${name}-soft`, 4.5],
    ]),
  ];

  test.each(themes)('%s: every pair can be read', (theme) => {
    const palette = paletteOf(theme);
    expect(Object.keys(palette).length).toBeGreaterThan(30);
    const poor = pairs.flatMap(([front, back, needs]) => {
      const found = contrast(palette[front] ?? '#000000', palette[back] ?? '#000000');
      return found < needs ? [`${front} on ${back}: ${found.toFixed(2)}, needs ${needs}`] : [];
    });
    expect(poor).toEqual([]);
  });

  test('the measure itself can fail', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#777777', '#ffffff')).toBeLessThan(4.5);
  });
});
