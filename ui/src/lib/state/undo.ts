/** Taking a whole bring-in back, and saying what that took out. */
import type { ExchangeEntry } from '../backend/generated/types';
import { messages } from '../text/messages';
import type { App } from './app.svelte';

export async function undoBringIn(app: App, entry: ExchangeEntry): Promise<void> {
  const t = messages.exchange;
  const undone = await app.attempt(() => app.commands.undoBringIn(entry.id));
  if (!undone) return;
  const { nRemoved, nKept } = undone;
  app.toasts.done(nKept > 0 ? t.undidPartly(nRemoved, nKept) : t.undid(nRemoved));
}
