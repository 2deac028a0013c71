/** What the palette offers for what was typed, and which of it is chosen. */
import type { Commands } from '../backend/generated/commands';
import type { LessonCard } from '../backend/generated/types';

/** Something that can be done from the palette. */
export interface Offer {
  key: string;
  /** Which group it stands in. */
  group: 'recent' | 'lessons' | 'acts';
  text: string;
  lesson?: LessonCard;
  run: () => void;
}

/** An act of the window, with words it is also known by. */
export interface Ability {
  key: string;
  text: string;
  alsoCalled: string;
  run: () => void;
}

export class PaletteState {
  query = $state('');
  offers = $state.raw<Offer[]>([]);
  at = $state(0);
  #latest = 0;

  constructor(
    private readonly commands: Commands,
    private readonly abilities: Ability[],
    private readonly recents: Offer[],
    private readonly ofLesson: (card: LessonCard) => Offer,
    private readonly always: (query: string) => Offer[],
  ) {
    this.offers = [...recents, ...abilities.map(asOffer)];
  }

  /** Asks what fits; an answer to an older question never replaces a newer one. */
  async type(query: string): Promise<void> {
    this.query = query;
    const mine = ++this.#latest;
    const acts = this.abilities.map(({ text, alsoCalled }) => `${text} ${alsoCalled}`);
    const answer = await this.commands.palette(query, acts);
    if (mine !== this.#latest) return;
    const fitting = answer.acts.flatMap((at) => this.abilities[at] ?? []).map(asOffer);
    const asked = query.trim();
    this.at = 0;
    this.offers =
      asked === ''
        ? [...this.recents, ...fitting]
        : [...answer.lessons.map(this.ofLesson), ...fitting, ...this.always(asked)];
  }

  move(by: number): void {
    const n = this.offers.length;
    if (n > 0) this.at = (this.at + by + n) % n;
  }
}

function asOffer({ key, text, run }: Ability): Offer {
  return { key, group: 'acts', text, run };
}
