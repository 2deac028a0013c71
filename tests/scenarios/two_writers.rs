//! Two programs write to one home at once, with the same key: the command line beside the window.

use std::collections::BTreeSet;
use std::path::Path;

use hearth_core::model::id::LessonId;
use hearth_core::{Query, SearchOptions};
use hearth_tests::people::{Desk, assert_all_well, is_long, story};

use crate::child::{Part, Player, open, say};

/// Closing the store writes its log back, so a checkpoint falls between the other's commits.
const COMMITS_PER_OPENING: u64 = 40;

/// Logs lessons one by one and says the id of each.
pub(crate) fn write(folder: &Path, n_times: u64) {
    let mut hearth = open(folder);
    say("ready");
    for n in 0..n_times {
        if n % COMMITS_PER_OPENING == 0 {
            drop(hearth);
            hearth = open(folder);
        }
        let word = format!("w{}x{n}", std::process::id());
        let (id, _) = hearth
            .log_lesson(story(&format!("Note {word}"), "Two at once."))
            .unwrap();
        say(&id.to_string());
        if n % COMMITS_PER_OPENING == 7 {
            let found = hearth
                .search(&Query::parse(&word), &SearchOptions::default())
                .unwrap();
            assert_eq!(
                found.hits.first().map(|hit| hit.row.id),
                Some(id),
                "saved, so found at once"
            );
        }
    }
}

#[test]
fn two_programs_with_one_key_lose_nothing_and_write_one_history() {
    let n_times = if is_long() { 10_000 } else { 500 };
    let desk = Desk::new();
    let alice = desk.alice();
    drop(alice);
    let folder = desk.path("shared");
    std::fs::create_dir(&folder).unwrap();
    std::fs::rename(desk.path("Alice"), folder.join("home")).unwrap();

    let players = [0, 1].map(|_| Player::start(Part::Write, &folder, n_times));
    let said: Vec<String> = players.into_iter().flat_map(Player::finish).collect();
    let ids: BTreeSet<LessonId> = said.iter().filter_map(|line| line.parse().ok()).collect();
    assert_eq!(ids.len() as u64, 2 * n_times);

    let mut hearth = open(&folder);
    let there: BTreeSet<LessonId> = hearth.lesson_ids().unwrap().into_iter().collect();
    assert_eq!(there, ids);
    assert_eq!(hearth.set_aside_counts().unwrap(), []);
    let device = hearth.identity().unwrap().key.device();
    let found = hearth
        .search(&Query::parse("note"), &SearchOptions::default())
        .unwrap();
    assert_eq!(found.total as u64, 2 * n_times);
    assert_all_well(&mut hearth);
    assert!(!hearth.device_row(&device).unwrap().unwrap().revoked);
}
