/** اللوحة: حقل واحد ينتقل ويبحث وينفّذ. */
import { plural } from '../plural';

export const palette = {
  title: 'اذهب أو جِد أو افعل',
  hint: 'اكتب ما تريد: صفحة أو خبرة أو فعلًا',
  acts: 'أفعال',
  lessons: 'خبرات',
  recent: 'قُرئت مؤخرًا',
  searchFor: (query: string) => `ابحث في كل شيء عن «${query}»`,
  logAs: (query: string) => `دوّن خبرة بعنوان «${query}»`,
  count: (n: number) =>
    plural(n, {
      zero: 'لا اقتراحات',
      one: 'اقتراح واحد',
      two: 'اقتراحان',
      few: '{n} اقتراحات',
      many: '{n} اقتراحًا',
      other: '{n} اقتراح',
    }),
  alsoCalled: {
    today: 'البداية الرئيسية جديد',
    lessons: 'قائمة ملاحظات',
    exchange: 'استيراد تصدير مشاركة إرسال استقبال إعطاء إدخال ملفات',
    bin: 'محذوف مسحوب مهملات',
    settings: 'خيارات مظهر لغة ألوان مفاتيح',
    log: 'جديد إنشاء كتابة إضافة',
    sheet: 'مساعدة مفاتيح لوحة',
  },
};
