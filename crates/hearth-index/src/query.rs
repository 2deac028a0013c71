//! What a person asked for, as typed, before the index has a say.

use crate::date::DatePoint;
use crate::schema::ValueField;

/// One part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause {
    /// A word that should appear; the more of them do, the better. Negated: it must not appear.
    Word {
        /// As typed.
        text: String,
        /// Whether it was written with a `-` in front.
        negated: bool,
    },
    /// Words that must (or, negated, must not) stand next to each other, in any of their forms.
    Phrase {
        /// What stood between the quotes.
        text: String,
        /// Whether it was written with a `-` in front.
        negated: bool,
    },
    /// A value a lesson must (or must not) have.
    Filter {
        /// Which of its values.
        field: FilterField,
        /// As typed, without quotes.
        value: String,
        /// Whether it was written with a `-` in front.
        negated: bool,
    },
    /// Logged before this date begins.
    Before(DatePoint),
    /// Logged when this date begins, or later.
    After(DatePoint),
}

/// The values a query can ask for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FilterField {
    /// `kind:`
    Kind,
    /// `status:`
    Status,
    /// `tag:`
    Tag,
    /// `author:`
    Author,
    /// `place:`
    Place,
    /// `language:`
    Language,
}

impl FilterField {
    /// The name before the colon.
    pub fn name(self) -> &'static str {
        match self {
            FilterField::Kind => "kind",
            FilterField::Status => "status",
            FilterField::Tag => "tag",
            FilterField::Author => "author",
            FilterField::Place => "place",
            FilterField::Language => "language",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<FilterField> {
        [
            FilterField::Kind,
            FilterField::Status,
            FilterField::Tag,
            FilterField::Author,
            FilterField::Place,
            FilterField::Language,
        ]
        .into_iter()
        .find(|field| field.name().eq_ignore_ascii_case(name))
    }

    pub(crate) fn column(self) -> ValueField {
        match self {
            FilterField::Kind => ValueField::Kind,
            FilterField::Status => ValueField::Status,
            FilterField::Tag => ValueField::Tag,
            FilterField::Author => ValueField::Author,
            FilterField::Place => ValueField::Site,
            FilterField::Language => ValueField::Language,
        }
    }
}

/// A parsed query. Any text is a query: what is no syntax is words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub(crate) clauses: Vec<Clause>,
    pub(crate) unfinished: bool,
}

impl Query {
    /// What was asked for, in the order it was typed.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// Whether the last word is still being typed, so that it stands for all words it begins.
    pub fn is_unfinished(&self) -> bool {
        self.unfinished
    }

    /// The same query with its last word taken as it stands, as when Enter was pressed.
    #[must_use]
    pub fn finished(mut self) -> Query {
        self.unfinished = false;
        self
    }

    /// The same query, narrowed to lessons that have `value`; how a ticked filter is applied.
    #[must_use]
    pub fn narrowed(mut self, field: FilterField, value: &str) -> Query {
        self.clauses.push(Clause::Filter {
            field,
            value: value.to_owned(),
            negated: false,
        });
        self
    }
}
