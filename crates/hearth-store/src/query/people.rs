//! People as lists show them, without settling the roster.

use hearth_model::id::{DeviceId, MemberId};
use rusqlite::OptionalExtension;

use crate::error::StoreError;
use crate::open::Store;

/// What the sidebar shows of the community.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommunityRow {
    /// Its name.
    pub name: String,
    /// The charter's text.
    pub charter: String,
    /// Members that still have a role.
    pub n_members: u32,
}

/// A device and its member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRow {
    /// The member.
    pub member: MemberId,
    /// The member's name.
    pub member_name: String,
    /// The device's name.
    pub name: String,
    /// Revoked.
    pub revoked: bool,
}

impl Store {
    /// Reads the community's name and charter.
    ///
    /// # Errors
    /// [`StoreError`] when the tables cannot be read.
    pub fn community_row(&self) -> Result<CommunityRow, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT name, charter, (SELECT COUNT(*) FROM members WHERE roles <> '') AS n_members FROM community",
        )?;
        let row = statement.query_row([], |row| {
            Ok(CommunityRow {
                name: row.get("name")?,
                charter: row.get("charter")?,
                n_members: row.get("n_members")?,
            })
        });
        Ok(row.optional()?.unwrap_or_default())
    }

    /// Finds whose a device is; `None` for a device nobody admitted.
    ///
    /// # Errors
    /// [`StoreError`] when the tables cannot be read.
    pub fn device_row(&self, device: &DeviceId) -> Result<Option<DeviceRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT devices.member, members.name AS member_name, devices.name, devices.revoked
             FROM devices JOIN members ON members.id = devices.member WHERE devices.key = ?1",
        )?;
        let row = statement.query_row([device.as_bytes()], |row| {
            Ok(DeviceRow {
                member: MemberId::from_bytes(row.get("member")?),
                member_name: row.get("member_name")?,
                name: row.get("name")?,
                revoked: row.get("revoked")?,
            })
        });
        Ok(row.optional()?)
    }
}
