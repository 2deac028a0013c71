//! Links of types without circles: which of them would close one.

use std::collections::{BTreeMap, BTreeSet};

use hearth_model::link::LinkType;
use rusqlite::{Connection, params};

use crate::error::StoreError;

/// Marks the links of one type that would close a circle with earlier ones.
pub(crate) fn mark_inert(connection: &Connection, kind: LinkType) -> Result<(), StoreError> {
    let mut find = connection.prepare_cached(
        "SELECT id, source, target, inert FROM links WHERE kind = ?1 ORDER BY lamport, id",
    )?;
    type Row = ([u8; 32], [u8; 16], [u8; 16], bool);
    let links: Vec<Row> = find
        .query_map([kind.code()], |row| {
            Ok((
                row.get("id")?,
                row.get("source")?,
                row.get("target")?,
                row.get("inert")?,
            ))
        })?
        .collect::<Result<_, _>>()?;
    let mut targets: BTreeMap<[u8; 16], Vec<[u8; 16]>> = BTreeMap::new();
    for (id, source, target, was_inert) in links {
        let inert = reaches(&targets, target, source);
        if !inert {
            targets.entry(source).or_default().push(target);
        }
        if inert != was_inert {
            connection
                .prepare_cached("UPDATE links SET inert = ?2 WHERE id = ?1")?
                .execute(params![id, inert])?;
        }
    }
    Ok(())
}

fn reaches(targets: &BTreeMap<[u8; 16], Vec<[u8; 16]>>, from: [u8; 16], to: [u8; 16]) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        if at == to {
            return true;
        }
        let next = targets.get(&at).into_iter().flatten().copied();
        open.extend(next.filter(|next| seen.insert(*next)));
    }
    false
}
