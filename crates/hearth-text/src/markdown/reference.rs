//! The addresses a text mentions, and the same text with other addresses.
//!
//! Importers use it to point links between files at the lessons those files became, and pictures at
//! attachments. It works on the source, so everything else stays exactly as it was written.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::{inline, options, split_at_limit, wiki};

/// One mention of something elsewhere, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference<'a> {
    /// The address of a link, with escapes and entities resolved.
    Link(&'a str),
    /// The address of a picture, likewise.
    Image(&'a str),
    /// The target of `[[target]]` or `[[target|label]]`.
    Wiki(&'a str),
}

/// Calls `visit` with every reference in `source`, in order; automatic links excepted.
pub fn references(source: &str, mut visit: impl FnMut(Reference<'_>)) {
    rewrite_references(source, |reference| {
        visit(reference);
        None
    });
}

/// Returns `source` with the addresses that `replace` answers.
///
/// `None` leaves a reference untouched. Links keep their words and titles, whatever way their
/// address was given; `[[target|label]]` keeps its label. Automatic links are not asked about.
pub fn rewrite_references(
    source: &str,
    mut replace: impl FnMut(Reference<'_>) -> Option<String>,
) -> String {
    let (parsed, _) = split_at_limit(source);
    let mut scan = Scan {
        source: parsed,
        code: false,
        open: Vec::new(),
        run: 0..0,
        edits: Vec::new(),
        replace: &mut replace,
    };
    for (event, range) in Parser::new_ext(parsed, options()).into_offset_iter() {
        scan.event(event, range);
    }
    scan.end_run();
    let edits = scan.edits;
    apply(source, edits)
}

/// A link or picture whose end has not come yet.
struct Open {
    /// What `replace` answered.
    answer: Option<String>,
    title: String,
    /// Written `[words][]`; the parser leaves the empty brackets out of its range.
    collapsed: bool,
    /// Where the words between the brackets end, as far as they are read.
    words_end: usize,
}

/// A place in the source and what shall stand there.
type Edit = (Range<usize>, String);

struct Scan<'s, 'f> {
    source: &'s str,
    /// Inside a block of code, whose text mentions nothing.
    code: bool,
    open: Vec<Open>,
    /// Text without a gap, outside links.
    run: Range<usize>,
    edits: Vec<Edit>,
    replace: &'f mut dyn FnMut(Reference<'_>) -> Option<String>,
}

impl Scan<'_, '_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match &event {
            Event::Text(text) => self.text(text, &range),
            _ => self.end_run(),
        }
        match event {
            Event::Start(Tag::CodeBlock(_)) => self.code = true,
            Event::End(TagEnd::CodeBlock) => self.code = false,
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            }) => {
                let automatic = matches!(link_type, LinkType::Autolink | LinkType::Email);
                let reference = (!automatic).then_some(Reference::Link(&dest_url));
                self.open(reference, &title, link_type, range.start.saturating_add(1));
            }
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                title,
                ..
            }) => {
                let reference = Some(Reference::Image(&dest_url));
                self.open(reference, &title, link_type, range.start.saturating_add(2));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.close(range),
            Event::Start(_) => {}
            _ => self.read_to(range.end),
        }
    }

    fn open(
        &mut self,
        reference: Option<Reference<'_>>,
        title: &str,
        kind: LinkType,
        start: usize,
    ) {
        let answer = reference.and_then(|reference| (self.replace)(reference));
        let collapsed = kind == LinkType::Collapsed;
        self.open.push(Open {
            answer,
            title: title.to_owned(),
            collapsed,
            words_end: start,
        });
    }

    /// Whatever stands behind the words is replaced by an address in round brackets.
    fn close(&mut self, range: Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        let empty_brackets = if open.collapsed { 2 } else { 0 };
        let end = range.end.saturating_add(empty_brackets);
        if let (Some(address), Some(tail)) = (open.answer, self.source.get(open.words_end..end)) {
            let space = tail.len().saturating_sub(tail.trim_start().len());
            let start = open.words_end.saturating_add(space);
            if tail.trim_start().starts_with(']') {
                self.edits
                    .push((start..end, tail_with(&address, &open.title)));
            }
        }
        self.read_to(end);
    }

    fn read_to(&mut self, end: usize) {
        if let Some(open) = self.open.last_mut() {
            open.words_end = open.words_end.max(end);
        }
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        let verbatim = self.source.get(range.clone()) == Some(text);
        if self.code || !self.open.is_empty() || !verbatim {
            self.end_run();
        } else if inline::follows(self.source, self.run.end, range.start) {
            self.run.end = range.end;
        } else {
            self.end_run();
            self.run = inline::run_start(self.source, range.start)..range.end;
        }
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        let Some(text) = self.source.get(run.clone()) else {
            return;
        };
        for wiki in wiki::links(text) {
            // Within a table the bar is escaped.
            let target = wiki.target.trim_end_matches('\\');
            let Some(address) = (self.replace)(Reference::Wiki(target)) else {
                continue;
            };
            let written = text.get(wiki.range.clone()).unwrap_or_default();
            let start = run.start.saturating_add(wiki.range.start);
            let end = run.start.saturating_add(wiki.range.end);
            self.edits
                .push((start..end, written.replacen(target, &address, 1)));
        }
    }
}

fn tail_with(address: &str, title: &str) -> String {
    let escaped = title.replace('\\', "\\\\").replace('"', "\\\"");
    match title {
        "" => format!("]({address})"),
        _ => format!("]({address} \"{escaped}\")"),
    }
}

/// Applies edits that do not overlap.
fn apply(source: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(source.len());
    let mut from = 0;
    for (range, text) in edits {
        out.push_str(source.get(from..range.start).unwrap_or_default());
        out.push_str(&text);
        from = range.end;
    }
    out.push_str(source.get(from..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn check(source: &str, expected: Expect) {
        let rewritten = rewrite_references(source, |reference| match reference {
            Reference::Link("b.md") => Some("hearth://item/B".into()),
            Reference::Image("b.png") => Some("hearth-blob:B".into()),
            Reference::Wiki("b") => Some("B".into()),
            _ => None,
        });
        expected.assert_eq(&rewritten);
    }

    #[test]
    fn links_keep_their_words_and_titles() {
        check(
            "[*the* b](b.md), [b]( <b.md>  'say \"b\"' ) and [](b.md); [c](c.md)",
            expect![[
                r#"[*the* b](hearth://item/B), [b](hearth://item/B "say \"b\"") and [](hearth://item/B); [c](c.md)"#
            ]],
        );
        check(
            "[b][ref], [ref][], [ref]\n\n[ref]: b.md",
            expect![
                "[b](hearth://item/B), [ref](hearth://item/B), [ref](hearth://item/B)\n\n[ref]: b.md"
            ],
        );
    }

    #[test]
    fn pictures_are_found_inside_links() {
        check(
            "[![x](b.png) y](b.md)",
            expect!["[![x](hearth-blob:B) y](hearth://item/B)"],
        );
        check(
            "![x [y](b.md)](b.png)",
            expect!["![x [y](hearth://item/B)](hearth-blob:B)"],
        );
        check(
            "[![x][]](b.md)\n\n[x]: b.png",
            expect!["[![x](hearth-blob:B)](hearth://item/B)\n\n[x]: b.png"],
        );
        check("![](b.png)", expect!["![](hearth-blob:B)"]);
    }

    #[test]
    fn wiki_links_keep_their_labels() {
        check(
            "see [[b]], [[ b | the b ]]",
            expect!["see [[B]], [[ B | the b ]]"],
        );
        check(
            "| x |\n|---|\n| [[b\\|y]] |",
            expect!["| x |\n|---|\n| [[B\\|y]] |"],
        );
    }

    #[test]
    fn code_escapes_and_automatic_links_are_left_alone() {
        for same in [
            "`[b](b.md)`",
            "    [[b]]",
            "```\n[[b]]\n```",
            "\\[[b]]",
            "\\[b](b.md)",
            "<https://b.md>",
            "<p>[[b]]",
        ] {
            assert_eq!(rewrite_references(same, |_| Some("X".into())), same);
        }
    }

    proptest! {
        #[test]
        fn without_answers_nothing_changes(source in "[\\[\\]()!|<>`*_\\\\ \na-c&;:.\"é]{0,80}") {
            prop_assert_eq!(rewrite_references(&source, |_| None), source);
        }

        #[test]
        fn every_answer_finds_its_place(source in "[\\[\\]()!|<>`*_\\\\ \na-c&;:.\"é]{0,80}") {
            let mut asked = 0;
            let rewritten = rewrite_references(&source, |_| { asked += 1; Some("ZZ".into()) });
            prop_assert!(rewritten.matches("ZZ").count() >= asked);
        }
    }
}
