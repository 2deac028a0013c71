//! The tour in the README: every command is run, and prints what the README says it prints.

use crate::support::{Stage, redact};

const README: &str = include_str!("../../../../README.md");

/// A line of the tour after a `$`, with what should follow it.
struct Step {
    command: String,
    printed: String,
}

#[test]
fn the_tour_in_the_readme_is_what_happens() {
    let stage = Stage::new();
    let mut person = String::new();
    let steps = steps(README);
    assert!(steps.len() > 10, "the README has lost its tour");
    for step in steps {
        if let Some(home) = step.command.strip_prefix("export HEARTH_HOME=") {
            person = home.to_owned();
            continue;
        }
        let words = shell_words(&step.command);
        let (program, words) = words.split_first().expect("a step has a command");
        assert_eq!(program, "hearth");
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let printed = stage.ok(&person, &words);
        assert_eq!(
            steady(&printed),
            steady(&step.printed),
            "$ {}",
            step.command
        );
    }
}

/// Without what differs from run to run.
fn steady(printed: &str) -> String {
    let line = |line: &str| match line.split_once(", made ") {
        Some((sender, _)) => format!("{sender}, made at some time."),
        None => line.to_owned(),
    };
    redact(&printed.lines().map(line).collect::<Vec<_>>().join("\n"))
}

/// The steps of all console blocks that begin by choosing a home.
fn steps(readme: &str) -> Vec<Step> {
    let blocks = readme.split("```console\n").skip(1);
    let blocks = blocks.filter_map(|block| block.split("```").next());
    let mut steps: Vec<Step> = Vec::new();
    for line in blocks
        .filter(|block| block.starts_with("$ export HEARTH_HOME="))
        .flat_map(str::lines)
    {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step {
                command: command.to_owned(),
                printed: String::new(),
            }),
            (None, Some(step)) => step.printed.push_str(&format!("{line}\n")),
            (None, None) => {}
        }
    }
    steps
}

/// Words as a shell divides them, as far as the tour needs: spaces and double quotes.
fn shell_words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (part, quoted) in command.split('"').zip([false, true].into_iter().cycle()) {
        if quoted {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}
