/** Moving the focus through what is on the page. */

/** The links of the list on the screen, in order. */
function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('main [data-row]')];
}

/**
 * Moves the focus one row down or up. Returns false when the screen has no list, or when the focus
 * is on a control that uses the keys itself.
 */
export function moveInList(by: 1 | -1): boolean {
  const all = rows();
  if (all.length === 0) return false;
  const at = all.findIndex((row) => row === document.activeElement);
  const next = at === -1 ? (by === 1 ? 0 : all.length - 1) : at + by;
  const row = all[Math.max(0, Math.min(next, all.length - 1))];
  row?.focus();
  row?.scrollIntoView({ block: 'nearest' });
  return true;
}

export function focusFirstRow(): boolean {
  const first = rows()[0];
  first?.focus();
  return first !== undefined;
}

/** Moves the focus to the next part of the window that can be seen. */
export function moveToRegion(by: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => region.getClientRects().length > 0,
  );
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions.at((at + by + regions.length) % regions.length) ?? regions[0];
  next?.focus();
}

/** Finds the element that carried `key` as its `data-focus-key`. */
export function byFocusKey(key: string | null): HTMLElement | null {
  return key ? document.querySelector<HTMLElement>(`[data-focus-key="${CSS.escape(key)}"]`) : null;
}
