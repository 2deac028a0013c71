//! Standard output for results, standard error for talk, and whether anybody is there to answer.

use std::fmt::Display;
use std::io::{self, BufRead, IsTerminal, Write};
use std::time::{Duration, Instant};

use hearth_api::core::{Progress, Stopped};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;

use crate::args::{Color, Speaking};
use crate::failure::Failure;
use crate::stop::{self, Watch};

/// How this call speaks.
pub(crate) struct Terminal {
    pub(crate) json: bool,
    quiet: bool,
    color: bool,
}

impl Terminal {
    pub(crate) fn new(speaking: &Speaking) -> Self {
        let color = match speaking.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                    && io::stdout().is_terminal()
            }
        };
        Self {
            json: speaking.json,
            quiet: speaking.quiet,
            color,
        }
    }

    /// Prints a line of the result.
    ///
    /// # Errors
    /// [`Failure::NobodyReads`] when standard output was closed.
    pub(crate) fn say(&self, line: impl Display) -> Result<(), Failure> {
        Ok(writeln!(io::stdout().lock(), "{line}")?)
    }

    /// Prints the result as JSON.
    ///
    /// # Errors
    /// As [`Terminal::say`].
    pub(crate) fn say_json(&self, value: &Value) -> Result<(), Failure> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        serde_json::to_writer_pretty(&mut out, value).map_err(io::Error::from)?;
        Ok(writeln!(out).and_then(|()| out.flush())?)
    }

    /// Says something that is not the result. Nobody reading it is no failure.
    pub(crate) fn talk(&self, line: impl Display) {
        if !self.quiet {
            drop(writeln!(io::stderr().lock(), "{line}"));
        }
    }

    /// Says something that is not the result and that nobody may miss.
    pub(crate) fn insist(&self, line: impl Display) {
        drop(writeln!(io::stderr().lock(), "{line}"));
    }

    /// Says why the command did not do what it was asked for.
    pub(crate) fn complain(&self, failure: &Failure) {
        let mut err = io::stderr().lock();
        let (message, hint) = failure.sentences();
        let written = if self.json {
            writeln!(err, "{}", failure.json())
        } else {
            let detail = failure.detail().map(|detail| format!("\n({detail})"));
            let detail = crate::text::shown_lines(&detail.unwrap_or_default());
            let message = crate::text::shown_lines(message);
            writeln!(err, "{message}{detail}\n{}", crate::text::shown_lines(hint))
        };
        drop(written);
    }

    /// Whether a question would reach somebody.
    pub(crate) fn can_ask(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal() && !self.json
    }

    /// Asks once; anything but yes is no.
    ///
    /// # Errors
    /// What standard input says.
    pub(crate) fn ask(&self, question: &str) -> Result<bool, Failure> {
        write!(io::stderr().lock(), "{question} [y/N] ")?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }

    /// Words that stand out.
    pub(crate) fn strong(&self, text: &str) -> String {
        self.styled(text, "1")
    }

    /// Words that were found.
    pub(crate) fn marked(&self, text: &str) -> String {
        self.styled(text, "1;33")
    }

    /// Words that matter less.
    pub(crate) fn faint(&self, text: &str) -> String {
        self.styled(text, "2")
    }

    fn styled(&self, text: &str, style: &str) -> String {
        if self.color {
            format!("\u{1b}[{style}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    /// A bar on the terminal, and an ear for Ctrl-C. Without a terminal, only the ear.
    pub(crate) fn progress(&self) -> Bar {
        Bar {
            shows: io::stderr().is_terminal() && !self.quiet,
            began: Instant::now(),
            bar: None,
            _watch: Watch::new(),
        }
    }
}

/// Work that ends sooner than this shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Long work under way.
pub(crate) struct Bar {
    shows: bool,
    began: Instant,
    /// The bar of what is being done now.
    bar: Option<(&'static str, ProgressBar)>,
    _watch: Watch,
}

impl Progress for Bar {
    fn update(&mut self, label: &'static str, done: u64, total: u64) -> Result<(), Stopped> {
        if stop::is_asked() {
            return Err(Stopped);
        }
        if !self.shows || self.began.elapsed() < PATIENCE {
            return Ok(());
        }
        match &self.bar {
            Some((shown, bar)) if *shown == label => bar.set_position(done),
            _ => {
                self.clear();
                self.bar = Some((label, bar(label, done, total)));
            }
        }
        Ok(())
    }
}

impl Bar {
    fn clear(&mut self) {
        if let Some((_, bar)) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

/// A bar where the end is known, a count where it is not.
fn bar(label: &'static str, done: u64, total: u64) -> ProgressBar {
    let (bar, template) = if total > 0 {
        let template = "{msg} {wide_bar} {human_pos} of {human_len}";
        (ProgressBar::new(total), template)
    } else {
        (ProgressBar::no_length(), "{spinner} {msg} {human_pos}")
    };
    let style = ProgressStyle::with_template(template).expect("the template is constant");
    let bar = bar
        .with_style(style)
        .with_message(name_of(label))
        .with_position(done);
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.clear();
    }
}

/// What the engine is doing, in words.
fn name_of(label: &'static str) -> &'static str {
    match label {
        "bring in" => "Reading the file",
        "give" => "Writing the file",
        "import" => "Writing lessons",
        "mentions" => "Following mentions",
        "links" => "Linking lessons",
        "export" => "Reading lessons",
        other => other,
    }
}
