/** What a screen reader hears beside what it reads: one polite voice, one that interrupts. */

const SETTLE_MS = 500;

export class Announcer {
  polite = $state('');
  assertive = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Says `text` once things have been quiet for half a second. */
  say(text: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.polite = text), SETTLE_MS);
  }

  interrupt(text: string): void {
    this.assertive = text;
  }
}
