//! Builds the inlines of one block at a time from the parser's events.
//!
//! Depth is bounded here, text is merged here, and `[[…]]` is recognised here: in characters the
//! author wrote next to each other and did not escape. Blocks are [`super::block`]'s.

use std::ops::Range;

use super::node::{ImageTarget, Inline, LinkTarget};
use super::{MAX_INLINE_DEPTH, target, wiki};
use crate::plain;

/// An inline that contains others.
pub(super) enum Span {
    Emphasis,
    Strong,
    Strike,
    Link {
        target: LinkTarget,
        title: Option<String>,
    },
    Image {
        target: ImageTarget,
        title: Option<String>,
    },
}

/// Text the author wrote without a gap, and where it ends in the source.
struct Run {
    text: String,
    end: usize,
}

pub(super) struct InlineBuilder<'s> {
    source: &'s str,
    done: Vec<Inline>,
    open: Vec<(Span, Vec<Inline>)>,
    /// Spans opened beyond the depth limit; they are always the innermost ones.
    flattened: usize,
    run: Option<Run>,
}

impl<'s> InlineBuilder<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        InlineBuilder {
            source,
            done: Vec::new(),
            open: Vec::new(),
            flattened: 0,
            run: None,
        }
    }

    /// Adds text that stands at `range` of the source.
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        if self.source.get(range.clone()) != Some(text) {
            self.end_run();
            self.push_text(text);
            return;
        }
        match &mut self.run {
            Some(run) if follows(self.source, run.end, range.start) => {
                run.text.push_str(text);
                run.end = range.end;
            }
            _ => {
                self.end_run();
                let escaped = run_start(self.source, range.start).saturating_sub(range.start);
                let (escaped, free) = text.split_at_checked(escaped).unwrap_or((text, ""));
                self.push_text(escaped);
                self.run = Some(Run {
                    text: free.to_owned(),
                    end: range.end,
                });
            }
        }
    }

    /// Adds an inline that contains no others.
    pub(super) fn push(&mut self, inline: Inline) {
        self.end_run();
        self.current().push(inline);
    }

    pub(super) fn open(&mut self, span: Span) {
        self.end_run();
        if self.open.len() < MAX_INLINE_DEPTH {
            self.open.push((span, Vec::new()));
        } else {
            self.flattened = self.flattened.saturating_add(1);
        }
    }

    pub(super) fn close(&mut self) {
        self.end_run();
        if let Some(fewer) = self.flattened.checked_sub(1) {
            self.flattened = fewer;
        } else if let Some((span, inlines)) = self.open.pop() {
            let inline = close(span, inlines);
            self.current().push(inline);
        }
    }

    /// Hands over what was built and starts afresh.
    pub(super) fn take(&mut self) -> Vec<Inline> {
        self.flattened = 0;
        self.end_run();
        while !self.open.is_empty() {
            self.close();
        }
        std::mem::take(&mut self.done)
    }

    fn current(&mut self) -> &mut Vec<Inline> {
        match self.open.last_mut() {
            Some((_, inlines)) => inlines,
            None => &mut self.done,
        }
    }

    fn push_text(&mut self, text: &str) {
        let current = self.current();
        match current.last_mut() {
            Some(Inline::Text { text: last }) => last.push_str(text),
            _ if text.is_empty() => {}
            _ => current.push(Inline::Text {
                text: text.to_owned(),
            }),
        }
    }

    /// Adds the run with its links to lessons, except within a link or a picture.
    fn end_run(&mut self) {
        let Some(Run { text, .. }) = self.run.take() else {
            return;
        };
        if self
            .open
            .iter()
            .any(|(span, _)| matches!(span, Span::Link { .. } | Span::Image { .. }))
        {
            return self.push_text(&text);
        }
        let mut from = 0;
        for wiki in wiki::links(&text) {
            let Some(id) = target::lesson_id(wiki.target) else {
                continue;
            };
            self.push_text(text.get(from..wiki.range.start).unwrap_or_default());
            from = wiki.range.end;
            let inlines = wiki.label.map(|label| Inline::Text {
                text: label.to_owned(),
            });
            let inlines = inlines.into_iter().collect();
            let link = Inline::Link {
                target: LinkTarget::Lesson { id },
                title: None,
                inlines,
            };
            self.current().push(link);
        }
        self.push_text(text.get(from..).unwrap_or_default());
    }
}

/// Whether nothing lies between two texts; the backslash that keeps `|` inside a table cell is nothing.
pub(super) fn follows(source: &str, end: usize, start: usize) -> bool {
    let between = source.get(end..start);
    let bar_next = || {
        source
            .get(start..)
            .is_some_and(|rest| rest.starts_with('|'))
    };
    between == Some("") || (between == Some("\\") && bar_next())
}

/// Where a run may start: behind the first character, where the author escaped that one.
pub(super) fn run_start(source: &str, start: usize) -> usize {
    let escaped = source
        .get(..start)
        .is_some_and(|before| before.ends_with('\\'));
    let first = source.get(start..).and_then(|rest| rest.chars().next());
    start.saturating_add(first.filter(|_| escaped).map_or(0, char::len_utf8))
}

fn close(span: Span, inlines: Vec<Inline>) -> Inline {
    match span {
        Span::Emphasis => Inline::Emphasis { inlines },
        Span::Strong => Inline::Strong { inlines },
        Span::Strike => Inline::Strike { inlines },
        Span::Link { target, title } => Inline::Link {
            target,
            title,
            inlines,
        },
        Span::Image { target, title } => Inline::Image {
            target,
            alt: plain::inline_text(&inlines),
            title,
        },
    }
}
