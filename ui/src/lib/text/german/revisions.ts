/** Eine Erfahrung durch die Zeit: was sich änderte, zurückgehen, zurückziehen, und der Papierkorb. */
import type { WithdrawalReason } from '../../backend/generated/types';

export const revisions = {
  show: 'Was sich änderte',
  hide: 'Änderungen verbergen',
  showLabel: (who: string, when: string) => `Was ${who} änderte, ${when}`,
  restore: 'Wiederherstellen',
  restoreLabel: (who: string, when: string) => `Text von ${who} wiederherstellen, ${when}`,
  restored: 'Der ältere Text gilt wieder, als neue Fassung.',
  added: 'hinzugefügt:',
  removed: 'entfernt:',
  end: 'Ende',
  same: 'Nichts, was sich hier lesen lässt.',
  withdraw: 'Zurückziehen',
  withdrawTitle: (title: string) => `„${title}“ zurückziehen?`,
  withdrawText:
    'Andere sehen, dass sie zurückgezogen wurde, und warum. Sie wartet im Papierkorb und kann wiederkommen.',
  reason: 'Warum?',
  reasonText: 'In Ihren Worten',
  reasonHint: 'Es bleibt bei der Erfahrung.',
  reasons: {
    wrong: 'Es stimmt nicht',
    unsafe: 'Jemand könnte zu Schaden kommen',
    private: 'Es soll nicht erzählt werden',
    duplicate: 'Es steht schon anderswo',
    other: 'Etwas anderes',
  } satisfies Record<WithdrawalReason, string>,
  withdrawGo: 'Erfahrung zurückziehen',
  keep: 'Behalten',
  withdrawn: (title: string) => `„${title}“ zurückgezogen.`,
  binTitle: 'Papierkorb',
  binIntro: 'Erfahrungen, die zurückgezogen wurden. Nichts hierin ist verloren.',
  binEmptyTitle: 'Der Papierkorb ist leer',
  binEmpty: 'Zurückgezogene Erfahrungen warten hier.',
  takeBack: 'Zurückholen',
  takeBackLabel: (title: string) => `„${title}“ zurückholen`,
  tookBack: (title: string) => `„${title}“ ist wieder da.`,
};
