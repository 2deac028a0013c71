//! The closed list of nodes a body may consist of.
//!
//! These types cross to the screens as they stand, so they carry no HTML and nothing that could name
//! a style, a class or an id. A new node means a new component on the screen and a new arm in
//! [`crate::html`]; the compiler asks for both.

use serde::Serialize;
use ts_rs::TS;

/// A parsed body.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "MarkdownDocument")]
pub struct Document {
    /// Blocks in reading order; footnotes come last, by number.
    pub blocks: Vec<Block>,
}

/// A block: what takes whole lines.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Block {
    /// Running text.
    Paragraph {
        /// Its content.
        inlines: Vec<Inline>,
    },
    /// A heading.
    Heading {
        /// 1 to 6, as written; screens shift it below their own headings.
        level: u8,
        /// Its content.
        inlines: Vec<Inline>,
    },
    /// A bulleted or numbered list.
    List {
        /// The first number; absent for bullets.
        start: Option<u32>,
        /// Whether items are set without space between them.
        tight: bool,
        /// The items in order.
        items: Vec<ListItem>,
    },
    /// A quotation.
    Quote {
        /// What is quoted.
        blocks: Vec<Block>,
    },
    /// Preformatted text, never run.
    Code {
        /// First word of the fence's label, as written.
        language: Option<String>,
        /// The text, with its last line feed.
        text: String,
    },
    /// A table; every row has as many cells as `align` has entries.
    Table {
        /// Alignment by column.
        align: Vec<Align>,
        /// Cells of the first row.
        head: Vec<Vec<Inline>>,
        /// The other rows.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A thematic break.
    Rule,
    /// The text of a footnote.
    Footnote {
        /// The name it has in the source.
        label: String,
        /// Its place in the order of first mention, from 1.
        number: u32,
        /// Its content.
        blocks: Vec<Block>,
    },
    /// Raw HTML, to be shown as the text it is.
    Html {
        /// The source, untouched.
        text: String,
    },
}

/// One item of a list.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ListItem {
    /// The state of its check box; absent where there is none.
    pub checked: Option<bool>,
    /// Its content; in a tight list paragraphs are set without space around them.
    pub blocks: Vec<Block>,
}

/// How a table column is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Align {
    /// As the reader's language has it.
    None,
    /// To the left.
    Left,
    /// Centred.
    Center,
    /// To the right.
    Right,
}

/// An inline: what flows within a line.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Inline {
    /// Words, never empty, never next to another text.
    Text {
        /// The words.
        text: String,
    },
    /// Emphasis.
    Emphasis {
        /// What is emphasised.
        inlines: Vec<Inline>,
    },
    /// Strong emphasis.
    Strong {
        /// What is emphasised.
        inlines: Vec<Inline>,
    },
    /// Struck through.
    Strike {
        /// What is struck through.
        inlines: Vec<Inline>,
    },
    /// Preformatted words.
    Code {
        /// The words.
        text: String,
    },
    /// A link. Without `inlines` it shows the title of the lesson it leads to.
    Link {
        /// Where it leads.
        target: LinkTarget,
        /// The hint written beside the address.
        title: Option<String>,
        /// What is shown.
        inlines: Vec<Inline>,
    },
    /// A picture.
    Image {
        /// Where it is.
        target: ImageTarget,
        /// What it shows, in words.
        alt: String,
        /// The hint written beside the address.
        title: Option<String>,
    },
    /// A mention of a footnote.
    FootnoteRef {
        /// The name it has in the source.
        label: String,
        /// The footnote's number.
        number: u32,
    },
    /// A line feed in the source; a space on the screen.
    SoftBreak,
    /// A line break asked for.
    HardBreak,
    /// A raw HTML tag, to be shown as the text it is.
    Html {
        /// The source, untouched.
        text: String,
    },
}

/// Where a link leads. Whatever is not on this list is [`LinkTarget::Blocked`].
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum LinkTarget {
    /// A page on the web; opened in the browser after the person has seen `host`.
    Web {
        /// The address in the form a browser would use.
        url: String,
        /// The true host, in ASCII (punycode).
        host: String,
    },
    /// An e-mail address; subject and text that a link proposes are dropped.
    Mail {
        /// The address alone.
        address: String,
    },
    /// A lesson.
    Lesson {
        /// Its id: a hyphenated UUID in lower case.
        id: String,
    },
    /// A place in the same text.
    Anchor {
        /// The name after `#`.
        name: String,
    },
    /// An address that is not offered.
    Blocked {
        /// What was written, without control or direction characters.
        shown: String,
    },
}

/// Where a picture is.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ImageTarget {
    /// An attachment of the lesson.
    Attachment {
        /// Its BLAKE3 hash: 64 hexadecimal digits in lower case.
        hash: String,
    },
    /// Elsewhere: named, never loaded.
    Remote {
        /// What was written, without control or direction characters.
        url: String,
    },
}
