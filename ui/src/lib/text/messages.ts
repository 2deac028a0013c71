/**
 * Every sentence of the window, in English.
 *
 * Components hold no sentences. A message is whole: none is put together from parts on a screen.
 * Error and notice sentences are in `errors.ts`.
 */
import { exchange, incoming } from './english/exchange';
import { kinds, lists, meta, reader, search, today } from './english/reading';
import { app, bar, leave, nav, shortcuts, welcome, work } from './english/shell';
import { editor } from './english/writing';

export type { Part } from './english/reading';

export const messages = {
  app,
  nav,
  bar,
  leave,
  work,
  shortcuts,
  welcome,
  kinds,
  meta,
  today,
  lists,
  search,
  reader,
  editor,
  exchange,
  incoming,
};

export type Messages = typeof messages;
