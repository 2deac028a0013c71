//! One function per command, three lines each: the types that cross, and the engine's method. All
//! of them run off the main thread, so the window stays alive whatever they wait for.

use std::sync::Arc;

use hearth_api::app::{
    Asking, ByExchange, ById, ByName, ByRevision, ByToken, ChosenSettings, DraftToSave, Giving,
    Joining, LinkToOpen, Listing, NewCommunity, NoArguments, Searching, SomeText, Withdrawing,
};
use hearth_api::wire::check::CheckReport;
use hearth_api::wire::draft::{Draft, Published};
use hearth_api::wire::exchange::{
    ChosenFile, ExchangeEntry, GiveRequest, GiveTarget, Given, ImportPlan, Undone,
};
use hearth_api::wire::lesson::{
    FieldChange, LessonCard, LessonList, LessonPage, ListRequest, RevisionRow, Today, WayBack,
    WithdrawalReason,
};
use hearth_api::wire::palette::PaletteAnswer;
use hearth_api::wire::search::{SearchRequest, SearchResults};
use hearth_api::wire::settings::{BackupRow, KeptFile, Settings};
use hearth_api::wire::status::{AppStatus, FoundCommunity};
use hearth_api::{ApiError, App};
use tauri::State;

type Engine<'a> = State<'a, Arc<App>>;
type Answer<T> = Result<T, ApiError>;

async fn run<T: Send + 'static>(
    app: Engine<'_>,
    command: impl FnOnce(&App) -> Answer<T> + Send + 'static,
) -> Answer<T> {
    let app = Arc::clone(&app);
    let answer = tauri::async_runtime::spawn_blocking(move || command(&app)).await;
    answer.unwrap_or_else(|error| Err(ApiError::unexpected(&error)))
}

#[tauri::command]
pub(crate) async fn app_status(app: Engine<'_>) -> Answer<AppStatus> {
    run(app, |app| app.app_status(NoArguments {})).await
}

#[tauri::command]
pub(crate) async fn start_example(app: Engine<'_>) -> Answer<AppStatus> {
    run(app, |app| app.start_example(NoArguments {})).await
}

#[tauri::command]
pub(crate) async fn found_community(
    app: Engine<'_>,
    name: String,
    person: String,
) -> Answer<FoundCommunity> {
    run(app, move |app| {
        app.found_community(NewCommunity { name, person })
    })
    .await
}

#[tauri::command]
pub(crate) async fn choose_invitation(app: Engine<'_>) -> Answer<Option<ChosenFile>> {
    run(app, |app| app.choose_invitation(NoArguments {})).await
}

#[tauri::command]
pub(crate) async fn join_community(
    app: Engine<'_>,
    token: String,
    person: String,
) -> Answer<AppStatus> {
    run(app, move |app| {
        app.join_community(Joining { token, person })
    })
    .await
}

#[tauri::command]
pub(crate) async fn set_settings(app: Engine<'_>, settings: Settings) -> Answer<()> {
    run(app, move |app| {
        app.set_settings(ChosenSettings { settings })
    })
    .await
}

#[tauri::command]
pub(crate) async fn kept_files(app: Engine<'_>) -> Answer<Vec<KeptFile>> {
    run(app, |app| app.kept_files(NoArguments {})).await
}

#[tauri::command]
pub(crate) async fn open_home(app: Engine<'_>) -> Answer<()> {
    run(app, |app| app.open_home(NoArguments {})).await
}

#[tauri::command]
pub(crate) async fn list_backups(app: Engine<'_>) -> Answer<Vec<BackupRow>> {
    run(app, |app| app.list_backups(NoArguments {})).await
}

#[tauri::command]
pub(crate) async fn back_up_now(app: Engine<'_>) -> Answer<BackupRow> {
    run(app, |app| app.back_up_now(NoArguments {})).await
}

#[tauri::command]
pub(crate) async fn try_backup(app: Engine<'_>, name: String) -> Answer<()> {
    run(app, move |app| app.try_backup(ByName { name })).await
}

#[tauri::command]
pub(crate) async fn restore_backup(app: Engine<'_>, name: String) -> Answer<AppStatus> {
    run(app, move |app| app.restore_backup(ByName { name })).await
}

#[tauri::command]
pub(crate) async fn today(app: Engine<'_>) -> Answer<Today> {
    run(app, |app| app.today(NoArguments {})).await
}

#[tauri::command]
pub(crate) async fn list_lessons(app: Engine<'_>, request: ListRequest) -> Answer<LessonList> {
    run(app, move |app| app.list_lessons(Listing { request })).await
}

#[tauri::command]
pub(crate) async fn read_lesson(app: Engine<'_>, id: String) -> Answer<LessonPage> {
    run(app, move |app| app.read_lesson(ById { id })).await
}

#[tauri::command]
pub(crate) async fn mark_read(app: Engine<'_>, id: String) -> Answer<()> {
    run(app, move |app| app.mark_read(ById { id })).await
}

#[tauri::command]
pub(crate) async fn lesson_history(app: Engine<'_>, id: String) -> Answer<Vec<RevisionRow>> {
    run(app, move |app| app.lesson_history(ById { id })).await
}

#[tauri::command]
pub(crate) async fn similar_lessons(app: Engine<'_>, text: String) -> Answer<Vec<LessonCard>> {
    run(app, move |app| app.similar_lessons(SomeText { text })).await
}

#[tauri::command]
pub(crate) async fn search(app: Engine<'_>, request: SearchRequest) -> Answer<SearchResults> {
    run(app, move |app| app.search(Searching { request })).await
}

#[tauri::command]
pub(crate) async fn revision_changes(
    app: Engine<'_>,
    id: String,
    revision: String,
) -> Answer<Vec<FieldChange>> {
    run(app, move |app| {
        app.revision_changes(ByRevision { id, revision })
    })
    .await
}

#[tauri::command]
pub(crate) async fn restore_revision(
    app: Engine<'_>,
    id: String,
    revision: String,
) -> Answer<WayBack> {
    run(app, move |app| {
        app.restore_revision(ByRevision { id, revision })
    })
    .await
}

#[tauri::command]
pub(crate) async fn withdraw_lesson(
    app: Engine<'_>,
    id: String,
    why: WithdrawalReason,
    reason: String,
) -> Answer<WayBack> {
    let args = Withdrawing { id, why, reason };
    run(app, move |app| app.withdraw_lesson(args)).await
}

#[tauri::command]
pub(crate) async fn palette(
    app: Engine<'_>,
    query: String,
    acts: Vec<String>,
) -> Answer<PaletteAnswer> {
    run(app, move |app| app.palette(Asking { query, acts })).await
}

#[tauri::command]
pub(crate) async fn list_drafts(app: Engine<'_>) -> Answer<Vec<Draft>> {
    run(app, |app| app.list_drafts(NoArguments {})).await
}

#[tauri::command]
pub(crate) async fn edit_lesson(app: Engine<'_>, id: String) -> Answer<Draft> {
    run(app, move |app| app.edit_lesson(ById { id })).await
}

#[tauri::command]
pub(crate) async fn save_draft(app: Engine<'_>, draft: Draft) -> Answer<Draft> {
    run(app, move |app| app.save_draft(DraftToSave { draft })).await
}

#[tauri::command]
pub(crate) async fn discard_draft(app: Engine<'_>, id: String) -> Answer<Draft> {
    run(app, move |app| app.discard_draft(ById { id })).await
}

#[tauri::command]
pub(crate) async fn publish_draft(app: Engine<'_>, id: String) -> Answer<Published> {
    run(app, move |app| app.publish_draft(ById { id })).await
}

#[tauri::command]
pub(crate) async fn give_targets(app: Engine<'_>) -> Answer<Vec<GiveTarget>> {
    run(app, |app| app.give_targets(NoArguments {})).await
}

#[tauri::command]
pub(crate) async fn give(app: Engine<'_>, request: GiveRequest) -> Answer<Option<Given>> {
    run(app, move |app| app.give(Giving { request })).await
}

#[tauri::command]
pub(crate) async fn choose_bundle(app: Engine<'_>) -> Answer<Option<ChosenFile>> {
    run(app, |app| app.choose_bundle(NoArguments {})).await
}

#[tauri::command]
pub(crate) async fn preview_bundle(app: Engine<'_>, token: String) -> Answer<ImportPlan> {
    run(app, move |app| app.preview_bundle(ByToken { token })).await
}

#[tauri::command]
pub(crate) async fn bring_in(app: Engine<'_>, token: String) -> Answer<ExchangeEntry> {
    run(app, move |app| app.bring_in(ByToken { token })).await
}

#[tauri::command]
pub(crate) async fn undo_bring_in(app: Engine<'_>, exchange: u32) -> Answer<Undone> {
    run(app, move |app| app.undo_bring_in(ByExchange { exchange })).await
}

#[tauri::command]
pub(crate) async fn exchange_history(app: Engine<'_>) -> Answer<Vec<ExchangeEntry>> {
    run(app, |app| app.exchange_history(NoArguments {})).await
}

#[tauri::command]
pub(crate) async fn stop_work(app: Engine<'_>) -> Answer<()> {
    run(app, |app| app.stop_work(NoArguments {})).await
}

#[tauri::command]
pub(crate) async fn open_link(app: Engine<'_>, url: String) -> Answer<()> {
    run(app, move |app| app.open_link(LinkToOpen { url })).await
}

#[tauri::command]
pub(crate) async fn check(app: Engine<'_>) -> Answer<CheckReport> {
    run(app, |app| app.check(NoArguments {})).await
}
