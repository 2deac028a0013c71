/** Everything one window knows, handed down by context. Screens own what only they show. */
import { getContext, setContext } from 'svelte';
import { toApiError, type Backend } from '../backend/backend';
import { commands, type Commands } from '../backend/generated/commands';
import type {
  ApiError,
  AppStatus,
  ChosenFile,
  KindName,
  LessonCard,
  Theme,
} from '../backend/generated/types';
import { errorSentence } from '../text/errors';
import { bindings, type Act } from '../keys/shortcuts';
import { messages } from '../text/messages';
import { blankStart, routeFrom, type Route } from '../../routes';
import { Announcer } from './announcer.svelte';
import { Clock } from './clock.svelte';
import { Find } from './find.svelte';
import { LanguageState } from './language.svelte';
import { Leaving } from './leaving.svelte';
import { Navigation } from './navigation.svelte';
import { SettingsState } from './settings.svelte';
import { ThemeState } from './theme.svelte';
import { Toasts } from './toasts.svelte';
import { Work } from './work.svelte';

const KEY = Symbol('hearth');

/** Remembers which draft was on the screen, so that it comes back after a crash. */
const WRITING = 'hearth.writing';

/** Lessons that the palette remembers. */
const RECENTS = 6;

export class App {
  readonly commands: Commands;
  readonly navigation: Navigation;
  readonly announcer = new Announcer();
  readonly clock = new Clock();
  readonly find: Find;
  readonly language = new LanguageState();
  readonly leaving = new Leaving();
  readonly settings: SettingsState;
  readonly theme = new ThemeState();
  readonly toasts = new Toasts();
  readonly work: Work;

  status = $state.raw<AppStatus | null>(null);
  startError = $state.raw<ApiError | null>(null);
  sidebarOpen = $state(false);
  shortcutsOpen = $state(false);
  paletteOpen = $state(false);
  /** Lessons read lately, newest first, for the palette. */
  recents = $state.raw<LessonCard[]>([]);
  /** Notices of the start that were dismissed, by code. */
  dismissed = $state<string[]>([]);
  /** A file that was offered before there was a community to bring it into. */
  offered = $state.raw<ChosenFile | null>(null);
  /** The title of the draft that came back after a crash, until it is seen. */
  recovered = $state<string | null>(null);
  /** The list the open lesson came from, for j and k. */
  trail: string[] = [];

  constructor(
    readonly backend: Backend,
    start: Route = { name: 'today' },
  ) {
    this.commands = commands((name, args) => backend.call(name, args));
    this.navigation = new Navigation(start);
    this.find = new Find(this.commands);
    this.settings = new SettingsState(this.commands, this.theme, this.language);
    this.work = new Work(backend, this.commands);
    backend.listen('changed', () => {
      void this.refresh();
      void this.find.again();
    });
    backend.listen('file-offered', (file) => this.offer(file));
    backend.listen('link-followed', ({ link }) => this.follow(link));
  }

  /** Asks for the state of this machine and opens the first screen. */
  async start(): Promise<void> {
    try {
      const status = await this.commands.appStatus();
      this.startError = null;
      this.settings.apply(status.settings);
      if (status.community) {
        this.status = status;
        await this.#recover();
        if (this.offered) this.offer(this.offered);
      } else {
        this.enter(status, { name: 'welcome' });
      }
    } catch (thrown) {
      this.startError = toApiError(thrown);
    }
  }

  /** Opens a community that was just started, joined or filled. */
  enter(status: AppStatus, route: Route = { name: 'today' }): void {
    this.status = status;
    this.navigation.restart(route);
    if (status.community && this.offered) this.offer(this.offered);
  }

  /** Reads the counts of the sidebar again. */
  async refresh(): Promise<void> {
    try {
      this.status = await this.commands.appStatus();
    } catch {
      // The old counts stand until the next change.
    }
  }

  /** Shows what a file would change, or keeps it until a community is open. */
  offer(file: ChosenFile): void {
    if (!this.status?.community) {
      this.offered = file;
      return;
    }
    this.offered = null;
    this.navigation.go({ name: 'incoming', file });
  }

  /** Goes where a link leads that was opened outside the window. It can change nothing. */
  follow(link: string): void {
    const route = routeFrom(link);
    if (!route) this.toasts.error(messages.app.linkLeadsNowhere(link.slice(0, 200)));
    else if (this.status?.community) this.navigation.go(route);
  }

  /** The first key in force for an act, for hints on controls; empty when it has none. */
  keysOf(act: Act): string {
    return bindings(this.settings.current).find((it) => it.act === act)?.keys ?? '';
  }

  /** Whether this member, on this machine, may log and edit at all. The engine decides each time. */
  get mayWrite(): boolean {
    const { status } = this;
    if (!status?.me || status.readOnly) return false;
    return status.me.roles.some((role) => role !== 'observer');
  }

  /** Notes that a lesson was read. */
  noteRead(card: LessonCard): void {
    this.recents = [card, ...this.recents.filter(({ id }) => id !== card.id)].slice(0, RECENTS);
  }

  openLesson(id: string, trail: string[] = []): void {
    this.trail = trail;
    this.navigation.go({ name: 'lesson', id });
  }

  /** Opens the lesson beside the open one in the list it was opened from. */
  openBeside(by: 1 | -1): void {
    const { route } = this.navigation;
    const at = route.name === 'lesson' ? this.trail.indexOf(route.id) : -1;
    const next = at === -1 ? undefined : this.trail[at + by];
    if (next) this.openLesson(next, this.trail);
  }

  log(kind: KindName = blankStart.kind, title = '', solves: string | null = null): void {
    this.navigation.go({ name: 'write', draft: null, start: { kind, title, solves } });
  }

  write(draft: string): void {
    this.navigation.go({ name: 'write', draft, start: blankStart });
  }

  async edit(lesson: string): Promise<void> {
    await this.attempt(async () => this.write((await this.commands.editLesson(lesson)).id));
  }

  chooseTheme(theme: Theme): void {
    void this.attempt(() => this.settings.choose({ theme }));
  }

  /** Runs an act whose refusal is told in a toast; returns null when it was refused. */
  async attempt<T>(act: () => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch (thrown) {
      this.toasts.error(errorSentence(toApiError(thrown)));
      return null;
    }
  }

  /** Notes which draft is on the screen; null when none is. */
  noteWriting(draft: string | null): void {
    try {
      if (draft) localStorage.setItem(WRITING, draft);
      else localStorage.removeItem(WRITING);
    } catch {
      // The draft itself is safe; it waits on Today.
    }
  }

  async #recover(): Promise<void> {
    let id: string | null = null;
    try {
      id = localStorage.getItem(WRITING);
    } catch {
      return;
    }
    if (!id) return;
    this.noteWriting(null);
    const drafts = await this.commands.listDrafts();
    const draft = drafts.find((candidate) => candidate.id === id);
    if (!draft) return;
    this.recovered = draft.title;
    this.write(draft.id);
  }
}

export function provideApp(app: App): void {
  setContext(KEY, app);
}

export function useApp(): App {
  return getContext<App>(KEY);
}
