//! The command table: one line per command. It drives the test server and the generated
//! TypeScript; the window's own list must name the same commands, which `xtask tidy` checks.
//!
//! Types are inferred from the methods of [`App`], so a line cannot say anything that is not so.

use std::sync::LazyLock;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ts_rs::TS;

use crate::app::App;
use crate::error::{ApiError, Code};
use crate::typescript::{Declarations, Signature};

type Run = Box<dyn Fn(&App, Value) -> Result<Value, ApiError> + Send + Sync>;

/// One command.
pub struct Command {
    /// Its name in every list.
    pub name: &'static str,
    pub(crate) signature: fn(&mut Declarations) -> Signature,
    run: Run,
}

/// Every command, in the order of the generated TypeScript.
pub fn table() -> &'static [Command] {
    static TABLE: LazyLock<Vec<Command>> = LazyLock::new(|| {
        vec![
            command("app_status", App::app_status),
            command("start_example", App::start_example),
            command("found_community", App::found_community),
            command("choose_invitation", App::choose_invitation),
            command("join_community", App::join_community),
            command("set_settings", App::set_settings),
            command("kept_files", App::kept_files),
            command("open_home", App::open_home),
            command("list_backups", App::list_backups),
            command("back_up_now", App::back_up_now),
            command("try_backup", App::try_backup),
            command("restore_backup", App::restore_backup),
            command("today", App::today),
            command("list_lessons", App::list_lessons),
            command("read_lesson", App::read_lesson),
            command("mark_read", App::mark_read),
            command("lesson_history", App::lesson_history),
            command("similar_lessons", App::similar_lessons),
            command("search", App::search),
            command("revision_changes", App::revision_changes),
            command("restore_revision", App::restore_revision),
            command("withdraw_lesson", App::withdraw_lesson),
            command("palette", App::palette),
            command("list_drafts", App::list_drafts),
            command("edit_lesson", App::edit_lesson),
            command("save_draft", App::save_draft),
            command("discard_draft", App::discard_draft),
            command("publish_draft", App::publish_draft),
            command("give_targets", App::give_targets),
            command("give", App::give),
            command("choose_bundle", App::choose_bundle),
            command("preview_bundle", App::preview_bundle),
            command("bring_in", App::bring_in),
            command("undo_bring_in", App::undo_bring_in),
            command("exchange_history", App::exchange_history),
            command("stop_work", App::stop_work),
            command("open_link", App::open_link),
            command("check", App::check),
        ]
    });
    &TABLE
}

/// Runs a command by name, as it crosses.
///
/// # Errors
/// [`Code::UnknownCommand`], [`Code::BadArguments`], or what the command says.
pub fn call(app: &App, name: &str, arguments: Value) -> Result<Value, ApiError> {
    match table().iter().find(|command| command.name == name) {
        Some(command) => (command.run)(app, arguments),
        None => Err(ApiError::with(
            Code::UnknownCommand,
            [("name", name.to_owned())],
        )),
    }
}

fn command<A, R>(name: &'static str, run: fn(&App, A) -> Result<R, ApiError>) -> Command
where
    A: DeserializeOwned + TS + 'static,
    R: Serialize + TS + 'static,
{
    let run = move |app: &App, arguments: Value| {
        let arguments = serde_json::from_value(arguments).map_err(|error| {
            ApiError::with(Code::BadArguments, [("name", name.to_owned())]).with_detail(&error)
        })?;
        let answer = run(app, arguments)?;
        serde_json::to_value(answer).map_err(|error| ApiError::unexpected(&error))
    };
    Command {
        name,
        signature: |declarations| declarations.signature::<A, R>(),
        run: Box::new(run),
    }
}
