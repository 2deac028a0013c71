//! Filling the index with many lessons at once: an import, or a refill after a reset.

use std::sync::MutexGuard;

use tantivy::IndexWriter;

use crate::document::{DocKey, IndexDoc};
use crate::error::IndexError;
use crate::index::{Index, Store, commit, open_writer, write_snapshot};
use crate::tail::TailSnapshot;

/// One thread a core of the machines Hearth is made for.
const N_THREADS: usize = 2;
/// Per thread; more makes fewer segments, less makes a smaller program.
const BYTES_PER_THREAD: usize = 30_000_000;

/// A stream of lessons going straight to the disk.
///
/// Holds the writer: flushes wait until it ends, searches and the tail do not. Dropped without
/// [`Bulk::finish`], whatever was not committed never happened.
pub struct Bulk<'i> {
    index: &'i Index,
    store: MutexGuard<'i, Store>,
    writer: IndexWriter,
    written: TailSnapshot,
}

impl Index {
    /// Begins a stream of lessons. Read their texts from the store after this call, not before:
    /// the tail is written first, and what the stream brings is taken to be as new or newer.
    ///
    /// # Errors
    /// `IndexError::WriterBusy` while another process writes.
    pub fn bulk(&self) -> Result<Bulk<'_>, IndexError> {
        let mut store = self.store();
        store.writer = None;
        let writer = open_writer(&store.handle, N_THREADS, BYTES_PER_THREAD)?;
        let written = self.with_corpus(|corpus| corpus.tail.snapshot());
        write_snapshot(&writer, &self.fields, &written).map_err(IndexError::writing)?;
        Ok(Bulk {
            index: self,
            store,
            writer,
            written,
        })
    }
}

impl Bulk<'_> {
    /// Adds a lesson, in place of what the index has of it. May wait for the indexing threads.
    ///
    /// # Errors
    /// `IndexError::Write` when an indexing thread has failed.
    pub fn put(&mut self, doc: &IndexDoc) -> Result<(), IndexError> {
        let fields = &self.index.fields;
        self.writer.delete_term(fields.key_term(&doc.key));
        self.writer
            .add_document(fields.document(doc))
            .map_err(IndexError::writing)?;
        Ok(())
    }

    /// Removes a lesson.
    pub fn remove(&mut self, key: &DocKey) {
        self.writer.delete_term(self.index.fields.key_term(key));
    }

    /// Makes what was put so far findable and lasting. The index now reflects the store up to
    /// `position`, or up to just before the oldest lesson saved since the stream began.
    ///
    /// # Errors
    /// `IndexError::Write` when the disk is full or gone.
    pub fn commit(&mut self, position: u64) -> Result<(), IndexError> {
        let safe = self
            .index
            .with_corpus(|corpus| corpus.tail.position_without(&self.written, position));
        commit(&mut self.writer, safe).map_err(IndexError::writing)?;
        self.index.recommit(&self.store.handle, Some(&self.written))
    }

    /// Commits, tidies up and gives the writer back.
    ///
    /// # Errors
    /// As [`Bulk::commit`].
    pub fn finish(mut self, position: u64) -> Result<(), IndexError> {
        self.commit(position)?;
        let Bulk {
            index,
            store,
            writer,
            written,
        } = self;
        writer.wait_merging_threads().map_err(IndexError::writing)?;
        index.recommit(&store.handle, Some(&written))
    }
}
