//! A query said in words, so that people can see how it was read.
//!
//! English only; a screen in another language says the same from [`Query::clauses`].

use crate::query::{Clause, FilterField, Query};

impl Query {
    /// Says what is looked for, as one English sentence without a full stop.
    pub fn explain(&self) -> String {
        let mut parts = Vec::new();
        parts.extend(self.explain_words());
        parts.extend(self.phrases(false).map(|text| format!("exactly “{text}”")));
        parts.extend(self.explain_filters(false));
        parts.extend(self.clauses.iter().filter_map(explain_date));
        let without: Vec<String> = self.negated_texts().collect();
        if !without.is_empty() {
            parts.push(format!("without {}", list(&without, "or")));
        }
        parts.extend(self.explain_filters(true));
        match parts.is_empty() {
            true => "All lessons".to_owned(),
            false => format!("Lessons {}", parts.join(", ")),
        }
    }

    fn explain_words(&self) -> Option<String> {
        let mut words: Vec<String> = self
            .clauses
            .iter()
            .filter_map(|clause| match clause {
                Clause::Word {
                    text,
                    negated: false,
                } => Some(text.clone()),
                _ => None,
            })
            .collect();
        if self.unfinished
            && let Some(last) = words.last_mut()
        {
            last.push('…');
        }
        match words.as_slice() {
            [] => None,
            [one] => Some(format!("with the word {one}")),
            many => Some(format!(
                "with as many as possible of the words {}",
                list(many, "and")
            )),
        }
    }

    fn phrases(&self, unwanted: bool) -> impl Iterator<Item = &str> {
        self.clauses.iter().filter_map(move |clause| match clause {
            Clause::Phrase { text, negated } if *negated == unwanted => Some(text.as_str()),
            _ => None,
        })
    }

    fn negated_texts(&self) -> impl Iterator<Item = String> {
        let words = self.clauses.iter().filter_map(|clause| match clause {
            Clause::Word {
                text,
                negated: true,
            } => Some(text.clone()),
            _ => None,
        });
        words.chain(self.phrases(true).map(|text| format!("“{text}”")))
    }

    fn explain_filters(&self, unwanted: bool) -> Vec<String> {
        let fields = [
            FilterField::Kind,
            FilterField::Status,
            FilterField::Tag,
            FilterField::Author,
            FilterField::Place,
            FilterField::Language,
        ];
        fields
            .into_iter()
            .filter_map(|field| self.explain_filter(field, unwanted))
            .collect()
    }

    fn explain_filter(&self, which: FilterField, unwanted: bool) -> Option<String> {
        let values: Vec<String> = self
            .clauses
            .iter()
            .filter_map(|clause| match clause {
                Clause::Filter {
                    field,
                    value,
                    negated,
                } if *field == which && *negated == unwanted => Some(value.clone()),
                _ => None,
            })
            .collect();
        // Tags add up (a lesson has many); of the other values it has one, so they are choices.
        let word = if which == FilterField::Tag && !unwanted {
            "and"
        } else {
            "or"
        };
        let not = if unwanted { "not " } else { "" };
        let says = match which {
            FilterField::Kind => "of kind",
            FilterField::Status => "with status",
            FilterField::Tag => "tagged",
            FilterField::Author => "by",
            FilterField::Place => "from",
            FilterField::Language => "in language",
        };
        (!values.is_empty()).then(|| format!("{not}{says} {}", list(&values, word)))
    }
}

fn explain_date(clause: &Clause) -> Option<String> {
    match clause {
        Clause::Before(point) => Some(format!("logged before {point}")),
        Clause::After(point) => Some(format!("logged from {point} on")),
        Clause::Word { .. } | Clause::Phrase { .. } | Clause::Filter { .. } => None,
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list(items: &[String], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(typed: &str, expected: Expect) {
        expected.assert_eq(&Query::parse(typed).explain());
    }

    #[test]
    fn a_query_is_said_in_words() {
        check("", expect!["All lessons"]);
        check("pump ", expect!["Lessons with the word pump"]);
        check(
            "foot val",
            expect!["Lessons with as many as possible of the words foot and val…"],
        );
        check(
            r#"leak "foot valve" -oil -"dry run" kind:problem kind:story tag:a tag:b -author:tomas after:2026-06"#,
            expect![
                "Lessons with the word leak, exactly “foot valve”, of kind problem or story, tagged a and b, logged from June 2026 on, without oil or “dry run”, not by tomas"
            ],
        );
    }
}
