/**
 * A backend in memory: the sample community answers every command.
 *
 * For tests and static previews. It keeps the promises of the real commands that screens rely on,
 * and lets a test hold an answer back, refuse a command and speak as the engine would.
 */
import { toApiError, type Backend, type EventName, type Events, type Unlisten } from '../backend';
import type {
  ApiError,
  AppStatus,
  Draft,
  GiveRequest,
  ImportPlan,
  ListRequest,
  LessonList,
  SearchRequest,
  Settings,
  Today,
} from '../generated/types';
import { USUAL } from '../../state/settings.svelte';
import { samplePlan, sampleTargets } from './exchange';
import { SAMPLE_CHANGES } from './changes';
import { KEPT_FILES, SAMPLE_BACKUPS } from './files';
import { paletteSample, searchSample } from './search';
import { SampleStore } from './store';

/** The arguments of all commands; each handler reads its own. */
interface Args {
  id: string;
  text: string;
  settings: Settings;
  query: string;
  acts: string[];
  draft: Draft;
  exchange: number;
  request: ListRequest & SearchRequest & GiveRequest;
}

type Handler = (args: Args) => unknown;

export interface FakeOptions {
  /** False for a machine without a community, which shows Welcome. */
  community?: boolean;
  now?: number;
  plan?: Partial<ImportPlan>;
}

export class FakeBackend implements Backend {
  readonly calls: { name: string; args: Record<string, unknown> }[] = [];
  readonly store: SampleStore;
  readonly handlers: Record<string, Handler>;
  #hearers = new Map<EventName, Set<(payload: never) => void>>();
  #community: boolean;
  #settings: Settings = USUAL;
  #plan: ImportPlan;
  #nextDraft = 2;

  constructor({ community = true, now = Date.now(), plan = {} }: FakeOptions = {}) {
    this.#community = community;
    this.store = new SampleStore(now);
    this.#plan = { ...samplePlan(now), ...plan };
    this.handlers = this.#commands();
  }

  async call<T>(name: string, args: Record<string, unknown> = {}): Promise<T> {
    this.calls.push({ name, args });
    await Promise.resolve();
    const handler = this.handlers[name];
    try {
      if (!handler) throw new Error(`no command ${name}`);
      // Copied both ways, as everything is that crosses to the engine.
      const answer = await handler(structuredClone(args) as unknown as Args);
      return structuredClone(answer) as T;
    } catch (thrown) {
      throw toApiError(thrown);
    }
  }

  listen<E extends EventName>(event: E, heard: (payload: Events[E]) => void): Unlisten {
    const hearers = this.#hearers.get(event) ?? new Set();
    this.#hearers.set(event, hearers.add(heard));
    return () => void hearers.delete(heard);
  }

  pictureUrl(hash: string): string {
    return `/picture-${encodeURIComponent(hash)}`;
  }

  /** Speaks as the engine would. */
  emit<E extends EventName>(event: E, payload: Events[E]): void {
    for (const heard of this.#hearers.get(event) ?? []) heard(payload as never);
  }

  /** Refuses `name` from now on. */
  refuse(name: string, error: Partial<ApiError>): void {
    this.handlers[name] = () => {
      throw { code: 'unexpected', params: {}, message: 'refused', hint: '', ...error } as ApiError;
    };
  }

  calledWith(name: string): Record<string, unknown>[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.args);
  }

  #commands(): Record<string, Handler> {
    return {
      app_status: () => this.#status(),
      start_example: () => this.#enter(),
      found_community: () => ({ status: this.#enter(), recoveryWords: WORDS }),
      choose_invitation: () => ({ token: 'invitation', name: 'welcome.hearth', size: 24_000 }),
      join_community: () => this.#enter(),
      kept_files: () => KEPT_FILES,
      list_backups: () => SAMPLE_BACKUPS,
      back_up_now: () => SAMPLE_BACKUPS[0],
      try_backup: () => null,
      restore_backup: () => this.#enter(),
      open_home: () => undefined,
      set_settings: ({ settings }) => {
        this.#settings = settings;
        return null;
      },
      palette: ({ query, acts }) => paletteSample(this.store, query, acts),
      ...this.#reading(),
      ...this.#drafts(),
      ...this.#exchange(),
      open_link: () => null,
      check: () => ({
        atMs: Date.now(),
        allWell: true,
        stateDigest: '5f0c',
        nLessons: this.store.lessons.length,
        nChanges: 161,
        nAttachments: 0,
        problems: [],
        held: [],
      }),
    };
  }

  #reading(): Record<string, Handler> {
    return {
      today: () => this.#today(),
      list_lessons: ({ request }) => this.#list(request),
      read_lesson: ({ id }) => this.store.page(this.#held(id)),
      mark_read: ({ id }) => {
        this.#held(id).unread = false;
        return null;
      },
      lesson_history: ({ id }) => this.store.history(this.#held(id)),
      revision_changes: () => SAMPLE_CHANGES,
      restore_revision: ({ id }) => {
        this.store.withdrawn.delete(id);
        return { revision: 'before' };
      },
      withdraw_lesson: ({ id }) => {
        this.store.withdrawn.add(id);
        return { revision: 'before' };
      },
      similar_lessons: ({ text }) => this.#similar(text),
      search: ({ request }) => searchSample(this.store, request),
    };
  }

  #drafts(): Record<string, Handler> {
    const { store } = this;
    return {
      list_drafts: () => store.drafts,
      edit_lesson: ({ id }) => this.#edit(id),
      save_draft: ({ draft }) => this.#save(draft),
      discard_draft: ({ id }) => {
        const draft = store.drafts.find((candidate) => candidate.id === id);
        store.drafts = store.drafts.filter((candidate) => candidate !== draft);
        return draft;
      },
      publish_draft: ({ id }) => this.#publish(id),
    };
  }

  #exchange(): Record<string, Handler> {
    const { store } = this;
    return {
      give_targets: () => sampleTargets(store.now),
      give: ({ request }) => given(request),
      choose_bundle: () => ({ token: 'bundle', name: this.#plan.file, size: this.#plan.size }),
      preview_bundle: () => this.#plan,
      bring_in: () => {
        const { nNew, nUpdated, nForked, nChanges, sender } = this.#plan;
        const entry = {
          id: store.exchanges.length + 1,
          incoming: true,
          with: sender.name,
          atMs: Date.now(),
          nChanges,
          nLessons: nNew + nUpdated + nForked,
          canUndo: true,
          undone: false,
        };
        store.exchanges = [entry, ...store.exchanges];
        return entry;
      },
      undo_bring_in: ({ exchange }) => {
        const entry = store.exchanges.find((candidate) => candidate.id === exchange);
        if (entry) Object.assign(entry, { undone: true, canUndo: false });
        return { nRemoved: entry?.nChanges ?? 0, nKept: 0 };
      },
      exchange_history: () => store.exchanges,
      stop_work: () => null,
    };
  }

  #held(id: string) {
    const lesson = this.store.find(id);
    if (!lesson) throw { code: 'not_found', params: { id }, message: 'no such lesson', hint: '' };
    return lesson;
  }

  #enter(): AppStatus {
    this.#community = true;
    return this.#status();
  }

  #status(): AppStatus {
    const open = this.#community;
    return {
      version: '0.1.0',
      community: open
        ? {
            id: '5f0c',
            name: 'Highland Wells',
            purpose: 'Water that runs, in every village.',
            nMembers: 14,
            nLessons: this.store.lessons.length,
          }
        : null,
      me: open
        ? {
            id: 'amara',
            name: 'Amara Okafor',
            roles: ['practitioner'],
            words: 'oak-salt-river-nine',
          }
        : null,
      readOnly: false,
      settings: this.#settings,
      notices: [],
    };
  }

  #today(): Today {
    const { store } = this;
    const cards = store.lessons.map((lesson) => store.card(lesson));
    const unread = cards.filter((card) => card.unread);
    const open = cards.filter((card) => card.kind === 'problem' && card.nSolutions === 0);
    return {
      newToYou: unread.slice(0, 12),
      nOlder: Math.max(0, unread.length - 12),
      goodOld: unread.length === 0 ? (cards.at(-1) ?? null) : null,
      forked: cards.filter((card) => card.forked),
      openProblems: open.slice(0, 5),
      drafts: store.drafts.slice(0, 3),
      lastBroughtIn: store.exchanges.find((exchange) => exchange.incoming) ?? null,
      charterLine: 'We write down what failed too, and nobody is blamed for it.',
      nLessons: cards.length,
    };
  }

  #list({ kind, tag, withdrawn, offset, limit }: ListRequest): LessonList {
    const all = this.store.lessons
      .filter((lesson) => this.store.withdrawn.has(lesson.slug) === withdrawn)
      .filter((lesson) => !kind || lesson.kind === kind)
      .filter((lesson) => !tag || lesson.tags.includes(tag))
      .map((lesson) => this.store.card(lesson));
    return { total: all.length, lessons: all.slice(offset, offset + (limit || 50)) };
  }

  #similar(text: string) {
    const words = text
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word.length > 3);
    return this.store.lessons
      .filter((lesson) => words.some((word) => lesson.title.toLowerCase().includes(word)))
      .slice(0, 3)
      .map((lesson) => this.store.card(lesson));
  }

  #edit(id: string): Draft {
    const { kind, title, body, tags, site } = this.#held(id);
    const blank = { base: ['head'], happened: '', solves: null, savedMs: Date.now() };
    return this.#save({ id: '', lesson: id, kind, title, body, tags, site, ...blank });
  }

  #save(draft: Draft): Draft {
    const { store } = this;
    const saved = { ...draft, id: draft.id || `draft-${this.#nextDraft++}`, savedMs: Date.now() };
    store.drafts = [saved, ...store.drafts.filter((other) => other.id !== saved.id)];
    return saved;
  }

  #publish(id: string): { id: string } {
    const { store } = this;
    const draft = store.drafts.find((candidate) => candidate.id === id);
    if (!draft?.title.trim())
      throw { code: 'title_missing', params: {}, message: 'no title', hint: '' };
    store.drafts = store.drafts.filter((candidate) => candidate !== draft);
    const old = draft.lesson ? store.find(draft.lesson) : undefined;
    const slug = draft.lesson ?? `lesson-${store.lessons.length + 1}`;
    const { kind, title, body, tags, site } = draft;
    const nRevisions = (old?.nRevisions ?? 0) + 1;
    const lesson = { ...old, slug, kind, title, body, tags, site, nRevisions, daysAgo: 0 };
    const held = { author: 'Amara Okafor', ...lesson, updatedMs: Date.now() };
    if (draft.solves) Object.assign(held, { solves: draft.solves });
    store.lessons = [held, ...store.lessons.filter((other) => other.slug !== slug)];
    return { id: slug };
  }
}

const WORDS = 'anchor barley copper dawn ember fathom gravel harvest indigo jasper kettle lantern';

function given(request: GiveRequest) {
  const name = request.type === 'invitation' ? 'invitation.hearth' : 'highland-wells.hearth';
  return { name, folder: 'Documents', size: 2_100_000, nChanges: 34, nLessons: 12 };
}

/** The backend of a static preview. `?fresh` shows a machine without a community. */
export function sampleBackend(): Backend {
  return new FakeBackend({ community: !new URLSearchParams(location.search).has('fresh') });
}
