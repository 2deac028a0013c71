//! What the program says: to nobody in particular, in help, to scripts, and when something is wrong.

use crate::support::{Stage, program, redact};
use expect_test::{Expect, expect};

fn check_refusal(stage: &Stage, words: &[&str], exit: i32, expected: Expect) {
    let said = stage.run("amara", words);
    expected.assert_eq(&said.err);
    assert_eq!(
        (said.exit, said.out.as_str()),
        (exit, ""),
        "hearth {words:?}"
    );
}

#[test]
fn bare_it_prints_the_six_commands_people_use() {
    let said = Stage::new().run("amara", &[]);
    assert_eq!(said.exit, 0);
    expect![[r#"
        Keep what your community learns.

          hearth capture "Hand pump loses its water"   log a lesson in one line
          hearth search foot valve                     find it again
          hearth show ID                               read it
          hearth list                                  see what is new
          hearth give --whole -o week47.hearth         make a file for a colleague
          hearth bring-in FILE                         bring in what somebody gave you

        Begin with `hearth example`, `hearth found` or `hearth join`. Everything else: `hearth --help`.
    "#]]
    .assert_eq(&said.out);
}

#[test]
fn every_command_explains_itself() {
    let stage = Stage::new();
    let help = stage.ok("amara", &["--help"]);
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands: Vec<&str> = listed
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|name| !name.is_empty() && *name != "help")
        .collect();
    assert!(commands.len() > 25, "{commands:?}");
    for command in commands {
        let help = stage.ok("amara", &[command, "--help"]);
        assert!(help.contains("Usage: hearth"), "{command}: {help}");
        assert!(
            help.lines().next().is_some_and(|line| line.len() > 8),
            "{command}: {help}"
        );
    }
}

#[test]
fn each_way_of_ending_has_its_number_and_two_sentences() {
    let stage = Stage::new();
    check_refusal(
        &stage,
        &["list"],
        3,
        expect![[r#"
            There is no community on this computer yet.
            Start one, join one with a file, or look around the example.
        "#]],
    );
    stage.ok(
        "amara",
        &["found", "Highland Wells", "--as", "Amara Okafor"],
    );
    check_refusal(
        &stage,
        &["show", "1234"],
        3,
        expect![[r#"
            The lesson 1234 is not on this computer.
            Check the id. It may arrive with the next file that somebody gives you.
        "#]],
    );
    check_refusal(
        &stage,
        &["capture", ""],
        2,
        expect![[r#"
            Give it a title first, even a rough one.
            A few words are enough; the title can be changed later.
        "#]],
    );
    stage.write("empty.hearth", "");
    check_refusal(
        &stage,
        &["bring-in", "empty.hearth", "--yes"],
        1,
        expect![[r#"
            This file is empty. Nothing was brought in.
            Ask for it again: it was probably not copied to its end.
        "#]],
    );
    check_refusal(
        &stage,
        &["bring-in", "none.hearth", "--yes"],
        3,
        expect![[r#"
            There is no file at none.hearth.
            Check the name, and that the stick or folder is there.
        "#]],
    );
    assert_eq!(stage.run("amara", &["give", "-o", "x.hearth"]).exit, 2);
    assert_eq!(stage.run("amara", &["frobnicate"]).exit, 2);
}

#[test]
fn a_changed_file_ends_with_four_and_another_community_with_five() {
    let stage = Stage::founded();
    stage.ok("amara", &["capture", "Pump"]);
    stage.ok("amara", &["give", "--whole", "-o", "wells.hearth"]);
    stage.ok("other", &["found", "Other", "--as", "Olga"]);
    let said = stage.run("other", &["bring-in", "wells.hearth", "--yes"]);
    assert_eq!(said.exit, 5, "{}", said.err);
    let mut bytes = std::fs::read(stage.path("wells.hearth")).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    stage.write("changed.hearth", bytes);
    let said = stage.run("amara", &["bring-in", "changed.hearth", "--yes"]);
    assert_eq!(said.exit, 4, "{}", said.err);
}

#[test]
fn with_json_an_error_is_json_too() {
    let said = Stage::founded().run("amara", &["show", "1234", "--json"]);
    assert_eq!((said.exit, said.out.as_str()), (3, ""));
    let error: serde_json::Value = serde_json::from_str(&said.err).unwrap();
    assert_eq!(error["error"]["code"], "not_found");
    assert_eq!(error["error"]["params"]["id"], "1234");
}

#[test]
fn without_a_terminal_nothing_is_asked_and_nothing_brought_in() {
    let stage = Stage::founded();
    stage.joseph_joins();
    stage.ok("amara", &["capture", "Pump"]);
    stage.ok("amara", &["give", "--whole", "-o", "wells.hearth"]);
    let before = stage.digest("joseph");
    let said = stage.run("joseph", &["bring-in", "wells.hearth"]);
    assert_eq!(said.exit, 1);
    assert!(
        said.out
            .contains("1 new lesson, 0 updated, 0 that need you."),
        "{}",
        said.out
    );
    expect![[r#"
        Nothing was brought in: nobody agreed to it.
        Look at what would change, then run it again with --yes.
    "#]]
    .assert_eq(&said.err);
    assert_eq!(stage.digest("joseph"), before);
}

#[test]
fn quiet_leaves_results_and_what_nobody_may_miss() {
    let stage = Stage::new();
    let said = stage.run("amara", &["found", "A", "--as", "B", "--quiet"]);
    assert!(said.err.contains("Recovery words"), "{}", said.err);
    let said = stage.run("amara", &["invite", "-o", "i.hearth", "--quiet"]);
    assert_eq!((said.exit, said.err.as_str()), (0, ""));
    assert!(said.out.starts_with("Wrote i.hearth"));
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let stage = Stage::founded();
    stage.ok("amara", &["capture", "Pump"]);
    assert!(!stage.ok("amara", &["list"]).contains('\u{1b}'));
    assert!(
        stage
            .ok("amara", &["list", "--color", "always"])
            .contains("\u{1b}[")
    );
}

#[test]
fn nothing_that_a_terminal_would_act_on_reaches_it() {
    let stage = Stage::founded();
    let line = "{\"id\": \"1\", \"title\": \"Pump \\u202egpj.exe\", \"body\": \"bell\\u0007 \\u001b[2J\"}\n";
    stage.write("evil.jsonl", line);
    stage.ok("amara", &["import", "jsonl", "evil.jsonl"]);
    let listed = stage.ok("amara", &["list"]);
    assert!(listed.contains("<U+202E>gpj.exe"), "{listed}");
    let id = stage.json("amara", &["list"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let page = stage.ok("amara", &["show", &id]);
    assert!(page.contains("bell<U+0007> <U+001B>[2J"), "{page}");
}

#[test]
fn a_reader_who_has_enough_is_no_error() {
    let stage = Stage::founded();
    let lines: String = (0..2_000)
        .map(|n| format!("{{\"id\": {n}, \"title\": \"A lesson whose title is long enough to fill the pipe, {n}\"}}\n"))
        .collect();
    stage.write("many.jsonl", lines);
    stage.ok("amara", &["import", "jsonl", "many.jsonl"]);
    let mut child = program(&stage.path(""))
        .args(["--home", "amara", "list"])
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn completions_and_manual_name_the_commands() {
    let stage = Stage::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = stage.ok("amara", &["completions", shell]);
        assert!(script.contains("undo-bring-in"), "{shell}");
    }
    let page = stage.ok("amara", &["man"]);
    assert!(page.contains(".TH hearth 1"), "{page}");
    assert!(page.contains("bring\\-in"), "{page}");
    assert!(stage.ok("amara", &["man", "give"]).contains("since\\-last"));
    assert_eq!(stage.run("amara", &["man", "frobnicate"]).exit, 2);
}

#[test]
fn founding_says_the_recovery_words_once_and_apart_from_the_result() {
    let said = Stage::new().run(
        "amara",
        &["found", "Highland Wells", "--as", "Amara Okafor"],
    );
    expect![[r#"
        Founded Highland Wells. You are its first member, Amara Okafor.
    "#]]
    .assert_eq(&said.out);
    let words: Vec<&str> = said
        .err
        .lines()
        .filter(|line| line.starts_with("  "))
        .flat_map(str::split_whitespace)
        .collect();
    assert_eq!(words.len(), 24, "{}", said.err);
}

#[test]
fn ids_and_hashes_are_redacted() {
    let text = "a 0197f3a2-6c1e-7d40-9b52-3e8f1c0a7d11, deadbee5 and beaded";
    assert_eq!(redact(text), "a ID, SHORTID and beaded");
}
