/** Every sentence in Arabic. */
import type { Messages } from '../messages';
import { errors, notices } from './errors';
import { exchange, incoming } from './exchange';
import { palette } from './palette';
import { kinds, lists, meta, reader, search, today } from './reading';
import { app, bar, leave, nav, shortcuts, welcome, work } from './shell';
import { revisions } from './revisions';
import { settings } from './settings';
import { times } from './times';
import { editor } from './writing';

export const arabic: Messages = {
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
  palette,
  exchange,
  incoming,
  revisions,
  settings,
  times,
  errors,
  notices,
};
