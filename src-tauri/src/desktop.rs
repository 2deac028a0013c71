//! What the engine asks of the desktop: dialogs, links, and the page's ear. Called from Rust only;
//! the page has no permission for any of it.

use std::io;
use std::path::PathBuf;

use hearth_api::{Event, Shell, Wanted};
use tauri::{AppHandle, Emitter, Manager, Runtime};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder};

use crate::window;

/// The desktop around one window.
pub(crate) struct Desktop<R: Runtime> {
    shell: AppHandle<R>,
}

impl<R: Runtime> Desktop<R> {
    /// The desktop of this program.
    pub(crate) fn new(shell: AppHandle<R>) -> Self {
        Self { shell }
    }

    /// A file dialog that belongs to the window.
    fn dialog(&self) -> FileDialogBuilder<R> {
        let dialog = self.shell.dialog().file();
        match self.shell.get_webview_window(window::LABEL) {
            Some(window) => dialog.set_parent(&window),
            None => dialog,
        }
    }
}

impl<R: Runtime> Shell for Desktop<R> {
    fn choose_open(&self, wanted: Wanted) -> Option<PathBuf> {
        #[cfg(feature = "dialog-answers")]
        if let Some(answer) = answers::next() {
            return answer;
        }
        let title = match wanted {
            Wanted::Bundle => "Choose a Hearth file",
            Wanted::Invitation => "Choose an invitation",
        };
        let dialog = self.dialog().set_title(title);
        let chosen = dialog
            .add_filter("Hearth file", &["hearth"])
            .blocking_pick_file();
        chosen?.into_path().ok()
    }

    fn choose_save(&self, name: &str) -> Option<PathBuf> {
        #[cfg(feature = "dialog-answers")]
        if let Some(answer) = answers::next() {
            return answer.map(|path| if path.is_dir() { path.join(name) } else { path });
        }
        let dialog = self.dialog().set_title("Save the Hearth file");
        let chosen = dialog
            .set_file_name(name)
            .add_filter("Hearth file", &["hearth"])
            .blocking_save_file();
        chosen?.into_path().ok()
    }

    fn open_link(&self, url: &str) -> io::Result<()> {
        open::that_detached(url)
    }

    fn send(&self, event: Event) {
        // A page that is gone hears nothing.
        drop(self.shell.emit(event.name(), event.payload()));
    }
}

/// Tests cannot reach into native dialogs. `HEARTH_DIALOG_ANSWERS` names a text file with one path
/// per line, used up from the top; a folder takes the suggested name, an empty line closes the dialog.
#[cfg(feature = "dialog-answers")]
mod answers {
    use std::path::PathBuf;

    /// `None` leaves the question to the person.
    pub(super) fn next() -> Option<Option<PathBuf>> {
        let list = std::env::var_os("HEARTH_DIALOG_ANSWERS")?;
        let answers = std::fs::read_to_string(&list).unwrap_or_default();
        let (answer, rest) = answers.split_once('\n').unwrap_or((&answers, ""));
        drop(std::fs::write(&list, rest));
        Some(Some(PathBuf::from(answer)).filter(|_| !answer.is_empty()))
    }
}
