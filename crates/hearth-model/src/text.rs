//! Texts with rules: titles and names. Everything else is stored word for word.

use unicode_normalization::UnicodeNormalization;

/// Why a text cannot be a title or a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("the text is empty")]
    Empty,
    /// More than 200 characters.
    #[error("the text has {0} characters, at most 200 are kept")]
    TooLong(usize),
    /// A control character such as a line break or NUL.
    #[error("the text holds a control character")]
    Control,
}

const MAX_CHARACTERS: usize = 200;

/// A title or name: 1 to 200 characters, NFC, no control characters, trimmed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Title(String);

impl Title {
    /// Reads what a person typed: trims it and brings it to NFC.
    ///
    /// # Errors
    /// [`TextError`] when it is empty, too long or holds control characters.
    pub fn parse(input: &str) -> Result<Self, TextError> {
        let text: String = input.trim().nfc().collect();
        check(&text)?;
        Ok(Self(text))
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the text, consuming the title.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Checks a title or name that somebody else wrote: not empty, bounded, no control characters.
///
/// Normal form is the writer's duty and not checked: its tables grow with Unicode, and two
/// machines with different tables must reach the same verdict.
///
/// # Errors
/// [`TextError`] otherwise.
pub fn check(text: &str) -> Result<(), TextError> {
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    if text.chars().any(char::is_control) {
        return Err(TextError::Control);
    }
    match text.chars().count() {
        n_characters if n_characters > MAX_CHARACTERS => Err(TextError::TooLong(n_characters)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_trimmed_composed_and_bounded() {
        assert_eq!(Title::parse("  Cafe\u{301} ").unwrap().as_str(), "Café");
        assert_eq!(Title::parse(" \t "), Err(TextError::Empty));
        assert_eq!(Title::parse("a\nb"), Err(TextError::Control));
        assert!(Title::parse(&"x".repeat(200)).is_ok());
        assert_eq!(Title::parse(&"x".repeat(201)), Err(TextError::TooLong(201)));
    }
}
