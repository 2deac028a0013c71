//! From the log to the tables: one lesson at a time, as a pure function of its changes and the roster.

use std::collections::{BTreeMap, BTreeSet};

use hearth_model::act::Act;
use hearth_model::entitlement::Roster;
use hearth_model::field::{Field, Fields};
use hearth_model::fold::{self, Folded, Node, Step};
use hearth_model::id::{ChangeId, LessonId, MemberId, Subject};
use hearth_model::lesson::LessonKind;
use hearth_model::link::LinkType;
use hearth_model::standing::{LessonChange, Standing, settle_lesson};
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::StoreError;
use crate::facts::LogFacts;
use crate::log;
use crate::open::{Summarise, Summary};

/// What a list needs of a lesson to say how a write moved it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// The kind.
    pub kind: LessonKind,
    /// The title.
    pub title: String,
    /// Who logged it.
    pub author: MemberId,
    /// Fields that stand side by side.
    pub n_forks: u32,
    /// Withdrawn.
    pub withdrawn: bool,
    /// Its heads, concatenated.
    pub heads: Vec<u8>,
}

/// A lesson before and after a write; `None` where it was not, or is no longer, there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonMove {
    /// The lesson.
    pub id: LessonId,
    /// Before the write.
    pub before: Option<Brief>,
    /// After it.
    pub after: Option<Brief>,
}

/// A lesson's changes with their standing, in order.
pub(crate) struct Settled {
    pub(crate) changes: Vec<LessonChange>,
    pub(crate) standings: Vec<Standing>,
    /// Ids that the changes name and that are not here.
    awaited: BTreeSet<ChangeId>,
}

impl Settled {
    /// Settles what the log holds of one subject.
    pub(crate) fn load(
        connection: &Connection,
        subject: Subject,
        roster: &Roster,
    ) -> Result<Self, StoreError> {
        let stored = log::of_subject(connection, subject)?;
        let changes: Vec<_> = stored
            .iter()
            .map(|stored| LessonChange::read(&stored.change))
            .collect();
        let facts = LogFacts::with(connection, roster);
        let standings = settle_lesson(&changes, roster, &facts);
        let awaited = facts.finish()?;
        Ok(Self {
            changes,
            standings,
            awaited,
        })
    }

    /// Reads what the log holds of one subject, settled as the tables say.
    pub(crate) fn read(connection: &Connection, subject: Subject) -> Result<Self, StoreError> {
        let mut statement = connection.prepare_cached(
            "SELECT id, reason FROM set_aside WHERE subject = ?1 AND governance = 0",
        )?;
        let aside = statement.query_map([subject.0], |row| {
            Ok((ChangeId::from_bytes(row.get("id")?), row.get("reason")?))
        })?;
        let aside: BTreeMap<ChangeId, String> = aside.collect::<Result<_, _>>()?;
        let stored = log::of_subject(connection, subject)?;
        let changes: Vec<_> = stored
            .iter()
            .map(|stored| LessonChange::read(&stored.change))
            .collect();
        let standing = |change: &LessonChange| match aside.get(&change.order.id) {
            None => Standing::InEffect,
            Some(reason) => Standing::from_name(reason).unwrap_or(Standing::Foreign),
        };
        Ok(Self {
            standings: changes.iter().map(standing).collect(),
            changes,
            awaited: BTreeSet::new(),
        })
    }

    pub(crate) fn in_effect(&self) -> impl Iterator<Item = (&LessonChange, &Act)> {
        let standing = self.changes.iter().zip(&self.standings);
        standing
            .filter(|(_, standing)| **standing == Standing::InEffect)
            .filter_map(|(change, _)| Some((change, change.act.as_ref().ok()?)))
    }

    /// The revision graph in effect.
    pub(crate) fn nodes(&self) -> Vec<Node> {
        let step = |act: &Act| match act {
            Act::Lesson(fields) => Some(Step::Set(fields.clone())),
            Act::Retract(_) => Some(Step::Withdraw),
            _ => None,
        };
        let node = |(change, act): (&LessonChange, &Act)| {
            step(act).map(|step| Node {
                order: change.order,
                parents: change.header.parents.clone(),
                step,
            })
        };
        self.in_effect().filter_map(node).collect()
    }

    /// Links in effect and not taken back: (change, link).
    pub(crate) fn links(&self) -> Vec<(&LessonChange, &hearth_model::act::Link)> {
        let unlinked: BTreeSet<ChangeId> = self
            .in_effect()
            .filter(|(_, act)| matches!(act, Act::Unlink))
            .flat_map(|(change, _)| change.header.parents.iter().copied())
            .collect();
        let mut links = Vec::new();
        for (change, act) in self.in_effect() {
            if let Act::Link(link) = act
                && !unlinked.contains(&change.order.id)
            {
                links.push((change, link));
            }
        }
        links
    }
}

/// The tables of one lesson, made anew.
pub(crate) struct Projection<'a> {
    pub(crate) connection: &'a Connection,
    pub(crate) roster: &'a Roster,
    pub(crate) summarise: Summarise,
    pub(crate) tick: u64,
    /// Types without circles whose links moved.
    pub(crate) acyclic_moved: BTreeSet<LinkType>,
}

impl Projection<'_> {
    /// Projects one subject and says how its lesson moved; `None` when it stayed as it was.
    pub(crate) fn lesson(&mut self, subject: Subject) -> Result<Option<LessonMove>, StoreError> {
        let id = LessonId::from(subject);
        let settled = Settled::load(self.connection, subject, self.roster)?;
        let before = brief(self.connection, &id)?;
        self.write_set_aside(subject, &settled)?;
        write_awaited(self.connection, Some(subject), &settled.awaited)?;
        self.write_links(&id, &settled)?;
        let nodes = settled.nodes();
        let after = if nodes.is_empty() {
            None
        } else {
            Some(self.write_lesson(&id, &settled, &nodes)?)
        };
        if after.is_none() && before.is_some() {
            clear(self.connection, &id)?;
        }
        self.connection
            .prepare_cached("INSERT INTO feed (lesson, tick) VALUES (?1, ?2) ON CONFLICT (lesson) DO UPDATE SET tick = excluded.tick")?
            .execute(params![id.as_bytes(), self.tick])?;
        Ok((before != after).then_some(LessonMove { id, before, after }))
    }

    fn write_set_aside(&self, subject: Subject, settled: &Settled) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("DELETE FROM set_aside WHERE subject = ?1 AND governance = 0")?
            .execute([subject.0])?;
        let aside = settled
            .changes
            .iter()
            .zip(&settled.standings)
            .filter(|(_, standing)| **standing != Standing::InEffect);
        for (change, standing) in aside {
            self.connection
                .prepare_cached("INSERT INTO set_aside (id, subject, governance, standing, reason) VALUES (?1, ?2, 0, ?3, ?4)")?
                .execute(params![change.order.id.as_bytes(), subject.0, standing.code(), standing.name()])?;
        }
        Ok(())
    }

    fn write_links(&mut self, id: &LessonId, settled: &Settled) -> Result<(), StoreError> {
        let mut find = self
            .connection
            .prepare_cached("SELECT id, kind FROM links WHERE source = ?1")?;
        let old: BTreeMap<[u8; 32], u64> = find
            .query_map([id.as_bytes()], |row| {
                Ok((row.get("id")?, row.get("kind")?))
            })?
            .collect::<Result<_, _>>()?;
        let new = settled.links();
        if old.is_empty() && new.is_empty() {
            return Ok(());
        }
        let types = old
            .values()
            .filter_map(|code| LinkType::from_code(*code))
            .chain(new.iter().map(|(_, link)| link.kind));
        self.acyclic_moved
            .extend(types.filter(|kind| kind.is_acyclic()));
        self.connection
            .prepare_cached("DELETE FROM links WHERE source = ?1")?
            .execute([id.as_bytes()])?;
        for (change, link) in new {
            let author = self.author(change);
            self.connection
                .prepare_cached("INSERT INTO links (id, kind, source, target, lamport, author, inert) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)")?
                .execute(params![
                    change.order.id.as_bytes(),
                    link.kind.code(),
                    id.as_bytes(),
                    link.target.as_bytes(),
                    change.order.lamport,
                    author.as_bytes()
                ])?;
        }
        Ok(())
    }

    fn author(&self, change: &LessonChange) -> MemberId {
        self.roster
            .member_of(&change.header.device)
            .unwrap_or(MemberId::from_bytes([0; 16]))
    }

    fn write_lesson(
        &self,
        id: &LessonId,
        settled: &Settled,
        nodes: &[Node],
    ) -> Result<Brief, StoreError> {
        let folded = fold::fold(nodes);
        let fields = &folded.fields;
        let Summary { gist, n_words } = (self.summarise)(fields.text(Field::Body));
        let by_id: BTreeMap<ChangeId, &LessonChange> = settled
            .in_effect()
            .map(|(change, _)| (change.order.id, change))
            .collect();
        let first = nodes.first().and_then(|node| by_id.get(&node.order.id));
        let last = folded.heads.last().and_then(|id| by_id.get(id));
        let brief = Brief {
            kind: fields.kind(),
            title: fields.text(Field::Title).to_owned(),
            author: first.map_or(MemberId::from_bytes([0; 16]), |change| self.author(change)),
            n_forks: u32::try_from(folded.forks.len()).unwrap_or(u32::MAX),
            withdrawn: folded.withdrawn.is_some(),
            heads: folded.heads.iter().flat_map(|id| *id.as_bytes()).collect(),
        };
        let wall =
            |change: Option<&&LessonChange>| change.map_or(0, |change| change.header.wall_ms);
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO lessons (id, kind, title, gist, author, told_by, site, status, language, logged_ms,
                 updated_ms, n_words, n_revisions, n_forks, withdrawn, heads)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            )?
            .execute(params![
                id.as_bytes(),
                brief.kind.name(),
                brief.title,
                gist,
                brief.author.as_bytes(),
                fields.credited("told by").unwrap_or_default(),
                fields.text(Field::Site),
                status(&folded),
                fields.text(Field::Language),
                wall(first),
                wall(last),
                n_words,
                nodes.len(),
                brief.n_forks,
                brief.withdrawn,
                brief.heads
            ])?;
        self.write_sets(id, fields)?;
        Ok(brief)
    }

    fn write_sets(&self, id: &LessonId, fields: &Fields) -> Result<(), StoreError> {
        clear_sets(self.connection, id)?;
        let mut add_tag = self
            .connection
            .prepare_cached("INSERT OR IGNORE INTO lesson_tags (tag, lesson) VALUES (?1, ?2)")?;
        for tag in fields.tags() {
            add_tag.execute(params![tag, id.as_bytes()])?;
        }
        let mut add_external = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO external_ids (system, external_id, lesson) VALUES (?1, ?2, ?3)",
        )?;
        for (system, external, _) in fields.external_ids() {
            add_external.execute(params![system, external, id.as_bytes()])?;
        }
        Ok(())
    }
}

/// Notes which ids are named and not here, by the changes of a subject or by governance.
pub(crate) fn write_awaited(
    connection: &Connection,
    subject: Option<Subject>,
    awaited: &BTreeSet<ChangeId>,
) -> Result<(), StoreError> {
    let is_governance = subject.is_none();
    let subject = subject.unwrap_or(Subject::COMMUNITY);
    connection
        .prepare_cached("DELETE FROM awaited WHERE governance = ?1 AND subject = ?2")?
        .execute(params![is_governance, subject.0])?;
    let mut add = connection
        .prepare_cached("INSERT INTO awaited (id, governance, subject) VALUES (?1, ?2, ?3)")?;
    for id in awaited {
        add.execute(params![id.as_bytes(), is_governance, subject.0])?;
    }
    Ok(())
}

/// A problem without a status is open.
fn status(folded: &Folded) -> &str {
    match (folded.fields.kind(), folded.fields.text(Field::Status)) {
        (LessonKind::Problem, "") => "open",
        (_, status) => status,
    }
}

fn clear_sets(connection: &Connection, id: &LessonId) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM lesson_tags WHERE lesson = ?1")?
        .execute([id.as_bytes()])?;
    connection
        .prepare_cached("DELETE FROM external_ids WHERE lesson = ?1")?
        .execute([id.as_bytes()])?;
    Ok(())
}

fn clear(connection: &Connection, id: &LessonId) -> Result<(), StoreError> {
    clear_sets(connection, id)?;
    connection
        .prepare_cached("DELETE FROM lessons WHERE id = ?1")?
        .execute([id.as_bytes()])?;
    Ok(())
}

fn brief(connection: &Connection, id: &LessonId) -> Result<Option<Brief>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT kind, title, author, n_forks, withdrawn, heads FROM lessons WHERE id = ?1",
    )?;
    let brief = statement.query_row([id.as_bytes()], |row| {
        let kind: String = row.get("kind")?;
        Ok(Brief {
            kind: LessonKind::from_name(&kind).unwrap_or_default(),
            title: row.get("title")?,
            author: MemberId::from_bytes(row.get("author")?),
            n_forks: row.get("n_forks")?,
            withdrawn: row.get("withdrawn")?,
            heads: row.get("heads")?,
        })
    });
    Ok(brief.optional()?)
}
