//! Folders of Markdown files as people have them.

use std::fs;
use std::path::Path;

use hearth_convert::ForeignLesson;
use hearth_convert::from::markdown::{FileError, Folder, Options};
use hearth_model::link::LinkType;

/// A folder with the given files.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    for (path, bytes) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    root
}

fn read(root: &Path) -> Vec<Result<ForeignLesson, FileError>> {
    Folder::open(root, Options::default())
        .expect("a folder")
        .lessons()
        .collect()
}

fn one(file: &str, text: &str) -> ForeignLesson {
    let root = folder(&[(file, text.as_bytes())]);
    read(root.path()).remove(0).expect("a lesson")
}

#[test]
fn a_title_is_in_the_front_matter_the_heading_or_the_name() {
    let named = one("a.md", "---\ntitle: In front\n---\n\n# Heading\n\ntext\n");
    assert_eq!(
        (named.title.as_str(), named.body.as_str()),
        ("In front", "# Heading\n\ntext")
    );
    let headed = one("a.md", "\n# The *heading*\n\ntext\n");
    assert_eq!(
        (headed.title.as_str(), headed.body.as_str()),
        ("The heading", "text")
    );
    let bare = one("grease-the_seal.md", "text");
    assert_eq!(
        (bare.title.as_str(), bare.body.as_str()),
        ("grease the seal", "text")
    );
}

#[test]
fn fields_are_those_of_a_record() {
    let text = "---\r\ntitle: \"Grease: the seal\"\r\nid: 007\r\nkind: solution\r\ndate: 01/31/2020\r\nauthor: Ann\r\ntags: [pump, '#seal']\r\n\
                links:\r\n  - {kind: solves, to: leak}\r\nneeds: |\r\n  grease\r\n  a rag\r\nmood: good\r\n---\r\n\r\nSlowly.\r\n";
    let lesson = one("x.md", text);
    assert_eq!(
        (lesson.external.system.as_str(), lesson.external.id.as_str()),
        ("markdown", "007")
    );
    assert_eq!(lesson.kind.name(), "solution");
    assert_eq!(
        (lesson.happened.as_deref(), lesson.created_ms),
        (Some("2020-01-31"), Some(1_580_428_800_000))
    );
    assert_eq!(lesson.told_by.as_deref(), Some("Ann"));
    assert_eq!(
        lesson.tags.iter().map(String::as_str).collect::<Vec<_>>(),
        ["pump", "seal"]
    );
    assert_eq!(
        (lesson.links[0].kind, lesson.links[0].to.as_str()),
        (LinkType::Solves, "leak")
    );
    assert_eq!(
        lesson.fields.values().collect::<Vec<_>>(),
        ["grease\na rag\n"]
    );
    assert_eq!(
        lesson
            .skipped
            .iter()
            .map(|part| part.what.as_str())
            .collect::<Vec<_>>(),
        ["mood"]
    );
    assert_eq!(lesson.body, "Slowly.");
}

#[test]
fn a_front_matter_that_cannot_be_read_does_not_hide_the_text() {
    let lesson = one("x.md", "---\ntitle: a: b: c\n---\ntext");
    assert_eq!((lesson.title.as_str(), lesson.body.as_str()), ("x", "text"));
    assert_eq!(lesson.skipped[0].what, "front matter");
    let rule = one("x.md", "---\n\nafter a rule\n");
    assert_eq!(rule.body, "---\n\nafter a rule");
}

#[test]
fn links_between_files_are_understood() {
    let root = folder(&[
        ("a.md", b"[b](sub/b.md#part) [[Second]] [[b|again]] ![pump](sub/pump%201.jpg) [list](list.csv) [x](gone.md) [w](https://example.org/a.md) [[nobody]]"),
        ("sub/b.md", b"---\ntitle: Second\nid: B\n---\n[up](../a.md) [self](b.md) ![no](../../outside.jpg)"),
        ("sub/pump 1.jpg", b"\xFF\xD8"),
        ("list.csv", b"1,2"),
    ]);
    let lessons: Vec<_> = read(root.path())
        .into_iter()
        .map(|lesson| lesson.expect("a lesson"))
        .collect();
    let [a, b] = lessons.as_slice() else {
        panic!("{} lessons", lessons.len())
    };
    assert_eq!(
        a.mentions
            .iter()
            .map(|(mention, id)| format!("{mention}={id}"))
            .collect::<Vec<_>>(),
        ["Second=B", "b=B", "sub/b.md#part=B"]
    );
    assert_eq!(
        a.links
            .iter()
            .map(|link| link.to.as_str())
            .collect::<Vec<_>>(),
        ["B"]
    );
    let attachments: Vec<_> = a
        .attachments
        .iter()
        .map(|file| (file.path.to_str(), file.mention.as_str(), file.shown))
        .collect();
    assert_eq!(
        attachments,
        [
            (Some("sub/pump 1.jpg"), "sub/pump%201.jpg", true),
            (Some("list.csv"), "list.csv", false)
        ]
    );
    assert_eq!(
        a.skipped
            .iter()
            .filter_map(|part| part.detail.as_deref())
            .collect::<Vec<_>>(),
        ["gone.md"]
    );
    assert_eq!(
        b.links
            .iter()
            .map(|link| link.to.as_str())
            .collect::<Vec<_>>(),
        ["a.md"]
    );
    assert_eq!(
        b.skipped
            .iter()
            .filter_map(|part| part.detail.as_deref())
            .collect::<Vec<_>>(),
        ["../../outside.jpg"]
    );
}

#[test]
fn files_come_in_the_order_of_their_paths_and_bad_ones_are_named() {
    let long = vec![b'a'; (4 << 20) + 1];
    let root = folder(&[
        ("b.md", b"text"),
        ("a/z.MD", b"text"),
        ("bad.md", b"\xFF"),
        ("long.md", &long),
        (".hidden.md", b"text"),
        (".git/x.md", b"text"),
        ("a.txt", b"text"),
        ("c.markdown", b""),
    ]);
    let folder = Folder::open(
        root.path(),
        Options {
            folders_as_tags: true,
        },
    )
    .expect("a folder");
    let results: Vec<String> = folder
        .lessons()
        .map(|result| {
            result.map_or_else(
                |error| error.to_string(),
                |lesson| format!("{} {:?}", lesson.external.id, lesson.tags),
            )
        })
        .collect();
    assert_eq!(
        results,
        [
            r#"a/z.MD {"a"}"#,
            "b.md {}",
            "bad.md: the file is not UTF-8 text",
            "c.markdown {}",
            "long.md: the file is longer than 4 MiB"
        ]
    );
    assert_eq!(
        (
            folder.n_files(),
            folder.passed().hidden,
            folder.passed().others
        ),
        (5, 2, 1)
    );
}

#[cfg(unix)]
#[test]
fn symbolic_links_never_lead_outside() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("secret.md", b"secret"), ("deep/x.md", b"x")]);
    let root = folder(&[("a.md", b"text [s](secret.md)")]);
    symlink(
        outside.path().join("secret.md"),
        root.path().join("secret.md"),
    )
    .expect("a link");
    symlink(outside.path().join("deep"), root.path().join("deep")).expect("a link");
    symlink(root.path(), root.path().join("circle")).expect("a link");
    symlink(root.path().join("gone"), root.path().join("gone.md")).expect("a link");
    symlink(root.path().join("a.md"), root.path().join("inside.md")).expect("a link");
    let listed = Folder::open(root.path(), Options::default()).expect("a folder");
    let ids: Vec<_> = listed
        .lessons()
        .map(|lesson| lesson.expect("a lesson").external.id)
        .collect();
    assert_eq!(ids, ["a.md", "inside.md"]);
    let passed: Vec<_> = listed
        .passed()
        .links
        .iter()
        .filter_map(|path| path.to_str())
        .collect();
    assert_eq!(passed, ["circle", "deep", "gone.md", "secret.md"]);
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    assert!(Folder::open(Path::new("/no/such/folder"), Options::default()).is_err());
}
