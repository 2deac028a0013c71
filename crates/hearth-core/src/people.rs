//! Roles, members and devices.

use hearth_model::act::Act;
use hearth_model::entitlement::Roster;
use hearth_model::id::{DeviceId, MemberId, Subject};
use hearth_model::people::{Charter, CutPoint, Recover, Revoke, Revoked, Role};
use hearth_model::sign::{DeviceKey, Proof};
use hearth_model::text::Title;
use hearth_model::words;

use crate::error::CoreError;
use crate::founding::{device_name, new_identity};
use crate::keyring::{self, Identity};
use crate::open::Hearth;
use crate::transact::Touched;

impl Hearth {
    /// Finds a member by UUID, or by name when only one has it; case does not matter.
    ///
    /// # Errors
    /// [`CoreError::NoSuchMember`], [`CoreError::AmbiguousMember`].
    pub fn find_member(&mut self, name: &str) -> Result<MemberId, CoreError> {
        let roster = self.roster()?;
        if let Some(id) = name
            .parse()
            .ok()
            .filter(|id| roster.members().contains_key(id))
        {
            return Ok(id);
        }
        let wanted = name.trim().to_lowercase();
        let mut found = roster
            .members()
            .iter()
            .filter(|(_, member)| member.name.to_lowercase() == wanted)
            .map(|(id, _)| *id);
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            (None, _) => Err(CoreError::NoSuchMember {
                name: name.to_owned(),
            }),
            (Some(_), Some(_)) => Err(CoreError::AmbiguousMember {
                name: name.to_owned(),
            }),
        }
    }

    /// Grants a role.
    ///
    /// # Errors
    /// [`CoreError::NotEntitled`] for all but facilitators.
    pub fn grant(&mut self, member: MemberId, role: Role) -> Result<Touched, CoreError> {
        self.govern(&Act::Grant(role), Subject::from(member))
    }

    /// Takes membership, a role or a device from a member. What was brought in from them so far
    /// stays valid; what comes later waits for a facilitator.
    ///
    /// # Errors
    /// [`CoreError::NotEntitled`].
    pub fn revoke(&mut self, member: MemberId, what: Revoked) -> Result<Touched, CoreError> {
        let devices = devices_concerned(&*self.roster()?, member, what);
        let (_, touched) = self.transact(|transaction| {
            let mut cuts = vec![];
            for device in devices {
                let last = transaction.writer.last_of(&device)?;
                cuts.extend(last.map(|(seq, id, _)| CutPoint { device, seq, id }));
            }
            let act = Act::Revoke(Revoke { what, cuts });
            transaction.write(&act, Subject::from(member), vec![])
        })?;
        Ok(touched)
    }

    /// Amends the charter.
    ///
    /// # Errors
    /// [`CoreError::NotEntitled`] for all but facilitators.
    pub fn amend_charter(
        &mut self,
        text: &str,
        practitioners_edit: bool,
    ) -> Result<Touched, CoreError> {
        let act = Act::Charter(Charter {
            text: text.to_owned(),
            practitioners_edit,
        });
        self.govern(&act, Subject::COMMUNITY)
    }

    fn govern(&mut self, act: &Act, subject: Subject) -> Result<Touched, CoreError> {
        let (_, touched) = self.transact(|transaction| transaction.write(act, subject, vec![]))?;
        Ok(touched)
    }

    /// Re-founds the community with the recovery words: this machine gets a new key, as steward
    /// and facilitator.
    ///
    /// # Errors
    /// [`CoreError::WrongRecoveryWords`].
    pub fn recover(&mut self, recovery_words: &str, person: &str) -> Result<Touched, CoreError> {
        let seed = words::recovery_seed(recovery_words).ok_or(CoreError::WrongRecoveryWords)?;
        let person = Title::parse(person)?.into_string();
        let newcomer = new_identity(&mut self.environment);
        let member = self.find_member(&person).unwrap_or(newcomer.member);
        let key = newcomer.key;
        let identity = Identity { member, key };
        let community = self.community();
        let proof = Proof::recover(community, identity.key.device(), member);
        let act = Act::Recover(Recover {
            person,
            device_name: device_name(),
            proof: DeviceKey::from_seed(seed).prove(&proof),
        });
        // The key comes first: a key without a member is harmless, the reverse locks somebody out.
        keyring::keep(&self.home, &identity)?;
        let before = (self.identity.replace(identity.clone()), self.last.take());
        match self.govern(&act, Subject::from(member)) {
            Ok(touched) => {
                keyring::sign_as(&self.home.community(&community), &identity)?;
                Ok(touched)
            }
            Err(error) => {
                keyring::discard(&self.home, &identity);
                (self.identity, self.last) = before;
                Err(match error {
                    CoreError::NotEntitled { .. } => CoreError::WrongRecoveryWords,
                    error => error,
                })
            }
        }
    }
}

fn devices_concerned(roster: &Roster, member: MemberId, what: Revoked) -> Vec<DeviceId> {
    match what {
        Revoked::Device(device) => vec![device],
        Revoked::Member | Revoked::Role(_) => roster
            .members()
            .get(&member)
            .map(|member| member.devices.keys().copied().collect())
            .unwrap_or_default(),
    }
}
