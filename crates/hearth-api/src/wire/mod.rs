//! The shapes that cross to the window, to `--json` and to the test server.
//!
//! Nothing below this crate is a wire type, with one recorded exception: Markdown nodes
//! (`hearth_text::markdown`). Times are milliseconds since 1970 UTC; ids are strings.

pub mod check;
pub mod draft;
pub mod exchange;
pub mod lesson;
pub mod palette;
pub mod search;
pub mod settings;
pub mod status;
