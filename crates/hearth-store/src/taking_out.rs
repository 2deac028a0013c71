//! Undoing a bring-in: its changes leave the log, but for those that later work builds on.

use std::collections::{BTreeMap, BTreeSet};

use hearth_model::id::ChangeId;
use hearth_model::standing::Facts;
use rusqlite::params;

use crate::error::StoreError;
use crate::log;
use crate::writer::Writer;

/// What an undo did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenOut {
    /// Changes that left the log.
    pub n_removed: u64,
    /// Changes that stay because later changes here name them.
    pub n_kept: u64,
}

impl Writer<'_> {
    /// Takes the changes at `first..=last` out of the log and keeps their bytes aside.
    ///
    /// A change stays when one that came later names it as parent or governance head, directly or
    /// through others of the same bring-in.
    ///
    /// # Errors
    /// [`StoreError`] when the log cannot be read or written.
    pub fn take_out(
        &mut self,
        exchange: u32,
        first: u64,
        last: u64,
    ) -> Result<TakenOut, StoreError> {
        let mut leaving: BTreeMap<ChangeId, (u64, Facts, Vec<ChangeId>)> = BTreeMap::new();
        let mut needed: Vec<ChangeId> = Vec::new();
        log::since(self.raw(), first, |stored| {
            let header = stored.change.header();
            let named = header.parents.iter().chain(&header.governance).copied();
            if stored.position > last {
                needed.extend(named);
            } else {
                leaving.insert(
                    stored.change.id(),
                    (stored.position, Facts::of(header), named.collect()),
                );
            }
            Ok(())
        })?;
        let kept = keep_needed(&mut leaving, needed);
        for id in leaving.keys() {
            self.set_aside_bytes(exchange, id)?;
        }
        let leaving: Vec<(u64, Facts)> = leaving
            .into_values()
            .map(|(position, facts, _)| (position, facts))
            .collect();
        self.forget(&leaving)?;
        Ok(TakenOut {
            n_removed: leaving.len() as u64,
            n_kept: kept,
        })
    }

    fn set_aside_bytes(&self, exchange: u32, id: &ChangeId) -> Result<(), StoreError> {
        let change = self.store().change(id)?.ok_or(StoreError::Corrupt(*id))?;
        let bytes = change.encode();
        self.raw()
            .prepare_cached(
                "INSERT OR REPLACE INTO taken_out (id, exchange, change) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![id.as_bytes(), exchange, bytes])?;
        Ok(())
    }
}

fn keep_needed(
    leaving: &mut BTreeMap<ChangeId, (u64, Facts, Vec<ChangeId>)>,
    mut needed: Vec<ChangeId>,
) -> u64 {
    let mut kept = BTreeSet::new();
    while let Some(id) = needed.pop() {
        if let Some((_, _, named)) = leaving.remove(&id) {
            kept.insert(id);
            needed.extend(named);
        }
    }
    kept.len() as u64
}
