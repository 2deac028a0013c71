//! Which lessons were opened on this machine.

use hearth_model::id::LessonId;
use rusqlite::params;

use crate::error::StoreError;
use crate::writer::Writer;

impl Writer<'_> {
    /// Notes that a lesson was opened.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn mark_read(&mut self, lesson: &LessonId, now_ms: u64) -> Result<(), StoreError> {
        self.raw()
            .prepare_cached("INSERT OR IGNORE INTO read_marks (lesson, read_ms) VALUES (?1, ?2)")?
            .execute(params![lesson.as_bytes(), now_ms])?;
        Ok(())
    }
}
