//! Bringing in: plan, show, apply. The plan is made by the very import that it foretells, in a
//! transaction that is rolled back; so what is shown is what is done.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use hearth_bundle::{Bundle, Limits, Manifest, Purpose};
use hearth_model::words;
use hearth_store::local::exchanges::ExchangeRow;

use crate::error::CoreError;
use crate::intake::Intake;
use crate::job::Progress;
use crate::open::Hearth;
use crate::plan::{Plan, Sender, SenderStanding};
use crate::transact::{self, Touched};

/// A file that was brought in.
#[derive(Clone, Debug)]
pub struct BroughtIn {
    /// Its number in the journal; `None` when it held nothing new.
    pub exchange: Option<u32>,
    /// What it changed.
    pub plan: Plan,
    /// What moved.
    pub touched: Touched,
}

impl Hearth {
    /// Says what a file would change, and changes nothing.
    ///
    /// # Errors
    /// What is wrong with the file, [`CoreError::OtherCommunity`], [`CoreError::IsAnInvitation`],
    /// [`CoreError::Stopped`].
    pub fn preview(
        &mut self,
        path: &Path,
        limits: &Limits,
        progress: &mut dyn Progress,
    ) -> Result<Plan, CoreError> {
        let mut bundle = self.open_bundle(path, limits)?;
        let sender = self.sender(bundle.manifest())?;
        let mut writer = self.store.write()?;
        let mut intake = Intake::new(path, bundle.manifest(), sender);
        intake.take_all(&mut writer, &mut bundle, progress)?;
        let outcome = intake.project(&mut writer)?;
        intake.finish(&writer, &outcome)
    }

    /// Brings a file in, in one transaction. With a confirmed plan, exactly that plan is applied.
    ///
    /// # Errors
    /// As [`Hearth::preview`], and [`CoreError::PlanChanged`] when it would now do something else.
    pub fn bring_in(
        &mut self,
        path: &Path,
        limits: &Limits,
        confirmed: Option<&Plan>,
        progress: &mut dyn Progress,
    ) -> Result<BroughtIn, CoreError> {
        let mut bundle = self.open_bundle(path, limits)?;
        let sender = self.sender(bundle.manifest())?;
        let now_ms = self.environment.now_ms();
        let mut writer = self.store.write()?;
        let mut intake = Intake::new(path, bundle.manifest(), sender);
        intake.take_all(&mut writer, &mut bundle, progress)?;
        let outcome = intake.project(&mut writer)?;
        let positions = intake.positions;
        let plan = intake.finish(&writer, &outcome)?;
        if confirmed.is_some_and(|confirmed| *confirmed != plan) {
            return Err(CoreError::PlanChanged);
        }
        if let Some(member) = plan.sender.member {
            writer.remember_peer(&member, &bundle.manifest().heading.holds, now_ms)?;
        }
        let is_news = plan.n_new_changes() > 0 || plan.n_attachments > 0;
        let exchange = if is_news {
            Some(writer.add_exchange(&journal_entry(&plan, positions, now_ms))?)
        } else {
            None
        };
        // Changes of this machine's own may come back from elsewhere.
        self.last = transact::commit(writer, &self.home, self.identity.as_ref())?.or(self.last);
        Ok(BroughtIn {
            exchange,
            plan,
            touched: self.moved(&outcome),
        })
    }

    fn open_bundle(
        &self,
        path: &Path,
        limits: &Limits,
    ) -> Result<Bundle<BufReader<File>>, CoreError> {
        let file = File::open(path).map_err(CoreError::file("read", path))?;
        let bundle = Bundle::open(BufReader::new(file), limits)?;
        let heading = &bundle.manifest().heading;
        if heading.community != Some(self.community()) {
            return Err(CoreError::OtherCommunity);
        }
        if matches!(heading.purpose, Purpose::Invitation(_)) {
            return Err(CoreError::IsAnInvitation);
        }
        Ok(bundle)
    }

    fn sender(&self, manifest: &Manifest) -> Result<Sender, CoreError> {
        let device = manifest.sender;
        let known = self.store.device_row(&device)?;
        let is_me = self
            .identity
            .as_ref()
            .is_some_and(|identity| identity.key.device() == device);
        let standing = match &known {
            _ if is_me => SenderStanding::Me,
            Some(row) if row.revoked => SenderStanding::Revoked,
            Some(_) => SenderStanding::Known,
            None => SenderStanding::Unknown,
        };
        let member = known.as_ref().map(|row| row.member);
        let name = known.map_or_else(
            || manifest.heading.sender_name.clone(),
            |row| row.member_name,
        );
        Ok(Sender {
            device,
            member,
            name,
            words: words::fingerprint(&device),
            standing,
        })
    }
}

fn journal_entry(plan: &Plan, positions: Option<(u64, u64)>, at_ms: u64) -> ExchangeRow {
    ExchangeRow {
        id: 0,
        incoming: true,
        peer: plan.sender.member,
        peer_name: plan.sender.name.clone(),
        file_name: plan.file.clone(),
        at_ms,
        n_changes: u32::try_from(plan.n_new_changes()).unwrap_or(u32::MAX),
        n_lessons: u32::try_from(plan.n_lessons()).unwrap_or(u32::MAX),
        positions: positions.unwrap_or((1, 0)),
        undone: false,
    }
}
