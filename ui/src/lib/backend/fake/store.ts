/** What the sample community holds in memory, and how its lessons look from outside. */
import type {
  Draft,
  ExchangeEntry,
  LessonCard,
  LessonPage,
  LinkRow,
  RevisionRow,
  Signer,
} from '../generated/types';
import { samples, type Sample } from './lessons';
import { parseSample } from './markdown';

const DAY = 86_400_000;

export interface Held extends Sample {
  updatedMs: number;
  nRevisions: number;
}

export class SampleStore {
  /** Lessons that were withdrawn, by id. */
  readonly withdrawn = new Set<string>();
  lessons: Held[];
  drafts: Draft[] = [];
  exchanges: ExchangeEntry[];

  constructor(readonly now: number) {
    this.lessons = samples.map((sample) => ({
      ...sample,
      updatedMs: now - sample.daysAgo * DAY,
      nRevisions: sample.slug === 'prime' ? 3 : 1,
    }));
    this.lessons.sort((a, b) => b.updatedMs - a.updatedMs);
    this.exchanges = [
      entry(2, 'Tomas Berg', now - 3 * DAY, { nChanges: 34, nLessons: 5, canUndo: true }),
      entry(1, 'Leila Haddad', now - 17 * DAY, { incoming: false, nChanges: 120, nLessons: 20 }),
    ];
    this.drafts = [
      {
        id: 'draft-1',
        lesson: null,
        base: [],
        kind: 'solution',
        title: 'Chlorine dosing after floods',
        body: 'Settle first. Then dose by the strip.\n',
        tags: ['chlorine'],
        site: 'Njoro',
        happened: '',
        solves: null,
        savedMs: now - 12 * 60_000,
      },
    ];
  }

  find(id: string): Held | undefined {
    return this.lessons.find((lesson) => lesson.slug === id);
  }

  card(lesson: Held): LessonCard {
    const words = lesson.body.split(/\s+/).length;
    return {
      id: lesson.slug,
      kind: lesson.kind,
      title: lesson.title,
      gist: gist(lesson.body),
      author: lesson.author,
      site: lesson.site || null,
      updatedMs: lesson.updatedMs,
      minutes: Math.max(1, Math.round(words / 40)),
      nSolutions: this.lessons.filter((other) => other.solves === lesson.slug).length,
      unread: lesson.unread ?? false,
      forked: false,
      retracted: this.withdrawn.has(lesson.slug),
    };
  }

  page(lesson: Held): LessonPage {
    return {
      card: this.card(lesson),
      body: parseSample(lesson.body),
      facts: [
        { field: 'site', text: lesson.site },
        ...Object.entries(lesson.facts ?? {}).map(([field, text]) => ({ field, text })),
      ].filter((fact) => fact.text !== ''),
      tags: [...lesson.tags].sort(),
      loggedMs: lesson.updatedMs - (lesson.nRevisions - 1) * DAY,
      nRevisions: lesson.nRevisions,
      signedBy: signer(lesson.author),
      links: this.links(lesson),
      attachments: [],
      forks: [],
      retraction: null,
      mayEdit: true,
    };
  }

  history(lesson: Held): RevisionRow[] {
    return Array.from({ length: lesson.nRevisions }, (_, back) => ({
      id: `${lesson.slug}-${lesson.nRevisions - back}`,
      signer: signer(lesson.author),
      atMs: lesson.updatedMs - back * DAY,
      fields: back === lesson.nRevisions - 1 ? ['title', 'body', 'kind'] : ['body'],
      parents:
        back === lesson.nRevisions - 1 ? [] : [`${lesson.slug}-${lesson.nRevisions - back - 1}`],
      standing: 'in effect',
    }));
  }

  private links(lesson: Held): LinkRow[] {
    const row = (kind: string, label: string, outgoing: boolean, id: string): LinkRow => {
      const other = this.find(id);
      return { kind, label, outgoing, other: other ? this.card(other) : null, otherId: id };
    };
    const solvedBy = this.lessons
      .filter((other) => other.solves === lesson.slug)
      .map((other) => row('solves', 'solved by', false, other.slug));
    const solves = lesson.solves ? [row('solves', 'solves', true, lesson.solves)] : [];
    const relates = (lesson.relates ?? []).map((id) => row('relates_to', 'relates to', true, id));
    return [...solves, ...solvedBy, ...relates];
  }
}

export function signer(name: string): Signer {
  const first = name.split(' ')[0] ?? name;
  return { name, device: `${first}’s laptop`, words: 'maple-river-seven-lamp' };
}

function gist(body: string): string {
  const text = body
    .split(/\n{2,}/)
    .filter((part) => !/^([#|>-]|\d)/.test(part))
    .join(' ')
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replace(/\*\*/g, '');
  return text.length > 170 ? `${text.slice(0, text.lastIndexOf(' ', 170))}…` : text;
}

function entry(id: number, who: string, atMs: number, more: Partial<ExchangeEntry>): ExchangeEntry {
  const blank = { incoming: true, nChanges: 0, nLessons: 0, canUndo: false, undone: false };
  return { id, with: who, atMs, ...blank, ...more };
}
