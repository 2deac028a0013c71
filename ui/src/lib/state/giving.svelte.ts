/** For whom a file is made, and the making of it. */
import { toApiError } from '../backend/backend';
import type { GiveRequest, GiveTarget } from '../backend/generated/types';
import { errorSentence } from '../text/errors';
import { sizeText } from '../text/format';
import { messages } from '../text/messages';
import type { App } from './app.svelte';
import { Loading } from './loading.svelte';

export class Giving {
  role = $state('practitioner');
  readonly targets: Loading<GiveTarget[]>;

  #app: App;
  #picked = $state<string | null>(null);

  constructor(app: App) {
    this.#app = app;
    this.targets = new Loading(() => app.commands.giveTargets());
  }

  /** A member's id, `whole` or `invitation`. */
  get choice(): string {
    return this.#picked ?? this.#likely()?.member ?? 'whole';
  }

  set choice(picked: string) {
    this.#picked = picked;
  }

  get mayInvite(): boolean {
    const roles = this.#app.status?.me?.roles ?? [];
    return roles.includes('facilitator') || roles.includes('steward');
  }

  /** Those one hears from come first. */
  get people(): GiveTarget[] {
    const byName = (a: GiveTarget, b: GiveTarget) => a.name.localeCompare(b.name);
    const heard = ({ lastHeardMs }: GiveTarget) => lastHeardMs ?? 0;
    return (this.targets.value ?? []).toSorted((a, b) => heard(b) - heard(a) || byName(a, b));
  }

  /** What the one button says. */
  get act(): string {
    const t = messages.exchange;
    if (this.choice === 'invitation') return t.makeInvitation;
    const target = this.#target();
    return target ? t.makeFor(target.name) : t.makeWhole;
  }

  /** Makes the file. Returns false when the person closed the dialog or it was refused. */
  async give(): Promise<boolean> {
    const { work, toasts, commands } = this.#app;
    try {
      const given = await work.run(messages.exchange.making, () => commands.give(this.#request()));
      if (!given) return false;
      toasts.done(messages.exchange.given(given.name, given.folder, sizeText(given.size)));
      return true;
    } catch (thrown) {
      toasts.error(errorSentence(toApiError(thrown)));
      return false;
    }
  }

  /** The colleague last heard from who lacks something. */
  #likely(): GiveTarget | undefined {
    return this.people.find(({ nNew }) => nNew > 0);
  }

  #target(): GiveTarget | undefined {
    return this.targets.value?.find(({ member }) => member === this.choice);
  }

  #request(): GiveRequest {
    if (this.choice === 'invitation') return { type: 'invitation', role: this.role };
    const target = this.#target();
    return target ? { type: 'sinceLast', member: target.member } : { type: 'whole' };
  }
}
