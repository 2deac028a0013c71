//! The commands as the page calls them: by name, with JSON, over real stores.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod backups;
mod exchange;
mod machine;
mod palette;
mod revisions;
mod settings;

use hearth_api::command;
use serde_json::{Value, json};

use machine::{Machine, draft, founded};

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
