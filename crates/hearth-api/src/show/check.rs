//! Whether all is well.

use hearth_core::{Findings, Report};

use super::plan::held;
use super::{count, ms};
use crate::wire::check::CheckReport;

/// A report.
pub fn check(report: Report) -> CheckReport {
    let all_well = report.all_well();
    let Report {
        at_ms,
        findings,
        state_digest,
        n_lessons,
        set_aside,
        index_in_step,
    } = report;
    let mut problems = problems(&findings);
    if !index_in_step {
        problems.push("The search index is not up to date; rebuilding it helps.".to_owned());
    }
    CheckReport {
        at_ms: ms(at_ms),
        all_well,
        state_digest,
        n_lessons,
        n_changes: count(findings.n_changes),
        n_attachments: count(findings.n_blobs),
        problems,
        held: set_aside
            .iter()
            .map(|(reason, n)| held(reason, u64::from(*n)))
            .collect(),
    }
}

fn problems(findings: &Findings) -> Vec<String> {
    let Findings {
        n_changes: _,
        n_blobs: _,
        pages,
        bad_changes,
        bad_blobs,
        derived_matches,
    } = findings;
    let pages = pages
        .iter()
        .map(|said| format!("A part of the file is damaged: {said}."));
    let changes = bad_changes
        .iter()
        .map(|id| format!("The change {id} is no longer what its author signed."));
    let blobs = bad_blobs
        .iter()
        .map(|hash| format!("The attached file {hash} is damaged."));
    let mut problems: Vec<String> = pages.chain(changes).chain(blobs).collect();
    if !derived_matches && problems.is_empty() {
        problems.push("The tables do not follow from the changes; rebuilding helps.".to_owned());
    }
    problems
}
