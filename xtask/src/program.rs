//! Starting other programs: shown before they run, and never silent about how they ended.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::failure::Failure;
use crate::workspace;

/// A call of another program, from the workspace root unless told otherwise.
pub(crate) struct Program {
    name: OsString,
    words: Vec<OsString>,
    command: Command,
}

impl Program {
    /// Prepares a call.
    pub(crate) fn new(name: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(name.as_ref());
        command.current_dir(workspace::root());
        Self {
            name: name.as_ref().to_os_string(),
            words: Vec::new(),
            command,
        }
    }

    /// Prepares a call of the Cargo that runs this task.
    pub(crate) fn cargo() -> Self {
        Self::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    /// Prepares a call of npm in `ui/`.
    pub(crate) fn npm() -> Self {
        let name = if cfg!(windows) { "npm.cmd" } else { "npm" };
        Self::new(name).folder(&workspace::root().join("ui"))
    }

    /// Adds one word.
    pub(crate) fn word(mut self, word: impl AsRef<OsStr>) -> Self {
        self.words.push(word.as_ref().to_os_string());
        self.command.arg(word);
        self
    }

    /// Adds words that are separated by single spaces.
    pub(crate) fn words(self, line: &str) -> Self {
        line.split_whitespace().fold(self, Self::word)
    }

    /// Sets a variable of the environment.
    pub(crate) fn set(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it somewhere else.
    pub(crate) fn folder(mut self, path: &Path) -> Self {
        self.command.current_dir(path);
        self
    }

    /// Shows the call, runs it with this terminal, and waits.
    ///
    /// # Errors
    /// When it cannot start, or ends with anything other than 0.
    pub(crate) fn run(mut self) -> Result<(), Failure> {
        println!("$ {self}");
        let status = self.command.status().map_err(|source| self.start(source))?;
        if status.success() {
            return Ok(());
        }
        Err(self.ended(&status.to_string()))
    }

    /// Shows the call, runs it, and writes what it prints both here and to `file`.
    ///
    /// # Errors
    /// When it cannot start, the file cannot be written, or it ends with anything other than 0.
    pub(crate) fn run_into(mut self, file: &Path) -> Result<(), Failure> {
        println!("$ {self}");
        self.command.stdout(Stdio::piped());
        let mut child = self.command.spawn().map_err(|source| self.start(source))?;
        let mut copy = File::create(file).map_err(Failure::file("create", file))?;
        if let Some(output) = child.stdout.take() {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                println!("{line}");
                writeln!(copy, "{line}").map_err(Failure::file("write", file))?;
            }
        }
        let status = child.wait().map_err(|source| self.start(source))?;
        if status.success() {
            return Ok(());
        }
        Err(self.ended(&status.to_string()))
    }

    /// Runs it silently and returns what it printed.
    ///
    /// # Errors
    /// When it cannot start, or ends with anything other than 0; then with what it said.
    pub(crate) fn read(mut self) -> Result<String, Failure> {
        let output = self.output()?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(self.ended(&format!("{}: {}", output.status, said.trim())))
    }

    /// Tells whether it starts and ends well, without showing anything.
    pub(crate) fn succeeds(mut self) -> bool {
        self.output().is_ok_and(|output| output.status.success())
    }

    fn output(&mut self) -> Result<Output, Failure> {
        self.command.stdin(Stdio::null());
        self.command.output().map_err(|source| self.start(source))
    }

    fn start(&self, source: std::io::Error) -> Failure {
        Failure::Start {
            program: self.name.to_string_lossy().into_owned(),
            source,
        }
    }

    fn ended(&self, status: &str) -> Failure {
        Failure::Ended {
            call: self.to_string(),
            status: status.to_owned(),
        }
    }
}

impl fmt::Display for Program {
    /// Writes the call as one would type it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Path::new(&self.name);
        let short = name.file_name().unwrap_or(&self.name);
        f.write_str(&short.to_string_lossy())?;
        for word in &self.words {
            let word = word.to_string_lossy();
            if word.is_empty() || word.contains([' ', '"', '$', '&', '|']) {
                write!(f, " {word:?}")?;
            } else {
                write!(f, " {word}")?;
            }
        }
        Ok(())
    }
}

/// Tells whether a program of this name can be found.
pub(crate) fn is_installed(name: &str) -> bool {
    let Some(folders) = std::env::var_os("PATH") else {
        return false;
    };
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&folders).any(|folder| folder.join(&name).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_reads_as_it_would_be_typed() {
        let call = Program::new("/usr/bin/hearth")
            .words("capture --kind problem")
            .word("the pump is dry");
        assert_eq!(
            call.to_string(),
            r#"hearth capture --kind problem "the pump is dry""#
        );
    }

    #[test]
    fn a_missing_program_is_named() {
        let failure = Program::new("no-such-program-here").read().unwrap_err();
        assert!(
            failure
                .to_string()
                .starts_with("start no-such-program-here:")
        );
    }
}
