//! The app's window on a home of its own, with its file dialogs answered.

use std::fs;
use std::future::Future;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use hearth_tests::page::{Page, Program, run};

/// Runs a journey, or says why not.
pub(crate) fn with_windows<F: Future<Output = ()>>(journey: impl FnOnce(PathBuf) -> F) {
    let Some(program) = std::env::var_os("HEARTH_APP") else {
        println!("skipped: HEARTH_APP names no window program");
        return;
    };
    run(journey(PathBuf::from(program)));
}

/// A window of one person's.
pub(crate) struct Window {
    page: Page,
    answers: PathBuf,
}

impl Deref for Window {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

impl Window {
    /// Opens a window on the home at `home`.
    pub(crate) async fn open(program: &Path, home: &Path) -> Self {
        fs::create_dir_all(home).unwrap();
        let answers = home.join("dialog-answers");
        let program = Program {
            path: program.to_owned(),
            arguments: vec![],
            environment: vec![
                ("TAURI_WEBVIEW_AUTOMATION", "true".into()),
                ("HEARTH_HOME", home.join("hearth")),
                ("HEARTH_DIALOG_ANSWERS", answers.clone()),
                ("HOME", home.to_owned()),
                ("XDG_DATA_HOME", home.join("data")),
                ("XDG_CONFIG_HOME", home.join("config")),
                ("XDG_CACHE_HOME", home.join("cache")),
            ],
        };
        let page = Page::open(&program).await;
        Self { page, answers }
    }

    /// Ends the window the hard way, as a crash or a power cut does.
    pub(crate) fn kill(self) {
        self.page.kill();
    }

    /// The next file dialog is answered with this path.
    pub(crate) fn answer_dialog(&self, path: &Path) {
        fs::write(&self.answers, format!("{}\n", path.display())).unwrap();
    }
}
