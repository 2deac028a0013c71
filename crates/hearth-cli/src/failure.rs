//! Why a command did not do what it was asked for.

use std::io;

use hearth_api::core::CoreError;
use hearth_api::{ApiError, Code, Exit};
use serde_json::{Value, json};

/// A refusal, in words.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The engine refused, with the sentences that the window uses too.
    Refused(Box<ApiError>),
    /// The command line refused.
    Said(Said),
    /// Standard output was closed by whoever read it.
    NobodyReads,
}

/// A refusal that only the command line knows.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// Stable code.
    pub(crate) code: &'static str,
    /// What happened.
    pub(crate) message: String,
    /// What to do next.
    pub(crate) hint: String,
    /// How the program ends.
    pub(crate) exit: u8,
}

impl Failure {
    pub(crate) fn problem(
        code: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self::said(Exit::Problem, code, message, hint)
    }

    pub(crate) fn usage(
        code: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self::said(Exit::Usage, code, message, hint)
    }

    /// The engine's refusal, in other words: part of the work was done.
    pub(crate) fn ended(
        error: &ApiError,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self::said(error.exit(), error.code.name(), message, hint)
    }

    fn said(
        exit: Exit,
        code: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self::Said(Said {
            code,
            message: message.into(),
            hint: hint.into(),
            exit: exit.number(),
        })
    }

    /// How the program ends.
    pub(crate) fn exit(&self) -> u8 {
        match self {
            Self::Refused(error) => error.exit().number(),
            Self::Said(said) => said.exit,
            Self::NobodyReads => 0,
        }
    }

    /// What happened, and what to do next.
    pub(crate) fn sentences(&self) -> (&str, &str) {
        match self {
            Self::Refused(error) => (&error.message, &error.hint),
            Self::Said(said) => (&said.message, &said.hint),
            Self::NobodyReads => ("", ""),
        }
    }

    /// What programs said below the sentences, for people who help.
    pub(crate) fn detail(&self) -> Option<&str> {
        match self {
            Self::Refused(error) if error.code == Code::Unexpected => {
                error.params.get("detail").map(String::as_str)
            }
            Self::Refused(_) | Self::Said(_) | Self::NobodyReads => None,
        }
    }

    pub(crate) fn json(&self) -> Value {
        let error = match self {
            Self::Refused(error) => json!({
                "code": error.code.name(),
                "params": error.params,
                "message": error.message,
                "hint": error.hint,
            }),
            Self::Said(said) => json!({
                "code": said.code,
                "params": {},
                "message": said.message,
                "hint": said.hint,
            }),
            Self::NobodyReads => Value::Null,
        };
        json!({ "error": error })
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self::Refused(Box::new(error))
    }
}

impl From<CoreError> for Failure {
    fn from(error: CoreError) -> Self {
        ApiError::from(error).into()
    }
}

/// What standard output or standard input said.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::NobodyReads,
            io::ErrorKind::StorageFull => ApiError::new(Code::DiskFull).into(),
            _ => ApiError::unexpected(&error).into(),
        }
    }
}
