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
  | 'sidebar'
  | 'bin'
  | 'settings'
  | 'palette'
  | 'larger'
  | 'smaller'
  | 'usualSize';

export interface Shortcut {
  /** As written for people: `g t`, `Mod+N`, `Alt+ArrowLeft`. */
  keys: string;
  act: Act;
}

/** The usual keys. */
export const shortcuts: readonly Shortcut[] = [
  { keys: 'g t', act: 'today' },
  { keys: 'g s', act: 'search' },
  { keys: 'g l', act: 'lessons' },
  { keys: 'g x', act: 'exchange' },
  { keys: 'g b', act: 'bin' },
  { keys: 'Mod+N', act: 'log' },
  { keys: '/', act: 'find' },
  { keys: 'Mod+K', act: 'palette' },
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
  { keys: 'Mod+,', act: 'settings' },
  { keys: 'Mod+=', act: 'larger' },
  { keys: 'Mod++', act: 'larger' },
  { keys: 'Mod+-', act: 'smaller' },
  { keys: 'Mod+0', act: 'usualSize' },
];

/** What settings say about keys. */
export interface KeySettings {
  singleLetters: boolean;
  shortcuts: Record<string, string | undefined>;
}

const isSingle = (keys: string) => !/^(Mod|Alt|Shift|F\d|Arrow)/.test(keys);

/** The keys in force: chosen ones in place of the usual, without single letters when they are off. */
export function bindings({ singleLetters, shortcuts: chosen }: KeySettings): Shortcut[] {
  const usual = shortcuts.filter(({ act }) => !chosen[act]);
  const own = shortcuts.flatMap(({ act }, at) => {
    const keys = chosen[act];
    const isFirst = shortcuts.findIndex((other) => other.act === act) === at;
    return keys && isFirst ? [{ keys, act }] : [];
  });
  return [...own, ...usual].filter(({ keys }) => singleLetters || !isSingle(keys));
}

/** A row of the sheet; without an act it is a key that cannot be changed. */
export interface SheetRow {
  act: Act | null;
  keys: string[];
  does: string;
}

/** The sheet: groups in the order they are read. */
export function sheet(settings: KeySettings): { title: string; rows: SheetRow[] }[] {
  const t = messages.shortcuts;
  const inForce = bindings(settings);
  const row = (act: Act, does: string): SheetRow => {
    const keys = inForce.filter((it) => it.act === act).map((it) => it.keys);
    return { act, keys, does };
  };
  const fixed = (keys: string, does: string): SheetRow => ({ act: null, keys: [keys], does });
  return [
    {
      title: t.groups.go,
      rows: [
        row('today', messages.nav.today),
        row('search', messages.nav.search),
        row('lessons', messages.nav.lessons),
        row('exchange', messages.nav.exchange),
        row('bin', messages.revisions.binTitle),
        row('settings', messages.settings.title),
        row('palette', messages.palette.title),
        row('find', t.find),
        row('back', t.back),
        row('forward', t.forward),
      ],
    },
    {
      title: t.groups.lists,
      rows: [row('next', t.next), row('previous', t.previous), fixed('Enter', t.openItem)],
    },
    { title: t.groups.lesson, rows: [row('edit', t.edit), row('answer', t.answer)] },
    {
      title: t.groups.writing,
      rows: [
        row('log', t.log),
        fixed('Mod+Enter', t.publish),
        fixed('Mod+S', t.saveDraft),
        fixed('Mod+B', t.bold),
        fixed('Mod+I', t.italic),
      ],
    },
    {
      title: t.groups.window,
      rows: [
        row('regionNext', t.regions),
        row('sidebar', t.sidebar),
        row('larger', t.larger),
        row('smaller', t.smaller),
        row('usualSize', t.usualSize),
        row('sheet', t.sheet),
        fixed('Esc', t.closeTop),
      ],
    },
  ];
}

const onMac = () => /Mac/.test(navigator.userAgent);

/** `Mod` as it is printed on this keyboard. */
export function shownKeys(keys: string): string {
  const drawn = keys.replace('ArrowLeft', '←').replace('ArrowRight', '→');
  const named = drawn.replace('ArrowDown', '↓').replace('ArrowUp', '↑');
  return onMac() ? named.replace('Mod+', '⌘') : named.replace('Mod', 'Ctrl').replace('+', ' ');
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

  constructor(private readonly settings: () => KeySettings) {}

  /** The act that `event` asks for, or null. `typing` is true while a text field has the focus. */
  read(event: KeyboardEvent, typing: boolean): Act | null {
    const pressed = nameOf(event);
    const single = !pressed.includes('+') && !pressed.startsWith('F');
    if (typing && single) return null;
    const started = event.timeStamp - this.#at < SEQUENCE_MS ? this.#first : '';
    const keys = started && single ? `${started} ${pressed}` : pressed;
    this.#first = keys === 'g' ? 'g' : '';
    this.#at = event.timeStamp;
    return bindings(this.settings()).find((it) => it.keys === keys)?.act ?? null;
  }
}

/** The keys that are pressed, as a shortcut writes them; empty while only Ctrl and its like are. */
export function keysPressed(event: KeyboardEvent): string {
  return ['Control', 'Shift', 'Alt', 'Meta', 'Tab'].includes(event.key) ? '' : nameOf(event);
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
