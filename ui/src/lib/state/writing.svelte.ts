/**
 * A draft on the screen.
 *
 * Whatever is typed is on disk within a second, and at once when the field or the window is left.
 * One save runs at a time, so a new draft is made once; what was typed meanwhile is saved next.
 */
import { toApiError } from '../backend/backend';
import type { Commands } from '../backend/generated/commands';
import type { ApiError, Draft, KindName } from '../backend/generated/types';
import type { Start } from '../../routes';

/** From the first unsaved keystroke to the save; leaves room for the save itself within a second. */
export const SAVE_AFTER_MS = 700;
const RETRY_AFTER_MS = 5000;

export type SaveState = 'blank' | 'unsaved' | 'saved' | 'failed';

export function newDraft(start: Start): Draft {
  return {
    id: '',
    lesson: null,
    base: [],
    kind: start.kind,
    title: start.title,
    body: '',
    tags: [],
    site: '',
    happened: '',
    solves: start.solves,
    savedMs: 0,
  };
}

export class Writing {
  draft = $state<Draft>(newDraft({ kind: 'problem', title: '', solves: null }));
  state = $state<SaveState>('blank');
  error = $state.raw<ApiError | null>(null);

  #commands: Commands;
  #saved: (draft: Draft) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dirty = false;
  #running: Promise<void> | null = null;
  #closed = false;

  /** `saved` hears of every save, with the id that a new draft was given. */
  constructor(commands: Commands, draft: Draft, saved: (draft: Draft) => void = () => undefined) {
    this.#commands = commands;
    this.#saved = saved;
    this.draft = { ...draft };
    this.state = draft.id === '' ? 'blank' : 'saved';
  }

  /** Takes a change of one or more fields. */
  change(fields: Partial<Pick<Draft, 'title' | 'body' | 'tags' | 'site' | 'happened'>>): void {
    Object.assign(this.draft, fields);
    this.#touch();
  }

  choose(kind: KindName): void {
    if (this.draft.kind === kind) return;
    this.draft.kind = kind;
    // A kind alone is not worth keeping; it goes along with the first words.
    if (this.state !== 'blank') this.#touch();
  }

  /** Saves now what is not yet saved, and waits for it. */
  async saveNow(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#running || this.#dirty) {
      await (this.#running ?? this.#save());
      if (this.state === 'failed') return;
    }
  }

  /** Publishes the draft. Rejects with an `ApiError`; the draft then stands as before. */
  async publish(): Promise<string> {
    if (this.draft.id === '') this.#dirty = true;
    await this.saveNow();
    if (this.error) throw this.error;
    const published = await this.#commands.publishDraft(this.draft.id);
    this.#close();
    return published.id;
  }

  /** Discards the draft and returns what was discarded, for Undo; null when nothing was saved. */
  async discard(): Promise<Draft | null> {
    await this.saveNow();
    const { id } = this.draft;
    this.#close();
    return id === '' ? null : this.#commands.discardDraft(id);
  }

  #touch(): void {
    if (this.#closed) return;
    this.#dirty = true;
    if (this.state !== 'failed') this.state = 'unsaved';
    // Counted from the first keystroke that is not saved, not from the last.
    this.#timer ??= setTimeout(() => void this.saveNow(), SAVE_AFTER_MS);
  }

  #save(): Promise<void> {
    this.#dirty = false;
    this.#running = this.#send().finally(() => (this.#running = null));
    return this.#running;
  }

  async #send(): Promise<void> {
    try {
      const saved = await this.#commands.saveDraft($state.snapshot(this.draft));
      this.draft.id = saved.id;
      this.draft.savedMs = saved.savedMs;
      this.error = null;
      this.state = this.#dirty ? 'unsaved' : 'saved';
      this.#saved($state.snapshot(this.draft));
    } catch (thrown) {
      this.#dirty = true;
      this.error = toApiError(thrown);
      this.state = 'failed';
      if (!this.#closed) this.#timer ??= setTimeout(() => void this.saveNow(), RETRY_AFTER_MS);
    }
  }

  #close(): void {
    this.#closed = true;
    this.#dirty = false;
    clearTimeout(this.#timer);
  }
}
