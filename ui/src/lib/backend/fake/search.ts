/** A plain word search over the sample community, with the shape of the engine's answers. */
import type {
  FacetRow,
  HitRow,
  PaletteAnswer,
  SearchRequest,
  SearchResults,
  SnippetPart,
} from '../generated/types';
import type { Held, SampleStore } from './store';

const KINDS = ['story', 'problem', 'solution'];

export function searchSample(store: SampleStore, request: SearchRequest): SearchResults {
  const exact = /^"(.*)"$/.exec(request.query)?.[1];
  const slip = !exact && /\bvlave\b/.test(request.query);
  const asked = (exact ?? request.query)
    .toLowerCase()
    .replace(/\bvlave\b/g, slip ? 'valve' : 'vlave');
  const words = asked.split(/\s+/).filter(Boolean);
  const scored = store.lessons
    .map((lesson) => ({ lesson, score: score(lesson, words) }))
    .filter(({ score: points }) => points > 0)
    .sort((a, b) => b.score - a.score);
  const tagged = scored.filter(({ lesson }) =>
    request.tags.every((tag) => lesson.tags.includes(tag)),
  );
  const found = tagged.filter(
    ({ lesson }) => request.kinds.length === 0 || request.kinds.includes(lesson.kind),
  );
  const page = found.slice(request.offset, request.offset + (request.limit || 20));
  return {
    total: found.length,
    tookMs: 1.8,
    explained: `Lessons with ${words.map((word) => `“${word}”`).join(' and ')}, best match first.`,
    understood: slip ? asked : null,
    hits: page.map(({ lesson, score: points }): HitRow => ({
      card: store.card(lesson),
      score: points,
      snippet: snippet(lesson, words),
    })),
    kinds: KINDS.map((value) => ({
      value,
      count: tagged.filter(({ lesson }) => lesson.kind === value).length,
    })),
    tags: counts(found.flatMap(({ lesson }) => lesson.tags)),
  };
}

/** Acts that hold what was typed, and lessons as the search finds them. */
export function paletteSample(store: SampleStore, query: string, acts: string[]): PaletteAnswer {
  const asked = query.trim().toLowerCase();
  const fits = (act: string) => act.toLowerCase().includes(asked);
  const request = { query, kinds: [], tags: [], offset: 0, limit: 8, typing: true };
  return {
    acts: acts.flatMap((act, at) => (fits(act) ? [at] : [])),
    lessons: asked === '' ? [] : searchSample(store, request).hits.map(({ card }) => card),
  };
}

function score(lesson: Held, words: string[]): number {
  const title = lesson.title.toLowerCase();
  const rest = `${lesson.body} ${lesson.tags.join(' ')}`.toLowerCase();
  let points = 0;
  for (const word of words) {
    if (title.includes(word)) points += 3;
    else if (rest.includes(word)) points += 1;
    else return 0;
  }
  return points;
}

function snippet(lesson: Held, words: string[]): SnippetPart[] {
  const body = lesson.body.replace(/[#|*>]/g, ' ').replace(/\s+/g, ' ');
  const sentence =
    body
      .split(/(?<=\.) /)
      .find((part) => words.some((word) => part.toLowerCase().includes(word))) ??
    body.slice(0, 160);
  const escaped = words.map((word) => word.replace(/[^\p{L}\p{N}]/gu, '\\$&'));
  const parts = sentence.split(new RegExp(`(${escaped.join('\\W+')}|${escaped.join('|')})`, 'gi'));
  return parts.filter(Boolean).map((text, _, all) => ({
    text,
    marked:
      all.length > 1 &&
      words.some((word) => text.toLowerCase().startsWith(word)) &&
      text.length < 40,
  }));
}

function counts(values: string[]): FacetRow[] {
  const byValue = new Map<string, number>();
  for (const value of values) byValue.set(value, (byValue.get(value) ?? 0) + 1);
  return [...byValue]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || a.value.localeCompare(b.value))
    .slice(0, 12);
}
