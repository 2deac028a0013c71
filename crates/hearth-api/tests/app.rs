//! The commands as the page calls them: by name, with JSON, over real stores.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, Weak};

use hearth_api::core::Home;
use hearth_api::{App, Event, Shell, Wanted, command};
use serde_json::{Value, json};
use tempfile::TempDir;

#[derive(Clone, Default)]
struct Person {
    answers: Arc<Mutex<VecDeque<PathBuf>>>,
    heard: Arc<Mutex<Vec<(&'static str, Value)>>>,
    opened: Arc<Mutex<Vec<String>>>,
}

impl Shell for Person {
    fn choose_open(&self, _: Wanted) -> Option<PathBuf> {
        self.answers.lock().unwrap().pop_front()
    }

    fn choose_save(&self, name: &str) -> Option<PathBuf> {
        let answer = self.answers.lock().unwrap().pop_front()?;
        Some(if answer.is_dir() {
            answer.join(name)
        } else {
            answer
        })
    }

    fn open_link(&self, url: &str) -> io::Result<()> {
        self.opened.lock().unwrap().push(url.to_owned());
        Ok(())
    }

    fn send(&self, event: Event) {
        self.heard
            .lock()
            .unwrap()
            .push((event.name(), event.payload()));
    }
}

struct Machine {
    app: App,
    person: Person,
    folder: TempDir,
}

impl Machine {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let person = Person::default();
        let app = App::new(Home::at(folder.path().join("home")), person.clone());
        Self {
            app,
            person,
            folder,
        }
    }

    fn call(&self, name: &str, arguments: Value) -> Value {
        command::call(&self.app, name, arguments)
            .unwrap_or_else(|error| panic!("{name}: {} {:?}", error.message, error.params))
    }

    fn refused(&self, name: &str, arguments: Value) -> &'static str {
        let error = command::call(&self.app, name, arguments).expect_err(name);
        error.code.name()
    }

    fn answers(&self, path: PathBuf) {
        self.person.answers.lock().unwrap().push_back(path);
    }

    fn log(&self, title: &str, body: &str) -> String {
        let draft = draft(title, body);
        let saved = self.call("save_draft", json!({ "draft": draft }));
        let published = self.call("publish_draft", json!({ "id": saved["id"] }));
        published["id"].as_str().unwrap().to_owned()
    }

    fn give(&self, request: Value) -> PathBuf {
        self.answers(self.folder.path().to_owned());
        let given = self.call("give", json!({ "request": request }));
        self.folder.path().join(given["name"].as_str().unwrap())
    }

    fn choose(&self, path: PathBuf) -> Value {
        self.answers(path);
        self.call("choose_bundle", json!({}))["token"].clone()
    }
}

fn draft(title: &str, body: &str) -> Value {
    json!({
        "id": "", "lesson": null, "base": [], "kind": "problem", "title": title, "body": body,
        "tags": ["pump"], "site": "Njoro", "happened": "", "solves": null, "savedMs": 0,
    })
}

fn founded() -> Machine {
    let machine = Machine::new();
    machine.call(
        "found_community",
        json!({ "name": "Wells", "person": "Amara" }),
    );
    machine
}

#[test]
fn a_machine_without_a_community_shows_welcome() {
    let machine = Machine::new();
    let status = machine.call("app_status", json!({}));
    assert_eq!(status["community"], Value::Null);
    assert_eq!(machine.refused("today", json!({})), "no_community");
}

#[test]
fn what_is_logged_is_read_found_and_listed() {
    let machine = founded();
    let id = machine.log(
        "Foot valve leaks",
        "The **foot valve** lets the column drain at night.",
    );
    let page = machine.call("read_lesson", json!({ "id": id }));
    assert_eq!(page["card"]["title"], "Foot valve leaks");
    assert_eq!(page["card"]["unread"], false);
    assert_eq!(page["body"]["blocks"][0]["type"], "paragraph");
    assert_eq!(page["mayEdit"], true);
    let request = json!({ "query": "foot val", "typing": true });
    let results = machine.call("search", json!({ "request": request }));
    assert_eq!(results["total"], 1);
    assert_eq!(results["hits"][0]["card"]["id"], json!(id));
    let list = machine.call("list_lessons", json!({ "request": { "tag": "pump" } }));
    assert_eq!(list["total"], 1);
    assert_eq!(machine.call("list_drafts", json!({})), json!([]));
    let heard = machine.person.heard.lock().unwrap();
    assert!(heard.contains(&("changed", json!({ "lessons": [id] }))));
}

#[test]
fn an_edit_sets_what_the_editor_shows_and_nothing_else() {
    let machine = founded();
    let id = machine.log("Foot valve leaks", "Old text.");
    let mut draft = machine.call("edit_lesson", json!({ "id": id }));
    assert_eq!(
        machine.call("edit_lesson", json!({ "id": id }))["id"],
        draft["id"]
    );
    draft["body"] = json!("New text.");
    machine.call("save_draft", json!({ "draft": draft }));
    machine.call("publish_draft", json!({ "id": draft["id"] }));
    let history = machine.call("lesson_history", json!({ "id": id }));
    assert_eq!(history.as_array().unwrap().len(), 2);
    assert_eq!(history[0]["fields"], json!(["body"]));
    assert_eq!(history[0]["standing"], "in effect");
}

#[test]
fn a_discarded_draft_comes_back_when_it_is_saved_again() {
    let machine = founded();
    let saved = machine.call(
        "save_draft",
        json!({ "draft": draft("", "half a thought") }),
    );
    let discarded = machine.call("discard_draft", json!({ "id": saved["id"] }));
    assert_eq!(
        machine.refused("discard_draft", json!({ "id": saved["id"] })),
        "no_such_draft"
    );
    machine.call("save_draft", json!({ "draft": discarded }));
    assert_eq!(
        machine.call("list_drafts", json!({}))[0]["body"],
        "half a thought"
    );
    assert_eq!(
        machine.refused("publish_draft", json!({ "id": saved["id"] })),
        "title_missing"
    );
}

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

#[test]
fn only_links_that_a_lesson_may_hold_are_opened() {
    let machine = Machine::new();
    machine.call("open_link", json!({ "url": "https://example.org/a?b=c" }));
    machine.call("open_link", json!({ "url": "mailto:amara@example.org" }));
    for url in [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "smb://host/share",
        "hearth://item/0",
    ] {
        assert_eq!(
            machine.refused("open_link", json!({ "url": url })),
            "link_refused",
            "{url}"
        );
    }
    let opened = machine.person.opened.lock().unwrap();
    assert_eq!(
        *opened,
        ["https://example.org/a?b=c", "mailto:amara@example.org"]
    );
}

#[test]
fn the_palette_finds_acts_and_lessons_and_forgives_a_slip() {
    let machine = Machine::new();
    machine.call("start_example", json!({}));
    let ask = |query: &str| {
        let acts = ["Today", "Exchange", "Log a lesson"];
        machine.call("palette", json!({ "query": query, "acts": acts }))
    };
    let first = ask("foot vlave")["lessons"][0]["title"].to_string();
    assert!(first.to_lowercase().contains("foot valve"), "{first}");
    assert_eq!(ask("exch")["acts"], json!([1]));
    assert_eq!(ask("")["acts"], json!([0, 1, 2]));
    assert_eq!(ask("")["lessons"], json!([]));
}

#[test]
fn a_lesson_goes_back_to_an_older_text_and_is_withdrawn_and_back() {
    let machine = founded();
    let draft = |title: &str, body: &str, of: Value| {
        let mut draft = match of {
            Value::Null => machine.call("list_drafts", json!({}))[0].clone(),
            of => of,
        };
        draft["title"] = json!(title);
        draft["body"] = json!(body);
        let id = machine.call("save_draft", json!({ "draft": draft }))["id"].clone();
        machine.call("publish_draft", json!({ "id": id }))["id"].clone()
    };
    let fresh = json!({
        "id": "", "lesson": null, "base": [], "kind": "problem", "title": "", "body": "", "tags": [],
        "site": "", "happened": "", "solves": null, "savedMs": 0
    });
    let id = draft("Pump", "It rattles once.", fresh);
    let editing = machine.call("edit_lesson", json!({ "id": id }));
    draft("Pump", "It rattles twice.", editing);
    let history = machine.call("lesson_history", json!({ "id": id }));
    let (last, first) = (history[0]["id"].clone(), history[1]["id"].clone());
    let changes = machine.call("revision_changes", json!({ "id": id, "revision": last }));
    assert_eq!(changes.as_array().unwrap().len(), 1);
    assert_eq!(changes[0]["field"], "body");
    let sides: Vec<_> = changes[0]["pieces"].as_array().unwrap().iter().collect();
    let of = |side: &str| sides.iter().find(|it| it["side"] == side).unwrap()["text"].clone();
    assert_eq!(of("removed"), "once");
    assert_eq!(of("added"), "twice");

    let body = || machine.call("read_lesson", json!({ "id": id }))["body"].to_string();
    let back = machine.call("restore_revision", json!({ "id": id, "revision": first }));
    assert!(body().contains("once"));
    machine.call(
        "restore_revision",
        json!({ "id": id, "revision": back["revision"] }),
    );
    assert!(body().contains("twice"));

    let withdrawing = json!({ "id": id, "why": "unsafe", "reason": "the rod may snap" });
    let back = machine.call("withdraw_lesson", withdrawing);
    let n = |withdrawn: bool| {
        let request = json!({ "request": { "withdrawn": withdrawn } });
        machine.call("list_lessons", request)["total"].clone()
    };
    assert_eq!((n(false), n(true)), (json!(0), json!(1)));
    machine.call(
        "restore_revision",
        json!({ "id": id, "revision": back["revision"] }),
    );
    assert_eq!((n(false), n(true)), (json!(1), json!(0)));
    assert!(body().contains("twice"));

    for revision in ["", "zz", "00".repeat(32).as_str()] {
        let asked = json!({ "id": id, "revision": revision });
        assert_eq!(
            machine.refused("revision_changes", asked),
            "no_such_revision"
        );
    }
}

#[test]
fn a_backup_is_made_tried_and_gone_back_to() {
    let machine = Machine::new();
    machine.call("start_example", json!({}));
    let n =
        |machine: &Machine| machine.call("app_status", json!({}))["community"]["nLessons"].clone();
    let before = n(&machine);
    let made = machine.call("back_up_now", json!({}));
    assert_eq!(made["occasion"], "asked");
    let name = json!({ "name": made["name"] });
    machine.call("try_backup", name.clone());
    let lessons = machine.call("list_lessons", json!({ "request": {} }));
    let id = &lessons["lessons"][0]["id"];
    let why = json!({ "id": id, "why": "other", "reason": "" });
    machine.call("withdraw_lesson", why);
    assert_ne!(n(&machine), before);
    machine.call("restore_backup", name);
    assert_eq!(n(&machine), before);
    let kept = machine.call("list_backups", json!({}));
    assert_eq!(
        kept.as_array().unwrap().len(),
        2,
        "what was there became a backup"
    );

    // One a day, made by itself, and no second one.
    machine.app.back_up_when_due();
    let again = machine.call("list_backups", json!({}));
    assert_eq!(again, kept);

    // A damaged one says so.
    let files = machine.call("kept_files", json!({}));
    let files = files.as_array().unwrap().iter();
    let backup = files.clone().find(|it| it["purpose"] == "backup").unwrap();
    let path = backup["path"].as_str().unwrap();
    let mut bytes = std::fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4_096].fill(0x5a);
    std::fs::write(path, bytes).unwrap();
    let name = std::path::Path::new(path)
        .file_name()
        .unwrap()
        .to_str()
        .unwrap();
    let said = machine.refused("try_backup", json!({ "name": name }));
    assert!(
        ["store_damaged", "change_damaged"].contains(&said),
        "{said}"
    );
    let said = machine.refused("try_backup", json!({ "name": "../../keys" }));
    assert_eq!(said, "no_such_backup");
}

#[test]
fn the_first_use_of_a_day_makes_a_backup() {
    let machine = founded();
    machine.call("today", json!({}));
    machine.app.back_up_when_due();
    let kept = machine.call("list_backups", json!({}));
    assert_eq!(kept[0]["occasion"], "daily");
}

#[test]
fn settings_are_kept_beside_those_that_are_not_known_here() {
    let machine = founded();
    let config = machine.folder.path().join("home/config.json");
    std::fs::write(&config, r#"{"later":1}"#).unwrap();
    let settings = |machine: &Machine| machine.call("app_status", json!({}))["settings"].clone();
    let mut chosen = settings(&machine);
    chosen["theme"] = json!("hc-dark");
    chosen["readingSize"] = json!(200);
    machine.call("set_settings", json!({ "settings": chosen }));
    assert_eq!(settings(&machine)["theme"], "hc-dark");
    assert_eq!(settings(&machine)["readingSize"], 28, "no letter is larger");
    assert!(std::fs::read_to_string(&config).unwrap().contains("later"));
}

#[test]
fn one_setting_that_cannot_be_read_does_not_take_the_others_with_it() {
    let machine = founded();
    let config = machine.folder.path().join("home/config.json");
    std::fs::write(
        &config,
        r#"{"theme":"plaid","language":"de","readingSize":21}"#,
    )
    .unwrap();
    let settings = machine.call("app_status", json!({}))["settings"].clone();
    assert_eq!(settings["theme"], "system");
    assert_eq!(settings["language"], "de");
    assert_eq!(settings["readingSize"], 21);
}

#[test]
fn a_damaged_settings_file_is_put_aside_and_not_written_over() {
    let machine = founded();
    let config = machine.folder.path().join("home/config.json");
    std::fs::write(&config, "{ half").unwrap();
    let settings = machine.call("app_status", json!({}))["settings"].clone();
    assert_eq!(settings["theme"], "system");
    machine.call("set_settings", json!({ "settings": settings }));
    let aside = config.with_extension("json.damaged");
    assert_eq!(std::fs::read_to_string(aside).unwrap(), "{ half");
}

#[test]
fn arguments_of_any_shape_are_answered_by_an_error_with_a_code() {
    let machine = founded();
    let shapes = [
        json!(null),
        json!([]),
        json!("x"),
        json!({ "id": 5 }),
        json!({ "id": "../.." }),
    ];
    for command in command::table() {
        for shape in &shapes {
            if let Err(error) = command::call(&machine.app, command.name, shape.clone()) {
                assert_ne!(
                    error.code.name(),
                    "unexpected",
                    "{}: {error:?}",
                    command.name
                );
            }
        }
    }
    assert_eq!(machine.refused("rm", json!({})), "unknown_command");
}

#[test]
fn the_example_reads_like_a_community() {
    let machine = Machine::new();
    let status = machine.call("start_example", json!({}));
    assert_eq!(status["community"]["name"], "Highland Wells");
    assert!(status["community"]["nLessons"].as_u64().unwrap() >= 25);
    let list = machine.call("list_lessons", json!({ "request": { "limit": 500 } }));
    let with_links = |card: &&Value| {
        let page = machine.call("read_lesson", json!({ "id": card["id"] }));
        !page["links"].as_array().unwrap().is_empty()
    };
    let cards = list["lessons"].as_array().unwrap();
    assert!(cards.iter().filter(with_links).count() * 2 > cards.len());
    let today = machine.call("today", json!({}));
    assert_eq!(today["newToYou"].as_array().unwrap().len(), 12);
    assert!(!today["charterLine"].as_str().unwrap().is_empty());
}
