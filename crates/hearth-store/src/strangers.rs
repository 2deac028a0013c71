//! The bound on what strangers can leave here: a file may carry changes of devices that nobody
//! admitted, and they wait for an admission that may never come.

use hearth_model::id::ChangeId;
use hearth_model::standing::Facts;
use rusqlite::params;

use crate::error::StoreError;
use crate::writer::Writer;

/// How much of devices without a member a store keeps.
#[derive(Clone, Copy, Debug)]
pub struct StrangersBound {
    /// Changes.
    pub n_changes: u64,
    /// Bytes of their headers and stored payloads.
    pub n_bytes: u64,
}

impl Default for StrangersBound {
    fn default() -> Self {
        Self {
            n_changes: 10_000,
            n_bytes: 64 * 1024 * 1024,
        }
    }
}

impl Writer<'_> {
    /// Takes out what strangers wrote beyond the bound, of the changes at `first` and later, and
    /// returns their ids. They count as never seen, so a later file may bring them again.
    ///
    /// Call it after [`Writer::project`], which must be called again when something was taken out.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn leave_out_strangers(
        &mut self,
        first: u64,
        bound: StrangersBound,
    ) -> Result<Vec<ChangeId>, StoreError> {
        let mut over = vec![];
        {
            let mut statement = self.raw().prepare_cached(
                "SELECT position, changes.id AS id, LENGTH(header) + LENGTH(payload) AS n_bytes
                 FROM set_aside JOIN changes ON changes.id = set_aside.id
                 JOIN device_keys ON number = changes.device
                 WHERE NOT EXISTS (SELECT 1 FROM devices WHERE devices.key = device_keys.key)
                 ORDER BY position",
            )?;
            let mut rows = statement.query(params![])?;
            let (mut n_changes, mut n_bytes) = (0_u64, 0_u64);
            while let Some(row) = rows.next()? {
                let (position, size): (u64, u64) = (row.get("position")?, row.get("n_bytes")?);
                let fits =
                    n_changes < bound.n_changes && n_bytes.saturating_add(size) <= bound.n_bytes;
                if fits || position < first {
                    n_changes = n_changes.saturating_add(1);
                    n_bytes = n_bytes.saturating_add(size);
                } else {
                    over.push((position, ChangeId::from_bytes(row.get("id")?)));
                }
            }
        }
        let mut leaving = Vec::with_capacity(over.len());
        for (position, id) in &over {
            let change = self.store().change(id)?.ok_or(StoreError::Corrupt(*id))?;
            leaving.push((*position, Facts::of(change.header())));
        }
        if !leaving.is_empty() {
            self.forget(&leaving)?;
        }
        Ok(over.into_iter().map(|(_, id)| id).collect())
    }
}
