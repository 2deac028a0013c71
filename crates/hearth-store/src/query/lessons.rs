//! Lessons as lists show them, and one lesson whole.

use hearth_model::act::Act;
use hearth_model::change::Order;
use hearth_model::fold::{self, Folded, Node};
use hearth_model::id::{ChangeId, DeviceId, LessonId, MemberId, Subject};
use hearth_model::lesson::LessonKind;
use hearth_model::standing::Standing;
use rusqlite::{OptionalExtension, Row, params};

use crate::error::StoreError;
use crate::open::Store;
use crate::project::Settled;

/// A lesson as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonRow {
    /// The lesson.
    pub id: LessonId,
    /// The kind.
    pub kind: LessonKind,
    /// The title.
    pub title: String,
    /// The first sentences of the body.
    pub gist: String,
    /// The member who logged it.
    pub author: MemberId,
    /// That member's name.
    pub author_name: String,
    /// Who told it, when credited.
    pub told_by: String,
    /// Where it happened.
    pub site: String,
    /// Problem status.
    pub status: String,
    /// BCP 47, may be empty.
    pub language: String,
    /// Wall clock of the first revision.
    pub logged_ms: u64,
    /// Wall clock of the last head.
    pub updated_ms: u64,
    /// Words in the body.
    pub n_words: u32,
    /// Revisions and retractions in effect.
    pub n_revisions: u32,
    /// Fields that stand side by side.
    pub n_forks: u32,
    /// Withdrawn.
    pub withdrawn: bool,
    /// Solutions linked to it.
    pub n_solutions: u32,
    /// Not opened on this machine.
    pub unread: bool,
}

const SELECT: &str = "SELECT lessons.*, COALESCE(members.name, '') AS author_name,
        (SELECT COUNT(DISTINCT source) FROM links JOIN lessons AS other ON other.id = links.source
          WHERE links.target = lessons.id AND links.kind IN (1, 2) AND links.inert = 0) AS n_solutions,
        NOT EXISTS (SELECT 1 FROM read_marks WHERE read_marks.lesson = lessons.id) AS unread
    FROM lessons LEFT JOIN members ON members.id = lessons.author";

fn read(row: &Row<'_>) -> rusqlite::Result<LessonRow> {
    let kind: String = row.get("kind")?;
    Ok(LessonRow {
        id: LessonId::from_bytes(row.get("id")?),
        kind: LessonKind::from_name(&kind).unwrap_or_default(),
        title: row.get("title")?,
        gist: row.get("gist")?,
        author: MemberId::from_bytes(row.get("author")?),
        author_name: row.get("author_name")?,
        told_by: row.get("told_by")?,
        site: row.get("site")?,
        status: row.get("status")?,
        language: row.get("language")?,
        logged_ms: row.get("logged_ms")?,
        updated_ms: row.get("updated_ms")?,
        n_words: row.get("n_words")?,
        n_revisions: row.get("n_revisions")?,
        n_forks: row.get("n_forks")?,
        withdrawn: row.get("withdrawn")?,
        n_solutions: row.get("n_solutions")?,
        unread: row.get("unread")?,
    })
}

/// Which lessons a list shows, newest first.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only this kind.
    pub kind: Option<LessonKind>,
    /// Only with this tag.
    pub tag: Option<String>,
    /// Only those not opened here.
    pub unread: bool,
    /// Only those with a fork.
    pub forked: bool,
    /// Only problems without a solution that are still open.
    pub unsolved: bool,
    /// Only withdrawn ones; otherwise none of them.
    pub withdrawn: bool,
}

const WHERE: &str = " WHERE (?1 IS NULL OR lessons.kind = ?1)
    AND (?2 IS NULL OR EXISTS (SELECT 1 FROM lesson_tags WHERE tag = ?2 AND lesson = lessons.id))
    AND (NOT ?3 OR NOT EXISTS (SELECT 1 FROM read_marks WHERE read_marks.lesson = lessons.id))
    AND (NOT ?4 OR lessons.n_forks > 0)
    AND (NOT ?5 OR (lessons.kind = 'problem' AND lessons.status IN ('open', 'worked-on')
        AND NOT EXISTS (SELECT 1 FROM links WHERE target = lessons.id AND links.kind IN (1, 2) AND inert = 0)))
    AND lessons.withdrawn = ?6";

/// One revision or retraction of a lesson, or another change about it.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Its place in the order.
    pub order: Order,
    /// Who signed.
    pub device: DeviceId,
    /// The author's clock.
    pub wall_ms: u64,
    /// What it was made from.
    pub parents: Vec<ChangeId>,
    /// What it says; `None` when it cannot be read here.
    pub act: Option<Act>,
    /// Whether it counts.
    pub standing: Standing,
}

/// One lesson with its history.
#[derive(Clone, Debug)]
pub struct LessonState {
    /// As a list shows it.
    pub row: LessonRow,
    /// What it says now.
    pub folded: Folded,
    /// All its changes, in order.
    pub revisions: Vec<Revision>,
    nodes: Vec<Node>,
}

impl LessonState {
    /// The fields as they stood at one revision.
    pub fn fields_at(&self, revision: ChangeId) -> Option<hearth_model::field::Fields> {
        fold::at(&self.nodes, revision)
    }

    /// Finds a revision.
    pub fn revision(&self, id: ChangeId) -> Option<&Revision> {
        self.revisions
            .iter()
            .find(|revision| revision.order.id == id)
    }
}

impl Store {
    /// Lists lessons, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the tables cannot be read.
    pub fn lessons(
        &self,
        filter: &Filter,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<LessonRow>, StoreError> {
        let sql = format!(
            "{SELECT}{WHERE} ORDER BY lessons.updated_ms DESC, lessons.id DESC LIMIT ?7 OFFSET ?8"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let kind = filter.kind.map(LessonKind::name);
        let parameters = params![
            kind,
            filter.tag,
            filter.unread,
            filter.forked,
            filter.unsolved,
            filter.withdrawn,
            limit,
            offset
        ];
        let rows = statement.query_map(parameters, read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Counts lessons.
    ///
    /// # Errors
    /// [`StoreError`] when the tables cannot be read.
    pub fn n_lessons(&self, filter: &Filter) -> Result<u32, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT COUNT(*) AS n FROM lessons{WHERE}"))?;
        let kind = filter.kind.map(LessonKind::name);
        let parameters = params![
            kind,
            filter.tag,
            filter.unread,
            filter.forked,
            filter.unsolved,
            filter.withdrawn
        ];
        Ok(statement.query_row(parameters, |row| row.get("n"))?)
    }

    /// Reads one row, withdrawn lessons included.
    ///
    /// # Errors
    /// [`StoreError`] when the tables cannot be read.
    pub fn lesson_row(&self, id: &LessonId) -> Result<Option<LessonRow>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("{SELECT} WHERE lessons.id = ?1"))?;
        Ok(statement.query_row([id.as_bytes()], read).optional()?)
    }

    /// Reads one lesson with its whole history.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when a stored change no longer matches its id.
    pub fn lesson(&self, id: &LessonId) -> Result<Option<LessonState>, StoreError> {
        let Some(row) = self.lesson_row(id)? else {
            return Ok(None);
        };
        let settled = Settled::read(&self.connection, Subject::from(*id))?;
        let nodes = settled.nodes();
        let revision =
            |(change, standing): (&hearth_model::standing::LessonChange, &Standing)| Revision {
                order: change.order,
                device: change.header.device,
                wall_ms: change.header.wall_ms,
                parents: change.header.parents.clone(),
                act: change.act.clone().ok(),
                standing: *standing,
            };
        let revisions = settled
            .changes
            .iter()
            .zip(&settled.standings)
            .map(revision)
            .collect();
        Ok(Some(LessonState {
            row,
            folded: fold::fold(&nodes),
            revisions,
            nodes,
        }))
    }

    /// Folds one lesson without its history; for the index, exports and digests.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when a stored change no longer matches its id.
    pub fn folded(&self, id: &LessonId) -> Result<Option<Folded>, StoreError> {
        let nodes = Settled::read(&self.connection, Subject::from(*id))?.nodes();
        Ok((!nodes.is_empty()).then(|| fold::fold(&nodes)))
    }

    /// Lists all lessons in effect, ascending.
    ///
    /// # Errors
    /// [`StoreError`] when the tables cannot be read.
    pub fn lesson_ids(&self) -> Result<Vec<LessonId>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM lessons ORDER BY id")?;
        let ids = statement.query_map([], |row| Ok(LessonId::from_bytes(row.get("id")?)))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Lessons that moved after a tick, with the tick, in order; what the index lacks.
    ///
    /// # Errors
    /// [`StoreError`] when the tables cannot be read.
    pub fn fed_since(&self, tick: u64) -> Result<Vec<(u64, LessonId)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT lesson, tick FROM feed WHERE tick > ?1 ORDER BY tick, lesson",
        )?;
        let rows = statement.query_map([tick], |row| {
            Ok((row.get("tick")?, LessonId::from_bytes(row.get("lesson")?)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Lessons whose UUID starts or ends with these hex digits; hyphens do not count.
    ///
    /// # Errors
    /// [`StoreError`] when the tables cannot be read.
    pub fn lessons_like(&self, digits: &str, limit: u32) -> Result<Vec<LessonId>, StoreError> {
        let digits = digits.replace('-', "").to_lowercase();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(vec![]);
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM lessons WHERE lower(hex(id)) LIKE ?1 || '%' OR lower(hex(id)) LIKE '%' || ?1 ORDER BY id LIMIT ?2",
        )?;
        let ids = statement.query_map(params![digits, limit], |row| {
            Ok(LessonId::from_bytes(row.get("id")?))
        })?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Finds lessons by an id in another system.
    ///
    /// # Errors
    /// [`StoreError`] when the tables cannot be read.
    pub fn lessons_by_external_id(
        &self,
        system: &str,
        external_id: &str,
    ) -> Result<Vec<LessonId>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT lesson FROM external_ids WHERE system = ?1 AND external_id = ?2 ORDER BY lesson")?;
        let ids = statement.query_map(params![system, external_id], |row| {
            Ok(LessonId::from_bytes(row.get("lesson")?))
        })?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Lists a lesson's ids in other systems: (system, id).
    ///
    /// # Errors
    /// [`StoreError`] when the tables cannot be read.
    pub fn external_ids(&self, id: &LessonId) -> Result<Vec<(String, String)>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT system, external_id FROM external_ids WHERE lesson = ?1 ORDER BY system, external_id")?;
        let ids = statement.query_map([id.as_bytes()], |row| {
            Ok((row.get("system")?, row.get("external_id")?))
        })?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Counts lessons per tag, most frequent first.
    ///
    /// # Errors
    /// [`StoreError`] when the tables cannot be read.
    pub fn tags(&self, limit: u32) -> Result<Vec<(String, u32)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT tag, COUNT(*) AS n FROM lesson_tags GROUP BY tag ORDER BY n DESC, tag LIMIT ?1",
        )?;
        let tags = statement.query_map([limit], |row| Ok((row.get("tag")?, row.get("n")?)))?;
        Ok(tags.collect::<Result<_, _>>()?)
    }
}
