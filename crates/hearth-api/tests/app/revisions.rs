//! A lesson through time.

use serde_json::json;

use crate::machine::founded;

#[test]
fn a_lesson_goes_back_to_an_older_text_and_is_withdrawn_and_back() {
    let machine = founded();
    let id = machine.log("Pump", "It rattles once.");
    let mut editing = machine.call("edit_lesson", json!({ "id": id }));
    editing["body"] = json!("It rattles twice.");
    let saved = machine.call("save_draft", json!({ "draft": editing }));
    machine.call("publish_draft", json!({ "id": saved["id"] }));
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
