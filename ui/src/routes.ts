/**
 * Every place in the window as one typed union, and how it is written as a link.
 *
 * Shared by navigation, history and deep links. There is no address bar and no URL router.
 */
import type { ChosenFile, KindName } from './lib/backend/generated/types';

export type Route =
  | { name: 'welcome' }
  | { name: 'today' }
  | { name: 'search'; query: string; kinds: KindName[]; tags: string[] }
  | { name: 'lessons'; kind: KindName | null; tag: string | null }
  | { name: 'lesson'; id: string }
  | { name: 'write'; draft: string | null; start: Start }
  | { name: 'exchange' }
  | { name: 'settings' }
  | { name: 'bin' }
  | { name: 'incoming'; file: ChosenFile };

export type RouteName = Route['name'];

/** What a new draft begins with. */
export interface Start {
  kind: KindName;
  title: string;
  /** The problem that a new solution answers. */
  solves: string | null;
}

export const blankStart: Start = { kind: 'problem', title: '', solves: null };

const KINDS: readonly KindName[] = ['story', 'problem', 'solution'];

export function kindFrom(text: string | null): KindName | null {
  return KINDS.find((kind) => kind === text) ?? null;
}

/** The link that leads to `route`, for `href`. Files and drafts have none beyond their screen. */
export function linkTo(route: Route): string {
  switch (route.name) {
    case 'lesson':
      return `#/item/${encodeURIComponent(route.id)}`;
    case 'search':
      return `#/search${asQuery([
        ['q', route.query],
        ...route.kinds.map((kind): [string, string] => ['kind', kind]),
        ...route.tags.map((tag): [string, string] => ['tag', tag]),
      ])}`;
    case 'lessons':
      return `#/lessons${asQuery([
        ['kind', route.kind],
        ['tag', route.tag],
      ])}`;
    case 'write':
      return '#/new';
    case 'incoming':
      return '#/exchange';
    default:
      return `#/${route.name}`;
  }
}

/**
 * Reads `#/…` and `hearth://…` links. A link never carries a path to a file: `bring-in` is refused,
 * and whatever is not understood leads nowhere.
 */
export function routeFrom(link: string): Route | null {
  const match = /^(?:#\/|hearth:\/\/)([a-z-]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(link);
  if (!match) return null;
  const [, screen, rest = '', query = ''] = match;
  const values = new URLSearchParams(query);
  switch (screen) {
    case 'today':
    case 'exchange':
    case 'settings':
    case 'bin':
      return { name: screen };
    case 'item':
      return rest === '' ? null : { name: 'lesson', id: decoded(rest) };
    case 'lessons':
      return { name: 'lessons', kind: kindFrom(values.get('kind')), tag: values.get('tag') };
    case 'search':
      return {
        name: 'search',
        query: values.get('q') ?? '',
        kinds: values.getAll('kind').flatMap((kind) => kindFrom(kind) ?? []),
        tags: values.getAll('tag'),
      };
    case 'new':
      return {
        name: 'write',
        draft: null,
        start: {
          kind: kindFrom(values.get('kind')) ?? blankStart.kind,
          title: values.get('title') ?? '',
          solves: null,
        },
      };
    default:
      return null;
  }
}

function asQuery(pairs: [string, string | null][]): string {
  const filled = pairs.filter((pair): pair is [string, string] => Boolean(pair[1]));
  return filled.length === 0 ? '' : `?${new URLSearchParams(filled).toString()}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
