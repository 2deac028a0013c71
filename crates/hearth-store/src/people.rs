//! The roster: settled from the governance changes, kept in memory, mirrored in tables.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hearth_model::change::Header;
use hearth_model::entitlement::{Equivocations, GovernanceChange, Roster};
use hearth_model::id::{ChangeId, CommunityId, DeviceId};
use hearth_model::standing::Standing;
use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::facts::LogFacts;
use crate::open::Store;
use crate::project::write_awaited;
use crate::{log, meta};

/// A settled roster and the write transaction it is good for.
#[derive(Clone)]
pub(crate) struct People {
    pub(crate) roster: Arc<Roster>,
    /// Ids that governance changes name and that are not here.
    awaited: Arc<BTreeSet<ChangeId>>,
    governance_tick: u64,
}

/// The tick of the last write that touched governance.
pub(crate) fn governance_tick(connection: &Connection) -> Result<u64, StoreError> {
    Ok(meta::get(connection, "governance_tick")?.unwrap_or(0))
}

impl People {
    /// Settles what the log holds.
    pub(crate) fn settle(
        connection: &Connection,
        community: CommunityId,
    ) -> Result<Self, StoreError> {
        let changes = log::governance(connection)?
            .iter()
            .map(|stored| GovernanceChange::read(&stored.change))
            .collect();
        let facts = LogFacts::new(connection);
        let roster = Roster::settle(community, changes, &equivocations(connection)?, &facts);
        let awaited = facts.finish()?;
        Ok(Self {
            roster: Arc::new(roster),
            awaited: Arc::new(awaited),
            governance_tick: governance_tick(connection)?,
        })
    }

    pub(crate) fn is_current(&self, connection: &Connection) -> Result<bool, StoreError> {
        Ok(self.governance_tick == governance_tick(connection)?)
    }
}

fn equivocations(connection: &Connection) -> Result<Equivocations, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT key AS device, equivocations.seq AS seq, id, header FROM equivocations
         JOIN device_keys ON number = equivocations.device
         JOIN changes ON changes.device = equivocations.device AND changes.seq >= equivocations.seq",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Equivocations::new();
    while let Some(row) = rows.next()? {
        let id = ChangeId::from_bytes(row.get("id")?);
        let header: Vec<u8> = row.get("header")?;
        let device = DeviceId::from_bytes(row.get("device")?);
        let forked = found.entry(device).or_default();
        forked.from = row.get("seq")?;
        forked
            .backlinks
            .insert(id, Header::decode(&header).ok().and_then(|it| it.backlink));
    }
    Ok(found)
}

/// Tells whether a change belongs to a forked device's part from the fork on, where each one that
/// comes may decide over others; notes the fork when this change makes it one.
pub(crate) fn note_equivocation(
    connection: &Connection,
    device: &DeviceId,
    seq: u64,
) -> Result<bool, StoreError> {
    let n_same: u64 = connection
        .prepare_cached(
            "SELECT COUNT(*) AS n FROM changes WHERE device = (SELECT number FROM device_keys WHERE key = ?1) AND seq = ?2",
        )?
        .query_row(params![device.as_bytes(), seq], |row| row.get("n"))?;
    if n_same < 2 {
        let mut forked = connection.prepare_cached(
            "SELECT 1 FROM equivocations WHERE device = (SELECT number FROM device_keys WHERE key = ?1) AND seq <= ?2",
        )?;
        return Ok(forked.exists(params![device.as_bytes(), seq])?);
    }
    let mut statement = connection.prepare_cached(
        "INSERT INTO equivocations (device, seq) SELECT number, ?2 FROM device_keys WHERE key = ?1
         ON CONFLICT (device) DO UPDATE SET seq = MIN(seq, excluded.seq)",
    )?;
    statement.execute(params![device.as_bytes(), seq])?;
    Ok(true)
}

/// Finds all forked devices afresh.
pub(crate) fn find_equivocations(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("DELETE FROM equivocations", [])?;
    connection.execute(
        "INSERT INTO equivocations (device, seq)
         SELECT device, MIN(seq) FROM (SELECT device, seq FROM changes GROUP BY device, seq HAVING COUNT(*) > 1) GROUP BY device",
        [],
    )?;
    Ok(())
}

impl Store {
    /// Tells whether a device wrote two histories.
    ///
    /// # Errors
    /// [`StoreError`] when the tables cannot be read.
    pub fn is_forked(&self, device: &DeviceId) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT 1 FROM equivocations WHERE device = (SELECT number FROM device_keys WHERE key = ?1)",
        )?;
        Ok(statement.exists([device.as_bytes()])?)
    }

    /// Lists devices that wrote two histories; neither branch can be told from the other by seq.
    ///
    /// # Errors
    /// [`StoreError`] when the tables cannot be read.
    pub fn forked_devices(&self) -> Result<BTreeSet<DeviceId>, StoreError> {
        Ok(equivocations(&self.connection)?.into_keys().collect())
    }
}

/// Mirrors a roster in the derived tables.
pub(crate) fn write_tables(connection: &Connection, people: &People) -> Result<(), StoreError> {
    let roster = &people.roster;
    connection.execute_batch(
        "DELETE FROM members; DELETE FROM devices; DELETE FROM community; DELETE FROM set_aside WHERE governance = 1",
    )?;
    write_awaited(connection, None, &people.awaited)?;
    let charter = roster.charter();
    connection
        .prepare_cached(
            "INSERT INTO community (one, name, charter, practitioners_edit) VALUES (1, ?1, ?2, ?3)",
        )?
        .execute(params![
            roster.name(),
            charter.text,
            charter.practitioners_edit
        ])?;
    for (id, member) in roster.members() {
        let roles: Vec<_> = member.roles.iter().map(|role| role.name()).collect();
        connection
            .prepare_cached("INSERT INTO members (id, name, roles) VALUES (?1, ?2, ?3)")?
            .execute(params![id.as_bytes(), member.name, roles.join(" ")])?;
        for (key, device) in &member.devices {
            connection
                .prepare_cached(
                    "INSERT INTO devices (key, member, name, revoked) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![
                    key.as_bytes(),
                    id.as_bytes(),
                    device.name,
                    device.revoked
                ])?;
        }
    }
    for (id, standing) in roster
        .standings()
        .iter()
        .filter(|(_, standing)| **standing != Standing::InEffect)
    {
        connection
            .prepare_cached(
                "INSERT INTO set_aside (id, subject, governance, standing, reason)
                 SELECT id, subject, 1, ?2, ?3 FROM changes WHERE id = ?1",
            )?
            .execute(params![id.as_bytes(), standing.code(), standing.name()])?;
    }
    Ok(())
}

/// Which content may stand differently under a new roster.
pub(crate) enum Impact {
    /// Only what is set aside now.
    SetAside,
    /// What these devices wrote, too.
    Devices(BTreeSet<DeviceId>),
    /// Anything.
    Everything,
}

/// Compares two rosters.
pub(crate) fn impact(before: &Roster, after: &Roster) -> Impact {
    let closed = before.charter().practitioners_edit && !after.charter().practitioners_edit;
    if closed || !before.ratified().is_subset(after.ratified()) {
        return Impact::Everything;
    }
    let rights: [BTreeMap<DeviceId, _>; 2] = [before.rights(), after.rights()];
    let [before, after] = rights;
    let moved: BTreeSet<DeviceId> = before
        .iter()
        .filter(|(device, rights)| after.get(device) != Some(rights))
        .map(|(device, _)| *device)
        .collect();
    if moved.is_empty() {
        Impact::SetAside
    } else {
        Impact::Devices(moved)
    }
}

impl Store {
    /// The community's people and rules, settled from the log.
    ///
    /// # Errors
    /// [`StoreError`] when the log cannot be read.
    pub fn roster(&mut self) -> Result<Arc<Roster>, StoreError> {
        let current = match &self.people {
            Some(people) => people.is_current(&self.connection)?,
            None => false,
        };
        if !current {
            self.people = Some(People::settle(&self.connection, self.community())?);
        }
        Ok(Arc::clone(
            &self.people.as_ref().expect("settled just above").roster,
        ))
    }
}
