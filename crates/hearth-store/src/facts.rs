//! Looking up the neighbours that a change names.

use std::cell::RefCell;
use std::collections::BTreeSet;

use hearth_model::entitlement::Roster;
use hearth_model::id::{ChangeId, DeviceId, Subject};
use hearth_model::standing::{Facts, Known};
use rusqlite::{Connection, OptionalExtension};

use crate::error::StoreError;

/// [`Known`] over the log. What is not found, and a lookup that fails, is kept and given by [`LogFacts::finish`].
pub(crate) struct LogFacts<'a> {
    connection: &'a Connection,
    /// Knows the governance changes, which nearly every change names.
    roster: Option<&'a Roster>,
    awaited: RefCell<BTreeSet<ChangeId>>,
    error: RefCell<Option<StoreError>>,
}

impl<'a> LogFacts<'a> {
    pub(crate) fn new(connection: &'a Connection) -> Self {
        Self {
            connection,
            roster: None,
            awaited: RefCell::default(),
            error: RefCell::new(None),
        }
    }

    /// Looks where a settled roster looks first.
    pub(crate) fn with(connection: &'a Connection, roster: &'a Roster) -> Self {
        Self {
            roster: Some(roster),
            ..Self::new(connection)
        }
    }

    /// Ends the lookups, with the ids that were not here, or the first error.
    pub(crate) fn finish(self) -> Result<BTreeSet<ChangeId>, StoreError> {
        let awaited = self.awaited.into_inner();
        self.error.into_inner().map_or(Ok(awaited), Err)
    }

    fn find(&self, id: &ChangeId) -> Result<Option<Facts>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT device_keys.key AS device, seq, lamport, kind, subject
             FROM changes JOIN device_keys ON device_keys.number = changes.device WHERE id = ?1",
        )?;
        let facts = statement.query_row([id.as_bytes()], |row| {
            Ok(Facts {
                device: DeviceId::from_bytes(row.get("device")?),
                seq: row.get("seq")?,
                lamport: row.get("lamport")?,
                kind: row.get("kind")?,
                subject: Subject(row.get("subject")?),
            })
        });
        Ok(facts.optional()?)
    }
}

impl Known for LogFacts<'_> {
    fn facts(&self, id: &ChangeId) -> Option<Facts> {
        if let Some(facts) = self.roster.and_then(|roster| roster.facts(id)) {
            return Some(facts);
        }
        let found = self.find(id).unwrap_or_else(|error| {
            self.error.borrow_mut().get_or_insert(error);
            None
        });
        if found.is_none() {
            self.awaited.borrow_mut().insert(*id);
        }
        found
    }
}
