/** Times, sizes and names as people say them. All pure: the present is an argument. */

import { locale } from './language';
import { messages } from './messages';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** One formatter for each kind and language, made when it is first asked for. */
function cached<F>(make: (tag: string) => F): () => F {
  const made = new Map<string, F>();
  return () => {
    const tag = locale();
    const format = made.get(tag) ?? make(tag);
    made.set(tag, format);
    return format;
  };
}

const weekday = cached((tag) => new Intl.DateTimeFormat(tag, { weekday: 'long' }));
const date = cached(
  (tag) => new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric' }),
);
const dateAndTime = cached(
  (tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' }),
);
const list = cached((tag) => new Intl.ListFormat(tag, { type: 'conjunction' }));
const sized = cached((tag) => {
  const style = { style: 'unit', unitDisplay: 'short', maximumFractionDigits: 1 } as const;
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  return units.map((unit, at) => {
    const unitDisplay = at === 0 ? 'long' : style.unitDisplay;
    return new Intl.NumberFormat(tag, { ...style, unit, unitDisplay });
  });
});

/** "2 h ago", "Yesterday", "Friday", "21 Nov 2026". */
export function whenText(at: number, now: number): string {
  const past = now - at;
  if (past < -MINUTE) return dateText(at);
  if (past < MINUTE) return messages.times.justNow;
  if (past < HOUR) return messages.times.minutesAgo(Math.floor(past / MINUTE));
  const days = daysBetween(at, now);
  if (days === 0) return messages.times.hoursAgo(Math.floor(past / HOUR));
  if (days === 1) return messages.times.yesterday;
  if (days < 7) return weekday().format(at);
  return dateText(at);
}

/** The same within a sentence: "Saved yesterday." */
export function whenInText(at: number, now: number): string {
  const text = whenText(at, now);
  return text === messages.times.yesterday ? messages.times.yesterdayWithin : text;
}

/** After "since": "earlier today", "yesterday", "Friday", "21 Nov 2026". */
export function sinceText(at: number, now: number): string {
  return daysBetween(at, now) === 0 ? messages.times.earlierToday : whenInText(at, now);
}

export function dateText(at: number): string {
  return date().format(at);
}

export function dateTimeText(at: number): string {
  return dateAndTime().format(at);
}

/** "21 Nov 2026" for `2026-11-21`; anything else as it is. */
export function dayText(day: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return day;
  return dateText(new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3])).getTime());
}

/** "2.1 MB". Powers of ten, as file managers count. */
export function sizeText(bytes: number): string {
  const formats = sized();
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < formats.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return formats[unit]?.format(size) ?? '';
}

/** "Njoro, Molo and Elburgon". */
export function listText(items: string[]): string {
  return list().format(items);
}

/** The part of the day, for a greeting. */
export function partOfDay(now: number): 'morning' | 'afternoon' | 'evening' {
  const hour = new Date(now).getHours();
  if (hour >= 4 && hour < 12) return 'morning';
  return hour >= 12 && hour < 18 ? 'afternoon' : 'evening';
}

/** Words in a text, for the status line. */
export function wordCount(text: string): number {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0;
}

/** Minutes to read that many words, at least one. */
export function readingMinutes(words: number): number {
  return Math.max(1, Math.round(words / 200));
}

function daysBetween(at: number, now: number): number {
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0);
  return Math.round((midnight(now) - midnight(at)) / DAY);
}
