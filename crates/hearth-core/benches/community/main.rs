//! What a community of many lessons costs: import, search, save, give, bring in, rebuild, start.
//!
//! Texts come from `generate.py` in the folder that HEARTH_CORPORA names: real sentences, recombined.
//! HEARTH_BENCH_LESSONS sets how many (100,000 when unset). HEARTH_CLI names a built `hearth`, whose
//! start is measured too. Each phase is a process of its own, so that its memory is its own. Prints a
//! Markdown table; nothing is asserted.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a bench stops at the first surprise"
)]

mod exchange;
mod measure;
mod one_machine;
mod texts;

use std::path::PathBuf;
use std::process::Command;

use measure::Memory;
use texts::Texts;

/// What a phase works on.
struct Bench {
    texts: Texts,
    n_lessons: usize,
    folder: PathBuf,
}

type Phase = fn(&Bench);

/// In this order: each goes on with what the ones before it left in the folder.
const PHASES: [(&str, Phase); 8] = [
    ("import", one_machine::import),
    ("search", one_machine::search),
    ("save", one_machine::save),
    ("give", exchange::give),
    ("bring-in", exchange::bring_in),
    ("small-exchange", exchange::small_exchange),
    ("rebuild", one_machine::rebuild),
    ("start", one_machine::start),
];

const PHASE: &str = "HEARTH_BENCH_PHASE";
const FOLDER: &str = "HEARTH_BENCH_FOLDER";

fn main() {
    let Some(corpora) = std::env::var_os("HEARTH_CORPORA").map(PathBuf::from) else {
        println!("skipped: HEARTH_CORPORA names no folder with generate.py");
        return;
    };
    let n_lessons = std::env::var("HEARTH_BENCH_LESSONS");
    let n_lessons = n_lessons.ok().and_then(|n| n.parse().ok());
    let n_lessons = n_lessons.unwrap_or(100_000);
    let bench = |folder: PathBuf| Bench {
        texts: Texts {
            corpora: corpora.clone(),
            folder: folder.clone(),
        },
        n_lessons,
        folder,
    };
    if let Some((name, folder)) = std::env::var(PHASE).ok().zip(std::env::var_os(FOLDER)) {
        let memory = Memory::watch();
        let phase = PHASES.iter().find(|(it, _)| *it == name);
        phase.unwrap().1(&bench(folder.into()));
        memory.row(&name);
        return;
    }
    let scratch = std::env::var_os("CARGO_TARGET_TMPDIR").unwrap_or_else(|| ".".into());
    let folder = tempfile::tempdir_in(scratch).unwrap();
    run(&bench(folder.path().to_owned()));
}

fn run(bench: &Bench) {
    let n_cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{} lessons, {n_cores} cores\n", bench.n_lessons);
    println!("| Work | Figure | CPU |\n|---|---|---|");
    bench.texts.generate(bench.n_lessons);
    for (name, _) in PHASES {
        let phase = Command::new(std::env::current_exe().unwrap())
            .env(PHASE, name)
            .env(FOLDER, &bench.folder)
            .status();
        assert!(phase.unwrap().success(), "{name}");
    }
    let peer = Command::new("python3")
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/benches/community/fts5.py"
        ))
        .args([bench.texts.lessons_file(), bench.texts.queries_file()])
        .status();
    assert!(peer.unwrap().success(), "the peer");
}
