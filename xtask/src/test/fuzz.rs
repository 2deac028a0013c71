//! The parsers of bytes from outside: a short look at what must hold of them, and the long search.

use std::fs;

use super::steps::targets as declared;
use super::{Round, Verdict};
use crate::failure::Failure;
use crate::program::{Program, is_installed};
use crate::workspace;

/// How long each target is searched, in seconds.
const SEARCH_SECONDS: u32 = 60;

/// The target that must fail.
const CONTROL: &str = "control";

/// Tries every property on the vectors and near them, with the stable compiler.
pub(super) fn properties(_: &mut Round) -> Verdict {
    Program::cargo()
        .words("test --locked --lib --manifest-path fuzz/Cargo.toml --target-dir target")
        .run()
        .into()
}

/// Searches each target for a minute; the control must be found out.
pub(super) fn targets(_: &mut Round) -> Verdict {
    let has_nightly = Program::new("cargo").words("+nightly --version").succeeds();
    if !has_nightly || !is_installed("cargo-fuzz") {
        return Verdict::Skipped("needs a nightly toolchain and cargo-fuzz".to_owned());
    }
    search_all().into()
}

fn search_all() -> Result<(), Failure> {
    let manifest = workspace::root().join("fuzz/Cargo.toml");
    let manifest = fs::read_to_string(&manifest).map_err(Failure::file("read", &manifest))?;
    fuzz("build").run()?;
    for target in declared(&manifest, "bin") {
        if target != CONTROL {
            search(&target).run()?;
        } else if search(&target).succeeds() {
            return Err(Failure::Usage(
                "The control target ran to its end: this search finds nothing.".to_owned(),
            ));
        }
    }
    Ok(())
}

fn fuzz(command: &str) -> Program {
    Program::new("cargo").words("+nightly fuzz").word(command)
}

fn search(target: &str) -> Program {
    fuzz("run")
        .word(target)
        .words("-- -timeout=5 -rss_limit_mb=1024 -max_len=65536")
        .word(format!("-max_total_time={SEARCH_SECONDS}"))
}
