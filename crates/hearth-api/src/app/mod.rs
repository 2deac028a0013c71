//! The engine behind a window: one [`App`] for as long as the program runs. Its methods are the
//! commands; shells add a window, a terminal or a socket, and threads.
//!
//! Commands take the lock for as long as they read or write. Outside it are file dialogs, which may
//! stand open for minutes, and [`App::stop_work`], which must be heard while work runs.

mod arguments;
mod backups;
mod chosen;
mod config;
mod drafts;
mod exchange;
mod lessons;
mod palette;
mod progress;
mod revisions;
mod settings;
mod shell;
mod start;
mod today;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use hearth_core::{Environment, Hearth, Home, Plan, Touched};

pub use arguments::*;
pub use shell::{Event, Shell, Wanted};

use crate::error::ApiError;

/// More lessons than this moved: everything is to be read again.
const MANY: usize = 500;

/// Where the environment of every opening comes from.
type Environments = Box<dyn Fn() -> Environment + Send>;

/// The engine, shared by all that call it.
pub struct App {
    shell: Box<dyn Shell>,
    stop: AtomicBool,
    /// When the backup of the day was last begun.
    backup_tried: Mutex<Option<Instant>>,
    state: Mutex<State>,
}

/// What one command at a time may use.
struct State {
    home: Home,
    environments: Environments,
    hearth: Option<Hearth>,
    /// Files that the person chose, by the token that the page holds.
    chosen: BTreeMap<String, PathBuf>,
    /// What was shown of them.
    plans: BTreeMap<String, Plan>,
    /// Tokens of files that were handed over before the page asked.
    waiting: Vec<String>,
    /// Links that were opened before the page was there.
    links: Vec<String>,
    page_is_there: bool,
}

impl App {
    /// An engine over a home. Nothing is opened yet.
    pub fn new(home: Home, shell: impl Shell + 'static) -> Self {
        Self::with_environments(home, shell, Environment::system)
    }

    /// Like [`App::new`], with time and randomness of the caller's.
    pub fn with_environments(
        home: Home,
        shell: impl Shell + 'static,
        environments: impl Fn() -> Environment + Send + 'static,
    ) -> Self {
        Self {
            shell: Box::new(shell),
            stop: AtomicBool::new(false),
            backup_tried: Mutex::new(None),
            state: Mutex::new(State {
                home,
                environments: Box::new(environments),
                hearth: None,
                chosen: BTreeMap::new(),
                plans: BTreeMap::new(),
                waiting: vec![],
                links: vec![],
                page_is_there: false,
            }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A command that panicked has rolled its transaction back; the next one may go on.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `act` on the community in use.
    fn in_community<T>(
        &self,
        act: impl FnOnce(&mut Hearth) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        act(self.state().hearth()?)
    }

    /// Tells the page what moved.
    fn tell(&self, touched: &Touched) {
        let Touched { lessons, people } = touched;
        if lessons.is_empty() && !people {
            return;
        }
        let everything = *people || lessons.len() > MANY;
        let moved = lessons.iter().filter(|_| !everything);
        self.shell.send(Event::Changed {
            lessons: moved.map(ToString::to_string).collect(),
        });
    }

    /// Stops the preview, bring-in or making of a file that is running; it then ends with
    /// [`crate::Code::Stopped`] and leaves everything as it was.
    ///
    /// # Errors
    /// None.
    pub fn stop_work(&self, NoArguments {}: NoArguments) -> Result<(), ApiError> {
        self.stop.store(true, Ordering::SeqCst);
        Ok(())
    }

    /// Writes to disk what the search index holds in memory, unless a command is running. A shell
    /// does this when nobody waits; nothing is lost without it.
    pub fn flush_when_idle(&self) {
        if let Ok(mut state) = self.state.try_lock()
            && let Some(hearth) = &mut state.hearth
        {
            drop(hearth.flush_index());
        }
    }
}

impl State {
    /// The community in use, opened at the first call.
    fn hearth(&mut self) -> Result<&mut Hearth, ApiError> {
        let hearth = match self.hearth.take() {
            Some(hearth) => hearth,
            None => Hearth::open(&self.home, (self.environments)())?,
        };
        Ok(self.hearth.insert(hearth))
    }
}
