//! What was once written is read for ever: every store and bundle under `tests/vectors/`.
//!
//! `HEARTH_FREEZE=name` writes a new one of each under that name; nothing there is ever replaced.

use std::fs;
use std::path::{Path, PathBuf};

use hearth_core::model::act::ReasonClass;
use hearth_core::model::field::{Field, Row};
use hearth_core::model::link::LinkType;
use hearth_core::model::people::Role;
use hearth_core::{Filter, Hearth, Home, Query, Scope, SearchOptions};
use hearth_tests::people::{Desk, assert_all_well, bring_in, environment, give, story};

fn vectors(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("vectors")
        .join(kind)
}

/// The frozen files of a kind, by name without its ending.
fn frozen(kind: &str, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(vectors(kind)).unwrap();
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect();
    paths.sort();
    paths
}

/// Everything that a reader sees, as lines of text.
fn account(hearth: &mut Hearth) -> String {
    let mut lines = vec![format!("digest {}", hearth.state_digest().unwrap())];
    for id in hearth.lesson_ids().unwrap() {
        let state = hearth.lesson(id).unwrap();
        let (row, folded) = (&state.row, &state.folded);
        let by = format!("{} by {}", row.kind.name(), row.author_name);
        let marks = format!("{} forks, withdrawn {}", row.n_forks, row.withdrawn);
        lines.push(format!(
            "{id} {by}: {} ({marks}, {} revisions)",
            row.title, row.n_revisions
        ));
        lines.push(format!("    {:?}", folded.fields.text(Field::Body)));
    }
    for link in hearth.all_links().unwrap() {
        lines.push(format!(
            "{} {} {}",
            link.source,
            link.kind.name(),
            link.target
        ));
    }
    lines.join("\n") + "\n"
}

#[test]
fn every_frozen_store_opens_and_says_what_it_said() {
    let stores = frozen("store", "db");
    assert!(!stores.is_empty());
    for store in stores {
        let desk = Desk::new();
        let home = Home::at(desk.path("home"));
        let mut hearth = Hearth::restore(&home, environment("reader"), &store, false).unwrap();
        let expected = fs::read_to_string(store.with_extension("txt")).unwrap();
        assert_eq!(account(&mut hearth), expected, "{}", store.display());
        assert_eq!(hearth.drafts().unwrap().len(), 1);
        let found = hearth
            .search(&Query::parse("prime"), &SearchOptions::default())
            .unwrap();
        assert_eq!(found.total, 1);
        assert_all_well(&mut hearth);
    }
}

#[test]
fn every_frozen_invitation_still_lets_in_and_every_frozen_bundle_is_brought_in() {
    let bundles = frozen("bundle", "hearth");
    assert!(!bundles.is_empty());
    for bundle in bundles {
        let desk = Desk::new();
        let invitation = bundle.with_extension("invitation");
        let mut newcomer = Hearth::join(
            &desk.home("n"),
            environment("newcomer"),
            &invitation,
            "Newcomer",
        )
        .unwrap();
        let plan = bring_in(&mut newcomer, &bundle).unwrap().plan;
        assert_eq!(plan.n_quarantined(), 0);
        let expected = fs::read_to_string(bundle.with_extension("txt")).unwrap();
        // The newcomer's own join makes another digest.
        let without_digest =
            |text: &str| text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(
            without_digest(&account(&mut newcomer)),
            without_digest(&expected),
            "{}",
            bundle.display()
        );
        assert_eq!(
            newcomer.n_lessons(&Filter::default()).unwrap() as u64 + plan.n_retracted,
            plan.n_new
        );
        assert_all_well(&mut newcomer);
    }
}

#[test]
fn freezes_what_is_written_today_when_asked() {
    let Ok(name) = std::env::var("HEARTH_FREEZE") else {
        return;
    };
    let desk = Desk::new();
    let mut alice = desk.alice();
    let mut bob = write_a_little_of_everything(&desk, &mut alice);
    let invitation = desk.path("open.invitation");
    alice.invite(Role::Observer, 1_000, &invitation).unwrap();
    desk.carry(&mut alice, &mut bob);
    let (store, bundle) = (desk.path("store.db"), desk.path("whole.hearth"));
    bob.back_up(&store).unwrap();
    give(&mut bob, &Scope::Whole, &bundle);
    let account = account(&mut bob);
    for (kind, files) in [
        ("store", vec![("db", &store)]),
        (
            "bundle",
            vec![("hearth", &bundle), ("invitation", &invitation)],
        ),
    ] {
        let to = vectors(kind).join(&name);
        fs::create_dir_all(vectors(kind)).unwrap();
        for (ending, from) in files {
            assert!(
                !to.with_extension(ending).exists(),
                "vectors are only added"
            );
            fs::copy(from, to.with_extension(ending)).unwrap();
        }
        fs::write(to.with_extension("txt"), &account).unwrap();
    }
}

fn write_a_little_of_everything(desk: &Desk, alice: &mut Hearth) -> Hearth {
    let mut bob = desk.join(alice, "Bob");
    let fields = story(
        "The pump lost its prime",
        "A split seal let **air** in.\n\n1. one\n2. two\n",
    )
    .with_text(Field::Site, "Upper well")
    .with_rows(Field::Tags, [Row::new(["pump"]), Row::new(["seal"])]);
    let (seal, _) = alice.log_lesson(fields).unwrap();
    let problem = story("Valves freeze", "Every January.\n").with_text(Field::Kind, "problem");
    let (problem, _) = alice.log_lesson(problem).unwrap();
    desk.carry(alice, &mut bob);
    let solution =
        story("Drain the valves", "Before the frost.\n").with_text(Field::Kind, "solution");
    let (solution, _) = bob.log_lesson(solution).unwrap();
    bob.link(solution, LinkType::Solves, problem).unwrap();
    bob.attach(
        solution,
        "valve.txt",
        "text/plain",
        "How",
        b"Turn it left.\n",
    )
    .unwrap();
    let (wrong, _) = bob
        .log_lesson(story("Salt helps", "It does not.\n"))
        .unwrap();
    bob.retract(wrong, ReasonClass::Wrong, "It rusts the pipe.")
        .unwrap();
    bob.edit_lesson(seal, |fields| {
        fields.with_text(Field::Title, "The pump drew air, lost its prime")
    })
    .unwrap();
    alice
        .edit_lesson(seal, |fields| {
            fields.with_text(Field::Title, "The pump ran dry of prime")
        })
        .unwrap();
    desk.carry(&mut bob, alice);
    desk.carry(alice, &mut bob);
    bob.save_draft("draft-1", "{\"title\":\"Not yet\"}")
        .unwrap();
    bob
}
