//! What may be named where: Tauri, the bridge to it, HTML strings, async, sockets, and the lints of the untrusted parsers.

use super::Findings;
use super::manifest::dependencies;
use super::purity::whole_words;
use super::source::{before_tests, code_only, is_test_file, line_of};
use crate::tree::Tree;

/// A word that only some folders may use.
struct Border {
    /// Crates named like this, or starting like this when the word ends with `-`.
    crates: &'static [&'static str],
    /// Paths and names in code.
    words: &'static [&'static str],
    /// Where both are at home.
    homes: &'static [&'static str],
    rule: &'static str,
}

impl Border {
    fn check(&self, tree: &Tree, findings: &mut Findings) {
        let away = |path: &str| !self.homes.iter().any(|home| path.starts_with(home));
        for (path, text) in tree.files("", &["Cargo.toml"]) {
            // The root only fixes versions.
            if away(path) && path != "Cargo.toml" {
                self.check_manifest(path, text, findings);
            }
        }
        for (path, text) in tree.files("", &[".rs"]) {
            if away(path) {
                self.check_code(path, &code_only(text), findings);
            }
        }
    }

    fn check_manifest(&self, path: &str, text: &str, findings: &mut Findings) {
        for dependency in dependencies(text) {
            let name = dependency.name.as_str();
            let is_named =
                |word: &&str| name == *word || (word.ends_with('-') && name.starts_with(*word));
            if self.crates.iter().any(is_named) {
                findings.broken(path, dependency.line, &format!("{name}: {}", self.rule));
            }
        }
    }

    fn check_code(&self, path: &str, code: &str, findings: &mut Findings) {
        for word in self.words {
            for at in whole_words(code, word) {
                findings.broken(path, line_of(code, at), &format!("{word}: {}", self.rule));
            }
        }
    }
}

pub(super) fn tauri(tree: &Tree, findings: &mut Findings) {
    Border {
        crates: &["tauri", "tauri-", "wry", "tao", "webkit2gtk", "gtk"],
        words: &["tauri"],
        homes: &["src-tauri/", "xtask/"],
        rule: "Tauri and WebKit are for src-tauri only",
    }
    .check(tree, findings);
}

pub(super) fn asynchrony(tree: &Tree, findings: &mut Findings) {
    Border {
        crates: &[
            "tokio",
            "tokio-",
            "async-std",
            "smol",
            "futures",
            "pollster",
            "async-trait",
        ],
        words: &["async", "tokio"],
        homes: &[
            "src-tauri/",
            "crates/hearth-mailbox/",
            "crates/hearth-devserver/",
            "tests/",
            "xtask/",
        ],
        rule: "the core is synchronous; shells own threads",
    }
    .check(tree, findings);
}

pub(super) fn sockets(tree: &Tree, findings: &mut Findings) {
    Border {
        crates: &[
            "reqwest",
            "hyper",
            "ureq",
            "curl",
            "opendal",
            "opendal-",
            "tiny_http",
            "socket2",
            "quinn",
            "iroh",
            "iroh-",
            "tauri-plugin-http",
            "tauri-plugin-websocket",
        ],
        words: &[
            "std::net",
            "TcpStream",
            "TcpListener",
            "UdpSocket",
            "UnixStream",
            "UnixListener",
        ],
        homes: &[
            "crates/hearth-mailbox/",
            "crates/hearth-devserver/",
            "tests/",
            "xtask/",
        ],
        rule: "the network is for hearth-mailbox and hearth-devserver only",
    }
    .check(tree, findings);
}

/// The one file of the page that may import Tauri's side of the bridge, and its test.
const BRIDGE: &[&str] = &[
    "ui/src/lib/backend/tauri.ts",
    "ui/src/lib/backend/tauri.test.ts",
];
const PAGE: &[&str] = &[".ts", ".js", ".svelte", ".html"];

pub(super) fn page(tree: &Tree, findings: &mut Findings) {
    for (path, text) in tree.files("ui/src/", PAGE) {
        let is_bridge = BRIDGE.contains(&path);
        // lib/backend may ask whether the bridge is there; nobody else has a reason to.
        let may_ask = path.starts_with("ui/src/lib/backend/");
        for (word, allowed) in [("@tauri-apps", is_bridge), ("__TAURI", may_ask)] {
            for (at, _) in text.match_indices(word).filter(|_| !allowed) {
                let rule = format!("{word}: only lib/backend/tauri.ts talks to Tauri");
                findings.broken(path, line_of(text, at), &rule);
            }
        }
    }
}

pub(super) fn html(tree: &Tree, findings: &mut Findings) {
    const ALWAYS: &[&str] = &["{@html"];
    const IN_PRODUCTION: &[&str] = &[
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "createContextualFragment",
        "document.write",
        "srcdoc",
        "allow-html",
    ];
    for (path, text) in tree.files("ui/src/", PAGE) {
        let also: &[&str] = if is_test_file(path) {
            &[]
        } else {
            IN_PRODUCTION
        };
        for word in ALWAYS.iter().chain(also) {
            for (at, _) in text.match_indices(word) {
                let rule =
                    format!("{word}: Markdown reaches the page as typed nodes, never as HTML");
                findings.broken(path, line_of(text, at), &rule);
            }
        }
    }
}

/// The crates that read bytes from strangers, and the lints that keep them from panicking over them.
const PARSERS: &[&str] = &["model", "text", "bundle", "index", "convert"];
const PANICS: &[&str] = &[
    "indexing_slicing",
    "string_slice",
    "unwrap_used",
    "arithmetic_side_effects",
];

pub(super) fn panics(tree: &Tree, findings: &mut Findings) {
    for name in PARSERS {
        let folder = format!("crates/hearth-{name}/src/");
        let path = format!("{folder}lib.rs");
        let Some(text) = tree.text(&path) else {
            findings.note(format!("{path} is not there yet"));
            continue;
        };
        let denied = denied_lints(before_tests(text));
        let missing: Vec<_> = PANICS
            .iter()
            .filter(|lint| !denied.contains(**lint))
            .collect();
        if missing.is_empty() {
            continue;
        }
        let is_empty =
            tree.files(&folder, &[".rs"]).count() == 1 && code_only(text).trim().is_empty();
        if is_empty {
            findings.note(format!("{path} has no code yet"));
        } else {
            findings.broken(
                &path,
                0,
                &format!("reads untrusted input and has to deny {missing:?}"),
            );
        }
    }
}

/// Returns the text of every inner attribute that denies or forbids something.
fn denied_lints(text: &str) -> String {
    let starts = text.match_indices("#![").map(|(at, _)| at);
    let attributes =
        starts.filter_map(|at| text.get(at..)?.split_once(")]").map(|(inside, _)| inside));
    attributes
        .filter(|inside| inside.contains("deny(") || inside.contains("forbid("))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::broken;
    use super::*;

    #[test]
    fn tauri_in_the_core_is_caught() {
        let files = [
            (
                "crates/hearth-core/Cargo.toml",
                "[dependencies]\ntauri-build = \"2\"\n",
            ),
            ("crates/hearth-core/src/lib.rs", "use tauri::Manager;\n"),
            ("src-tauri/src/main.rs", "use tauri::Manager;\n"),
        ];
        assert_eq!(broken(tauri, &files).len(), 2);
    }

    #[test]
    fn async_in_the_store_is_caught() {
        let files = [
            (
                "crates/hearth-store/Cargo.toml",
                "[dependencies]\ntokio = \"1\"\n",
            ),
            (
                "crates/hearth-store/src/lib.rs",
                "pub async fn open() {}\n// async in a comment\n",
            ),
            (
                "crates/hearth-mailbox/src/lib.rs",
                "pub async fn open() {}\n",
            ),
        ];
        assert_eq!(broken(asynchrony, &files).len(), 2);
    }

    #[test]
    fn a_socket_in_the_cli_is_caught() {
        let files = [(
            "crates/hearth-cli/src/main.rs",
            "use std::net::TcpStream;\n",
        )];
        assert_eq!(broken(sockets, &files).len(), 2);
    }

    #[test]
    fn a_second_way_to_tauri_is_caught() {
        let files = [
            (
                "ui/src/screens/Today.svelte",
                "import { invoke } from '@tauri-apps/api/core';\n",
            ),
            (
                "ui/src/lib/backend/tauri.ts",
                "import { invoke } from '@tauri-apps/api/core';\n",
            ),
        ];
        assert_eq!(broken(page, &files).len(), 1);
    }

    #[test]
    fn html_strings_are_caught() {
        let files = [
            ("ui/src/a.svelte", "<p>{@html text}</p>\n"),
            ("ui/src/b.ts", "element.innerHTML = text;\n"),
            ("ui/src/b.test.ts", "expect(element.innerHTML).toBe('');\n"),
        ];
        assert_eq!(broken(html, &files).len(), 2);
    }

    #[test]
    fn a_parser_without_the_lints_is_caught() {
        let bad = "#![deny(clippy::unwrap_used)]\npub fn read() {}\n";
        let found = broken(panics, &[("crates/hearth-bundle/src/lib.rs", bad)]);
        assert_eq!(found.len(), 1);
        let good = "#![cfg_attr(\n    not(test),\n    deny(\n        clippy::indexing_slicing,\n        clippy::string_slice,\n        clippy::unwrap_used,\n        clippy::arithmetic_side_effects\n    )\n)]\npub fn read() {}\n";
        assert!(broken(panics, &[("crates/hearth-bundle/src/lib.rs", good)]).is_empty());
    }

    #[test]
    fn a_crate_without_code_is_only_noted() {
        assert!(
            broken(
                panics,
                &[("crates/hearth-index/src/lib.rs", "//! Full text.\n")]
            )
            .is_empty()
        );
    }
}
