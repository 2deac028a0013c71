//! What a community of many lessons costs: import, give, bring in, save, search, rebuild.
//!
//! Texts come from `generate.py` in the folder that HEARTH_CORPORA names: real sentences, recombined.
//! HEARTH_BENCH_LESSONS sets how many (100,000 when unset). Prints a Markdown table; nothing is asserted.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a bench stops at the first surprise"
)]

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use hearth_core::model::field::{Field, Fields, Row};
use hearth_core::model::people::Role;
use hearth_core::{
    BulkRecord, Environment, Hearth, Home, Limits, NoProgress, Query, Scope, SearchOptions,
};

fn main() {
    let Some(corpora) = std::env::var_os("HEARTH_CORPORA").map(PathBuf::from) else {
        println!("skipped: HEARTH_CORPORA names no folder with generate.py");
        return;
    };
    let n_lessons = std::env::var("HEARTH_BENCH_LESSONS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(100_000);
    let folder =
        tempfile::tempdir_in(std::env::var_os("CARGO_TARGET_TMPDIR").unwrap_or_else(|| ".".into()))
            .unwrap();
    let bench = Bench {
        corpora,
        n_lessons,
        folder: folder.path().to_owned(),
    };
    println!(
        "{n_lessons} lessons, {} cores\n",
        std::thread::available_parallelism().map_or(1, usize::from)
    );
    println!("| Work | Figure | CPU |\n|---|---|---|");
    bench.run();
}

struct Bench {
    corpora: PathBuf,
    n_lessons: usize,
    folder: PathBuf,
}

impl Bench {
    fn run(&self) {
        let lessons = self.generate();
        let home = Home::at(self.folder.join("alice"));
        let mut alice = Hearth::found(&home, Environment::system(), "Bench", "Alice", "")
            .unwrap()
            .hearth;
        self.import(&mut alice, &lessons);
        self.search(&mut alice);
        self.save(&mut alice);
        let (bundle, invitation) = self.give(&mut alice);
        self.bring_in(&mut alice, &bundle, &invitation);
        let spent = Spent::now();
        alice.rebuild().unwrap();
        spent.row("rebuild tables and index from the log", "");
        self.sizes(&home);
        drop(alice);
        self.start(&home);
    }

    fn generate(&self) -> PathBuf {
        let out = self.folder.join("lessons.jsonl");
        let generator = self.corpora.join("generate.py");
        let count = self.n_lessons.to_string();
        let status = Command::new("python3")
            .arg(generator)
            .args(["--count", &count, "--out"])
            .arg(&out)
            .output()
            .unwrap();
        assert!(
            status.status.success(),
            "{}",
            String::from_utf8_lossy(&status.stderr)
        );
        out
    }

    fn import(&self, alice: &mut Hearth, lessons: &Path) {
        let spent = Spent::now();
        let mut batch = Vec::new();
        for line in BufReader::new(File::open(lessons).unwrap()).lines() {
            batch.push(record(&line.unwrap()));
            if batch.len() == 2_000 {
                alice.import_records(&batch).unwrap();
                batch.clear();
            }
        }
        alice.import_records(&batch).unwrap();
        let stored = spent.elapsed();
        spent.row(
            "import: parsed, signed, stored",
            &rate(self.n_lessons, stored),
        );
        let indexing = Spent::now();
        alice.index().unwrap();
        indexing.row(
            "index what was imported",
            &rate(self.n_lessons, indexing.elapsed()),
        );
        spent.row(
            "import, signed, stored and indexed",
            &rate(self.n_lessons, spent.elapsed()),
        );
        println!(
            "| memory at its highest so far | {} MB | |",
            peak_memory_mb()
        );
    }

    fn search(&self, alice: &mut Hearth) {
        let out = self.folder.join("queries.json");
        let generator = self.corpora.join("generate.py");
        assert!(
            Command::new("python3")
                .arg(generator)
                .arg("--queries")
                .arg(&out)
                .output()
                .unwrap()
                .status
                .success()
        );
        let queries: serde_json::Value = serde_json::from_slice(&fs::read(out).unwrap()).unwrap();
        for kind in ["term1", "term2", "term3", "prefix", "phrase", "typo"] {
            let mut times = Vec::new();
            let of_kind = queries
                .as_array()
                .unwrap()
                .iter()
                .filter(|query| query["type"] == kind);
            let texts: Vec<String> = of_kind
                .map(|query| typed(kind, query["text"].as_str().unwrap()))
                .collect();
            for round in 0..3 {
                for text in &texts {
                    let started = Instant::now();
                    alice
                        .search(&Query::parse(text), &SearchOptions::default())
                        .unwrap();
                    if round > 0 {
                        times.push(started.elapsed());
                    }
                }
            }
            println!(
                "| search, {kind}, top 20 with snippets and counts | {} | |",
                spread(&mut times)
            );
        }
    }

    fn save(&self, alice: &mut Hearth) {
        let mut times = Vec::new();
        for n in 0..200 {
            let fields =
                Fields::default().with_text(Field::Title, &format!("Saved lesson zzsave{n:04}"));
            let started = Instant::now();
            let (id, _) = alice.log_lesson(fields).unwrap();
            let found = alice
                .search(
                    &Query::parse(&format!("zzsave{n:04} ")),
                    &SearchOptions::default(),
                )
                .unwrap();
            times.push(started.elapsed());
            assert_eq!(found.hits.first().map(|hit| hit.row.id), Some(id));
        }
        println!(
            "| save: on disk (FULL) and found by a search | {} | |",
            spread(&mut times)
        );
        let spent = Spent::now();
        alice.flush_index().unwrap();
        spent.row("commit the tail of 200 to the index", "");
    }

    fn give(&self, alice: &mut Hearth) -> (PathBuf, PathBuf) {
        let invitation = self.folder.join("invitation.hearth");
        alice.invite(Role::Practitioner, 10, &invitation).unwrap();
        let bundle = self.folder.join("whole.hearth");
        let spent = Spent::now();
        let given = alice
            .give(&Scope::Whole, "", &bundle, &mut NoProgress)
            .unwrap();
        spent.row(
            "give everything",
            &rate(given.n_changes as usize, spent.elapsed()),
        );
        println!(
            "| size of that file | {} bytes a lesson | |",
            given.bytes / self.n_lessons as u64
        );
        (bundle, invitation)
    }

    fn bring_in(&self, alice: &mut Hearth, bundle: &Path, invitation: &Path) {
        let home = Home::at(self.folder.join("bob"));
        let mut bob = Hearth::join(&home, Environment::system(), invitation, "Bob").unwrap();
        let spent = Spent::now();
        let plan = bob
            .preview(bundle, &Limits::default(), &mut NoProgress)
            .unwrap();
        spent.row(
            "preview of everything",
            &rate(plan.n_changes as usize, spent.elapsed()),
        );
        let spent = Spent::now();
        bob.bring_in(bundle, &Limits::default(), None, &mut NoProgress)
            .unwrap();
        spent.row(
            "bring in: verified, planned, stored",
            &rate(plan.n_changes as usize, spent.elapsed()),
        );
        bob.index().unwrap();
        spent.row(
            "bring in, indexed too",
            &rate(plan.n_changes as usize, spent.elapsed()),
        );
        let spent = Spent::now();
        bob.bring_in(bundle, &Limits::default(), None, &mut NoProgress)
            .unwrap();
        spent.row("the same file again", "");
        println!(
            "| memory at its highest so far | {} MB | |",
            peak_memory_mb()
        );
        self.small_exchange(alice, &mut bob);
    }

    fn small_exchange(&self, alice: &mut Hearth, bob: &mut Hearth) {
        let back = self.folder.join("back.hearth");
        let member = alice.identity().unwrap().member;
        let ids = alice.lesson_ids().unwrap();
        let changed = ids.iter().step_by(self.n_lessons.div_ceil(100)).copied();
        for id in changed {
            alice
                .edit_lesson(id, |fields| {
                    let body = format!("{}\n\nSeen again, and noted.\n", fields.text(Field::Body));
                    fields.with_text(Field::Body, &body)
                })
                .unwrap();
        }
        bob.give(&Scope::SinceLast(member), "", &back, &mut NoProgress)
            .unwrap();
        alice
            .bring_in(&back, &Limits::default(), None, &mut NoProgress)
            .unwrap();
        let bob_member = bob.identity().unwrap().member;
        let news = self.folder.join("news.hearth");
        let spent = Spent::now();
        let given = alice
            .give(&Scope::SinceLast(bob_member), "", &news, &mut NoProgress)
            .unwrap();
        bob.bring_in(&news, &Limits::default(), None, &mut NoProgress)
            .unwrap();
        spent.row(
            "100 changed lessons: give and bring in",
            &format!("{} KB, {} changes", given.bytes / 1_000, given.n_changes),
        );
    }

    fn sizes(&self, home: &Home) {
        let folder = fs::read_dir(home.path().join("communities"))
            .unwrap()
            .next()
            .unwrap()
            .unwrap()
            .path();
        println!(
            "| store on disk | {} MB | |",
            size(&folder.join("store.db")) / 1_000_000
        );
        println!(
            "| index on disk | {} MB | |",
            size(&folder.join("index")) / 1_000_000
        );
    }

    fn start(&self, home: &Home) {
        let mut times = Vec::new();
        for _ in 0..10 {
            let started = Instant::now();
            let mut hearth = Hearth::open(home, Environment::system()).unwrap();
            hearth
                .search(&Query::parse("valve "), &SearchOptions::default())
                .unwrap();
            times.push(started.elapsed());
        }
        println!("| open and one query | {} | |", spread(&mut times));
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
    let fields = Fields::default()
        .with_text(Field::Kind, text("kind"))
        .with_text(
            Field::Title,
            &text("title").chars().take(200).collect::<String>(),
        )
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

/// Wall and processor time since a moment.
struct Spent {
    wall: Instant,
    cpu: Duration,
}

impl Spent {
    fn now() -> Self {
        Self {
            wall: Instant::now(),
            cpu: cpu_time(),
        }
    }

    fn elapsed(&self) -> Duration {
        self.wall.elapsed()
    }

    fn row(&self, work: &str, figure: &str) {
        let cpu = cpu_time() - self.cpu;
        println!(
            "| {work} | {:.2} s {figure} | {:.2} s |",
            self.wall.elapsed().as_secs_f64(),
            cpu.as_secs_f64()
        );
    }
}

/// User and system time of this process, from /proc; zero elsewhere.
fn cpu_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ');
    let ticks: u64 = fields
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse::<u64>().ok())
        .sum();
    Duration::from_millis(ticks * 10)
}

fn peak_memory_mb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|kb| kb.parse::<u64>().ok())
        .unwrap_or(0)
        / 1_000
}

fn rate(n: usize, time: Duration) -> String {
    format!("({:.0}/s)", n as f64 / time.as_secs_f64())
}

fn spread(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1_000.0;
    format!("median {:.2} ms, p99 {:.2} ms", at(0.5), at(0.99))
}

fn size(path: &Path) -> u64 {
    if path.is_file() {
        return path.metadata().unwrap().len();
    }
    fs::read_dir(path)
        .unwrap()
        .map(|entry| size(&entry.unwrap().path()))
        .sum()
}
