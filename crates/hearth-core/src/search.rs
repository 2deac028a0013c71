//! Searching: the index finds, the store gives the text.

use std::time::Instant;

use hearth_index::{Facets, Hits, Index, IndexError, Query, SearchOptions, Snippet};
use hearth_model::id::LessonId;
use hearth_store::query::lessons::LessonRow;

use crate::error::CoreError;
use crate::feed::searchable;
use crate::open::Hearth;

/// One lesson found.
#[derive(Clone, Debug)]
pub struct SearchHit {
    /// The lesson.
    pub row: LessonRow,
    /// Comparable within one answer only.
    pub score: f32,
    /// The piece of its text that says most about the words.
    pub snippet: Snippet,
}

/// The answer to a search.
#[derive(Clone, Debug)]
pub struct Found {
    /// Lessons that match, shown or not.
    pub total: usize,
    /// Best first.
    pub hits: Vec<SearchHit>,
    /// Counts per value among all that match.
    pub facets: Facets,
    /// The query in words.
    pub explained: String,
    /// Words taken for others: (typed, meant).
    pub corrections: Vec<(String, String)>,
    /// Time taken, milliseconds.
    pub took_ms: f64,
}

impl Hearth {
    /// Searches. A damaged index is thrown away and filled again before the answer.
    ///
    /// # Errors
    /// What the store says.
    pub fn search(&mut self, query: &Query, options: &SearchOptions) -> Result<Found, CoreError> {
        let index = self.index()?;
        let started = Instant::now();
        let hits = self.hits(&index, query, options)?;
        let mut found = Vec::with_capacity(hits.hits.len());
        for hit in &hits.hits {
            let id = LessonId::from_bytes(hit.key);
            if let Some((row, folded)) = self.store.lesson_row(&id)?.zip(self.store.folded(&id)?) {
                let snippet = hits.highlighter.snippet(&searchable(&folded.fields));
                found.push(SearchHit {
                    row,
                    score: hit.score,
                    snippet,
                });
            }
        }
        Ok(Found {
            total: hits.total,
            hits: found,
            facets: hits.facets,
            explained: hits.understood,
            corrections: hits
                .corrections
                .into_iter()
                .map(|word| (word.typed, word.meant))
                .collect(),
            took_ms: started.elapsed().as_secs_f64() * 1_000.0,
        })
    }

    fn hits(
        &mut self,
        index: &Index,
        query: &Query,
        options: &SearchOptions,
    ) -> Result<Hits, CoreError> {
        match index.search(query, options) {
            Err(IndexError::Damaged(_)) => {
                self.rebuild_index()?;
                Ok(index.search(query, options)?)
            }
            hits => Ok(hits?),
        }
    }

    /// Lessons that look like a text being written, most alike first.
    ///
    /// # Errors
    /// What the store says.
    pub fn similar(&mut self, text: &str, limit: usize) -> Result<Vec<LessonRow>, CoreError> {
        let index = self.index()?;
        let alike = index.related(text, limit)?;
        let mut rows = Vec::with_capacity(alike.len());
        for look in alike {
            rows.extend(self.store.lesson_row(&LessonId::from_bytes(look.key))?);
        }
        Ok(rows)
    }
}
