//! Device keys as files that only their owner can read, and the last change each one signed.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use hearth_model::id::{ChangeId, DeviceId, MemberId};
use hearth_model::sign::DeviceKey;

use crate::error::CoreError;
use crate::home::{Home, write_whole};

/// Who this machine signs as.
#[derive(Clone)]
pub struct Identity {
    /// The member.
    pub member: MemberId,
    /// The device's key.
    pub key: DeviceKey,
}

/// The last change a key signed, kept beside the key: a store that was put back from an old
/// backup goes on behind it, and no seq is ever used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Last {
    pub(crate) seq: u64,
    pub(crate) id: ChangeId,
    pub(crate) lamport: u64,
}

/// Keeps a key.
pub(crate) fn keep(home: &Home, identity: &Identity) -> Result<(), CoreError> {
    let path = home.key_file(&identity.key.device());
    write_secret(&path, &hex(&identity.key.to_seed()))
}

/// Lets go of a key that never signed anything that counts.
pub(crate) fn discard(home: &Home, identity: &Identity) {
    drop(fs::remove_file(home.key_file(&identity.key.device())));
}

/// Notes in a community's folder who this machine signs as.
pub(crate) fn sign_as(folder: &Path, identity: &Identity) -> Result<(), CoreError> {
    let note = format!("{} {}\n", identity.member, identity.key.device());
    write_whole(&folder.join("identity"), note.as_bytes())
}

/// Finds who this machine signs as; `None` when it has no key for the community.
pub(crate) fn find(home: &Home, folder: &Path) -> Result<Option<Identity>, CoreError> {
    let Ok(note) = fs::read_to_string(folder.join("identity")) else {
        return Ok(None);
    };
    let mut parts = note.split_whitespace();
    let member = parts.next().and_then(|text| text.parse().ok());
    let device = parts.next().and_then(|text| text.parse().ok());
    let (Some(member), Some(device)) = (member, device) else {
        return Ok(None);
    };
    Ok(key(home, &device)?.map(|key| Identity { member, key }))
}

/// Reads the key of a device; `None` when it is not here.
pub(crate) fn key(home: &Home, device: &DeviceId) -> Result<Option<DeviceKey>, CoreError> {
    let path = home.key_file(device);
    let Ok(text) = fs::read_to_string(&path) else {
        return Ok(None);
    };
    let seed: Option<ChangeId> = text.trim().parse().ok();
    let key = seed.map(|seed| DeviceKey::from_seed(*seed.as_bytes()));
    match key.filter(|key| key.device() == *device) {
        Some(key) => Ok(Some(key)),
        None => Err(CoreError::BadKey { path }),
    }
}

/// Reads the last change this device signed.
pub(crate) fn last(home: &Home, device: &DeviceId) -> Option<Last> {
    let text = fs::read_to_string(home.key_file(device).with_extension("last")).ok()?;
    let mut parts = text.split_whitespace();
    let seq = parts.next()?.parse().ok()?;
    let id = parts.next()?.parse().ok()?;
    let lamport = parts.next()?.parse().ok()?;
    Some(Last { seq, id, lamport })
}

/// Notes the last change this device signed. The store has it durably already; this note matters
/// only when the store is replaced, so it is not forced to disk. The caller holds the write lock.
pub(crate) fn note_last(home: &Home, device: &DeviceId, last: Last) {
    let path = home.key_file(device).with_extension("last");
    let written = path.with_extension("last-new");
    let text = format!("{} {} {}\n", last.seq, last.id, last.lamport);
    drop(fs::write(&written, text).and_then(|()| fs::rename(&written, &path)));
}

fn write_secret(path: &Path, text: &str) -> Result<(), CoreError> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let write = || {
        let mut file = options.open(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().map_err(CoreError::file("write", path))
}

fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
