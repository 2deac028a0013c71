/** Giving files and bringing them in. */
import { listText } from '../format';
import { plural } from '../plural';

const lessons = (n: number) => plural(n, { one: '{n} lesson', other: '{n} lessons' });

export const exchange = {
  title: 'Exchange',
  intro: 'Files carry lessons between computers. No network is needed.',
  give: 'Give',
  giveHint: 'Make a Hearth file and hand it over any way you like.',
  bringIn: 'Bring in',
  bringInHint:
    'Choose a Hearth file, or drop it anywhere on this window. You see what would change before anything does.',
  chooseFile: 'Choose a file…',
  to: 'For whom?',
  sinceLast: (n: number) =>
    plural(n, { one: '{n} change since last time', other: '{n} changes since last time' }),
  nothingNew: 'Nothing new since last time',
  neverHeard: 'No file from them yet, so all of it goes in',
  heard: (when: string) => `Last file from them: ${when}`,
  whole: 'Everything',
  wholeHint: 'The whole community, for somebody who has little or none of it',
  invitation: 'An invitation',
  invitationHint: 'Lets one newcomer join this community',
  role: 'They join as',
  roles: {
    observer: 'Observer, who reads and reports',
    practitioner: 'Practitioner, who also logs lessons',
  } as Record<string, string>,
  makeFor: (name: string) => `Make a file for ${name}`,
  makeWhole: 'Make a file with everything',
  makeInvitation: 'Make an invitation',
  given: (name: string, folder: string, size: string) => `Saved ${name} in ${folder} (${size}).`,
  making: 'Making the file…',
  history: 'History',
  historyEmptyTitle: 'Nothing exchanged yet',
  historyEmpty: 'Give a file to one person this week; that is how it grows.',
  broughtInFrom: (who: string) => `Brought in from ${who}`,
  gaveTo: (who: string) => `Gave to ${who}`,
  entry: (n: number, changes: number) =>
    `${lessons(n)}, ${plural(changes, { one: '{n} change', other: '{n} changes' })}`,
  undone: 'Undone',
  undo: 'Undo',
  undoLabel: (who: string) => `Undo bringing in from ${who}`,
  undid: (n: number) =>
    plural(n, { one: 'Took {n} change out again.', other: 'Took {n} changes out again.' }),
  undidPartly: (n: number, kept: number) =>
    `Took ${plural(n, { one: '{n} change', other: '{n} changes' })} out again. ${plural(kept, {
      one: '{n} stays, because later work here builds on it.',
      other: '{n} stay, because later work here builds on them.',
    })}`,
};

export const incoming = {
  title: 'Bring in',
  titleFrom: (who: string) => `Bring in from ${who}`,
  about: (file: string, size: string, made: string) =>
    `${file} · ${size} · made ${made}. Nothing changes until you say so.`,
  reading: (file: string) => `Reading ${file}…`,
  sender: 'Who signed it',
  senders: {
    me: () => 'You made this file yourself.',
    known: (name: string) => `Signed by ${name}, a member you know.`,
    unknown: (name: string) => `Signed by someone you have not met here: ${name}.`,
    revoked: (name: string) => `Signed by ${name} with a device that was revoked.`,
  },
  senderDetail: {
    me: (words: string) => `Key words: ${words}. The file is complete and unchanged.`,
    known: (words: string) => `Key words: ${words}. The file is complete and unchanged.`,
    unknown: (words: string) =>
      `Check these four words with them: ${words}. The file is complete and unchanged.`,
    revoked: (words: string) =>
      `Key words: ${words}. What this device wrote after it was revoked waits aside until a facilitator decides.`,
  },
  note: 'Their note',
  change: 'What would change',
  nNew: (n: number) => plural(n, { one: '{n} new', other: '{n} new' }),
  nUpdated: (n: number) => plural(n, { one: '{n} updated', other: '{n} updated' }),
  nForked: (n: number) => plural(n, { one: '{n} needs you', other: '{n} need you' }),
  nRetracted: (n: number) => plural(n, { one: '{n} withdrawn', other: '{n} withdrawn' }),
  nGovernance: (n: number) => plural(n, { one: '{n} about people', other: '{n} about people' }),
  nHeld: (n: number) => plural(n, { one: '{n} set aside', other: '{n} set aside' }),
  newDetail: (kinds: string[]) => listText(kinds),
  updatedDetail: (names: string[]) =>
    names.length === 0 ? 'Newer text' : `Newer text from ${listText(names)}`,
  forkedDetail: 'Edited here and there; both texts are kept until somebody settles it',
  retractedDetail: 'Withdrawn by their authors or a facilitator',
  governanceDetail: 'Members, roles or the charter',
  heldDetail: 'Not shown until somebody entitled admits it',
  heldRow: (reason: string, n: number) =>
    `${reason} ${plural(n, { one: '{n} change.', other: '{n} changes.' })}`,
  /** Empty when there is nothing beside lessons. */
  extras: (links: number, attachments: number) =>
    listText(
      [
        links > 0 &&
          plural(links, { one: '{n} link between lessons', other: '{n} links between lessons' }),
        attachments > 0 &&
          plural(attachments, { one: '{n} attached file', other: '{n} attached files' }),
      ].filter((part) => part !== false),
    ),
  alsoBrings: (what: string) => `It also brings ${what}.`,
  known: (n: number) =>
    plural(n, {
      one: '{n} change in it is already here.',
      other: '{n} changes in it are already here.',
    }),
  look: 'Look',
  hide: 'Hide',
  lookLabel: (what: string) => `Look at ${what}`,
  nothingTitle: 'Everything in this file is already here',
  nothing: 'Nothing would change.',
  bringIn: (n: number) => plural(n, { one: 'Bring in {n} item', other: 'Bring in {n} items' }),
  bringInChanges: (n: number) =>
    plural(n, { one: 'Bring in {n} change', other: 'Bring in {n} changes' }),
  notNow: 'Not now',
  undoable: 'You can undo this for 30 days.',
  broughtIn: (n: number, who: string) =>
    plural(n, {
      one: `Brought in {n} item from ${who}.`,
      other: `Brought in {n} items from ${who}.`,
    }),
  another: 'Choose another file…',
  bringingIn: (who: string) => `Bringing in from ${who}…`,
};
