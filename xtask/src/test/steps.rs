//! The steps of a test run, in order. A step that this machine cannot take says why; it is never left out in silence.

use std::fs;

use super::{Round, Tier, Verdict, fuzz};
use crate::failure::Failure;
use crate::headless;
use crate::program::{Program, is_installed};
use crate::setup::{self, For};
use crate::tidy;
use crate::workspace;

/// One line of the account.
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) tier: Tier,
    pub(super) run: fn(&mut Round) -> Verdict,
}

const fn step(name: &'static str, tier: Tier, run: fn(&mut Round) -> Verdict) -> Step {
    Step { name, tier, run }
}

pub(super) const STEPS: &[Step] = &[
    step("format", Tier::Quick, format),
    step("tidy", Tier::Quick, tidy_rules),
    step("clippy", Tier::Quick, clippy),
    step("Rust tests", Tier::Quick, rust_tests),
    step("system packages", Tier::Full, system_packages),
    step("Rust documents", Tier::Full, rust_documents),
    step("npm packages", Tier::Full, npm_packages),
    step("page: lint", Tier::Full, page_lint),
    step("page: types", Tier::Full, page_types),
    step("page: tests", Tier::Full, page_tests),
    step("page: build", Tier::Full, page_build),
    step("command line: build", Tier::Full, command_line),
    step("window: build", Tier::Full, window_build),
    step("window: clippy", Tier::Full, window_clippy),
    step("window: commands", Tier::Full, window_commands),
    step("scenarios", Tier::Full, scenarios),
    step("browser tests", Tier::Full, browser_tests),
    step("window tests", Tier::Full, window_tests),
    step("headless run", Tier::Full, headless_run),
    step("dependencies", Tier::Full, dependencies),
    step("fuzz properties", Tier::Full, fuzz::properties),
    step("long scenarios", Tier::Long, long_scenarios),
    step("fuzz targets", Tier::Long, fuzz::targets),
];

/// What it takes to picture every screen.
pub(super) const PICTURES: &[Step] = &[
    step("system packages", Tier::Full, system_packages),
    step("npm packages", Tier::Full, npm_packages),
    step("page: build", Tier::Full, page_build),
    step("test server: build", Tier::Full, command_line),
    step("pictures", Tier::Full, pictures),
];

/// Every crate that builds without WebKit.
const WITHOUT_WINDOW: &str = "--workspace --exclude hearth-app";

fn format(_: &mut Round) -> Verdict {
    Program::cargo().words("fmt --all --check").run().into()
}

fn tidy_rules(_: &mut Round) -> Verdict {
    tidy::main(&[]).into()
}

fn clippy(_: &mut Round) -> Verdict {
    Program::cargo()
        .words("clippy --locked --all-targets")
        .words(WITHOUT_WINDOW)
        .words("-- -D warnings")
        .run()
        .into()
}

fn rust_tests(_: &mut Round) -> Verdict {
    let program = if is_installed("cargo-nextest") {
        Program::cargo().words("nextest run --locked --no-fail-fast")
    } else {
        Program::cargo().words("test --locked --no-fail-fast --lib --bins --tests")
    };
    program
        .words(WITHOUT_WINDOW)
        .words("--exclude hearth-tests")
        .run()
        .into()
}

fn system_packages(_: &mut Round) -> Verdict {
    match setup::system_packages(For::Tests) {
        Err(Failure::Needs(what)) => Verdict::Skipped(format!("not mine to install here. {what}")),
        other => other.into(),
    }
}

fn rust_documents(_: &mut Round) -> Verdict {
    let examples = Program::cargo()
        .words("test --locked --doc")
        .words(WITHOUT_WINDOW);
    let pages = Program::cargo()
        .words("doc --locked --no-deps --document-private-items")
        .words(WITHOUT_WINDOW)
        // Private items are documented too, so a link to one leads somewhere.
        .set(
            "RUSTDOCFLAGS",
            "-D warnings -A rustdoc::private_intra_doc_links",
        );
    examples.run().and_then(|()| pages.run()).into()
}

fn npm_packages(_: &mut Round) -> Verdict {
    match setup::npm_packages() {
        Err(Failure::Needs(what)) => Verdict::Skipped(what),
        other => other.into(),
    }
}

fn page_lint(_: &mut Round) -> Verdict {
    page("lint")
}

fn page_types(_: &mut Round) -> Verdict {
    page("check")
}

fn page_tests(_: &mut Round) -> Verdict {
    page("test")
}

fn page_build(_: &mut Round) -> Verdict {
    page("build")
}

/// Runs one script of `ui/package.json`.
fn page(script: &str) -> Verdict {
    if !workspace::root().join("ui/node_modules").exists() {
        return Verdict::Skipped("the npm packages are not installed".to_owned());
    }
    Program::npm().words("run").word(script).run().into()
}

fn command_line(_: &mut Round) -> Verdict {
    Program::cargo()
        .words("build --locked -p hearth-cli -p hearth-devserver")
        .run()
        .into()
}

fn window_build(_: &mut Round) -> Verdict {
    without_window().unwrap_or_else(|| window("build", "").run().into())
}

fn window_clippy(_: &mut Round) -> Verdict {
    let clippy = || window("clippy", "--all-targets -- -D warnings");
    without_window().unwrap_or_else(|| clippy().run().into())
}

fn window_commands(_: &mut Round) -> Verdict {
    without_window().unwrap_or_else(|| window("test", "").run().into())
}

/// Prepares a Cargo command for the window, whose file dialogs are answered by tests.
fn window(command: &str, rest: &str) -> Program {
    Program::cargo()
        .words(command)
        .words("--locked -p hearth-app --features custom-protocol,dialog-answers")
        .words(rest)
}

/// Returns why the window cannot be built here, if so.
fn without_window() -> Option<Verdict> {
    let why = if !workspace::root().join("ui/dist/index.html").exists() {
        "ui/dist is missing: the page was not built"
    } else if cfg!(target_os = "linux") && !has_webkit() {
        "WebKitGTK 4.1 is not installed"
    } else {
        return None;
    };
    Some(Verdict::Skipped(why.to_owned()))
}

fn has_webkit() -> bool {
    Program::new("pkg-config")
        .words("--exists webkit2gtk-4.1")
        .succeeds()
}

/// The test programs of `tests/` that drive a browser and the window; every other one needs neither.
const BROWSER: &str = "e2e";
const WINDOW: &str = "shell";

fn scenarios(_: &mut Round) -> Verdict {
    scenario_tests(&all_scenarios()).run().into()
}

fn long_scenarios(_: &mut Round) -> Verdict {
    scenario_tests(&all_scenarios())
        .words("--release")
        .set("HEARTH_LONG", "1")
        .run()
        .into()
}

/// Returns the names of the test programs of `tests/`.
fn declared_tests() -> Vec<String> {
    let manifest = fs::read_to_string(workspace::root().join("tests/Cargo.toml"));
    targets(&manifest.unwrap_or_default(), "test")
}

/// Returns the words that choose every test program but the driven ones.
fn all_scenarios() -> String {
    let targets = declared_tests();
    let chosen = targets
        .iter()
        .filter(|name| ![BROWSER, WINDOW].contains(&name.as_str()));
    let words: Vec<String> = chosen.map(|name| format!("--test {name}")).collect();
    ["--lib".to_owned()]
        .into_iter()
        .chain(words)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Reads the names of the sections of a manifest that declare targets of one sort: `test`, `bin`.
pub(super) fn targets(manifest: &str, sort: &str) -> Vec<String> {
    let header = format!("[[{sort}]]");
    let sections = manifest.split(&header).skip(1);
    let name = |section: &str| {
        let own = section.split("\n[").next()?;
        let line = own
            .lines()
            .find(|line| line.trim_start().starts_with("name"))?;
        line.split('"').nth(1).map(str::to_owned)
    };
    sections.filter_map(name).collect()
}

/// Prepares test programs of `tests/`, which find what was built by these variables.
fn scenario_tests(targets: &str) -> Program {
    Program::cargo()
        .words("test --locked --no-fail-fast -p hearth-tests")
        .words(targets)
        .set("HEARTH_CLI", workspace::debug_program("hearth"))
        .set(
            "HEARTH_DEVSERVER",
            workspace::debug_program("hearth-devserver"),
        )
        .set("HEARTH_APP", workspace::debug_program("hearth-app"))
        .set("HEARTH_PAGE", workspace::root().join("ui/dist"))
}

fn browser_tests(round: &mut Round) -> Verdict {
    if !workspace::root().join("ui/dist/index.html").exists() {
        return Verdict::Skipped("ui/dist is missing: the page was not built".to_owned());
    }
    driven(BROWSER, round)
}

fn window_tests(round: &mut Round) -> Verdict {
    if !workspace::debug_program("hearth-app").exists() {
        return Verdict::Skipped("the window was not built".to_owned());
    }
    driven(WINDOW, round)
}

fn pictures(round: &mut Round) -> Verdict {
    let folder = workspace::target().join("pictures");
    println!("Pictures go to {}", folder.display());
    round.pictures = Some(folder);
    driven(BROWSER, round)
}

/// Runs tests that drive a browser or a window through WebKitWebDriver, one at a time.
fn driven(name: &str, round: &mut Round) -> Verdict {
    if !declared_tests().iter().any(|declared| declared == name) {
        return Verdict::Skipped(format!("tests/Cargo.toml declares no test program {name}"));
    }
    if !is_installed("WebKitWebDriver") {
        return Verdict::Skipped("WebKitWebDriver is not installed".to_owned());
    }
    let mut program = scenario_tests(&format!("--test {name}"));
    match round.screen() {
        Ok(None) => {}
        Ok(Some(screen)) => program = program.set("DISPLAY", screen),
        Err(failure) => return Verdict::Skipped(format!("no display: {failure}")),
    }
    if let Some(folder) = &round.pictures {
        program = program.set("HEARTH_PICTURES", folder).words("pictures");
    }
    program.words("-- --test-threads=1").run().into()
}

fn headless_run(_: &mut Round) -> Verdict {
    headless::main().into()
}

fn dependencies(_: &mut Round) -> Verdict {
    if !is_installed("cargo-deny") {
        return Verdict::Skipped(
            "cargo-deny is not installed (cargo install cargo-deny --locked)".to_owned(),
        );
    }
    Program::cargo()
        .words("deny --workspace check")
        .run()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_programs_are_read_from_the_manifest() {
        let manifest = "[package]\nname = \"x\"\n[[test]]\nname = \"a\"\npath = \"a/main.rs\"\n\n[[test]]\nname = \"e2e\"\n[lints]\nname = \"no\"\n";
        assert_eq!(targets(manifest, "test"), ["a", "e2e"]);
        assert!(targets(manifest, "bin").is_empty());
    }

    #[test]
    fn every_step_has_a_name_of_its_own() {
        let mut names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STEPS.len());
    }
}
