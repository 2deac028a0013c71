/** أشكال العدد لما يُعدّ كثيرًا. */
import { plural } from '../plural';

export const lessons = (n: number) =>
  plural(n, {
    zero: 'لا خبرات',
    one: 'خبرة واحدة',
    two: 'خبرتان',
    few: '{n} خبرات',
    many: '{n} خبرة',
    other: '{n} خبرة',
  });

export const changes = (n: number) =>
  plural(n, {
    zero: 'لا تغييرات',
    one: 'تغيير واحد',
    two: 'تغييران',
    few: '{n} تغييرات',
    many: '{n} تغييرًا',
    other: '{n} تغيير',
  });

export const items = (n: number) =>
  plural(n, {
    zero: 'لا عناصر',
    one: 'عنصر واحد',
    two: 'عنصران',
    few: '{n} عناصر',
    many: '{n} عنصرًا',
    other: '{n} عنصر',
  });
