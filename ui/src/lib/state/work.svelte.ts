/**
 * A long job of the engine: one at a time, named once it is felt, stopped on request.
 */
import type { Backend } from '../backend/backend';
import type { Commands } from '../backend/generated/commands';

const SHOW_AFTER_MS = 300;

export class Work {
  /** True from the first moment; buttons that would start another job rest. */
  busy = $state(false);
  /** True once the wait is long enough to be shown. */
  shown = $state(false);
  stopping = $state(false);
  label = $state('');
  done = $state(0);
  total = $state(0);

  #commands: Commands;

  constructor(backend: Backend, commands: Commands) {
    this.#commands = commands;
    backend.listen('progress', (progress) => {
      if (!this.busy) return;
      this.done = progress.done;
      this.total = progress.total;
    });
  }

  /** Runs a job. Its refusal, `stopped` included, is the caller's to tell. */
  async run<T>(label: string, job: () => Promise<T>): Promise<T> {
    Object.assign(this, { busy: true, stopping: false, label, done: 0, total: 0 });
    const timer = setTimeout(() => (this.shown = true), SHOW_AFTER_MS);
    try {
      return await job();
    } finally {
      clearTimeout(timer);
      this.busy = false;
      this.shown = false;
    }
  }

  stop(): void {
    this.stopping = true;
    void this.#commands.stopWork().catch(() => undefined);
  }
}
