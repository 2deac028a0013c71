import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { errorDetails, errorText, noticeText } from '../src/lib/text/errors';
import {
  dayText,
  listText,
  partOfDay,
  readingMinutes,
  sizeText,
  sinceText,
  whenInText,
  whenText,
  wordCount,
} from '../src/lib/text/format';
import { addPrompt, format, type Edit, type Format } from '../src/lib/text/markup';
import { messages } from '../src/lib/text/messages';
import { plural } from '../src/lib/text/plural';
import { sentencesOf } from './sentences';
import { NOW } from './window';

describe('the catalogue', () => {
  const all = sentencesOf(messages, 'messages', [0, 1, 2]);

  test('has many sentences, so that the checks below mean something', () => {
    expect(all.length).toBeGreaterThan(300);
  });

  test('says something everywhere', () => {
    const mute = all.filter(
      ([path, sentence]) => sentence.trim() === '' && !path.includes('extras(0)'),
    );
    const broken = all.filter(([, sentence]) => /undefined|null|NaN|\[object|\{n\}/.test(sentence));
    expect([...mute, ...broken]).toEqual([]);
  });

  test('keeps the voice: no exclamations, no please, none of the words that are not used', () => {
    const banned =
      /!|\b(please|successful|successfully|oops|invalid|failed|sync|user|payload|hash)\b/i;
    expect(all.filter(([, sentence]) => banned.test(sentence))).toEqual([]);
  });

  test('counts one and many differently', () => {
    expect(messages.nav.members(1)).toBe('1 member');
    expect(messages.nav.members(14)).toBe('14 members');
    expect(messages.incoming.nForked(1)).toBe('1 needs you');
    expect(messages.incoming.nForked(2)).toBe('2 need you');
    expect(messages.kinds.counts.story(1200)).toBe('1,200 stories');
    expect(plural(0, { one: '{n} item', other: '{n} items' })).toBe('0 items');
  });
});

describe('errors', () => {
  const codes = Object.keys(messages.errors);

  test.each(codes)('%s has a whole sentence even without its values', (code) => {
    const { title, hint } = errorText({ code, params: {}, message: 'RAW', hint: 'RAW' });
    expect(title).toMatch(/^[A-Z].*[^ ]$/);
    expect(`${title} ${hint}`).not.toMatch(/RAW|undefined|NaN|\{|!|\b[Pp]lease\b/);
  });

  test('every code that the engine can give has its sentence, and no other has', () => {
    const source = readFileSync('../crates/hearth-api/src/error/code.rs', 'utf8');
    const given = [...source.matchAll(/^ {4}\w+ = "(\w+)",/gm)].map((match) => match[1]);
    expect(given.length).toBeGreaterThan(50);
    expect(codes.toSorted()).toEqual(given.toSorted());
  });

  test('an unknown code falls back to what the engine says', () => {
    const error = {
      code: 'from_the_future',
      params: {},
      message: 'The moon is full.',
      hint: 'Wait.',
    };
    expect(errorText(error)).toEqual({ title: 'The moon is full.', hint: 'Wait.' });
  });

  test('sizes and counts are said as people say them', () => {
    const say = (code: string, params: Record<string, string>) =>
      errorText({ code, params, message: '', hint: '' }).title;
    expect(say('file_truncated', { have: '1200000', need: '2100000' })).toContain(
      '1.2 MB of 2.1 MB',
    );
    expect(say('file_too_large', { would: '9000000000', limit: '2000000000' })).toContain('9 GB');
    expect(say('file_too_many_changes', { changes: '5000000', most: '1000000' })).toContain(
      '5,000,000',
    );
  });

  test('details hold what a helper needs', () => {
    const error = { code: 'x', params: { path: '/a' }, message: 'No.', hint: '' };
    expect(errorDetails(error)).toBe('code: x\nNo.\npath: /a');
  });

  test.each(Object.keys(messages.notices))('notice %s has a sentence', (code) => {
    expect(noticeText({ code, params: {}, message: 'raw' })).toMatch(/^[A-Z].*\.$/);
  });

  test('an unknown notice says what the engine says', () => {
    expect(noticeText({ code: 'new', params: {}, message: 'Something new.' })).toBe(
      'Something new.',
    );
  });
});

describe('times, sizes and counts', () => {
  const ago = (minutes: number) => whenText(NOW - minutes * 60_000, NOW);

  test.each([
    [0, 'just now'],
    [12, '12 min ago'],
    [125, '2 h ago'],
    [60 * 12, 'Yesterday'],
    [60 * 24 * 3, 'Friday'],
    [60 * 24 * 40, '14 Oct 2026'],
    [-60 * 24, '24 Nov 2026'],
  ])('%d minutes ago is %s', (minutes, text) => {
    expect(ago(minutes)).toBe(text);
  });

  test.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [24_000, '24 kB'],
    [2_100_000, '2.1 MB'],
    [9_000_000_000_000, '9,000 GB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });

  test('within a sentence', () => {
    expect(whenInText(NOW - 12 * 3_600_000, NOW)).toBe('yesterday');
    expect(whenInText(NOW - 2 * 3_600_000, NOW)).toBe('2 h ago');
    expect(sinceText(NOW - 2 * 3_600_000, NOW)).toBe('earlier today');
    expect(sinceText(NOW - 12 * 3_600_000, NOW)).toBe('yesterday');
    expect(sinceText(NOW - 72 * 3_600_000, NOW)).toBe('Friday');
  });

  test('the rest', () => {
    expect(listText(['Njoro', 'Molo', 'Elburgon'])).toBe('Njoro, Molo and Elburgon');
    expect(dayText('2026-11-21')).toBe('21 Nov 2026');
    expect(dayText('last spring')).toBe('last spring');
    expect([3, 9, 13, 20].map((hour) => partOfDay(new Date(2026, 0, 1, hour).getTime()))).toEqual([
      'evening',
      'morning',
      'afternoon',
      'evening',
    ]);
    expect(wordCount('The valve’s seat, 2 mm — worn.')).toBe(6);
    expect(readingMinutes(0)).toBe(1);
    expect(readingMinutes(1000)).toBe(5);
  });
});

describe('formatting buttons', () => {
  /** Marks the selection as `[…]` before and after. */
  function formatted(kind: Format, marked: string): string {
    const start = marked.indexOf('[');
    const end = marked.indexOf(']') - 1;
    const text = marked.replace('[', '').replace(']', '');
    return applied(text, format(kind, { text, start, end }));
  }

  function applied(text: string, { from, to, insert, start, end }: Edit): string {
    const next = text.slice(0, from) + insert + text.slice(to);
    return `${next.slice(0, start)}[${next.slice(start, end)}]${next.slice(end)}`;
  }

  test.each<[Format, string, string]>([
    ['bold', 'a [word] b', 'a **[word]** b'],
    ['bold', 'a **[word]** b', 'a [word] b'],
    ['italic', '[]', '*[]*'],
    ['list', 'one\nt[wo\nthr]ee', 'one\n- t[wo\n- thr]ee'],
    ['list', '- o[n]e', 'o[n]e'],
    ['heading', '[]', '## []'],
    ['quote', 'a\n[b]', 'a\n> [b]'],
  ])('%s: %j becomes %j', (kind, before, after) => {
    expect(formatted(kind, before)).toBe(after);
  });

  test('link selects where its address goes', () => {
    const edit = format('link', { text: 'see page', start: 4, end: 8 });
    expect(edit.insert).toBe('[page](https://)');
    expect('see [page](https://)'.slice(edit.start, edit.end)).toBe('https://');
  });

  test.each([
    ['', '## Why\n\n[]'],
    ['text', 'text\n\n## Why\n\n[]'],
    ['text\n', 'text\n\n## Why\n\n[]'],
  ])('a prompt goes below %j', (before, after) => {
    expect(applied(before, addPrompt('Why', before))).toBe(after);
  });
});
