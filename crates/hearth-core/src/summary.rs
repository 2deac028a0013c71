//! What lists show of a body.

use hearth_store::open::Summary;
use hearth_text::{markdown, plain};

const GIST_CHARACTERS: usize = 200;

/// Summarises a Markdown body for the derived tables.
pub(crate) fn summarise(body: &str) -> Summary {
    let document = markdown::parse(body);
    Summary {
        gist: plain::gist(&document, GIST_CHARACTERS),
        n_words: u32::try_from(plain::words(&document)).unwrap_or(u32::MAX),
    }
}
