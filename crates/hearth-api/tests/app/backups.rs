//! Backups beside the community.

use serde_json::json;

use crate::machine::{Machine, founded};

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
