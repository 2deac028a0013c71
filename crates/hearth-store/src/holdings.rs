//! What this machine holds of each device's chain, and what somebody else lacks of it.

use std::collections::BTreeMap;

use hearth_model::act::FIRST_CONTENT_KIND;
use hearth_model::change::Change;
use hearth_model::id::{ChangeId, DeviceId};
use hearth_model::sign::Verified;
use hearth_model::version_vector::{Held, VersionVector};
use rusqlite::params;

use crate::error::StoreError;
use crate::log;
use crate::open::Store;

/// Where a change stands among those that are given: governance first, then by lesson.
type Turn = (bool, [u8; 16], u64, [u8; 32]);

impl Store {
    /// What this machine holds, per device.
    ///
    /// # Errors
    /// [`StoreError`] when the log cannot be read.
    pub fn version_vector(&self) -> Result<VersionVector, StoreError> {
        let mut held = BTreeMap::new();
        for (number, device) in self.device_numbers()? {
            let ranges = self.ranges(number)?;
            let Some((_, last)) = ranges.last() else {
                continue;
            };
            let last = self.ids_at(&device, *last)?.last().copied();
            if let Some(last) = last {
                held.insert(device, Held { ranges, last });
            }
        }
        Ok(VersionVector::of(held))
    }

    fn device_numbers(&self) -> Result<Vec<(i64, DeviceId)>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT number, key FROM device_keys")?;
        let devices = statement.query_map([], |row| {
            Ok((row.get("number")?, DeviceId::from_bytes(row.get("key")?)))
        })?;
        Ok(devices.collect::<Result<_, _>>()?)
    }

    /// Ranges of seq held of a device, both ends included, ascending and not touching.
    fn ranges(&self, device: i64) -> Result<Vec<(u64, u64)>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT seq FROM changes WHERE device = ?1 ORDER BY seq")?;
        let mut rows = statement.query([device])?;
        let mut ranges: Vec<(u64, u64)> = vec![];
        while let Some(row) = rows.next()? {
            let seq: u64 = row.get("seq")?;
            match ranges.last_mut() {
                Some((_, end)) if *end == seq || end.checked_add(1) == Some(seq) => *end = seq,
                _ => ranges.push((seq, seq)),
            }
        }
        Ok(ranges)
    }

    /// Ids of the changes of a device with this seq, ascending; more than one when it forked.
    ///
    /// # Errors
    /// [`StoreError`] when the log cannot be read.
    pub fn ids_at(&self, device: &DeviceId, seq: u64) -> Result<Vec<ChangeId>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM changes WHERE device = (SELECT number FROM device_keys WHERE key = ?1) AND seq = ?2 ORDER BY id",
        )?;
        let ids = statement.query_map(params![device.as_bytes(), seq], |row| {
            Ok(ChangeId::from_bytes(row.get("id")?))
        })?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Counts the changes here that `base` does not hold.
    ///
    /// # Errors
    /// [`StoreError`] when the log cannot be read.
    pub fn n_lacking(&self, base: &VersionVector) -> Result<u64, StoreError> {
        Ok(self.turns(base)?.len() as u64)
    }

    /// Visits the changes here that `base` does not hold, in the order of
    /// [`Store::for_each_change`]. Costs as much as there is to visit, not as much as there is.
    ///
    /// # Errors
    /// [`StoreError`] from reading, or whatever `visit` gives.
    pub fn for_each_lacking<E: From<StoreError>>(
        &self,
        base: &VersionVector,
        mut on_change: impl FnMut(Verified<Change>) -> Result<(), E>,
    ) -> Result<(), E> {
        for position in self.turns(base)?.into_values() {
            if let Some(stored) = log::at(&self.connection, position)? {
                on_change(stored.change)?;
            }
        }
        Ok(())
    }

    /// The positions of what `base` lacks, in their turn.
    fn turns(&self, base: &VersionVector) -> Result<BTreeMap<Turn, u64>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT position, kind, subject, lamport, id FROM changes WHERE device = ?1 AND seq BETWEEN ?2 AND ?3",
        )?;
        let mut turns = BTreeMap::new();
        for (number, device) in self.device_numbers()? {
            for (first, last) in gaps(base.devices().get(&device)) {
                let mut rows = statement.query(params![number, first, last])?;
                while let Some(row) = rows.next()? {
                    let is_content = row.get::<_, u64>("kind")? >= FIRST_CONTENT_KIND;
                    let subject = if is_content {
                        row.get("subject")?
                    } else {
                        [0; 16]
                    };
                    let turn = (is_content, subject, row.get("lamport")?, row.get("id")?);
                    turns.insert(turn, row.get("position")?);
                }
            }
        }
        Ok(turns)
    }
}

/// The ranges of seq, in SQLite's integers, that somebody lacks who holds this.
fn gaps(held: Option<&Held>) -> Vec<(u64, u64)> {
    const HIGHEST: u64 = i64::MAX as u64;
    let mut gaps = vec![];
    let mut next = 1;
    for (first, last) in held.map_or(&[][..], |held| &held.ranges) {
        if next < *first {
            gaps.push((next, first.saturating_sub(1)));
        }
        next = last.saturating_add(1);
    }
    if next <= HIGHEST {
        gaps.push((next, HIGHEST));
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_what_the_ranges_leave() {
        let held = |ranges: &[(u64, u64)]| Held {
            ranges: ranges.to_vec(),
            last: ChangeId::from_bytes([0; 32]),
        };
        let end = i64::MAX as u64;
        assert_eq!(gaps(None), [(1, end)]);
        assert_eq!(gaps(Some(&held(&[(1, 4)]))), [(5, end)]);
        assert_eq!(
            gaps(Some(&held(&[(3, 4), (9, 9)]))),
            [(1, 2), (5, 8), (10, end)]
        );
        assert_eq!(gaps(Some(&held(&[(1, u64::MAX)]))), []);
    }
}
