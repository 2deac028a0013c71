//! Undoing a bring-in as one act.

use hearth_store::local::exchanges::ExchangeRow;

use crate::error::CoreError;
use crate::open::Hearth;
use crate::transact::Touched;

/// How long a bring-in can be undone.
pub const UNDO_DAYS: u64 = 30;
const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

/// What an undo did.
#[derive(Clone, Debug)]
pub struct Undone {
    /// Changes taken out.
    pub n_removed: u64,
    /// Changes that stay because later work here builds on them.
    pub n_kept: u64,
    /// What moved.
    pub touched: Touched,
}

impl Hearth {
    /// Lists exchanges, newest first.
    ///
    /// # Errors
    /// What the store says.
    pub fn exchanges(&self, limit: u32) -> Result<Vec<ExchangeRow>, CoreError> {
        Ok(self.store.exchanges(limit)?)
    }

    /// Tells whether a bring-in can still be undone.
    pub fn can_undo(&self, exchange: &ExchangeRow) -> bool {
        exchange.incoming && !exchange.undone && !self.is_too_late(exchange)
    }

    fn is_too_late(&self, exchange: &ExchangeRow) -> bool {
        self.environment.now_ms() > exchange.at_ms.saturating_add(UNDO_DAYS * DAY_MS)
    }

    /// Takes out again what a bring-in added. The last one that can be undone, when no number is given.
    ///
    /// # Errors
    /// [`CoreError::NoSuchExchange`], [`CoreError::AlreadyUndone`], [`CoreError::TooLate`].
    pub fn undo_bring_in(&mut self, exchange: Option<u32>) -> Result<Undone, CoreError> {
        let row = match exchange {
            Some(id) => self.store.exchange(id)?.filter(|row| row.incoming),
            None => self
                .store
                .exchanges(u32::MAX)?
                .into_iter()
                .find(|row| self.can_undo(row)),
        };
        let row = row.ok_or(CoreError::NoSuchExchange)?;
        if row.undone {
            return Err(CoreError::AlreadyUndone);
        }
        if self.is_too_late(&row) {
            return Err(CoreError::TooLate { days: UNDO_DAYS });
        }
        let mut writer = self.store.write()?;
        let taken_out = writer.take_out(row.id, row.positions.0, row.positions.1)?;
        writer.mark_undone(row.id)?;
        let outcome = writer.project()?;
        // What this machine signed was noted when it came in: taking it out frees no seq.
        writer.commit()?;
        let touched = self.moved(&outcome);
        Ok(Undone {
            n_removed: taken_out.n_removed,
            n_kept: taken_out.n_kept,
            touched,
        })
    }
}
