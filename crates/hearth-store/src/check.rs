//! Asking the store whether all is well, and what state it is in.

use hearth_model::change::Change;
use hearth_model::digest::StateDigest;
use hearth_model::id::{ChangeId, DeviceId};
use hearth_model::sign::{self, Verified};
use hearth_model::standing::Standing;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::log;
use crate::migration::DERIVED_TABLES;
use crate::open::Store;

/// What a check found. All is well when every list is empty and `derived_matches` holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Changes read and verified, signature included.
    pub n_changes: u64,
    /// Attached files read and hashed.
    pub n_blobs: u64,
    /// What SQLite says about its pages; empty when they are in order.
    pub pages: Vec<String>,
    /// Changes whose bytes no longer match their id or signature.
    pub bad_changes: Vec<String>,
    /// Attached files whose bytes no longer match their hash.
    pub bad_blobs: Vec<String>,
    /// Folding the log anew gives the same tables.
    pub derived_matches: bool,
}

impl Findings {
    /// Tells whether nothing was found.
    pub fn all_well(&self) -> bool {
        self.pages.is_empty()
            && self.bad_changes.is_empty()
            && self.bad_blobs.is_empty()
            && self.derived_matches
    }
}

impl Store {
    /// Reads every byte: pages, hashes, signatures, and whether the tables follow from the log.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read at all.
    pub fn check(&mut self) -> Result<Findings, StoreError> {
        let mut findings = Findings {
            pages: check_pages(&self.connection)?,
            ..Findings::default()
        };
        self.check_changes(&mut findings)?;
        self.check_blobs(&mut findings)?;
        let sound = findings.pages.is_empty() && findings.bad_changes.is_empty();
        findings.derived_matches = sound && self.derived_matches()?;
        Ok(findings)
    }

    fn check_changes(&self, findings: &mut Findings) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT {}, (SELECT key FROM device_keys WHERE number = device) AS device_key, seq, lamport, kind, subject
             FROM changes ORDER BY position",
            log::COLUMNS
        );
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            findings.n_changes += 1;
            let sound = match log::read(row) {
                Ok(stored) => self.is_sound(row, stored.change),
                Err(StoreError::Corrupt(_) | StoreError::Damaged(_)) => false,
                Err(error) => return Err(error),
            };
            if !sound {
                let position: u64 = row.get("position")?;
                let id = row.get("id").map(ChangeId::from_bytes);
                let name = id.map_or_else(|_| format!("at {position}"), |id| id.to_string());
                findings.bad_changes.push(name);
            }
        }
        Ok(())
    }

    /// The signature holds, and the columns beside the header say what it says.
    fn is_sound(&self, row: &Row<'_>, change: Verified<Change>) -> bool {
        let header = change.header();
        let columns = || -> rusqlite::Result<_> {
            let device = DeviceId::from_bytes(row.get("device_key")?);
            let subject: [u8; 16] = row.get("subject")?;
            Ok((
                device,
                row.get("seq")?,
                row.get("lamport")?,
                row.get("kind")?,
                subject,
            ))
        };
        let said = (
            header.device,
            header.seq,
            header.lamport,
            header.kind,
            header.subject.0,
        );
        columns().is_ok_and(|columns| columns == said)
            && change.community() == self.community()
            && sign::verify(change.into_inner()).is_ok()
    }

    fn check_blobs(&self, findings: &mut Findings) -> Result<(), StoreError> {
        for hash in self.blob_hashes()? {
            findings.n_blobs += 1;
            let bytes = self.blob(&hash)?.unwrap_or_default();
            let size = self.blob_size(&hash)?;
            if blake3_of(&bytes) != *hash.as_bytes() || size != Some(bytes.len() as u64) {
                findings.bad_blobs.push(hash.to_string());
            }
        }
        Ok(())
    }

    /// Folds the log anew in a transaction that is rolled back, and compares.
    fn derived_matches(&mut self) -> Result<bool, StoreError> {
        if self.is_read_only() {
            return Ok(true);
        }
        let mut writer = self.write()?;
        let before = dump(writer.raw())?;
        writer.rebuild()?;
        let after = dump(writer.raw())?;
        Ok(before == after)
    }

    /// Returns the state digest of `docs/format/change.md`, section 9, computed from the log.
    ///
    /// # Errors
    /// [`StoreError`] when the log cannot be read.
    pub fn state_digest(&mut self) -> Result<[u8; 32], StoreError> {
        let roster = self.roster()?;
        let mut digest = StateDigest::default();
        self.digest_changes(&mut digest)?;
        roster
            .members()
            .iter()
            .for_each(|(id, member)| digest.member(id, member));
        digest.charter(roster.name(), roster.charter());
        for id in self.lesson_ids()? {
            if let Some(folded) = self.folded(&id)? {
                digest.lesson(&id, &folded);
            }
        }
        for link in self.all_links()? {
            digest.link(&link.id, link.kind, &link.source, &link.target, link.inert);
        }
        Ok(digest.finish())
    }

    fn digest_changes(&self, digest: &mut StateDigest) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT changes.id, COALESCE(set_aside.standing, 0) AS standing FROM changes
             LEFT JOIN set_aside ON set_aside.id = changes.id ORDER BY changes.id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let standing: u64 = row.get("standing")?;
            digest.change(
                &ChangeId::from_bytes(row.get("id")?),
                Standing::from_code(standing),
            );
        }
        Ok(())
    }
}

fn blake3_of(bytes: &[u8]) -> [u8; 32] {
    hearth_model::id::BlobHash::of(bytes).as_bytes().to_owned()
}

fn check_pages(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement =
        connection.prepare("SELECT integrity_check AS message FROM pragma_integrity_check")?;
    let messages = statement.query_map([], |row| row.get("message"))?;
    let messages: Vec<String> = messages.collect::<Result<_, _>>()?;
    Ok(if messages == ["ok"] { vec![] } else { messages })
}

/// All derived tables that belong to the state, value by value, in primary key order.
fn dump(connection: &Connection) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    for (table, key) in DERIVED_TABLES {
        bytes.extend(table.as_bytes());
        let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY {key}"))?;
        let n_columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..n_columns {
                push_value(&mut bytes, row.get_ref(column)?);
            }
        }
    }
    Ok(bytes)
}

fn push_value(bytes: &mut Vec<u8>, value: ValueRef<'_>) {
    match value {
        ValueRef::Null => bytes.push(0),
        ValueRef::Integer(value) => {
            bytes.push(1);
            bytes.extend(value.to_be_bytes());
        }
        ValueRef::Real(value) => {
            bytes.push(2);
            bytes.extend(value.to_be_bytes());
        }
        ValueRef::Text(value) | ValueRef::Blob(value) => {
            bytes.push(3);
            bytes.extend((value.len() as u64).to_be_bytes());
            bytes.extend(value);
        }
    }
}
