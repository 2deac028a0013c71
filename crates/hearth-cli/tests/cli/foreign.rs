//! Lessons from other programs and for them.

use serde_json::{Value, json};

use crate::support::{Stage, ids};

#[test]
fn every_record_of_an_import_is_accounted_for_and_none_comes_twice() {
    let stage = Stage::founded();
    let lines = [
        r#"{"id": "q", "title": "Pump dry", "body": "See [[s]].", "tags": ["pump"], "date": "2014-01-21", "author": "user7",
            "answers": [{"id": "a", "accepted": true, "body": "Change the valve."}], "links": ["s", "nowhere"]}"#
            .replace('\n', ""),
        "not json".to_owned(),
        r#"{"id": "s", "title": "Spare parts", "body": "Keep two.", "colour": "red"}"#.to_owned(),
    ];
    stage.write("items.jsonl", lines.join("\n"));
    let account = stage.json("amara", &["import", "jsonl", "items.jsonl"]);
    let counts = [
        "records",
        "created",
        "updated",
        "unchanged",
        "skipped",
        "links",
        "missing_links",
    ];
    let read = |account: &Value| counts.map(|name| account[name].as_u64().unwrap());
    assert_eq!(read(&account), [4, 3, 0, 0, 1, 3, 1]);
    assert_eq!(account["skipped_records"][0]["place"], "line 2");
    assert_eq!(
        account["parts_left_out"],
        json!([{"part": "colour", "reason": "is not a known field", "count": 1, "examples": []}])
    );
    let again = stage.json("amara", &["import", "jsonl", "items.jsonl"]);
    assert_eq!(read(&again), [4, 0, 0, 3, 1, 0, 1]);
    let hits = stage.json("amara", &["search", "pump dry", "--limit", "1"]);
    assert_eq!(
        hits[0]["external_ids"],
        json!([{"system": "jsonl:items", "id": "q"}])
    );
    let page = stage.json("amara", &["show", hits[0]["id"].as_str().unwrap()]);
    let spare = ids(&stage.json("amara", &["search", "spare parts", "--limit", "1"]));
    assert_eq!(page["body"], format!("See [[{}]].", spare[0]));
    assert_eq!(
        (&page["author"], &page["kind"]),
        (&json!("user7"), &json!("problem"))
    );
    assert_eq!(page["logged"], "2014-01-21T00:00:00.000Z");
    let kinds: Vec<&str> = page["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| link["label"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["solved by", "accepted solution", "relates to"]);
}

#[test]
fn what_members_wrote_since_stays_unless_the_other_system_says_something_new() {
    let stage = Stage::founded();
    stage.write(
        "notes.jsonl",
        "{\"id\": 1, \"title\": \"Pump\", \"tags\": [\"pump\"]}\n",
    );
    stage.ok("amara", &["import", "jsonl", "notes.jsonl"]);
    let id = ids(&stage.json("amara", &["list"])).remove(0);
    stage.ok(
        "amara",
        &["edit", &id, "--title", "Pump at Njoro", "--tag", "njoro"],
    );
    let account = stage.json("amara", &["import", "jsonl", "notes.jsonl"]);
    assert_eq!(account["unchanged"], 1);
    let page = stage.json("amara", &["show", &id]);
    assert_eq!(
        (&page["title"], &page["tags"]),
        (&json!("Pump at Njoro"), &json!(["njoro", "pump"]))
    );
    stage.write(
        "notes.jsonl",
        "{\"id\": 1, \"title\": \"Hand pump\", \"tags\": [\"pump\"]}\n",
    );
    let account = stage.json("amara", &["import", "jsonl", "notes.jsonl"]);
    assert_eq!(
        (&account["created"], &account["updated"]),
        (&json!(0), &json!(1))
    );
    assert_eq!(stage.json("amara", &["show", &id])["title"], "Hand pump");
    assert_eq!(
        stage.json("amara", &["import", "jsonl", "notes.jsonl"])["unchanged"],
        1
    );
}

#[test]
fn a_record_that_cannot_be_kept_stops_no_other() {
    let stage = Stage::founded();
    let long = "x".repeat(3 << 20);
    let lines = format!(
        "{{\"id\": 1, \"title\": \"One\"}}\n{{\"id\": 2, \"title\": \"Two\", \"symptoms\": \"{long}\"}}\n{{\"id\": 3, \"title\": \"Three\"}}\n"
    );
    stage.write("long.jsonl", lines);
    let account = stage.json("amara", &["import", "jsonl", "long.jsonl"]);
    assert_eq!(
        (&account["created"], &account["skipped"]),
        (&json!(2), &json!(1)),
        "{account}"
    );
    assert_eq!(account["skipped_records"][0]["place"], "record 2");
}

#[test]
fn a_folder_keeps_its_links_and_pictures() {
    let stage = Stage::founded();
    stage.write("notes/pumps/valve.md", "---\ntags: [valve]\n---\n# Foot valve\n\nSee [the pump](../pump.md).\n\n![worn](worn.png)\n");
    stage.write("notes/pumps/worn.png", b"\x89PNG not really");
    stage.write("notes/pump.md", "A pump. [[valve]]\n");
    let account = stage.json("amara", &["import", "markdown", "notes"]);
    assert_eq!(
        (&account["records"], &account["created"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(
        (&account["attachments"], &account["links"]),
        (&json!(1), &json!(2))
    );
    let again = stage.json("amara", &["import", "markdown", "notes"]);
    assert_eq!(
        (&again["unchanged"], &again["links"]),
        (&json!(2), &json!(0)),
        "{again}"
    );
    let valve = ids(&stage.json("amara", &["search", "foot valve", "--limit", "1"]));
    let page = stage.json("amara", &["show", &valve[0]]);
    assert_eq!(page["attachments"][0]["media_type"], "image/png");
    let body = page["body"].as_str().unwrap();
    assert!(
        body.contains("](hearth://item/") && body.contains("](hearth-blob:"),
        "{body}"
    );
}

#[test]
fn what_is_exported_comes_back_as_the_same_lessons() {
    let stage = Stage::founded();
    let pump = stage.ok("amara", &["capture", "Pump\n\nIt leaks.", "--tag", "seal"]);
    let valve = stage.ok("amara", &["capture", "Valve", "--kind", "solution"]);
    stage.ok("amara", &["link", valve.trim(), "--solves", pump.trim()]);
    stage.ok("amara", &["capture", "Ours alone", "--set", "lore=yes"]);
    stage.ok("amara", &["export", "jsonl", "out.jsonl"]);
    stage.ok("amara", &["export", "markdown", "out"]);
    let written = std::fs::read_to_string(stage.path("out.jsonl")).unwrap();
    assert!(!written.contains("Ours alone"), "{written}");
    for from in [
        ["import", "jsonl", "out.jsonl"],
        ["import", "markdown", "out"],
    ] {
        let account = stage.json("amara", &from);
        assert_eq!(
            (&account["unchanged"], &account["links"]),
            (&json!(2), &json!(0)),
            "{account}"
        );
    }
    stage.ok("olga", &["found", "Other", "--as", "Olga"]);
    let account = stage.json("olga", &["import", "jsonl", "out.jsonl"]);
    assert_eq!(
        (&account["created"], &account["links"]),
        (&json!(2), &json!(1))
    );
}

#[test]
fn a_file_that_holds_no_lesson_is_a_problem() {
    let stage = Stage::founded();
    stage.write("noise.jsonl", "a\nb\n");
    let said = stage.run("amara", &["import", "jsonl", "noise.jsonl"]);
    assert_eq!(said.exit, 1);
    assert!(said.err.contains("Skipped line 2"), "{}", said.err);
    stage.write("newer.jsonl", "{\"hearth_jsonl\": 2}\n{\"title\": \"x\"}\n");
    assert_eq!(
        stage.run("amara", &["import", "jsonl", "newer.jsonl"]).exit,
        1
    );
    assert_eq!(
        stage
            .run("amara", &["import", "markdown", "no-such-folder"])
            .exit,
        3
    );
    assert_eq!(stage.json("amara", &["list"]), json!([]));
}

#[test]
#[cfg(unix)]
fn a_stopped_import_keeps_whole_batches_and_goes_on_behind_them() {
    use std::io::Write;
    let stage = Stage::founded();
    let line = |n: u32| {
        format!(
            "{{\"id\": {n}, \"title\": \"Lesson {n}\", \"body\": \"{}\"}}\n",
            "word ".repeat(40)
        )
    };
    let mut command = crate::support::program(&stage.path(""));
    let mut child = command
        .args(["--home", "amara", "import", "jsonl", "-"])
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // More than a pipe holds: when it is written, the program is reading.
    let first: String = (0..2_500).map(line).collect();
    stdin.write_all(first.as_bytes()).unwrap();
    let kill = std::process::Command::new("kill")
        .arg("-INT")
        .arg(child.id().to_string())
        .status();
    assert!(kill.unwrap().success());
    let mut n = 2_500;
    while n < 1_000_000 && stdin.write_all(line(n).as_bytes()).is_ok() {
        n += 1;
    }
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(130),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let kept = stage.json("amara", &["list"]).as_array().unwrap().len();
    assert!(kept.is_multiple_of(2_000) && kept > 0, "{kept}");
    stage.digest("amara");
}
