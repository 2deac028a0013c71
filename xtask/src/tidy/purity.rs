//! The model is sans-I/O: its dependencies are listed here, and its code names no clock, file, socket or randomness.

use super::Findings;
use super::manifest::{Section, dependencies};
use super::source::{before_tests, code_only, is_test_file, line_of};
use crate::tree::Tree;

const MANIFEST: &str = "crates/hearth-model/Cargo.toml";
const SOURCES: &str = "crates/hearth-model/src/";

/// What the model may depend on: hashes, signatures, bytes and characters.
const ALLOWED: &[&str] = &[
    "bip39",
    "blake3",
    "ed25519-dalek",
    "minicbor",
    "thiserror",
    "unicode-normalization",
    "unicode-security",
    "unicode-segmentation",
    "uuid",
    "zeroize",
];

/// What its code may not name, and what to do instead.
const FORBIDDEN: &[(&str, &str)] = &[
    ("std::fs", "files belong to the callers"),
    ("std::io", "bytes come as slices and leave as vectors"),
    ("std::net", "the model has no network"),
    ("std::env", "the model has no environment"),
    ("std::process", "the model starts nothing"),
    ("std::thread", "callers own threads"),
    ("SystemTime", "time is an argument"),
    ("Instant", "time is an argument"),
    ("getrandom", "randomness is an argument"),
    ("OsRng", "randomness is an argument"),
    ("thread_rng", "randomness is an argument"),
    ("now_v7", "time and randomness are arguments"),
    ("new_v4", "randomness is an argument"),
    ("rusqlite", "SQL lives in hearth-store"),
    ("HashMap", "its order is random; use BTreeMap"),
    ("HashSet", "its order is random; use BTreeSet"),
    ("f32", "floats do not encode canonically"),
    ("f64", "floats do not encode canonically"),
];

pub(super) fn check(tree: &Tree, findings: &mut Findings) {
    check_manifest(tree, findings);
    for (path, text) in tree.files(SOURCES, &[".rs"]) {
        if is_test_file(path) {
            continue;
        }
        let code = code_only(before_tests(text));
        for (word, reason) in FORBIDDEN {
            for at in whole_words(&code, word) {
                findings.broken(
                    path,
                    line_of(&code, at),
                    &format!("{word} in the model: {reason}"),
                );
            }
        }
    }
}

fn check_manifest(tree: &Tree, findings: &mut Findings) {
    let Some(text) = tree.text(MANIFEST) else {
        findings.note(format!("{MANIFEST} is not there yet"));
        return;
    };
    for dependency in dependencies(text) {
        let name = dependency.name.as_str();
        if dependency.section != Section::Dev && !ALLOWED.contains(&name) {
            let rule = format!("{name} is not on the model's list (xtask/src/tidy/purity.rs)");
            findings.broken(MANIFEST, dependency.line, &rule);
        }
    }
}

/// Returns where `word` stands alone in `code`.
pub(super) fn whole_words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word)
        .map(|(at, _)| at)
        .filter(move |at| {
            let before = code.get(..*at).and_then(|text| text.chars().next_back());
            let after = code
                .get(at + word.len()..)
                .and_then(|text| text.chars().next());
            !before.is_some_and(part) && !after.is_some_and(part)
        })
}

#[cfg(test)]
mod tests {
    use super::super::tests::broken;
    use super::*;

    fn in_code(code: &str) -> Vec<String> {
        let manifest = "[package]\nname = \"hearth-model\"\n";
        broken(
            check,
            &[(MANIFEST, manifest), ("crates/hearth-model/src/x.rs", code)],
        )
    }

    #[test]
    fn a_crate_off_the_list_is_refused() {
        let found = broken(check, &[(MANIFEST, "[dependencies]\nrand = \"0.9\"\n")]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            broken(
                check,
                &[(MANIFEST, "[dev-dependencies]\nproptest = \"1\"\n")]
            )
            .is_empty()
        );
    }

    #[test]
    fn a_clock_is_caught() {
        let found = in_code("fn now() -> u64 {\n    std::time::SystemTime::now();\n}\n");
        assert_eq!(
            found,
            ["crates/hearth-model/src/x.rs:2: SystemTime in the model: time is an argument"]
        );
    }

    #[test]
    fn files_and_randomness_are_caught() {
        assert_eq!(in_code("use std::fs;\nuse rand::OsRng;\n").len(), 2);
    }

    #[test]
    fn words_in_comments_tests_and_longer_words_are_not() {
        let code = "// SystemTime\n/// `std::fs`\nstruct InstantReply;\n#[cfg(test)]\nmod tests {\n use std::fs;\n}\n";
        assert!(in_code(code).is_empty());
    }
}
