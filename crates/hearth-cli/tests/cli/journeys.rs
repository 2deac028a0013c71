//! What people and scripts do from end to end, on machines of their own.

use crate::support::{Stage, ids, redact};
use expect_test::expect;
use serde_json::{Value, json};

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn two_machines_diverge_exchange_files_and_agree() {
    let stage = Stage::founded();
    stage.joseph_joins();
    let pump = stage.ok(
        "amara",
        &["capture", "Hand pump loses its water", "--kind", "problem"],
    );
    let pump = pump.trim();
    stage.ok("amara", &["give", "--whole", "-o", "a.hearth"]);
    let plan = stage.json("joseph", &["bring-in", "a.hearth", "--yes"]);
    assert_eq!((&plan["new"], &plan["applied"]), (&json!(1), &json!(true)));
    let valve = stage.ok(
        "joseph",
        &["capture", "Change the foot valve", "--kind", "solution"],
    );
    stage.ok("joseph", &["link", valve.trim(), "--solves", pump]);
    stage.ok("amara", &["edit", pump, "--site", "Njoro school"]);
    stage.ok(
        "joseph",
        &["give", "--since-last", "amara okafor", "-o", "j.hearth"],
    );
    let plan = stage.json("amara", &["bring-in", "j.hearth", "--yes"]);
    assert_eq!((&plan["new"], &plan["quarantined"]), (&json!(1), &json!(0)));
    stage.ok(
        "amara",
        &["give", "--since-last", "joseph", "-o", "a2.hearth"],
    );
    let plan = stage.json("joseph", &["bring-in", "a2.hearth", "--yes"]);
    assert_eq!((&plan["new"], &plan["updated"]), (&json!(0), &json!(1)));
    // Joseph's machine holds all of Amara's now, and she all of his.
    assert_eq!(stage.digest("amara"), stage.digest("joseph"));
    let page = stage.json("joseph", &["show", pump]);
    assert_eq!(page["site"], "Njoro school");
    assert_eq!(page["links"][0]["kind"], "solves");
    assert_eq!(page["links"][0]["outgoing"], false);
}

#[test]
fn a_lesson_is_found_the_moment_it_is_saved() {
    let stage = Stage::founded();
    let id = stage.ok(
        "amara",
        &["capture", "Pump broken #seal\n\nThe leather cup was worn."],
    );
    let hits = stage.json("amara", &["search", "leather", "--limit", "3"]);
    assert_eq!(ids(&hits), [id.trim()]);
    assert_eq!(
        keys(&hits[0]),
        ["external_ids", "id", "kind", "score", "snippet", "title"]
    );
    let page = stage.json("amara", &["show", id.trim()]);
    assert_eq!(
        (&page["title"], &page["tags"]),
        (&json!("Pump broken"), &json!(["seal"]))
    );
    assert_eq!(page["body"], "The leather cup was worn.");
    let end = &id.trim()[28..];
    assert_eq!(stage.json("amara", &["show", end])["id"], id.trim());
}

#[test]
fn a_page_reads_well() {
    let stage = Stage::founded();
    let text = "Pump broken #seal\n\nThe *leather* cup was worn.";
    let id = stage.ok(
        "amara",
        &[
            "capture",
            text,
            "--kind",
            "problem",
            "--set",
            "symptoms=Dry in the morning",
        ],
    );
    let page = redact(&stage.ok("amara", &["show", id.trim()]));
    let steady: Vec<&str> = page
        .lines()
        .filter(|line| !line.starts_with("Problem ·") && !line.starts_with("signed by:"))
        .collect();
    expect![[r#"
        Pump broken

        The *leather* cup was worn.

        symptoms:           Dry in the morning
        tags:               seal
        id:                 ID"#]]
    .assert_eq(&steady.join("\n"));
}

#[test]
fn lists_and_pages_have_the_members_that_scripts_read() {
    let stage = Stage::founded();
    let id = stage.ok("amara", &["capture", "Pump"]);
    let card = [
        "author",
        "forked",
        "gist",
        "id",
        "kind",
        "minutes",
        "n_solutions",
        "retracted",
        "site",
        "title",
        "unread",
        "updated",
    ];
    assert_eq!(keys(&stage.json("amara", &["list"])[0]), card);
    let page = stage.json("amara", &["show", id.trim()]);
    for key in card.into_iter().chain([
        "attachments",
        "body",
        "external_ids",
        "facts",
        "forks",
        "links",
        "logged",
        "may_edit",
        "n_revisions",
        "retraction",
        "signed_by",
        "tags",
    ]) {
        assert!(page.get(key).is_some(), "{key}: {page}");
    }
    let logged = page["logged"].as_str().unwrap();
    assert!(logged.ends_with('Z') && logged.len() == 24, "{logged}");
    let report = stage.json("amara", &["check"]);
    let expected = [
        "all_well",
        "at",
        "held",
        "n_attachments",
        "n_changes",
        "n_lessons",
        "problems",
        "state_digest",
    ];
    assert_eq!(keys(&report), expected);
    assert_eq!(report["state_digest"].as_str().unwrap().len(), 64);
}

#[test]
fn a_plan_has_its_counts_and_changes_nothing() {
    let stage = Stage::founded();
    stage.joseph_joins();
    stage.ok("amara", &["capture", "Pump", "--kind", "story"]);
    stage.ok(
        "amara",
        &["give", "--whole", "-o", "a.hearth", "--note", "week 47"],
    );
    let before = stage.digest("joseph");
    let plan = stage.json("joseph", &["bring-in", "a.hearth", "--dry-run"]);
    assert_eq!(
        keys(&plan),
        [
            "applied",
            "attachments",
            "by_member",
            "changes",
            "exchange",
            "file",
            "forked",
            "forked_titles",
            "governance",
            "held",
            "known",
            "links",
            "made",
            "new",
            "new_by_kind",
            "new_titles",
            "note",
            "quarantined",
            "retracted",
            "sender",
            "size",
            "updated",
            "updated_titles",
        ]
    );
    assert_eq!((&plan["new"], &plan["applied"]), (&json!(1), &json!(false)));
    assert_eq!(plan["new_by_kind"], json!([{"kind": "story", "count": 1}]));
    assert_eq!(
        (&plan["note"], &plan["sender"]["name"]),
        (&json!("week 47"), &json!("Amara Okafor"))
    );
    assert_eq!(stage.digest("joseph"), before);
}

#[test]
fn a_bring_in_is_undone_as_one_act() {
    let stage = Stage::founded();
    stage.joseph_joins();
    let before = stage.digest("joseph");
    stage.ok("amara", &["capture", "Pump"]);
    stage.ok("amara", &["give", "--whole", "-o", "a.hearth"]);
    let plan = stage.json("joseph", &["bring-in", "a.hearth", "--yes"]);
    let again = stage.json("joseph", &["bring-in", "a.hearth", "--yes"]);
    assert_eq!(
        (&again["new"], &again["exchange"]),
        (&json!(0), &Value::Null)
    );
    let entry = &stage.json("joseph", &["exchanges"])[0];
    assert_eq!(
        (&entry["id"], &entry["can_undo"]),
        (&plan["exchange"], &json!(true))
    );
    stage.ok("joseph", &["undo-bring-in"]);
    assert_eq!(stage.digest("joseph"), before);
    assert_eq!(stage.json("joseph", &["search", "pump"]), json!([]));
    assert_eq!(stage.run("joseph", &["undo-bring-in"]).exit, 3);
}

#[test]
fn a_lesson_is_written_from_standard_input_and_edited_there() {
    let stage = Stage::founded();
    let said = stage.run_with(
        "amara",
        &["new", "--kind", "solution"],
        "Count strokes\n\nTen is good.\n",
    );
    let id = said.out.trim().to_owned();
    let said = stage.run_with(
        "amara",
        &["edit", &id],
        "Count the strokes\n\nTen is good.\n\nForty is bad.\n",
    );
    assert_eq!(said.exit, 0, "{}", said.err);
    let page = stage.json("amara", &["show", &id]);
    assert_eq!(
        (&page["title"], &page["kind"]),
        (&json!("Count the strokes"), &json!("solution"))
    );
    assert_eq!(page["body"], "Ten is good.\n\nForty is bad.");
    assert_eq!(
        stage
            .json("amara", &["history", &id])
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn what_nobody_settled_is_shown_with_both_texts() {
    let stage = Stage::founded();
    stage.joseph_joins();
    stage.ok(
        "amara",
        &["charter", "--set", "-", "--practitioners-edit", "true"],
    );
    let id = stage.ok("amara", &["capture", "Pump"]);
    stage.ok("amara", &["give", "--whole", "-o", "a.hearth"]);
    stage.ok("joseph", &["bring-in", "a.hearth", "--yes"]);
    stage.ok("amara", &["edit", id.trim(), "--title", "Pump at Njoro"]);
    stage.ok(
        "joseph",
        &["edit", id.trim(), "--title", "Pump at the school"],
    );
    stage.ok("joseph", &["give", "--whole", "-o", "j.hearth"]);
    let plan = stage.json("amara", &["bring-in", "j.hearth", "--yes"]);
    assert_eq!(plan["forked"], 1, "{plan}");
    let page = stage.ok("amara", &["show", id.trim()]);
    assert!(
        page.contains("Pump at Njoro") && page.contains("Pump at the school"),
        "{page}"
    );
    assert_eq!(
        stage
            .json("amara", &["list", "--forked"])
            .as_array()
            .unwrap()
            .len(),
        1
    );
    stage.ok(
        "amara",
        &["edit", id.trim(), "--title", "Pump at Njoro school"],
    );
    assert_eq!(
        stage.json("amara", &["show", id.trim()])["forks"],
        json!([])
    );
}

#[test]
fn a_backup_is_restored_on_a_fresh_machine() {
    let stage = Stage::founded();
    stage.ok("amara", &["capture", "Pump"]);
    let digest = stage.digest("amara");
    stage.ok("amara", &["backup", "-o", "wells.backup"]);
    assert_eq!(
        stage.run("amara", &["backup", "-o", "wells.backup"]).exit,
        1
    );
    assert_eq!(stage.run("amara", &["restore", "wells.backup"]).exit, 5);
    stage.ok("amara", &["restore", "wells.backup", "--replace"]);
    stage.ok("fresh", &["restore", "wells.backup"]);
    assert_eq!(
        (stage.digest("fresh"), stage.digest("amara")),
        (digest.clone(), digest)
    );
    // Without a key it can be read, not written.
    assert_eq!(stage.run("fresh", &["capture", "Valve"]).exit, 4);
}

#[test]
fn recovery_words_bring_a_community_back() {
    let stage = Stage::new();
    let founded = stage.json(
        "amara",
        &["found", "Highland Wells", "--as", "Amara Okafor"],
    );
    stage.ok("amara", &["backup", "-o", "wells.backup"]);
    stage.ok("fresh", &["restore", "wells.backup"]);
    let words = founded["recovery_words"].as_str().unwrap();
    let wrong = stage.run_with(
        "fresh",
        &["recover", "--as", "Amara Okafor"],
        "abandon ability",
    );
    assert_eq!(wrong.exit, 4);
    let said = stage.run_with("fresh", &["recover", "--as", "Amara Okafor"], words);
    assert_eq!(said.exit, 0, "{}", said.err);
    stage.ok("fresh", &["capture", "Pump"]);
}

#[test]
fn roles_are_given_and_taken() {
    let stage = Stage::founded();
    stage.joseph_joins();
    stage.ok("joseph", &["capture", "Valve"]);
    stage.ok("joseph", &["give", "--whole", "-o", "j.hearth"]);
    stage.ok("amara", &["bring-in", "j.hearth", "--yes"]);
    let member = stage.json("amara", &["grant", "joseph kamau", "facilitator"]);
    assert_eq!(member["roles"], json!(["practitioner", "facilitator"]));
    let member = stage.json(
        "amara",
        &["revoke", "Joseph Kamau", "--role", "facilitator"],
    );
    assert_eq!(member["roles"], json!(["practitioner"]));
    assert_eq!(
        stage
            .run("joseph", &["grant", "Joseph Kamau", "steward"])
            .exit,
        4
    );
    assert_eq!(stage.run("amara", &["grant", "Nobody", "steward"]).exit, 3);
}

#[test]
fn a_file_is_kept_with_a_lesson() {
    let stage = Stage::founded();
    let id = stage.ok("amara", &["capture", "Pump"]);
    stage.write("photo.jpg", b"not really a picture");
    stage.ok(
        "amara",
        &["attach", id.trim(), "photo.jpg", "--alt", "A worn bobbin"],
    );
    let file = &stage.json("amara", &["show", id.trim()])["attachments"][0];
    assert_eq!(
        (&file["alt"], &file["size"]),
        (&json!("A worn bobbin"), &json!(20))
    );
    let large = std::fs::File::create(stage.path("large.bin")).unwrap();
    large.set_len((16 << 20) + 1).unwrap();
    assert_eq!(
        stage.run("amara", &["attach", id.trim(), "large.bin"]).exit,
        1
    );
}
