//! `test`: every check and test there is, in the order in which they are cheapest to fail, and an honest account at the end.

mod fuzz;
mod report;
mod steps;

use std::path::PathBuf;
use std::time::Instant;

use crate::display::{self, Virtual};
use crate::failure::{Failure, only_options};
use report::Line;
use steps::{STEPS, Step};

/// How much to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tier {
    /// What one runs between two commits.
    Quick,
    /// What has to pass before anything is shared.
    Full,
    /// That, and the programmes that take an evening.
    Long,
}

impl Tier {
    fn how_to_ask(self) -> &'static str {
        match self {
            Self::Quick => "part of every run",
            Self::Full => "left out by --quick",
            Self::Long => "runs with --long",
        }
    }
}

/// How a step ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Passed,
    Failed(String),
    Skipped(String),
}

impl From<Result<(), Failure>> for Verdict {
    fn from(result: Result<(), Failure>) -> Self {
        match result {
            Ok(()) => Self::Passed,
            Err(failure) => Self::Failed(failure.to_string()),
        }
    }
}

/// What the steps of one call share.
pub(crate) struct Round {
    tier: Tier,
    screen: Option<Virtual>,
    /// Where pictures of the screens go, when that is what was asked for.
    pictures: Option<PathBuf>,
}

impl Round {
    fn new(tier: Tier) -> Self {
        Self {
            tier,
            screen: None,
            pictures: None,
        }
    }

    /// Returns the value for `DISPLAY`, starting a virtual screen the first time that there is none.
    fn screen(&mut self) -> Result<Option<&str>, Failure> {
        if display::is_there() {
            return Ok(None);
        }
        if self.screen.is_none() {
            self.screen = Some(Virtual::start()?);
        }
        Ok(self.screen.as_ref().map(Virtual::name))
    }
}

/// Runs the steps of a tier, all of them even when one fails.
///
/// # Errors
/// When a step failed.
pub(crate) fn main(options: &[String]) -> Result<(), Failure> {
    only_options(options, &["--quick", "--long"])?;
    let tier = match options.first().map(String::as_str) {
        Some("--quick") => Tier::Quick,
        Some("--long") => Tier::Long,
        _ => Tier::Full,
    };
    let mut round = Round::new(tier);
    let lines: Vec<Line> = STEPS.iter().map(|step| take(step, &mut round)).collect();
    // The screen goes before the account, so that the account comes last.
    drop(round);
    report::print(&lines)
}

/// Pictures every screen of the page as it was last built, in every look.
///
/// # Errors
/// When the page cannot be built or a screen cannot be reached.
pub(crate) fn pictures(options: &[String]) -> Result<(), Failure> {
    only_options(options, &[])?;
    let mut round = Round::new(Tier::Full);
    let lines: Vec<Line> = steps::PICTURES
        .iter()
        .map(|step| take(step, &mut round))
        .collect();
    drop(round);
    report::print(&lines)
}

fn take(step: &Step, round: &mut Round) -> Line {
    if step.tier > round.tier {
        return Line {
            name: step.name,
            verdict: Verdict::Skipped(step.tier.how_to_ask().to_owned()),
            seconds: 0.0,
        };
    }
    println!("\n== {}", step.name);
    let start = Instant::now();
    let verdict = (step.run)(round);
    if let Verdict::Failed(why) | Verdict::Skipped(why) = &verdict {
        println!("{why}");
    }
    Line {
        name: step.name,
        verdict,
        seconds: start.elapsed().as_secs_f64(),
    }
}
