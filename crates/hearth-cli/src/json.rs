//! The JSON that scripts read, version 1: `docs/format/cli-json.md`.
//!
//! Made from the wire types, whose names have capitals and whose times are milliseconds; here names
//! are `snake_case` and times are ISO 8601 in UTC.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::text;

/// The JSON of a wire type.
pub(crate) fn of(wire: &impl Serialize) -> Value {
    let value = serde_json::to_value(wire).expect("wire types have names for keys");
    renamed(value)
}

/// The members of a wire type, to add to.
pub(crate) fn members(wire: &impl Serialize) -> Map<String, Value> {
    match of(wire) {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn renamed(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(members.into_iter().map(member).collect()),
        Value::Array(items) => Value::Array(items.into_iter().map(renamed).collect()),
        other => other,
    }
}

fn member((name, value): (String, Value)) -> (String, Value) {
    let name = snake(&name);
    match (name.strip_suffix("_ms"), &value) {
        (Some("took"), _) | (None, _) => (name, renamed(value)),
        (Some(moment), Value::Number(ms)) => {
            let iso = ms.as_i64().and_then(text::iso);
            (moment.to_owned(), iso.map_or(Value::Null, Value::String))
        }
        (Some(moment), _) => (moment.to_owned(), Value::Null),
    }
}

fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_and_times_are_for_scripts() {
        let wire = json!({
            "updatedMs": 1_580_428_800_000_i64, "tookMs": 1.5, "heardMs": null,
            "rows": [{ "nSolutions": 2 }],
        });
        assert_eq!(
            of(&wire),
            json!({
                "updated": "2020-01-31T00:00:00.000Z", "took_ms": 1.5, "heard": null,
                "rows": [{ "n_solutions": 2 }],
            })
        );
    }
}
