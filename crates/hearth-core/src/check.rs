//! Asking whether all is well.

use hearth_model::id::ChangeId;
use hearth_store::check::Findings;

use crate::error::CoreError;
use crate::open::Hearth;

/// A dated answer to "is all well?".
#[derive(Clone, Debug)]
pub struct Report {
    /// When, by this machine's clock.
    pub at_ms: u64,
    /// What the store found.
    pub findings: Findings,
    /// The state digest, hex; equal on machines that hold the same changes.
    pub state_digest: String,
    /// Lessons in effect.
    pub n_lessons: u32,
    /// Changes in quarantine per reason.
    pub set_aside: Vec<(String, u32)>,
    /// The index answers, and has been told everything the store knows.
    pub index_in_step: bool,
}

impl Report {
    /// Tells whether nothing is wrong.
    pub fn all_well(&self) -> bool {
        self.findings.all_well() && self.index_in_step
    }
}

impl Hearth {
    /// Reads every byte of the store, folds the log anew and compares, and asks the index.
    ///
    /// # Errors
    /// What the store says when it cannot be read at all.
    pub fn check(&mut self) -> Result<Report, CoreError> {
        let findings = self.store.check()?;
        let state_digest = if findings.bad_changes.is_empty() {
            self.state_digest()?
        } else {
            String::new()
        };
        Ok(Report {
            at_ms: self.environment.now_ms(),
            state_digest,
            n_lessons: u32::try_from(self.store.lesson_ids()?.len()).unwrap_or(u32::MAX),
            set_aside: self.store.set_aside_counts()?,
            index_in_step: findings.bad_changes.is_empty() && self.index_is_in_step(),
            findings,
        })
    }

    /// The state digest, hex.
    ///
    /// # Errors
    /// What the store says.
    pub fn state_digest(&mut self) -> Result<String, CoreError> {
        Ok(ChangeId::from_bytes(self.store.state_digest()?).to_string())
    }

    fn index_is_in_step(&mut self) -> bool {
        let Ok(index) = self.index() else {
            return false;
        };
        let tick = self.store.tick().unwrap_or(u64::MAX);
        index.tail_position().max(index.position()) >= tick && index.verify().is_ok()
    }

    /// Makes tables and index anew from the log.
    ///
    /// # Errors
    /// What the store says.
    pub fn rebuild(&mut self) -> Result<(), CoreError> {
        self.store.rebuild()?;
        self.rebuild_index()
    }
}
