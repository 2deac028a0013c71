//! Who sits before the test server: answers dialogs from a queue, and hears events.

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use hearth_api::{Event, Shell, Wanted};
use serde_json::{Value, json};

/// A long poll that heard nothing ends after this.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Clone, Default)]
pub(crate) struct Person(Arc<Inner>);

#[derive(Default)]
struct Inner {
    answers: Mutex<VecDeque<PathBuf>>,
    heard: Mutex<Vec<Value>>,
    bell: Condvar,
}

impl Person {
    /// Queues the answers of the next dialogs; an empty path closes one without a choice.
    pub(crate) fn will_answer(&self, paths: impl IntoIterator<Item = PathBuf>) {
        let mut answers = self
            .0
            .answers
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        answers.extend(paths);
    }

    fn answer(&self) -> Option<PathBuf> {
        let mut answers = self
            .0
            .answers
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        answers
            .pop_front()
            .filter(|path| !path.as_os_str().is_empty())
    }

    /// What happened after the first `after` events; waits for something to happen.
    pub(crate) fn heard_after(&self, after: usize) -> Value {
        let heard = self.0.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .0
            .bell
            .wait_timeout_while(heard, PATIENCE, |heard| heard.len() <= after);
        let (heard, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let news: Vec<&Value> = heard.iter().skip(after).collect();
        json!({ "last": heard.len(), "events": news })
    }
}

impl Shell for Person {
    fn choose_open(&self, _: Wanted) -> Option<PathBuf> {
        self.answer()
    }

    fn choose_save(&self, name: &str) -> Option<PathBuf> {
        let path = self.answer()?;
        Some(if path.is_dir() { path.join(name) } else { path })
    }

    /// A test never leaves for the web.
    fn open_link(&self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn send(&self, event: Event) {
        let told = json!({ "name": event.name(), "payload": event.payload() });
        let mut heard = self.0.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.push(told);
        self.0.bell.notify_all();
    }
}
