//! Puts the program together: plugins, commands, pictures, the window, and who may open it.

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use hearth_api::core::{CoreError, Home, Wish};
use hearth_api::{ApiError, App};
use tauri::{Builder, Manager, Runtime};

use crate::arguments::Arguments;
use crate::desktop::Desktop;
use crate::{commands, pictures, window};

/// How often the search index is written to disk when nobody waits.
const FLUSH_EVERY: Duration = Duration::from_secs(5);

/// How often the window looks for what is handed to it: sooner than a person looks up.
const DOOR_EVERY: Duration = Duration::from_millis(200);

/// Runs the window until it is closed.
pub(crate) fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = Arguments::read(arguments);
    match arguments.home().and_then(|home| run(home, arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{} {}", error.message, error.hint);
            if let Some(detail) = error.params.get("detail") {
                eprintln!("({detail})");
            }
            ExitCode::FAILURE
        }
    }
}

fn run(home: Home, arguments: Arguments) -> Result<(), ApiError> {
    // Held until the program ends: one window for each home. Another start hands over what it was
    // asked for.
    let _claim = match home.claim_for_window() {
        Ok(claim) => claim,
        Err(CoreError::OpenElsewhere) => return hand_over(&home, &arguments),
        Err(error) => return Err(error.into()),
    };
    let app = build(Builder::default(), home, arguments)
        .build(tauri::generate_context!())
        .map_err(|error| ApiError::unexpected(&error))?;
    app.run(heard);
    Ok(())
}

/// What every window has, over any runtime.
fn build<R: Runtime>(builder: Builder<R>, home: Home, arguments: Arguments) -> Builder<R> {
    builder
        .plugin(tauri_plugin_dialog::init())
        .register_asynchronous_uri_scheme_protocol(pictures::SCHEME, pictures::serve)
        .invoke_handler(handler())
        .setup(move |shell| {
            let door = home.clone();
            let desktop = Desktop::new(shell.handle().clone());
            let app = Arc::new(App::new(home, desktop));
            shell.manage(Arc::clone(&app));
            for wish in &arguments.wishes {
                window::grant(shell.handle(), &app, wish);
            }
            window::open(shell.handle(), &app)?;
            listen_at_the_door(shell.handle().clone(), Arc::clone(&app), door);
            flush_when_idle(app);
            Ok(())
        })
}

fn handler<R: Runtime>() -> impl Fn(tauri::ipc::Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        commands::app_status,
        commands::start_example,
        commands::found_community,
        commands::choose_invitation,
        commands::join_community,
        commands::set_settings,
        commands::kept_files,
        commands::open_home,
        commands::list_backups,
        commands::back_up_now,
        commands::try_backup,
        commands::restore_backup,
        commands::today,
        commands::list_lessons,
        commands::read_lesson,
        commands::mark_read,
        commands::lesson_history,
        commands::similar_lessons,
        commands::search,
        commands::revision_changes,
        commands::restore_revision,
        commands::withdraw_lesson,
        commands::palette,
        commands::list_drafts,
        commands::edit_lesson,
        commands::save_draft,
        commands::discard_draft,
        commands::publish_draft,
        commands::give_targets,
        commands::give,
        commands::choose_bundle,
        commands::preview_bundle,
        commands::bring_in,
        commands::undo_bring_in,
        commands::exchange_history,
        commands::stop_work,
        commands::open_link,
        commands::check,
    ]
}

fn hand_over(home: &Home, arguments: &Arguments) -> Result<(), ApiError> {
    home.ring(&Wish::Show)?;
    for wish in &arguments.wishes {
        home.ring(wish)?;
    }
    Ok(())
}

/// Grants what other programs hand to this window.
fn listen_at_the_door<R: Runtime>(shell: tauri::AppHandle<R>, app: Arc<App>, home: Home) {
    thread::spawn(move || {
        loop {
            thread::sleep(DOOR_EVERY);
            for wish in home.answer() {
                window::grant(&shell, &app, &wish);
            }
        }
    });
}

fn flush_when_idle(app: Arc<App>) {
    thread::spawn(move || {
        loop {
            thread::sleep(FLUSH_EVERY);
            app.flush_when_idle();
            app.back_up_when_due();
        }
    });
}

/// A file opened from the desktop comes as an event on macOS, and as an argument elsewhere.
#[cfg(target_os = "macos")]
fn heard(shell: &tauri::AppHandle, event: tauri::RunEvent) {
    if let tauri::RunEvent::Opened { urls } = event {
        let app = shell.state::<Arc<App>>();
        for path in urls.iter().filter_map(|url| url.to_file_path().ok()) {
            window::offer(&app, &path);
        }
    }
}

#[cfg(not(target_os = "macos"))]
fn heard(_: &tauri::AppHandle, _: tauri::RunEvent) {}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use tauri::WebviewWindow;
    use tauri::ipc::{CallbackFn, InvokeBody};
    use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
    use tauri::webview::InvokeRequest;
    use tempfile::TempDir;

    use super::*;

    /// The real commands and the real capability file over a runtime without a screen.
    fn page(folder: &TempDir) -> (tauri::App<MockRuntime>, WebviewWindow<MockRuntime>) {
        let home = Home::at(folder.path().join("home"));
        let app = build(mock_builder(), home, Arguments::read([]))
            .build(tauri::generate_context!(test = true))
            .unwrap();
        // Set-up runs with the event loop; the mock has none, so its part is done here.
        let engine = Arc::new(App::new(
            Home::at(folder.path().join("home")),
            Desktop::new(app.handle().clone()),
        ));
        app.manage(Arc::clone(&engine));
        let window = window::open(app.handle(), &engine).unwrap();
        (app, window)
    }

    fn call(
        window: &WebviewWindow<MockRuntime>,
        name: &str,
        arguments: Value,
    ) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: name.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: "tauri://localhost".parse().unwrap(),
            body: InvokeBody::Json(arguments),
            headers: Default::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(window, request).map(|body| body.deserialize().unwrap())
    }

    #[test]
    fn commands_answer_the_page_and_refuse_with_a_code() {
        let folder = TempDir::new().unwrap();
        let (_app, window) = page(&folder);
        let status = call(&window, "app_status", json!({})).unwrap();
        assert_eq!(status["community"], Value::Null);
        let refused = call(&window, "today", json!({})).unwrap_err();
        assert_eq!(refused["code"], "no_community");
        let founding = json!({ "name": "Wells", "person": "Amara" });
        let founded = call(&window, "found_community", founding).unwrap();
        assert_eq!(founded["status"]["me"]["name"], "Amara");
        let request = json!({ "request": { "query": "pump" } });
        assert_eq!(call(&window, "search", request).unwrap()["total"], 0);
        let refused =
            call(&window, "open_link", json!({ "url": "file:///etc/passwd" })).unwrap_err();
        assert_eq!(refused["code"], "link_refused");
    }

    #[test]
    fn the_page_may_listen_and_nothing_else() {
        let folder = TempDir::new().unwrap();
        let (_app, window) = page(&folder);
        let refused = [
            "plugin:dialog|open",
            "plugin:dialog|save",
            "plugin:dialog|message",
            "plugin:event|emit",
            "plugin:event|emit_to",
            "plugin:window|close",
            "plugin:window|create",
            "plugin:webview|create_webview_window",
            "plugin:path|resolve_directory",
            "plugin:app|version",
            "plugin:resources|close",
            "plugin:image|from_path",
            "plugin:fs|read_file",
            "plugin:shell|open",
            "plugin:http|fetch",
        ];
        for name in refused {
            let said = call(&window, name, json!({})).unwrap_err().to_string();
            assert!(
                said.contains("not allowed") || said.contains("not found"),
                "{name}: {said}"
            );
        }
        let hearing = json!({ "event": "changed", "target": { "kind": "Any" }, "handler": 0 });
        call(&window, "plugin:event|listen", hearing).unwrap();
        let capability: Value =
            serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
        assert_eq!(
            capability["permissions"],
            json!(["core:event:allow-listen", "core:event:allow-unlisten"])
        );
        assert!(capability.get("remote").is_none());
    }

    #[test]
    fn every_command_of_the_table_is_known_to_the_window() {
        let folder = TempDir::new().unwrap();
        let (_app, window) = page(&folder);
        for command in hearth_api::command::table() {
            // Dialogs would wait for a person.
            if command.name.starts_with("choose_") || command.name == "start_example" {
                continue;
            }
            if let Err(said) = call(&window, command.name, json!({})) {
                let said = said.to_string();
                assert!(
                    !said.contains("not found") || said.contains("\"code\""),
                    "{}: {said}",
                    command.name
                );
            }
        }
    }
}
