//! The account at the end of a test run: one line a step, then the count.

use super::Verdict;
use crate::failure::Failure;

/// What became of one step.
pub(super) struct Line {
    pub(super) name: &'static str,
    pub(super) verdict: Verdict,
    pub(super) seconds: f64,
}

/// Prints the table, and as its very last line the count.
///
/// # Errors
/// When a step failed.
pub(super) fn print(lines: &[Line]) -> Result<(), Failure> {
    println!("\n{}", table(lines));
    println!("{}", summary(lines));
    match n_of(lines, |verdict| matches!(verdict, Verdict::Failed(_))) {
        0 => Ok(()),
        n => Err(Failure::Steps { n }),
    }
}

fn table(lines: &[Line]) -> String {
    let width = lines.iter().map(|line| line.name.len()).max().unwrap_or(0);
    let row = |line: &Line| {
        let (word, why) = match &line.verdict {
            Verdict::Passed => ("passed", ""),
            Verdict::Failed(why) => ("FAILED", first_line(why)),
            Verdict::Skipped(why) => ("skipped", first_line(why)),
        };
        let text = format!(
            "{:width$}  {word:7}  {:>7.1} s  {why}",
            line.name, line.seconds
        );
        text.trim_end().to_owned() + "\n"
    };
    lines.iter().map(row).collect()
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn summary(lines: &[Line]) -> String {
    let passed = n_of(lines, |verdict| *verdict == Verdict::Passed);
    let failed = n_of(lines, |verdict| matches!(verdict, Verdict::Failed(_)));
    let skipped = lines.len() - passed - failed;
    format!("{passed} passed, {failed} failed, {skipped} skipped")
}

fn n_of(lines: &[Line], is: impl Fn(&Verdict) -> bool) -> usize {
    lines.iter().filter(|line| is(&line.verdict)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> [Line; 3] {
        let line = |name, verdict| Line {
            name,
            verdict,
            seconds: 1.25,
        };
        [
            line("format", Verdict::Passed),
            line("window tests", Verdict::Skipped("no display".to_owned())),
            line(
                "clippy",
                Verdict::Failed("cargo clippy\nended with 1".to_owned()),
            ),
        ]
    }

    #[test]
    fn the_last_line_counts_steps() {
        assert_eq!(summary(&lines()), "1 passed, 1 failed, 1 skipped");
    }

    #[test]
    fn every_step_has_its_line_and_its_reason() {
        assert_eq!(
            table(&lines()),
            "format        passed       1.2 s\n\
             window tests  skipped      1.2 s  no display\n\
             clippy        FAILED       1.2 s  cargo clippy\n"
        );
    }

    #[test]
    fn a_failed_step_fails_the_run() {
        assert!(print(&lines()).is_err());
        assert!(print(&lines()[..2]).is_ok());
    }
}
