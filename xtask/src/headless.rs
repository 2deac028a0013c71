//! `run` without a display: the main job at the command line, on two profiles, every command shown as one would type it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::failure::Failure;
use crate::program::Program;
use crate::run;
use crate::workspace;

/// The lesson that travels.
const LESSON: &str = "Handle at Njoro school squeaks after the rains";

/// Two people's machines, side by side in one fresh folder.
struct Stage {
    folder: PathBuf,
}

/// Logs a lesson, finds it, carries it to a second profile by file, and shows it there.
///
/// # Errors
/// When the command line cannot be built, or one of its commands fails.
pub(crate) fn main() -> Result<(), Failure> {
    run::build_cli()?;
    let stage = Stage::new()?;
    let id = stage.amara_logs_and_finds()?;
    stage.amara_gives()?;
    stage.nasra_joins_and_brings_in()?;
    stage.nasra_reads(&id)?;
    stage.say_where_things_are();
    Ok(())
}

impl Stage {
    fn new() -> Result<Self, Failure> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let name = now.map_or(0, |age| age.as_millis()).to_string();
        let folder = workspace::target().join("headless").join(name);
        fs::create_dir_all(&folder).map_err(Failure::file("create", &folder))?;
        Ok(Self { folder })
    }

    fn amara_logs_and_finds(&self) -> Result<String, Failure> {
        say("Amara looks around an example community, and logs a lesson in it.");
        self.amara("example").show()?;
        let capture = self.amara("capture").word(LESSON).words("--kind problem");
        let printed = capture.show()?;
        let id = printed.split_whitespace().next().unwrap_or_default();
        say("She finds it at once, beside what others wrote before.");
        let hits = self
            .amara("search")
            .words("handle squeaks --limit 3")
            .show()?;
        expect_in(&hits, LESSON, "search")?;
        Ok(id.to_owned())
    }

    fn amara_gives(&self) -> Result<(), Failure> {
        say("She makes two files for Nasra: an invitation, and everything there is to read.");
        self.amara("invite --role practitioner -o")
            .word(self.invitation())
            .show()?;
        self.amara("give --whole -o").word(self.bundle()).show()?;
        Ok(())
    }

    fn nasra_joins_and_brings_in(&self) -> Result<(), Failure> {
        say("On another machine, Nasra joins with the invitation.");
        self.nasra("join")
            .word(self.invitation())
            .words("--as")
            .word("Nasra Abdi")
            .show()?;
        say("She looks at what the file would change. Nothing is changed by looking.");
        self.nasra("bring-in")
            .word(self.bundle())
            .words("--dry-run")
            .show()?;
        say("Then she brings it in.");
        self.nasra("bring-in")
            .word(self.bundle())
            .words("--yes")
            .show()?;
        Ok(())
    }

    fn nasra_reads(&self, id: &str) -> Result<(), Failure> {
        say("Amara's lesson is on Nasra's machine now, and all is well there.");
        let page = self.nasra("show").word(id).show()?;
        expect_in(&page, LESSON, "show")?;
        self.nasra("check").show()?;
        Ok(())
    }

    fn say_where_things_are(&self) {
        println!("\nEverything is in {}:", self.folder.display());
        for (path, what) in [
            ("amara", "Amara's profile"),
            ("nasra", "Nasra's profile"),
            ("for-nasra.hearth", "the whole community as one file"),
            ("invitation.hearth", "the invitation"),
        ] {
            println!("  {path:18} {what}");
        }
        let cli = workspace::debug_program("hearth");
        println!(
            "\nTo go on: {} --home {} list",
            cli.display(),
            self.folder.join("nasra").display()
        );
    }

    fn amara(&self, words: &str) -> Shown {
        Shown::new(&self.folder, "amara", words)
    }

    fn nasra(&self, words: &str) -> Shown {
        Shown::new(&self.folder, "nasra", words)
    }

    fn bundle(&self) -> PathBuf {
        PathBuf::from("for-nasra.hearth")
    }

    fn invitation(&self) -> PathBuf {
        PathBuf::from("invitation.hearth")
    }
}

/// A call of `hearth` in the stage's folder, printed before what it says.
struct Shown(Program);

impl Shown {
    fn new(folder: &Path, person: &str, words: &str) -> Self {
        let program = Program::new(workspace::debug_program("hearth"))
            .folder(folder)
            .words("--home")
            .word(person)
            .words(words);
        Self(program)
    }

    fn word(self, word: impl AsRef<std::ffi::OsStr>) -> Self {
        Self(self.0.word(word))
    }

    fn words(self, words: &str) -> Self {
        Self(self.0.words(words))
    }

    fn show(self) -> Result<String, Failure> {
        println!("$ {}", self.0);
        let said = self.0.read()?;
        println!("{}", said.trim_end());
        Ok(said)
    }
}

fn say(sentence: &str) {
    println!("\n# {sentence}");
}

/// A command that ends well and yet does not say what it should is a failure too.
fn expect_in(text: &str, expected: &str, command: &str) -> Result<(), Failure> {
    // A narrow terminal may break the title; the words are what counts.
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat(text).contains(&flat(expected)) {
        return Ok(());
    }
    Err(Failure::Needs(format!(
        "`hearth {command}` did not show \"{expected}\"."
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_command_should_show_is_looked_for() {
        assert!(expect_in("# Handle at\n  Njoro", "Handle at Njoro", "show").is_ok());
        assert!(expect_in("nothing", "Handle", "show").is_err());
    }
}
