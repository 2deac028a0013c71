//! Search quality on judged collections: nDCG@10 and MRR@10.
//!
//! `HEARTH_CORPORA=DIR cargo run --release --example quality [name=value …]`
//!
//! DIR holds folders named `ir-*`, each with `docs.jsonl.xz` (id, title, body), `queries.jsonl`
//! (id, text) and `qrels.tsv` (query, document, grade). Values given as `title=3.0` replace the
//! defaults of `Ranking`, which were chosen on the even-numbered queries; judge by the odd ones.
#![allow(clippy::print_stdout, reason = "a program that prints a table")]

use std::collections::HashMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use hearth_index::{Index, IndexDoc, Query, Ranking, SearchOptions};
use serde_json::Value;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Relevance per query: document number to grade.
type Judged = HashMap<String, HashMap<u32, f64>>;

struct Collection {
    name: String,
    index: Index,
    queries: Vec<(String, String)>,
    judged: Judged,
    _dir: tempfile::TempDir,
}

/// Sums over some queries.
#[derive(Default)]
struct Score {
    ndcg: f64,
    mrr: f64,
    n: usize,
}

fn main() -> Outcome<()> {
    let Some(corpora) = std::env::var_os("HEARTH_CORPORA") else {
        println!("set HEARTH_CORPORA to a directory of judged collections (ir-*)");
        return Ok(());
    };
    let mut ranking = Ranking::default();
    for arg in std::env::args().skip(1) {
        let (name, value) = arg.split_once('=').ok_or("expected name=value")?;
        *parameter(&mut ranking, name).ok_or("no such parameter")? = value.parse()?;
    }
    println!("{ranking:?}");
    println!(
        "{:<16} {:>7} {:>22} {:>22} {:>22}",
        "collection", "queries", "even nDCG  MRR", "odd nDCG  MRR", "all nDCG  MRR"
    );
    for dir in folders(Path::new(&corpora))? {
        let collection = Collection::read(&dir)?;
        let (even, odd) = collection.score(&ranking)?;
        let both = Score {
            ndcg: even.ndcg + odd.ndcg,
            mrr: even.mrr + odd.mrr,
            n: even.n + odd.n,
        };
        println!(
            "{:<16} {:>7} {even:>22} {odd:>22} {both:>22}",
            collection.name, both.n
        );
    }
    Ok(())
}

fn parameter<'r>(ranking: &'r mut Ranking, name: &str) -> Option<&'r mut f32> {
    Some(match name {
        "title" => &mut ranking.title,
        "labels" => &mut ranking.labels,
        "k1" => &mut ranking.k1,
        "b" => &mut ranking.b,
        "coverage" => &mut ranking.coverage,
        "nearness" => &mut ranking.nearness,
        _ => return None,
    })
}

fn folders(corpora: &Path) -> Outcome<Vec<PathBuf>> {
    let mut dirs = Vec::new();
    for entry in std::fs::read_dir(corpora)? {
        let path = entry?.path();
        if path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("ir-"))
        {
            dirs.push(path);
        }
    }
    dirs.sort();
    Ok(dirs)
}

impl Collection {
    fn read(dir: &Path) -> Outcome<Collection> {
        let packed = Command::new("xz")
            .arg("-dc")
            .arg(dir.join("docs.jsonl.xz"))
            .output()?;
        let docs = parse_lines(&String::from_utf8(packed.stdout)?)?;
        let temp = tempfile::tempdir()?;
        let index = Index::open(temp.path())?;
        let mut bulk = index.bulk()?;
        let mut numbers = HashMap::new();
        for (number, doc) in (0_u32..).zip(&docs) {
            numbers.insert(text(doc, "id"), number);
            let mut key = [0; 16];
            key[..4].copy_from_slice(&number.to_be_bytes());
            let (title, body) = (text(doc, "title"), text(doc, "body"));
            bulk.put(&IndexDoc {
                key,
                title,
                body,
                ..IndexDoc::default()
            })?;
        }
        bulk.finish(1)?;
        let queries = parse_lines(&std::fs::read_to_string(dir.join("queries.jsonl"))?)?;
        let queries = queries
            .iter()
            .map(|query| (text(query, "id"), text(query, "text")))
            .collect();
        let judged = judgements(&std::fs::read_to_string(dir.join("qrels.tsv"))?, &numbers)?;
        let name = dir
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Ok(Collection {
            name,
            index,
            queries,
            judged,
            _dir: temp,
        })
    }

    fn score(&self, ranking: &Ranking) -> Outcome<(Score, Score)> {
        let options = SearchOptions {
            limit: 10,
            facets: false,
            ranking: *ranking,
            ..SearchOptions::default()
        };
        let (mut even, mut odd) = (Score::default(), Score::default());
        for (at, (id, asked)) in self.queries.iter().enumerate() {
            let Some(grades) = self.judged.get(id) else {
                continue;
            };
            let hits = self
                .index
                .search(&Query::parse(asked).finished(), &options)?
                .hits;
            let found: Vec<f64> = hits
                .iter()
                .map(|hit| {
                    let number =
                        u32::from_be_bytes([hit.key[0], hit.key[1], hit.key[2], hit.key[3]]);
                    grades.get(&number).copied().unwrap_or(0.0)
                })
                .collect();
            let score = if at % 2 == 0 { &mut even } else { &mut odd };
            score.add(&found, grades);
        }
        Ok((even, odd))
    }
}

impl Score {
    /// Adds one query: the grades of what was found, and all there was to find.
    fn add(&mut self, found: &[f64], grades: &HashMap<u32, f64>) {
        let mut best: Vec<f64> = grades.values().copied().collect();
        best.sort_by(|a, b| b.total_cmp(a));
        best.truncate(10);
        self.ndcg += gain(found) / gain(&best).max(f64::MIN_POSITIVE);
        self.mrr += found
            .iter()
            .position(|grade| *grade > 0.0)
            .map_or(0.0, |at| 1.0 / (at + 1) as f64);
        self.n += 1;
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let n = self.n.max(1) as f64;
        f.pad(&format!("{:.4}  {:.4}", self.ndcg / n, self.mrr / n))
    }
}

/// Discounted cumulative gain, with the grade itself as gain.
fn gain(grades: &[f64]) -> f64 {
    grades
        .iter()
        .enumerate()
        .map(|(at, grade)| grade / (at as f64 + 2.0).log2())
        .sum()
}

fn judgements(lines: &str, numbers: &HashMap<String, u32>) -> Outcome<Judged> {
    let mut judged = Judged::new();
    for line in lines.lines() {
        let parts: Vec<&str> = line.split('\t').collect();
        let [query, doc, grade] = parts[..] else {
            continue;
        };
        let grade: f64 = grade.trim().parse()?;
        if let Some(number) = numbers.get(doc).filter(|_| grade > 0.0) {
            judged
                .entry(query.to_owned())
                .or_default()
                .insert(*number, grade);
        }
    }
    Ok(judged)
}

fn parse_lines(lines: &str) -> Outcome<Vec<Value>> {
    Ok(lines
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?)
}

fn text(value: &Value, name: &str) -> String {
    match &value[name] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
