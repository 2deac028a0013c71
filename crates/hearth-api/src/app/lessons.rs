//! Reading and searching.

use hearth_core::model::id::{BlobHash, LessonId};
use hearth_core::{Filter, Hearth};

use super::{App, ById, Listing, Searching, SomeText};
use crate::error::ApiError;
use crate::show;
use crate::wire::lesson::{LessonCard, LessonList, LessonPage, ListRequest, RevisionRow};
use crate::wire::search::SearchResults;

const DEFAULT_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 500;
/// Look-alikes shown while a title is written.
const N_SIMILAR: usize = 3;

impl App {
    /// Lists lessons, newest first.
    ///
    /// # Errors
    /// What the engine says.
    pub fn list_lessons(&self, Listing { request }: Listing) -> Result<LessonList, ApiError> {
        let ListRequest {
            kind,
            tag,
            withdrawn,
            offset,
            limit,
        } = request;
        let filter = Filter {
            kind: kind.map(show::kind_of),
            tag,
            withdrawn,
            ..Filter::default()
        };
        let limit = match limit {
            0 => DEFAULT_LIMIT,
            limit => limit.min(MAX_LIMIT),
        };
        self.in_community(|hearth| {
            Ok(LessonList {
                total: hearth.n_lessons(&filter)?,
                lessons: cards(hearth, &filter, offset, limit)?,
            })
        })
    }

    /// Reads one lesson.
    ///
    /// # Errors
    /// [`crate::Code::LessonNotFound`].
    pub fn read_lesson(&self, ById { id }: ById) -> Result<LessonPage, ApiError> {
        self.in_community(|hearth| {
            let id = find(hearth, &id)?;
            show::page(hearth, id)
        })
    }

    /// Notes that a lesson was opened here.
    ///
    /// # Errors
    /// [`crate::Code::LessonNotFound`].
    pub fn mark_read(&self, ById { id }: ById) -> Result<(), ApiError> {
        self.in_community(|hearth| {
            let id = find(hearth, &id)?;
            Ok(hearth.mark_read(id)?)
        })
    }

    /// Lists a lesson's revisions, newest first.
    ///
    /// # Errors
    /// [`crate::Code::LessonNotFound`].
    pub fn lesson_history(&self, ById { id }: ById) -> Result<Vec<RevisionRow>, ApiError> {
        self.in_community(|hearth| {
            let id = find(hearth, &id)?;
            show::history(hearth, id)
        })
    }

    /// Finds lessons that look like a text being written.
    ///
    /// # Errors
    /// What the engine says.
    pub fn similar_lessons(
        &self,
        SomeText { text }: SomeText,
    ) -> Result<Vec<LessonCard>, ApiError> {
        self.in_community(|hearth| {
            let rows = hearth.similar(&text, N_SIMILAR)?;
            Ok(rows.into_iter().map(show::card).collect())
        })
    }

    /// Searches.
    ///
    /// # Errors
    /// What the engine says.
    pub fn search(&self, Searching { request }: Searching) -> Result<SearchResults, ApiError> {
        let typed = request.query.clone();
        let (query, options) = show::query(request);
        self.in_community(|hearth| Ok(show::found(&typed, hearth.search(&query, &options)?)))
    }

    /// Reads an attached file; `None` when it is not on this machine.
    ///
    /// # Errors
    /// What the engine says.
    pub fn blob(&self, hash: &str) -> Result<Option<Vec<u8>>, ApiError> {
        let Ok(hash) = hash.parse::<BlobHash>() else {
            return Ok(None);
        };
        self.in_community(|hearth| Ok(hearth.blob(&hash)?))
    }
}

/// Finds a lesson by its id as the page gives it.
pub(super) fn find(hearth: &Hearth, id: &str) -> Result<LessonId, ApiError> {
    Ok(hearth.find_lesson(id)?)
}

/// One page of a list.
pub(super) fn cards(
    hearth: &Hearth,
    filter: &Filter,
    offset: u32,
    limit: u32,
) -> Result<Vec<LessonCard>, ApiError> {
    let rows = hearth.lessons(filter, offset, limit)?;
    Ok(rows.into_iter().map(show::card).collect())
}
