/** Die Palette: ein Feld, das springt, sucht und ausführt. */
import { plural } from '../plural';

export const palette = {
  title: 'Hingehen, finden oder tun',
  hint: 'Schreiben Sie, was Sie wollen: eine Seite, eine Erfahrung, eine Handlung',
  acts: 'Handlungen',
  lessons: 'Erfahrungen',
  recent: 'Zuletzt gelesen',
  searchFor: (query: string) => `Überall nach „${query}“ suchen`,
  logAs: (query: string) => `Erfahrung „${query}“ festhalten`,
  count: (n: number) => plural(n, { one: '{n} Vorschlag', other: '{n} Vorschläge' }),
  alsoCalled: {
    today: 'anfang start neues',
    lessons: 'liste einträge notizen',
    exchange: 'importieren exportieren teilen senden empfangen geben holen dateien',
    bin: 'mülleimer gelöscht zurückgezogen',
    settings: 'optionen aussehen sprache farben tasten',
    log: 'neu erstellen schreiben eintragen hinzufügen',
    sheet: 'hilfe tasten tastatur',
  },
};
