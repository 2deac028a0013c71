/**
 * The keys of the window as one table, used by the handler, the sheet and the hints on controls.
 *
 * Single letters act only while no text field has the focus. `Mod` is Ctrl, or Cmd on macOS.
 */
import { messages } from '../text/messages';

export type Act =
  | 'today'
  | 'search'
  | 'lessons'
  | 'exchange'
  | 'log'
  | 'find'
  | 'next'
  | 'previous'
  | 'edit'
  | 'answer'
  | 'back'
  | 'forward'
  | 'sheet'
  | 'regionNext'
  | 'regionPrevious'
  | 'sidebar';

export interface Shortcut {
  /** As written for people: `g t`, `Mod+N`, `Alt+ArrowLeft`. */
  keys: string;
  act: Act;
}

export const shortcuts: readonly Shortcut[] = [
  { keys: 'g t', act: 'today' },
  { keys: 'g s', act: 'search' },
  { keys: 'g l', act: 'lessons' },
  { keys: 'g x', act: 'exchange' },
  { keys: 'Mod+N', act: 'log' },
  { keys: '/', act: 'find' },
  { keys: 'Mod+K', act: 'find' },
  { keys: 'j', act: 'next' },
  { keys: 'ArrowDown', act: 'next' },
  { keys: 'k', act: 'previous' },
  { keys: 'ArrowUp', act: 'previous' },
  { keys: 'e', act: 'edit' },
  { keys: 'a', act: 'answer' },
  { keys: 'Alt+ArrowLeft', act: 'back' },
  { keys: 'Mod+[', act: 'back' },
  { keys: 'Alt+ArrowRight', act: 'forward' },
  { keys: 'Mod+]', act: 'forward' },
  { keys: '?', act: 'sheet' },
  { keys: 'Mod+/', act: 'sheet' },
  { keys: 'F6', act: 'regionNext' },
  { keys: 'Shift+F6', act: 'regionPrevious' },
  { keys: 'Mod+B', act: 'sidebar' },
];

const t = messages.shortcuts;

/** The sheet: groups in the order they are read. */
export const sheet: { title: string; rows: { keys: string[]; does: string }[] }[] = [
  {
    title: t.groups.go,
    rows: [
      { keys: ['g t'], does: messages.nav.today },
      { keys: ['g s'], does: messages.nav.search },
      { keys: ['g l'], does: messages.nav.lessons },
      { keys: ['g x'], does: messages.nav.exchange },
      { keys: ['/', 'Mod+K'], does: t.find },
      { keys: ['Alt+←'], does: t.back },
      { keys: ['Alt+→'], does: t.forward },
    ],
  },
  {
    title: t.groups.lists,
    rows: [
      { keys: ['j', '↓'], does: t.next },
      { keys: ['k', '↑'], does: t.previous },
      { keys: ['Enter'], does: t.openItem },
    ],
  },
  {
    title: t.groups.lesson,
    rows: [
      { keys: ['e'], does: t.edit },
      { keys: ['a'], does: t.answer },
      { keys: ['j', 'k'], does: t.beside },
    ],
  },
  {
    title: t.groups.writing,
    rows: [
      { keys: ['Mod+N'], does: t.log },
      { keys: ['Mod+Enter'], does: t.publish },
      { keys: ['Mod+S'], does: t.saveDraft },
      { keys: ['Mod+B'], does: t.bold },
      { keys: ['Mod+I'], does: t.italic },
    ],
  },
  {
    title: t.groups.window,
    rows: [
      { keys: ['F6'], does: t.regions },
      { keys: ['Mod+B'], does: t.sidebar },
      { keys: ['?'], does: t.sheet },
      { keys: ['Esc'], does: t.closeTop },
    ],
  },
];

const onMac = () => /Mac/.test(navigator.userAgent);

/** `Mod` as it is printed on this keyboard. */
export function shownKeys(keys: string): string {
  return onMac() ? keys.replace('Mod+', '⌘') : keys.replace('Mod', 'Ctrl').replace('+', ' ');
}

/** For `aria-keyshortcuts`, which names Ctrl and Cmd differently. */
export function ariaKeys(keys: string): string {
  return keys.replace('Mod', onMac() ? 'Meta' : 'Control');
}

const SEQUENCE_MS = 1500;

/** Turns key presses into acts; remembers a started `g …` for a moment. */
export class KeyReader {
  #first = '';
  #at = 0;

  /** The act that `event` asks for, or null. `typing` is true while a text field has the focus. */
  read(event: KeyboardEvent, typing: boolean): Act | null {
    const pressed = nameOf(event);
    const single = !pressed.includes('+') && !pressed.startsWith('F');
    if (typing && single) return null;
    const started = event.timeStamp - this.#at < SEQUENCE_MS ? this.#first : '';
    const keys = started && single ? `${started} ${pressed}` : pressed;
    this.#first = keys === 'g' ? 'g' : '';
    this.#at = event.timeStamp;
    return shortcuts.find((shortcut) => shortcut.keys === keys)?.act ?? null;
  }
}

function nameOf(event: KeyboardEvent): string {
  const { key, altKey, shiftKey } = event;
  const mod = event.ctrlKey || event.metaKey;
  const name = mod && key.length === 1 ? key.toUpperCase() : key;
  const shifted = shiftKey && key.length > 1;
  return `${mod ? 'Mod+' : ''}${altKey ? 'Alt+' : ''}${shifted ? 'Shift+' : ''}${name}`;
}

/** True where letters are text and not acts. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]')
  );
}
