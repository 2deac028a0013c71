//! Links as the reader shows them.

use hearth_model::id::{ChangeId, LessonId, MemberId};
use hearth_model::link::LinkType;

use crate::error::StoreError;
use crate::open::Store;

/// A link in effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRow {
    /// The change that made it.
    pub id: ChangeId,
    /// What is said.
    pub kind: LinkType,
    /// The lesson that says it.
    pub source: LessonId,
    /// The lesson it is said about.
    pub target: LessonId,
    /// Who said it.
    pub author: MemberId,
    /// It would close a circle and does not count.
    pub inert: bool,
}

impl Store {
    /// Links from and to a lesson, by type, then by age.
    ///
    /// # Errors
    /// [`StoreError`] when the tables cannot be read.
    pub fn links_of(&self, lesson: &LessonId) -> Result<Vec<LinkRow>, StoreError> {
        self.links(
            "WHERE source = ?1 OR target = ?1 ORDER BY kind, lamport, id",
            [lesson.as_bytes()],
        )
    }

    /// All links in effect, ascending by id.
    ///
    /// # Errors
    /// [`StoreError`] when the tables cannot be read.
    pub fn all_links(&self) -> Result<Vec<LinkRow>, StoreError> {
        self.links("ORDER BY id", [])
    }

    fn links(
        &self,
        filter: &str,
        parameters: impl rusqlite::Params,
    ) -> Result<Vec<LinkRow>, StoreError> {
        let sql = format!("SELECT id, kind, source, target, author, inert FROM links {filter}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let links = statement.query_map(parameters, |row| {
            let kind: u64 = row.get("kind")?;
            Ok(LinkRow {
                id: ChangeId::from_bytes(row.get("id")?),
                kind: LinkType::from_code(kind).unwrap_or(LinkType::RelatesTo),
                source: LessonId::from_bytes(row.get("source")?),
                target: LessonId::from_bytes(row.get("target")?),
                author: MemberId::from_bytes(row.get("author")?),
                inert: row.get("inert")?,
            })
        })?;
        Ok(links.collect::<Result<_, _>>()?)
    }
}
