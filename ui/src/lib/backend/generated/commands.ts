// Written by hearth-api from its Rust types and its command table. Do not edit:
// HEARTH_WRITE_GENERATED=1 cargo test -p hearth-api --test typescript

import type {
  AppStatus,
  BackupRow,
  CheckReport,
  ChosenFile,
  Draft,
  ExchangeEntry,
  FieldChange,
  FoundCommunity,
  GiveRequest,
  GiveTarget,
  Given,
  ImportPlan,
  KeptFile,
  LessonCard,
  LessonList,
  LessonPage,
  ListRequest,
  PaletteAnswer,
  Published,
  RevisionRow,
  SearchRequest,
  SearchResults,
  Settings,
  Today,
  Undone,
  WayBack,
  WithdrawalReason,
} from './types';

/** Sends one command to the engine and waits for its answer. */
export type Call = <T>(name: string, args?: Record<string, unknown>) => Promise<T>;

/** Every command of the engine as a typed function. */
export function commands(call: Call) {
  return {
    appStatus: () => call<AppStatus>('app_status'),
    startExample: () => call<AppStatus>('start_example'),
    foundCommunity: (name: string, person: string) => call<FoundCommunity>('found_community', { name, person }),
    chooseInvitation: () => call<ChosenFile | null>('choose_invitation'),
    joinCommunity: (token: string, person: string) => call<AppStatus>('join_community', { token, person }),
    setSettings: (settings: Settings) => call<null>('set_settings', { settings }),
    keptFiles: () => call<Array<KeptFile>>('kept_files'),
    openHome: () => call<null>('open_home'),
    listBackups: () => call<Array<BackupRow>>('list_backups'),
    backUpNow: () => call<BackupRow>('back_up_now'),
    tryBackup: (name: string) => call<null>('try_backup', { name }),
    restoreBackup: (name: string) => call<AppStatus>('restore_backup', { name }),
    today: () => call<Today>('today'),
    listLessons: (request: ListRequest) => call<LessonList>('list_lessons', { request }),
    readLesson: (id: string) => call<LessonPage>('read_lesson', { id }),
    markRead: (id: string) => call<null>('mark_read', { id }),
    lessonHistory: (id: string) => call<Array<RevisionRow>>('lesson_history', { id }),
    similarLessons: (text: string) => call<Array<LessonCard>>('similar_lessons', { text }),
    search: (request: SearchRequest) => call<SearchResults>('search', { request }),
    revisionChanges: (id: string, revision: string) => call<Array<FieldChange>>('revision_changes', { id, revision }),
    restoreRevision: (id: string, revision: string) => call<WayBack>('restore_revision', { id, revision }),
    withdrawLesson: (id: string, why: WithdrawalReason, reason: string) => call<WayBack>('withdraw_lesson', { id, why, reason }),
    palette: (query: string, acts: Array<string>) => call<PaletteAnswer>('palette', { query, acts }),
    listDrafts: () => call<Array<Draft>>('list_drafts'),
    editLesson: (id: string) => call<Draft>('edit_lesson', { id }),
    saveDraft: (draft: Draft) => call<Draft>('save_draft', { draft }),
    discardDraft: (id: string) => call<Draft>('discard_draft', { id }),
    publishDraft: (id: string) => call<Published>('publish_draft', { id }),
    giveTargets: () => call<Array<GiveTarget>>('give_targets'),
    give: (request: GiveRequest) => call<Given | null>('give', { request }),
    chooseBundle: () => call<ChosenFile | null>('choose_bundle'),
    previewBundle: (token: string) => call<ImportPlan>('preview_bundle', { token }),
    bringIn: (token: string) => call<ExchangeEntry>('bring_in', { token }),
    undoBringIn: (exchange: number) => call<Undone>('undo_bring_in', { exchange }),
    exchangeHistory: () => call<Array<ExchangeEntry>>('exchange_history'),
    stopWork: () => call<null>('stop_work'),
    openLink: (url: string) => call<null>('open_link', { url }),
    check: () => call<CheckReport>('check'),
  };
}

export type Commands = ReturnType<typeof commands>;
