//! Files that a foreign lesson shows or links to.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use hearth_core::model::id::BlobHash;
use hearth_core::model::lesson::Attachment;
use hearth_text::markdown::{Reference, rewrite_references};

use super::Account;
use crate::{ForeignAttachment, ForeignLesson, Skipped};

/// The largest file that is attached.
pub const MAX_ATTACHMENT_BYTES: u64 = 16 << 20;

/// A file that was read.
pub(super) struct Attached {
    pub(super) attachment: Attachment,
    mention: String,
    shown: bool,
    bytes: Vec<u8>,
}

impl Attached {
    pub(super) fn into_blob(self) -> (BlobHash, Vec<u8>) {
        (self.attachment.hash, self.bytes)
    }
}

/// Reads the files of a lesson; one that cannot be taken is noted and left out.
pub(super) fn read(folder: &Path, lesson: &ForeignLesson, account: &mut Account) -> Vec<Attached> {
    let mut attached = Vec::new();
    for foreign in &lesson.attachments {
        match read_one(folder, foreign) {
            Ok(file) => {
                account.n_attachments = account.n_attachments.saturating_add(1);
                attached.push(file);
            }
            Err(reason) => account.skip_part(Skipped::new("attachments", reason)),
        }
    }
    attached
}

fn read_one(folder: &Path, foreign: &ForeignAttachment) -> Result<Attached, &'static str> {
    let mut bytes = Vec::new();
    File::open(folder.join(&foreign.path))
        .and_then(|file| {
            file.take(MAX_ATTACHMENT_BYTES.saturating_add(1))
                .read_to_end(&mut bytes)
        })
        .map_err(|_| "cannot be read")?;
    if bytes.len() as u64 > MAX_ATTACHMENT_BYTES {
        return Err("are larger than 16 MiB");
    }
    let name = foreign.path.file_name().unwrap_or_default();
    Ok(Attached {
        attachment: Attachment {
            hash: BlobHash::of(&bytes),
            name: name.to_string_lossy().into_owned(),
            media_type: media_type(&foreign.path).to_owned(),
            alt: String::new(),
            caption: String::new(),
        },
        mention: foreign.mention.clone(),
        shown: foreign.shown,
        bytes,
    })
}

/// The body with its pictures pointed at the attached files.
pub(super) fn point_at(body: &str, attached: &[Attached]) -> String {
    if !attached.iter().any(|file| file.shown) {
        return body.to_owned();
    }
    rewrite_references(body, |reference| match reference {
        Reference::Image(address) => attached
            .iter()
            .find(|file| file.mention == address)
            .map(|file| format!("hearth-blob:{}", file.attachment.hash)),
        Reference::Link(_) | Reference::Wiki(_) => None,
    })
}

/// The media type that goes with a file name's extension.
pub fn media_type(path: &Path) -> &'static str {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    match extension.to_string_lossy().as_ref() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "svg" => "image/svg+xml",
        "pdf" => "application/pdf",
        "txt" | "log" => "text/plain",
        "md" | "markdown" => "text/markdown",
        "csv" => "text/csv",
        "json" => "application/json",
        "zip" => "application/zip",
        "mp3" => "audio/mpeg",
        "ogg" | "oga" => "audio/ogg",
        "wav" => "audio/wav",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "odt" => "application/vnd.oasis.opendocument.text",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}
