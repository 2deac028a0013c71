//! The query language: `pump "foot valve" kind:problem tag:"cold start" after:2026-06 -oil`.
//!
//! Total and bounded: there is no wrong query. Whatever is not syntax is a word, so that nobody
//! is ever told that a colon was in the wrong place.

use crate::date::DatePoint;
use crate::query::{Clause, FilterField, Query};

/// A query is what a person types; a pasted page is cut here.
const MAX_BYTES: usize = 4_000;
/// And after this many parts.
const MAX_CLAUSES: usize = 64;

impl Query {
    /// Reads a query from what was typed.
    ///
    /// The last word counts as unfinished unless a space follows it ([`Query::finished`]).
    pub fn parse(typed: &str) -> Query {
        let mut rest = cut(typed);
        let mut query = Query::default();
        while query.clauses.len() < MAX_CLAUSES {
            rest = rest.trim_start();
            if rest.is_empty() {
                break;
            }
            rest = parse_clause(rest, &mut query.clauses);
        }
        let ends_open = typed.chars().next_back().is_some_and(char::is_alphanumeric);
        let ends_in_word = matches!(
            query.clauses.last(),
            Some(Clause::Word { negated: false, .. })
        );
        query.unfinished = ends_open && ends_in_word && rest.is_empty();
        query
    }
}

/// Reads one clause from the front of `text`, which does not begin with a space; returns the rest.
fn parse_clause<'t>(text: &'t str, clauses: &mut Vec<Clause>) -> &'t str {
    let (negated, text) = match text.strip_prefix('-') {
        Some(after) if after.starts_with(|c: char| c.is_alphanumeric() || is_quote(c)) => {
            (true, after)
        }
        _ => (false, text),
    };
    if let Some((phrase, rest)) = quoted(text) {
        if phrase.chars().any(char::is_alphanumeric) {
            clauses.push(Clause::Phrase {
                text: phrase.trim().to_owned(),
                negated,
            });
        }
        return rest;
    }
    if let Some((name, after)) = text.split_once(':')
        && let Some(rest) = parse_named(name, after, negated, clauses)
    {
        return rest;
    }
    let text = text.strip_prefix(is_quote).unwrap_or(text);
    let (word, rest) = until(text, |c| c.is_whitespace() || is_quote(c));
    if word.chars().any(char::is_alphanumeric) {
        clauses.push(Clause::Word {
            text: word.to_owned(),
            negated,
        });
    }
    rest
}

/// Reads `name:value`; `None` if it is not one of ours, so that it is read as words.
///
/// A name without a value yet is being typed, and asks for nothing.
fn parse_named<'t>(
    name: &str,
    after: &'t str,
    negated: bool,
    clauses: &mut Vec<Clause>,
) -> Option<&'t str> {
    let (value, rest) = quoted(after).unwrap_or_else(|| until(after, char::is_whitespace));
    let value = value.trim_matches(is_quote).trim();
    if let Some(field) = FilterField::parse(name) {
        if value.chars().any(char::is_alphanumeric) {
            clauses.push(Clause::Filter {
                field,
                value: value.to_owned(),
                negated,
            });
        }
        return Some(rest);
    }
    let make: fn(DatePoint) -> Clause = match name.to_ascii_lowercase().as_str() {
        "before" => Clause::Before,
        "after" => Clause::After,
        _ => return None,
    };
    if value.is_empty() {
        return Some(rest);
    }
    let point = DatePoint::parse(value)?;
    // "Not before" is "after", and the other way round: both name the instant the date begins.
    clauses.push(match (make(point), negated) {
        (Clause::Before(point), true) => Clause::After(point),
        (Clause::After(point), true) => Clause::Before(point),
        (clause, _) => clause,
    });
    Some(rest)
}

/// The text between the quotes `text` begins with; `None` if they are not closed.
fn quoted(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix(is_quote)?.split_once(is_quote)
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

fn until(text: &str, ends: impl FnMut(char) -> bool) -> (&str, &str) {
    text.split_at_checked(text.find(ends).unwrap_or(text.len()))
        .unwrap_or((text, ""))
}

fn cut(typed: &str) -> &str {
    let mut end = typed.len().min(MAX_BYTES);
    while !typed.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    typed.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(typed: &str, expected: Expect) {
        let query = Query::parse(typed);
        let mut lines: Vec<String> = query.clauses().iter().map(show).collect();
        if query.is_unfinished() {
            lines.push("…".into());
        }
        expected.assert_eq(&lines.join(" | "));
    }

    fn show(clause: &Clause) -> String {
        let sign = |negated: &bool| if *negated { "not " } else { "" };
        match clause {
            Clause::Word { text, negated } => format!("{}{text}", sign(negated)),
            Clause::Phrase { text, negated } => format!("{}phrase({text})", sign(negated)),
            Clause::Filter {
                field,
                value,
                negated,
            } => {
                format!("{}{}={value}", sign(negated), field.name())
            }
            Clause::Before(point) => format!("before {point}"),
            Clause::After(point) => format!("from {point}"),
        }
    }

    #[test]
    fn words_stand_alone() {
        check("foot valve ", expect!["foot | valve"]);
        check("  foot\tvalve", expect!["foot | valve | …"]);
        check("ack-bar E1234 ", expect!["ack-bar | E1234"]);
    }

    #[test]
    fn quoted_words_stay_together() {
        check(
            r#""cold start" engine "#,
            expect!["phrase(cold start) | engine"],
        );
        check("“cold start”", expect!["phrase(cold start)"]);
        check(
            r#"pump"cold start"now "#,
            expect!["pump | phrase(cold start) | now"],
        );
    }

    #[test]
    fn an_open_quote_is_words_until_it_is_closed() {
        check(r#""foot val"#, expect!["foot | val | …"]);
        check(r#"pump ""#, expect!["pump"]);
        check(r#""" "--" pump "#, expect!["pump"]);
    }

    #[test]
    fn names_we_know_filter() {
        check(
            r#"kind:problem author:tomas place:njoro tag:"foot valve" status:open language:sw"#,
            expect![
                "kind=problem | author=tomas | place=njoro | tag=foot valve | status=open | language=sw"
            ],
        );
        check("Kind:Problem", expect!["kind=Problem"]);
        check(r#"tag:"foot val"#, expect!["tag=foot | val | …"]);
    }

    #[test]
    fn a_name_without_a_value_asks_for_nothing_yet() {
        check("pump kind:", expect!["pump"]);
        check("pump before: ", expect!["pump"]);
        check(r#"tag:"" pump "#, expect!["pump"]);
    }

    #[test]
    fn names_we_do_not_know_are_words() {
        check(
            "note:this http://x.org ",
            expect!["note:this | http://x.org"],
        );
        check("before:soon ", expect!["before:soon"]);
        check(": :: kind ", expect!["kind"]);
    }

    #[test]
    fn dates_bound_when_a_lesson_was_logged() {
        check(
            "after:2026 before:2026-06-15",
            expect!["from 2026 | before 15 June 2026"],
        );
        check("-before:2026-06", expect!["from June 2026"]);
    }

    #[test]
    fn a_minus_before_a_clause_takes_it_away() {
        check(
            r#"pump -oil -"dry run" -tag:old"#,
            expect!["pump | not oil | not phrase(dry run) | not tag=old"],
        );
        check("- a-b --x ", expect!["a-b | --x"]);
    }

    #[test]
    fn a_pasted_page_is_cut() {
        let query = Query::parse(&"ä ".repeat(100_000));
        assert_eq!(query.clauses().len(), MAX_CLAUSES);
        assert!(!query.is_unfinished());
        let one_word = Query::parse(&"ä".repeat(100_000));
        let [Clause::Word { text, .. }] = one_word.clauses() else {
            panic!("one word")
        };
        assert!(text.len() <= MAX_BYTES);
    }

    proptest::proptest! {
        #[test]
        fn every_text_is_a_query(typed in "\\PC{0,60}") {
            let query = Query::parse(&typed);
            proptest::prop_assert!(!query.explain().is_empty());
        }

        #[test]
        fn syntax_thrown_together_is_still_a_query(
            parts in proptest::collection::vec(proptest::sample::select(vec![
                "\"", "-", ":", "kind:", "tag:\"", "before:", "2026-0", "«", " ", "a", "é", "\u{301}", "水",
            ]), 0..30),
        ) {
            let query = Query::parse(&parts.concat());
            proptest::prop_assert!(query.clauses().len() <= MAX_CLAUSES);
        }
    }
}
