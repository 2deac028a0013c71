//! Opening and making a store.

use std::path::{Path, PathBuf};
use std::time::Duration;

use hearth_model::id::CommunityId;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::error::StoreError;
use crate::lock::{WriteLock, with_suffix};
use crate::migration::{self, Schema};
use crate::people::People;
use crate::{meta, writer};

/// What lists show of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The first sentences.
    pub gist: String,
    /// Words in the body.
    pub n_words: u32,
}

/// Makes a [`Summary`] of a Markdown body. A pure function: derived tables depend on it.
pub type Summarise = fn(&str) -> Summary;

/// A community's store on this machine.
pub struct Store {
    pub(crate) connection: Connection,
    pub(crate) lock: WriteLock,
    pub(crate) summarise: Summarise,
    pub(crate) people: Option<People>,
    path: PathBuf,
    community: CommunityId,
    read_only: bool,
    rebuilt: bool,
    /// Which file was opened, as far as the system can say.
    file: Option<FileMark>,
}

/// What tells a file from another that takes its name.
type FileMark = (u64, u64);

impl Store {
    /// Makes an empty store for a community whose founding change is still to be added.
    ///
    /// # Errors
    /// [`StoreError::Open`] when the file exists already or cannot be made.
    pub fn create(
        path: &Path,
        community: CommunityId,
        summarise: Summarise,
    ) -> Result<Self, StoreError> {
        let made = std::fs::File::options()
            .write(true)
            .create_new(true)
            .open(path);
        made.map_err(|source| StoreError::Open {
            path: path.to_owned(),
            source,
        })?;
        let mut connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        prepare_to_write(&connection)?;
        let transaction = connection.transaction()?;
        migration::make(&transaction)?;
        meta::set(&transaction, "community", &community.as_bytes().to_vec())?;
        meta::begin_incarnation(&transaction)?;
        transaction.commit()?;
        let mut store = Self::over(connection, path, summarise, false)?;
        // Even an empty log has its tables.
        store.rebuild()?;
        Ok(store)
    }

    /// Opens the store at `path`.
    ///
    /// A store of a newer version, or one that cannot be written, opens read only
    /// ([`Store::is_read_only`]). Derived tables of another version are made anew
    /// ([`Store::was_rebuilt`]).
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Damaged`], [`StoreError::Open`].
    pub fn open(path: &Path, summarise: Summarise) -> Result<Self, StoreError> {
        match path.try_exists() {
            Ok(true) => {}
            Ok(false) => {
                return Err(StoreError::Missing {
                    path: path.to_owned(),
                });
            }
            Err(source) => {
                return Err(StoreError::Open {
                    path: path.to_owned(),
                    source,
                });
            }
        }
        match Self::open_to_write(path, summarise) {
            Err(error) if forbids_writing(&error) => Self::open_to_read(path, summarise),
            opened => opened,
        }
    }

    fn open_to_write(path: &Path, summarise: Summarise) -> Result<Self, StoreError> {
        let mut connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        if connection.is_readonly("main")? {
            return Err(StoreError::ReadOnlyFile);
        }
        migration::check_mark(&connection)?;
        prepare_to_write(&connection)?;
        let schema = migration::migrate(&mut connection)?;
        let mut store = Self::over(connection, path, summarise, schema == Schema::Newer)?;
        match schema {
            Schema::Current => {}
            Schema::Newer => store.derive_in_memory()?,
            Schema::DerivedOutdated => {
                let mut writer = writer::Writer::begin_anew(&mut store)?;
                writer.fold_log()?;
                writer.commit()?;
                store.rebuilt = true;
            }
        }
        Ok(store)
    }

    /// Derived tables of another version, in a file that may not be written, are left alone.
    fn derive_in_memory(&mut self) -> Result<(), StoreError> {
        if migration::has_own_tables(&self.connection)? {
            return Ok(());
        }
        let mut writer = writer::Writer::begin_aside(self)?;
        writer.fold_log()?;
        writer.commit()
    }

    fn open_to_read(path: &Path, summarise: Summarise) -> Result<Self, StoreError> {
        // A folder that cannot be written cannot hold the shared-memory file that WAL needs.
        let connection = match connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY) {
            Ok(connection) if migration::is_newer(&connection).is_ok() => connection,
            _ => connect_immutable(path)?,
        };
        migration::check_mark(&connection)?;
        prepare_to_read(&connection)?;
        let mut store = Self::over(connection, path, summarise, true)?;
        store.derive_in_memory()?;
        Ok(store)
    }

    fn over(
        connection: Connection,
        path: &Path,
        summarise: Summarise,
        read_only: bool,
    ) -> Result<Self, StoreError> {
        let community: Option<Vec<u8>> = meta::get(&connection, "community")?;
        let community = community.and_then(|bytes| CommunityId::try_from(&bytes[..]).ok());
        let community =
            community.ok_or_else(|| StoreError::Damaged("it names no community".to_owned()))?;
        Ok(Self {
            connection,
            lock: WriteLock::beside(path),
            summarise,
            people: None,
            path: path.to_owned(),
            community,
            read_only,
            rebuilt: false,
            file: file_mark(path),
        })
    }

    /// The community this store belongs to.
    pub fn community(&self) -> CommunityId {
        self.community
    }

    /// The store's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Tells whether nothing can be written, because a newer program made it or the place forbids it.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Tells whether opening made the derived tables anew.
    pub fn was_rebuilt(&self) -> bool {
        self.rebuilt
    }

    /// Counts the write transactions of this machine; what the index catches up to.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read.
    pub fn tick(&self) -> Result<u64, StoreError> {
        Ok(meta::get(&self.connection, "tick")?.unwrap_or(0))
    }

    /// A random mark that every new store and every store put back from a backup gets; the index
    /// is good for one incarnation only.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read.
    pub fn incarnation(&self) -> Result<String, StoreError> {
        Ok(meta::get(&self.connection, "incarnation")?.unwrap_or_default())
    }

    /// Gives this store another incarnation, because its past is about to be written anew.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn begin_incarnation(&mut self) -> Result<(), StoreError> {
        let writer = self.write()?;
        meta::begin_incarnation(writer.raw())?;
        writer.commit()
    }

    /// Refuses to go on with a file that is no longer the one at this path, as after a restore by
    /// another program: what is written there would be seen by nobody.
    pub(crate) fn check_in_place(&self) -> Result<(), StoreError> {
        if self.file.is_some() && file_mark(&self.path) != self.file {
            return Err(StoreError::Missing {
                path: self.path.clone(),
            });
        }
        Ok(())
    }

    /// Drops everything derived and folds the log again.
    ///
    /// # Errors
    /// [`StoreError`] when the log cannot be read or the tables not written.
    pub fn rebuild(&mut self) -> Result<(), StoreError> {
        let mut writer = self.write()?;
        writer.rebuild()?;
        writer.commit()
    }

    /// Begins a write transaction. Waits for other writers; what is not committed is rolled back.
    ///
    /// # Errors
    /// [`StoreError::NewerStore`] on a read-only store, [`StoreError::Busy`] after ten seconds.
    pub fn write(&mut self) -> Result<writer::Writer<'_>, StoreError> {
        if self.read_only {
            let newer = migration::is_newer(&self.connection)?;
            return Err(if newer {
                StoreError::NewerStore
            } else {
                StoreError::ReadOnlyFile
            });
        }
        writer::Writer::begin(self)
    }
}

/// A file that may not be written, or one in a folder where nothing may be put beside it.
fn forbids_writing(error: &StoreError) -> bool {
    match error {
        StoreError::ReadOnlyFile => true,
        StoreError::Sqlite(error) => {
            error.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen)
        }
        _ => false,
    }
}

/// Opens a connection without reading or writing a byte of the file.
fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    check_sqlite(&connection)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(128);
    // Plans are chosen once: without this SQLite makes a statement anew for each value it is given.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
    Ok(connection)
}

fn prepare_to_read(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.execute_batch("PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;")?)
}

fn prepare_to_write(connection: &Connection) -> Result<(), StoreError> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    prepare_to_read(connection)
}

#[cfg(unix)]
fn file_mark(path: &Path) -> Option<FileMark> {
    use std::os::unix::fs::MetadataExt;
    let metadata = path.metadata().ok()?;
    Some((metadata.dev(), metadata.ino()))
}

/// Elsewhere a file that is open cannot be put in another's place.
#[cfg(not(unix))]
fn file_mark(_: &Path) -> Option<FileMark> {
    None
}

/// Opens a file on a medium that nobody writes. A log of writes that never reached the file would
/// be passed over, so there must be none.
fn connect_immutable(path: &Path) -> Result<Connection, StoreError> {
    let unwritten = with_suffix(path, "-wal");
    if unwritten.metadata().is_ok_and(|log| log.len() > 0) {
        return Err(StoreError::Open {
            path: unwritten,
            source: std::io::ErrorKind::ReadOnlyFilesystem.into(),
        });
    }
    let escaped: String = path
        .to_string_lossy()
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23");
    let uri = format!("file:{escaped}?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Ok(Connection::open_with_flags(uri, flags)?)
}

/// Refuses SQLite before 3.51.3, whose WAL could lose committed transactions.
fn check_sqlite(connection: &Connection) -> Result<(), StoreError> {
    let version: String =
        connection.query_row("SELECT sqlite_version() AS version", [], |row| {
            row.get("version")
        })?;
    let parts: Vec<u32> = version
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect();
    if parts >= vec![3, 51, 3] {
        Ok(())
    } else {
        Err(StoreError::OldSqlite(version))
    }
}
