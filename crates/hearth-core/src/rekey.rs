//! A new key for a machine whose key signs elsewhere too, as after copying a whole disk
//! (`docs/format/change.md`, section 4, equivocation).

use hearth_model::act::Act;
use hearth_model::id::Subject;
use hearth_model::people::AddDevice;
use hearth_model::sign::{DeviceKey, Proof};

use crate::error::CoreError;
use crate::founding::device_name;
use crate::keyring::{self, Identity};
use crate::open::Hearth;

impl Hearth {
    /// Makes a new key when another machine wrote with this one's; true when it did.
    ///
    /// A member who may not add a device goes on with the old key, and hears why with what they write.
    pub(crate) fn leave_forked_key(&mut self) -> Result<bool, CoreError> {
        let Some(old) = self.identity.clone() else {
            return Ok(false);
        };
        if !self.store.is_forked(&old.key.device())? {
            return Ok(false);
        }
        let (new, is_admitted) = match self.unforked_key_of(&old)? {
            Some(kept) => (kept, true),
            None => (self.keep_new_key(&old)?, false),
        };
        if !is_admitted && let Err(error) = self.add_device(&new) {
            keyring::discard(&self.home, &new);
            return match error {
                CoreError::NotEntitled { .. } => Ok(false),
                error => Err(error),
            };
        }
        keyring::sign_as(&self.home.community(&self.community()), &new)?;
        self.last = keyring::last(&self.home, &new.key.device());
        self.identity = Some(new);
        Ok(true)
    }

    /// A key that was admitted before and not taken into use, because the power went.
    fn unforked_key_of(&mut self, old: &Identity) -> Result<Option<Identity>, CoreError> {
        let roster = self.roster()?;
        let member = roster.members().get(&old.member);
        for (device, facts) in member.iter().flat_map(|member| &member.devices) {
            if facts.revoked || self.store.is_forked(device)? {
                continue;
            }
            if let Some(key) = keyring::key(&self.home, device)? {
                let member = old.member;
                return Ok(Some(Identity { member, key }));
            }
        }
        Ok(None)
    }

    fn keep_new_key(&mut self, old: &Identity) -> Result<Identity, CoreError> {
        let new = Identity {
            member: old.member,
            key: DeviceKey::from_seed(self.environment.random()),
        };
        // The key comes first: a key without an admission is harmless, the reverse locks somebody out.
        keyring::keep(&self.home, &new)?;
        Ok(new)
    }

    fn add_device(&mut self, new: &Identity) -> Result<(), CoreError> {
        let (device, member) = (new.key.device(), new.member);
        let proof = Proof::device(self.community(), device, member);
        let act = Act::AddDevice(AddDevice {
            device,
            device_name: device_name(),
            proof: new.key.prove(&proof),
        });
        self.transact_with_this_key(|transaction| {
            transaction.write(&act, Subject::from(member), vec![])
        })?;
        Ok(())
    }
}
