//! The front matter of a Markdown file: YAML between two lines of `---`.
//!
//! Read from the parser's events into plain values, bounded in size, depth and number. Anchors,
//! aliases and tags are refused rather than expanded: a front matter that needs them is no list of
//! fields, and aliases are how small YAML becomes large.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

/// The longest front matter.
pub(super) const MAX_BYTES: u64 = 64 << 10;

/// The deepest nesting of lists and mappings.
const MAX_DEPTH: usize = 8;

/// Why a front matter cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Problem {
    #[error("is longer than 64 KiB")]
    TooLong,
    #[error("is not YAML: {0}")]
    NotYaml(String),
    #[error("is nested too deep")]
    TooDeep,
    #[error("uses anchors, aliases or tags")]
    Aliases,
    #[error("is not a list of fields")]
    NotFields,
}

/// Splits a text into its front matter, if it has one, and what follows.
pub(super) fn split(text: &str) -> (Option<&str>, &str) {
    let opened = text.strip_prefix("---").and_then(|rest| {
        let (first, rest) = rest.split_once('\n')?;
        first.trim().is_empty().then_some(rest)
    });
    let Some(inside) = opened else {
        return (None, text);
    };
    let mut end = 0_usize;
    for line in inside.split_inclusive('\n') {
        let next = end.saturating_add(line.len());
        if matches!(line.trim_end(), "---" | "...") {
            return (inside.get(..end), inside.get(next..).unwrap_or_default());
        }
        end = next;
    }
    (None, text)
}

/// Reads a front matter.
pub(super) fn read(front: &str) -> Result<Map<String, Value>, Problem> {
    if u64::try_from(front.len()).is_ok_and(|len| len > MAX_BYTES) {
        return Err(Problem::TooLong);
    }
    let mut open: Vec<Open> = Vec::new();
    let mut whole = None;
    for event in Parser::new_from_str(front) {
        let (event, _) = event.map_err(|error| Problem::NotYaml(error.to_string()))?;
        let done = match event {
            Event::Scalar(text, style, 0, None) => Some(scalar(text, style)),
            Event::SequenceStart(0, None) => push(&mut open, Open::List(Vec::new()))?,
            Event::MappingStart(0, None) => push(&mut open, Open::Fields(Map::new(), None))?,
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(Open::into_value),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => None,
            Event::Alias(_)
            | Event::Scalar(..)
            | Event::SequenceStart(..)
            | Event::MappingStart(..) => return Err(Problem::Aliases),
        };
        match (done, open.last_mut()) {
            (Some(value), Some(around)) => around.add(value)?,
            (Some(value), None) if whole.is_none() => whole = Some(value),
            (Some(_), None) => return Err(Problem::NotFields),
            (None, _) => {}
        }
    }
    match whole {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(fields)) => Ok(fields),
        Some(_) => Err(Problem::NotFields),
    }
}

/// A list or mapping whose end has not come yet.
enum Open {
    List(Vec<Value>),
    /// With the name whose value comes next.
    Fields(Map<String, Value>, Option<String>),
}

impl Open {
    fn add(&mut self, value: Value) -> Result<(), Problem> {
        match self {
            Open::List(items) => items.push(value),
            Open::Fields(fields, name) => match name.take() {
                Some(name) => drop(fields.insert(name, value)),
                None => *name = Some(value.as_str().ok_or(Problem::NotFields)?.to_owned()),
            },
        }
        Ok(())
    }

    fn into_value(self) -> Value {
        match self {
            Open::List(items) => Value::Array(items),
            Open::Fields(fields, _) => Value::Object(fields),
        }
    }
}

fn push(open: &mut Vec<Open>, next: Open) -> Result<Option<Value>, Problem> {
    if open.len() >= MAX_DEPTH {
        return Err(Problem::TooDeep);
    }
    open.push(next);
    Ok(None)
}

/// A text, whatever it looks like: a title may be `2020` or `no`. Only an unquoted nothing is null.
fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> Value {
    match (style, &*text) {
        (ScalarStyle::Plain, "" | "~" | "null") => Value::Null,
        _ => Value::String(text.into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(front: &str, expected: Expect) {
        let read = match read(front) {
            Ok(fields) => Value::Object(fields).to_string(),
            Err(problem) => problem.to_string(),
        };
        expected.assert_eq(&read);
    }

    #[test]
    fn values_are_texts_lists_and_fields() {
        check(
            "title: A \"b\" c\nid: 007\ntags: [a, 'b c']\n",
            expect![[r#"{"id":"007","tags":["a","b c"],"title":"A \"b\" c"}"#]],
        );
        check(
            "tags:\n  - a\n  - 2020\nempty:\nlong: >\n  a\n  b\nlinks: [{kind: solves, to: 3}]\n",
            expect![[
                r#"{"empty":null,"links":[{"kind":"solves","to":"3"}],"long":"a b\n","tags":["a","2020"]}"#
            ]],
        );
        check(
            "title: \"caf\\u00e9\\n\" # note\nyes: no\n",
            expect![[r#"{"title":"café\n","yes":"no"}"#]],
        );
        check("", expect!["{}"]);
        check("# only a note\n", expect!["{}"]);
    }

    #[test]
    fn what_is_no_list_of_fields_is_refused() {
        check("- a\n- b\n", expect!["is not a list of fields"]);
        check("just words\n", expect!["is not a list of fields"]);
        check(
            "a: &x [1]\nb: *x\n",
            expect!["uses anchors, aliases or tags"],
        );
        check("a: !!int 3\n", expect!["uses anchors, aliases or tags"]);
        check(
            "a: [1, 2\n",
            expect![
                "is not YAML: while parsing a flow sequence, expected ',' or ']' at byte 9 line 2 column 1"
            ],
        );
        check("[a]: b\n", expect!["is not a list of fields"]);
        check(
            &format!("a: {}{}\n", "[".repeat(9), "]".repeat(9)),
            expect!["is nested too deep"],
        );
        check(
            &format!("a: {}\n", "b".repeat(70_000)),
            expect!["is longer than 64 KiB"],
        );
    }

    #[test]
    fn front_matter_is_what_stands_between_two_lines() {
        assert_eq!(split("---\na: b\n---\nbody"), (Some("a: b\n"), "body"));
        assert_eq!(split("--- \n---\n\nbody"), (Some(""), "\nbody"));
        assert_eq!(split("---\na: b\n...\n"), (Some("a: b\n"), ""));
        for text in [
            "---\nnever closed\n",
            "----\n---\n",
            "a\n---\nb\n---\n",
            "",
            "---",
        ] {
            assert_eq!(split(text), (None, text));
        }
    }
}
