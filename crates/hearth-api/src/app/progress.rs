//! Long work tells the page how far it is, and hears when it should stop.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use hearth_core::{Progress, Stopped};

use super::{App, Event, Shell};

/// Often enough for a bar that moves, seldom enough to cost nothing.
const EVERY: Duration = Duration::from_millis(100);

pub(super) struct Work<'a> {
    job: &'static str,
    shell: &'a dyn Shell,
    stop: &'a AtomicBool,
    told: Option<Instant>,
}

impl App {
    /// Begins work; whoever asked for a stop before meant other work.
    pub(super) fn begin(&self, job: &'static str) -> Work<'_> {
        self.stop.store(false, Ordering::SeqCst);
        Work {
            job,
            shell: &*self.shell,
            stop: &self.stop,
            told: None,
        }
    }
}

impl Progress for Work<'_> {
    fn update(&mut self, label: &'static str, done: u64, total: u64) -> Result<(), Stopped> {
        if self.stop.load(Ordering::SeqCst) {
            return Err(Stopped);
        }
        if self.told.is_none_or(|told| told.elapsed() >= EVERY) {
            self.told = Some(Instant::now());
            self.shell.send(Event::Progress {
                job: self.job,
                done,
                total,
                label,
            });
        }
        Ok(())
    }
}
