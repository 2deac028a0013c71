/**
 * The one search box: what is typed, what is filtered, and the newest answer.
 *
 * Typing asks after a short pause; an answer to an older question never replaces a newer one.
 */
import { toApiError } from '../backend/backend';
import type { Commands } from '../backend/generated/commands';
import type { ApiError, KindName, SearchRequest, SearchResults } from '../backend/generated/types';
import type { Route } from '../../routes';

export const TYPING_PAUSE_MS = 60;
const PAGE = 20;

export class Find {
  query = $state('');
  kinds = $state<KindName[]>([]);
  tags = $state<string[]>([]);
  results = $state.raw<SearchResults | null>(null);
  /** The words that `results` answer. */
  answered = $state('');
  error = $state.raw<ApiError | null>(null);

  #commands: Commands;
  #latest = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(commands: Commands) {
    this.#commands = commands;
  }

  /** The place in the window that shows this question. */
  get route(): Extract<Route, { name: 'search' }> {
    const { query, kinds, tags } = this;
    return { name: 'search', query, kinds, tags };
  }

  readonly filtered = $derived(this.kinds.length > 0 || this.tags.length > 0);

  /** Takes what stands in the box while it is being typed. */
  type(query: string): void {
    this.query = query;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(true), TYPING_PAUSE_MS);
  }

  /** Takes a whole question at once, as when a screen opens or Enter is pressed. */
  async ask(
    query: string,
    kinds: KindName[] = this.kinds,
    tags: string[] = this.tags,
  ): Promise<void> {
    this.query = query;
    this.kinds = kinds;
    this.tags = tags;
    await this.#ask(false);
  }

  /** Asks the same question again, after lessons moved. */
  async again(): Promise<void> {
    if (this.query.trim() !== '') await this.#ask(false);
  }

  async more(): Promise<void> {
    const shown = this.results;
    if (!shown) return;
    const mine = this.#latest;
    try {
      const next = await this.#commands.search(this.#request(false, shown.hits.length));
      if (mine === this.#latest) this.results = { ...shown, hits: [...shown.hits, ...next.hits] };
    } catch (thrown) {
      if (mine === this.#latest) this.error = toApiError(thrown);
    }
  }

  async #ask(typing: boolean): Promise<void> {
    clearTimeout(this.#timer);
    const mine = ++this.#latest;
    const asked = this.query.trim();
    if (asked === '') {
      this.results = null;
      this.answered = '';
      this.error = null;
      return;
    }
    try {
      const results = await this.#commands.search(this.#request(typing, 0));
      if (mine !== this.#latest) return;
      this.results = results;
      this.answered = asked;
      this.error = null;
    } catch (thrown) {
      if (mine === this.#latest) this.error = toApiError(thrown);
    }
  }

  #request(typing: boolean, offset: number): SearchRequest {
    const { kinds, tags } = this;
    return {
      query: this.query.trim(),
      kinds: [...kinds],
      tags: [...tags],
      offset,
      limit: PAGE,
      typing,
    };
  }
}
