//! A command exists in every list or in none: the table, the shell's functions, the shell's handler, the generated TypeScript.

use std::collections::{BTreeMap, BTreeSet};

use super::Findings;
use super::source::{before_tests, code_only};
use crate::tree::Tree;

/// A list of commands: the file it is in, what to call it, and how to read the names from the file.
struct List {
    path: &'static str,
    called: &'static str,
    read: fn(&str) -> BTreeSet<String>,
}

const LISTS: &[List] = &[
    List {
        path: "crates/hearth-api/src/command.rs",
        called: "the command table",
        read: in_table,
    },
    List {
        path: "src-tauri/src/commands.rs",
        called: "the shell's functions",
        read: in_functions,
    },
    List {
        path: "src-tauri/src/shell.rs",
        called: "the shell's handler",
        read: in_handler,
    },
    List {
        path: "ui/src/lib/backend/generated/commands.ts",
        called: "the generated TypeScript",
        read: in_typescript,
    },
];

pub(super) fn check(tree: &Tree, findings: &mut Findings) {
    let mut found: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for list in LISTS {
        match tree.text(list.path) {
            None => findings.note(format!("{} is not there yet ({})", list.called, list.path)),
            Some(text) => {
                let names = (list.read)(text);
                if names.is_empty() {
                    findings.broken(
                        list.path,
                        0,
                        "no command can be read from it; teach xtask/src/tidy/drift.rs its shape",
                    );
                }
                found.insert(list.path, names);
            }
        }
    }
    let all: BTreeSet<&String> = found.values().flatten().collect();
    for list in LISTS {
        let Some(names) = found.get(list.path).filter(|names| !names.is_empty()) else {
            continue;
        };
        for missing in all.iter().filter(|name| !names.contains(**name)) {
            findings.broken(list.path, 0, &format!("{} lacks {missing}", list.called));
        }
    }
}

/// Reads the first argument of every `command("name", …)` entry.
fn in_table(text: &str) -> BTreeSet<String> {
    quoted_after(before_tests(text), &["command(", "name: "])
}

/// Reads the function under every `#[tauri::command]`.
fn in_functions(text: &str) -> BTreeSet<String> {
    let code = code_only(text);
    let parts = code.split("#[tauri::command").skip(1);
    parts
        .filter_map(|part| part.split("fn ").nth(1))
        .map(identifier)
        .collect()
}

/// Reads the last segments of the paths in `generate_handler![…]`.
fn in_handler(text: &str) -> BTreeSet<String> {
    let code = code_only(text);
    let inside = code
        .split("generate_handler![")
        .nth(1)
        .and_then(|rest| rest.split(']').next());
    inside
        .unwrap_or_default()
        .split(',')
        .map(|path| identifier(path.trim().rsplit("::").next().unwrap_or_default()))
        .filter(|name| !name.is_empty())
        .collect()
}

/// Reads the first argument of every `call<T>('name', …)`.
fn in_typescript(text: &str) -> BTreeSet<String> {
    let calls = text.split("call<").skip(1);
    calls
        .filter_map(|call| call.split_once(">('"))
        .map(|(_, rest)| identifier(rest))
        .filter(|name| !name.is_empty())
        .collect()
}

fn quoted_after(text: &str, starts: &[&str]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for start in starts {
        for rest in text.split(start).skip(1) {
            if let Some(rest) = rest.trim_start().strip_prefix('"') {
                names.insert(identifier(rest));
            }
        }
    }
    names
}

fn identifier(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::broken;
    use super::*;

    const TABLE: &str = "pub const TABLE: &[Command] = &[\n    command(\"today\", app::today),\n    command(\n        \"give\",\n        app::give,\n    ),\n];\n";
    const FUNCTIONS: &str =
        "#[tauri::command]\npub fn today() {}\n\n#[tauri::command(async)]\npub fn give(a: u8) {}\n";
    const HANDLER: &str = "fn x() { tauri::generate_handler![commands::today, commands::give,] }\n";
    const TYPESCRIPT: &str = "today: () => call<Today>('today'),\ngive: (a: A) => call<Promise<Given>>('give', { a }),\n";

    fn lists(table: &str, functions: &str, handler: &str, typescript: &str) -> Vec<String> {
        let texts = [table, functions, handler, typescript];
        let files: Vec<_> = LISTS.iter().map(|list| list.path).zip(texts).collect();
        broken(check, &files)
    }

    #[test]
    fn equal_lists_are_fine() {
        assert_eq!(
            lists(TABLE, FUNCTIONS, HANDLER, TYPESCRIPT),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_command_missing_from_any_list_is_caught() {
        let without = |text: &str| text.replace("give", "today");
        let cases = [
            lists(&without(TABLE), FUNCTIONS, HANDLER, TYPESCRIPT),
            lists(TABLE, &without(FUNCTIONS), HANDLER, TYPESCRIPT),
            lists(TABLE, FUNCTIONS, &without(HANDLER), TYPESCRIPT),
            lists(TABLE, FUNCTIONS, HANDLER, &without(TYPESCRIPT)),
        ];
        for (found, list) in cases.iter().zip(LISTS) {
            assert_eq!(
                found,
                &[format!("{}: {} lacks give", list.path, list.called)]
            );
        }
    }

    #[test]
    fn a_list_that_cannot_be_read_is_caught() {
        assert_eq!(
            lists("commands! {}", FUNCTIONS, HANDLER, TYPESCRIPT).len(),
            1
        );
    }

    #[test]
    fn lists_that_are_not_there_yet_break_nothing() {
        assert!(broken(check, &[("Cargo.toml", "")]).is_empty());
    }
}
