//! Founding a community.

use std::fs;
use std::path::Path;

use hearth_model::act::Act;
use hearth_model::id::{CommunityId, MemberId, Subject};
use hearth_model::people::Found;
use hearth_model::sign::{DeviceKey, Place, Statement, Verified};
use hearth_model::text::Title;
use hearth_model::{change::Change, words};
use hearth_store::Store;

use crate::environment::Environment;
use crate::error::CoreError;
use crate::home::Home;
use crate::keyring::{self, Identity};
use crate::open::Hearth;
use crate::summary::summarise;

/// A new community.
pub struct Founded {
    /// The community, open.
    pub hearth: Hearth,
    /// 24 words that can always re-found it. They are kept nowhere: write them down.
    pub recovery_words: String,
}

impl Hearth {
    /// Founds a community with this person as facilitator and steward, and puts it in use.
    ///
    /// # Errors
    /// [`CoreError::Text`] for names that cannot be names; what the file system says.
    pub fn found(
        home: &Home,
        mut environment: Environment,
        name: &str,
        person: &str,
        charter: &str,
    ) -> Result<Founded, CoreError> {
        let recovery_seed: [u8; 32] = environment.random();
        let act = Act::Found(Found {
            name: Title::parse(name)?.into_string(),
            person: Title::parse(person)?.into_string(),
            device_name: device_name(),
            recovery_key: *DeviceKey::from_seed(recovery_seed).device().as_bytes(),
            charter: charter.to_owned(),
        });
        let identity = new_identity(&mut environment);
        let change = first_change(&identity, &act, environment.now_ms())?;
        let hearth = start(home, environment, &identity, &[change])?;
        Ok(Founded {
            hearth,
            recovery_words: words::recovery_words(&recovery_seed),
        })
    }
}

/// A new member with a new device.
pub(crate) fn new_identity(environment: &mut Environment) -> Identity {
    let key = DeviceKey::from_seed(environment.random());
    Identity {
        member: MemberId::of_first_device(&key.device()),
        key,
    }
}

fn first_change(
    identity: &Identity,
    act: &Act,
    wall_ms: u64,
) -> Result<Verified<Change>, CoreError> {
    let place = Place {
        community: None,
        seq: 1,
        backlink: None,
        lamport: 1,
        wall_ms,
        governance: vec![],
    };
    let statement = Statement {
        kind: act.kind().code(),
        subject: Subject::from(identity.member),
        parents: vec![],
        payload: act.encode(),
    };
    Ok(identity.key.sign(place, statement)?)
}

/// Makes the store of a community with its first changes, keeps the key, and puts it in use.
pub(crate) fn start(
    home: &Home,
    environment: Environment,
    identity: &Identity,
    changes: &[Verified<Change>],
) -> Result<Hearth, CoreError> {
    home.make()?;
    let community = changes
        .first()
        .map(|change| change.community())
        .ok_or(CoreError::NotAnInvitation)?;
    let folder = home.community(&community);
    if folder.join("store.db").exists() {
        return Err(CoreError::AlreadyHere);
    }
    // Made under another name, so that whoever finds the folder finds all of it.
    let unfinished = folder.with_extension("unfinished");
    drop(fs::remove_dir_all(&unfinished));
    let made = fill(home, &unfinished, community, identity, changes);
    if let Err(error) = made {
        // Nothing half made stays behind; what went wrong is said by the error.
        drop(fs::remove_dir_all(&unfinished));
        return Err(error);
    }
    fs::rename(&unfinished, &folder).map_err(CoreError::file("put in place", &folder))?;
    home.choose(&folder.file_name().unwrap_or_default().to_string_lossy())?;
    Hearth::open(home, environment)
}

fn fill(
    home: &Home,
    folder: &Path,
    community: CommunityId,
    identity: &Identity,
    changes: &[Verified<Change>],
) -> Result<(), CoreError> {
    fs::create_dir_all(folder).map_err(CoreError::file("make", folder))?;
    keyring::keep(home, identity)?;
    keyring::sign_as(folder, identity)?;
    let mut store = Store::create(&folder.join("store.db"), community, summarise)?;
    let mut writer = store.write()?;
    for change in changes {
        writer.append(change)?;
    }
    writer.commit()?;
    Ok(store.close()?)
}

/// What this computer calls itself.
pub(crate) fn device_name() -> String {
    let name = std::fs::read_to_string("/etc/hostname")
        .ok()
        .or_else(|| std::env::var("COMPUTERNAME").ok());
    name.and_then(|name| Title::parse(&name).ok())
        .map_or_else(|| "this computer".to_owned(), Title::into_string)
}
