/** Dateien weitergeben und hereinholen. */
import { listText } from '../format';
import { plural } from '../plural';

const lessons = (n: number) => plural(n, { one: '{n} Erfahrung', other: '{n} Erfahrungen' });
const nChanges = (n: number) => plural(n, { one: '{n} Änderung', other: '{n} Änderungen' });

export const exchange = {
  title: 'Austausch',
  intro: 'Dateien tragen Erfahrungen von Computer zu Computer. Ein Netz braucht es nicht.',
  give: 'Weitergeben',
  giveHint: 'Machen Sie eine Hearth-Datei, und geben Sie sie weiter, wie Sie mögen.',
  bringIn: 'Hereinholen',
  bringInHint:
    'Wählen Sie eine Hearth-Datei, oder lassen Sie sie irgendwo auf diesem Fenster fallen. Sie sehen, was sich ändern würde, bevor sich etwas ändert.',
  chooseFile: 'Datei wählen…',
  to: 'Für wen?',
  sinceLast: (n: number) =>
    plural(n, {
      one: '{n} Änderung seit dem letzten Mal',
      other: '{n} Änderungen seit dem letzten Mal',
    }),
  nothingNew: 'Nichts Neues seit dem letzten Mal',
  neverHeard: 'Noch keine Datei von dort, deshalb kommt alles hinein',
  heard: (when: string) => `Letzte Datei von dort: ${when}`,
  whole: 'Alles',
  wholeHint: 'Die ganze Gemeinschaft, für jemanden, der wenig oder nichts davon hat',
  invitation: 'Eine Einladung',
  invitationHint: 'Lässt einen neuen Menschen in diese Gemeinschaft',
  role: 'Tritt bei als',
  roles: {
    observer: 'Beobachtend: liest und berichtet',
    practitioner: 'Praktizierend: hält auch Erfahrungen fest',
  } as Record<string, string>,
  makeFor: (name: string) => `Datei für ${name} machen`,
  makeWhole: 'Datei mit allem machen',
  makeInvitation: 'Einladung machen',
  given: (name: string, folder: string, size: string) =>
    `${name} in ${folder} gesichert (${size}).`,
  making: 'Die Datei wird gemacht…',
  history: 'Verlauf',
  historyEmptyTitle: 'Noch nichts ausgetauscht',
  historyEmpty: 'Geben Sie diese Woche jemandem eine Datei; so wächst es.',
  broughtInFrom: (who: string) => `Hereingeholt von ${who}`,
  gaveTo: (who: string) => `Weitergegeben an ${who}`,
  entry: (n: number, changes: number) => `${lessons(n)}, ${nChanges(changes)}`,
  undone: 'Rückgängig gemacht',
  undo: 'Rückgängig',
  undoLabel: (who: string) => `Hereinholen von ${who} rückgängig machen`,
  undid: (n: number) => `${nChanges(n)} wieder herausgenommen.`,
  undidPartly: (n: number, kept: number) =>
    `${nChanges(n)} wieder herausgenommen. ${plural(kept, {
      one: '{n} bleibt, weil spätere Arbeit hier darauf aufbaut.',
      other: '{n} bleiben, weil spätere Arbeit hier darauf aufbaut.',
    })}`,
};

export const incoming = {
  title: 'Hereinholen',
  titleFrom: (who: string) => `Hereinholen von ${who}`,
  about: (file: string, size: string, made: string) =>
    `${file} · ${size} · gemacht: ${made}. Nichts ändert sich, bevor Sie es sagen.`,
  reading: (file: string) => `${file} wird gelesen…`,
  sender: 'Wer unterschrieben hat',
  senders: {
    me: () => 'Diese Datei haben Sie selbst gemacht.',
    known: (name: string) => `Unterschrieben von ${name}, einem Mitglied, das Sie kennen.`,
    unknown: (name: string) =>
      `Unterschrieben von jemandem, dem Sie hier noch nicht begegnet sind: ${name}.`,
    revoked: (name: string) => `Unterschrieben von ${name} mit einem Gerät, das gesperrt wurde.`,
  },
  senderDetail: {
    me: (words: string) => `Schlüsselwörter: ${words}. Die Datei ist vollständig und unverändert.`,
    known: (words: string) =>
      `Schlüsselwörter: ${words}. Die Datei ist vollständig und unverändert.`,
    unknown: (words: string) =>
      `Vergleichen Sie diese vier Wörter miteinander: ${words}. Die Datei ist vollständig und unverändert.`,
    revoked: (words: string) =>
      `Schlüsselwörter: ${words}. Was dieses Gerät nach der Sperre schrieb, wartet beiseite, bis Moderierende entscheiden.`,
  },
  note: 'Die Notiz dazu',
  change: 'Was sich ändern würde',
  nNew: (n: number) => plural(n, { one: '{n} neu', other: '{n} neu' }),
  nUpdated: (n: number) => plural(n, { one: '{n} erneuert', other: '{n} erneuert' }),
  nForked: (n: number) => plural(n, { one: '{n} braucht Sie', other: '{n} brauchen Sie' }),
  nRetracted: (n: number) => plural(n, { one: '{n} zurückgezogen', other: '{n} zurückgezogen' }),
  nGovernance: (n: number) => plural(n, { one: '{n} über Menschen', other: '{n} über Menschen' }),
  nHeld: (n: number) => plural(n, { one: '{n} beiseitegelegt', other: '{n} beiseitegelegt' }),
  newDetail: (kinds: string[]) => listText(kinds),
  updatedDetail: (names: string[]) =>
    names.length === 0 ? 'Neuerer Text' : `Neuerer Text von ${listText(names)}`,
  forkedDetail: 'Hier und dort bearbeitet; beide Texte bleiben, bis jemand es klärt',
  retractedDetail: 'Von denen zurückgezogen, die sie schrieben, oder von Moderierenden',
  governanceDetail: 'Mitglieder, Rollen oder die Charta',
  heldDetail: 'Nicht gezeigt, bis jemand Berechtigtes es zulässt',
  heldRow: (reason: string, n: number) => `${reason} ${nChanges(n)}.`,
  extras: (links: number, attachments: number) =>
    listText(
      [
        links > 0 &&
          plural(links, {
            one: '{n} Verweis zwischen Erfahrungen',
            other: '{n} Verweise zwischen Erfahrungen',
          }),
        attachments > 0 &&
          plural(attachments, { one: '{n} beigelegte Datei', other: '{n} beigelegte Dateien' }),
      ].filter((part) => part !== false),
    ),
  alsoBrings: (what: string) => `Sie bringt außerdem: ${what}.`,
  known: (n: number) =>
    plural(n, {
      one: '{n} Änderung darin ist schon hier.',
      other: '{n} Änderungen darin sind schon hier.',
    }),
  look: 'Ansehen',
  hide: 'Verbergen',
  lookLabel: (what: string) => `${what} ansehen`,
  nothingTitle: 'Alles in dieser Datei ist schon hier',
  nothing: 'Nichts würde sich ändern.',
  bringIn: (n: number) =>
    plural(n, { one: '{n} Stück hereinholen', other: '{n} Stücke hereinholen' }),
  bringInChanges: (n: number) =>
    plural(n, { one: '{n} Änderung hereinholen', other: '{n} Änderungen hereinholen' }),
  notNow: 'Nicht jetzt',
  undoable: 'Sie können es 30 Tage lang rückgängig machen.',
  broughtIn: (n: number, who: string) =>
    plural(n, {
      one: `{n} Stück von ${who} hereingeholt.`,
      other: `{n} Stücke von ${who} hereingeholt.`,
    }),
  another: 'Andere Datei wählen…',
  bringingIn: (who: string) => `Wird von ${who} hereingeholt…`,
};
