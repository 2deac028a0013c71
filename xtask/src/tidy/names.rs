//! Names that say nothing: a file or a type called after nothing in particular soon holds everything.

use super::Findings;
use super::source::{code_only, line_of};
use crate::tree::Tree;

const EMPTY: &[&str] = &[
    "util", "utils", "helper", "helpers", "manager", "service", "services", "misc",
];

const DECLARATIONS: &[&str] = &[
    "struct",
    "enum",
    "trait",
    "mod",
    "type",
    "union",
    "class",
    "interface",
];

pub(super) fn check(tree: &Tree, findings: &mut Findings) {
    for (path, text) in tree.files("", &[".rs", ".ts", ".svelte", ".sql", ".css"]) {
        if path.split(['/', '.']).any(says_nothing) {
            findings.broken(path, 0, "a path named after nothing in particular");
        }
        if path.ends_with(".rs") || path.ends_with(".ts") {
            check_declarations(path, &code_only(text), findings);
        }
    }
}

fn check_declarations(path: &str, code: &str, findings: &mut Findings) {
    let mut before = "";
    for word in code.split_inclusive(|c: char| !c.is_alphanumeric() && c != '_') {
        let name = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_');
        if DECLARATIONS.contains(&before) && says_nothing(name) {
            let at = word.as_ptr() as usize - code.as_ptr() as usize;
            findings.broken(
                path,
                line_of(code, at),
                &format!("{name}: name it after what it does"),
            );
        }
        before = name;
    }
}

/// Tells whether one part of a name in any of the usual spellings is on the list.
fn says_nothing(name: &str) -> bool {
    let mut spaced = String::new();
    for c in name.chars() {
        if c.is_uppercase() || c == '_' || c == '-' {
            spaced.push(' ');
        }
        if c.is_alphanumeric() {
            spaced.extend(c.to_lowercase());
        }
    }
    spaced.split(' ').any(|part| EMPTY.contains(&part))
}

#[cfg(test)]
mod tests {
    use super::super::tests::broken;
    use super::*;

    #[test]
    fn empty_names_are_caught_in_every_spelling() {
        let files = [
            ("crates/a/src/utils.rs", "//! x\n"),
            (
                "crates/a/src/b.rs",
                "struct IndexManager;\nmod path_helper {}\nenum Servicing { A }\n",
            ),
            ("ui/src/lib/a.ts", "export class SearchService {}\n"),
        ];
        let found = broken(check, &files);
        assert_eq!(found.len(), 4, "{found:?}");
    }

    #[test]
    fn words_of_others_may_be_used() {
        let code = "use tauri::Manager;\nfn f(manager: &impl Manager) {}\n";
        assert!(broken(check, &[("src-tauri/src/shell.rs", code)]).is_empty());
    }
}
