//! Files attached to lessons, by the hash of their bytes.

use hearth_model::field::Field;
use hearth_model::id::{BlobHash, LessonId};
use hearth_model::lesson::Attachment;
use hearth_store::blobs::MAX_BLOB;

use crate::error::CoreError;
use crate::open::Hearth;
use crate::transact::Touched;

impl Hearth {
    /// Keeps a file and attaches it to a lesson.
    ///
    /// # Errors
    /// [`CoreError::AttachmentTooLarge`], [`CoreError::NoSuchLesson`], [`CoreError::NotEntitled`].
    pub fn attach(
        &mut self,
        lesson: LessonId,
        name: &str,
        media_type: &str,
        alt: &str,
        bytes: &[u8],
    ) -> Result<(BlobHash, Touched), CoreError> {
        if bytes.len() > MAX_BLOB {
            return Err(CoreError::AttachmentTooLarge {
                size: bytes.len() as u64,
                limit: MAX_BLOB as u64,
            });
        }
        let hash = BlobHash::of(bytes);
        let attachment = Attachment {
            hash,
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            alt: alt.to_owned(),
            caption: String::new(),
        };
        // The bytes come first: a file without a lesson is harmless, a lesson without its file is not.
        let mut writer = self.store.write()?;
        writer.put_blob(&hash, bytes)?;
        writer.commit()?;
        let touched = self.edit_lesson(lesson, |fields| {
            let rows: Vec<_> = fields
                .rows(Field::Attachments)
                .cloned()
                .chain([attachment.row()])
                .collect();
            fields.with_rows(Field::Attachments, rows)
        })?;
        Ok((hash, touched))
    }

    /// Reads an attached file; `None` when it is not on this machine.
    ///
    /// # Errors
    /// What the store says.
    pub fn blob(&self, hash: &BlobHash) -> Result<Option<Vec<u8>>, CoreError> {
        Ok(self.store.blob(hash)?)
    }

    /// Returns the size of an attached file; `None` when it is not on this machine.
    ///
    /// # Errors
    /// What the store says.
    pub fn blob_size(&self, hash: &BlobHash) -> Result<Option<u64>, CoreError> {
        Ok(self.store.blob_size(hash)?)
    }
}
