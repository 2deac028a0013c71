/** A link that leads out of Hearth, while the person decides. */
import type { LinkTarget } from '../backend/generated/types';

export type Outside = Extract<LinkTarget, { type: 'web' | 'mail' }>;

export interface Question {
  target: Outside;
  /** Where the link stands on the screen. */
  near: { x: number; y: number };
}

export class Leaving {
  question = $state.raw<Question | null>(null);

  ask(target: Outside, link: Element): void {
    const box = link.getBoundingClientRect();
    this.question = { target, near: { x: box.left, y: box.bottom } };
  }

  close(): void {
    this.question = null;
  }

  /** The address that is opened, exactly as it is shown. */
  static address(target: Outside): string {
    return target.type === 'web' ? target.url : `mailto:${target.address}`;
  }
}
