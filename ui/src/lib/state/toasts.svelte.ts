/** Short notes at the corner of the window: what was done, and the way back. */

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'done' | 'error';
  readonly action: { label: string; run: () => void } | null;
}

const STAYS_MS = 10_000;

export class Toasts {
  list = $state<Toast[]>([]);
  #nextId = 0;
  #timers: Record<number, ReturnType<typeof setTimeout>> = {};

  done(text: string, action: Toast['action'] = null): void {
    this.#add({ id: this.#nextId++, text, tone: 'done', action });
  }

  error(text: string): void {
    this.#add({ id: this.#nextId++, text, tone: 'error', action: null });
  }

  dismiss(id: number): void {
    this.hold(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  /** Stops the clock of a toast that is pointed at or focused. */
  hold(id: number): void {
    clearTimeout(this.#timers[id]);
  }

  /** Starts the clock again. */
  release(id: number): void {
    this.hold(id);
    this.#timers[id] = setTimeout(() => this.dismiss(id), STAYS_MS);
  }

  #add(toast: Toast): void {
    this.list = [...this.list.slice(-2), toast];
    this.release(toast.id);
  }
}
