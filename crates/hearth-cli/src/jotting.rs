//! A lesson as somebody jots it down: a first line that is its title, tags, and the rest.

use std::collections::BTreeSet;

use hearth_api::core::model::text::Title;

/// The longest title, in characters.
const MAX_TITLE: usize = 200;

/// What was jotted down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Jotting {
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) tags: BTreeSet<String>,
}

impl Jotting {
    /// Reads a jotting. `#tags` count in the first line, and in lines that hold nothing else; at the
    /// end of the first line and in lines of their own they are taken out of the text.
    pub(crate) fn read(text: &str) -> Self {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = text.trim_matches('\n').trim_end();
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let mut tags: BTreeSet<String> = first.split_whitespace().filter_map(tag).collect();
        let body = without_tag_lines(rest, &mut tags);
        let (title, overflow) = fitted(&without_trailing_tags(first));
        let body = [
            overflow.as_deref().unwrap_or_default(),
            body.trim_matches('\n'),
        ];
        let body: Vec<&str> = body.into_iter().filter(|part| !part.is_empty()).collect();
        Self {
            title,
            body: body.join("\n\n"),
            tags,
        }
    }
}

/// The text that an editor shows and [`Jotting::read`] reads.
pub(crate) fn page(title: &str, body: &str) -> String {
    format!("{title}\n\n{body}")
}

/// Splits what an editor gives back: the first line, and the text below it as it is.
pub(crate) fn read_page(text: &str) -> (String, String) {
    let text = text.replace("\r\n", "\n");
    let text = text.trim_start_matches('\n');
    let (title, body) = text.split_once('\n').unwrap_or((text, ""));
    (title.trim().to_owned(), body.trim_matches('\n').to_owned())
}

fn tag(word: &str) -> Option<String> {
    let name = word
        .strip_prefix('#')?
        .trim_end_matches(['.', ',', ';', ':', '!', '?']);
    let is_name = name
        .chars()
        .all(|c| c.is_alphanumeric() || "-_/".contains(c));
    // `#3` is a number, not a tag.
    let has_letter = name.chars().any(char::is_alphabetic);
    (is_name && has_letter).then(|| name.to_owned())
}

fn without_trailing_tags(line: &str) -> String {
    let mut words: Vec<&str> = line.split_whitespace().collect();
    while words.len() > 1 && words.last().is_some_and(|word| tag(word).is_some()) {
        words.pop();
    }
    let control = |c: char| if c.is_control() { ' ' } else { c };
    words.join(" ").chars().map(control).collect()
}

fn without_tag_lines(text: &str, tags: &mut BTreeSet<String>) -> String {
    let mut kept = Vec::new();
    for line in text.split('\n') {
        let words: Vec<Option<String>> = line.split_whitespace().map(tag).collect();
        if !words.is_empty() && words.iter().all(Option::is_some) {
            tags.extend(words.into_iter().flatten());
        } else {
            kept.push(line);
        }
    }
    kept.join("\n")
}

/// A title that fits, and the whole line when it did not.
fn fitted(line: &str) -> (String, Option<String>) {
    let fits = |text: &str| Title::parse(text).is_ok();
    if line.chars().count() <= MAX_TITLE && (line.is_empty() || fits(line)) {
        return (line.to_owned(), None);
    }
    // Composing may lengthen a text a little.
    let lengths = [MAX_TITLE, MAX_TITLE / 2, MAX_TITLE / 4];
    let title = lengths
        .into_iter()
        .map(|length| shortened(line, length))
        .find(|title| fits(title));
    (title.unwrap_or_default(), Some(line.to_owned()))
}

/// The words that fit, and an ellipsis.
fn shortened(line: &str, length: usize) -> String {
    let cut: String = line.chars().take(length.saturating_sub(1)).collect();
    let words = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", words.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, title: &str, body: &str, tags: &[&str]) {
        let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        let expected = Jotting {
            title: title.to_owned(),
            body: body.to_owned(),
            tags,
        };
        assert_eq!(Jotting::read(text), expected);
    }

    #[test]
    fn the_first_line_is_the_title() {
        check("Pump broken", "Pump broken", "", &[]);
        check(
            "\nPump broken\n\nSince *Monday*.\n",
            "Pump broken",
            "Since *Monday*.",
            &[],
        );
        check("", "", "", &[]);
    }

    #[test]
    fn tags_are_recognised_where_they_are_meant() {
        check(
            "Pump broken #pump #foot-valve",
            "Pump broken",
            "",
            &["pump", "foot-valve"],
        );
        check("The #pump is broken", "The #pump is broken", "", &["pump"]);
        check("Step #3 of 4", "Step #3 of 4", "", &[]);
        check(
            "T\n# Heading\n#a #b\n#include <x>",
            "T",
            "# Heading\n#include <x>",
            &["a", "b"],
        );
        check("#lonely", "#lonely", "", &["lonely"]);
    }

    #[test]
    fn a_long_first_line_stands_in_full_in_the_body() {
        let long = "word ".repeat(60);
        let jotting = Jotting::read(&format!("{long}\nrest"));
        assert_eq!(jotting.title, format!("{}…", "word ".repeat(39).trim_end()));
        assert_eq!(jotting.body, format!("{}\n\nrest", long.trim_end()));
        assert_eq!(Jotting::read(&"é".repeat(300)).title.chars().count(), 200);
    }

    #[test]
    fn what_an_editor_shows_is_read_back() {
        let (title, body) = read_page(&page("Title", "a\n\n#b"));
        assert_eq!((title.as_str(), body.as_str()), ("Title", "a\n\n#b"));
    }
}
