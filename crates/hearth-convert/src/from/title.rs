//! How a title is found where none was given, and fitted where it is too long.

use hearth_model::text::Title;
use hearth_text::markdown::{Block, Document, parse};
use hearth_text::plain;

/// The longest title, in characters.
const MAX_CHARACTERS: usize = 200;

/// Gives a body its title.
///
/// Without `given`, the title is the body's first sentence, and the body stays as it is. A longer
/// title is cut after a word, and stands in full at the head of the body. A heading at the head that
/// repeats the title is taken out. `None` when there is nothing to name.
pub(super) fn settle(given: Option<&str>, body: &str) -> Option<(Title, String)> {
    let Some(given) = given.map(one_line).filter(|given| !given.is_empty()) else {
        let headline = plain::headline(&parse(body), MAX_CHARACTERS);
        return Some((fitted(&headline)?, body.to_owned()));
    };
    let title = fitted(&given)?;
    let body = match first_heading(body) {
        Some((heading, rest)) if one_line(&heading) == given => rest.to_owned(),
        _ => body.to_owned(),
    };
    if given.chars().count() <= MAX_CHARACTERS {
        return Some((title, body));
    }
    let full = format!("{}\n\n{body}", escaped(&given));
    Some((title, full.trim_end().to_owned()))
}

/// The words of a first-level heading at the head of the body, and what follows it.
pub(super) fn first_heading(body: &str) -> Option<(String, &str)> {
    let body = body.trim_start_matches(['\n', ' ']);
    let (line, rest) = body.split_once('\n').unwrap_or((body, ""));
    if line.starts_with('#') {
        return Some((level_one(&parse(line))?, rest.trim_start_matches('\n')));
    }
    let (underline, rest) = rest.split_once('\n').unwrap_or((rest, ""));
    if !underline.trim_start().starts_with('=') {
        return None;
    }
    let words = level_one(&parse(&format!("{line}\n{underline}")))?;
    Some((words, rest.trim_start_matches('\n')))
}

fn level_one(document: &Document) -> Option<String> {
    match document.blocks.as_slice() {
        [Block::Heading { level: 1, inlines }] => Some(plain::inline_text(inlines)),
        _ => None,
    }
}

/// One line, without control characters.
fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn fitted(text: &str) -> Option<Title> {
    let text = one_line(text);
    // Composing may lengthen a text a little.
    let room = [MAX_CHARACTERS, MAX_CHARACTERS / 2, MAX_CHARACTERS / 4];
    room.into_iter()
        .find_map(|room| Title::parse(&plain::shorten(&text, room)).ok())
}

/// As Markdown that says just this.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() && !".,;:'?%/".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: Option<&str>, body: &str, title: &str, rest: &str) {
        let settled = settle(given, body).map(|(title, body)| (title.into_string(), body));
        assert_eq!(settled, Some((title.to_owned(), rest.to_owned())));
    }

    #[test]
    fn a_title_is_kept_or_made_from_the_first_sentence() {
        check(Some(" The\nseal "), "leaks", "The seal", "leaks");
        check(
            None,
            "## Abstract\n\nThe *seal* leaks. It is old.",
            "The seal leaks.",
            "## Abstract\n\nThe *seal* leaks. It is old.",
        );
        check(Some(""), "leaks", "leaks", "leaks");
        assert_eq!(settle(None, " \n "), None);
        assert_eq!(settle(Some("\u{0}"), ""), None);
    }

    #[test]
    fn a_heading_that_repeats_the_title_is_taken_out() {
        check(
            Some("ack --bar"),
            "# ack --bar\n\nrest\n",
            "ack --bar",
            "rest\n",
        );
        check(
            Some("A `b`"),
            "\nA `b`\n===\nrest",
            "A `b`",
            "\nA `b`\n===\nrest",
        );
        check(Some("A b"), "A *b*\n===\nrest", "A b", "rest");
        check(Some("a"), "# b\n\nrest", "a", "# b\n\nrest");
    }

    #[test]
    fn a_long_title_stands_in_full_at_the_head_of_the_body() {
        let long = format!("{} *end*", "word ".repeat(50).trim_end());
        let (title, body) = settle(Some(&long), "rest").unwrap();
        assert_eq!(
            title.as_str(),
            format!("{}…", "word ".repeat(39).trim_end())
        );
        assert_eq!(
            body,
            format!("{} \\*end\\*\n\nrest", "word ".repeat(50).trim_end())
        );
        let unbroken = "é".repeat(300);
        assert_eq!(
            settle(Some(&unbroken), "")
                .unwrap()
                .0
                .as_str()
                .chars()
                .count(),
            200
        );
    }
}
