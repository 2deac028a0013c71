//! What one machine does alone.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use hearth_core::model::field::{Field, Fields};
use hearth_core::{Environment, Hearth, Home, Query, SearchOptions};

use crate::Bench;
use crate::measure::{Spent, rate, size, spread};
use crate::texts::KINDS;

const BATCH: usize = 2_000;

impl Bench {
    pub(crate) fn home(&self, name: &str) -> Home {
        Home::at(self.folder.join(name))
    }

    pub(crate) fn open(&self, name: &str) -> Hearth {
        Hearth::open(&self.home(name), Environment::system()).unwrap()
    }

    fn community_folder(&self) -> PathBuf {
        let communities = self.home("alice").path().join("communities");
        let mut entries = fs::read_dir(communities).unwrap();
        entries.next().unwrap().unwrap().path()
    }
}

pub(crate) fn import(bench: &Bench) {
    let home = bench.home("alice");
    let founded = Hearth::found(&home, Environment::system(), "Bench", "Alice", "");
    let mut alice = founded.unwrap().hearth;
    let spent = Spent::now();
    let mut batch = Vec::new();
    for record in bench.texts.records() {
        batch.push(record);
        if batch.len() == BATCH {
            alice.import_records(&batch).unwrap();
            batch.clear();
        }
    }
    alice.import_records(&batch).unwrap();
    let speed = |spent: &Spent| rate(bench.n_lessons, spent.elapsed());
    spent.row("import: parsed, signed, stored", &speed(&spent));
    let indexing = Spent::now();
    alice.index().unwrap();
    indexing.row("index what was imported", &speed(&indexing));
    spent.row("import, signed, stored and indexed", &speed(&spent));
    let folder = bench.community_folder();
    let mb = |name: &str| size(&folder.join(name)) / 1_000_000;
    println!("| store on disk | {} MB | |", mb("store.db"));
    println!("| index on disk | {} MB | |", mb("index"));
}

pub(crate) fn search(bench: &Bench) {
    let mut alice = bench.open("alice");
    alice.index().unwrap();
    for kind in KINDS {
        let mut times = Vec::new();
        for round in 0..3 {
            for text in bench.texts.queries(kind) {
                let started = Instant::now();
                let query = Query::parse(&text);
                alice.search(&query, &SearchOptions::default()).unwrap();
                if round > 0 {
                    times.push(started.elapsed());
                }
            }
        }
        let figures = spread(&mut times);
        println!("| search, {kind}, top 20 with snippets and counts | {figures} | |");
    }
}

pub(crate) fn save(bench: &Bench) {
    let mut alice = bench.open("alice");
    alice.index().unwrap();
    let mut times = Vec::new();
    for n in 0..400 {
        let title = format!("Saved lesson zzsave{n:04}");
        let fields = Fields::default().with_text(Field::Title, &title);
        let started = Instant::now();
        let (id, _) = alice.log_lesson(fields).unwrap();
        let query = Query::parse(&format!("zzsave{n:04} "));
        let found = alice.search(&query, &SearchOptions::default()).unwrap();
        times.push(started.elapsed());
        assert_eq!(found.hits.first().map(|hit| hit.row.id), Some(id));
    }
    let figures = spread(&mut times);
    println!("| save: on disk (FULL) and found by a search | {figures} | |");
    let spent = Spent::now();
    alice.flush_index().unwrap();
    spent.row("commit the tail to the index", "");
}

pub(crate) fn rebuild(bench: &Bench) {
    let mut alice = bench.open("alice");
    let spent = Spent::now();
    alice.rebuild().unwrap();
    spent.row("rebuild tables and index from the log", "");
}

pub(crate) fn start(bench: &Bench) {
    let mut times = Vec::new();
    for _ in 0..10 {
        let started = Instant::now();
        let mut hearth = bench.open("alice");
        let query = Query::parse("valve ");
        hearth.search(&query, &SearchOptions::default()).unwrap();
        times.push(started.elapsed());
    }
    println!("| open and one query | {} | |", spread(&mut times));
    let Some(cli) = std::env::var_os("HEARTH_CLI") else {
        println!("| process start and one query | skipped: HEARTH_CLI names no program | |");
        return;
    };
    let mut times = Vec::new();
    for _ in 0..20 {
        let started = Instant::now();
        let answer = Command::new(&cli)
            .arg("--home")
            .arg(bench.home("alice").path())
            .args(["search", "valve", "--limit", "20"])
            .output();
        assert!(answer.unwrap().status.success());
        times.push(started.elapsed());
    }
    println!("| process start and one query | {} | |", spread(&mut times));
}
