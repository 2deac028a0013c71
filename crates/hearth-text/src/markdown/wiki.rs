//! `[[target]]` and `[[target|label]]` in running text.
//!
//! One pass, no backtracking: an opening pair is forgotten when another one follows it, when the
//! line ends, or when it grows beyond [`MAX_WIKI_BYTES`].

use std::ops::Range;

/// The longest target and label together.
pub(super) const MAX_WIKI_BYTES: usize = 1024;

/// One `[[target|label]]`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wiki<'a> {
    /// Bytes it covers, brackets included.
    pub(super) range: Range<usize>,
    /// What stands before the bar, trimmed, never empty.
    pub(super) target: &'a str,
    /// What stands after the bar, trimmed, never empty.
    pub(super) label: Option<&'a str>,
}

/// Finds every wiki link, in order, without overlap.
pub(super) fn links(text: &str) -> Vec<Wiki<'_>> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        let doubled = bytes.peek().is_some_and(|&(_, next)| next == byte);
        match byte {
            b'[' if doubled => open = Some(at),
            b']' if doubled => {
                if let Some(start) = open.take() {
                    bytes.next();
                    found.extend(read(text, start..at.saturating_add(2)));
                }
            }
            b'\n' => open = None,
            _ => {}
        }
    }
    found
}

fn read(text: &str, range: Range<usize>) -> Option<Wiki<'_>> {
    let inside = text
        .get(range.clone())?
        .strip_prefix("[[")?
        .strip_suffix("]]")?;
    if inside.len() > MAX_WIKI_BYTES {
        return None;
    }
    let (target, label) = match inside.split_once('|') {
        Some((target, label)) => (target.trim(), Some(label.trim())),
        None => (inside.trim(), None),
    };
    let label = label.filter(|label| !label.is_empty());
    (!target.is_empty()).then_some(Wiki {
        range,
        target,
        label,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, Option<&str>)]) {
        let found = links(text);
        let found: Vec<_> = found.iter().map(|wiki| (wiki.target, wiki.label)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn targets_and_labels_are_found_in_order() {
        check(
            "see [[a]] and [[ b | the b ]].",
            &[("a", None), ("b", Some("the b"))],
        );
        check("[[[a]]] [[é|ü]]", &[("a", None), ("é", Some("ü"))]);
        check("[[a|b|c]] [[a|]]", &[("a", Some("b|c")), ("a", None)]);
    }

    #[test]
    fn what_is_not_complete_is_left_alone() {
        for text in [
            "[[", "[[a]", "[a]]", "[[ ]]", "[[|x]]", "[[a\n]]", "]][[", "",
        ] {
            check(text, &[]);
        }
        check(&format!("[[{}]]", "x".repeat(MAX_WIKI_BYTES + 1)), &[]);
    }
}
