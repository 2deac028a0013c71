/** Wann etwas war. */
import { plural } from '../plural';

export const times = {
  justNow: 'gerade eben',
  minutesAgo: (n: number) => plural(n, { one: 'vor {n} Min.', other: 'vor {n} Min.' }),
  hoursAgo: (n: number) => plural(n, { one: 'vor {n} Std.', other: 'vor {n} Std.' }),
  yesterday: 'Gestern',
  yesterdayWithin: 'gestern',
  earlierToday: 'heute',
};
