//! `bench`: figures, not verdicts. Each programme writes what it measured to its own file.

use std::fs;

use crate::failure::Failure;
use crate::program::Program;
use crate::workspace;

/// A programme of measurements, by name and by the words for Cargo.
struct Programme {
    name: &'static str,
    measures: &'static str,
    cargo: &'static str,
}

/// To add one, add a line.
const PROGRAMMES: &[Programme] = &[Programme {
    name: "core",
    measures: "import, bring-in, save, search, start, rebuild, memory, disk",
    cargo: "bench --locked -p hearth-core",
}];

/// Runs one programme, or all of them.
///
/// # Errors
/// When a name is unknown, or a programme fails.
pub(crate) fn main(options: &[String]) -> Result<(), Failure> {
    let chosen = |programme: &&Programme| {
        options.is_empty() || options.iter().any(|name| name == programme.name)
    };
    if let Some(unknown) = options
        .iter()
        .find(|name| PROGRAMMES.iter().all(|known| known.name != **name))
    {
        return Err(Failure::Usage(unknown_name(unknown)));
    }
    let folder = workspace::target().join("bench");
    fs::create_dir_all(&folder).map_err(Failure::file("create", &folder))?;
    Program::cargo()
        .words("build --locked --release -p hearth-cli")
        .run()?;
    for programme in PROGRAMMES.iter().filter(chosen) {
        println!("== {}: {}", programme.name, programme.measures);
        let file = folder.join(format!("{}.txt", programme.name));
        Program::cargo()
            .words(programme.cargo)
            .set("HEARTH_CLI", workspace::target().join("release/hearth"))
            .run_into(&file)?;
        println!("Written to {}", file.display());
    }
    println!("\nSay on what machine, and under what load, when you pass these figures on.");
    Ok(())
}

fn unknown_name(name: &str) -> String {
    let known: Vec<String> = PROGRAMMES
        .iter()
        .map(|programme| format!("  {:8} {}", programme.name, programme.measures))
        .collect();
    format!(
        "There is no programme \"{name}\". Known:\n{}",
        known.join("\n")
    )
}
