/** A whole window on the sample community, as the tests of screens use it. */
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import AppRoot from '../src/App.svelte';
import { FakeBackend, type FakeOptions } from '../src/lib/backend/fake/fake';
import { App } from '../src/lib/state/app.svelte';
import type { Route } from '../src/routes';

/** Monday, 23 November 2026, 9 in the morning. */
export const NOW = new Date(2026, 10, 23, 9).getTime();

export async function openWindow(route: Route = { name: 'today' }, options: FakeOptions = {}) {
  const backend = new FakeBackend(options);
  return openWindowOn(backend, route);
}

export async function openWindowOn(backend: FakeBackend, route: Route = { name: 'today' }) {
  const app = new App(backend, route);
  render(AppRoot, { app });
  await app.start();
  return { app, backend, user: userEvent.setup() };
}

/** The heading of the screen on show. */
export const heading = (name?: string | RegExp) =>
  screen.findByRole('heading', name === undefined ? { level: 1 } : { level: 1, name });

/** What axe finds wrong with the page, in words. Colours are tested from the tokens instead. */
export async function axeFindings(): Promise<string[]> {
  const results = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'color-contrast': { enabled: false } },
  });
  return results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`,
  );
}
