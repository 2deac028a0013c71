//! The index as the rest of Hearth sees it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use tantivy::IndexWriter;
use tantivy::indexer::IndexWriterOptions;

use crate::answer::{Hits, SearchOptions};
use crate::corpus::Corpus;
use crate::document::{DocKey, IndexDoc};
use crate::error::IndexError;
use crate::highlight::Highlighter;
use crate::integrity::{check_all, check_new, note};
use crate::open::{FreshReason, Handle, Opened, fresh, guarded, in_memory, mark_damaged, open};
use crate::query::Query;
use crate::rank::{Board, Ranking};
use crate::related::{LookAlike, look_alikes};
use crate::schema::{Fields, Stamp};
use crate::search::Search;
use crate::tail::TailSnapshot;

/// From this many waiting lessons on, a flush is worth its cost.
pub const TAIL_FULL: usize = 256;

/// Tantivy's smallest budget; a tail fits many times over.
const TAIL_WRITER_BYTES: usize = 15_000_000;

/// A full-text index: the newest commit on disk, and the tail in memory that lies over it.
///
/// Shared between threads as it is: searches run side by side, and none waits for a commit.
pub struct Index {
    dir: PathBuf,
    pub(crate) fields: Fields,
    on_disk: AtomicBool,
    store: Mutex<Store>,
    pub(crate) corpus: RwLock<Corpus>,
    boards: Mutex<Vec<Board>>,
}

/// The writing side; whoever holds it is the only one to commit.
pub(crate) struct Store {
    pub(crate) handle: Handle,
    pub(crate) writer: Option<IndexWriter>,
    opened: Opened,
}

impl Index {
    /// Opens the index in `dir`, or makes a new one if it is missing, damaged, foreign or of
    /// another version ([`Index::opened`] tells). It never stands in the way of the program.
    ///
    /// # Errors
    /// `IndexError::Create` when not even an index in memory can be made.
    pub fn open(dir: &Path) -> Result<Index, IndexError> {
        let fields = Fields::new();
        let (handle, committed, opened) = open(dir, &fields)?;
        Ok(Index {
            dir: dir.to_owned(),
            fields,
            on_disk: AtomicBool::new(!matches!(opened, Opened::InMemory(_))),
            store: Mutex::new(Store {
                handle,
                writer: None,
                opened,
            }),
            corpus: RwLock::new(Corpus::new(committed)),
            boards: Mutex::default(),
        })
    }

    /// What was found when the index was opened or last reset.
    pub fn opened(&self) -> Opened {
        self.store().opened.clone()
    }

    /// Up to which tick of the store the committed index reflects it. Survives a crash.
    pub fn position(&self) -> u64 {
        self.with_corpus(|corpus| corpus.committed.position)
    }

    /// Up to which tick searches reflect the store, the tail included.
    pub fn tail_position(&self) -> u64 {
        self.with_corpus(|corpus| corpus.tail_position)
    }

    /// How many lessons can be found.
    pub fn n_lessons(&self) -> u32 {
        self.with_corpus(Corpus::n_alive)
    }

    /// How many lessons wait for a flush; from [`TAIL_FULL`] on it is time.
    pub fn n_waiting(&self) -> usize {
        self.with_corpus(|corpus| corpus.tail.len())
    }

    /// Makes a lesson as it stands since `tick` findable at once. Nothing reaches the disk.
    ///
    /// # Errors
    /// `IndexError::Damaged` when the committed index cannot be read.
    pub fn tail_put(&self, tick: u64, doc: IndexDoc) -> Result<(), IndexError> {
        self.change(|corpus| corpus.put(tick, doc))
    }

    /// Makes a lesson unfindable at once, since `tick`.
    ///
    /// # Errors
    /// As [`Index::tail_put`].
    pub fn tail_remove(&self, tick: u64, key: DocKey) -> Result<(), IndexError> {
        self.change(|corpus| corpus.remove(tick, key))
    }

    /// Notes that the index has been told of everything up to `tick`.
    ///
    /// Putting a lesson does not move the position: only the caller knows whether earlier ones
    /// were put too.
    pub fn tail_advance(&self, tick: u64) {
        let mut corpus = self.corpus.write().unwrap_or_else(PoisonError::into_inner);
        corpus.tail_position = corpus.tail_position.max(tick);
    }

    /// Commits the tail; searches go on meanwhile. Returns the new position.
    ///
    /// # Errors
    /// `IndexError::WriterBusy` while another process writes: the tail stays, try again later.
    pub fn flush(&self) -> Result<u64, IndexError> {
        let mut store = self.store();
        let (snapshot, position) =
            self.with_corpus(|corpus| (corpus.tail.snapshot(), corpus.tail_position));
        if snapshot.is_empty() && position == self.position() {
            return Ok(position);
        }
        let writer = store.writer()?;
        let written = write_snapshot(writer, &self.fields, &snapshot)
            .and_then(|()| commit(writer, position))
            .map_err(IndexError::writing);
        if let Err(error) = written {
            // A writer that failed is of no more use; the next flush opens another.
            store.writer = None;
            return Err(error);
        }
        self.recommit(&store.handle, Some(&snapshot))?;
        Ok(position)
    }

    /// Picks up what another process has committed since.
    ///
    /// # Errors
    /// `IndexError::Damaged` when what it wrote cannot be read.
    pub fn refresh(&self) -> Result<(), IndexError> {
        let store = self.store();
        self.recommit(&store.handle, None)
    }

    /// Answers a query.
    ///
    /// # Errors
    /// `IndexError::Damaged` when the bytes on disk make no sense; [`Index::reset`] and refill.
    pub fn search(&self, query: &Query, options: &SearchOptions) -> Result<Hits, IndexError> {
        self.ask(|corpus, board| {
            Search {
                corpus,
                words: self.fields.words,
                options,
            }
            .run(board, query)
        })
    }

    /// The lessons that read most like `text`: a draft's first line or a whole lesson.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn related(&self, text: &str, limit: usize) -> Result<Vec<LookAlike>, IndexError> {
        self.ask(|corpus, board| look_alikes(corpus, board, &Ranking::default(), text, limit))
    }

    /// Marks for a query without running it, for a lesson opened from elsewhere.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn highlighter(&self, query: &Query) -> Result<Highlighter, IndexError> {
        let options = SearchOptions {
            limit: 0,
            facets: false,
            ..SearchOptions::default()
        };
        Ok(self.search(query, &options)?.highlighter)
    }

    /// Reads every byte of the committed index and compares checksums.
    ///
    /// Opening checks each file once and believes it from then on; this finds what has rotted since.
    ///
    /// # Errors
    /// `IndexError::Damaged`, naming the file that differs.
    pub fn verify(&self) -> Result<(), IndexError> {
        let tantivy = self.store().handle.tantivy.clone();
        match self.is_on_disk() {
            true => self.marking(|| check_all(&self.dir, &tantivy)),
            false => Ok(()),
        }
    }

    /// Throws the committed index away and starts an empty one; the tail stays.
    ///
    /// # Errors
    /// `IndexError::Create` as for [`Index::open`].
    pub fn reset(&self) -> Result<(), IndexError> {
        let mut store = self.store();
        store.writer = None;
        // Not every system deletes files that are open: let go of them first.
        store.handle = in_memory(&self.fields)?;
        let nothing = store
            .handle
            .read(&self.fields)
            .map_err(IndexError::reading)?;
        self.corpus
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .restart(nothing)?;
        let (handle, committed, opened) = fresh(&self.dir, &self.fields, FreshReason::Asked)?;
        store.handle = handle;
        self.on_disk
            .store(!matches!(opened, Opened::InMemory(_)), Ordering::Relaxed);
        store.opened = opened;
        self.corpus
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .restart(committed)
    }

    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn with_corpus<T>(&self, read: impl FnOnce(&Corpus) -> T) -> T {
        read(&self.corpus.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Opens the newest commit and lays the tail over it.
    ///
    /// Whoever commits says what of the tail it has `written`; another process's files are checked.
    pub(crate) fn recommit(
        &self,
        handle: &Handle,
        written: Option<&TailSnapshot>,
    ) -> Result<(), IndexError> {
        self.marking(|| {
            match (self.is_on_disk(), written) {
                (true, Some(_)) => note(&self.dir, &handle.tantivy),
                (true, None) => check_new(&self.dir, &handle.tantivy)?,
                (false, _) => {}
            }
            let committed = handle.read(&self.fields).map_err(IndexError::reading)?;
            let mut corpus = self.corpus.write().unwrap_or_else(PoisonError::into_inner);
            corpus.recommit(committed, written)
        })
    }

    fn change(
        &self,
        change: impl FnOnce(&mut Corpus) -> Result<(), IndexError>,
    ) -> Result<(), IndexError> {
        self.marking(|| change(&mut self.corpus.write().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Runs a question with a board of its own; boards are kept for the next question.
    fn ask<T>(
        &self,
        question: impl FnOnce(&Corpus, &mut Board) -> Result<T, IndexError>,
    ) -> Result<T, IndexError> {
        let kept = self
            .boards
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let mut board = kept.unwrap_or_default();
        let answer = self.marking(|| self.with_corpus(|corpus| question(corpus, &mut board)))?;
        self.boards
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(board);
        Ok(answer)
    }

    /// Runs something that reads the committed index; damage it meets is remembered on disk.
    fn marking<T>(&self, read: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
        let answer = guarded(read);
        if let (Err(IndexError::Damaged(_)), true) = (&answer, self.is_on_disk()) {
            mark_damaged(&self.dir);
        }
        answer
    }

    /// Whether the directory is ours to write to; not so for an index in memory.
    fn is_on_disk(&self) -> bool {
        self.on_disk.load(Ordering::Relaxed)
    }
}

impl Store {
    /// The writer for tails, opened on first use and kept: opening takes the lock of the directory.
    fn writer(&mut self) -> Result<&mut IndexWriter, IndexError> {
        if self.writer.is_none() {
            self.writer = Some(open_writer(&self.handle, 1, TAIL_WRITER_BYTES)?);
        }
        Ok(self.writer.as_mut().expect("filled just above"))
    }
}

/// Opens a writer with so many threads of so many bytes.
pub(crate) fn open_writer(
    handle: &Handle,
    n_threads: usize,
    bytes_per_thread: usize,
) -> Result<IndexWriter, IndexError> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(n_threads)
        .memory_budget_per_thread(bytes_per_thread)
        .num_merge_threads(1)
        .build();
    handle
        .tantivy
        .writer_with_options(options)
        .map_err(IndexError::writing)
}

/// Replaces what the index has of the lessons in `snapshot`.
pub(crate) fn write_snapshot(
    writer: &IndexWriter,
    fields: &Fields,
    snapshot: &TailSnapshot,
) -> tantivy::Result<()> {
    for key in &snapshot.removed {
        writer.delete_term(fields.key_term(key));
    }
    for doc in &snapshot.put {
        writer.delete_term(fields.key_term(&doc.key));
        writer.add_document(fields.document(doc))?;
    }
    Ok(())
}

/// Commits, stamping the commit with the position it reflects.
pub(crate) fn commit(writer: &mut IndexWriter, position: u64) -> tantivy::Result<()> {
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&Stamp::at(position).to_payload());
    prepared.commit()?;
    Ok(())
}
