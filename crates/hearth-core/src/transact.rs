//! The one write path: sign, add to the log, bring the tables up to date, tell the index, say what moved.

use std::collections::BTreeSet;

use hearth_model::act::{Act, FIRST_CONTENT_KIND};
use hearth_model::id::{ChangeId, LessonId, Subject};
use hearth_model::sign::Statement;
use hearth_store::{Outcome, Writer};

use crate::error::CoreError;
use crate::home::Home;
use crate::keyring::{self, Identity, Last};
use crate::open::Hearth;

/// Governance heads that a lesson names; governance changes name up to 64.
const N_HEADS_CONTENT: usize = 8;
const N_HEADS_GOVERNANCE: usize = 64;

/// What a write moved: screens reload this and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Lessons.
    pub lessons: BTreeSet<LessonId>,
    /// People, roles or the charter.
    pub people: bool,
}

/// An open write transaction that can sign.
pub(crate) struct Transaction<'a> {
    pub(crate) writer: Writer<'a>,
    identity: Option<Identity>,
    now_ms: u64,
    written: Vec<ChangeId>,
    /// Heads for content and for governance, as long as no governance change is written.
    heads: [Option<Vec<ChangeId>>; 2],
}

impl Transaction<'_> {
    /// Signs what follows as this member; for the example community, which several wrote.
    pub(crate) fn sign_as(&mut self, identity: &Identity) {
        self.identity = Some(identity.clone());
        self.heads = [None, None];
    }

    /// Signs a change and adds it to the log.
    pub(crate) fn write(
        &mut self,
        act: &Act,
        subject: Subject,
        parents: Vec<ChangeId>,
    ) -> Result<ChangeId, CoreError> {
        self.write_at(act, subject, parents, self.now_ms)
    }

    /// Like [`Transaction::write`], with the author's clock at another time.
    pub(crate) fn write_at(
        &mut self,
        act: &Act,
        subject: Subject,
        parents: Vec<ChangeId>,
        wall_ms: u64,
    ) -> Result<ChangeId, CoreError> {
        let key = self
            .identity
            .as_ref()
            .map(|identity| identity.key.clone())
            .ok_or(CoreError::NoKey)?;
        let is_governance = act.kind().code() < FIRST_CONTENT_KIND;
        let governance = self.heads(is_governance)?;
        let place = self
            .writer
            .place(&key.device(), &parents, governance, wall_ms)?;
        let statement = Statement {
            kind: act.kind().code(),
            subject,
            parents,
            payload: act.encode(),
        };
        let change = key.sign(place, statement)?;
        self.writer.append(&change)?;
        self.written.push(change.id());
        if is_governance {
            self.writer.project()?;
            self.heads = [None, None];
        }
        Ok(change.id())
    }

    fn heads(&mut self, is_governance: bool) -> Result<Vec<ChangeId>, CoreError> {
        let device = self.identity.as_ref().ok_or(CoreError::NoKey)?.key.device();
        let limit = if is_governance {
            N_HEADS_GOVERNANCE
        } else {
            N_HEADS_CONTENT
        };
        let roster = self.writer.roster();
        let [content, governance] = &mut self.heads;
        let cached = if is_governance { governance } else { content };
        Ok(cached
            .get_or_insert_with(|| roster.heads_for(&device, limit))
            .clone())
    }

    /// Refuses to keep what this member may not do.
    fn check_standing(&self) -> Result<(), CoreError> {
        for id in &self.written {
            if let Some(reason) = self.writer.store().set_aside_reason(id)? {
                return Err(CoreError::NotEntitled { reason });
            }
        }
        Ok(())
    }
}

impl Hearth {
    /// Runs `act` in one transaction: all of it is kept and durable, or nothing.
    pub(crate) fn transact<T>(
        &mut self,
        act: impl FnOnce(&mut Transaction<'_>) -> Result<T, CoreError>,
    ) -> Result<(T, Touched), CoreError> {
        let has_new_key = self.leave_forked_key()?;
        let (result, mut touched) = self.transact_with_this_key(act)?;
        touched.people |= has_new_key;
        Ok((result, touched))
    }

    /// Like [`Hearth::transact`], even when another machine signs with the same key.
    pub(crate) fn transact_with_this_key<T>(
        &mut self,
        act: impl FnOnce(&mut Transaction<'_>) -> Result<T, CoreError>,
    ) -> Result<(T, Touched), CoreError> {
        let mut writer = self.store.write()?;
        if let Some((identity, last)) = self.identity.as_ref().zip(self.last) {
            writer.continue_behind(&identity.key.device(), last.seq, last.id, last.lamport)?;
        }
        let now_ms = self.environment.now_ms();
        let identity = self.identity.clone();
        let mut transaction = Transaction {
            writer,
            identity,
            now_ms,
            written: vec![],
            heads: [None, None],
        };
        let result = act(&mut transaction)?;
        let (outcome, last) = transaction.keep(&self.home)?;
        self.last = last.or(self.last);
        Ok((result, self.moved(&outcome)))
    }

    /// Tells the index what a committed write moved.
    pub(crate) fn moved(&mut self, outcome: &Outcome) -> Touched {
        self.feed();
        Touched {
            lessons: outcome.touched.clone(),
            people: outcome.people,
        }
    }
}

impl Transaction<'_> {
    fn keep(mut self, home: &Home) -> Result<(Outcome, Option<Last>), CoreError> {
        let outcome = self.writer.project()?;
        self.check_standing()?;
        let last = commit(self.writer, home, self.identity.as_ref())?;
        Ok((outcome, last))
    }
}

/// Commits, and notes how far this machine's own chain has come before anybody else writes.
pub(crate) fn commit(
    mut writer: Writer<'_>,
    home: &Home,
    identity: Option<&Identity>,
) -> Result<Option<Last>, CoreError> {
    let Some(device) = identity.map(|identity| identity.key.device()) else {
        writer.commit()?;
        return Ok(None);
    };
    let last = writer.last_of(&device)?;
    let last = last.map(|(seq, id, lamport)| Last { seq, id, lamport });
    let noted = keyring::last(home, &device);
    let is_ahead = last.map(|last| last.seq) > noted.map(|noted| noted.seq);
    writer.commit_then(|| {
        if let Some(last) = last.filter(|_| is_ahead) {
            keyring::note_last(home, &device, last);
        }
    })?;
    Ok(if is_ahead { last } else { noted })
}
