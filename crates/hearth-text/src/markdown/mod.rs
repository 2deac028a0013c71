//! CommonMark, tables, task lists, footnotes and strikethrough, parsed into typed nodes.
//!
//! [`parse`] is total: every string is a document. Nothing a text holds is lost, it only becomes
//! plainer: containers nested deeper than [`MAX_BLOCK_DEPTH`] and emphasis deeper than
//! [`MAX_INLINE_DEPTH`] lose their structure and keep their words, raw HTML is shown as text, and a
//! link outside the list of allowed schemes keeps its words and names what was blocked.
//!
//! Beside CommonMark there is one form of our own: `[[<lesson id>]]` and `[[<lesson id>|text]]` link
//! to a lesson, as `hearth://item/<lesson id>` does in an ordinary link.
//!
//! Drawing the nodes is left to the screens, and to [`crate::html`] for exports.

mod block;
mod frame;
mod inline;
mod node;
mod reference;
mod target;
mod wiki;

pub use node::{Align, Block, Document, ImageTarget, Inline, LinkTarget, ListItem};
pub use reference::{Reference, references, rewrite_references};

use pulldown_cmark::Options;

/// The longest source that is parsed; what follows is kept as one plain paragraph.
///
/// Equal to the largest field of a change, so that a body from the log is never cut.
pub const MAX_SOURCE_BYTES: usize = 1 << 20;

/// How deep blocks nest; a list and its item count as two.
///
/// With [`MAX_INLINE_DEPTH`] this keeps the tree within 128 levels of JSON, the limit of common readers.
pub const MAX_BLOCK_DEPTH: usize = 32;

/// How deep emphasis, links and pictures nest inside one block.
pub const MAX_INLINE_DEPTH: usize = 16;

/// The longest address that is offered as a link; a longer one is blocked.
pub const MAX_ADDRESS_BYTES: usize = 4096;

/// Parses Markdown into typed nodes.
#[must_use]
pub fn parse(source: &str) -> Document {
    let (parsed, rest) = split_at_limit(source);
    let mut document = block::build(parsed);
    if !rest.is_empty() {
        let inlines = vec![Inline::Text {
            text: rest.to_owned(),
        }];
        document.blocks.push(Block::Paragraph { inlines });
    }
    document
}

/// Splits at [`MAX_SOURCE_BYTES`], or at the character boundary just before it.
fn split_at_limit(source: &str) -> (&str, &str) {
    let end = source.floor_char_boundary(MAX_SOURCE_BYTES);
    source.split_at_checked(end).unwrap_or((source, ""))
}

/// Judges an address as [`parse`] judges that of a link.
#[must_use]
pub fn link_target(address: &str) -> LinkTarget {
    target::link(address)
}

/// What is read beside CommonMark.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
}
