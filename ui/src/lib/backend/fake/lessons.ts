/** The sample community: a water group in the highlands. For tests and static previews only. */
import type { KindName } from '../generated/types';

export interface Sample {
  slug: string;
  kind: KindName;
  title: string;
  body: string;
  author: string;
  site: string;
  tags: string[];
  daysAgo: number;
  unread?: boolean;
  solves?: string;
  relates?: string[];
  facts?: Record<string, string>;
}

export const samples: Sample[] = [
  {
    slug: 'prime',
    kind: 'problem',
    title: 'Hand pump loses prime every morning',
    author: 'Tomas Berg',
    site: 'Njoro, borehole 3',
    tags: ['foot valve', 'hand pump'],
    daysAgo: 0.09,
    unread: true,
    relates: ['joints'],
    facts: { equipment: 'Deep-well hand pump, 42 m, steel rods' },
    body: `By noon the pump works as it should. By dawn the next day it takes sixty strokes before any water shows. The cup seal is new, the rods are straight, and the column is dry down to the cylinder.

We first blamed the [drop pipe joints](hearth://item/joints), and lost two days resealing them. What finally told us the truth was a torch and a mirror: the foot valve seat has a groove the width of a fingernail.

## What we tried

- Swapping the cup seal, twice.
- Tightening every joint of the drop pipe.
- Priming with a bucket each evening, which worked but nobody would keep doing it.

## Since when

Since the dry weeks in **September**, when the water level fell below the second rod and the pump drew sand for four days.

| Hour | Strokes to first water |
|---|---|
| 06:00 | 60 |
| 09:00 | 12 |
| 12:00 | 3 |

The maker describes the valve on [its page for fitters](https://pumps.example/foot-valve).`,
  },
  {
    slug: 'washer',
    kind: 'solution',
    title: 'Re-seat the foot valve with a PTFE washer',
    author: 'Leila Haddad',
    site: 'Molo',
    tags: ['foot valve', 'hand pump', 'spares'],
    daysAgo: 1.1,
    unread: true,
    solves: 'prime',
    facts: {
      needs: '2 mm PTFE sheet, a sharp knife, fine valve paste',
      not_when: 'The seat is cracked right through; then the valve must be changed.',
    },
    body: `Cut a washer from 2 mm PTFE sheet; it outlasts leather by three seasons in our sandy wells.

## What to do

1. Lift the rods and pull the foot valve.
2. Grind the seat with fine paste until the grey ring is whole.
3. Cut the washer a hair larger than the old leather and press it home.
4. Let it stand in water overnight before you judge it.

## How we know it works

Four pumps in Molo and Njoro have held their prime through a whole dry season.`,
  },
  {
    slug: 'carried',
    kind: 'story',
    title: 'The week the whole village carried water',
    author: 'Amara Okafor',
    site: 'Elburgon',
    tags: ['telling people', 'spares'],
    daysAgo: 3,
    unread: true,
    relates: ['rods-school'],
    facts: { learned: 'Tell people the first evening, even when you know nothing yet.' },
    body: `What we learned about telling people early, and why the spare rods now live at the school.

The rod broke on a market day. We thought we would have it back by evening, so we said nothing. By the second morning there were forty people at the pump and no one who could tell them anything.

> If I had known on Monday I would have filled every drum I own.

On the third day the teacher wrote the news on the school board, and from then on it was bearable.`,
  },
  {
    slug: 'chlorine-floods',
    kind: 'problem',
    title: 'Chlorine smell is gone two days after dosing',
    author: 'Joseph Mwangi',
    site: 'Njoro',
    tags: ['chlorine', 'floods'],
    daysAgo: 4,
    unread: true,
    relates: ['tablets'],
    facts: { symptoms: 'No free chlorine after 48 hours, slightly brown water' },
    body: `After the flood we dose the tank on Monday. By Wednesday the test strip shows nothing, and people bring water from the river again because ours "smells of nothing".

## What we tried

Double dose, once. People complained about the taste and it was still gone on Thursday.`,
  },
  {
    slug: 'tablets',
    kind: 'solution',
    title: 'Clear the water first, then count the tablets',
    author: 'Leila Haddad',
    site: 'Molo',
    tags: ['chlorine', 'floods'],
    daysAgo: 9,
    solves: 'chlorine-floods',
    facts: {
      needs: 'Test strips, alum, a stick to stir, a clean drum',
      risk: 'Alum dust hurts the eyes. Stand upwind.',
    },
    body: `Brown water eats chlorine. Let it settle with a little alum overnight, draw from above the mud, and only then dose.

- [x] Settle overnight
- [x] Draw from the upper tap
- [ ] Test after thirty minutes and write it on the board

Dose by the strip and not by the calendar.`,
  },
  {
    slug: 'joints',
    kind: 'problem',
    title: 'Drop pipe joints weep after every repair',
    author: 'Tomas Berg',
    site: 'Njoro, borehole 1',
    tags: ['drop pipe', 'hand pump'],
    daysAgo: 12,
    body: `Each time we lift the column, two or three joints weep when it goes back. The thread looks clean.

## What happens

The pump takes a few strokes longer each week, so slowly that nobody notices for a month.`,
  },
  {
    slug: 'hemp',
    kind: 'solution',
    title: 'Hemp and paste on the joints, never tape alone',
    author: 'Daniel Kiptoo',
    site: 'Elburgon',
    tags: ['drop pipe'],
    daysAgo: 11,
    solves: 'joints',
    body: `Tape cuts on our worn threads. Hemp with a little paste swells and holds.

Wind it against the thread, thin at the tip and thick at the shoulder, and tighten by hand before the wrench touches it.`,
  },
  {
    slug: 'grit',
    kind: 'problem',
    title: 'Grit jams the pump after heavy rain',
    author: 'Tomas Berg',
    site: 'Njoro',
    tags: ['hand pump', 'sand', 'foot valve'],
    daysAgo: 2.2,
    unread: true,
    body: `After a night of rain, sand holds the foot valve open, so each stroke lifts half of what it should.

Lifting the rods and letting them fall twice clears it for a day.`,
  },
  {
    slug: 'rods-school',
    kind: 'solution',
    title: 'Keep two spare rods where someone always is',
    author: 'Amara Okafor',
    site: 'Elburgon',
    tags: ['spares'],
    daysAgo: 20,
    solves: 'rod-away',
    body: `The store was locked on the day we needed it, and the key was in town. The rods now hang in the school corridor; the teacher knows who may take them.`,
  },
  {
    slug: 'rod-away',
    kind: 'problem',
    title: 'Spare parts are locked away when the pump breaks',
    author: 'Amara Okafor',
    site: 'Elburgon',
    tags: ['spares'],
    daysAgo: 24,
    body: `We had the rod. We did not have the key. The one person with the key was in town until Friday.`,
  },
  {
    slug: 'board',
    kind: 'story',
    title: 'A board at the pump ended the guessing',
    author: 'Wanjiru Njeri',
    site: 'Molo',
    tags: ['telling people', 'records'],
    daysAgo: 30,
    facts: { learned: 'What is written where people stand gets read.' },
    body: `We painted a board: last service, next service, who to call. Within two months people began to write on it themselves, and the complaints became reports.`,
  },
  {
    slug: 'fees',
    kind: 'problem',
    title: 'Half the households stop paying in harvest',
    author: 'Wanjiru Njeri',
    site: 'Molo',
    tags: ['fees'],
    daysAgo: 33,
    body: `Everybody agrees to the fee in March. In August, when there is money, half of them do not come. It is not that they cannot.`,
  },
  {
    slug: 'harvest-fee',
    kind: 'solution',
    title: 'Collect once, at the grain store, the week of selling',
    author: 'Joseph Mwangi',
    site: 'Njoro',
    tags: ['fees'],
    daysAgo: 31,
    solves: 'fees',
    body: `We asked for the year's fee on the day the grain was weighed, with the book open on the table. Nine of ten paid, and those who could not said so aloud.`,
  },
  {
    slug: 'greasing',
    kind: 'solution',
    title: 'Grease the head on market day, so nobody forgets',
    author: 'Daniel Kiptoo',
    site: 'Elburgon',
    tags: ['hand pump', 'upkeep'],
    daysAgo: 40,
    solves: 'bearing',
    body: `A date is forgotten; market day is not. Whoever opens the stall beside the pump greases the head first and signs the board.`,
  },
  {
    slug: 'bearing',
    kind: 'problem',
    title: 'Pump head bearings worn out within a year',
    author: 'Daniel Kiptoo',
    site: 'Elburgon',
    tags: ['hand pump', 'upkeep'],
    daysAgo: 44,
    body: `Two heads in eleven months. The bearings are blue from heat and dry as bone.`,
  },
  {
    slug: 'apron',
    kind: 'problem',
    title: 'Water stands on the apron and goats drink from it',
    author: 'Leila Haddad',
    site: 'Molo',
    tags: ['apron', 'hygiene'],
    daysAgo: 50,
    body: `The slab settled on one side. There is always a puddle, and there are always goats.`,
  },
  {
    slug: 'drain',
    kind: 'solution',
    title: 'Lead the waste water to a banana pit',
    author: 'Wanjiru Njeri',
    site: 'Molo',
    tags: ['apron', 'hygiene'],
    daysAgo: 47,
    solves: 'apron',
    body: `A channel one hand deep, eight paces long, into a pit with four banana plants. No puddle, and the committee sells the bananas.`,
  },
  {
    slug: 'taste',
    kind: 'problem',
    title: 'New borehole tastes of iron and stains the cloth',
    author: 'Joseph Mwangi',
    site: 'Njoro, borehole 4',
    tags: ['iron', 'taste'],
    daysAgo: 55,
    body: `The water is safe, and nobody drinks it. White cloth turns the colour of tea.`,
  },
  {
    slug: 'aerate',
    kind: 'solution',
    title: 'Let it fall through gravel before the tank',
    author: 'Leila Haddad',
    site: 'Molo',
    tags: ['iron', 'taste'],
    daysAgo: 52,
    solves: 'taste',
    body: `Three trays of gravel, one above the other. The iron stays on the stones; wash them each month. It took two weeks before people believed it.`,
  },
  {
    slug: 'meeting',
    kind: 'story',
    title: 'The meeting that failed, and the one that did not',
    author: 'Amara Okafor',
    site: 'Elburgon',
    tags: ['telling people', 'fees'],
    daysAgo: 61,
    body: `The first time we read the accounts aloud for an hour. The second time we put the broken valve on the table and asked what it had cost. Everyone spoke.`,
  },
  {
    slug: 'children',
    kind: 'story',
    title: 'What the children measured',
    author: 'Wanjiru Njeri',
    site: 'Molo',
    tags: ['records'],
    daysAgo: 70,
    body: `The school measured the water level with a string and a bottle for a whole year. Their book is the only one we have from before the drought.`,
  },
  {
    slug: 'strokes',
    kind: 'solution',
    title: 'Count the strokes: the cheapest gauge we own',
    author: 'Tomas Berg',
    site: 'Njoro',
    tags: ['hand pump', 'records', 'upkeep'],
    daysAgo: 75,
    solves: 'slow',
    relates: ['prime'],
    body: `Write down how many strokes fill one can, each first Monday. A rise of five means a seal is going, weeks before anyone notices.`,
  },
  {
    slug: 'slow',
    kind: 'problem',
    title: 'Nobody notices a pump that fails slowly',
    author: 'Tomas Berg',
    site: 'Njoro',
    tags: ['hand pump', 'records'],
    daysAgo: 80,
    body: `It took a year to go from eighteen strokes to forty. Each of us thought it had always been so.`,
  },
  {
    slug: 'key-person',
    kind: 'story',
    title: 'When Peter left, so did everything he knew',
    author: 'Daniel Kiptoo',
    site: 'Elburgon',
    tags: ['handover'],
    daysAgo: 95,
    facts: { learned: 'Two people at every repair, one of them learning.' },
    body: `He had kept the pumps for eleven years. We found his notebook in the spring; it said "as usual" on most pages.`,
  },
  {
    slug: 'two-people',
    kind: 'solution',
    title: 'Never repair alone: one does, one writes',
    author: 'Daniel Kiptoo',
    site: 'Elburgon',
    tags: ['handover', 'records'],
    daysAgo: 90,
    relates: ['key-person'],
    body: `The one who writes may not touch a tool. It is slow for a month. After that there are two who can.`,
  },
  {
    slug: 'rope',
    kind: 'story',
    title: 'A rope saved the column, a knot nearly lost it',
    author: 'Joseph Mwangi',
    site: 'Njoro',
    tags: ['safety', 'drop pipe'],
    daysAgo: 110,
    body: `We lifted forty metres of pipe by hand. When the clamp slipped, the safety rope held. The knot in it did not hold for long. We use a proper clamp now, and two ropes.`,
  },
];
