//! JSON Lines as people have them.

use std::fmt::Write;

use expect_test::{Expect, expect};
use hearth_convert::ForeignLesson;
use hearth_convert::from::jsonl::{LineError, MAX_LINE_BYTES, Reader};

fn read(text: &[u8]) -> Vec<Result<ForeignLesson, LineError>> {
    Reader::new(text).collect()
}

fn check(text: &str, expected: Expect) {
    let mut out = String::new();
    for result in read(text.as_bytes()) {
        match result {
            Ok(lesson) => describe(&lesson, &mut out),
            Err(error) => writeln!(out, "{error}").expect("a string takes everything"),
        }
    }
    expected.assert_eq(&out);
}

/// What a lesson holds, one line a part, leaving out what is empty.
fn describe(lesson: &ForeignLesson, out: &mut String) {
    let ForeignLesson {
        external,
        kind,
        title,
        body,
        ..
    } = lesson;
    let mut line = |name: &str, value: String| {
        if !value.is_empty() {
            writeln!(out, "{name}: {value}").expect("a string takes everything");
        }
    };
    line(kind.name(), title.as_str().to_owned());
    line(
        "id",
        format!(
            "{} {} {}",
            external.system,
            external.id,
            external.url.as_deref().unwrap_or("")
        )
        .trim_end()
        .to_owned(),
    );
    line("body", format!("{body:?}"));
    line(
        "tags",
        Vec::from_iter(lesson.tags.iter().cloned()).join(", "),
    );
    line(
        "topics",
        Vec::from_iter(lesson.topics.iter().cloned()).join(", "),
    );
    line("happened", lesson.happened.clone().unwrap_or_default());
    line(
        "created",
        lesson
            .created_ms
            .map(|ms| ms.to_string())
            .unwrap_or_default(),
    );
    line("told by", lesson.told_by.clone().unwrap_or_default());
    lesson
        .links
        .iter()
        .for_each(|link| line(link.kind.name(), link.to.clone()));
    lesson
        .mentions
        .iter()
        .for_each(|(from, to)| line("mentions", format!("{from} = {to}")));
    lesson
        .fields
        .iter()
        .for_each(|(field, text)| line(field.name(), format!("{text:?}")));
    lesson.skipped.iter().for_each(|part| {
        line(
            "skipped",
            format!(
                "{} {}{}",
                part.what,
                part.reason,
                part.detail
                    .as_deref()
                    .map(|detail| format!(": {detail}"))
                    .unwrap_or_default()
            ),
        )
    });
}

#[test]
fn a_record_names_everything_it_knows() {
    check(
        r##"{"id":7,"kind":"Solution","title":"Grease the seal","body":"See [[3|the leak]].\r\n","tags":"pump, #seal,","topics":["Pumps"],"happened":"01/31/2020","created":1580428800,"author":{"name":"Ann"},"links":["3",{"kind":"solves","to":"3"},"3","7"],"url":"https://example.org/7","applies_when":"cold"}"##,
        expect![[r#"
              solution: Grease the seal
              id: jsonl 7 https://example.org/7
              body: "See [[3|the leak]].\n"
              tags: pump, seal
              topics: Pumps
              happened: 2020-01-31
              created: 1580428800000
              told by: Ann
              relates_to: 3
              solves: 3
              mentions: 3 = 3
              applies_when: "cold"
        "#]],
    );
}

#[test]
fn answers_become_solutions() {
    check(
        r#"{"id":"q","title":"It leaks","body":"why?","tags":["pump"],"date":"2014-01-21T20:26:05.383","comments":[{"text":"me too"}],"answers":[{"id":"a","accepted":true,"body":"Replace the seal. It is old.","author":"Bo","score":3},{"body":"No idea"},{"body":" "},7]}"#,
        expect![[r#"
              problem: It leaks
              id: jsonl q
              body: "why?"
              tags: pump
              happened: 2014-01-21
              created: 1390335965383
              skipped: answers holds something that is not an object
              skipped: comments are not brought in
              skipped: answers holds one that gives no lesson: the record has neither a title nor a body
              solution: Replace the seal.
              id: jsonl a
              body: "Replace the seal. It is old."
              tags: pump
              told by: Bo
              solves: q
              accepted_for: q
              skipped: score is not a known field
              solution: No idea
              id: jsonl blake3:a621dc75f8bf011f7e125e0c4e23f0f1
              body: "No idea"
              tags: pump
              solves: q
        "#]],
    );
}

#[test]
fn titles_are_made_and_cut() {
    check(
        r###"{"body":"## Abstract\n\nThe *seal* leaks. It is old."}"###,
        expect![[r###"
              story: The seal leaks.
              id: jsonl blake3:eacdd1dc23d1fd34adf9b10d4c631641
              body: "## Abstract\n\nThe *seal* leaks. It is old."
        "###]],
    );
    check(
        r###"{"title":"The seal","body":"# The seal\n\nleaks"}"###,
        expect![[r#"
              story: The seal
              id: jsonl blake3:ba507bd909d9f54bd945bdbc3a9949d3
              body: "leaks"
        "#]],
    );
    check(
        r###"{"title":"","body_html":"<p>It <b>leaks</b><script>x</script></p>"}"###,
        expect![[r#"
              story: It leaks
              id: jsonl blake3:4243783ead0bbd64f1292f17b42e772c
              body: "It **leaks**"
        "#]],
    );
}

#[test]
fn what_is_not_understood_is_counted() {
    check(
        r#"{"title":"a","kind":"rumour","date":"soon","tags":["x",["y"],"z\u0000"],"links":[{"kind":"hates","to":"b"},5,"https://example.org/x"],"score":3,"empty":null,"attachments":["a.png"],"site":["not a text"]}"#,
        expect![[r#"
              story: a
              id: jsonl blake3:37aa8b4178c6947b12cdc95216d48004
              body: "- <https://example.org/x>"
              tags: x
              relates_to: 5
              skipped: attachments cannot be carried by JSON Lines
              skipped: links holds something that names no record
              skipped: kind is not story, problem or solution
              skipped: date is not a date
              skipped: tags is not a short text
              skipped: tags is not a short text
              skipped: site is not a text
              skipped: score is not a known field
        "#]],
    );
}

#[test]
fn the_first_line_names_version_and_system() {
    check(
        "{\"hearth_jsonl\":1,\"system\":\"wiki\"}\n{\"id\":\"1\",\"title\":\"a\"}\n{\"id\":\"1\",\"system\":\"other\",\"title\":\"b\"}",
        expect![[r#"
              story: a
              id: wiki 1
              body: ""
              story: b
              id: other 1
              body: ""
        "#]],
    );
    check(
        "{\"hearth_jsonl\":2}\n{\"title\":\"a\"}",
        expect![[r#"
        line 1: the file has version 2 of the format, only version 1 is read
    "#]],
    );
}

#[test]
fn bad_lines_are_named_and_passed_over() {
    check(
        "\u{FEFF}{\"title\":\"first\",\"id\":\"1\"}\r\n\n{\"title\":\n[]\n{}\n{\"title\":\" \",\"body\":\"\\n\"}\n{\"title\":\"last\",\"id\":\"2\"}",
        expect![[r#"
            story: first
            id: jsonl 1
            body: ""
            line 3: the line is not JSON
            line 4: the line is not a JSON object
            line 5: the record has neither a title nor a body
            line 6: the record has neither a title nor a body
            story: last
            id: jsonl 2
            body: ""
        "#]],
    );
    let bytes = [
        b"{\"title\":\"\xFF\"}\n".as_slice(),
        b"{\"title\":\"ok\"}\n",
    ]
    .concat();
    let results: Vec<String> = read(&bytes)
        .into_iter()
        .map(|result| {
            result.map_or_else(
                |error| error.to_string(),
                |lesson| lesson.title.into_string(),
            )
        })
        .collect();
    assert_eq!(results, ["line 1: the line is not UTF-8 text", "ok"]);
}

#[test]
fn lines_and_bodies_have_their_limits() {
    let line = |bytes: usize| format!("{{\"title\":\"t\",\"x\":\"{}\"}}", "a".repeat(bytes - 20));
    assert_eq!(line(100).len(), 100);
    let text = format!(
        "{}\n{}\n{{\"title\":\"after\"}}",
        line(MAX_LINE_BYTES),
        line(MAX_LINE_BYTES + 1)
    );
    let results = read(text.as_bytes());
    assert!(results[0].is_ok() && results[2].is_ok());
    assert_eq!(
        results[1].as_ref().unwrap_err().to_string(),
        "line 2: the line is longer than 4 MiB"
    );
    let body = |bytes: usize| format!("{{\"title\":\"t\",\"body\":\"{}\"}}", "a".repeat(bytes));
    assert!(read(body(1 << 20).as_bytes())[0].is_ok());
    let error = read(body((1 << 20) + 1).as_bytes()).remove(0).unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 1: the body has 1048577 bytes, at most 1 MiB is kept"
    );
    let deep = format!("{{\"title\":\"t\",\"x\":{}", "[".repeat(100_000));
    assert_eq!(
        read(deep.as_bytes()).remove(0).unwrap_err().to_string(),
        "line 1: the line is not JSON"
    );
}

#[test]
fn records_without_an_id_keep_the_one_made_for_them() {
    let id = |text: &str| {
        read(text.as_bytes())
            .remove(0)
            .expect("a lesson")
            .external
            .id
    };
    let first = id(r#"{"title":"a","body":"b"}"#);
    assert_eq!(first, id(r#"{"body":"b","title":"a","tags":["new"]}"#));
    assert_ne!(first, id(r#"{"title":"a","body":"c"}"#));
    assert_ne!(id(r#"{"title":"ab"}"#), id(r#"{"title":"a","body":"b"}"#));
    assert_eq!(first.len(), "blake3:".len() + 32);
}
