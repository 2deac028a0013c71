//! A second process: this very program, asked to play a part instead of testing.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use hearth_core::{Environment, Hearth, Home};

const PART: &str = "HEARTH_PLAYS";
const FOLDER: &str = "HEARTH_PLAYS_IN";
const N_TIMES: &str = "HEARTH_PLAYS_TIMES";

/// What a child does until it is done or killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Saves, brings in, undoes and publishes for ever; says so after each.
    Work,
    /// The same, but boasts: it says so before each.
    Boast,
    /// Logs lessons, then ends.
    Write,
}

impl Part {
    const ALL: [Self; 3] = [Self::Work, Self::Boast, Self::Write];
}

/// A process that plays a part, and what it says.
pub(crate) struct Player {
    child: Child,
    said: BufReader<ChildStdout>,
    lines: Vec<String>,
}

impl Player {
    pub(crate) fn start(part: Part, folder: &Path, n_times: u64) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "child::plays_its_part_when_asked",
                "--exact",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(PART, format!("{part:?}"))
            .env(FOLDER, folder)
            .env(N_TIMES, n_times.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        Self {
            child,
            said,
            lines: vec![],
        }
    }

    /// Waits for the first line that was said.
    pub(crate) fn wait_for_a_word(&mut self) {
        while self.lines.is_empty() && self.read_line() {}
    }

    /// Reads a line; false at the end.
    fn read_line(&mut self) -> bool {
        let mut line = String::new();
        let n_read = self.said.read_line(&mut line).unwrap();
        // A line that was cut off was not said.
        if let Some(said) = line
            .strip_prefix("said ")
            .and_then(|line| line.strip_suffix('\n'))
        {
            self.lines.push(said.to_owned());
        }
        n_read > 0
    }

    /// Kills it, if it still lives, and returns all it said.
    ///
    /// # Panics
    /// When it had ended by itself.
    pub(crate) fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        assert_eq!(
            status.code(),
            None,
            "it ended by itself: {}",
            self.complaint()
        );
        while self.read_line() {}
        self.lines
    }

    /// Waits for its end and returns all it said.
    pub(crate) fn finish(mut self) -> Vec<String> {
        while self.read_line() {}
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{}", self.complaint());
        self.lines
    }

    fn complaint(&mut self) -> String {
        let mut complaint = String::new();
        let stderr = self.child.stderr.as_mut().unwrap();
        stderr.read_to_string(&mut complaint).unwrap();
        complaint
    }
}

/// Says a line that the parent hears even if the next thing that happens is a kill.
pub(crate) fn say(line: &str) {
    let mut stdout = std::io::stdout().lock();
    stdout
        .write_all(format!("said {line}\n").as_bytes())
        .unwrap();
    stdout.flush().unwrap();
}

pub(crate) fn open(folder: &Path) -> Hearth {
    Hearth::open(&Home::at(folder.join("home")), Environment::system()).unwrap()
}

#[test]
fn plays_its_part_when_asked() {
    let Ok(part) = std::env::var(PART) else {
        return;
    };
    let folder = std::env::var_os(FOLDER).unwrap();
    let n_times = std::env::var(N_TIMES).unwrap().parse().unwrap();
    // The harness has begun a line of its own.
    std::io::stdout().write_all(b"\n").unwrap();
    match Part::ALL
        .into_iter()
        .find(|known| format!("{known:?}") == part)
    {
        Some(Part::Work) => crate::interrupted::work(Path::new(&folder), false),
        Some(Part::Boast) => crate::interrupted::work(Path::new(&folder), true),
        Some(Part::Write) => crate::two_writers::write(Path::new(&folder), n_times),
        None => panic!("there is no part {part}"),
    }
}
