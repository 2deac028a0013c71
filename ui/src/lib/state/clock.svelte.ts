/** The present, as far as "2 h ago" is concerned: it moves every fifteen seconds. */

const TICK_MS = 15_000;

export class Clock {
  now = $state(Date.now());
  #timer: ReturnType<typeof setInterval>;

  constructor() {
    this.#timer = setInterval(() => this.read(), TICK_MS);
  }

  /** Reads the time now, after something that will be dated "just now". */
  read(): void {
    this.now = Date.now();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
