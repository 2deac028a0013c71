//! People with machines of their own: folders in which the built program is run.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder with everybody's homes and the files that go between them.
pub(crate) struct Stage {
    folder: TempDir,
}

/// What a call printed, and how it ended.
pub(crate) struct Said {
    pub(crate) exit: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    /// A stage on which Amara has founded Highland Wells.
    pub(crate) fn founded() -> Self {
        let stage = Self::new();
        stage.ok(
            "amara",
            &["found", "Highland Wells", "--as", "Amara Okafor"],
        );
        stage
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Runs `hearth` as somebody, without a terminal.
    pub(crate) fn run(&self, person: &str, words: &[&str]) -> Said {
        self.run_with(person, words, "")
    }

    /// Runs `hearth` with something on standard input.
    pub(crate) fn run_with(&self, person: &str, words: &[&str], input: &str) -> Said {
        let mut command = program(self.folder.path());
        command.env("HEARTH_HOME", person).args(words);
        let mut child = command.spawn().unwrap();
        // Whoever does not read it may have ended.
        drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
        Said::of(child.wait_with_output().unwrap(), self.folder.path())
    }

    /// Runs `hearth`, which must end well; returns what it printed.
    pub(crate) fn ok(&self, person: &str, words: &[&str]) -> String {
        let said = self.run(person, words);
        assert_eq!(said.exit, 0, "hearth {words:?}: {}", said.err);
        said.out
    }

    /// Runs `hearth --json`, which must end well.
    pub(crate) fn json(&self, person: &str, words: &[&str]) -> Value {
        let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
        serde_json::from_str(&self.ok(person, &words)).unwrap()
    }

    /// The state digest of somebody's machine.
    pub(crate) fn digest(&self, person: &str) -> String {
        let report = self.json(person, &["check"]);
        assert_eq!(report["all_well"], true, "{report}");
        report["state_digest"].as_str().unwrap().to_owned()
    }

    /// Joseph joins by an invitation of Amara's.
    pub(crate) fn joseph_joins(&self) {
        self.ok(
            "amara",
            &[
                "invite",
                "--role",
                "practitioner",
                "-o",
                "invitation.hearth",
            ],
        );
        self.ok(
            "joseph",
            &["join", "invitation.hearth", "--as", "Joseph Kamau"],
        );
    }
}

impl Said {
    fn of(output: Output, folder: &Path) -> Self {
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).unwrap();
            text.replace(&*folder.to_string_lossy(), "STAGE")
        };
        Self {
            exit: output.status.code().unwrap_or(-1),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

/// The program, in a folder, with nothing of this machine's settings.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearth"));
    command
        .current_dir(folder)
        .env_clear()
        .env("TZ", "UTC")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What differs from run to run, by its name: ids, digests, words of keys, times.
pub(crate) fn redact(text: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || c == '-' {
            word.push(c);
        } else {
            out.push_str(name_of(&word));
            word.clear();
            out.push(c);
        }
    }
    out.push_str(name_of(&word));
    out
}

fn name_of(word: &str) -> &str {
    let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lengths: Vec<usize> = word.split('-').map(str::len).collect();
    match lengths.as_slice() {
        [8, 4, 4, 4, 12] if word.split('-').all(is_hex) => "ID",
        [64] if is_hex(word) => "HASH",
        [8] if is_hex(word) => "SHORTID",
        [_, _, _, _]
            if word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-') =>
        {
            "WORDS"
        }
        _ => word,
    }
}

/// The ids of a list or of hits.
pub(crate) fn ids(list: &Value) -> Vec<String> {
    let items = list.as_array().unwrap().iter();
    items
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}
