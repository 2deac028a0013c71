//! Inviting and joining by one file.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use hearth_bundle::{Batch, Bundle, BundleWriter, Heading, Limits, Purpose};
use hearth_model::act::{Act, Kind};
use hearth_model::change::Change;
use hearth_model::entitlement::{GovernanceChange, Roster};
use hearth_model::id::{ChangeId, Subject};
use hearth_model::people::{Invite, Join, Role};
use hearth_model::sign::{DeviceKey, Place, Proof, Statement, Verified};
use hearth_model::standing::{Facts, Standing};
use hearth_model::text::Title;

use crate::environment::Environment;
use crate::error::CoreError;
use crate::export::Given;
use crate::founding::{device_name, new_identity, start};
use crate::home::Home;
use crate::keyring::Identity;
use crate::open::Hearth;

impl Hearth {
    /// Makes an invitation file for up to `uses` newcomers. Whoever holds the file can join.
    ///
    /// # Errors
    /// [`CoreError::NotEntitled`] for members who may not invite; what the file system says.
    pub fn invite(&mut self, role: Role, uses: u64, path: &Path) -> Result<Given, CoreError> {
        let seed: [u8; 32] = self.environment.random();
        let id = self.environment.invitation_id();
        let act = Act::Invite(Invite {
            key: *DeviceKey::from_seed(seed).device().as_bytes(),
            role,
            uses,
        });
        let (invite, _) =
            self.transact(|transaction| transaction.write(&act, Subject::from(id), vec![]))?;
        let heading = self.heading(
            Purpose::Invitation(hearth_bundle::Invitation { invite, seed }),
            "",
        )?;
        let mut writer = BundleWriter::beside(path, heading)?;
        self.store
            .for_each_governance(|change| writer.change(&change).map_err(CoreError::from))?;
        let identity = self.identity.as_ref().ok_or(CoreError::NoKey)?;
        Ok(Given::new(path, writer.save(&identity.key, path)?))
    }

    /// Joins a community by an invitation file, and puts it in use.
    ///
    /// # Errors
    /// [`CoreError::NotAnInvitation`], [`CoreError::AlreadyHere`], [`CoreError::NotEntitled`] for an
    /// invitation that does not hold, and what is wrong with the file.
    pub fn join(
        home: &Home,
        mut environment: Environment,
        path: &Path,
        person: &str,
    ) -> Result<Self, CoreError> {
        let person = Title::parse(person)?.into_string();
        let file = File::open(path).map_err(CoreError::file("read", path))?;
        let mut bundle = Bundle::open(BufReader::new(file), &Limits::default())?;
        let heading = bundle.manifest().heading.clone();
        let Purpose::Invitation(invitation) = &heading.purpose else {
            return Err(CoreError::NotAnInvitation);
        };
        let mut changes = Vec::new();
        for batch in bundle.batches()? {
            if let Batch::Changes(batch) = batch? {
                changes.extend(batch.verify()?);
            }
        }
        let identity = new_identity(&mut environment);
        let wall_ms = environment.now_ms();
        let join = join_change(&identity, &changes, invitation, &person, wall_ms)?;
        changes.push(join);
        check_join(&changes)?;
        start(home, environment, &identity, &changes)
    }
}

fn join_change(
    identity: &Identity,
    changes: &[Verified<Change>],
    invitation: &hearth_bundle::Invitation,
    person: &str,
    wall_ms: u64,
) -> Result<Verified<Change>, CoreError> {
    let invite = changes
        .iter()
        .find(|change| change.id() == invitation.invite)
        .ok_or(CoreError::NotAnInvitation)?;
    let device = identity.key.device();
    let proof = Proof::join(invite.community(), invite.id(), device, identity.member);
    let act = Act::Join(Join {
        person: person.to_owned(),
        device_name: device_name(),
        proof: DeviceKey::from_seed(invitation.seed).prove(&proof),
    });
    let place = Place {
        community: Some(invite.community()),
        seq: 1,
        backlink: None,
        lamport: invite.header().lamport.saturating_add(1),
        wall_ms,
        governance: vec![invite.id()],
    };
    let statement = Statement {
        kind: Kind::Join.code(),
        subject: Subject::from(identity.member),
        parents: vec![invite.id()],
        payload: act.encode(),
    };
    Ok(identity.key.sign(place, statement)?)
}

/// Settles what the invitation brought and refuses to join when it would not be in effect.
fn check_join(changes: &[Verified<Change>]) -> Result<(), CoreError> {
    let (Some(first), Some(join)) = (changes.first(), changes.last()) else {
        return Err(CoreError::NotAnInvitation);
    };
    let known: std::collections::BTreeMap<ChangeId, Facts> = changes
        .iter()
        .map(|change| (change.id(), Facts::of(change.header())))
        .collect();
    let governance = changes
        .iter()
        .map(|change| GovernanceChange::read(change))
        .collect();
    let roster = Roster::settle(first.community(), governance, &Default::default(), &known);
    match roster.standings().get(&join.id()) {
        Some(Standing::InEffect) => Ok(()),
        Some(standing) => Err(CoreError::NotEntitled {
            reason: standing.name().to_owned(),
        }),
        None => Err(CoreError::NotAnInvitation),
    }
}

impl Hearth {
    /// What a file of this machine says about itself.
    pub(crate) fn heading(&mut self, purpose: Purpose, note: &str) -> Result<Heading, CoreError> {
        Ok(Heading {
            community: Some(self.community()),
            purpose,
            sender_name: self.my_name()?,
            made_ms: self.environment.now_ms(),
            note: note.to_owned(),
            holds: self.store.version_vector()?,
        })
    }

    /// This member's name, as the community knows it.
    ///
    /// # Errors
    /// What the store says.
    pub fn my_name(&mut self) -> Result<String, CoreError> {
        let member = self.identity.as_ref().ok_or(CoreError::NoKey)?.member;
        let roster = self.store.roster()?;
        Ok(roster
            .members()
            .get(&member)
            .map_or_else(|| "somebody".to_owned(), |member| member.name.clone()))
    }
}
