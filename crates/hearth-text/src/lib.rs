//! Markdown as typed nodes, plain text, HTML in and out.
//!
//! A lesson's body is CommonMark with tables, task lists, footnotes and strikethrough. It is parsed
//! here once, into a tree whose every node is on a closed list ([`markdown::Block`],
//! [`markdown::Inline`]); screens draw that tree, exports turn it into HTML ([`html`]), the index and
//! the snippets read its words ([`plain`]), and two wordings are compared with [`diff`].
//!
//! Everything that enters is hostile until it is a node: links outside a short list of schemes are
//! blocked, raw HTML is text, pictures from the network are never addresses to load. All functions
//! are total, bounded in depth and near linear in time.
//!
//! What is deliberately absent: files, the network, knowledge of the store, highlighting of code and
//! the community's vocabulary.

#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used,
        clippy::arithmetic_side_effects
    )
)]

pub mod diff;
pub mod html;
pub mod markdown;
pub mod plain;
mod word;
