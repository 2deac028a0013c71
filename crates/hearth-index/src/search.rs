//! Answering a query: look the words up, rank by coverage and score, count, and say what was understood.

use tantivy::schema::Field;

use crate::analysis::{is_stop_word, stem, surfaces};
use crate::corpus::Corpus;
use crate::document::DocKey;
use crate::error::IndexError;
use crate::expand::{Weighted, corrections, expand_prefix};
use crate::facets::{self, Facets};
use crate::filter::Filters;
use crate::highlight::Highlighter;
use crate::near;
use crate::phrase::each_phrase;
use crate::query::{Clause, Query};
use crate::rank::{
    Board, Cell, MatchedFields, Ranking, Role, Settled, Shares, add_stem, drop_occurrences,
};

/// How many of the best lessons are looked at twice: for nearness, and for those who were helped.
const LOOKED_AT_TWICE: usize = 64;
/// Up to this many words, one more word found always comes before a better score.
const COUNTED_WORDS: usize = 3;
/// Guesses tried for a word that nobody wrote.
const MAX_GUESSES: usize = 3;
/// Lessons that cover less than this part of what the best one covers are not results.
const WORTH_SHOWING: f32 = 0.4;

/// The order of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best match first.
    #[default]
    Best,
    /// Newest lesson first.
    Newest,
    /// Most helpful lesson first.
    MostHelped,
}

/// How to search.
#[derive(Clone, Copy, Debug)]
pub struct SearchOptions {
    /// At most this many hits.
    pub limit: usize,
    /// Hits to leave out at the front.
    pub offset: usize,
    /// The order of the hits.
    pub sort: Sort,
    /// Whether to count values; half the work of a broad query.
    pub facets: bool,
    /// Whether words that nobody wrote are taken as slips of the finger.
    pub correct: bool,
    /// What ranking weighs by; the default unless you are measuring.
    pub ranking: Ranking,
}

impl Default for SearchOptions {
    fn default() -> SearchOptions {
        SearchOptions {
            limit: 20,
            offset: 0,
            sort: Sort::Best,
            facets: true,
            correct: true,
            ranking: Ranking::default(),
        }
    }
}

/// One lesson found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Which lesson.
    pub key: DocKey,
    /// How well it matches; comparable within one answer only, zero if there was nothing to match.
    pub score: f32,
    /// Where the words stand.
    pub matched: MatchedFields,
    /// Whether it has all the words.
    pub has_all: bool,
}

/// A word taken for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The word as typed, folded.
    pub typed: String,
    /// The word looked for instead.
    pub meant: String,
}

/// The answer to a query.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// How many lessons match, shown or not.
    pub total: usize,
    /// How many of them have all the words; they come first.
    pub n_with_all: usize,
    /// The lessons asked for, in order.
    pub hits: Vec<Hit>,
    /// Values among all matching lessons; empty unless asked for.
    pub facets: Facets,
    /// The query as it was answered, in words ([`Query::explain`]).
    pub understood: String,
    /// Words taken for others.
    pub corrections: Vec<Correction>,
    /// Whether quotes were ignored because nothing has those words together.
    pub loosened: bool,
    /// Marks what was found in titles and texts.
    pub highlighter: Highlighter,
}

/// One search over one state of the corpus.
pub(crate) struct Search<'c> {
    pub(crate) corpus: &'c Corpus,
    pub(crate) words: Field,
    pub(crate) options: &'c SearchOptions,
}

/// What the clauses of a query put on the board.
#[derive(Default)]
struct Looked {
    /// What each word says, in the order typed.
    weights: Vec<f32>,
    n_required: u8,
    /// What all words and phrases say together.
    all: f32,
    corrections: Vec<Correction>,
    highlighter: Highlighter,
}

/// A word to look up.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    surface: String,
    unfinished: bool,
}

/// A result before its key is read; ordered by `order`, then newest, then key.
#[derive(Clone, Copy)]
struct Ranked {
    slot: u32,
    order: i64,
    score: f32,
}

impl Search<'_> {
    /// Answers `query`. Quotes are loosened rather than leave the page empty.
    pub(crate) fn run(&self, board: &mut Board, query: &Query) -> Result<Hits, IndexError> {
        let hits = self.attempt(board, query)?;
        let loose = loosened(query);
        if hits.total > 0 || loose == *query {
            return Ok(hits);
        }
        let again = self.attempt(board, &loose)?;
        Ok(if again.total > 0 {
            Hits {
                loosened: true,
                ..again
            }
        } else {
            hits
        })
    }

    fn attempt(&self, board: &mut Board, query: &Query) -> Result<Hits, IndexError> {
        board.clear(self.corpus.n_slots());
        let filters = Filters::resolve(self.corpus, query)?;
        let looked = self.look_up(board, query)?;
        let slots = self.results(board, &looked, &filters);
        let n_with_all = slots
            .iter()
            .filter(|slot| has_all(board.cell(**slot), &looked))
            .count();
        let facets = match self.options.facets {
            true => facets::count(self.corpus, &slots)?,
            false => Facets::default(),
        };
        let total = slots.len();
        let hits = self.order(board, &looked, slots, query)?;
        Ok(Hits {
            total,
            n_with_all,
            hits,
            facets,
            understood: corrected(query, &looked.corrections).explain(),
            corrections: looked.corrections,
            loosened: false,
            highlighter: looked.highlighter,
        })
    }

    fn look_up(&self, board: &mut Board, query: &Query) -> Result<Looked, IndexError> {
        let shares = Shares::of(self.corpus, &self.options.ranking);
        let mut looked = Looked::default();
        for clause in query.clauses() {
            match clause {
                Clause::Phrase {
                    text,
                    negated: false,
                } => {
                    looked.all += self
                        .look_up_phrase(board, &shares, text, Role::Required)?
                        .weight;
                    looked.n_required = looked.n_required.saturating_add(1);
                    surfaces(text)
                        .iter()
                        .for_each(|word| looked.highlighter.add_stem(stem(word)));
                }
                Clause::Phrase {
                    text,
                    negated: true,
                }
                | Clause::Word {
                    text,
                    negated: true,
                } => {
                    self.look_up_phrase(board, &shares, text, Role::Excluded)?;
                }
                _ => {}
            }
        }
        for word in wanted_words(query) {
            self.look_up_word(board, &shares, &word, &mut looked)?;
        }
        Ok(looked)
    }

    fn look_up_phrase(
        &self,
        board: &mut Board,
        shares: &Shares,
        text: &str,
        role: Role,
    ) -> Result<Settled, IndexError> {
        let stems: Vec<String> = surfaces(text).iter().map(|word| stem(word)).collect();
        if !stems.is_empty() {
            each_phrase(self.corpus, &stems, |slot, field, times| {
                #[expect(clippy::cast_precision_loss, reason = "occurrences are few")]
                drop_occurrences(board, self.corpus, shares, slot, field, times as f32);
            })?;
        }
        Ok(board.settle(self.corpus, self.options.ranking.k1, role))
    }

    fn look_up_word(
        &self,
        board: &mut Board,
        shares: &Shares,
        word: &Word,
        looked: &mut Looked,
    ) -> Result<(), IndexError> {
        let stems = match word.unfinished {
            true => expand_prefix(self.corpus, &word.surface)?,
            false => vec![Weighted {
                stem: stem(&word.surface),
                factor: 1.0,
            }],
        };
        let mut settled = self.settle_stems(board, shares, &stems)?;
        if word.unfinished {
            looked.highlighter.add_prefix(word.surface.clone());
        }
        looked.highlighter.add_stem(stem(&word.surface));
        if settled.n_lessons == 0 && self.options.correct {
            let guesses = corrections(self.corpus, self.words, &word.surface)?;
            for meant in guesses.into_iter().take(MAX_GUESSES) {
                let stems = [Weighted {
                    stem: stem(&meant),
                    factor: 1.0,
                }];
                settled = self.settle_stems(board, shares, &stems)?;
                if settled.n_lessons > 0 {
                    looked.highlighter.add_stem(stem(&meant));
                    looked.corrections.push(Correction {
                        typed: word.surface.clone(),
                        meant,
                    });
                    break;
                }
            }
        }
        looked.weights.push(settled.weight);
        looked.all += settled.weight;
        Ok(())
    }

    fn settle_stems(
        &self,
        board: &mut Board,
        shares: &Shares,
        stems: &[Weighted],
    ) -> Result<Settled, IndexError> {
        for weighted in stems {
            add_stem(board, self.corpus, shares, &weighted.stem, weighted.factor)?;
        }
        Ok(board.settle(self.corpus, self.options.ranking.k1, Role::Optional))
    }

    /// The slots that match, in no particular order.
    fn results(&self, board: &Board, looked: &Looked, filters: &Filters) -> Vec<u32> {
        let is_result = |slot: u32| {
            let cell = board.cell(slot);
            !cell.is_excluded()
                && cell.n_required == looked.n_required
                && filters.pass(self.corpus, slot)
        };
        if looked.weights.is_empty() && looked.n_required == 0 {
            let every = 0..self.corpus.n_slots();
            return every
                .filter(|&slot| self.corpus.is_alive(slot) && is_result(slot))
                .collect();
        }
        let mut slots: Vec<u32> = board
            .seen()
            .iter()
            .copied()
            .filter(|&slot| is_result(slot))
            .collect();
        let best = slots
            .iter()
            .map(|&slot| board.cell(slot).coverage)
            .fold(0.0, f32::max);
        slots.retain(|&slot| board.cell(slot).coverage >= best * WORTH_SHOWING);
        slots
    }

    fn order(
        &self,
        board: &Board,
        looked: &Looked,
        slots: Vec<u32>,
        query: &Query,
    ) -> Result<Vec<Hit>, IndexError> {
        let end = self.options.offset.saturating_add(self.options.limit);
        let asks_for_words = !looked.weights.is_empty() || looked.n_required > 0;
        let by_score = self.options.sort == Sort::Best && asks_for_words;
        let rank = |slot: u32| {
            let cell = board.cell(slot);
            let score = self.covered(cell, looked);
            let order = match self.options.sort {
                Sort::Best if asks_for_words => order_of(tier(cell, looked), score),
                Sort::Best | Sort::Newest => self.corpus.created_ms(slot),
                Sort::MostHelped => i64::try_from(self.corpus.n_helped(slot)).unwrap_or(i64::MAX),
            };
            Ranked { slot, order, score }
        };
        let mut ranked: Vec<Ranked> = slots.into_iter().map(rank).collect();
        self.keep_best(
            &mut ranked,
            if by_score {
                end.max(LOOKED_AT_TWICE)
            } else {
                end
            },
        );
        if by_score {
            self.look_twice(board, looked, &mut ranked, query)?;
            self.keep_best(&mut ranked, end);
        }
        let shown = ranked.iter().skip(self.options.offset);
        Ok(shown
            .map(|ranked| self.hit(board, looked, ranked))
            .collect())
    }

    /// The score, marked down for what the lesson leaves unanswered.
    fn covered(&self, cell: Cell, looked: &Looked) -> f32 {
        if cell.coverage >= looked.all {
            return cell.score;
        }
        cell.score * (cell.coverage / looked.all).powf(self.options.ranking.coverage)
    }

    /// Puts the first `n` in front and in order, and drops the rest.
    fn keep_best(&self, ranked: &mut Vec<Ranked>, n: usize) {
        let compare = |a: &Ranked, b: &Ranked| {
            let newest = || {
                self.corpus
                    .created_ms(b.slot)
                    .cmp(&self.corpus.created_ms(a.slot))
            };
            let by_key = || self.corpus.key(a.slot).cmp(&self.corpus.key(b.slot));
            b.order.cmp(&a.order).then_with(newest).then_with(by_key)
        };
        if n < ranked.len() {
            ranked.select_nth_unstable_by(n, compare);
            ranked.truncate(n);
        }
        ranked.sort_unstable_by(compare);
    }

    /// Adds to the best scores what is too costly to ask of every lesson.
    fn look_twice(
        &self,
        board: &Board,
        looked: &Looked,
        ranked: &mut [Ranked],
        query: &Query,
    ) -> Result<(), IndexError> {
        let mut best: Vec<&mut Ranked> = ranked.iter_mut().take(LOOKED_AT_TWICE).collect();
        best.sort_unstable_by_key(|ranked| ranked.slot);
        let words: Vec<String> = wanted_words(query)
            .into_iter()
            .map(|word| stem(&word.surface))
            .collect();
        let slots: Vec<u32> = best.iter().map(|ranked| ranked.slot).collect();
        let nearness = match self.options.ranking.nearness > 0.0 {
            true => near::nearness(self.corpus, &words, &looked.weights, &slots)?,
            false => vec![0.0; slots.len()],
        };
        for (ranked, nearness) in best.iter_mut().zip(nearness) {
            #[expect(clippy::cast_precision_loss, reason = "people who were helped are few")]
            let helped = (self.corpus.n_helped(ranked.slot) as f32).ln_1p();
            ranked.score += self.options.ranking.nearness * nearness;
            ranked.score *= 1.0 + 0.03 * helped;
            ranked.order = order_of(tier(board.cell(ranked.slot), looked), ranked.score);
        }
        Ok(())
    }

    fn hit(&self, board: &Board, looked: &Looked, ranked: &Ranked) -> Hit {
        let cell = board.cell(ranked.slot);
        Hit {
            key: self.corpus.key(ranked.slot),
            score: ranked.score,
            matched: cell.fields(),
            has_all: has_all(cell, looked),
        }
    }
}

fn has_all(cell: Cell, looked: &Looked) -> bool {
    usize::from(cell.n_words) == looked.weights.len()
}

/// Lessons of a higher tier come first whatever their score.
fn tier(cell: Cell, looked: &Looked) -> u8 {
    match looked.weights.len() {
        0..=COUNTED_WORDS => cell.n_words,
        _ => u8::from(has_all(cell, looked)),
    }
}

/// Tier first, then score: the bits of positive floats are ordered as the floats are.
fn order_of(tier: u8, score: f32) -> i64 {
    i64::from(tier).wrapping_shl(32) | i64::from(score.max(0.0).to_bits())
}

/// The words a lesson should have, each once; words that say nothing only if there are no others.
fn wanted_words(query: &Query) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for clause in query.clauses() {
        let Clause::Word {
            text,
            negated: false,
        } = clause
        else {
            continue;
        };
        for surface in surfaces(text) {
            words.push(Word {
                surface,
                unfinished: false,
            });
        }
    }
    if let Some(last) = words.last_mut() {
        last.unfinished = query.is_unfinished();
    }
    let says_something = |word: &Word| word.unfinished || !is_stop_word(&word.surface);
    if words.iter().any(says_something) {
        words.retain(says_something);
    }
    let mut stems: Vec<(String, bool)> = Vec::new();
    words.retain(|word| {
        let own = (stem(&word.surface), word.unfinished);
        let is_new = !stems.contains(&own);
        stems.push(own);
        is_new
    });
    words
}

/// The query with its quotes taken away.
fn loosened(query: &Query) -> Query {
    let clauses = query.clauses().iter().map(|clause| match clause {
        Clause::Phrase {
            text,
            negated: false,
        } => Clause::Word {
            text: text.clone(),
            negated: false,
        },
        other => other.clone(),
    });
    Query {
        clauses: clauses.collect(),
        unfinished: query.unfinished,
    }
}

/// The query with the words looked for in place of the words typed.
fn corrected(query: &Query, corrections: &[Correction]) -> Query {
    let meant = |text: &String| {
        let words: Vec<String> = surfaces(text);
        let is_corrected = |word: &String| corrections.iter().find(|c| c.typed == *word);
        if !words.iter().any(|word| is_corrected(word).is_some()) {
            return text.clone();
        }
        let meant = words
            .into_iter()
            .map(|word| is_corrected(&word).map_or(word.clone(), |c| c.meant.clone()));
        meant.collect::<Vec<_>>().join(" ")
    };
    let clauses = query.clauses().iter().map(|clause| match clause {
        Clause::Word {
            text,
            negated: false,
        } => Clause::Word {
            text: meant(text),
            negated: false,
        },
        other => other.clone(),
    });
    Query {
        clauses: clauses.collect(),
        unfinished: query.unfinished,
    }
}
