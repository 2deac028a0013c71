//! What files are called, and which file a link means.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::SYSTEM;

/// What a link in a body means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target<'a> {
    /// The lesson with this external id.
    Lesson(&'a str),
    /// A path inside the folder that is no Markdown file.
    Beside(PathBuf),
    /// A Markdown file that is not there, or a place outside the folder.
    Missing,
    /// The web, the same text, or words that only look like a link.
    Elsewhere,
}

/// The files of a folder by everything they can be called.
#[derive(Debug)]
pub(super) struct Names {
    folder: String,
    ids: BTreeMap<PathBuf, String>,
    /// Ids, paths, file names and titles in lower case, for `[[…]]`; the first file keeps a name.
    wiki: BTreeMap<String, PathBuf>,
}

impl Names {
    pub(super) fn new(root: &Path) -> Self {
        let folder = root
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Names {
            folder,
            ids: BTreeMap::new(),
            wiki: BTreeMap::new(),
        }
    }

    /// The system of files that are known by their path alone: paths differ from folder to folder.
    pub(super) fn system(&self) -> String {
        format!("{SYSTEM}:{}", self.folder)
    }

    /// Notes a file and its front matter.
    pub(super) fn add(&mut self, path: &Path, front: &Map<String, Value>) {
        let field = |name: &str| {
            front
                .get(name)
                .and_then(Value::as_str)
                .map(|text| text.trim().to_owned())
        };
        let id = field("id")
            .filter(|id| !id.is_empty())
            .unwrap_or_else(|| path_id(path));
        let stem = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let names = [
            Some(id.clone()),
            Some(path_id(path)),
            Some(path_id(&path.with_extension(""))),
            Some(stem),
            field("title"),
        ];
        for name in names.into_iter().flatten() {
            self.wiki
                .entry(name.to_lowercase())
                .or_insert_with(|| path.to_owned());
        }
        self.ids.insert(path.to_owned(), id);
    }

    /// What `[[name]]` means.
    pub(super) fn wiki(&self, name: &str) -> Target<'_> {
        let name = name.split('#').next().unwrap_or_default().trim();
        let path = self.wiki.get(&name.to_lowercase());
        path.map_or(Target::Elsewhere, |path| {
            self.lesson(path).unwrap_or(Target::Elsewhere)
        })
    }

    /// What the address of a link or picture means in the file `from`.
    pub(super) fn link(&self, from: &Path, address: &str) -> Target<'_> {
        let plain = address.split(['#', '?']).next().unwrap_or_default();
        let has_scheme = plain
            .split('/')
            .next()
            .is_some_and(|first| first.contains(':'));
        if plain.is_empty() || has_scheme || plain.starts_with("//") {
            return Target::Elsewhere;
        }
        let decoded = percent_decode_str(plain)
            .decode_utf8_lossy()
            .replace('\\', "/");
        let Some(path) = within(from, &decoded) else {
            return Target::Missing;
        };
        let with_ending = PathBuf::from(format!("{}.md", path.display()));
        match self.lesson(&path).or_else(|| self.lesson(&with_ending)) {
            Some(lesson) => lesson,
            None if path.extension().is_some_and(|ending| ending == "md") => Target::Missing,
            None => Target::Beside(path),
        }
    }

    fn lesson(&self, path: &Path) -> Option<Target<'_>> {
        self.ids.get(path).map(|id| Target::Lesson(id))
    }
}

/// The path as an id: with slashes on every system.
pub(super) fn path_id(path: &Path) -> String {
    let parts = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

/// The file's name as words.
pub(super) fn words(path: &Path) -> Option<String> {
    let stem = path.file_stem()?.to_string_lossy();
    Some(stem.replace(['-', '_'], " "))
}

/// The names of the folders around a file.
pub(super) fn folders(path: &Path) -> impl Iterator<Item = String> + '_ {
    let folders = path.parent().into_iter().flat_map(Path::components);
    folders.map(|part| part.as_os_str().to_string_lossy().into_owned())
}

/// The path that `address` means beside `from`; `None` outside the folder.
fn within(from: &Path, address: &str) -> Option<PathBuf> {
    let (mut path, address) = match address.strip_prefix('/') {
        Some(from_root) => (PathBuf::new(), from_root),
        None => (from.parent()?.to_owned(), address),
    };
    for part in Path::new(address).components() {
        match part {
            Component::Normal(name) => path.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                if !path.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn names() -> Names {
        let mut names = Names::new(Path::new("/home/ann/notes"));
        let fields = |value: Value| value.as_object().cloned().unwrap_or_default();
        names.add(Path::new("a.md"), &fields(json!({"title": "The Seal"})));
        names.add(Path::new("pumps/b c.md"), &fields(json!({"id": "7"})));
        names.add(Path::new("pumps/a.md"), &fields(json!({})));
        names
    }

    fn check(address: &str, expected: Target<'_>) {
        assert_eq!(
            names().link(Path::new("pumps/b c.md"), address),
            expected,
            "{address}"
        );
    }

    #[test]
    fn links_lead_to_files_inside_the_folder() {
        check("a.md", Target::Lesson("pumps/a.md"));
        check("./a", Target::Lesson("pumps/a.md"));
        check("../a.md#top", Target::Lesson("a.md"));
        check("/a.md", Target::Lesson("a.md"));
        check("b%20c.md", Target::Lesson("7"));
        check("..\\pumps\\a.md", Target::Lesson("pumps/a.md"));
        check("x.md", Target::Missing);
        check("../../etc/passwd", Target::Missing);
        check("../x.png", Target::Beside("x.png".into()));
        for elsewhere in [
            "https://example.org/a.md",
            "mailto:a@b",
            "#a",
            "//host/a.md",
            "",
            "C:/a.md",
        ] {
            check(elsewhere, Target::Elsewhere);
        }
    }

    #[test]
    fn double_brackets_name_files_titles_and_ids() {
        let names = names();
        let id = |name: &str| match names.wiki(name) {
            Target::Lesson(id) => id.to_owned(),
            other => format!("{other:?}"),
        };
        let found = ["A", "the seal", "pumps/a", "7", "b c#part", "no such"].map(id);
        assert_eq!(found, ["a.md", "a.md", "pumps/a.md", "7", "7", "Elsewhere"]);
    }
}
