//! Words that do not belong in the tree: markers of unfinished work, and places that exist on one machine only.

use super::Findings;
use super::source::line_of;
use crate::tree::Tree;

/// Split in two, so that this file does not catch itself.
const UNFINISHED: &[(&str, &str)] = &[
    ("TO", "DO"),
    ("XX", "X"),
    ("HA", "CK:"),
    ("todo", "!("),
    ("unimple", "mented!("),
];

/// A path or host that a fresh clone somewhere else would not have.
const FOREIGN: &[(&str, &str)] = &[
    ("../sha", "red"),
    ("/wo", "rk/"),
    ("/ro", "ot/"),
    ("C:\\Us", "ers"),
    ("artif", "actory"),
    ("index.cra", "tes.io"),
    ("static.cra", "tes.io"),
];

/// The one place that may know where the large test texts lie.
const CI: &str = ".ci/run";

pub(super) fn check(tree: &Tree, findings: &mut Findings) {
    for (path, text) in tree.files("", &[""]) {
        // Vectors hold what strangers wrote, word for word.
        if path == CI || path.ends_with(".svg") || path.starts_with("tests/vectors/") {
            continue;
        }
        if path.ends_with("package-lock.json") {
            check_lock(path, text, findings);
            continue;
        }
        for (left, right) in UNFINISHED {
            report(
                path,
                text,
                &format!("{left}{right}"),
                "finish it or file it",
                findings,
            );
        }
        for (left, right) in FOREIGN {
            report(
                path,
                text,
                &format!("{left}{right}"),
                "this exists on one machine only",
                findings,
            );
        }
    }
}

fn report(path: &str, text: &str, word: &str, reason: &str, findings: &mut Findings) {
    for (at, _) in text.match_indices(word) {
        let continues = |c: char| c.is_alphanumeric();
        let after = text
            .get(at + word.len()..)
            .and_then(|rest| rest.chars().next());
        let before = text.get(..at).and_then(|rest| rest.chars().next_back());
        let is_word = word.ends_with(|c: char| c.is_alphanumeric())
            && word.starts_with(|c: char| c.is_alphanumeric());
        if !is_word || !(after.is_some_and(continues) || before.is_some_and(continues)) {
            findings.broken(path, line_of(text, at), &format!("\"{word}\": {reason}"));
        }
    }
}

/// A lock file may name npm's public home, which npm replaces by whatever is configured; any other host would be taken literally.
fn check_lock(path: &str, text: &str, findings: &mut Findings) {
    let home = concat!("\"https://registry.", "npmjs.org/");
    for (at, _) in text.match_indices("\"resolved\":") {
        let value = text.get(at + "\"resolved\":".len()..).unwrap_or_default();
        if !value.trim_start().starts_with(home) {
            findings.broken(
                path,
                line_of(text, at),
                "resolved from somewhere that is not npm's public home",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::broken;
    use super::*;

    #[test]
    fn unfinished_work_is_caught() {
        let text = format!(
            "// {}: later\nlet todos = 1; // a TO-DO-LIST\n",
            concat!("TO", "DO")
        );
        assert_eq!(broken(check, &[("crates/a/src/b.rs", &text)]).len(), 1);
    }

    #[test]
    fn a_path_of_one_machine_is_caught() {
        let text = format!("see {}/corpora\n", concat!("../sha", "red"));
        assert_eq!(broken(check, &[("docs/a.md", &text)]).len(), 1);
        assert!(broken(check, &[(CI, &text)]).is_empty());
    }

    #[test]
    fn a_lock_file_from_a_mirror_is_caught() {
        let text = "{\n \"resolved\": \"https://mirror.example/x.tgz\"\n}\n";
        assert_eq!(broken(check, &[("ui/package-lock.json", text)]).len(), 1);
    }
}
