/** النافذة حول الصفحات، والدقيقة الأولى. */
import type { Theme } from '../../backend/generated/types';
import { numberText, plural } from '../plural';

const themes: Record<Theme, string> = {
  system: 'كالنظام',
  light: 'فاتح',
  dark: 'داكن',
  'hc-light': 'تباين عالٍ، فاتح',
  'hc-dark': 'تباين عالٍ، داكن',
};

export const app = {
  name: 'Hearth',
  windowTitle: (screen: string) => `${screen} · Hearth`,
  opening: 'تُفتح الجماعة…',
  skip: 'إلى الجزء الرئيسي',
  tryAgain: 'حاول مرة أخرى',
  copyDetails: 'نسخ التفاصيل',
  copied: 'نُسخ',
  linkLeadsNowhere: (link: string) => `لا يؤدي هذا الرابط إلى شيء في Hearth: ${link}`,
  undo: 'تراجع',
  dismiss: 'إخفاء',
  close: 'إغلاق',
  wait: 'يُجلب…',
};

export const nav = {
  label: 'القائمة الرئيسية',
  today: 'اليوم',
  search: 'البحث',
  lessons: 'الخبرات',
  exchange: 'التبادل',
  shortcuts: 'اختصارات المفاتيح',
  theme: 'المظهر',
  themeIs: (theme: Theme) => `المظهر: ${themes[theme]}`,
  themes,
  members: (n: number) =>
    plural(n, {
      zero: 'لا أعضاء',
      one: 'عضو واحد',
      two: 'عضوان',
      few: '{n} أعضاء',
      many: '{n} عضوًا',
      other: '{n} عضو',
    }),
  open: 'إظهار القائمة',
  close: 'إخفاء القائمة',
};

export const bar = {
  label: 'الشريط العلوي',
  back: 'رجوع',
  forward: 'تقدّم',
  find: 'ابحث في الخبرات',
  findLabel: 'ابحث في الخبرات',
  clear: 'مسح البحث',
  log: 'دوّن خبرة',
  mayNotLog: 'يمكنك في هذه الجماعة أن تقرأ، لا أن تكتب',
};

export const leave = {
  title: (host: string) => `هل تفتح ${host} في المتصفح؟`,
  mailTitle: (address: string) => `هل تكتب إلى ${address}؟`,
  text: 'بهذا تغادر Hearth. العنوان هو:',
  open: 'فتح',
  mail: 'كتابة',
  stay: 'البقاء هنا',
};

export const work = {
  stop: 'إيقاف',
  stopping: 'يُوقف…',
  of: (done: number, total: number) => `${numberText(done)} من ${numberText(total)}`,
  percent: (percent: number) => `${numberText(percent)} بالمئة`,
};

export const shortcuts = {
  title: 'اختصارات المفاتيح',
  hint: 'تعمل الحروف المفردة حين لا يكون التركيز في حقل نص.',
  groups: {
    go: 'اذهب إلى',
    lists: 'في القوائم',
    lesson: 'عند خبرة',
    writing: 'عند الكتابة',
    window: 'النافذة',
  },
  log: 'دوّن خبرة',
  find: 'ابحث',
  next: 'التالي في القائمة',
  previous: 'السابق في القائمة',
  openItem: 'فتح',
  beside: 'الخبرة التالية أو السابقة',
  edit: 'حرّر هذه الخبرة',
  answer: 'أضف حلًا',
  back: 'رجوع',
  forward: 'تقدّم',
  publish: 'نشر',
  saveDraft: 'احفظ المسودة الآن',
  bold: 'غليظ',
  italic: 'مائل',
  sheet: 'هذه القائمة',
  closeTop: 'أغلق ما في الأعلى',
  larger: 'تكبير كل شيء',
  smaller: 'تصغير كل شيء',
  usualSize: 'الحجم المعتاد',
  regions: 'الجزء التالي من النافذة',
  sidebar: 'إظهار القائمة أو إخفاؤها',
};

export const welcome = {
  title: 'أهلًا',
  motto: 'احفظ ما تتعلّمه جماعتك.',
  choose: 'كيف تودّ أن تبدأ؟',
  example: 'تجوّل في مثال',
  exampleHint: 'جماعة صغيرة فيها خبرات للقراءة. لا أثر لما تفعله هناك.',
  join: 'انضمّ بملف أعطاك إياه أحدهم',
  joinHint: 'دعوة من جماعة قائمة.',
  found: 'أسّس جماعة',
  foundHint: 'لك ولمن تتعلّم معهم.',
  onComputer: 'كل شيء يبقى على هذا الحاسوب.',
  go: 'متابعة',
  back: 'رجوع',
  yourName: 'اسمك',
  yourNameHint: 'يراه الآخرون بجانب ما تكتبه',
  communityName: 'اسم الجماعة',
  communityNameHint: 'مثل «آبار المرتفعات»',
  invitation: 'الدعوة',
  chooseInvitation: 'اختر الملف…',
  otherInvitation: 'اختر غيره…',
  noInvitation: 'لم يُختر ملف بعد',
  joinTitle: 'الانضمام إلى جماعة',
  joinGo: 'انضمّ',
  foundTitle: 'تأسيس جماعة',
  foundGo: 'أسّس',
  needName: 'اكتب اسمك أولًا.',
  needCommunity: 'سمّ الجماعة أولًا.',
  needInvitation: 'اختر ملف الدعوة أولًا.',
  wordsTitle: 'دوّن هذه الكلمات',
  words:
    'إذا ضاعت حواسيب جميع الميسّرين، أمكن تأسيس الجماعة من جديد بهذه الكلمات. تُعرض مرة واحدة ولا تُحفظ في أي مكان.',
  wordsLabel: 'كلمات الاستعادة',
  wordsDone: 'لقد دوّنتها',
  wordsGo: 'افتح الجماعة',
};
