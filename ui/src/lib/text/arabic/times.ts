/** متى حدث الشيء. */
import { plural } from '../plural';

export const times = {
  justNow: 'الآن',
  minutesAgo: (n: number) =>
    plural(n, {
      one: 'قبل دقيقة',
      two: 'قبل دقيقتين',
      few: 'قبل {n} دقائق',
      many: 'قبل {n} دقيقة',
      other: 'قبل {n} دقيقة',
    }),
  hoursAgo: (n: number) =>
    plural(n, {
      one: 'قبل ساعة',
      two: 'قبل ساعتين',
      few: 'قبل {n} ساعات',
      many: 'قبل {n} ساعة',
      other: 'قبل {n} ساعة',
    }),
  yesterday: 'أمس',
  yesterdayWithin: 'أمس',
  earlierToday: 'وقت سابق من اليوم',
};
