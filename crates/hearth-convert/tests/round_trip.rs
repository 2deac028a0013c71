//! What is written is read back equal.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hearth_convert::from::{jsonl, markdown};
use hearth_convert::{ExternalId, ForeignLesson, ForeignLink, to};
use hearth_model::field::Field;
use hearth_model::lesson::LessonKind;
use hearth_model::link::LinkType;
use hearth_model::text::Title;
use proptest::prelude::*;

fn through_jsonl(lessons: &[ForeignLesson]) -> Vec<ForeignLesson> {
    let mut file = Vec::new();
    let n_lessons = to::jsonl::write(&mut file, "here", lessons).expect("memory takes everything");
    assert_eq!(n_lessons, lessons.len() as u64);
    jsonl::Reader::new(file.as_slice())
        .map(|lesson| lesson.expect("what we wrote is readable"))
        .collect()
}

fn through_markdown(lessons: &[ForeignLesson]) -> Vec<ForeignLesson> {
    let folder = tempfile::tempdir().expect("a folder");
    let written =
        to::markdown::write_folder(folder.path(), lessons).expect("the folder is writable");
    let names: BTreeSet<_> = written.iter().collect();
    assert_eq!(names.len(), lessons.len());
    read_folder(folder.path())
}

fn read_folder(path: &Path) -> Vec<ForeignLesson> {
    let folder =
        markdown::Folder::open(path, markdown::Options::default()).expect("the folder is readable");
    folder
        .lessons()
        .map(|lesson| lesson.expect("what we wrote is readable"))
        .collect()
}

fn by_id(mut lessons: Vec<ForeignLesson>) -> Vec<ForeignLesson> {
    lessons.sort_by(|a, b| a.external.cmp(&b.external));
    lessons
}

/// Texts that formats trip over, and ordinary ones.
fn words() -> impl Strategy<Value = String> {
    let awkward = prop_oneof![
        Just("yes".to_owned()),
        Just("007".to_owned()),
        Just("- a: b # c".to_owned()),
        Just("\"quoted\" 'text' \\n {x} [y] & *z".to_owned()),
        Just("\u{85}\u{2028}\u{FEFF}x".to_owned()),
        Just("größe 点検 🔧".to_owned()),
        "[a-z]{1,12}",
    ];
    awkward
        .prop_map(|text| text.trim().to_owned())
        .prop_filter("says something", |text| !text.is_empty())
}

/// A name: no control characters, no comma trouble since lists are written as lists.
fn name() -> impl Strategy<Value = String> {
    words()
        .prop_map(|text| {
            text.replace(char::is_control, "")
                .trim_start_matches('#')
                .trim()
                .to_owned()
        })
        .prop_filter("says something", |text| !text.is_empty())
}

fn body() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            words(),
            Just("".to_owned()),
            Just("---".to_owned()),
            Just("```".to_owned())
        ],
        0..6,
    )
    .prop_map(|lines| lines.join("\n").trim_matches('\n').to_owned())
    .prop_filter("says something", |body| {
        body.is_empty() || !body.trim().is_empty()
    })
}

prop_compose! {
    fn lesson(number: usize)(
        kind in prop::sample::select(LessonKind::ALL.to_vec()),
        title in name(), body in body(), tags in prop::collection::btree_set(name(), 0..3), topics in prop::collection::btree_set(name(), 0..2),
        happened in prop::option::of("20[0-9]{2}-0[1-9]-1[0-9]"), created_ms in prop::option::of(0_u64..4_000_000_000_000),
        told_by in prop::option::of(name()), url in prop::option::of(name()), other_system in any::<bool>(),
        links in prop::collection::btree_set((prop::sample::select(LinkType::ALL.to_vec()), "[a-z]{5}"), 0..3),
        fields in prop::collection::btree_map(prop::sample::select(vec![Field::Site, Field::Steps, Field::Learned, Field::Lore]), words(), 0..3),
    ) -> ForeignLesson {
        let system = if other_system { "elsewhere" } else { "here" };
        ForeignLesson {
            external: ExternalId { system: system.to_owned(), id: format!("id-{number}"), url },
            kind, title: Title::parse(&title).expect("a name is a title"), body, tags, topics, happened, created_ms, told_by,
            links: links.into_iter().map(|(kind, to)| ForeignLink { kind, to }).collect(),
            mentions: BTreeMap::new(), attachments: Vec::new(), skipped: Vec::new(), fields,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn lessons_survive_json_lines(lessons in (lesson(1), lesson(2), lesson(3))) {
        let lessons = vec![lessons.0, lessons.1, lessons.2];
        prop_assert_eq!(through_jsonl(&lessons), lessons);
    }

    #[test]
    fn lessons_survive_markdown_files(lessons in (lesson(1), lesson(2), lesson(3))) {
        let lessons = vec![lessons.0, lessons.1, lessons.2];
        prop_assert_eq!(by_id(through_markdown(&lessons)), by_id(lessons));
    }
}

#[test]
fn mentions_survive_both() {
    let line = r#"{"hearth_jsonl":1,"system":"here"}
{"id":"a","title":"A","body":"see [[b|that]]"}
{"id":"b","title":"B"}"#;
    let lessons: Vec<_> = jsonl::Reader::new(line.as_bytes())
        .map(Result::unwrap)
        .collect();
    assert_eq!(
        lessons[0].mentions,
        BTreeMap::from([("b".to_owned(), "b".to_owned())])
    );
    assert_eq!(through_jsonl(&lessons), lessons);
    let back = by_id(through_markdown(&lessons));
    assert_eq!(back[0].mentions, lessons[0].mentions);
    assert_eq!(
        back[0].links,
        vec![ForeignLink {
            kind: LinkType::RelatesTo,
            to: "b".into()
        }]
    );
}
