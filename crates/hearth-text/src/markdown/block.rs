//! Builds the tree of blocks from the parser's events, iteratively and bounded in depth.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Parser, Tag, TagEnd};

use super::inline::{InlineBuilder, Span};
use super::node::{Align, Block, Document, Inline, ListItem};
use super::{MAX_BLOCK_DEPTH, options, target};

pub(super) fn build(source: &str) -> Document {
    let mut builder = Builder::new(source);
    for (event, range) in Parser::new_ext(source, options()).into_offset_iter() {
        builder.event(event, range);
    }
    builder.finish()
}

/// A block that contains blocks, while it is open.
enum Frame {
    Quote {
        blocks: Vec<Block>,
    },
    List {
        start: Option<u32>,
        tight: bool,
        items: Vec<ListItem>,
    },
    Item {
        checked: Option<bool>,
        loose: bool,
        blocks: Vec<Block>,
    },
    Footnote {
        label: String,
        blocks: Vec<Block>,
    },
}

/// A block that contains no blocks, while it is open. Inlines gather in the inline builder.
enum Leaf {
    /// `implied`: the words of a tight list item, which the parser does not wrap.
    Paragraph {
        implied: bool,
    },
    Heading {
        level: u8,
    },
    Code {
        language: Option<String>,
        text: String,
    },
    Html {
        text: String,
    },
    Table {
        align: Vec<Align>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
}

struct Builder<'s> {
    blocks: Vec<Block>,
    frames: Vec<Frame>,
    /// Containers opened beyond the depth limit; they are always the innermost ones.
    flattened: usize,
    leaf: Option<Leaf>,
    inlines: InlineBuilder<'s>,
    footnotes: Vec<(String, Vec<Block>)>,
    numbers: BTreeMap<String, u32>,
}

impl<'s> Builder<'s> {
    fn new(source: &'s str) -> Self {
        Builder {
            blocks: Vec::new(),
            frames: Vec::new(),
            flattened: 0,
            leaf: None,
            inlines: InlineBuilder::new(source),
            footnotes: Vec::new(),
            numbers: BTreeMap::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, range),
            Event::Html(html) => self.html(&html),
            Event::Code(text) => self.inline(Inline::Code {
                text: text.into_string(),
            }),
            Event::InlineHtml(html) => self.inline(Inline::Html {
                text: html.into_string(),
            }),
            Event::SoftBreak => self.inline(Inline::SoftBreak),
            Event::HardBreak => self.inline(Inline::HardBreak),
            Event::FootnoteReference(label) => {
                let number = self.number(&label);
                self.inline(Inline::FootnoteRef {
                    label: label.into_string(),
                    number,
                });
            }
            Event::Rule => {
                self.close_leaf();
                self.push(Block::Rule);
            }
            Event::TaskListMarker(checked) => self.check(checked),
            // Not enabled in `options`.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, range),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::BlockQuote(_) => self.open(Frame::Quote { blocks: Vec::new() }),
            Tag::List(start) => {
                let start = start.map(|number| u32::try_from(number).unwrap_or(u32::MAX));
                self.open(Frame::List {
                    start,
                    tight: true,
                    items: Vec::new(),
                });
            }
            Tag::Item => self.open(Frame::Item {
                checked: None,
                loose: false,
                blocks: Vec::new(),
            }),
            Tag::FootnoteDefinition(label) => {
                self.open(Frame::Footnote {
                    label: label.into_string(),
                    blocks: Vec::new(),
                });
            }
            Tag::Paragraph => self.open_paragraph(),
            Tag::Heading { level, .. } => self.open_leaf(Leaf::Heading { level: level as u8 }),
            Tag::CodeBlock(kind) => {
                self.open_leaf(Leaf::Code {
                    language: language(&kind),
                    text: String::new(),
                });
            }
            Tag::HtmlBlock => self.open_leaf(Leaf::Html {
                text: String::new(),
            }),
            Tag::Table(columns) => {
                let align = columns.into_iter().map(align).collect();
                self.open_leaf(Leaf::Table {
                    align,
                    rows: Vec::new(),
                });
            }
            Tag::TableHead | Tag::TableRow => self.open_row(),
            Tag::TableCell => {}
            Tag::Emphasis => self.open_span(Span::Emphasis),
            Tag::Strong => self.open_span(Span::Strong),
            Tag::Strikethrough => self.open_span(Span::Strike),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => {
                let target = match link_type {
                    LinkType::Email => target::mail_link(&dest_url),
                    _ => target::link(&dest_url),
                };
                self.open_span(Span::Link {
                    target,
                    title: present(&title),
                });
            }
            Tag::Image {
                dest_url, title, ..
            } => {
                let target = target::image(&dest_url);
                self.open_span(Span::Image {
                    target,
                    title: present(&title),
                });
            }
            // Not enabled in `options`.
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.close();
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::Table => self.close_leaf(),
            TagEnd::TableCell => self.close_cell(),
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image => self.inlines.close(),
            TagEnd::TableHead | TagEnd::TableRow => {}
            // Not enabled in `options`.
            TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// Opens a container, or notes that it is too deep and its content joins the one around it.
    ///
    /// A list opens only where its items may too, so an item always finds its list.
    fn open(&mut self, frame: Frame) {
        self.close_leaf();
        let levels = if matches!(frame, Frame::List { .. }) {
            2
        } else {
            1
        };
        let fits = self.frames.len().saturating_add(levels) <= MAX_BLOCK_DEPTH;
        if self.flattened == 0 && fits {
            self.frames.push(frame);
        } else {
            self.flattened = self.flattened.saturating_add(1);
        }
    }

    fn close(&mut self) {
        self.close_leaf();
        if let Some(fewer) = self.flattened.checked_sub(1) {
            self.flattened = fewer;
            return;
        }
        match self.frames.pop() {
            Some(Frame::Quote { blocks }) => self.push(Block::Quote { blocks }),
            Some(Frame::List {
                start,
                tight,
                items,
            }) => {
                self.push(Block::List {
                    start,
                    tight,
                    items,
                });
            }
            Some(Frame::Item {
                checked,
                loose,
                blocks,
            }) => {
                if let Some(Frame::List { tight, items, .. }) = self.frames.last_mut() {
                    *tight &= !loose;
                    items.push(ListItem { checked, blocks });
                }
            }
            Some(Frame::Footnote { label, blocks }) => self.footnotes.push((label, blocks)),
            None => {}
        }
    }

    fn push(&mut self, block: Block) {
        match self.frames.last_mut() {
            Some(
                Frame::Quote { blocks }
                | Frame::Item { blocks, .. }
                | Frame::Footnote { blocks, .. },
            ) => blocks.push(block),
            Some(Frame::List { items, .. }) => {
                items.push(ListItem {
                    checked: None,
                    blocks: vec![block],
                });
            }
            None => self.blocks.push(block),
        }
    }

    fn open_paragraph(&mut self) {
        if self.flattened == 0
            && let Some(Frame::Item { loose, .. }) = self.frames.last_mut()
        {
            *loose = true;
        }
        self.open_leaf(Leaf::Paragraph { implied: false });
    }

    fn open_leaf(&mut self, leaf: Leaf) {
        self.close_leaf();
        self.leaf = Some(leaf);
    }

    fn close_leaf(&mut self) {
        let Some(leaf) = self.leaf.take() else { return };
        let inlines = self.inlines.take();
        match leaf {
            Leaf::Paragraph { implied: true } if inlines.is_empty() => {}
            Leaf::Paragraph { .. } => self.push(Block::Paragraph { inlines }),
            Leaf::Heading { level } => self.push(Block::Heading { level, inlines }),
            Leaf::Code { language, text } => self.push(Block::Code { language, text }),
            Leaf::Html { text } => self.push(Block::Html { text }),
            Leaf::Table { align, rows } => {
                let mut rows = rows.into_iter();
                let head = rows.next().unwrap_or_default();
                self.push(Block::Table {
                    align,
                    head,
                    rows: rows.collect(),
                });
            }
        }
    }

    fn open_row(&mut self) {
        if let Some(Leaf::Table { rows, .. }) = &mut self.leaf {
            rows.push(Vec::new());
        }
    }

    fn close_cell(&mut self) {
        let cell = self.inlines.take();
        if let Some(Leaf::Table { rows, .. }) = &mut self.leaf
            && let Some(row) = rows.last_mut()
        {
            row.push(cell);
        }
    }

    /// Words outside any leaf are those of a tight list item.
    fn imply_paragraph(&mut self) {
        if self.leaf.is_none() {
            self.leaf = Some(Leaf::Paragraph { implied: true });
        }
    }

    fn open_span(&mut self, span: Span) {
        self.imply_paragraph();
        self.inlines.open(span);
    }

    fn inline(&mut self, inline: Inline) {
        self.imply_paragraph();
        self.inlines.push(inline);
    }

    fn text(&mut self, words: &str, range: Range<usize>) {
        match &mut self.leaf {
            Some(Leaf::Code { text, .. } | Leaf::Html { text }) => text.push_str(words),
            _ => {
                self.imply_paragraph();
                self.inlines.text(words, range);
            }
        }
    }

    fn html(&mut self, html: &str) {
        match &mut self.leaf {
            Some(Leaf::Html { text }) => text.push_str(html),
            _ => self.inline(Inline::Html {
                text: html.to_owned(),
            }),
        }
    }

    fn check(&mut self, state: bool) {
        if self.flattened == 0
            && let Some(Frame::Item { checked, .. }) = self.frames.last_mut()
        {
            *checked = Some(state);
        }
    }

    /// The number of a footnote: its place in the order of first mention.
    fn number(&mut self, label: &str) -> u32 {
        let next = u32::try_from(self.numbers.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        *self.numbers.entry(label.to_lowercase()).or_insert(next)
    }

    fn finish(mut self) -> Document {
        self.close_leaf();
        while !self.frames.is_empty() || self.flattened > 0 {
            self.close();
        }
        let mut footnotes = Vec::with_capacity(self.footnotes.len());
        for (label, blocks) in std::mem::take(&mut self.footnotes) {
            footnotes.push((self.number(&label), label, blocks));
        }
        footnotes.sort_by_key(|(number, ..)| *number);
        let footnotes = footnotes
            .into_iter()
            .map(|(number, label, blocks)| Block::Footnote {
                label,
                number,
                blocks,
            });
        self.blocks.extend(footnotes);
        Document {
            blocks: self.blocks,
        }
    }
}

/// The first word after the fence.
fn language(kind: &CodeBlockKind<'_>) -> Option<String> {
    match kind {
        CodeBlockKind::Indented => None,
        CodeBlockKind::Fenced(label) => label.split_whitespace().next().map(str::to_owned),
    }
}

fn present(title: &str) -> Option<String> {
    (!title.is_empty()).then(|| title.to_owned())
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None => Align::None,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}
