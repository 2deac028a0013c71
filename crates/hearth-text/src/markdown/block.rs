//! Builds the tree of blocks from the parser's events, iteratively.
//!
//! Containers are kept by [`super::frame`], inlines by [`super::inline`]; both bound their depth.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Parser, Tag, TagEnd};

use super::frame::{Frame, Frames};
use super::inline::{InlineBuilder, Span};
use super::node::{Align, Block, Document, Inline};
use super::{options, target};

pub(super) fn build(source: &str) -> Document {
    let mut builder = Builder::new(source);
    for (event, range) in Parser::new_ext(source, options()).into_offset_iter() {
        builder.event(event, range);
    }
    builder.finish()
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
    frames: Frames,
    leaf: Option<Leaf>,
    inlines: InlineBuilder<'s>,
}

impl<'s> Builder<'s> {
    fn new(source: &'s str) -> Self {
        let inlines = InlineBuilder::new(source);
        Builder {
            frames: Frames::default(),
            leaf: None,
            inlines,
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
                let number = self.frames.number(&label);
                self.inline(Inline::FootnoteRef {
                    label: label.into_string(),
                    number,
                });
            }
            Event::Rule => {
                self.close_leaf();
                self.frames.push(Block::Rule);
            }
            Event::TaskListMarker(checked) => self.frames.check(checked),
            // Not enabled in `options`.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, range),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::BlockQuote(_) => self.open(Frame::quote()),
            Tag::List(start) => self.open(Frame::list(start)),
            Tag::Item => self.open(Frame::item()),
            Tag::FootnoteDefinition(label) => self.open(Frame::footnote(label.into_string())),
            Tag::Paragraph => {
                self.frames.loosen();
                self.open_leaf(Leaf::Paragraph { implied: false });
            }
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
            span => self.start_span(span),
        }
    }

    fn start_span(&mut self, tag: Tag<'_>) {
        let span = match tag {
            Tag::Emphasis => Span::Emphasis,
            Tag::Strong => Span::Strong,
            Tag::Strikethrough => Span::Strike,
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
                Span::Link {
                    target,
                    title: present(&title),
                }
            }
            Tag::Image {
                dest_url, title, ..
            } => Span::Image {
                target: target::image(&dest_url),
                title: present(&title),
            },
            // Definition lists, sub- and superscript, metadata: not enabled in `options`.
            _ => return,
        };
        self.imply_paragraph();
        self.inlines.open(span);
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

    fn open(&mut self, frame: Frame) {
        self.close_leaf();
        self.frames.open(frame);
    }

    fn close(&mut self) {
        self.close_leaf();
        self.frames.close();
    }

    fn open_leaf(&mut self, leaf: Leaf) {
        self.close_leaf();
        self.leaf = Some(leaf);
    }

    fn close_leaf(&mut self) {
        let Some(leaf) = self.leaf.take() else { return };
        let inlines = self.inlines.take();
        self.frames.push(match leaf {
            Leaf::Paragraph { implied: true } if inlines.is_empty() => return,
            Leaf::Paragraph { .. } => Block::Paragraph { inlines },
            Leaf::Heading { level } => Block::Heading { level, inlines },
            Leaf::Code { language, text } => Block::Code { language, text },
            Leaf::Html { text } => Block::Html { text },
            Leaf::Table { align, rows } => {
                let mut rows = rows.into_iter();
                let head = rows.next().unwrap_or_default();
                Block::Table {
                    align,
                    head,
                    rows: rows.collect(),
                }
            }
        });
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

    fn finish(mut self) -> Document {
        self.close_leaf();
        self.frames.finish()
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
