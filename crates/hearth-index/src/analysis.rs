//! From text to words: folding, splitting and stemming, the same for lessons and for queries.
//!
//! A word is a run of letters and digits, lower-cased, accents taken off Latin letters, so that
//! `E1234`, `ack-bar` and `Ngũgĩ` are found however they are typed. Chinese and Japanese have no
//! spaces: each character is a word. The stem (English) is what lessons are ranked by; the surface
//! form is what prefixes and corrections are looked up in. Other languages pass through the
//! English stemmer too: applied alike on both sides it merges a few words too many, and loses none.

use std::collections::HashMap;
use std::ops::Range;

use frostem::{Algorithm, Stemmer};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer words are cut: nobody types them, and a pasted key should not bloat the dictionary.
const MAX_WORD_BYTES: usize = 64;
/// Stems remembered before the memory is emptied; a language uses few words most of the time.
const MAX_REMEMBERED: usize = 20_000;

/// The words of `text` in order, with where they stand.
///
/// The surface form is written to the buffer handed to [`Words::next_into`], so that a long text
/// costs no allocation per word.
pub(crate) struct Words<'t> {
    rest: std::iter::Peekable<std::str::CharIndices<'t>>,
}

impl<'t> Words<'t> {
    pub(crate) fn of(text: &'t str) -> Words<'t> {
        Words {
            rest: text.char_indices().peekable(),
        }
    }

    /// Writes the next word's surface form to `surface`; answers with its bytes in the text.
    pub(crate) fn next_into(&mut self, surface: &mut String) -> Option<Range<usize>> {
        surface.clear();
        let mut range: Option<Range<usize>> = None;
        while let Some(&(at, c)) = self.rest.peek() {
            let alone = is_ideograph(c);
            match (&range, part_of(c)) {
                (None, Part::Letter) => {}
                (None, Part::Joiner | Part::Outside) => {
                    self.rest.next();
                    continue;
                }
                (Some(_), Part::Letter) if alone => break,
                (Some(_), Part::Letter) => {}
                (Some(_), Part::Joiner) if !self.joins(c) => break,
                (Some(_), Part::Joiner) => {}
                (Some(_), Part::Outside) => break,
            }
            self.rest.next();
            let start = range.map_or(at, |r| r.start);
            range = Some(start..at.saturating_add(c.len_utf8()));
            if surface.len() < MAX_WORD_BYTES {
                push_folded(c, surface);
            }
            if alone {
                break;
            }
        }
        range
    }

    /// Whether the apostrophe (or mark) at the front of `rest` continues a word.
    fn joins(&self, c: char) -> bool {
        if !is_apostrophe(c) {
            return true;
        }
        let mut ahead = self.rest.clone();
        ahead.next();
        ahead
            .next()
            .is_some_and(|(_, next)| next.is_alphabetic() && !is_ideograph(next))
    }
}

enum Part {
    Letter,
    Joiner,
    Outside,
}

fn part_of(c: char) -> Part {
    if c.is_ascii_alphanumeric() {
        Part::Letter
    } else if is_apostrophe(c) {
        Part::Joiner
    } else if c.is_ascii() {
        Part::Outside
    } else if is_combining_mark(c) {
        Part::Joiner
    } else if c.is_alphanumeric() {
        Part::Letter
    } else {
        Part::Outside
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Scripts written without spaces, where each character stands for itself.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Appends `c` in lower case, without accents if its base is a Latin letter or a digit.
fn push_folded(c: char, out: &mut String) {
    if c.is_ascii() {
        if !is_apostrophe(c) {
            out.push(c.to_ascii_lowercase());
        }
        return;
    }
    if is_apostrophe(c) || matches!(c, '\u{300}'..='\u{36f}') {
        return;
    }
    for lower in c.to_lowercase() {
        match lower {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ł' => out.push('l'),
            'ħ' => out.push('h'),
            'ı' => out.push('i'),
            '\u{300}'..='\u{36f}' => {}
            other => push_base(other, out),
        }
    }
}

fn push_base(c: char, out: &mut String) {
    let is_latin = std::iter::once(c)
        .nfkd()
        .next()
        .is_some_and(|base| base.is_ascii_alphanumeric());
    if is_latin {
        out.extend(
            std::iter::once(c)
                .nfkd()
                .filter(char::is_ascii_alphanumeric),
        );
    } else {
        out.push(c);
    }
}

/// The words of a short text (a query, a label), folded but not stemmed.
pub(crate) fn surfaces(text: &str) -> Vec<String> {
    let mut words = Words::of(text);
    let mut found = Vec::new();
    let mut surface = String::new();
    while words.next_into(&mut surface).is_some() {
        found.push(surface.clone());
    }
    found
}

/// `text` as filters compare it: its words, folded, one space between.
pub(crate) fn folded(text: &str) -> String {
    surfaces(text).join(" ")
}

/// The English stem of one folded word.
pub(crate) fn stem(surface: &str) -> String {
    Stemmer::new(Algorithm::English).stem(surface).into_owned()
}

/// Words so common that they say nothing about what is looked for. Sorted.
const STOP_WORDS: [&str; 79] = [
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be",
    "because", "been", "but", "by", "can", "could", "did", "do", "does", "for", "from", "had",
    "has", "have", "how", "i", "if", "im", "in", "into", "is", "it", "its", "ive", "just", "me",
    "my", "no", "not", "of", "on", "or", "our", "should", "so", "some", "such", "than", "that",
    "the", "their", "them", "then", "there", "these", "they", "this", "to", "too", "us", "was",
    "we", "were", "what", "when", "where", "which", "who", "why", "will", "with", "would", "you",
    "your", "s", "t",
];

/// Whether a folded word carries no meaning of its own.
///
/// Such words are indexed (a phrase needs them), and left out of ranking when others remain.
pub(crate) fn is_stop_word(surface: &str) -> bool {
    STOP_WORDS.contains(&surface)
}

/// Names under which the analysers are registered with Tantivy; part of the schema.
pub(crate) const STEMS: &str = "hearth_stems";
/// See [`STEMS`].
pub(crate) const SURFACES: &str = "hearth_surfaces";

/// The analyser Tantivy runs over titles, labels and bodies.
pub(crate) fn stem_analyzer() -> TextAnalyzer {
    TextAnalyzer::from(LessonTokenizer {
        stems: Some(StemMemory::default()),
    })
}

/// The analyser behind the dictionary of surface forms.
pub(crate) fn surface_analyzer() -> TextAnalyzer {
    TextAnalyzer::from(LessonTokenizer { stems: None })
}

/// Stems already worked out: four words in five of a text were met before.
#[derive(Clone, Debug, Default)]
pub(crate) struct StemMemory {
    known: HashMap<String, String>,
}

impl StemMemory {
    /// Replaces a surface form by its stem.
    pub(crate) fn stem_in_place(&mut self, word: &mut String) {
        if let Some(known) = self.known.get(word.as_str()) {
            word.clear();
            word.push_str(known);
            return;
        }
        let stemmed = stem(word);
        if self.known.len() >= MAX_REMEMBERED {
            self.known.clear();
        }
        self.known
            .insert(std::mem::replace(word, stemmed.clone()), stemmed);
    }
}

#[derive(Clone)]
struct LessonTokenizer {
    stems: Option<StemMemory>,
}

impl Tokenizer for LessonTokenizer {
    type TokenStream<'a> = LessonTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LessonTokens<'a> {
        LessonTokens {
            words: Words::of(text),
            stems: self.stems.as_mut(),
            token: Token::default(),
        }
    }
}

struct LessonTokens<'a> {
    words: Words<'a>,
    stems: Option<&'a mut StemMemory>,
    token: Token,
}

impl TokenStream for LessonTokens<'_> {
    fn advance(&mut self) -> bool {
        let Some(range) = self.words.next_into(&mut self.token.text) else {
            return false;
        };
        if let Some(stems) = &mut self.stems {
            stems.stem_in_place(&mut self.token.text);
        }
        // Starts at usize::MAX, as Tantivy's own tokenizers do: the first word is at 0.
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = range.start;
        self.token.offset_to = range.end;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: Expect) {
        let words = surfaces(text);
        let both: Vec<String> = words.iter().map(|w| format!("{w}/{}", stem(w))).collect();
        expected.assert_eq(&both.join(" "));
    }

    #[test]
    fn words_are_folded_and_stemmed() {
        check(
            "Leaking pumps, leaked PUMP",
            expect!["leaking/leak pumps/pump leaked/leak pump/pump"],
        );
    }

    #[test]
    fn accents_are_taken_off_latin_letters_however_they_are_composed() {
        check("Ngũgĩ nga\u{302}", expect!["ngugi/ngugi nga/nga"]);
        check(
            "Straße Łódź SMØRBRØD",
            expect!["strasse/strass lodz/lodz smorbrod/smorbrod"],
        );
    }

    #[test]
    fn other_scripts_keep_their_marks() {
        check("йод हिन्दी", expect!["йод/йод हिन्दी/हिन्दी"]);
    }

    #[test]
    fn identifiers_split_at_punctuation_and_keep_digits() {
        check(
            "E1234 ack-bar max_size 3.5",
            expect!["e1234/e1234 ack/ack bar/bar max/max size/size 3/3 5/5"],
        );
    }

    #[test]
    fn apostrophes_join_only_inside_a_word() {
        check(
            "don't 'quoted' farmers’ Tom's",
            expect!["dont/dont quoted/quot farmers/farmer toms/tom"],
        );
    }

    #[test]
    fn scripts_without_spaces_give_one_word_a_character() {
        check("水泵 a漏", expect!["水/水 泵/泵 a/a 漏/漏"]);
    }

    #[test]
    fn long_words_are_cut_and_ranges_still_cover_them() {
        let text = "x".repeat(300);
        let mut surface = String::new();
        assert_eq!(Words::of(&text).next_into(&mut surface), Some(0..300));
        assert_eq!(surface.len(), MAX_WORD_BYTES);
    }

    #[test]
    fn remembered_stems_are_the_stems() {
        let mut memory = StemMemory::default();
        for _ in 0..2 {
            let mut word = "valves".to_owned();
            memory.stem_in_place(&mut word);
            assert_eq!(word, "valv");
        }
    }

    proptest::proptest! {
        /// Snippets rely on it to spare most words from being stemmed.
        #[test]
        fn a_stem_begins_like_its_word(word in "[a-z]{1,12}(ing|ed|ies|ying|ness|s)?") {
            let stemmed = stem(&word);
            proptest::prop_assert_eq!(stemmed.as_bytes().first(), word.as_bytes().first());
        }

        #[test]
        fn any_text_gives_words_at_char_boundaries(text in "\\PC{0,40}") {
            let mut words = Words::of(&text);
            let mut surface = String::new();
            let mut end = 0;
            while let Some(range) = words.next_into(&mut surface) {
                proptest::prop_assert!(range.start >= end && range.start < range.end);
                proptest::prop_assert!(text.get(range.clone()).is_some());
                end = range.end;
            }
        }
    }
}
