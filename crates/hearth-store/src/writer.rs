//! The write transaction: adds to the log and brings the tables up to date, or does nothing.

mod chain;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hearth_model::act::FIRST_CONTENT_KIND;
use hearth_model::change::Change;
use hearth_model::entitlement::Roster;
use hearth_model::id::{BlobHash, ChangeId, CommunityId, DeviceId, LessonId, Subject};
use hearth_model::sign::Verified;
use hearth_model::standing::Facts;
use rusqlite::{Connection, params};

use crate::circles::mark_inert;
use crate::error::StoreError;
use crate::open::Store;
use crate::people::{self, Impact, People};
use crate::project::{LessonMove, Projection, Settled};
use crate::{blobs, log, meta, migration};
use chain::Chain;

/// Whether a change was new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appended {
    /// Added at this position.
    New(u64),
    /// Here already, but without its payload, which is here again now.
    Completed,
    /// Here already.
    Known,
}

/// What a write moved.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Lessons whose row came, changed or went since the last projection.
    pub lessons: Vec<LessonMove>,
    /// Lessons that must be drawn or indexed again because of this transaction.
    pub touched: BTreeSet<LessonId>,
    /// People, roles or the charter changed in this transaction.
    pub people: bool,
}

/// An open write transaction. Dropping it rolls back.
pub struct Writer<'s> {
    store: &'s mut Store,
    people: People,
    tick: u64,
    touched: BTreeSet<Subject>,
    governance_moved: bool,
    /// What all projections of this transaction moved.
    moved: BTreeSet<LessonId>,
    people_moved: bool,
    chains: BTreeMap<DeviceId, Chain>,
    done: bool,
}

impl<'s> Writer<'s> {
    pub(crate) fn begin(store: &'s mut Store) -> Result<Self, StoreError> {
        store.lock.acquire()?;
        Self::open(store, "BEGIN IMMEDIATE", |_| Ok(()))
    }

    /// Begins with empty derived tables, for a store whose own are of another version.
    pub(crate) fn begin_anew(store: &'s mut Store) -> Result<Self, StoreError> {
        store.lock.acquire()?;
        Self::open(store, "BEGIN IMMEDIATE", |store| {
            migration::remake_derived(&store.connection)
        })
    }

    /// Begins with derived tables in memory, for a store that may only be read. Nothing is locked
    /// and nothing reaches the file.
    pub(crate) fn begin_aside(store: &'s mut Store) -> Result<Self, StoreError> {
        Self::open(store, "BEGIN", |store| {
            migration::derive_in_memory(&store.connection)
        })
    }

    fn open(
        store: &'s mut Store,
        begin: &str,
        prepare: impl FnOnce(&Store) -> Result<(), StoreError>,
    ) -> Result<Self, StoreError> {
        let begun = store.check_in_place().and_then(|()| {
            store.connection.execute_batch(begin)?;
            prepare(store)
        });
        let people = begun.and_then(|()| current_people(store));
        match people {
            Ok((people, tick)) => Ok(Self {
                store,
                people,
                tick: tick.saturating_add(1),
                touched: BTreeSet::new(),
                governance_moved: false,
                moved: BTreeSet::new(),
                people_moved: false,
                chains: BTreeMap::new(),
                done: false,
            }),
            Err(error) => {
                roll_back(store);
                Err(error)
            }
        }
    }

    fn connection(&self) -> &Connection {
        &self.store.connection
    }

    /// The store that is written, for reading within the transaction.
    pub fn store(&self) -> &Store {
        self.store
    }

    /// The community.
    pub fn community(&self) -> CommunityId {
        self.store.community()
    }

    /// The roster as the last [`Writer::project`] left it.
    pub fn roster(&self) -> &Arc<Roster> {
        &self.people.roster
    }

    /// Adds a change to the log. The tables follow with [`Writer::project`].
    ///
    /// # Errors
    /// [`StoreError::OtherCommunity`], or what SQLite says.
    pub fn append(&mut self, change: &Verified<Change>) -> Result<Appended, StoreError> {
        let appended = log::append(self.connection(), self.community(), change)?;
        if appended == Appended::Known {
            return Ok(appended);
        }
        let header = change.header();
        if header.kind < FIRST_CONTENT_KIND {
            self.governance_moved = true;
        } else {
            self.touched.insert(header.subject);
        }
        self.touch_awaiting(change.id())?;
        if people::note_equivocation(self.connection(), &header.device, header.seq)? {
            self.governance_moved = true;
        }
        if let Some(chain) = self.chains.get_mut(&header.device)
            && chain.seq < header.seq
        {
            *chain = Chain {
                seq: header.seq,
                last: Some((change.id(), header.lamport)),
            };
        }
        Ok(appended)
    }

    /// What names a change may stand otherwise once it is here.
    fn touch_awaiting(&mut self, id: ChangeId) -> Result<(), StoreError> {
        let awaiting: Vec<(bool, [u8; 16])> = {
            let mut statement = self
                .connection()
                .prepare_cached("SELECT governance, subject FROM awaited WHERE id = ?1")?;
            let rows = statement.query_map([id.as_bytes()], |row| {
                Ok((row.get("governance")?, row.get("subject")?))
            })?;
            rows.collect::<Result<_, _>>()?
        };
        for (is_governance, subject) in awaiting {
            if is_governance {
                self.governance_moved = true;
            } else {
                self.touched.insert(Subject(subject));
            }
        }
        Ok(())
    }

    /// A gap that opens may decide over the change that stands after it.
    fn touch_successor(&mut self, device: DeviceId, seq: u64) -> Result<(), StoreError> {
        let successors: Vec<(u64, [u8; 16])> = {
            let mut statement = self.connection().prepare_cached(
                "SELECT kind, subject FROM changes WHERE device = (SELECT number FROM device_keys WHERE key = ?1) AND seq = ?2",
            )?;
            let rows = statement
                .query_map(params![device.as_bytes(), seq.saturating_add(1)], |row| {
                    Ok((row.get("kind")?, row.get("subject")?))
                })?;
            rows.collect::<Result<_, _>>()?
        };
        for (kind, subject) in successors {
            if kind < FIRST_CONTENT_KIND {
                self.governance_moved = true;
            } else {
                self.touched.insert(Subject(subject));
            }
        }
        Ok(())
    }

    /// Keeps an attached file; true when it was new.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn put_blob(&mut self, hash: &BlobHash, bytes: &[u8]) -> Result<bool, StoreError> {
        blobs::put(self.connection(), hash, bytes)
    }

    /// Brings the derived tables up to date with what was added, and says what moved.
    ///
    /// # Errors
    /// [`StoreError`]; the transaction is then good for nothing but dropping.
    pub fn project(&mut self) -> Result<Outcome, StoreError> {
        if self.governance_moved {
            self.people_moved = true;
            self.settle_people()?;
        }
        let subjects = std::mem::take(&mut self.touched);
        let mut projection = Projection {
            connection: &self.store.connection,
            roster: &self.people.roster,
            summarise: self.store.summarise,
            tick: self.tick,
            acyclic_moved: BTreeSet::new(),
        };
        let mut lessons = Vec::new();
        for subject in &subjects {
            lessons.extend(projection.lesson(*subject)?);
        }
        projection
            .acyclic_moved
            .iter()
            .try_for_each(|kind| mark_inert(&self.store.connection, *kind))?;
        self.moved.extend(subjects.into_iter().map(LessonId::from));
        Ok(Outcome {
            lessons,
            touched: self.moved.clone(),
            people: self.people_moved,
        })
    }

    fn settle_people(&mut self) -> Result<(), StoreError> {
        meta::set(self.connection(), "governance_tick", &self.tick)?;
        let people = People::settle(self.connection(), self.community())?;
        let impact = people::impact(&self.people.roster, &people.roster);
        people::write_tables(self.connection(), &people)?;
        self.people = people;
        self.governance_moved = false;
        let filter = match &impact {
            Impact::Everything => "SELECT DISTINCT subject FROM changes WHERE kind >= 32",
            Impact::SetAside | Impact::Devices(_) => {
                "SELECT DISTINCT subject FROM set_aside WHERE governance = 0"
            }
        };
        self.touch_all(filter, [])?;
        if let Impact::Devices(devices) = impact {
            for device in devices {
                let of_device = "SELECT DISTINCT subject FROM changes
                    WHERE device = (SELECT number FROM device_keys WHERE key = ?1) AND kind >= 32";
                self.touch_all(of_device, [device.as_bytes()])?;
            }
        }
        Ok(())
    }

    fn touch_all(
        &mut self,
        query: &str,
        parameters: impl rusqlite::Params,
    ) -> Result<(), StoreError> {
        let subjects: Vec<[u8; 16]> = {
            let mut statement = self.connection().prepare_cached(query)?;
            let rows = statement.query_map(parameters, |row| row.get("subject"))?;
            rows.collect::<Result<_, _>>()?
        };
        self.touched.extend(subjects.into_iter().map(Subject));
        Ok(())
    }

    /// Makes all derived tables anew from the log.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when a stored change no longer matches its id.
    pub fn rebuild(&mut self) -> Result<Outcome, StoreError> {
        migration::remake_derived(self.connection())?;
        self.fold_log()
    }

    /// Fills empty derived tables from the log.
    pub(crate) fn fold_log(&mut self) -> Result<Outcome, StoreError> {
        // The feed begins anew too, so an index that followed the old one does not follow this one.
        meta::begin_incarnation(self.connection())?;
        people::find_equivocations(self.connection())?;
        self.governance_moved = true;
        self.touch_all("SELECT DISTINCT subject FROM changes WHERE kind >= 32", [])?;
        self.project()
    }

    /// Takes changes out of the log; the caller has made sure that nothing else needs them.
    pub(crate) fn forget(&mut self, changes: &[(u64, Facts)]) -> Result<(), StoreError> {
        for (position, facts) in changes {
            self.connection()
                .prepare_cached("DELETE FROM changes WHERE position = ?1")?
                .execute([position])?;
            self.touched.insert(facts.subject);
            self.touch_successor(facts.device, facts.seq)?;
        }
        self.chains.clear();
        if changes
            .iter()
            .any(|(_, facts)| facts.kind < FIRST_CONTENT_KIND)
        {
            self.touch_all("SELECT DISTINCT subject FROM changes WHERE kind >= 32", [])?;
        }
        people::find_equivocations(self.connection())?;
        self.governance_moved = true;
        Ok(())
    }

    pub(crate) fn raw(&self) -> &Connection {
        self.connection()
    }

    /// Makes everything durable: when this returns, a power cut loses nothing of it.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] and the like; nothing was changed then.
    pub fn commit(self) -> Result<(), StoreError> {
        self.commit_then(|| ())
    }

    /// Like [`Writer::commit`]; `note` runs once everything is durable and before anybody else writes.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] and the like; nothing was changed then, and `note` was not run.
    pub fn commit_then(mut self, note: impl FnOnce()) -> Result<(), StoreError> {
        if self.governance_moved || !self.touched.is_empty() {
            self.project()?;
        }
        meta::set(self.connection(), "tick", &self.tick)?;
        self.connection().execute_batch("COMMIT")?;
        self.done = true;
        self.store.people = Some(self.people.clone());
        note();
        self.store.lock.release();
        Ok(())
    }

    /// The number this transaction will have among this machine's writes.
    pub fn tick(&self) -> u64 {
        self.tick
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if !self.done {
            roll_back(self.store);
        }
    }
}

fn roll_back(store: &mut Store) {
    if !store.connection.is_autocommit() {
        // Nothing else can be done here; SQLite rolls back by itself when the connection closes.
        drop(store.connection.execute_batch("ROLLBACK"));
    }
    store.lock.release();
}

fn current_people(store: &mut Store) -> Result<(People, u64), StoreError> {
    store.roster()?;
    let people = store.people.clone().expect("settled just above");
    Ok((people, store.tick()?))
}

impl Writer<'_> {
    /// Folds one lesson as it stands in this transaction.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when a stored change no longer matches its id.
    pub fn folded(&self, id: &LessonId) -> Result<Option<hearth_model::fold::Folded>, StoreError> {
        let settled = Settled::load(self.connection(), Subject::from(*id), &self.people.roster)?;
        let nodes = settled.nodes();
        Ok((!nodes.is_empty()).then(|| hearth_model::fold::fold(&nodes)))
    }
}
