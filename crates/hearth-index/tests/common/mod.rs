//! A small well-and-pump community to search in.
#![allow(dead_code, reason = "every test file uses its own part")]

use hearth_index::{Hits, Index, IndexDoc, Query, SearchOptions};
use tempfile::TempDir;

/// 1 June 2026, 00:00 UTC.
pub(crate) const JUNE_2026: i64 = 1_780_272_000_000;

/// A lesson whose key ends in `n`, logged `n` days after 1 June 2026.
pub(crate) fn lesson(n: u8, title: &str, body: &str) -> IndexDoc {
    let mut key = [0; 16];
    key[15] = n;
    IndexDoc {
        key,
        kind: "problem".into(),
        title: title.into(),
        body: body.into(),
        language: "en".into(),
        created_ms: JUNE_2026 + i64::from(n) * 86_400_000,
        ..IndexDoc::default()
    }
}

pub(crate) fn community() -> Vec<IndexDoc> {
    let labelled =
        |doc: IndexDoc, kind: &str, tags: &[&str], author: &str, site: &str, status: &str| {
            IndexDoc {
                kind: kind.into(),
                tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
                author: author.into(),
                site: site.into(),
                status: status.into(),
                ..doc
            }
        };
    vec![
        labelled(
            lesson(
                1,
                "Pump loses prime overnight",
                "Every morning the hand pump draws air. The foot valve was leaking: a pebble sat in its seat.",
            ),
            "problem",
            &["foot valve", "priming"],
            "Tomas Kiprop",
            "Njoro",
            "open",
        ),
        labelled(
            lesson(
                2,
                "Clean the foot valve",
                "Lift the rising main, take the foot valve apart and rinse the seat. Check that the valve closes.",
            ),
            "solution",
            &["foot valve"],
            "Amina Ngũgĩ",
            "Njoro",
            "",
        ),
        labelled(
            lesson(
                3,
                "The dry well of March",
                "We pumped all night and the well ran dry. Nobody had measured the water level before.",
            ),
            "story",
            &["water level"],
            "Tomas Kiprop",
            "Molo",
            "",
        ),
        labelled(
            lesson(
                4,
                "Error E1234 on the controller",
                "The solar controller shows E1234 and an ack-bar blinks until the panel is cleaned.",
            ),
            "problem",
            &["solar", "controller"],
            "Lerato",
            "Molo",
            "solved",
        ),
        labelled(
            lesson(
                5,
                "Valves on the shelf",
                "A list of the valves we keep in stock, by size.",
            ),
            "story",
            &["stock"],
            "Lerato",
            "Nakuru West",
            "",
        ),
        labelled(
            lesson(
                6,
                "Cold start of the diesel engine",
                "At a cold start the engine smokes. Start it cold, wait, then start the pump.",
            ),
            "solution",
            &["engine"],
            "Amina Ngũgĩ",
            "Nakuru West",
            "",
        ),
    ]
}

/// An index with the community committed.
pub(crate) fn filled() -> (TempDir, Index) {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let index = Index::open(dir.path()).expect("opens");
    let mut bulk = index.bulk().expect("nobody else writes");
    for doc in community() {
        bulk.put(&doc).expect("indexes");
    }
    bulk.finish(100).expect("commits");
    (dir, index)
}

pub(crate) fn search(index: &Index, typed: &str) -> Hits {
    index
        .search(&Query::parse(typed), &SearchOptions::default())
        .expect("searches")
}

/// The last key bytes of what was found, in order: `1 2 | 5` has one and two with all words.
pub(crate) fn found(hits: &Hits) -> String {
    let mut shown = Vec::new();
    for (at, hit) in hits.hits.iter().enumerate() {
        if at == hits.n_with_all && at > 0 {
            shown.push("|".to_owned());
        }
        shown.push(hit.key[15].to_string());
    }
    shown.join(" ")
}
