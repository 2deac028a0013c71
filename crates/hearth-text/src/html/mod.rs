//! Nodes to HTML, for exports, and foreign HTML to Markdown, for imports and pasting.
//!
//! No HTML made here is ever put into the application's own window: screens draw nodes.

mod from;
mod to;

pub use from::{MAX_HTML_BYTES, html_to_markdown};
pub use to::{Addresses, NoAddresses, to_html, to_html_with};
