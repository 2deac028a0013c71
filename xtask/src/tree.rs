//! The text of the tree, as the tidy checks see it. Checks take a `Tree`, so that a test can hand them a bad one.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::failure::Failure;

/// Folders that hold nothing written by hand.
const SKIPPED: &[&str] = &[
    ".git",
    "target",
    "node_modules",
    "dist",
    "gen",
    "artifacts",
    "coverage",
];

/// Endings of the files that checks read.
const TEXT: &[&str] = &[
    "rs",
    "toml",
    "md",
    "sql",
    "ts",
    "js",
    "svelte",
    "css",
    "html",
    "json",
    "sh",
    "yml",
    "svg",
    "desktop",
    "npmrc",
    "gitignore",
];

/// Files without an ending that checks read.
const NAMED: &[&str] = &[".ci/run", "LICENSE-MIT"];

/// Every text file by its path from the root, with `/` between folders.
#[derive(Default)]
pub(crate) struct Tree {
    texts: BTreeMap<String, String>,
    others: Vec<String>,
}

impl Tree {
    /// Reads the tree under `root`.
    ///
    /// # Errors
    /// When a folder or a text file cannot be read.
    pub(crate) fn read(root: &Path) -> Result<Self, Failure> {
        let mut tree = Self::default();
        tree.add_folder(root, "")?;
        Ok(tree)
    }

    /// Makes a tree from paths and texts.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let own = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        Self {
            texts: files.iter().map(own).collect(),
            others: Vec::new(),
        }
    }

    /// Returns the text of one file.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// Tells whether a file or folder is there.
    pub(crate) fn has(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        let fits = |name: &String| name == path || name.starts_with(&folder);
        path.is_empty() || self.texts.keys().any(fits) || self.others.iter().any(fits)
    }

    /// Returns the text files below `folder` whose names end with one of `endings`, in order of path.
    pub(crate) fn files<'a>(
        &'a self,
        folder: &'a str,
        endings: &'a [&'a str],
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.texts
            .iter()
            .filter(move |(path, _)| path.starts_with(folder))
            .filter(move |(path, _)| endings.iter().any(|ending| path.ends_with(ending)))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    fn add_folder(&mut self, folder: &Path, prefix: &str) -> Result<(), Failure> {
        for entry in fs::read_dir(folder).map_err(Failure::file("list", folder))? {
            let entry = entry.map_err(Failure::file("list", folder))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            let kind = entry
                .file_type()
                .map_err(Failure::file("look at", entry.path()))?;
            if kind.is_dir() {
                if !SKIPPED.contains(&name.as_str()) {
                    self.add_folder(&entry.path(), &format!("{path}/"))?;
                }
            } else {
                self.add_file(&entry.path(), path)?;
            }
        }
        Ok(())
    }

    fn add_file(&mut self, file: &Path, path: String) -> Result<(), Failure> {
        let ending = path.rsplit('.').next().unwrap_or_default();
        if !TEXT.contains(&ending) && !NAMED.contains(&path.as_str()) {
            self.others.push(path);
            return Ok(());
        }
        let bytes = fs::read(file).map_err(Failure::file("read", file))?;
        match String::from_utf8(bytes) {
            Ok(text) => {
                self.texts.insert(path, text);
            }
            Err(_) => self.others.push(path),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_by_folder_and_ending() {
        let tree = Tree::of(&[("a/x.rs", "1"), ("a/y.md", "2"), ("b/z.rs", "3")]);
        let found: Vec<_> = tree.files("a/", &[".rs"]).collect();
        assert_eq!(found, [("a/x.rs", "1")]);
        assert!(tree.has("a") && tree.has("b/z.rs") && !tree.has("c"));
    }

    #[test]
    fn this_tree_can_be_read() {
        let tree = Tree::read(&crate::workspace::root()).unwrap();
        assert!(tree.text("Cargo.toml").unwrap().contains("[workspace]"));
        assert!(!tree.has("target"));
    }
}
