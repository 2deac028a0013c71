/** How the writing of a draft ends: published, or discarded with a way back. */
import { toApiError } from '../backend/backend';
import type { ApiError, Draft } from '../backend/generated/types';
import { errorText } from '../text/errors';
import { messages } from '../text/messages';
import type { App } from './app.svelte';
import type { Writing } from './writing.svelte';

export class Publishing {
  busy = $state(false);
  /** What is wrong with the title; empty when nothing is. */
  titleError = $state('');
  refusal = $state.raw<ApiError | null>(null);

  #app: App;
  #writing: Writing;

  constructor(app: App, writing: Writing) {
    this.#app = app;
    this.#writing = writing;
  }

  /** Publishes and opens the lesson. Returns false when there is something to mend first. */
  async publish(): Promise<boolean> {
    if (this.busy) return true;
    const { announcer, navigation, toasts } = this.#app;
    const t = messages.editor;
    const { title } = this.#writing.draft;
    this.titleError = title.trim() === '' ? t.needTitle : '';
    if (this.titleError !== '') {
      announcer.interrupt(this.titleError);
      return false;
    }
    this.busy = true;
    try {
      const id = await this.#writing.publish();
      toasts.done(t.published(title));
      navigation.replace({ name: 'lesson', id });
    } catch (thrown) {
      this.refusal = toApiError(thrown);
      announcer.interrupt(errorText(this.refusal).title);
    } finally {
      this.busy = false;
    }
    return true;
  }

  async discard(): Promise<void> {
    const { navigation, toasts } = this.#app;
    const t = messages.editor;
    await this.#app.attempt(async () => {
      const discarded = await this.#writing.discard();
      if (navigation.canGoBack) navigation.back();
      else navigation.go({ name: 'today' });
      if (!discarded) return;
      const run = () => void this.#bringBack(discarded);
      toasts.done(t.discarded(discarded.title || t.untitled), { label: messages.app.undo, run });
    });
  }

  async #bringBack(draft: Draft): Promise<void> {
    const app = this.#app;
    await app.attempt(async () => app.write((await app.commands.saveDraft(draft)).id));
  }
}
