/**
 * Something a screen asks the engine for.
 *
 * The old content stays while new content is on its way; the wait is named only after 300 ms; an
 * answer that a later question has overtaken is dropped.
 */
import { toApiError } from '../backend/backend';
import type { ApiError } from '../backend/generated/types';

const NAME_THE_WAIT_MS = 300;

export class Loading<T> {
  value = $state.raw<T | null>(null);
  error = $state.raw<ApiError | null>(null);
  /** True once the wait is long enough to be named. */
  slow = $state(false);

  #ask: () => Promise<T>;
  #latest = 0;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
  }

  /** Asks again. Returns the answer, or null when it failed or was overtaken. */
  async load(): Promise<T | null> {
    const mine = ++this.#latest;
    const timer = setTimeout(() => (this.slow = mine === this.#latest), NAME_THE_WAIT_MS);
    try {
      const value = await this.#ask();
      if (mine !== this.#latest) return null;
      this.value = value;
      this.error = null;
      return value;
    } catch (thrown) {
      if (mine === this.#latest) this.error = toApiError(thrown);
      return null;
    } finally {
      clearTimeout(timer);
      if (mine === this.#latest) this.slow = false;
    }
  }
}
