//! The words of a body, for the index, snippets, one-line gists and reading time.
//!
//! Everything here reads nodes, never Markdown source. Searching and ranking are the index's work.

use crate::markdown::{Block, Document, Inline};
use crate::word;

/// Words a practised adult reads in a minute (Brysbaert 2019, non-fiction: 238).
const WORDS_PER_MINUTE: usize = 238;

/// Returns the words of a body, one block or table row a line.
///
/// Code, alternative texts and the words between raw HTML tags are kept; tags, addresses and
/// footnote marks are not.
#[must_use]
pub fn plain_text(document: &Document) -> String {
    let mut out = String::new();
    blocks_text(&document.blocks, &mut out);
    out.truncate(out.trim_end().len());
    out
}

/// Returns the words of inlines on one line.
#[must_use]
pub fn inline_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_inlines(inlines, &mut out);
    out
}

/// Counts the words of a body.
#[must_use]
pub fn words(document: &Document) -> usize {
    word::count(&plain_text(document))
}

/// Returns how many minutes reading takes: 0 for nothing, otherwise at least 1.
#[must_use]
pub fn reading_minutes(words: usize) -> usize {
    words.div_ceil(WORDS_PER_MINUTE)
}

/// Returns the first sentences, in at most `max_chars` characters.
///
/// Running text is preferred to lists, and lists to headings and code. Whole sentences are kept
/// where they fill a third of the room; otherwise the text is cut after a word and ends with `…`.
#[must_use]
pub fn gist(document: &Document, max_chars: usize) -> String {
    shorten(&one_line(document), max_chars)
}

/// Returns the first sentence, in at most `max_chars` characters.
///
/// Where it is looked for, and how it is cut, is as for [`gist`].
#[must_use]
pub fn headline(document: &Document, max_chars: usize) -> String {
    let text = one_line(document);
    let ends = text
        .match_indices(' ')
        .filter_map(|(at, _)| text.split_at_checked(at));
    let mut sentences = ends.filter(|(sentence, rest)| ends_sentence(sentence, rest.trim_start()));
    let first = sentences
        .next()
        .map_or(text.as_str(), |(sentence, _)| sentence);
    shorten(first, max_chars)
}

/// Running text where there is any, otherwise lists, otherwise whatever there is.
fn one_line(document: &Document) -> String {
    let mut running = String::new();
    running_text(&document.blocks, false, &mut running);
    if running.trim().is_empty() {
        running_text(&document.blocks, true, &mut running);
    }
    if running.trim().is_empty() {
        running = plain_text(document);
    }
    running.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn blocks_text(blocks: &[Block], out: &mut String) {
    for block in blocks {
        block_text(block, out);
    }
}

fn block_text(block: &Block, out: &mut String) {
    match block {
        Block::Paragraph { inlines } | Block::Heading { inlines, .. } => line(inlines, out),
        Block::List { items, .. } => {
            items.iter().for_each(|item| blocks_text(&item.blocks, out));
        }
        Block::Quote { blocks } | Block::Footnote { blocks, .. } => blocks_text(blocks, out),
        Block::Code { text, .. } => {
            out.push_str(text.trim_end());
            out.push('\n');
        }
        Block::Table { head, rows, .. } => {
            for row in std::iter::once(head).chain(rows) {
                let cells: Vec<String> = row.iter().map(|cell| inline_text(cell)).collect();
                out.push_str(cells.join(" ").trim_end());
                out.push('\n');
            }
        }
        Block::Html { text } => {
            let words = without_tags(text);
            out.push_str(words.trim());
            out.push('\n');
        }
        Block::Rule => {}
    }
}

fn line(inlines: &[Inline], out: &mut String) {
    push_inlines(inlines, out);
    out.push('\n');
}

fn push_inlines(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text } | Inline::Code { text } => out.push_str(text),
            Inline::Emphasis { inlines }
            | Inline::Strong { inlines }
            | Inline::Strike { inlines }
            | Inline::Link { inlines, .. } => push_inlines(inlines, out),
            Inline::Image { alt, .. } => out.push_str(alt),
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            Inline::FootnoteRef { .. } | Inline::Html { .. } => {}
        }
    }
}

/// Paragraphs, or with `lists` the paragraphs of list items.
fn running_text(blocks: &[Block], lists: bool, out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph { inlines } => line(inlines, out),
            Block::Quote { blocks } => running_text(blocks, lists, out),
            Block::List { items, .. } if lists => {
                items
                    .iter()
                    .for_each(|item| running_text(&item.blocks, lists, out));
            }
            Block::List { .. }
            | Block::Heading { .. }
            | Block::Code { .. }
            | Block::Table { .. }
            | Block::Rule
            | Block::Footnote { .. }
            | Block::Html { .. } => {}
        }
    }
}

/// What stands outside `<…>`.
fn without_tags(html: &str) -> String {
    let mut depth = false;
    let outside = |c: &char| {
        let inside = depth || *c == '<';
        depth = inside && *c != '>';
        !inside
    };
    html.chars().filter(outside).collect()
}

/// Cuts after a sentence where that fills a third of the room, otherwise after a word, with `…`.
#[must_use]
pub fn shorten(text: &str, max_chars: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(max_chars) else {
        return text.to_owned();
    };
    let Some((within, after)) = text.split_at_checked(end) else {
        return text.to_owned();
    };
    let sentences = last_sentence_end(within, after);
    if sentences.chars().count() >= max_chars.div_ceil(3).max(1) {
        return sentences.to_owned();
    }
    cut_after_word(within)
}

/// The longest prefix of `within` that ends a sentence; `after` is what follows.
fn last_sentence_end<'a>(within: &'a str, after: &str) -> &'a str {
    let ends = within.match_indices(' ').map(|(at, _)| at).chain(
        // The room may end exactly where a sentence does.
        after.starts_with(' ').then_some(within.len()),
    );
    let sentences = ends.filter_map(|at| within.split_at_checked(at));
    let mut whole = sentences.filter(|(sentence, rest)| ends_sentence(sentence, rest.trim_start()));
    whole.next_back().map_or("", |(sentence, _)| sentence)
}

/// A full stop after a single letter or before a lower-case letter abbreviates.
fn ends_sentence(sentence: &str, next: &str) -> bool {
    let bare = sentence.trim_end_matches(['"', '\'', ')', '”', '’', '»']);
    if bare.ends_with(['!', '?', '…', '。', '！', '？']) {
        return true;
    }
    let Some(before) = bare.strip_suffix('.') else {
        return false;
    };
    let last_word = before.rsplit([' ', '.', '(']).next().unwrap_or_default();
    last_word.chars().count() > 1 && !next.starts_with(char::is_lowercase)
}

/// The words that fit beside an ellipsis.
fn cut_after_word(within: &str) -> String {
    let mut characters = within.chars();
    if characters.next_back().is_none() {
        return String::new();
    }
    let room = characters.as_str();
    let words = room.rsplit_once(' ').map_or(room, |(words, _)| words);
    let words = words.trim_end_matches(|c: char| !c.is_alphanumeric());
    let kept = if words.is_empty() { room } else { words };
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;
    use expect_test::{Expect, expect};

    fn check(source: &str, expected: Expect) {
        expected.assert_eq(&plain_text(&parse(source)));
    }

    #[test]
    fn words_are_kept_and_marks_are_not() {
        check(
            "# Pump 3\n\nIt *leaked*[^1] at [the seal](https://example.org), see `log`.\n\n\
             - [x] drain\n- refill\n\n| part | state |\n|---|---|\n| seal | worn |\n\n\
             ```sh\ncheck --all\n```\n\n![the worn seal](hearth-blob:00)\n\n<div>by <b>hand</b></div>\n\n[^1]: Slowly.",
            expect![[r#"
                Pump 3
                It leaked at the seal, see log.
                drain
                refill
                part state
                seal worn
                check --all
                the worn seal
                by hand
                Slowly."#]],
        );
    }

    #[test]
    fn a_gist_is_made_of_whole_sentences() {
        let document = parse(
            "## What happened\n\nThe pump failed at 3.5 bar. We drained it, e.g. by hand. Then we ate.",
        );
        assert_eq!(
            gist(&document, 60),
            "The pump failed at 3.5 bar. We drained it, e.g. by hand."
        );
        assert_eq!(gist(&document, 30), "The pump failed at 3.5 bar.");
        assert_eq!(gist(&document, 12), "The pump…");
        assert_eq!(
            gist(&document, 500),
            "The pump failed at 3.5 bar. We drained it, e.g. by hand. Then we ate."
        );
    }

    #[test]
    fn a_headline_is_the_first_sentence() {
        let headline = |source: &str| headline(&parse(source), 30);
        assert_eq!(
            headline("## a\n\nThe *seal* leaks. It is old."),
            "The seal leaks."
        );
        assert_eq!(headline("no end\n\nother"), "no end other");
        assert_eq!(
            headline("one sentence that is far longer than the room"),
            "one sentence that is far…"
        );
        assert_eq!(headline(""), "");
    }

    #[test]
    fn a_gist_of_lists_or_code_alone_still_says_something() {
        assert_eq!(gist(&parse("# Title\n\n- one\n- two"), 40), "one two");
        assert_eq!(gist(&parse("```\nls -la\n```"), 40), "ls -la");
        assert_eq!(gist(&parse(""), 40), "");
    }

    #[test]
    fn a_gist_never_exceeds_its_room() {
        for text in [
            "Überläßt größe übel.",
            "点検点検点検点検点検",
            "a",
            "word",
            "x. y. z.",
        ] {
            let document = parse(text);
            for room in 0..12 {
                assert!(
                    gist(&document, room).chars().count() <= room.max(1),
                    "{text} {room}"
                );
            }
        }
    }

    #[test]
    fn reading_time_is_rounded_up() {
        let minutes = [0, 1, 238, 239].map(reading_minutes);
        assert_eq!(minutes, [0, 1, 1, 2]);
        assert_eq!(words(&parse("One *two* three.")), 3);
    }
}
