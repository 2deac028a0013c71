//! What a machine holds, per device: the ranges a file declares so that others can leave them out.

use std::collections::BTreeMap;

use crate::cbor::Item;
use crate::id::{ChangeId, DeviceId};

/// What is held of one device's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Ranges of seq, both ends included, ascending and not touching.
    pub ranges: Vec<(u64, u64)>,
    /// The id of the change with the highest seq held; two machines that hold different
    /// branches of a forked device differ here.
    pub last: ChangeId,
}

/// Per device, which changes are held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VersionVector(BTreeMap<DeviceId, Held>);

impl VersionVector {
    /// Puts together what is held of each device.
    pub fn of(devices: BTreeMap<DeviceId, Held>) -> Self {
        Self(devices)
    }

    /// Tells whether the holder declared this change. A different last id on the same seq means
    /// another branch, so nothing of that device counts as held.
    pub fn holds(&self, device: &DeviceId, seq: u64) -> bool {
        let within = |(start, end): &(u64, u64)| (*start..=*end).contains(&seq);
        self.0
            .get(device)
            .is_some_and(|held| held.ranges.iter().any(within))
    }

    /// Devices with what is held of them.
    pub fn devices(&self) -> &BTreeMap<DeviceId, Held> {
        &self.0
    }

    /// Forgets a device, so that all its changes count as lacking.
    pub fn forget(&mut self, device: &DeviceId) {
        self.0.remove(device);
    }

    /// Returns the canonical item: `[[device, [[first, last] …], last id] …]`.
    pub fn item(&self) -> Item {
        let range =
            |(start, end): &(u64, u64)| Item::Array(vec![Item::Uint(*start), Item::Uint(*end)]);
        let device = |(device, held): (&DeviceId, &Held)| {
            let ranges = Item::Array(held.ranges.iter().map(range).collect());
            Item::Array(vec![
                Item::from(&device.as_bytes()[..]),
                ranges,
                Item::from(&held.last.as_bytes()[..]),
            ])
        };
        Item::Array(self.0.iter().map(device).collect())
    }

    /// Reads what [`VersionVector::item`] gives; `None` when it is anything else.
    pub fn read(item: &Item) -> Option<Self> {
        let devices: Vec<_> = item
            .as_array()?
            .iter()
            .map(read_device)
            .collect::<Option<_>>()?;
        devices
            .is_sorted_by(|a, b| a.0 < b.0)
            .then(|| Self(devices.into_iter().collect()))
    }
}

fn read_device(item: &Item) -> Option<(DeviceId, Held)> {
    let [device, ranges, last] = item.as_array()? else {
        return None;
    };
    let read_range = |item: &Item| match item.as_array()? {
        [start, end] => Some((start.as_uint()?, end.as_uint()?))
            .filter(|(start, end)| *start >= 1 && start <= end),
        _ => None,
    };
    let ranges: Vec<_> = ranges
        .as_array()?
        .iter()
        .map(read_range)
        .collect::<Option<_>>()?;
    let apart = ranges.is_sorted_by(|a, b| a.1.checked_add(1).is_some_and(|next| next < b.0));
    let last = ChangeId::try_from(last.as_bytes()?).ok()?;
    (apart && !ranges.is_empty()).then_some(())?;
    Some((
        DeviceId::try_from(device.as_bytes()?).ok()?,
        Held { ranges, last },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u8) -> ChangeId {
        ChangeId::from_bytes([n; 32])
    }

    #[test]
    fn ranges_hold_what_is_in_them_and_survive_encoding() {
        let device = DeviceId::from_bytes([5; 32]);
        let held = Held {
            ranges: vec![(1, 3), (7, 8)],
            last: id(8),
        };
        let vector = VersionVector::of(BTreeMap::from([(device, held)]));
        assert!(
            vector.holds(&device, 2)
                && !vector.holds(&device, 5)
                && !vector.holds(&DeviceId::from_bytes([6; 32]), 1)
        );
        assert_eq!(VersionVector::read(&vector.item()), Some(vector));
    }

    #[test]
    fn touching_or_backward_ranges_are_refused() {
        let item = |ranges: &[(u64, u64)]| {
            let held = Held {
                ranges: ranges.to_vec(),
                last: id(1),
            };
            VersionVector(BTreeMap::from([(DeviceId::from_bytes([5; 32]), held)])).item()
        };
        assert!(VersionVector::read(&item(&[(1, 3), (5, 5)])).is_some());
        for bad in [
            &[(1, 3), (4, 5)][..],
            &[(3, 1)],
            &[(0, 1)],
            &[],
            &[(5, 6), (1, 2)],
        ] {
            assert_eq!(VersionVector::read(&item(bad)), None, "{bad:?}");
        }
    }
}
