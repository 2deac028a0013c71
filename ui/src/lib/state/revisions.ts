/** Acts on a lesson through time; each tells what it did and offers the way back. */
import type { LessonCard, WithdrawalReason } from '../backend/generated/types';
import { messages } from '../text/messages';
import type { App } from './app.svelte';

/** Writes a new revision that says what an old one said. */
export async function restore(app: App, lesson: string, revision: string): Promise<void> {
  await app.attempt(async () => {
    const back = await app.commands.restoreRevision(lesson, revision);
    const run = () => void app.attempt(() => app.commands.restoreRevision(lesson, back.revision));
    app.toasts.done(messages.revisions.restored, { label: messages.app.undo, run });
  });
}

/** Withdraws a lesson; Undo takes the withdrawal away again. */
export async function withdraw(
  app: App,
  card: LessonCard,
  reason: WithdrawalReason,
  words: string,
): Promise<void> {
  await app.attempt(async () => {
    const back = await app.commands.withdrawLesson(card.id, reason, words);
    const run = () => void takeBack(app, card, back.revision);
    const said = messages.revisions.withdrawn(card.title);
    app.toasts.done(said, { label: messages.app.undo, run });
  });
}

/** Brings a withdrawn lesson back as it was; without a revision, as it last was. */
export async function takeBack(app: App, card: LessonCard, revision?: string): Promise<void> {
  await app.attempt(async () => {
    const last = revision ?? (await lastText(app, card.id));
    if (!last) return;
    await app.commands.restoreRevision(card.id, last);
    app.toasts.done(messages.revisions.tookBack(card.title));
  });
}

async function lastText(app: App, lesson: string): Promise<string | undefined> {
  const history = await app.commands.lessonHistory(lesson);
  return history.find(
    ({ fields, standing }) => !fields.includes('withdrawn') && standing === 'in effect',
  )?.id;
}
