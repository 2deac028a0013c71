//! How fast, how big: prints a table of processor time, which a busy machine does not change much,
//! beside the time on the clock, which is what a person waits. Run it beside a peer, in one go.
//!
//! `HEARTH_LESSONS=lessons.jsonl HEARTH_QUERIES=queries.json cargo bench -p hearth-index`
//!
//! Lessons: one JSON object a line (id as 32 hex digits, kind, title, body, tags, author, created).
//! Queries: a JSON array of {type, text}. Without them it says so and stops.
#![allow(clippy::print_stdout, reason = "a program that prints a table")]
#![allow(missing_docs, reason = "a program")]

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use hearth_index::{DocKey, Index, IndexDoc, Query, SearchOptions};
use serde_json::Value;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Every query is asked this often; the first round warms the caches and is not counted.
const ROUNDS: usize = 6;
const SAVES: usize = 300;

/// What something took: of the processor, and by the clock.
#[derive(Clone, Copy)]
struct Took {
    cpu: Duration,
    wall: Duration,
}

/// A stopwatch for this thread's processor time and the clock.
struct Watch {
    cpu: Duration,
    wall: Instant,
}

impl Watch {
    fn start() -> Watch {
        Watch {
            cpu: cpu(Whose::Thread),
            wall: Instant::now(),
        }
    }

    fn took(&self) -> Took {
        Took {
            cpu: cpu(Whose::Thread) - self.cpu,
            wall: self.wall.elapsed(),
        }
    }
}

enum Whose {
    Thread,
    Process,
}

#[cfg(unix)]
fn cpu(whose: Whose) -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let now = clock_gettime(match whose {
        Whose::Thread => ClockId::ThreadCPUTime,
        Whose::Process => ClockId::ProcessCPUTime,
    });
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
}

#[cfg(not(unix))]
fn cpu(_whose: Whose) -> Duration {
    Duration::ZERO
}

fn main() -> Outcome<()> {
    let (Some(lessons), Some(queries)) = (
        std::env::var_os("HEARTH_LESSONS"),
        std::env::var_os("HEARTH_QUERIES"),
    ) else {
        println!("set HEARTH_LESSONS and HEARTH_QUERIES; see the top of benches/speed.rs");
        return Ok(());
    };
    let docs = read_lessons(Path::new(&lessons))?;
    let queries: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(queries)?)?;
    let dir = tempfile::tempdir()?;
    fill(dir.path(), &docs)?;
    let index = open(dir.path())?;
    let texts: HashMap<DocKey, &str> = docs
        .iter()
        .map(|doc| (doc.key, doc.body.as_str()))
        .collect();
    let head = ["cpu med", "cpu p99", "med", "p99", "hits"].map(|name| format!("{name:>8}"));
    println!("\n{:<36} {}", "ms", head.join(" "));
    search_all(&index, &queries, &texts)?;
    save(&index, &docs, "save, then find it")?;
    fill_tail(&index, &docs)?;
    search_all(&index, &queries, &texts)?;
    save(&index, &docs, "save, then find it; full tail")?;
    time("flush of a full tail", || index.flush().map(drop))?;
    Ok(())
}

fn fill(dir: &Path, docs: &[IndexDoc]) -> Outcome<()> {
    let index = Index::open(dir)?;
    let (start, start_cpu) = (Instant::now(), cpu(Whose::Process));
    let mut bulk = index.bulk()?;
    for doc in docs {
        bulk.put(doc)?;
    }
    bulk.commit(1)?;
    let wall = start.elapsed().as_secs_f64();
    let busy = (cpu(Whose::Process) - start_cpu).as_secs_f64();
    bulk.finish(1)?;
    let n = docs.len() as f64;
    println!("lessons                    {n}");
    println!(
        "bulk until committed       {wall:.1} s, {:.0} lessons/s",
        n / wall
    );
    println!(
        "processor time of that     {busy:.1} s, {:.0} lessons/s",
        n / busy
    );
    println!(
        "merges after that          {:.1} s",
        start.elapsed().as_secs_f64() - wall
    );
    println!(
        "on disk                    {:.1} MB",
        size_of(dir)? as f64 / 1e6
    );
    Ok(())
}

fn open(dir: &Path) -> Outcome<Index> {
    let start = Instant::now();
    let index = Index::open(dir)?;
    println!(
        "open                       {:.1} ms",
        start.elapsed().as_secs_f64() * 1e3
    );
    let start = Instant::now();
    index.search(&Query::parse("pump "), &SearchOptions::default())?;
    println!(
        "first search               {:.1} ms",
        start.elapsed().as_secs_f64() * 1e3
    );
    let start = Instant::now();
    index.verify()?;
    println!(
        "verify                     {:.1} ms",
        start.elapsed().as_secs_f64() * 1e3
    );
    Ok(index)
}

/// Times all queries, by type, with snippets and facets and without.
fn search_all(index: &Index, queries: &[Value], texts: &HashMap<DocKey, &str>) -> Outcome<()> {
    let mut by_type: BTreeMap<&str, Vec<Query>> = BTreeMap::new();
    for query in queries {
        let (kind, text) = (text(query, "type"), text(query, "text"));
        let query = match kind {
            "phrase" => Query::parse(&format!("\"{text}\"")),
            "prefix" => Query::parse(text),
            _ => Query::parse(text).finished(),
        };
        by_type.entry(kind).or_default().push(query);
        if kind == "term2" {
            let cut: String = text.chars().take(text.find(' ').unwrap_or(0) + 4).collect();
            by_type
                .entry("word + 3 letters")
                .or_default()
                .push(Query::parse(&cut));
            let two: String = text.chars().take(2).collect();
            by_type
                .entry("2 letters")
                .or_default()
                .push(Query::parse(&two));
        }
    }
    println!("-- {} waiting in the tail", index.n_waiting());
    for (kind, queries) in by_type {
        for facets in [true, false] {
            let options = SearchOptions {
                facets,
                ..SearchOptions::default()
            };
            let mut times = Vec::new();
            let mut n_hits = 0;
            for (round, query) in
                (0..ROUNDS).flat_map(|round| queries.iter().map(move |q| (round, q)))
            {
                let watch = Watch::start();
                let hits = index.search(query, &options)?;
                for hit in &hits.hits {
                    let body = texts.get(&hit.key).copied().unwrap_or_default();
                    std::hint::black_box(hits.highlighter.snippet(body));
                }
                if round > 0 {
                    times.push(watch.took());
                }
                n_hits += hits.total;
            }
            let with = if facets { "facets" } else { "plain" };
            print_times(
                &format!("{kind}, snippets, {with}"),
                &times,
                n_hits / (ROUNDS * queries.len()),
            );
        }
    }
    Ok(())
}

/// Times a save until the saved lesson is found.
fn save(index: &Index, docs: &[IndexDoc], what: &str) -> Outcome<()> {
    let mut times = Vec::new();
    let query = Query::parse("zzyzx ");
    for (tick, doc) in (10_u64..).zip(docs.iter().cycle().skip(7).step_by(97).take(SAVES)) {
        let mut doc = doc.clone();
        doc.title.push_str(" zzyzx");
        let key = doc.key;
        let watch = Watch::start();
        index.tail_put(tick, doc)?;
        let hits = index.search(
            &query,
            &SearchOptions {
                limit: 1000,
                ..SearchOptions::default()
            },
        )?;
        times.push(watch.took());
        assert!(
            hits.hits.iter().any(|hit| hit.key == key),
            "a saved lesson is found"
        );
    }
    print_times(what, &times, SAVES);
    Ok(())
}

fn fill_tail(index: &Index, docs: &[IndexDoc]) -> Outcome<()> {
    time("flush", || index.flush().map(drop))?;
    for doc in docs.iter().take(hearth_index::TAIL_FULL) {
        index.tail_put(1_000_000, doc.clone())?;
    }
    Ok(())
}

fn time<E: Error + 'static>(what: &str, work: impl FnOnce() -> Result<(), E>) -> Outcome<()> {
    let start = Instant::now();
    work()?;
    println!("{what:<34} {:>9.2}", start.elapsed().as_secs_f64() * 1e3);
    Ok(())
}

fn print_times(what: &str, times: &[Took], n_hits: usize) {
    let at = |which: fn(&Took) -> Duration, part: f64| {
        let mut sorted: Vec<Duration> = times.iter().map(which).collect();
        sorted.sort_unstable();
        sorted[((sorted.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3
    };
    let cpu: fn(&Took) -> Duration = |took| took.cpu;
    let wall: fn(&Took) -> Duration = |took| took.wall;
    let (cpu_median, cpu_p99) = (at(cpu, 0.5), at(cpu, 0.99));
    let (median, p99) = (at(wall, 0.5), at(wall, 0.99));
    println!("{what:<36} {cpu_median:>8.2} {cpu_p99:>8.2} {median:>8.2} {p99:>8.2} {n_hits:>8}");
}

fn size_of(dir: &Path) -> Outcome<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(dir)? {
        sum += entry?.metadata()?.len();
    }
    Ok(sum)
}

fn read_lessons(path: &Path) -> Outcome<Vec<IndexDoc>> {
    let text = std::fs::read_to_string(path)?;
    text.lines()
        .map(|line| Ok(lesson(&serde_json::from_str(line)?)?))
        .collect()
}

fn lesson(value: &Value) -> Result<IndexDoc, std::num::ParseIntError> {
    let tags = value["tags"].as_array().into_iter().flatten();
    Ok(IndexDoc {
        key: u128::from_str_radix(text(value, "id"), 16)?.to_be_bytes(),
        kind: text(value, "kind").to_owned(),
        title: text(value, "title").to_owned(),
        body: text(value, "body").to_owned(),
        tags: tags.filter_map(Value::as_str).map(str::to_owned).collect(),
        author: text(value, "author").to_owned(),
        language: "en".to_owned(),
        created_ms: value["created"].as_i64().unwrap_or_default() * 1000,
        ..IndexDoc::default()
    })
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}
