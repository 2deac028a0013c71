//! The lessons and the queries, as `generate.py` makes them: real sentences, recombined.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;

use hearth_core::BulkRecord;
use hearth_core::model::field::{Field, Fields, Row};

/// Kinds of query, as the generator names them.
pub(crate) const KINDS: [&str; 6] = ["term1", "term2", "term3", "prefix", "phrase", "typo"];

/// Where the texts come from and where they lie.
pub(crate) struct Texts {
    pub(crate) corpora: PathBuf,
    pub(crate) folder: PathBuf,
}

impl Texts {
    pub(crate) fn lessons_file(&self) -> PathBuf {
        self.folder.join("lessons.jsonl")
    }

    pub(crate) fn queries_file(&self) -> PathBuf {
        self.folder.join("queries.json")
    }

    pub(crate) fn generate(&self, n_lessons: usize) {
        let count = n_lessons.to_string();
        self.generator(&["--count", &count, "--out"], &self.lessons_file());
        self.generator(&["--queries"], &self.queries_file());
    }

    fn generator(&self, arguments: &[&str], out: &Path) {
        let made = Command::new("python3")
            .arg(self.corpora.join("generate.py"))
            .args(arguments)
            .arg(out)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&made.stderr);
        assert!(made.status.success(), "{said}");
    }

    pub(crate) fn records(&self) -> impl Iterator<Item = BulkRecord> {
        let lines = BufReader::new(File::open(self.lessons_file()).unwrap()).lines();
        lines.map(|line| record(&line.unwrap()))
    }

    /// What people type, of one kind.
    pub(crate) fn queries(&self, kind: &str) -> Vec<String> {
        let text = fs::read(self.queries_file()).unwrap();
        let queries: serde_json::Value = serde_json::from_slice(&text).unwrap();
        let queries = queries.as_array().unwrap().iter();
        queries
            .filter(|query| query["type"] == kind)
            .map(|query| typed(kind, query["text"].as_str().unwrap()))
            .collect()
    }
}

/// Prefixes are still being typed, phrases are quoted, everything else is finished.
fn typed(kind: &str, text: &str) -> String {
    match kind {
        "prefix" => text.to_owned(),
        "phrase" => format!("\"{text}\""),
        _ => format!("{text} "),
    }
}

fn record(line: &str) -> BulkRecord {
    let json: serde_json::Value = serde_json::from_str(line).unwrap();
    let text = |name: &str| json[name].as_str().unwrap_or_default();
    let tags = json["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| Row::new([tag.as_str().unwrap()]));
    let title: String = text("title").chars().take(200).collect();
    let fields = Fields::default()
        .with_text(Field::Kind, text("kind"))
        .with_text(Field::Title, &title)
        .with_text(Field::Body, text("body"))
        .with_rows(Field::Tags, tags)
        .with_rows(Field::Credits, [Row::new(["told by", text("author")])]);
    BulkRecord {
        system: "bench".to_owned(),
        external_id: text("id").to_owned(),
        url: String::new(),
        fields,
        wall_ms: json["created"].as_u64().map(|seconds| seconds * 1_000),
        blobs: vec![],
    }
}
