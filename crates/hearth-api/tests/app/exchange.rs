//! Giving and bringing in, and the files that are neither.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock, Weak};

use hearth_api::core::Home;
use hearth_api::{App, Event, Shell, Wanted, command};
use serde_json::json;
use tempfile::TempDir;

use crate::machine::{Machine, Person, founded};

#[test]
fn a_colleague_joins_and_brings_in_what_was_given() {
    let amara = founded();
    let invitation = amara.give(json!({ "type": "invitation", "role": "practitioner" }));
    amara.log("Foot valve leaks", "It drains at night.");
    let bundle = amara.give(json!({ "type": "whole" }));

    let tomas = Machine::new();
    tomas.answers(invitation);
    let chosen = tomas.call("choose_invitation", json!({}));
    let joining = json!({ "token": chosen["token"], "person": "Tomas" });
    let status = tomas.call("join_community", joining);
    assert_eq!(status["community"]["name"], "Wells");
    assert_eq!(status["me"]["roles"], json!(["practitioner"]));

    let token = tomas.choose(bundle.clone());
    let plan = tomas.call("preview_bundle", json!({ "token": token }));
    assert_eq!(
        (&plan["nNew"], &plan["sender"]["standing"]),
        (&json!(1), &json!("known"))
    );
    let entry = tomas.call("bring_in", json!({ "token": token }));
    assert_eq!(
        (&entry["with"], &entry["canUndo"]),
        (&json!("Amara"), &json!(true))
    );
    let today = tomas.call("today", json!({}));
    assert_eq!(today["newToYou"][0]["title"], "Foot valve leaks");
    assert_eq!(today["openProblems"].as_array().unwrap().len(), 1);

    let again = tomas.choose(bundle);
    assert_eq!(
        tomas.call("preview_bundle", json!({ "token": again }))["nNew"],
        0
    );
    let undone = tomas.call("undo_bring_in", json!({ "exchange": entry["id"] }));
    assert_eq!(undone["nKept"], 0);
    let twice = json!({ "exchange": entry["id"] });
    assert_eq!(tomas.refused("undo_bring_in", twice), "already_undone");
    assert_eq!(
        tomas.call("list_lessons", json!({ "request": {} }))["total"],
        0
    );
    assert_eq!(tomas.call("check", json!({}))["allWell"], true);
}

#[test]
fn a_plan_that_was_overtaken_is_not_applied() {
    let amara = founded();
    amara.log("One", "");
    let invitation = amara.give(json!({ "type": "invitation", "role": "practitioner" }));
    let first = amara.give(json!({ "type": "whole" }));
    let tomas = Machine::new();
    tomas.answers(invitation);
    let chosen = tomas.call("choose_invitation", json!({}));
    tomas.call(
        "join_community",
        json!({ "token": chosen["token"], "person": "Tomas" }),
    );
    let shown = tomas.choose(first.clone());
    tomas.call("preview_bundle", json!({ "token": shown }));
    // The same file comes in through another program meanwhile.
    let other = Machine {
        app: App::new(
            Home::at(tomas.folder.path().join("home")),
            tomas.person.clone(),
        ),
        person: tomas.person.clone(),
        folder: TempDir::new().unwrap(),
    };
    let token = other.choose(first);
    other.call("bring_in", json!({ "token": token }));
    assert_eq!(
        tomas.refused("bring_in", json!({ "token": shown })),
        "plan_changed"
    );
}

#[test]
fn bad_files_are_named_at_once() {
    let machine = founded();
    let file = |name: &str, bytes: &[u8]| {
        let path = machine.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let token = machine.choose(file("empty.hearth", b""));
    assert_eq!(
        machine.refused("preview_bundle", json!({ "token": token })),
        "file_empty"
    );
    let token = machine.choose(file(
        "letter.txt",
        b"Dear Tomas, the pump has stopped again.",
    ));
    assert_eq!(
        machine.refused("preview_bundle", json!({ "token": token })),
        "file_not_hearth"
    );
    let whole = std::fs::read(machine.give(json!({ "type": "whole" }))).unwrap();
    let token = machine.choose(file("part.hearth", &whole[..whole.len() - 40]));
    assert_eq!(
        machine.refused("preview_bundle", json!({ "token": token })),
        "file_truncated"
    );
    let mut changed = whole.clone();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    let token = machine.choose(file("changed.hearth", &changed));
    assert_eq!(
        machine.refused("preview_bundle", json!({ "token": token })),
        "file_changed"
    );
    let token = json!({ "token": "0000" });
    assert_eq!(machine.refused("bring_in", token), "file_gone_from_window");
}

#[test]
fn a_file_of_another_community_is_refused() {
    let (machine, stranger) = (founded(), founded());
    let token = machine.choose(stranger.give(json!({ "type": "whole" })));
    assert_eq!(
        machine.refused("preview_bundle", json!({ "token": token })),
        "other_community"
    );
    let token = machine.choose(machine.give(json!({ "type": "invitation", "role": "observer" })));
    assert_eq!(
        machine.refused("preview_bundle", json!({ "token": token })),
        "is_an_invitation"
    );
    let role = json!({ "request": { "type": "invitation", "role": "steward" } });
    assert_eq!(machine.refused("give", role), "unknown_role");
}

/// Presses Stop as soon as there is anything to stop, and looks around while a dialog is open.
#[derive(Clone, Default)]
struct Impatient {
    person: Person,
    app: Arc<OnceLock<Weak<App>>>,
}

impl Impatient {
    fn app(&self) -> Arc<App> {
        self.app.get().and_then(Weak::upgrade).unwrap()
    }
}

impl Shell for Impatient {
    fn choose_open(&self, wanted: Wanted) -> Option<PathBuf> {
        command::call(&self.app(), "today", json!({})).unwrap();
        self.person.choose_open(wanted)
    }

    fn choose_save(&self, name: &str) -> Option<PathBuf> {
        self.person.choose_save(name)
    }

    fn open_link(&self, url: &str) -> io::Result<()> {
        self.person.open_link(url)
    }

    fn send(&self, event: Event) {
        if matches!(event, Event::Progress { .. }) {
            command::call(&self.app(), "stop_work", json!({})).unwrap();
        }
    }
}

#[test]
fn work_stops_when_asked_and_leaves_everything_as_it_was() {
    let amara = founded();
    amara.log("One", "");
    let bundle = amara.give(json!({ "type": "whole" }));
    let shell = Impatient::default();
    let home = Home::at(amara.folder.path().join("home"));
    let app = Arc::new(App::new(home, shell.clone()));
    shell.app.set(Arc::downgrade(&app)).unwrap();
    shell.person.answers.lock().unwrap().push_back(bundle);
    let digest = amara.call("check", json!({}))["stateDigest"].clone();
    let chosen = command::call(&app, "choose_bundle", json!({})).unwrap();
    for name in ["preview_bundle", "bring_in"] {
        let error = command::call(&app, name, json!({ "token": chosen["token"] })).unwrap_err();
        assert_eq!(error.code.name(), "stopped");
    }
    assert_eq!(amara.call("check", json!({}))["stateDigest"], digest);
    assert_eq!(
        amara
            .call("exchange_history", json!({}))
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn an_offered_file_waits_for_the_page() {
    let machine = founded();
    let file = machine.give(json!({ "type": "whole" }));
    machine.person.heard.lock().unwrap().clear();
    machine.app.offer(&file).unwrap();
    assert!(machine.person.heard.lock().unwrap().is_empty());
    machine.call("app_status", json!({}));
    machine.app.offer(&file).unwrap();
    let heard = machine.person.heard.lock().unwrap();
    let names: Vec<_> = heard.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["file-offered", "file-offered"]);
}
