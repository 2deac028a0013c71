/** The window around the screens, and the first minute. */
import type { Theme } from '../../backend/generated/types';
import { numberText, plural } from '../plural';

const themes: Record<Theme, string> = {
  system: 'System',
  light: 'Light',
  dark: 'Dark',
  'hc-light': 'High contrast, light',
  'hc-dark': 'High contrast, dark',
};

export const app = {
  name: 'Hearth',
  windowTitle: (screen: string) => `${screen} · Hearth`,
  opening: 'Opening the community…',
  skip: 'Skip to the main part',
  tryAgain: 'Try again',
  copyDetails: 'Copy details',
  copied: 'Copied',
  linkLeadsNowhere: (link: string) => `This link leads nowhere in Hearth: ${link}`,
  undo: 'Undo',
  dismiss: 'Dismiss',
  close: 'Close',
  wait: 'Fetching…',
};

export const nav = {
  label: 'Main',
  today: 'Today',
  search: 'Search',
  lessons: 'Lessons',
  exchange: 'Exchange',
  shortcuts: 'Keyboard shortcuts',
  theme: 'Theme',
  themeIs: (theme: Theme) => `Theme: ${themes[theme]}`,
  themes,
  members: (n: number) => plural(n, { one: '{n} member', other: '{n} members' }),
  open: 'Show the menu',
  close: 'Hide the menu',
};

export const bar = {
  label: 'Top bar',
  back: 'Back',
  forward: 'Forward',
  find: 'Search lessons',
  findLabel: 'Search lessons',
  clear: 'Clear the search',
  log: 'Log a lesson',
  mayNotLog: 'You can read in this community, not write',
};

export const leave = {
  title: (host: string) => `Open ${host} in your browser?`,
  mailTitle: (address: string) => `Write to ${address}?`,
  text: 'This leaves Hearth. The address is:',
  open: 'Open',
  mail: 'Write',
  stay: 'Stay here',
};

export const work = {
  stop: 'Stop',
  stopping: 'Stopping…',
  of: (done: number, total: number) => `${numberText(done)} of ${numberText(total)}`,
  percent: (percent: number) => `${numberText(percent)} percent`,
};

export const shortcuts = {
  title: 'Keyboard shortcuts',
  hint: 'Single letters work when no text field has the focus.',
  groups: {
    go: 'Go to',
    lists: 'In lists',
    lesson: 'On a lesson',
    writing: 'Writing',
    window: 'Window',
  },
  log: 'Log a lesson',
  find: 'Search',
  next: 'Next in the list',
  previous: 'Previous in the list',
  openItem: 'Open',
  beside: 'Next or previous lesson',
  edit: 'Edit this lesson',
  answer: 'Add a solution',
  back: 'Back',
  forward: 'Forward',
  publish: 'Publish',
  saveDraft: 'Save the draft now',
  bold: 'Bold',
  italic: 'Italic',
  sheet: 'This list',
  closeTop: 'Close what is on top',
  larger: 'Everything larger',
  smaller: 'Everything smaller',
  usualSize: 'The usual size',
  regions: 'Next part of the window',
  sidebar: 'Show or hide the menu',
};

export const welcome = {
  title: 'Welcome',
  motto: 'Keep what your community learns.',
  choose: 'How do you want to begin?',
  example: 'Look around an example',
  exampleHint: 'A small community with lessons to read. Nothing you do there matters.',
  join: 'Join with a file someone gave you',
  joinHint: 'An invitation from a community that already exists.',
  found: 'Start a community',
  foundHint: 'For you and the people you learn with.',
  onComputer: 'Everything stays on this computer.',
  go: 'Continue',
  back: 'Back',
  yourName: 'Your name',
  yourNameHint: 'Others see it beside what you write',
  communityName: 'Name of the community',
  communityNameHint: 'Such as “Highland Wells”',
  invitation: 'Invitation',
  chooseInvitation: 'Choose the file…',
  otherInvitation: 'Choose another…',
  noInvitation: 'No file chosen yet',
  joinTitle: 'Join a community',
  joinGo: 'Join',
  foundTitle: 'Start a community',
  foundGo: 'Create',
  needName: 'Write your name first.',
  needCommunity: 'Give the community a name first.',
  needInvitation: 'Choose the invitation file first.',
  wordsTitle: 'Write these words down',
  words:
    'If every facilitator’s computer is lost, these words can found the community again. They are shown once and kept nowhere.',
  wordsLabel: 'Recovery words',
  wordsDone: 'I have written them down',
  wordsGo: 'Open the community',
};
