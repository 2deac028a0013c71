//! Typed, directed links between lessons.

/// What one lesson says about another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkType {
    /// A solution for a problem.
    Solves,
    /// The solution that the problem's author accepted.
    AcceptedFor,
    /// Something that shows the other to be so.
    EvidenceOf,
    /// The problem came from the other.
    CausedBy,
    /// Worth reading together.
    RelatesTo,
    /// Takes the other's place; never in a circle.
    Supersedes,
    /// Says the same as the other.
    Duplicates,
    /// Made from the other for another place.
    AdaptedFrom,
    /// Says that the other is wrong.
    DisagreesWith,
    /// Belongs inside the other; never in a circle.
    PartOf,
    /// Refers to the other.
    Cites,
}

impl LinkType {
    /// All types, in the order of their codes.
    pub const ALL: [Self; 11] = [
        Self::Solves,
        Self::AcceptedFor,
        Self::EvidenceOf,
        Self::CausedBy,
        Self::RelatesTo,
        Self::Supersedes,
        Self::Duplicates,
        Self::AdaptedFrom,
        Self::DisagreesWith,
        Self::PartOf,
        Self::Cites,
    ];

    /// Returns the code of `docs/format/change.md`, section 5.
    pub fn code(self) -> u64 {
        match self {
            Self::Solves => 1,
            Self::AcceptedFor => 2,
            Self::EvidenceOf => 3,
            Self::CausedBy => 4,
            Self::RelatesTo => 5,
            Self::Supersedes => 6,
            Self::Duplicates => 7,
            Self::AdaptedFrom => 8,
            Self::DisagreesWith => 9,
            Self::PartOf => 10,
            Self::Cites => 11,
        }
    }

    /// Reads a code.
    pub fn from_code(code: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Returns the stable name used in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Solves => "solves",
            Self::AcceptedFor => "accepted_for",
            Self::EvidenceOf => "evidence_of",
            Self::CausedBy => "caused_by",
            Self::RelatesTo => "relates_to",
            Self::Supersedes => "supersedes",
            Self::Duplicates => "duplicates",
            Self::AdaptedFrom => "adapted_from",
            Self::DisagreesWith => "disagrees_with",
            Self::PartOf => "part_of",
            Self::Cites => "cites",
        }
    }

    /// Reads a name, with spaces or hyphens for underscores.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace([' ', '-'], "_");
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Returns the words seen from the source, and from the target.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Solves => ("solves", "solved by"),
            Self::AcceptedFor => ("accepted for", "accepted solution"),
            Self::EvidenceOf => ("evidence of", "shown by"),
            Self::CausedBy => ("caused by", "cause of"),
            Self::RelatesTo => ("relates to", "relates to"),
            Self::Supersedes => ("supersedes", "superseded by"),
            Self::Duplicates => ("duplicates", "duplicated by"),
            Self::AdaptedFrom => ("adapted from", "adapted as"),
            Self::DisagreesWith => ("disagrees with", "disputed by"),
            Self::PartOf => ("part of", "contains"),
            Self::Cites => ("cites", "cited by"),
        }
    }

    /// Tells whether circles of this type are refused.
    pub fn is_acyclic(self) -> bool {
        matches!(self, Self::Supersedes | Self::PartOf)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_lead_back_to_their_type() {
        for (kind, code) in LinkType::ALL.into_iter().zip(1..) {
            assert_eq!(kind.code(), code);
            assert_eq!(LinkType::from_code(code), Some(kind));
            assert_eq!(LinkType::from_name(kind.words().0), Some(kind));
        }
        assert_eq!(LinkType::from_code(12), None);
    }
}
