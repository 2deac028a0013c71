//! Nodes to HTML.
//!
//! Every tag and attribute is written here by name; content reaches the output only through
//! [`escape`]. Raw HTML becomes visible text, blocked links become plain words in an `<a>` without
//! an address, and pictures that are not attachments become their alternative text.

use std::fmt::Write;

use crate::markdown::{Align, Block, Document, ImageTarget, Inline, LinkTarget, ListItem};

/// Where an export keeps lessons and attachments.
pub trait Addresses {
    /// The address of a lesson, given its id; `None` shows words without a link.
    fn lesson(&self, id: &str) -> Option<String>;
    /// The address of an attachment, given its hash; `None` shows its alternative text.
    fn attachment(&self, hash: &str) -> Option<String>;
    /// What is shown for a lesson linked without words.
    fn lesson_title(&self, id: &str) -> Option<String>;
    /// Put before footnote ids, so that several bodies fit on one page.
    fn prefix(&self) -> &str;
}

/// Knows no lesson and no attachment.
#[derive(Clone, Copy, Debug)]
pub struct NoAddresses;

impl Addresses for NoAddresses {
    fn lesson(&self, _: &str) -> Option<String> {
        None
    }
    fn attachment(&self, _: &str) -> Option<String> {
        None
    }
    fn lesson_title(&self, _: &str) -> Option<String> {
        None
    }
    fn prefix(&self) -> &str {
        ""
    }
}

/// Draws nodes as HTML without knowing where lessons and attachments are.
#[must_use]
pub fn to_html(document: &Document) -> String {
    to_html_with(document, &NoAddresses)
}

/// Draws nodes as HTML.
///
/// The attributes that can occur are `href`, `title`, `src`, `alt`, `start`, `align`, `id` and
/// `class` (footnotes, language of code) and those of a disabled check box. Line feeds stand where
/// the CommonMark specification has them.
#[must_use]
pub fn to_html_with(document: &Document, addresses: &dyn Addresses) -> String {
    let mut writer = Writer {
        out: String::new(),
        addresses,
    };
    writer.blocks(&document.blocks, false);
    writer.out
}

/// Escapes text for content and for quoted attributes.
#[must_use]
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

struct Writer<'a> {
    out: String,
    addresses: &'a dyn Addresses,
}

impl Writer<'_> {
    /// Block elements start on a line of their own.
    fn line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn push(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        // Writing to a string cannot fail.
        let _ = write!(self.out, " {name}=\"{}\"", escape(value));
    }

    fn blocks(&mut self, blocks: &[Block], tight: bool) {
        for block in blocks {
            self.block(block, tight);
        }
    }

    fn block(&mut self, block: &Block, tight: bool) {
        match block {
            Block::Paragraph { inlines } if tight => self.inlines(inlines),
            Block::Paragraph { inlines } => self.around("<p>", inlines, "</p>\n"),
            Block::Heading { level, inlines } => {
                self.around(&format!("<h{level}>"), inlines, &format!("</h{level}>\n"));
            }
            Block::List {
                start,
                tight,
                items,
            } => self.list(*start, *tight, items),
            Block::Quote { blocks } => {
                self.line();
                self.push("<blockquote>\n");
                self.blocks(blocks, false);
                self.line();
                self.push("</blockquote>\n");
            }
            Block::Code { language, text } => self.code(language.as_deref(), text),
            Block::Table { align, head, rows } => self.table(align, head, rows),
            Block::Rule => {
                self.line();
                self.push("<hr />\n");
            }
            Block::Footnote { number, blocks, .. } => self.footnote(*number, blocks),
            Block::Html { text } => {
                self.line();
                self.push("<pre>");
                self.push(&escape(text));
                self.push("</pre>\n");
            }
        }
    }

    fn around(&mut self, open: &str, inlines: &[Inline], close: &str) {
        self.line();
        self.push(open);
        self.inlines(inlines);
        self.push(close);
    }

    fn list(&mut self, start: Option<u32>, tight: bool, items: &[ListItem]) {
        self.line();
        match start {
            None => self.push("<ul>\n"),
            Some(1) => self.push("<ol>\n"),
            Some(number) => self.push(&format!("<ol start=\"{number}\">\n")),
        }
        for item in items {
            self.line();
            self.push("<li>");
            match item.checked {
                Some(true) => self.push("<input type=\"checkbox\" disabled=\"\" checked=\"\" /> "),
                Some(false) => self.push("<input type=\"checkbox\" disabled=\"\" /> "),
                None => {}
            }
            self.blocks(&item.blocks, tight);
            self.push("</li>\n");
        }
        self.push(if start.is_some() {
            "</ol>\n"
        } else {
            "</ul>\n"
        });
    }

    fn code(&mut self, language: Option<&str>, text: &str) {
        self.line();
        self.push("<pre><code");
        if let Some(language) = language.filter(|language| is_language(language)) {
            self.attribute("class", &format!("language-{language}"));
        }
        self.push(">");
        self.push(&escape(text));
        self.push("</code></pre>\n");
    }

    fn table(&mut self, align: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
        self.line();
        self.push("<table>\n<thead>\n");
        self.row("th", align, head);
        self.push("</thead>\n");
        if !rows.is_empty() {
            self.push("<tbody>\n");
            rows.iter().for_each(|row| self.row("td", align, row));
            self.push("</tbody>\n");
        }
        self.push("</table>\n");
    }

    fn row(&mut self, tag: &str, align: &[Align], cells: &[Vec<Inline>]) {
        self.push("<tr>\n");
        for (cell, align) in cells.iter().zip(align) {
            let align = match align {
                Align::None => "",
                Align::Left => " align=\"left\"",
                Align::Center => " align=\"center\"",
                Align::Right => " align=\"right\"",
            };
            self.push(&format!("<{tag}{align}>"));
            self.inlines(cell);
            self.push(&format!("</{tag}>\n"));
        }
        self.push("</tr>\n");
    }

    fn footnote(&mut self, number: u32, blocks: &[Block]) {
        self.line();
        let id = format!("{}fn-{number}", self.addresses.prefix());
        self.push("<div class=\"footnote\"");
        self.attribute("id", &id);
        self.push(&format!(">\n<sup>{number}</sup>\n"));
        self.blocks(blocks, false);
        self.line();
        self.push("</div>\n");
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text { text } | Inline::Html { text } => self.push(&escape(text)),
            Inline::Emphasis { inlines } => self.within("<em>", inlines, "</em>"),
            Inline::Strong { inlines } => self.within("<strong>", inlines, "</strong>"),
            Inline::Strike { inlines } => self.within("<del>", inlines, "</del>"),
            Inline::Code { text } => {
                self.push("<code>");
                self.push(&escape(text));
                self.push("</code>");
            }
            Inline::Link {
                target,
                title,
                inlines,
            } => {
                self.link(target, title.as_deref(), inlines);
            }
            Inline::Image { target, alt, title } => self.image(target, alt, title.as_deref()),
            Inline::FootnoteRef { number, .. } => {
                self.push("<sup><a");
                self.attribute("href", &format!("#{}fn-{number}", self.addresses.prefix()));
                self.push(&format!(">{number}</a></sup>"));
            }
            Inline::SoftBreak => self.push("\n"),
            Inline::HardBreak => self.push("<br />\n"),
        }
    }

    fn within(&mut self, open: &str, inlines: &[Inline], close: &str) {
        self.push(open);
        self.inlines(inlines);
        self.push(close);
    }

    fn link(&mut self, target: &LinkTarget, title: Option<&str>, inlines: &[Inline]) {
        let href = match target {
            LinkTarget::Web { url, .. } => Some(url.clone()),
            LinkTarget::Mail { address } => Some(format!("mailto:{}", mail_escaped(address))),
            LinkTarget::Lesson { id } => self.addresses.lesson(id),
            LinkTarget::Anchor { name } => Some(format!("#{name}")),
            LinkTarget::Blocked { .. } => None,
        };
        self.push("<a");
        if let Some(href) = href {
            self.attribute("href", &href);
        }
        if let Some(title) = title {
            self.attribute("title", title);
        }
        self.push(">");
        match target {
            LinkTarget::Lesson { id } if inlines.is_empty() => {
                let title = self
                    .addresses
                    .lesson_title(id)
                    .unwrap_or_else(|| id.clone());
                self.push(&escape(&title));
            }
            _ => self.inlines(inlines),
        }
        self.push("</a>");
    }

    fn image(&mut self, target: &ImageTarget, alt: &str, title: Option<&str>) {
        let source = match target {
            ImageTarget::Attachment { hash } => self.addresses.attachment(hash),
            ImageTarget::Remote { .. } => None,
        };
        let Some(source) = source else {
            return self.push(&escape(alt));
        };
        self.push("<img");
        self.attribute("src", &source);
        self.attribute("alt", alt);
        if let Some(title) = title {
            self.attribute("title", title);
        }
        self.push(" />");
    }
}

/// Names of languages carry nothing but letters, digits and a few marks.
fn is_language(name: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || "+#.-_".contains(c);
    name.len() <= 32 && name.chars().all(allowed)
}

/// Escapes what would begin a part of the address after the recipient.
fn mail_escaped(address: &str) -> String {
    address
        .replace('#', "%23")
        .replace('`', "%60")
        .replace('^', "%5E")
}
