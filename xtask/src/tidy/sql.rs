//! SQL: one crate speaks it, columns are read by name, tables are strict.

use super::Findings;
use super::manifest::dependencies;
use super::purity::whole_words;
use super::source::{code_only, line_of};
use crate::tree::Tree;

const HOME: &str = "crates/hearth-store/";

pub(super) fn border(tree: &Tree, findings: &mut Findings) {
    const RULE: &str = "SQL is for hearth-store only";
    let away = |path: &str| !path.starts_with(HOME) && !path.starts_with("xtask/");
    for (path, text) in tree.files("", &["Cargo.toml"]) {
        for dependency in dependencies(text) {
            if away(path) && ["rusqlite", "libsqlite3-sys"].contains(&dependency.name.as_str()) {
                findings.broken(path, dependency.line, RULE);
            }
        }
    }
    for (path, text) in tree.files("", &[".rs"]).filter(|(path, _)| away(path)) {
        let code = code_only(text);
        for at in whole_words(&code, "rusqlite") {
            findings.broken(path, line_of(&code, at), RULE);
        }
    }
    for (path, _) in tree.files("", &[".sql"]).filter(|(path, _)| away(path)) {
        findings.broken(path, 0, RULE);
    }
}

pub(super) fn columns(tree: &Tree, findings: &mut Findings) {
    for (path, text) in tree.files(HOME, &[".rs"]) {
        let code = code_only(text);
        for (at, _) in code.match_indices("row.get") {
            if code.get(at..).is_some_and(reads_by_position) {
                findings.broken(
                    path,
                    line_of(&code, at),
                    "read columns by name: row.get(\"name\")",
                );
            }
        }
    }
}

/// Tells whether `row.get(0)` or `row.get::<_, T>(0)` stands at the start.
fn reads_by_position(code: &str) -> bool {
    let Some(open) = code.find('(') else {
        return false;
    };
    let head = code.get(..open).unwrap_or_default();
    let argument = code.get(open + 1..).unwrap_or_default();
    !head.contains(';')
        && argument
            .trim_start()
            .starts_with(|c: char| c.is_ascii_digit())
}

pub(super) fn tables(tree: &Tree, findings: &mut Findings) {
    for (path, text) in tree.files(HOME, &[".sql"]) {
        let upper = without_comments(text).to_uppercase();
        for (at, _) in upper.match_indices("CREATE TABLE") {
            let statement = upper.get(at..).and_then(|rest| rest.split(';').next());
            let options = statement.and_then(|statement| statement.rsplit(')').next());
            if !options.is_some_and(|options| options.contains("STRICT")) {
                findings.broken(
                    path,
                    line_of(&upper, at),
                    "a table is STRICT, so that a column keeps its type",
                );
            }
        }
    }
}

fn without_comments(text: &str) -> String {
    let code = |line: &str| line.split("--").next().unwrap_or_default().to_owned();
    text.lines().map(code).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::tests::broken;
    use super::*;

    #[test]
    fn sql_elsewhere_is_caught() {
        let files = [
            (
                "crates/hearth-core/Cargo.toml",
                "[dependencies]\nrusqlite.workspace = true\n",
            ),
            (
                "crates/hearth-core/src/lib.rs",
                "use rusqlite::Connection;\n",
            ),
            ("crates/hearth-core/src/x.sql", "SELECT 1;\n"),
            (
                "crates/hearth-store/src/lib.rs",
                "use rusqlite::Connection;\n",
            ),
        ];
        assert_eq!(broken(border, &files).len(), 3);
    }

    #[test]
    fn a_column_by_position_is_caught() {
        let code =
            "fn a(row: &Row) {\n row.get(0);\n row.get::<_, i64>(1);\n row.get(\"id\");\n}\n";
        assert_eq!(
            broken(columns, &[("crates/hearth-store/src/a.rs", code)]).len(),
            2
        );
    }

    #[test]
    fn a_loose_table_is_caught() {
        let sql = "CREATE TABLE a (x INTEGER) STRICT;\nCREATE TABLE b (x INTEGER);\n-- CREATE TABLE c (x)\nCREATE TABLE d (x TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;\n";
        let found = broken(tables, &[("crates/hearth-store/migrations/0001.sql", sql)]);
        assert_eq!(found.len(), 1, "{found:?}");
    }
}
