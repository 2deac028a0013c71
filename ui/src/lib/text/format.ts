/** Times, sizes and names as people say them. All pure: the present is an argument. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const weekday = new Intl.DateTimeFormat('en', { weekday: 'long' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const dateAndTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const oneDecimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** "2 h ago", "Yesterday", "Friday", "21 Nov 2026". */
export function whenText(at: number, now: number): string {
  const past = now - at;
  if (past < -MINUTE) return dateText(at);
  if (past < MINUTE) return 'just now';
  if (past < HOUR) return `${Math.floor(past / MINUTE)} min ago`;
  const days = daysBetween(at, now);
  if (days === 0) return `${Math.floor(past / HOUR)} h ago`;
  if (days === 1) return 'Yesterday';
  if (days < 7) return weekday.format(at);
  return dateText(at);
}

/** The same within a sentence: "Saved yesterday." */
export function whenInText(at: number, now: number): string {
  const text = whenText(at, now);
  return text === 'Yesterday' ? 'yesterday' : text;
}

/** After "since": "earlier today", "yesterday", "Friday", "21 Nov 2026". */
export function sinceText(at: number, now: number): string {
  return daysBetween(at, now) === 0 ? 'earlier today' : whenInText(at, now);
}

export function dateText(at: number): string {
  return date.format(at);
}

export function dateTimeText(at: number): string {
  return dateAndTime.format(at);
}

/** "21 Nov 2026" for `2026-11-21`; anything else as it is. */
export function dayText(day: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return day;
  return dateText(new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3])).getTime());
}

/** "2.1 MB". Powers of ten, as file managers count. */
export function sizeText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${oneDecimal.format(size)} ${units[unit] ?? ''}`;
}

/** "Njoro, Molo and Elburgon". */
export function listText(items: string[]): string {
  return list.format(items);
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
