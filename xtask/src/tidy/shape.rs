//! Size: files under 400 lines before their tests, functions under 60, and a module comment at the top of each.

use super::Findings;
use super::source::{before_tests, code_only, functions, is_test_file};
use crate::tree::Tree;

/// Lines before tests at which a file is worth a note, and above which it is refused.
const FILE_NOTE: usize = 400;
const FILE_LIMIT: usize = 500;
const FUNCTION_LIMIT: usize = 60;
/// Lines of code that the oracle may have, blank ones and comments left out: the engine is only as
/// trustworthy as the function that it is compared with is easy to read.
const ORACLE_LIMIT: usize = 500;
const ORACLE: &str = "crates/hearth-testkit/src/oracle";
/// Lines at which a component is worth a note.
const COMPONENT_NOTE: usize = 150;

/// Files and functions (`path` or `path::function`) that may be longer, each with its reason.
const LONGER: &[(&str, &str)] = &[];

/// What is written by programs.
const GENERATED: &[&str] = &["/generated/", "package-lock.json"];

pub(super) fn check(tree: &Tree, findings: &mut Findings) {
    for (path, text) in tree.files("", &[".rs", ".ts", ".svelte", ".sql", ".css"]) {
        if is_test_file(path) || GENERATED.iter().any(|part| path.contains(part)) {
            continue;
        }
        let production = before_tests(text);
        let n = production.lines().count();
        if n > FILE_LIMIT && !is_listed(path) {
            findings.broken(
                path,
                0,
                &format!("{n} lines before tests; split it by noun at {FILE_NOTE}"),
            );
        } else if n > FILE_NOTE || (n > COMPONENT_NOTE && path.ends_with(".svelte")) {
            findings.note(format!("{path}: {n} lines"));
        }
        if path.ends_with(".rs") {
            check_functions(path, production, findings);
        }
    }
}

fn check_functions(path: &str, production: &str, findings: &mut Findings) {
    for function in functions(&code_only(production)) {
        let n = function.n_lines;
        if n > FUNCTION_LIMIT && !is_listed(&format!("{path}::{}", function.name)) {
            let rule = format!(
                "fn {} has {n} lines; {FUNCTION_LIMIT} is the limit",
                function.name
            );
            findings.broken(path, function.line, &rule);
        }
    }
}

fn is_listed(name: &str) -> bool {
    LONGER.iter().any(|(listed, _)| *listed == name)
}

pub(super) fn headers(tree: &Tree, findings: &mut Findings) {
    let ours = ["crates/", "src-tauri/src/", "xtask/src/"];
    for (path, text) in tree.files("", &[".rs"]) {
        let is_ours = ours.iter().any(|folder| path.starts_with(folder));
        if is_ours && !is_test_file(path) && !text.trim_start().starts_with("//!") {
            findings.broken(
                path,
                1,
                "open with //!: what lives here, and what deliberately does not",
            );
        }
    }
}

pub(super) fn oracle(tree: &Tree, findings: &mut Findings) {
    let files = tree.files(ORACLE, &[".rs"]);
    let code: Vec<String> = files.map(|(_, text)| code_only(text)).collect();
    let lines = code.iter().flat_map(|code| code.lines());
    let n = lines.filter(|line| !line.trim().is_empty()).count();
    if n >= ORACLE_LIMIT {
        let rule = format!("the oracle has {n} lines of code; it stays under {ORACLE_LIMIT}");
        findings.broken(ORACLE, 0, &rule);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::broken;
    use super::*;

    #[test]
    fn a_long_file_is_caught_and_its_tests_do_not_count() {
        let long = "// x\n".repeat(FILE_LIMIT + 1);
        assert_eq!(broken(check, &[("crates/a/src/b.rs", &long)]).len(), 1);
        let tested = format!("fn x() {{}}\n#[cfg(test)]\nmod tests {{\n{long}}}\n");
        assert!(broken(check, &[("crates/a/src/b.rs", &tested)]).is_empty());
    }

    #[test]
    fn a_long_function_is_caught() {
        let body = "    x();\n".repeat(FUNCTION_LIMIT);
        let found = broken(check, &[("a.rs", &format!("fn y() {{\n{body}}}\n"))]);
        assert_eq!(found, ["a.rs:1: fn y has 62 lines; 60 is the limit"]);
    }

    #[test]
    fn an_oracle_that_grows_is_caught() {
        let half = "//! Words.\n\nfn x() {}\n".repeat(ORACLE_LIMIT / 2);
        let files = [
            ("crates/hearth-testkit/src/oracle.rs", &*half),
            ("crates/hearth-testkit/src/oracle/a.rs", &*half),
        ];
        assert_eq!(broken(oracle, &files).len(), 1);
        assert!(broken(oracle, &files[..1]).is_empty());
    }

    #[test]
    fn a_module_without_words_is_caught() {
        let files = [
            ("crates/a/src/b.rs", "use x;\n"),
            ("crates/a/src/c.rs", "//! Words.\n"),
        ];
        assert_eq!(broken(headers, &files).len(), 1);
    }
}
