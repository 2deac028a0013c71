/** Where the eye and the focus go when a screen comes on show. */
import type { Entry } from '../state/navigation.svelte';
import { byFocusKey } from './focus';

const TRIES = 20;
const PAUSE_MS = 15;

/**
 * Brings the focus to the new screen: to the place it asks for, else to its heading; or, on the way
 * back, to where it was. Content that is still on its way is waited for, briefly.
 */
export async function arrive(
  main: HTMLElement,
  entry: Entry,
  restored: boolean,
  isOnShow: () => boolean,
): Promise<void> {
  const top = restored ? entry.scroll : 0;
  const heading = () => main.querySelector<HTMLElement>('h1');
  const here = () =>
    heading() !== null &&
    main.scrollHeight >= top + main.clientHeight &&
    (!restored || entry.focus === null || byFocusKey(entry.focus) !== null);
  for (let tries = 0; tries < TRIES && !here(); tries += 1) {
    await new Promise((done) => setTimeout(done, PAUSE_MS));
    if (!isOnShow()) return;
  }
  // Whoever has begun to use the new screen keeps the focus, however late its content came.
  const { activeElement } = document;
  if (activeElement !== main && main.contains(activeElement)) return;
  main.scrollTo({ top });
  // Whoever types in the search box stays there while results come.
  if (!restored && activeElement?.id === 'find') return;
  const asked = restored
    ? byFocusKey(entry.focus)
    : main.querySelector<HTMLElement>('[data-arrive]');
  (asked ?? heading())?.focus({ preventScroll: true });
}
