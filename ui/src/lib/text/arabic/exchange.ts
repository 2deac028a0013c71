/** إعطاء الملفات وإدخالها. */
import { listText } from '../format';
import { plural } from '../plural';
import { changes, items, lessons } from './counts';

export const exchange = {
  title: 'التبادل',
  intro: 'تحمل الملفات الخبرات بين الحواسيب. لا حاجة إلى شبكة.',
  give: 'إعطاء',
  giveHint: 'اصنع ملف Hearth وسلّمه بأي طريقة تحب.',
  bringIn: 'إدخال',
  bringInHint:
    'اختر ملف Hearth، أو أفلته في أي موضع من هذه النافذة. ترى ما الذي سيتغيّر قبل أن يتغيّر شيء.',
  chooseFile: 'اختر ملفًا…',
  to: 'لمن؟',
  sinceLast: (n: number) => `منذ المرة السابقة: ${changes(n)}`,
  nothingNew: 'لا جديد منذ المرة السابقة',
  neverHeard: 'لا ملف منهم بعد، فيدخل كل شيء',
  heard: (when: string) => `آخر ملف منهم: ${when}`,
  whole: 'كل شيء',
  wholeHint: 'الجماعة كلها، لمن ليس عنده منها إلا القليل أو لا شيء',
  invitation: 'دعوة',
  invitationHint: 'تُدخل قادمًا جديدًا إلى هذه الجماعة',
  role: 'ينضمّ بصفة',
  roles: {
    observer: 'مراقب، يقرأ ويُبلغ',
    practitioner: 'ممارس، يدوّن الخبرات أيضًا',
  } as Record<string, string>,
  makeFor: (name: string) => `اصنع ملفًا لـ${name}`,
  makeWhole: 'اصنع ملفًا فيه كل شيء',
  makeInvitation: 'اصنع دعوة',
  given: (name: string, folder: string, size: string) => `حُفظ ${name} في ${folder} (${size}).`,
  making: 'يُصنع الملف…',
  history: 'السجل',
  historyEmptyTitle: 'لم يُتبادل شيء بعد',
  historyEmpty: 'أعط ملفًا لشخص واحد هذا الأسبوع؛ هكذا تنمو.',
  broughtInFrom: (who: string) => `أُدخل من ${who}`,
  gaveTo: (who: string) => `أُعطي لـ${who}`,
  entry: (n: number, nChanges: number) => `${lessons(n)}، ${changes(nChanges)}`,
  undone: 'تُراجع عنه',
  undo: 'تراجع',
  undoLabel: (who: string) => `تراجع عن الإدخال من ${who}`,
  undid: (n: number) => `أُخرج من جديد: ${changes(n)}.`,
  undidPartly: (n: number, kept: number) =>
    `أُخرج من جديد: ${changes(n)}. بقي ${changes(kept)}، لأن عملًا لاحقًا هنا يُبنى على ذلك.`,
};

export const incoming = {
  title: 'إدخال',
  titleFrom: (who: string) => `إدخال من ${who}`,
  about: (file: string, size: string, made: string) =>
    `${file} · ${size} · صُنع ${made}. لا يتغيّر شيء حتى تقول أنت.`,
  reading: (file: string) => `يُقرأ ${file}…`,
  sender: 'من وقّعه',
  senders: {
    me: () => 'صنعت هذا الملف بنفسك.',
    known: (name: string) => `وقّعه ${name}، وهو عضو تعرفه.`,
    unknown: (name: string) => `وقّعه شخص لم تلتقه هنا: ${name}.`,
    revoked: (name: string) => `وقّعه ${name} بجهاز أُلغي.`,
  },
  senderDetail: {
    me: (words: string) => `كلمات المفتاح: ${words}. الملف كامل ولم يتغيّر.`,
    known: (words: string) => `كلمات المفتاح: ${words}. الملف كامل ولم يتغيّر.`,
    unknown: (words: string) => `قارن معه هذه الكلمات الأربع: ${words}. الملف كامل ولم يتغيّر.`,
    revoked: (words: string) =>
      `كلمات المفتاح: ${words}. ما كتبه هذا الجهاز بعد إلغائه ينتظر جانبًا حتى يقرر ميسّر.`,
  },
  note: 'ملاحظتهم',
  change: 'ما الذي سيتغيّر',
  nNew: (n: number) => plural(n, { other: '{n} جديد' }),
  nUpdated: (n: number) => plural(n, { other: '{n} محدَّث' }),
  nForked: (n: number) => plural(n, { other: '{n} يحتاج إليك' }),
  nRetracted: (n: number) => plural(n, { other: '{n} مسحوب' }),
  nGovernance: (n: number) => plural(n, { other: '{n} عن الناس' }),
  nHeld: (n: number) => plural(n, { other: '{n} مُجنَّب' }),
  newDetail: (kinds: string[]) => listText(kinds),
  updatedDetail: (names: string[]) =>
    names.length === 0 ? 'نص أحدث' : `نص أحدث من ${listText(names)}`,
  forkedDetail: 'حُرّر هنا وهناك؛ يُحفظ النصّان حتى يحسم أحد الأمر',
  retractedDetail: 'سحبها كاتبوها أو ميسّر',
  governanceDetail: 'أعضاء أو أدوار أو الميثاق',
  heldDetail: 'لا يُعرض حتى يقبله صاحب حق',
  heldRow: (reason: string, n: number) => `${reason} ${changes(n)}.`,
  extras: (links: number, attachments: number) =>
    listText(
      [
        links > 0 &&
          plural(links, {
            one: 'رابط واحد بين الخبرات',
            two: 'رابطان بين الخبرات',
            few: '{n} روابط بين الخبرات',
            many: '{n} رابطًا بين الخبرات',
            other: '{n} رابط بين الخبرات',
          }),
        attachments > 0 &&
          plural(attachments, {
            one: 'ملف مرفق واحد',
            two: 'ملفان مرفقان',
            few: '{n} ملفات مرفقة',
            many: '{n} ملفًا مرفقًا',
            other: '{n} ملف مرفق',
          }),
      ].filter((part) => part !== false),
    ),
  alsoBrings: (what: string) => `ويجلب أيضًا ${what}.`,
  known: (n: number) => `موجود هنا من قبل مما فيه: ${changes(n)}.`,
  look: 'انظر',
  hide: 'إخفاء',
  lookLabel: (what: string) => `انظر إلى ${what}`,
  nothingTitle: 'كل ما في هذا الملف موجود هنا',
  nothing: 'لن يتغيّر شيء.',
  bringIn: (n: number) => `أدخل ${items(n)}`,
  bringInChanges: (n: number) => `أدخل ${changes(n)}`,
  notNow: 'ليس الآن',
  undoable: 'يمكنك التراجع عن هذا مدة 30 يومًا.',
  broughtIn: (n: number, who: string) => `أُدخل ${items(n)} من ${who}.`,
  another: 'اختر ملفًا آخر…',
  bringingIn: (who: string) => `يُدخل من ${who}…`,
};
