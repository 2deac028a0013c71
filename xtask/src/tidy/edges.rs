//! Which crate may name which. The drawing in `docs/architecture.md`, as a table.

use super::Findings;
use super::manifest::{Section, dependencies, package_name};
use crate::tree::Tree;

/// Every crate of the project, with the crates of the project that it may depend on.
///
/// `hearth-model` is everybody's vocabulary, so whoever has a line to a crate above may name it too.
const EDGES: &[(&str, &[&str])] = &[
    ("hearth-model", &[]),
    ("hearth-text", &["hearth-model"]),
    ("hearth-store", &["hearth-model"]),
    ("hearth-index", &["hearth-model"]),
    ("hearth-bundle", &["hearth-model"]),
    (
        "hearth-core",
        &[
            "hearth-model",
            "hearth-text",
            "hearth-store",
            "hearth-index",
            "hearth-bundle",
        ],
    ),
    (
        "hearth-convert",
        &["hearth-core", "hearth-model", "hearth-text"],
    ),
    (
        "hearth-mailbox",
        &["hearth-core", "hearth-model", "hearth-bundle"],
    ),
    // hearth-text: its typed nodes are the one shape below that crosses to the screen as it is.
    (
        "hearth-api",
        &[
            "hearth-core",
            "hearth-convert",
            "hearth-mailbox",
            "hearth-model",
            "hearth-text",
        ],
    ),
    ("hearth-app", &["hearth-api"]),
    ("hearth-cli", &["hearth-api"]),
    ("hearth-devserver", &["hearth-api"]),
    (
        "hearth-testkit",
        &[
            "hearth-core",
            "hearth-model",
            "hearth-store",
            "hearth-bundle",
        ],
    ),
    // Scenarios begin where people do, but seal hostile files and hold machines apart below that.
    (
        "hearth-tests",
        &[
            "hearth-api",
            "hearth-cli",
            "hearth-testkit",
            "hearth-core",
            "hearth-bundle",
        ],
    ),
    // hearth-convert: the importers read what strangers wrote.
    (
        "hearth-fuzz",
        &[
            "hearth-model",
            "hearth-text",
            "hearth-bundle",
            "hearth-index",
            "hearth-convert",
        ],
    ),
    ("xtask", &[]),
];

/// The one crate that any other may use in its tests, and none outside them.
const TESTKIT: &str = "hearth-testkit";

pub(super) fn check(tree: &Tree, findings: &mut Findings) {
    for (path, text) in tree.files("", &["Cargo.toml"]) {
        let Some(name) = package_name(text) else {
            continue;
        };
        match EDGES.iter().find(|(known, _)| *known == name) {
            Some((_, allowed)) => check_manifest(path, text, allowed, findings),
            None => findings.broken(
                path,
                0,
                &format!("{name} is not in the drawing; add it to docs/architecture.md and to xtask/src/tidy/edges.rs"),
            ),
        }
    }
}

fn check_manifest(path: &str, text: &str, allowed: &[&str], findings: &mut Findings) {
    for dependency in dependencies(text) {
        let name = dependency.name.as_str();
        let is_ours = name.starts_with("hearth-") || name == "xtask";
        let for_tests = dependency.section == Section::Dev && name == TESTKIT;
        if is_ours && !for_tests && !allowed.contains(&name) {
            let rule = format!("no line of the drawing leads to {name}");
            findings.broken(path, dependency.line, &rule);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::broken;
    use super::*;

    fn manifest(name: &str, rest: &str) -> String {
        format!("[package]\nname = \"{name}\"\n{rest}\n")
    }

    fn found(name: &str, rest: &str) -> Vec<String> {
        broken(check, &[("crates/x/Cargo.toml", &manifest(name, rest))])
    }

    #[test]
    fn a_sibling_is_refused() {
        let found = found(
            "hearth-store",
            "[dependencies]\nhearth-index.workspace = true",
        );
        assert_eq!(
            found,
            ["crates/x/Cargo.toml:4: no line of the drawing leads to hearth-index"]
        );
    }

    #[test]
    fn siblings_stay_strangers_in_tests_too() {
        assert_eq!(
            found(
                "hearth-store",
                "[dev-dependencies]\nhearth-text.workspace = true"
            )
            .len(),
            1
        );
    }

    #[test]
    fn the_testkit_is_for_tests() {
        assert!(
            found(
                "hearth-index",
                "[dev-dependencies]\nhearth-testkit.workspace = true"
            )
            .is_empty()
        );
        assert_eq!(
            found(
                "hearth-core",
                "[dependencies]\nhearth-testkit.workspace = true"
            )
            .len(),
            1
        );
    }

    #[test]
    fn a_new_crate_has_to_be_drawn() {
        assert_eq!(found("hearth-cloud", "").len(), 1);
    }

    #[test]
    fn the_table_has_no_circle_and_names_only_itself() {
        for (at, (name, allowed)) in EDGES.iter().enumerate() {
            let above = |other: &&&str| EDGES.iter().take(at).any(|(known, _)| known == *other);
            assert_eq!(
                allowed.iter().filter(above).count(),
                allowed.len(),
                "{name}"
            );
        }
    }
}
