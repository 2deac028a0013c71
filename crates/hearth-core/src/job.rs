//! Long work: saying how far it is, and stopping.

/// The person stopped the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped")]
pub struct Stopped;

/// Is told how far long work has come; whoever reports can be stopped.
pub trait Progress {
    /// `done` of `total` steps of what `label` names; a total of 0 is unknown.
    ///
    /// # Errors
    /// [`Stopped`] when the work should end and leave everything as it was.
    fn update(&mut self, label: &'static str, done: u64, total: u64) -> Result<(), Stopped>;
}

/// Nobody is listening.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn update(&mut self, _: &'static str, _: u64, _: u64) -> Result<(), Stopped> {
        Ok(())
    }
}
