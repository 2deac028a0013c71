//! One box that jumps, searches and runs: what the page can do, ranked beside the lessons that fit.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::{App, Asking};
use crate::error::ApiError;
use crate::show;
use crate::wire::lesson::LessonCard;
use crate::wire::palette::PaletteAnswer;
use crate::wire::search::SearchRequest;

/// Lessons that the palette shows.
const LESSONS: u32 = 8;
/// The longest question that is ranked; nobody types more to find something quickly.
const LONGEST: usize = 200;

impl App {
    /// Ranks what the page can do, and finds lessons, by what was typed so far. The lessons come from
    /// the search engine, slips of the keys forgiven; those whose title fits come first.
    ///
    /// # Errors
    /// What the engine says.
    pub fn palette(&self, Asking { query, acts }: Asking) -> Result<PaletteAnswer, ApiError> {
        let query: String = query.chars().take(LONGEST).collect();
        let mut ranking = Ranking::of(&query);
        let acts = ranking.rank(acts.iter().map(String::as_str));
        if query.trim().is_empty() {
            let lessons = vec![];
            return Ok(PaletteAnswer { acts, lessons });
        }
        let request = SearchRequest {
            query: query.clone(),
            limit: LESSONS,
            typing: true,
            ..SearchRequest::default()
        };
        let (asked, options) = show::query(request);
        let found =
            self.in_community(|hearth| Ok(show::found(&query, hearth.search(&asked, &options)?)))?;
        let cards: Vec<LessonCard> = found.hits.into_iter().map(|hit| hit.card).collect();
        let lessons = titles_first(&mut ranking, cards);
        Ok(PaletteAnswer { acts, lessons })
    }
}

/// Those whose title fits, best first; then the others as they were found.
fn titles_first(ranking: &mut Ranking, cards: Vec<LessonCard>) -> Vec<LessonCard> {
    let fitting = ranking.rank(cards.iter().map(|card| card.title.as_str()));
    let place = |at: u32| fitting.iter().position(|fits| *fits == at);
    let mut placed: Vec<_> = (0..).zip(cards).collect();
    placed.sort_by_key(|(at, _)| place(*at).unwrap_or(usize::MAX));
    placed.into_iter().map(|(_, card)| card).collect()
}

/// What was typed, ready to be compared.
struct Ranking {
    pattern: Pattern,
    matcher: Matcher,
}

impl Ranking {
    fn of(query: &str) -> Self {
        Self {
            pattern: Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart),
            matcher: Matcher::new(Config::DEFAULT),
        }
    }

    /// The places of the texts that fit, best first; of equals the shorter, then the earlier. All of
    /// them in their order while nothing is typed.
    fn rank<'a>(&mut self, texts: impl Iterator<Item = &'a str>) -> Vec<u32> {
        let mut buffer = vec![];
        let mut fitting: Vec<(Reverse<u32>, usize, u32)> = vec![];
        for (at, text) in (0..).zip(texts) {
            let length = if self.pattern.atoms.is_empty() {
                0
            } else {
                text.len()
            };
            let text = Utf32Str::new(text, &mut buffer);
            let score = self.pattern.score(text, &mut self.matcher);
            fitting.extend(score.map(|score| (Reverse(score), length, at)));
        }
        fitting.sort_unstable();
        fitting.into_iter().map(|(_, _, at)| at).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank(query: &str, texts: &[&str]) -> Vec<u32> {
        Ranking::of(query).rank(texts.iter().copied())
    }

    #[test]
    fn beginnings_of_words_come_before_letters_in_between() {
        let texts = ["Settings", "Log a lesson", "Lessons", "Exchange"];
        assert_eq!(rank("les", &texts)[0], 2);
        assert_eq!(rank("lal", &texts), [1]);
        assert_eq!(rank("xchg", &texts), [3]);
        assert!(rank("qqq", &texts).is_empty());
    }

    #[test]
    fn nothing_typed_leaves_everything_in_its_order() {
        assert_eq!(rank("", &["b", "a"]), [0, 1]);
        assert_eq!(rank("  ", &["b", "a"]), [0, 1]);
    }

    #[test]
    fn accents_and_capitals_do_not_matter_and_any_text_is_taken() {
        assert_eq!(rank("uber", &["Über uns"]), [0]);
        assert_eq!(rank("ÜBER", &["über uns"]), [0]);
        for odd in ["^", "!", "'", "$", "\\", "^!'$", "\u{202e}", "خبرة"] {
            rank(odd, &["a", "^", "خبرة"]);
        }
    }
}
