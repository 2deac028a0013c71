//! What the palette answers.

use serde::Serialize;
use ts_rs::TS;

use super::lesson::LessonCard;

/// What fits what was typed.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaletteAnswer {
    /// Places in the list of acts that was given, best first.
    pub acts: Vec<u32>,
    /// Lessons, best first.
    pub lessons: Vec<LessonCard>,
}
