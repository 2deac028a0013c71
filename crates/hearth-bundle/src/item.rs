//! The changes of a chunk: found in its raw bytes, decoded, and seen to belong there.

use hearth_model::act::FIRST_CONTENT_KIND;
use hearth_model::change::Change;
use hearth_model::id::CommunityId;
use minicbor::Decoder;
use minicbor::data::Type;
use rayon::prelude::*;

use crate::error::{BundleError, ItemError};
use crate::manifest::{ChunkKind, Entry};

/// Decodes the changes of chunk number `chunk` on all cores. With several bad items, the first is named.
pub(crate) fn decode_changes(
    chunk: usize,
    entry: &Entry,
    community: Option<CommunityId>,
    raw: &[u8],
) -> Result<Vec<Change>, BundleError> {
    let extents = extents(raw, entry.n_items)
        .map_err(|(item, source)| BundleError::item(chunk, item, source))?;
    let decoded: Vec<_> = extents
        .into_par_iter()
        .map(|bytes| decode(entry.kind, bytes))
        .collect();
    let mut changes = Vec::with_capacity(decoded.len());
    for (item, change) in decoded.into_iter().enumerate() {
        let change = change.map_err(|source| BundleError::item(chunk, item, source))?;
        if Some(change.community()) != community {
            let found = change.community();
            return Err(BundleError::OtherCommunity { chunk, item, found });
        }
        changes.push(change);
    }
    Ok(changes)
}

fn decode(kind: ChunkKind, bytes: &[u8]) -> Result<Change, ItemError> {
    let change = Change::decode(bytes)?;
    let is_governance = change.header().kind < FIRST_CONTENT_KIND;
    if is_governance == (kind == ChunkKind::Governance) {
        Ok(change)
    } else {
        Err(ItemError::Kind(change.header().kind))
    }
}

/// Cuts the raw bytes at the ends of the changes; what lies between is checked by [`Change::decode`].
fn extents(raw: &[u8], n_items: u64) -> Result<Vec<&[u8]>, (usize, ItemError)> {
    let mut decoder = Decoder::new(raw);
    let mut extents = Vec::new();
    while decoder.position() < raw.len() {
        let start = decoder.position();
        skip_change(&mut decoder).ok_or((extents.len(), ItemError::Malformed))?;
        extents.extend(raw.get(start..decoder.position()));
    }
    if extents.len() as u64 == n_items {
        Ok(extents)
    } else {
        Err((extents.len(), ItemError::Count))
    }
}

/// Passes one change. The signature's length is looked at already here, so that the items of a
/// chunk cannot be smaller, and many times more, than changes are.
fn skip_change(decoder: &mut Decoder<'_>) -> Option<()> {
    decoder.array().ok()?;
    decoder.bytes().ok()?;
    let signature = decoder.bytes().ok()?;
    match decoder.datatype().ok()? {
        Type::Null => decoder.null().ok()?,
        _ => decoder.bytes().map(drop).ok()?,
    }
    (signature.len() == 64).then_some(())
}
