//! The rules of `docs/architecture.md` that text can show, each a function from the tree to what is wrong with it.
//!
//! Every check has a control beside it: a bad sample that it must catch. A check of something that is not there yet says so
//! and passes, and becomes strict by itself when the file appears.

mod borders;
mod documents;
mod drift;
mod edges;
mod frozen;
mod manifest;
mod names;
mod purity;
mod shape;
mod source;
mod sql;
mod words;

use crate::failure::{Failure, only_options};
use crate::tree::Tree;
use crate::workspace;

/// What the checks found.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    broken: Vec<String>,
    notes: Vec<String>,
}

impl Findings {
    /// Records a broken rule. `line` counts from 1; 0 means the whole file.
    fn broken(&mut self, path: &str, line: usize, rule: &str) {
        self.broken.push(match line {
            0 => format!("{path}: {rule}"),
            _ => format!("{path}:{line}: {rule}"),
        });
    }

    /// Records something worth knowing that breaks nothing.
    fn note(&mut self, text: String) {
        self.notes.push(text);
    }
}

/// A rule, as a function from the tree to findings.
type Check = fn(&Tree, &mut Findings);

const CHECKS: &[(&str, Check)] = &[
    ("crate edges are those of the drawing", edges::check),
    ("the model is pure", purity::check),
    ("Tauri stays in src-tauri", borders::tauri),
    ("the page reaches Tauri in one file", borders::page),
    ("no HTML strings reach the page", borders::html),
    ("no async below the shells", borders::asynchrony),
    ("no sockets outside their crates", borders::sockets),
    ("untrusted parsers deny panics", borders::panics),
    ("SQL stays in the store", sql::border),
    ("columns are read by name", sql::columns),
    ("tables are STRICT", sql::tables),
    ("files and functions stay small", shape::check),
    ("the oracle stays short", shape::oracle),
    ("modules say what they hold", shape::headers),
    ("names say something", names::check),
    ("no foreign or unfinished words", words::check),
    ("a command is in every list or none", drift::check),
    ("vectors are only added", frozen::check),
    ("links in the documents lead somewhere", documents::check),
];

/// Runs every check and prints what it found.
///
/// # Errors
/// When a rule is broken, or the tree cannot be read.
pub(crate) fn main(options: &[String]) -> Result<(), Failure> {
    only_options(options, &[])?;
    let tree = Tree::read(&workspace::root())?;
    let mut n = 0;
    for (rule, check) in CHECKS {
        let mut findings = Findings::default();
        check(&tree, &mut findings);
        let verdict = if findings.broken.is_empty() {
            "ok  "
        } else {
            "FAIL"
        };
        println!("{verdict} {rule}");
        for line in findings.broken.iter().chain(&findings.notes) {
            println!("       {line}");
        }
        n += findings.broken.len();
    }
    match n {
        0 => Ok(()),
        n => Err(Failure::Rules { n }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what `check` finds broken in a tree of these files.
    pub(super) fn broken(check: Check, files: &[(&str, &str)]) -> Vec<String> {
        let mut findings = Findings::default();
        check(&Tree::of(files), &mut findings);
        findings.broken
    }

    #[test]
    fn the_tree_keeps_every_rule() {
        let tree = Tree::read(&workspace::root()).unwrap();
        let mut findings = Findings::default();
        for (_, check) in CHECKS {
            check(&tree, &mut findings);
        }
        assert!(
            findings.broken.is_empty(),
            "\n{}",
            findings.broken.join("\n")
        );
    }
}
