/** What a revision changed, as the engine tells it. */
import type { FieldChange } from '../generated/types';

export const SAMPLE_CHANGES: FieldChange[] = [
  {
    field: 'body',
    pieces: [
      { side: 'same', text: 'Lift the rods and let them fall ' },
      { side: 'removed', text: 'once' },
      { side: 'added', text: 'twice' },
      { side: 'same', text: '.' },
    ],
  },
  { field: 'title', pieces: [{ side: 'added', text: 'Foot valve' }] },
];
