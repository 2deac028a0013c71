/**
 * Where the window is, where it was, and where the reader's eye was there.
 *
 * Every entry remembers its scroll position and the element that had focus (by its `data-focus-key`),
 * so that going back lands where one left.
 */
import { linkTo, type Route } from '../../routes';

export interface Entry {
  /** Unique in this window; screens are remounted when it changes. */
  readonly key: number;
  readonly route: Route;
  scroll: number;
  focus: string | null;
}

/** What the shell can tell about the screen being left. */
export interface Place {
  scroll: number;
  focus: string | null;
}

/** How the screen at the current entry was reached; `back` and `forward` restore its place. */
export type Arrival = 'fresh' | 'restored';

export class Navigation {
  #entries = $state<Entry[]>([]);
  #index = $state(0);
  #nextKey = 0;

  arrival = $state<Arrival>('fresh');
  /** Set by the shell: reads the place of the screen that is on show. */
  readPlace: () => Place = () => ({ scroll: 0, focus: null });

  readonly entry = $derived(this.#entries[this.#index] as Entry);
  readonly route = $derived(this.entry.route);
  readonly canGoBack = $derived(this.#index > 0);
  readonly canGoForward = $derived(this.#index < this.#entries.length - 1);

  constructor(start: Route) {
    this.#entries = [this.#entryFor(start)];
  }

  /** Opens `route`. The same place again is not a new step. */
  go(route: Route): void {
    if (
      linkTo(route) === linkTo(this.route) &&
      route.name !== 'incoming' &&
      route.name !== 'write'
    ) {
      this.arrival = 'fresh';
      return;
    }
    this.#leave();
    this.#entries = [...this.#entries.slice(0, this.#index + 1), this.#entryFor(route)];
    this.#index = this.#entries.length - 1;
    this.arrival = 'fresh';
  }

  /** Puts `route` in the place of the current one, as another screen. */
  replace(route: Route): void {
    this.#entries = this.#entries.with(this.#index, this.#entryFor(route));
    this.arrival = 'fresh';
  }

  /** Notes what a screen has become, without showing it anew. The one on show, unless told. */
  amend(route: Route, key = this.entry.key): void {
    this.#entries = this.#entries.map((entry) => (entry.key === key ? { ...entry, route } : entry));
  }

  /** Forgets every step, as when another community opens. */
  restart(route: Route): void {
    this.#entries = [this.#entryFor(route)];
    this.#index = 0;
    this.arrival = 'fresh';
  }

  back(): void {
    if (this.canGoBack) this.#step(-1);
  }

  forward(): void {
    if (this.canGoForward) this.#step(1);
  }

  #step(by: number): void {
    this.#leave();
    this.#index += by;
    this.arrival = 'restored';
  }

  #leave(): void {
    this.#entries = this.#entries.with(this.#index, { ...this.entry, ...this.readPlace() });
  }

  #entryFor(route: Route): Entry {
    return { key: this.#nextKey++, route, scroll: 0, focus: null };
  }
}
