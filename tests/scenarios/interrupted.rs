//! Kill −9 at any moment: what was said to be saved is there, and nothing is there by half.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::thread;
use std::time::Duration;

use hearth_core::model::id::LessonId;
use hearth_core::{Environment, Filter, Hearth, Limits, NoProgress, Scope};
use hearth_tests::people::{Desk, Dice, assert_all_well, copy_folder, give, is_long, story};

use crate::child::{Part, Player, open, say};

/// Files that lie ready to be brought in, each with more lessons than the one before.
const N_FILES: usize = 3;
const LESSONS_PER_FILE: usize = 4;
/// A store is killed so often before a fresh one takes its place.
const KILLS_PER_STORE: u64 = 6;
/// Longest time between a child's first word and its end, microseconds.
const LONGEST_LIFE: u64 = 60_000;

fn file_name(n: usize) -> String {
    format!("{n}.hearth")
}

/// What the child does, in a circle, saying so after each act (or before, when it boasts).
pub(crate) fn work(folder: &Path, boasts: bool) {
    let mut hearth = open(folder);
    say("ready");
    let mut act = |line: &str, act: &mut dyn FnMut(&mut Hearth)| {
        if boasts {
            say(line);
        }
        act(&mut hearth);
        if !boasts {
            say(line);
        }
    };
    for round in 0_u64.. {
        let stamp = format!("{}-{round}", std::process::id());
        let title = format!("own {stamp}");
        act(&format!("lesson {title}"), &mut |hearth| {
            drop(hearth.log_lesson(story(&title, "Saved.")).unwrap())
        });
        let now = Environment::system().now_ms();
        act(&format!("draft kept {now}"), &mut |hearth| {
            hearth.save_draft("kept", &now.to_string()).unwrap();
        });
        let file = folder.join(file_name(usize::try_from(round).unwrap() % N_FILES));
        act(&format!("in {}", file.display()), &mut |hearth| {
            drop(
                hearth
                    .bring_in(&file, &Limits::default(), None, &mut NoProgress)
                    .unwrap(),
            );
        });
        let draft = format!("published {stamp}");
        act(&format!("draft {draft} 0"), &mut |hearth| {
            drop(hearth.save_draft(&draft, "0").unwrap())
        });
        act(&format!("published {draft}"), &mut |hearth| {
            hearth
                .publish_new(&draft, story(&draft, "Once a draft."), None)
                .unwrap();
        });
        if round % 3 == 2 {
            act("flush", &mut |hearth| {
                hearth.index().unwrap();
                hearth.flush_index().unwrap();
            });
        }
        if round % 4 == 3 {
            act("out", &mut |hearth| drop(hearth.undo_bring_in(None)));
        }
    }
}

/// A home to work in, and the files, ready to be copied.
fn prepare(desk: &Desk) {
    let mut alice = desk.alice();
    let bob = desk.join(&mut alice, "Bob");
    drop(bob);
    let template = desk.path("template");
    std::fs::create_dir(&template).unwrap();
    std::fs::rename(desk.path("Bob"), template.join("home")).unwrap();
    for n in 0..N_FILES {
        for nth in 0..LESSONS_PER_FILE {
            alice
                .log_lesson(story(&format!("given {n} {nth}"), "From Alice."))
                .unwrap();
        }
        give(&mut alice, &Scope::Whole, &template.join(file_name(n)));
    }
}

/// What must be there, according to what was said so far.
#[derive(Default)]
struct Promises {
    titles: BTreeSet<String>,
    drafts: BTreeMap<String, u64>,
    published: BTreeSet<String>,
}

impl Promises {
    fn hear(&mut self, lines: &[String]) {
        for line in lines {
            let (what, rest) = line.split_once(' ').unwrap_or((line, ""));
            match what {
                "lesson" => drop(self.titles.insert(rest.to_owned())),
                "draft" => {
                    let (id, value) = rest.rsplit_once(' ').unwrap();
                    self.drafts.insert(id.to_owned(), value.parse().unwrap());
                }
                "published" => {
                    self.drafts.remove(rest);
                    self.published.insert(rest.to_owned());
                }
                _ => {}
            }
        }
    }

    /// Lists what was promised and is not there, or is there by half.
    fn broken(&self, hearth: &mut Hearth) -> Vec<String> {
        let rows = hearth.lessons(&Filter::default(), 0, u32::MAX).unwrap();
        let titles: BTreeSet<String> = rows.iter().map(|row| row.title.clone()).collect();
        let drafts: BTreeMap<String, u64> = hearth
            .drafts()
            .unwrap()
            .into_iter()
            .map(|row| (row.id, row.json.parse().unwrap()))
            .collect();
        let mut broken = vec![];
        for title in self
            .titles
            .iter()
            .chain(&self.published)
            .filter(|title| !titles.contains(*title))
        {
            broken.push(format!("{title} is lost"));
        }
        for (id, value) in &self.drafts {
            let is_there = drafts.get(id).is_some_and(|there| there >= value);
            // What the child was about to say may have happened: the draft was published.
            if !is_there && !titles.contains(id) {
                broken.push(format!("draft {id} {value} is lost"));
            }
        }
        for id in drafts.keys().filter(|id| titles.contains(*id)) {
            broken.push(format!("draft {id} is published and still a draft"));
        }
        for n in 0..N_FILES {
            let of_file = titles
                .iter()
                .filter(|title| title.starts_with(&format!("given {n} ")))
                .count();
            if of_file % LESSONS_PER_FILE != 0 {
                broken.push(format!("file {n} is there by half: {of_file}"));
            }
        }
        let ids: BTreeSet<LessonId> = rows.iter().map(|row| row.id).collect();
        assert_eq!(ids.len(), rows.len());
        broken
    }
}

/// Kills children at their work; returns how many promises were broken.
fn kill_again_and_again(desk: &Desk, worker: u64, part: Part, n_kills: u64) -> usize {
    let mut dice = Dice(worker);
    let mut n_broken = 0;
    let mut promises = Promises::default();
    let folder = desk.path(&format!("worker {worker}"));
    for n in 0..n_kills {
        if n % KILLS_PER_STORE == 0 {
            drop(std::fs::remove_dir_all(&folder));
            copy_folder(&desk.path("template"), &folder);
            promises = Promises::default();
        }
        let mut player = Player::start(part, &folder, 0);
        if dice.roll(8) > 0 {
            player.wait_for_a_word();
        }
        thread::sleep(Duration::from_micros(dice.roll(LONGEST_LIFE)));
        promises.hear(&player.kill());
        let mut hearth = open(&folder);
        let broken = promises.broken(&mut hearth);
        assert!(
            part == Part::Boast || broken.is_empty(),
            "worker {worker}, kill {n}: {broken:?}"
        );
        n_broken += broken.len();
        assert_all_well(&mut hearth);
        let aside = hearth.set_aside_counts().unwrap();
        assert!(aside.is_empty(), "worker {worker}, kill {n}: {aside:?}");
    }
    n_broken
}

#[test]
fn nothing_that_was_said_to_be_saved_is_lost_by_a_kill() {
    let n_kills = if is_long() { 2_500 } else { 125 };
    let desk = Desk::in_memory();
    prepare(&desk);
    thread::scope(|scope| {
        for worker in 0..2 {
            let desk = &desk;
            scope.spawn(move || kill_again_and_again(desk, worker, Part::Work, n_kills));
        }
    });
}

#[test]
fn a_program_that_boasts_is_caught() {
    let desk = Desk::in_memory();
    prepare(&desk);
    let n_broken = kill_again_and_again(&desk, 7, Part::Boast, 40);
    assert!(
        n_broken > 0,
        "forty kills did not show what was said too early"
    );
}
