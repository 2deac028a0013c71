//! Where words begin and end, for counting, comparing and cutting.
//!
//! A word is a run of letters and digits, with the apostrophes and marks inside it. Scripts that are
//! written without spaces count one word a character, which is near enough for reading time and
//! gives the finest comparison. No dictionary is consulted.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Word,
    Space,
    /// Stands alone: a punctuation mark, a symbol, a character of a script without spaces.
    Single,
}

/// Splits into words, runs of space and single characters; concatenated they give `text` again.
pub(crate) fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (token, after) = rest.split_at_checked(token_len(rest)?)?;
        rest = after;
        Some(token)
    })
}

/// Counts words.
pub(crate) fn count(text: &str) -> usize {
    tokens(text)
        .filter(|token| token.chars().any(char::is_alphanumeric))
        .count()
}

/// The length in bytes of the first token, `None` at the end.
fn token_len(text: &str) -> Option<usize> {
    let mut characters = text.char_indices().peekable();
    let (_, first) = characters.next()?;
    let first = class(first);
    while let Some((at, c)) = characters.next() {
        let mut inside = || {
            let next = characters.peek().map(|&(_, next)| class(next));
            matches!(c, '\'' | '’') && next == Some(Class::Word)
        };
        if first == Class::Single || (class(c) != first && !(first == Class::Word && inside())) {
            return Some(at);
        }
    }
    Some(text.len())
}

fn class(c: char) -> Class {
    if c.is_whitespace() {
        Class::Space
    } else if is_unspaced(c) {
        Class::Single
    } else if c.is_alphanumeric() || c == '_' || is_mark(c) {
        Class::Word
    } else {
        Class::Single
    }
}

/// Chinese, Japanese, Thai, Lao, Khmer and Burmese are written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Combining marks and joiners belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(tokens(text).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn words_keep_their_apostrophes_and_marks() {
        check("don't stop", &["don't", " ", "stop"]);
        check("'quoted' x_1", &["'", "quoted", "'", " ", "x_1"]);
        check("e\u{301}té, 3.5", &["e\u{301}té", ",", " ", "3", ".", "5"]);
        check("", &[]);
    }

    #[test]
    fn scripts_without_spaces_count_by_character() {
        check("点検 ok", &["点", "検", " ", "ok"]);
        assert_eq!(count("点検する。 Three more words!"), 7);
    }
}
