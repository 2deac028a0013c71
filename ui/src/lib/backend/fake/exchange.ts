/** A file as it might come from a colleague, and people to give one to. */
import type { GiveTarget, ImportPlan } from '../generated/types';

const DAY = 86_400_000;

export function samplePlan(now: number): ImportPlan {
  return {
    file: 'njoro-week-47.hearth',
    size: 2_100_000,
    madeMs: now - 2 * DAY,
    note: 'From the Njoro side, with what we found out about the foot valve.',
    sender: { name: 'Tomas Berg', words: 'maple-river-seven-lamp', standing: 'known' },
    nNew: 12,
    nUpdated: 4,
    nForked: 1,
    nRetracted: 0,
    nGovernance: 0,
    nLinks: 7,
    nQuarantined: 0,
    nKnown: 118,
    nChanges: 161,
    nAttachments: 3,
    newByKind: [
      { kind: 'story', count: 3 },
      { kind: 'problem', count: 5 },
      { kind: 'solution', count: 4 },
    ],
    byMember: [
      { name: 'Tomas Berg', count: 11 },
      { name: 'Leila Haddad', count: 5 },
    ],
    newTitles: [
      { id: 'n1', kind: 'problem', title: 'Handle bolt shears on cold mornings' },
      { id: 'n2', kind: 'solution', title: 'Swap the bolt for one grade softer' },
      { id: 'n3', kind: 'story', title: 'How we moved a pump with eight people' },
    ],
    updatedTitles: [
      { id: 'washer', kind: 'solution', title: 'Re-seat the foot valve with a PTFE washer' },
      { id: 'grit', kind: 'problem', title: 'Grit jams the pump after heavy rain' },
    ],
    forkedTitles: [
      { id: 'tablets', kind: 'solution', title: 'Clear the water first, then count the tablets' },
    ],
    held: [],
  };
}

export function sampleTargets(now: number): GiveTarget[] {
  return [
    { member: 'tomas', name: 'Tomas Berg', lastHeardMs: now - 3 * DAY, nNew: 9 },
    { member: 'leila', name: 'Leila Haddad', lastHeardMs: now - 17 * DAY, nNew: 34 },
    { member: 'joseph', name: 'Joseph Mwangi', lastHeardMs: null, nNew: 161 },
  ];
}
