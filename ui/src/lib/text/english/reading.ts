/** Finding and reading lessons. */
import type { KindName } from '../../backend/generated/types';
import { listText, partOfDay } from '../format';
import { numberText, plural } from '../plural';

/** A run of a sentence that may be set in bold. */
export interface Part {
  text: string;
  strong?: boolean;
}

const kindNames: Record<KindName, string> = {
  story: 'Story',
  problem: 'Problem',
  solution: 'Solution',
};

const kindPlurals: Record<KindName, (n: number) => string> = {
  story: (n) => plural(n, { one: '{n} story', other: '{n} stories' }),
  problem: (n) => plural(n, { one: '{n} problem', other: '{n} problems' }),
  solution: (n) => plural(n, { one: '{n} solution', other: '{n} solutions' }),
};

export const kinds = {
  names: kindNames,
  counts: kindPlurals,
  label: 'Kind',
  about: {
    story: 'What happened, and what it taught us',
    problem: 'Something that does not work yet',
    solution: 'Something that worked',
  } satisfies Record<KindName, string>,
};

export const meta = {
  minutes: (n: number) => `${numberText(n)} min read`,
  solutions: kindPlurals.solution,
  revision: (n: number) => `Revision ${numberText(n)}`,
  unread: 'New',
  forked: 'Two texts side by side',
  retracted: 'Withdrawn',
};

export const today = {
  title: 'Today',
  greeting: (name: string, now: number) => `Good ${partOfDay(now)}, ${name}`,
  greetingUnnamed: (now: number) => `Good ${partOfDay(now)}`,
  sinceExchange: (n: number, when: string, who: string) =>
    plural(n, {
      one: `{n} new since ${when}, when you last brought in from ${who}.`,
      other: `{n} new since ${when}, when you last brought in from ${who}.`,
    }),
  someNew: (n: number) => plural(n, { one: '{n} new to you.', other: '{n} new to you.' }),
  nothingNew: 'Nothing new since you were last here.',
  newToYou: 'New to you',
  older: (n: number) =>
    plural(n, { one: '{n} older you have not read', other: '{n} older you have not read' }),
  allRead: 'You are up to date',
  goodOld: 'Here is one from a while ago.',
  quietTitle: 'A quiet room',
  quiet: 'Log the first lesson, or bring in a file from a colleague.',
  bringIn: 'Bring in',
  waiting: 'Waiting for you',
  forks: (n: number) =>
    plural(n, {
      one: 'One lesson has two texts side by side. Somebody who knows should settle it.',
      other: '{n} lessons have two texts side by side. Somebody who knows should settle them.',
    }),
  openProblems: (n: number) =>
    plural(n, {
      one: 'One problem has no solution yet.',
      other: '{n} problems have no solution yet.',
    }),
  yourDraft: 'Your draft',
  yourDrafts: 'Your drafts',
  keepWriting: 'Keep writing',
  draftSaved: (when: string) => `Saved ${when}.`,
  charter: 'From the charter',
};

export const lists = {
  allLessons: 'All lessons',
  ofKind: {
    story: 'All stories',
    problem: 'All problems',
    solution: 'All solutions',
  } satisfies Record<KindName, string>,
  ofKindShort: {
    story: 'Stories',
    problem: 'Problems',
    solution: 'Solutions',
  } satisfies Record<KindName, string>,
  tagged: (title: string, tag: string) => `${title} tagged “${tag}”`,
  count: (n: number) => plural(n, { one: '{n} lesson', other: '{n} lessons' }),
  filterKind: 'Show',
  everyKind: 'Everything',
  emptyTitle: 'Nothing here yet',
  empty: 'No lesson fits. Log one, or show everything.',
  showEverything: 'Show everything',
  more: (n: number) => plural(n, { one: 'Show {n} more', other: 'Show {n} more' }),
};

export const search = {
  title: 'Search',
  titleFor: (query: string) => `Search: ${query}`,
  resultsFor: (query: string) => `Results for “${query}”`,
  summary: (n: number, query: string, ms: string): Part[] => [
    { text: plural(n, { one: '{n} result for ', other: '{n} results for ' }) },
    { text: query, strong: true },
    { text: `, in ${ms} ms.` },
  ],
  announced: (n: number) => plural(n, { one: '{n} result', other: '{n} results' }),
  exactly: (query: string) => `Search “${query}” exactly`,
  explain: 'Explain',
  filters: 'Filters',
  results: 'Results',
  kind: 'Kind',
  tag: 'Tag',
  chipKind: (kinds: string[]) => `Kind: ${listText(kinds)}`,
  chipTag: (tag: string) => `Tag: ${tag}`,
  /** Holds what the chip shows, so that what is seen can be said. */
  removeFilter: (chip: string) => `Remove filter ${chip}`,
  clear: 'Clear',
  noneTitle: (query: string) => `Nothing matches “${query}”`,
  none: 'Try fewer words, or write down the question so that others see it.',
  logProblem: 'Log a problem',
  tightTitle: 'Nothing fits these filters',
  tight: 'The words are known, but not in this selection.',
  clearFilters: 'Clear filters',
  startTitle: 'What do you want to know?',
  start: 'Type in the box above. Half a word is enough, and a slip of the keys is forgiven.',
  syntax: [
    { write: '"foot valve"', means: 'exactly these words' },
    { write: 'kind:problem', means: 'only problems, or stories, or solutions' },
    { write: 'tag:chlorine', means: 'only with this tag' },
    { write: 'author:leila', means: 'only told by this person' },
    { write: '-rope', means: 'without this word' },
  ],
  syntaxTitle: 'For exact questions',
  browse: 'All lessons',
};

export const reader = {
  article: 'Lesson',
  rail: 'About this lesson',
  edit: 'Edit',
  addSolution: 'Add a solution',
  history: 'History',
  hideHistory: 'Hide history',
  openTitle: 'Lesson',
  worked: 'What worked',
  readSolution: 'Read the solution',
  otherSolutions: (n: number) =>
    plural(n, { one: '{n} other solution', other: '{n} other solutions' }),
  status: 'Status',
  statuses: {
    open: 'Open',
    'worked-on': 'Being worked on',
    solved: 'Solved',
    duplicate: 'Same as another',
    closed: 'Closed unsolved',
  } as Record<string, string>,
  tags: 'Tags',
  signed: 'Signed',
  logged: 'Logged',
  attachments: 'Attached files',
  absentFile: 'Not on this computer',
  noPicture: 'Picture not on this computer',
  remotePicture: (url: string) => `Picture on the web, not loaded: ${url}`,
  notHeld: 'A lesson that is not on this computer yet',
  aLesson: 'a lesson',
  blockedLink: 'This link was not offered because of its address:',
  links: {
    'solves out': 'Solves',
    'solves in': 'Solved by',
    'accepted_for out': 'Accepted for',
    'accepted_for in': 'Accepted solution',
    'evidence_of out': 'Evidence of',
    'evidence_of in': 'Evidence',
    'caused_by out': 'Caused by',
    'caused_by in': 'Causes',
    'relates_to out': 'Related',
    'relates_to in': 'Related',
    'supersedes out': 'Supersedes',
    'supersedes in': 'Superseded by',
    'duplicates out': 'Same as',
    'duplicates in': 'Same as',
    'adapted_from out': 'Adapted from',
    'adapted_from in': 'Adapted in',
    'disagrees_with out': 'Disagrees with',
    'disagrees_with in': 'Disputed by',
    'part_of out': 'Part of',
    'part_of in': 'Parts',
    'cites out': 'Cites',
    'cites in': 'Cited by',
  } as Record<string, string>,
  fields: {
    title: 'Title',
    body: 'Text',
    kind: 'Kind',
    tags: 'Tags',
    topics: 'Topics',
    language: 'Language',
    site: 'Place',
    setting: 'Setting',
    equipment: 'Equipment',
    versions: 'Versions',
    conditions: 'Conditions',
    happened: 'Happened',
    event: 'What happened',
    expected: 'What we expected',
    learned: 'What we learned',
    status: 'Status',
    symptoms: 'What it looks like',
    tried: 'What was tried',
    applies_when: 'Applies when',
    not_when: 'Does not apply when',
    steps: 'Steps',
    needs: 'What you need',
    risk: 'Risk',
    licence: 'Licence',
    review_due: 'Look again',
    credits: 'Credits',
    attachments: 'Attached files',
    external_ids: 'Known elsewhere as',
    audience: 'For',
    lore: 'Stays inside',
  } as Record<string, string>,
  forkTitle: (field: string) => `Two texts for “${field}” stand side by side`,
  fork: 'They were written without knowing of each other. Both are kept, word for word, until somebody settles it.',
  forkSide: (author: string, when: string) => `${author}, ${when}`,
  settle: 'Write the text that holds',
  retractedBy: (who: string, when: string) => `Withdrawn by ${who}, ${when}`,
  absentTitle: 'This lesson is not on this computer yet',
  absent: 'It may arrive with the next file that somebody gives you.',
  allLessons: 'All lessons',
  historyTitle: 'History',
  historyRow: (fields: string[]) => `Set ${listText(fields)}`,
  historyFirst: 'First logged',
  standings: {
    waiting: 'Waits for what it builds on',
    'held: unknown author': 'Set aside: its author is not known here',
    'held: not entitled': 'Set aside: its author may not do this',
    'held: revoked': 'Set aside: the device was revoked',
    'held: invitation': 'Set aside: the invitation does not hold',
    'held: device taken': 'Set aside: the device belongs to somebody else',
    'held: member taken': 'Set aside: the member exists already',
    'held: equivocation': 'Set aside: the device signed two different histories',
    'held: struck': 'Set aside by a facilitator',
    refused: 'Refused',
    foreign: 'From a newer Hearth',
  } as Record<string, string>,
  footnotes: 'Notes',
  footnote: (n: number) => `Note ${numberText(n)}`,
  footnoteBack: 'Back to the text',
  done: 'Done',
  notDone: 'Not done',
  table: 'Table',
  code: 'Preformatted text',
};
