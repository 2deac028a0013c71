//! What the index is told about one lesson.

/// The sixteen bytes of a lesson's id; the index does not look inside.
pub type DocKey = [u8; 16];

/// One lesson as the index sees it: words to find it by and values to filter it by.
///
/// Kind, status, tags, author and site are compared without regard to case and accents and shown
/// in facets exactly as given. An empty string means that the lesson does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexDoc {
    /// Whose words these are; putting the same key again replaces them.
    pub key: DocKey,
    /// `story`, `problem` or `solution`.
    pub kind: String,
    /// The title, plain text.
    pub title: String,
    /// Everything else worth finding the lesson by, as plain text without markup.
    pub body: String,
    /// Tags and topic names.
    pub tags: Vec<String>,
    /// The name people know the author by.
    pub author: String,
    /// Where it happened.
    pub site: String,
    /// A problem's status, or how a lesson was assessed.
    pub status: String,
    /// BCP 47. Kept and filterable; every language is analysed alike for now (`analysis`).
    pub language: String,
    /// When the lesson was first logged, Unix milliseconds; `before:` and `after:` ask for it.
    pub created_ms: i64,
    /// When its newest revision was made, Unix milliseconds.
    pub updated_ms: i64,
    /// How many people said that it helped; a gentle push in the ranking.
    pub n_helped: u32,
}

impl IndexDoc {
    /// Tags, author and site: the short labels that free words also find a lesson by.
    pub(crate) fn labels(&self) -> impl Iterator<Item = &str> {
        let own = [self.author.as_str(), self.site.as_str()];
        self.tags.iter().map(String::as_str).chain(own)
    }
}
