/** Lessons that look like the title being typed, once it has four words. */
import type { Commands } from '../backend/generated/commands';
import type { LessonCard } from '../backend/generated/types';
import { wordCount } from '../text/format';

const PAUSE_MS = 400;
const ENOUGH_WORDS = 4;

export class Similar {
  lessons = $state.raw<LessonCard[]>([]);

  #commands: Commands;
  #latest = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(commands: Commands) {
    this.#commands = commands;
  }

  look(title: string): void {
    clearTimeout(this.#timer);
    const mine = ++this.#latest;
    if (wordCount(title) < ENOUGH_WORDS) {
      this.lessons = [];
      return;
    }
    this.#timer = setTimeout(() => void this.#ask(title, mine), PAUSE_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#latest += 1;
  }

  async #ask(title: string, mine: number): Promise<void> {
    // Only an offer: when it fails, the writer is not told.
    const lessons = await this.#commands.similarLessons(title).catch(() => []);
    if (mine === this.#latest) this.lessons = lessons;
  }
}
