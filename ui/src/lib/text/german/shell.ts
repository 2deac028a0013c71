/** Das Fenster um die Seiten und die erste Minute. */
import type { Theme } from '../../backend/generated/types';
import { numberText, plural } from '../plural';

const themes: Record<Theme, string> = {
  system: 'Wie das System',
  light: 'Hell',
  dark: 'Dunkel',
  'hc-light': 'Hoher Kontrast, hell',
  'hc-dark': 'Hoher Kontrast, dunkel',
};

export const app = {
  name: 'Hearth',
  windowTitle: (screen: string) => `${screen} · Hearth`,
  opening: 'Die Gemeinschaft wird geöffnet…',
  skip: 'Zum Hauptteil springen',
  tryAgain: 'Noch einmal versuchen',
  copyDetails: 'Einzelheiten kopieren',
  copied: 'Kopiert',
  linkLeadsNowhere: (link: string) => `Dieser Link führt in Hearth nirgendwohin: ${link}`,
  undo: 'Rückgängig',
  dismiss: 'Ausblenden',
  close: 'Schließen',
  wait: 'Wird geholt…',
};

export const nav = {
  label: 'Hauptmenü',
  today: 'Heute',
  search: 'Suche',
  lessons: 'Erfahrungen',
  exchange: 'Austausch',
  shortcuts: 'Tastenkürzel',
  theme: 'Aussehen',
  themeIs: (theme: Theme) => `Aussehen: ${themes[theme]}`,
  themes,
  members: (n: number) => plural(n, { one: '{n} Mitglied', other: '{n} Mitglieder' }),
  open: 'Menü zeigen',
  close: 'Menü verbergen',
};

export const bar = {
  label: 'Obere Leiste',
  back: 'Zurück',
  forward: 'Vor',
  find: 'Erfahrungen suchen',
  findLabel: 'Erfahrungen suchen',
  clear: 'Suche leeren',
  log: 'Erfahrung festhalten',
  mayNotLog: 'In dieser Gemeinschaft dürfen Sie lesen, nicht schreiben',
};

export const leave = {
  title: (host: string) => `${host} im Browser öffnen?`,
  mailTitle: (address: string) => `An ${address} schreiben?`,
  text: 'Damit verlassen Sie Hearth. Die Adresse lautet:',
  open: 'Öffnen',
  mail: 'Schreiben',
  stay: 'Hier bleiben',
};

export const work = {
  stop: 'Anhalten',
  stopping: 'Wird angehalten…',
  of: (done: number, total: number) => `${numberText(done)} von ${numberText(total)}`,
  percent: (percent: number) => `${numberText(percent)} Prozent`,
};

export const shortcuts = {
  title: 'Tastenkürzel',
  hint: 'Einzelne Buchstaben wirken, wenn kein Textfeld den Fokus hat.',
  groups: {
    go: 'Gehe zu',
    lists: 'In Listen',
    lesson: 'Bei einer Erfahrung',
    writing: 'Beim Schreiben',
    window: 'Fenster',
  },
  log: 'Erfahrung festhalten',
  find: 'Suchen',
  next: 'Nächste in der Liste',
  previous: 'Vorige in der Liste',
  openItem: 'Öffnen',
  beside: 'Nächste oder vorige Erfahrung',
  edit: 'Diese Erfahrung bearbeiten',
  answer: 'Lösung hinzufügen',
  back: 'Zurück',
  forward: 'Vor',
  publish: 'Veröffentlichen',
  saveDraft: 'Entwurf jetzt sichern',
  bold: 'Fett',
  italic: 'Kursiv',
  sheet: 'Diese Liste',
  closeTop: 'Das Oberste schließen',
  larger: 'Alles größer',
  smaller: 'Alles kleiner',
  usualSize: 'Die übliche Größe',
  regions: 'Nächster Teil des Fensters',
  sidebar: 'Menü zeigen oder verbergen',
};

export const welcome = {
  title: 'Willkommen',
  motto: 'Behalten, was die Gemeinschaft lernt.',
  choose: 'Wie möchten Sie beginnen?',
  example: 'In einem Beispiel umsehen',
  exampleHint:
    'Eine kleine Gemeinschaft mit Erfahrungen zum Lesen. Was Sie dort tun, bleibt ohne Folgen.',
  join: 'Mit einer Datei beitreten, die Sie bekommen haben',
  joinHint: 'Eine Einladung in eine Gemeinschaft, die es schon gibt.',
  found: 'Eine Gemeinschaft gründen',
  foundHint: 'Für Sie und die Menschen, mit denen Sie lernen.',
  onComputer: 'Alles bleibt auf diesem Computer.',
  go: 'Weiter',
  back: 'Zurück',
  yourName: 'Ihr Name',
  yourNameHint: 'Andere sehen ihn neben dem, was Sie schreiben',
  communityName: 'Name der Gemeinschaft',
  communityNameHint: 'Zum Beispiel „Brunnen im Hochland“',
  invitation: 'Einladung',
  chooseInvitation: 'Datei wählen…',
  otherInvitation: 'Andere wählen…',
  noInvitation: 'Noch keine Datei gewählt',
  joinTitle: 'Einer Gemeinschaft beitreten',
  joinGo: 'Beitreten',
  foundTitle: 'Eine Gemeinschaft gründen',
  foundGo: 'Gründen',
  needName: 'Schreiben Sie zuerst Ihren Namen.',
  needCommunity: 'Geben Sie der Gemeinschaft zuerst einen Namen.',
  needInvitation: 'Wählen Sie zuerst die Einladung.',
  wordsTitle: 'Schreiben Sie diese Wörter auf',
  words:
    'Gehen die Computer aller Moderierenden verloren, lässt sich die Gemeinschaft mit diesen Wörtern neu gründen. Sie werden einmal gezeigt und nirgends aufbewahrt.',
  wordsLabel: 'Wörter zur Wiederherstellung',
  wordsDone: 'Ich habe sie aufgeschrieben',
  wordsGo: 'Gemeinschaft öffnen',
};
