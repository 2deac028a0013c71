//! Where a device stands in its own chain while a transaction writes.

use hearth_model::id::{ChangeId, DeviceId};
use hearth_model::sign::Place;
use hearth_model::standing::{Facts, Known};
use rusqlite::OptionalExtension;

use super::Writer;
use crate::error::StoreError;
use crate::facts::LogFacts;

/// This device's place in its own chain, kept while a transaction writes many changes.
#[derive(Clone, Copy)]
pub(super) struct Chain {
    pub(super) seq: u64,
    pub(super) last: Option<(ChangeId, u64)>,
}

impl Writer<'_> {
    /// Where the next change of `device` stands, naming `parents` and these governance heads.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn place(
        &mut self,
        device: &DeviceId,
        parents: &[ChangeId],
        governance: Vec<ChangeId>,
        wall_ms: u64,
    ) -> Result<Place, StoreError> {
        let chain = self.chain(device)?;
        let facts = LogFacts::new(self.connection());
        let named = governance
            .iter()
            .chain(parents)
            .filter_map(|id| facts.facts(id))
            .map(|facts: Facts| facts.lamport);
        let highest = named
            .chain(chain.last.map(|(_, lamport)| lamport))
            .max()
            .unwrap_or(0);
        facts.finish()?;
        Ok(Place {
            community: (chain.seq > 0 || !governance.is_empty()).then(|| self.community()),
            seq: chain.seq.saturating_add(1),
            backlink: chain.last.map(|(id, _)| id),
            lamport: highest.saturating_add(1),
            wall_ms,
            governance,
        })
    }

    /// Goes on behind a change of this device that is no longer in the log, as after restoring an
    /// old backup: a seq is never used twice.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn continue_behind(
        &mut self,
        device: &DeviceId,
        seq: u64,
        id: ChangeId,
        lamport: u64,
    ) -> Result<(), StoreError> {
        if self.chain(device)?.seq < seq {
            self.chains.insert(
                *device,
                Chain {
                    seq,
                    last: Some((id, lamport)),
                },
            );
        }
        Ok(())
    }

    /// The last change of a device: seq, id and lamport.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn last_of(
        &mut self,
        device: &DeviceId,
    ) -> Result<Option<(u64, ChangeId, u64)>, StoreError> {
        let chain = self.chain(device)?;
        Ok(chain.last.map(|(id, lamport)| (chain.seq, id, lamport)))
    }

    fn chain(&mut self, device: &DeviceId) -> Result<Chain, StoreError> {
        if let Some(chain) = self.chains.get(device) {
            return Ok(*chain);
        }
        let mut statement = self.connection().prepare_cached(
            "SELECT seq, id, lamport FROM changes WHERE device = (SELECT number FROM device_keys WHERE key = ?1)
             ORDER BY seq DESC, id LIMIT 1",
        )?;
        let last = statement.query_row([device.as_bytes()], |row| {
            Ok(Chain {
                seq: row.get("seq")?,
                last: Some((ChangeId::from_bytes(row.get("id")?), row.get("lamport")?)),
            })
        });
        let chain = last.optional()?.unwrap_or(Chain { seq: 0, last: None });
        drop(statement);
        self.chains.insert(*device, chain);
        Ok(chain)
    }
}
