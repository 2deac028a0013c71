/** What the nodes of one body share while they are drawn. Nothing here comes from the text as an id. */
import { getContext, setContext } from 'svelte';
import type { Block } from '../../lib/backend/generated/types';
import type { Level } from './headings';

export class Reading {
  /** Elements that links in this text can lead to, by name. */
  readonly places = new Map<string, HTMLElement>();

  constructor(
    readonly levels: () => Map<Block, Level>,
    /** The title of a lesson by id, for links that give no words. */
    readonly titleOf: (id: string) => string | null,
  ) {}

  /** Lets links find `element` under `name`; the first of a name wins. */
  place(name: string, element: HTMLElement): () => void {
    if (!this.places.has(name)) this.places.set(name, element);
    return () => {
      if (this.places.get(name) === element) this.places.delete(name);
    };
  }

  goTo(name: string): void {
    const place = this.places.get(name);
    place?.scrollIntoView({ block: 'start' });
    place?.focus({ preventScroll: true });
  }
}

const KEY = Symbol('reading');

export const provideReading = (reading: Reading): Reading => setContext(KEY, reading);
export const useReading = (): Reading => getContext<Reading>(KEY);
