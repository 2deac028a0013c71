//! What a person chose for this machine. It stays here: no Hearth file carries it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::status::Theme;

/// Every setting of the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Colours.
    pub theme: Theme,
    /// Language of the window.
    pub language: Language,
    /// Size of everything, in hundredths, 80 to 200.
    pub zoom: u8,
    /// Size of the letters of a lesson in pixels, 15 to 28.
    pub reading_size: u8,
    /// Height of its lines, in hundredths of that size, 140 to 200.
    pub reading_line: u8,
    /// Length of its lines in characters, 50 to 80.
    pub reading_measure: u8,
    /// The face that lessons are set in.
    pub reading_font: ReadingFont,
    /// Whether things may move on the screen.
    pub motion: Motion,
    /// Whether the editor marks words that are not in the dictionary.
    pub spell_check: bool,
    /// Whether the editor offers headings to write under.
    pub prompts: bool,
    /// Whether single letters do something when no text field has the focus.
    pub single_letters: bool,
    /// Keys chosen in place of the usual ones, by the act's name.
    pub shortcuts: BTreeMap<String, String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            language: Language::default(),
            zoom: 100,
            reading_size: 19,
            reading_line: 165,
            reading_measure: 66,
            reading_font: ReadingFont::default(),
            motion: Motion::default(),
            spell_check: true,
            prompts: true,
            single_letters: true,
            shortcuts: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// The same, with numbers that can be read brought back into their ranges.
    pub fn within_limits(mut self) -> Self {
        self.zoom = self.zoom.clamp(80, 200);
        self.reading_size = self.reading_size.clamp(15, 28);
        self.reading_line = self.reading_line.clamp(140, 200);
        self.reading_measure = self.reading_measure.clamp(50, 80);
        self
    }
}

/// A backup beside the community.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupRow {
    /// The name of its file.
    pub name: String,
    /// When, by this machine's clock.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// Why it was made.
    pub occasion: BackupOccasion,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub size: u64,
}

/// Why a backup was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum BackupOccasion {
    /// The first use of a day.
    Daily,
    /// Something was about to be brought in.
    BringIn,
    /// Somebody asked for it.
    Asked,
}

/// A file that Hearth keeps on this machine.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeptFile {
    /// Where it is.
    pub path: String,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub size: u64,
    /// What it is for.
    pub purpose: FilePurpose,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FilePurpose {
    /// The community: every change, and what follows from them.
    Community,
    /// The search index.
    Index,
    /// A copy of the community, to go back to.
    Backup,
    /// A secret key of this machine.
    Key,
    /// Settings.
    Settings,
    /// Notes of the program.
    Note,
    /// None of Hearth's.
    Unknown,
}

/// The language of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Language {
    /// The first of the desktop's that the window speaks.
    #[default]
    System,
    /// English.
    En,
    /// German.
    De,
    /// Arabic.
    Ar,
}

/// The face that lessons are set in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ReadingFont {
    /// Source Serif.
    #[default]
    Serif,
    /// Atkinson Hyperlegible.
    Sans,
    /// What the desktop uses.
    System,
}

/// Whether things may move on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Motion {
    /// As the desktop has it.
    #[default]
    System,
    /// Nothing moves.
    Still,
}
