/** Was das Fenster zu jedem Kennwort der Maschine sagt: was geschah, und was als Nächstes zu tun ist. */
import type { Params, Sentence } from '../english/errors';
import { sizeText } from '../format';
import { numberText } from '../plural';

const said = (title: string, hint = ''): Sentence => {
  return () => ({ title, hint });
};

const size = (bytes: string) => sizeText(Number(bytes));
const count = (n: string) => numberText(Number(n));
const NOTHING = 'Nichts wurde hereingeholt.';

const files: Record<string, Sentence> = {
  file_empty: said(
    `Diese Datei ist leer. ${NOTHING}`,
    'Bitten Sie noch einmal darum: wahrscheinlich wurde sie nicht zu Ende kopiert.',
  ),
  file_not_hearth: said(
    `Das ist keine Hearth-Datei. ${NOTHING}`,
    'Hearth-Dateien enden auf .hearth. Wählen Sie eine andere.',
  ),
  file_truncated: ({ have, need }) => ({
    title:
      have && need
        ? `Ein Teil der Datei fehlt (sie endet nach ${size(have)} von ${size(need)}). ${NOTHING}`
        : `Ein Teil der Datei fehlt. ${NOTHING}`,
    hint: 'Bitten Sie noch einmal darum, oder kopieren Sie sie noch einmal von dort, wo sie herkam.',
  }),
  file_has_extra: said(
    `Am Ende dieser Datei wurde etwas angefügt. ${NOTHING}`,
    'Bitten Sie um die Datei, wie sie gemacht wurde.',
  ),
  file_changed: said(
    `Diese Datei wurde nach dem Unterschreiben verändert. ${NOTHING}`,
    'Bitten Sie noch einmal darum. Ist auch die nächste verändert, fragen Sie persönlich nach.',
  ),
  file_malformed: said(
    `Diese Datei ist nicht gebaut, wie Hearth-Dateien es sind. ${NOTHING}`,
    'Bitten Sie darum, sie noch einmal zu machen.',
  ),
  file_forged: said(
    `In dieser Datei steht eine Änderung, die nicht von dem Menschen unterschrieben ist, dessen Namen sie trägt. ${NOTHING}`,
    'Sagen Sie es dem, der sie gab, und bitten Sie den Menschen um eine eigene Datei.',
  ),
  file_mixed: said(
    `Diese Datei mischt die Änderungen zweier Gemeinschaften. ${NOTHING}`,
    'Bitten Sie darum, sie noch einmal zu machen.',
  ),
  file_newer: said(
    `Diese Datei wurde mit einem neueren Hearth gemacht. ${NOTHING}`,
    'Holen Sie die neuere Fassung, oder bitten Sie um eine Datei aus dieser.',
  ),
  file_too_large: ({ would, limit }) => ({
    title:
      would && limit
        ? `Ausgepackt hätte diese Datei ${size(would)}; die Grenze ist ${size(limit)}. ${NOTHING}`
        : `Ausgepackt wäre diese Datei größer, als angenommen wird. ${NOTHING}`,
    hint: 'Wenn Sie so viel erwartet haben, bitten Sie um kleinere Dateien.',
  }),
  file_too_many_changes: ({ changes, most }) => ({
    title:
      changes && most
        ? `Diese Datei hat ${count(changes)} Änderungen; die Grenze ist ${count(most)}. ${NOTHING}`
        : `Diese Datei hat mehr Änderungen, als angenommen werden. ${NOTHING}`,
    hint: 'Wenn Sie so viele erwartet haben, bitten Sie um kleinere Dateien.',
  }),
  file_not_there: ({ path }) => ({
    title: path ? `Unter ${path} gibt es keine Datei.` : 'Die Datei ist nicht mehr da.',
    hint: 'Sehen Sie nach, ob der Stick oder Ordner da ist, und wählen Sie sie noch einmal.',
  }),
  file_not_readable: ({ path }) => ({
    title: path ? `Die Datei ${path} lässt sich nicht lesen.` : 'Die Datei lässt sich nicht lesen.',
    hint: 'Sehen Sie nach, ob Sie sie lesen dürfen und der Stick oder Ordner noch da ist.',
  }),
  file_gone_from_window: said(
    'Dieses Fenster weiß nicht mehr, welche Datei Sie gewählt haben.',
    'Wählen Sie die Datei noch einmal.',
  ),
  other_community: said(
    `Diese Datei gehört einer anderen Gemeinschaft. ${NOTHING}`,
    'Bitten Sie um eine Datei aus dieser.',
  ),
  is_an_invitation: said(
    'Diese Datei ist eine Einladung. Sie ist zum Beitreten da, nicht zum Hereinholen.',
    'Geben Sie sie dem Menschen, für den sie bestimmt ist.',
  ),
  not_an_invitation: said(
    'Diese Hearth-Datei ist keine Einladung.',
    'Bitten Sie ein Mitglied der Gemeinschaft, eine Einladung für Sie zu machen.',
  ),
  invitation_does_not_hold: said(
    'Diese Einladung lässt sich nicht verwenden: sie wurde schon benutzt, oder sie ist nicht echt.',
    'Bitten Sie ein Mitglied der Gemeinschaft um eine neue.',
  ),
  already_here: said(
    'Dieser Computer ist schon in dieser Gemeinschaft.',
    'Um hereinzuholen, was andere schrieben, nehmen Sie eine Hearth-Datei, die keine Einladung ist.',
  ),
  plan_changed: said(
    `Seit Sie diese Datei angesehen haben, wurde etwas geschrieben. ${NOTHING}`,
    'Sehen Sie noch einmal an, was sich ändern würde.',
  ),
};

const disk: Record<string, Sentence> = {
  disk_full: said(
    'Auf dem Datenträger ist kein Platz. Nichts wurde geändert.',
    'Schaffen Sie etwas Platz, und versuchen Sie es noch einmal.',
  ),
  folder_read_only: ({ path }) => ({
    title: path
      ? `In ${path} darf nichts geschrieben werden.`
      : 'Dort darf nichts geschrieben werden.',
    hint: 'Wählen Sie einen anderen Ordner, oder fragen Sie, wer sich um diesen Computer kümmert.',
  }),
  folder_not_there: ({ path }) => ({
    title: path ? `Für ${path} gibt es keinen Ordner.` : 'Den Ordner gibt es nicht.',
    hint: 'Sehen Sie nach, ob der Stick oder Ordner da ist.',
  }),
  file_not_written: ({ path }) => ({
    title: path
      ? `Die Datei ${path} ließ sich nicht schreiben.`
      : 'Die Datei ließ sich nicht schreiben.',
    hint: 'Was vorher dort war, ist noch da. Prüfen Sie den Datenträger, oder wählen Sie einen anderen Ordner.',
  }),
  note_too_long: said(
    'Die Notiz, oder ein Name in der Datei, ist zu lang.',
    'Schreiben Sie eine kürzere Notiz.',
  ),
  too_much_to_give: said(
    'Das ist mehr, als eine Hearth-Datei fassen kann.',
    'Geben Sie statt allem, was seit dem letzten Mal neu ist.',
  ),
  attachment_too_large: ({ size: bytes, limit }) => ({
    title:
      bytes && limit
        ? `Diese Datei hat ${size(bytes)}; höchstens ${size(limit)} werden bei einer Erfahrung aufbewahrt.`
        : 'Diese Datei ist größer, als bei einer Erfahrung aufbewahrt wird.',
    hint: 'Machen Sie sie kleiner, oder beschreiben Sie, wo man sie findet.',
  }),
};

const store: Record<string, Sentence> = {
  no_home: said(
    'Dieser Computer nennt keinen Ordner für Ihre eigenen Daten.',
    'Starten Sie Hearth mit --home und einem Ordner, oder fragen Sie, wer sich um diesen Computer kümmert.',
  ),
  no_community: said(
    'Auf diesem Computer gibt es noch keine Gemeinschaft.',
    'Gründen Sie eine, treten Sie mit einer Datei bei, oder sehen Sie sich im Beispiel um.',
  ),
  community_gone: ({ path }) => ({
    title: path
      ? `Die Datei der Gemeinschaft fehlt unter ${path}.`
      : 'Die Datei der Gemeinschaft fehlt.',
    hint: 'An ihre Stelle wurde nichts Neues gesetzt. Liegt sie auf einem anderen Datenträger, schließen Sie ihn an. Sonst stellen Sie eine Sicherung wieder her.',
  }),
  already_open: said(
    'Hearth ist hier schon offen.',
    'Nehmen Sie das offene Fenster, oder schließen Sie es zuerst.',
  ),
  read_only: said(
    'Diese Gemeinschaft wurde von einem neueren Hearth geschrieben und lässt sich hier nur lesen.',
    'Holen Sie die neuere Fassung, um darin zu schreiben.',
  ),
  store_busy: said(
    'Ein anderes Programm schreibt schon zu lange in diese Gemeinschaft.',
    'Warten Sie, bis es fertig ist, und versuchen Sie es noch einmal.',
  ),
  store_damaged: said(
    'Ein Teil der Datei dieser Gemeinschaft lässt sich nicht lesen. Hearth hat nichts geändert.',
    'Stellen Sie eine Sicherung wieder her, oder holen Sie alles von einem anderen Mitglied herein.',
  ),
  change_damaged: said(
    'Eine Änderung auf diesem Computer ist nicht mehr, was unterschrieben wurde. Hearth hat nichts geändert.',
    'Stellen Sie eine Sicherung wieder her, oder holen Sie alles von einem anderen Mitglied herein.',
  ),
  store_not_opened: ({ path }) => ({
    title: path
      ? `Die Datei der Gemeinschaft ${path} lässt sich nicht öffnen.`
      : 'Die Datei der Gemeinschaft lässt sich nicht öffnen.',
    hint: 'Sehen Sie nach, ob ihr Ordner gelesen und beschrieben werden darf.',
  }),
  program_too_old: said(
    'Dieses Hearth wurde mit einer unsicheren Fassung seiner Datenbank gebaut.',
    'Holen Sie eine Fassung von denen, die Hearth machen.',
  ),
  search_not_ready: said(
    'Das Suchverzeichnis lässt sich nicht verwenden. Lesen und Schreiben gehen inzwischen.',
    'Es wird aus den Erfahrungen neu gemacht.',
  ),
  no_such_backup: said(
    'Diese Sicherung gibt es nicht mehr.',
    'Sehen Sie noch einmal in die Liste der Sicherungen.',
  ),
  restore_over_existing: said(
    'Diese Gemeinschaft ist schon auf diesem Computer.',
    'Was da ist, lässt sich zuerst beiseitelegen.',
  ),
};

const people: Record<string, Sentence> = {
  not_entitled: said(
    'Ihre Rolle umfasst das nicht.',
    'Bitten Sie Moderierende der Gemeinschaft, es zu tun oder Ihnen die Rolle zu geben.',
  ),
  device_revoked: said(
    'Diesem Computer wurde das Recht genommen, hier zu schreiben.',
    'Fragen Sie Moderierende der Gemeinschaft.',
  ),
  no_key: said(
    'Dieser Computer hat keinen Schlüssel für die Gemeinschaft: er kann lesen, nicht schreiben.',
    'Bitten Sie um eine Einladung, oder nehmen Sie die Wörter zur Wiederherstellung.',
  ),
  key_damaged: ({ path }) => ({
    title: path
      ? `Der Schlüssel in ${path} lässt sich nicht verwenden.`
      : 'Der Schlüssel auf diesem Computer lässt sich nicht verwenden.',
    hint: 'Holen Sie den Schlüssel aus einer Kopie zurück, oder bitten Sie um eine Einladung für einen neuen.',
  }),
  wrong_recovery_words: said(
    'Das sind nicht die Wörter zur Wiederherstellung dieser Gemeinschaft.',
    'Prüfen Sie jedes Wort und die Reihenfolge.',
  ),
  no_such_member: ({ name }) => ({
    title: name ? `Niemand hier heißt ${name}.` : 'Niemand hier hat diesen Namen.',
    hint: 'Prüfen Sie die Schreibweise.',
  }),
  ambiguous_member: ({ name }) => ({
    title: name
      ? `Mehr als ein Mitglied heißt ${name}.`
      : 'Mehr als ein Mitglied hat diesen Namen.',
    hint: 'Wählen Sie nach den vier Wörtern des Schlüssels.',
  }),
  unknown_role: said(
    'In diese Rolle lässt sich niemand einladen.',
    'Wählen Sie beobachtend oder praktizierend.',
  ),
};

const lessons: Record<string, Sentence> = {
  not_found: said(
    'Diese Erfahrung ist noch nicht auf diesem Computer',
    'Vielleicht kommt sie mit der nächsten Datei, die Ihnen jemand gibt.',
  ),
  ambiguous_lesson: said(
    'Mehr als eine Erfahrung passt.',
    'Suchen Sie stattdessen nach dem Titel.',
  ),
  lesson_too_large: said(
    'Diese Erfahrung ist länger, als eine sein darf.',
    'Teilen Sie sie, und verbinden Sie die Teile.',
  ),
  title_missing: said(
    'Geben Sie ihr zuerst einen Titel, auch einen groben.',
    'Ein paar Wörter genügen; der Titel lässt sich später ändern.',
  ),
  title_too_long: ({ characters }) => ({
    title: characters
      ? `Der Titel hat ${count(characters)} Zeichen; höchstens 200 werden aufbewahrt.`
      : 'Der Titel ist zu lang; höchstens 200 Zeichen werden aufbewahrt.',
    hint: 'Sagen Sie den Rest im Text.',
  }),
  title_has_control: said(
    'Im Titel steht ein Zeilenumbruch oder ein anderes Zeichen, das sich nicht zeigen lässt.',
    'Schreiben Sie ihn in eine Zeile.',
  ),
  name_missing: said('Ein Name fehlt.', 'Schreiben Sie einen; es muss nicht der amtliche sein.'),
  name_too_long: ({ characters }) => ({
    title: characters
      ? `Der Name hat ${count(characters)} Zeichen; höchstens 200 werden aufbewahrt.`
      : 'Der Name ist zu lang; höchstens 200 Zeichen werden aufbewahrt.',
    hint: 'Schreiben Sie einen kürzeren.',
  }),
  name_has_control: said(
    'Im Namen steht ein Zeilenumbruch oder ein anderes Zeichen, das sich nicht zeigen lässt.',
    'Schreiben Sie ihn in eine Zeile.',
  ),
  no_such_revision: said(
    'Diese Erfahrung hat hier keine solche Fassung.',
    'Sehen Sie noch einmal in ihren Verlauf.',
  ),
  no_such_link: said(
    'Diesen Verweis gibt es nicht.',
    'Öffnen Sie die Erfahrung noch einmal, um ihre Verweise zu sehen.',
  ),
  link_circle: said(
    'Dieser Verweis würde im Kreis führen.',
    'Nehmen Sie zuerst einen anderen zurück, oder wählen Sie eine andere Art von Verweis.',
  ),
  no_such_draft: said(
    'Diesen Entwurf gibt es nicht mehr.',
    'Er wurde veröffentlicht oder verworfen. Suchen Sie ihn unter den Erfahrungen.',
  ),
  draft_not_readable: said(
    'Dieser Entwurf wurde von einer anderen Fassung von Hearth gesichert und lässt sich nicht lesen.',
    'Öffnen Sie ihn mit jener Fassung.',
  ),
  no_such_exchange: said(
    'Von dieser Art gibt es nichts rückgängig zu machen.',
    'Sehen Sie im Verlauf nach, was hereingeholt wurde.',
  ),
  already_undone: said(
    'Das wurde schon rückgängig gemacht.',
    'Um es wiederzuhaben, holen Sie die Datei noch einmal herein.',
  ),
  too_late_to_undo: ({ days }) => ({
    title: days
      ? `Das ist mehr als ${days} Tage her und lässt sich nicht mehr rückgängig machen.`
      : 'Das ist zu lange her und lässt sich nicht mehr rückgängig machen.',
    hint: 'Ziehen Sie stattdessen einzelne Erfahrungen zurück.',
  }),
};

const shell: Record<string, Sentence> = {
  link_not_opened: said('Der Link ließ sich nicht öffnen.', 'Kopieren Sie ihn in Ihren Browser.'),
  link_refused: said(
    'Links dieser Art werden nicht geöffnet.',
    'Nur Links ins Netz und zur Post werden geöffnet.',
  ),
  unknown_command: said(
    'Das Fenster fragte nach etwas, das die Maschine nicht kennt.',
    'Vielleicht sind sie verschiedener Fassung: starten Sie Hearth noch einmal.',
  ),
  bad_arguments: said(
    'Das Fenster fragte auf eine Weise, die die Maschine nicht versteht.',
    'Vielleicht sind sie verschiedener Fassung: starten Sie Hearth noch einmal.',
  ),
  stopped: said(
    'Angehalten. Alles ist, wie es vorher war.',
    'Beginnen Sie noch einmal, wann Sie mögen.',
  ),
  unexpected: said(
    'Etwas ging schief. Nichts ging verloren.',
    'Versuchen Sie es noch einmal. Kommt es wieder, kopieren Sie die Einzelheiten für jemanden, der helfen kann.',
  ),
};

export const errors: Record<string, Sentence> = {
  ...files,
  ...disk,
  ...store,
  ...people,
  ...lessons,
  ...shell,
};

export const notices: Record<string, (params: Params) => string> = {
  index_rebuilding: () =>
    'Das Suchverzeichnis wird neu gemacht. Lesen und Schreiben gehen inzwischen.',
  index_rebuilt: () => 'Das Suchverzeichnis wurde aus den Erfahrungen neu gemacht.',
  closed_unexpectedly: () =>
    'Hearth wurde unerwartet geschlossen. Was Sie schrieben, ist als Entwurf da.',
  no_key: () =>
    'Dieser Computer hat keinen Schlüssel für die Gemeinschaft. Sie können hier lesen, nicht schreiben.',
  read_only: () =>
    'Diese Gemeinschaft wurde von einem neueren Hearth geschrieben. Sie können sie lesen und weitergeben, nicht darin schreiben.',
};
