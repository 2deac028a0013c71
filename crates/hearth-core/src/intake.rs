//! Taking a file in: read, verify and add, while counting what it brings.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::thread;

use hearth_bundle::{Batch, Bundle, BundleError, Manifest, Unverified};
use hearth_model::act::{FIRST_CONTENT_KIND, Kind};
use hearth_model::change::Change;
use hearth_model::id::ChangeId;
use hearth_model::sign::Verified;
use hearth_store::{Appended, Outcome, StrangersBound, Writer};

use crate::error::CoreError;
use crate::job::Progress;
use crate::plan::{LEFT_OUT, Plan, Sender};

/// What is being taken in, counted along the way.
pub(crate) struct Intake {
    pub(crate) plan: Plan,
    new: Vec<ChangeId>,
    pub(crate) positions: Option<(u64, u64)>,
}

impl Intake {
    pub(crate) fn new(path: &Path, manifest: &Manifest, sender: Sender) -> Self {
        let plan = Plan::of_nothing(path, manifest, sender);
        Self {
            plan,
            new: vec![],
            positions: None,
        }
    }

    pub(crate) fn take_all(
        &mut self,
        writer: &mut Writer<'_>,
        bundle: &mut Bundle<BufReader<File>>,
        progress: &mut dyn Progress,
    ) -> Result<(), CoreError> {
        let total = self.plan.n_changes;
        let mut n_done = 0;
        // The signatures of one chunk are checked while the one before it is written.
        let mut verified = vec![];
        for batch in bundle.batches()? {
            progress.update("bring in", n_done, total)?;
            match batch? {
                Batch::Blob(blob) => {
                    self.plan.n_attachments += u64::from(writer.put_blob(&blob.hash, &blob.bytes)?)
                }
                Batch::Changes(mut batch) => {
                    n_done += self.leave_known(writer, &mut batch)?;
                    let before = std::mem::take(&mut verified);
                    verified = self.add_while_verifying(writer, before, batch)?;
                }
            }
        }
        self.add(writer, &verified)?;
        Ok(progress.update("bring in", total, total)?)
    }

    /// Leaves out what is here already, and says how many changes there were.
    fn leave_known(
        &mut self,
        writer: &Writer<'_>,
        batch: &mut Unverified,
    ) -> Result<u64, CoreError> {
        let (mut n_all, mut n_known, mut failed) = (0, 0, None);
        batch.retain(|change| {
            n_all += 1;
            let known = writer.store().holds(change);
            let known = known.unwrap_or_else(|error| {
                failed.get_or_insert(error);
                true
            });
            n_known += u64::from(known);
            !known
        });
        self.plan.n_known += n_known;
        failed.map_or(Ok(n_all), |error| Err(error.into()))
    }

    fn add_while_verifying(
        &mut self,
        writer: &mut Writer<'_>,
        before: Vec<Verified<Change>>,
        batch: Unverified,
    ) -> Result<Vec<Verified<Change>>, CoreError> {
        thread::scope(|scope| {
            let verifying = scope.spawn(move || batch.verify());
            let added = self.add(writer, &before);
            let verified: Result<_, BundleError> = verifying
                .join()
                .expect("checking a signature panics on no bytes");
            added?;
            Ok(verified?)
        })
    }

    fn add(
        &mut self,
        writer: &mut Writer<'_>,
        changes: &[Verified<Change>],
    ) -> Result<(), CoreError> {
        for change in changes {
            let appended = writer.append(change)?;
            self.count(change, appended);
        }
        Ok(())
    }

    fn count(&mut self, change: &Change, appended: Appended) {
        match appended {
            Appended::New(position) => {
                let first = self.positions.map_or(position, |(first, _)| first);
                self.positions = Some((first, position));
                self.new.push(change.id());
            }
            Appended::Completed => {}
            // The same change twice in one file.
            Appended::Known => {
                self.plan.n_known += 1;
                return;
            }
        }
        let kind = change.header().kind;
        self.plan.n_governance += u64::from(kind < FIRST_CONTENT_KIND);
        self.plan.n_links += u64::from(kind == Kind::Link.code() || kind == Kind::Unlink.code());
    }

    /// Brings the tables up to date, without what strangers wrote beyond what a store keeps of it.
    pub(crate) fn project(&mut self, writer: &mut Writer<'_>) -> Result<Outcome, CoreError> {
        let outcome = writer.project()?;
        let Some((first, _)) = self.positions else {
            return Ok(outcome);
        };
        let left_out = writer.leave_out_strangers(first, StrangersBound::default())?;
        if left_out.is_empty() {
            return Ok(outcome);
        }
        let left_out: BTreeSet<ChangeId> = left_out.into_iter().collect();
        self.new.retain(|id| !left_out.contains(id));
        let n_left_out = left_out.len() as u64;
        self.plan
            .quarantined
            .insert(LEFT_OUT.to_owned(), n_left_out);
        Ok(writer.project()?)
    }

    pub(crate) fn finish(
        mut self,
        writer: &Writer<'_>,
        outcome: &Outcome,
    ) -> Result<Plan, CoreError> {
        for id in &self.new {
            if let Some(reason) = writer.store().set_aside_reason(id)? {
                *self.plan.quarantined.entry(reason).or_default() += 1;
            }
        }
        let roster = writer.roster();
        // A newcomer's first file brings their own admission.
        let sender = &mut self.plan.sender;
        sender.member = sender.member.or_else(|| roster.member_of(&sender.device));
        for lesson in &outcome.lessons {
            let author = lesson
                .after
                .as_ref()
                .or(lesson.before.as_ref())
                .map(|brief| brief.author);
            let name = author
                .and_then(|author| roster.members().get(&author))
                .map_or("", |member| &member.name);
            *self.plan.by_member.entry(name.to_owned()).or_default() += 1;
            self.plan.count_lesson(lesson);
        }
        Ok(self.plan)
    }
}
