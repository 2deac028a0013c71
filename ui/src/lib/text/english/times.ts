/** When something was. */
import { plural } from '../plural';

export const times = {
  justNow: 'just now',
  minutesAgo: (n: number) => plural(n, { one: '{n} min ago', other: '{n} min ago' }),
  hoursAgo: (n: number) => plural(n, { one: '{n} h ago', other: '{n} h ago' }),
  yesterday: 'Yesterday',
  /** Within a sentence. */
  yesterdayWithin: 'yesterday',
  /** After "since". */
  earlierToday: 'earlier today',
};
