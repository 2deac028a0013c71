//! What crosses when something was refused. The sentences are in [`Code`]; which refusal of the
//! engine has which code is in `from_core`.

mod code;
mod from_core;
mod size;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;

use serde::Serialize;
use ts_rs::TS;

pub use code::{Code, Exit};

/// Why a command was refused. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApiError {
    /// Stable code, such as `store_busy`.
    #[ts(type = "string")]
    pub code: Code,
    /// Values for the sentence; sizes in bytes. `detail` is what programs said, for people who help.
    pub params: BTreeMap<String, String>,
    /// What happened, a full English sentence.
    pub message: String,
    /// What to do next, a full English sentence.
    pub hint: String,
}

impl ApiError {
    /// A refusal whose sentence needs no values.
    pub fn new(code: Code) -> Self {
        Self::with(code, [])
    }

    /// A refusal with the values that its sentence names.
    pub fn with<const N: usize>(code: Code, params: [(&str, String); N]) -> Self {
        let params = params.map(|(name, value)| (name.to_owned(), value)).into();
        let message = fill(code.sentence(), &params);
        let hint = fill(code.hint(), &params);
        Self {
            code,
            params,
            message,
            hint,
        }
    }

    /// Keeps what the layers below said, for people who help.
    pub fn with_detail(mut self, error: &dyn Error) -> Self {
        self.params.insert("detail".to_owned(), chain(error));
        self
    }

    /// Something that no sentence foresees.
    pub fn unexpected(error: &dyn Error) -> Self {
        Self::new(Code::Unexpected).with_detail(error)
    }

    /// How a command-line program ends with this.
    pub fn exit(&self) -> Exit {
        self.code.exit()
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for ApiError {}

/// The messages of an error and of what caused it.
fn chain(error: &dyn Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let next = error.to_string();
        // A transparent error says what its cause says.
        if !said.ends_with(&next) {
            said.push_str(": ");
            said.push_str(&next);
        }
        cause = error.source();
    }
    said
}

/// Puts values where a sentence names them.
fn fill(sentence: &str, params: &BTreeMap<String, String>) -> String {
    let mut filled = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, (name, after))) = rest
        .split_once('{')
        .and_then(|(before, open)| Some((before, open.split_once('}')?)))
    {
        filled.push_str(before);
        filled.push_str(&shown(name, params));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// A value as a sentence shows it.
fn shown(name: &str, params: &BTreeMap<String, String>) -> String {
    let value = |name: &str| params.get(name).cloned().unwrap_or_default();
    let bytes = |name: &str| value(name).parse().unwrap_or(0);
    match name {
        "there" => size::part(bytes("have"), bytes("need")),
        "size" | "limit" | "would" => size::words(bytes(name)),
        _ => value(name),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_has_a_name_of_its_own_and_two_full_sentences() {
        let names: BTreeSet<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            let snake = |c: char| c.is_ascii_lowercase() || c == '_';
            assert!(code.name().chars().all(snake), "{code:?}");
            for text in [code.sentence(), code.hint()] {
                assert!(text.starts_with(char::is_uppercase), "{code:?}: {text}");
                let ends = text.ends_with('.') || text.ends_with('}');
                assert!(ends && text.len() > 15, "{code:?}: {text}");
            }
            assert_ne!(code.sentence(), code.hint());
        }
    }

    #[test]
    fn sentences_are_distinct() {
        let sentences: BTreeSet<_> = Code::ALL.iter().map(|code| code.sentence()).collect();
        assert_eq!(sentences.len(), Code::ALL.len());
    }

    #[test]
    fn sentences_avoid_the_words_that_people_do_not_use() {
        for code in Code::ALL {
            let said = format!("{} {}", code.sentence(), code.hint()).to_lowercase();
            for word in [
                "invalid",
                "failed",
                "oops",
                "hash",
                "payload",
                "please",
                "!",
                "successfully",
            ] {
                assert!(!said.contains(word), "{code:?} says {word}");
            }
        }
    }

    #[test]
    fn values_stand_in_the_sentence() {
        let error = ApiError::with(
            Code::FileTruncated,
            [
                ("have", "1234567".to_owned()),
                ("need", "2100000".to_owned()),
            ],
        );
        assert_eq!(
            error.message,
            "Part of the file is missing (it ends after 1.2 of 2.1 MB). Nothing was brought in."
        );
        let error = ApiError::with(
            Code::FileTooLarge,
            [
                ("would", "9000000000".to_owned()),
                ("limit", "2147483648".to_owned()),
            ],
        );
        assert_eq!(
            error.message,
            "This file would unpack to 9 GB; the limit is 2.1 GB. Nothing was brought in."
        );
    }

    #[test]
    fn it_crosses_as_code_values_and_sentences() {
        let error = ApiError::with(Code::NoSuchMember, [("name", "Tomas".to_owned())]);
        let json = serde_json::to_value(&error).unwrap();
        assert_eq!(
            json,
            serde_json::json!({
                "code": "no_such_member",
                "params": { "name": "Tomas" },
                "message": "Nobody here is called Tomas.",
                "hint": "Check the spelling, or use the member's id.",
            })
        );
    }
}
