//! Answering a query: look the words up, rank by coverage and score, count, and say what was understood.

use tantivy::schema::Field;

use crate::analysis::{stem, surfaces};
use crate::answer::{Correction, Hit, Hits, SearchOptions, Sort};
use crate::corpus::Corpus;
use crate::error::IndexError;
use crate::expand::{Weighted, expand_prefix, guesses};
use crate::facets::{self, Facets};
use crate::filter::Filters;
use crate::highlight::Highlighter;
use crate::near;
use crate::phrase::each_phrase;
use crate::query::{Clause, Query};
use crate::rank::{Board, Cell, Role, Settled, Shares, add_stem, drop_occurrences};
use crate::reword::{Word, corrected, loosened, wanted_words};

/// How many of the best lessons are looked at twice: for nearness, and for those who were helped.
const LOOKED_AT_TWICE: usize = 64;
/// Up to this many words, one more word found always comes before a better score.
const COUNTED_WORDS: usize = 3;
/// Guesses tried for a word that nobody wrote.
const MAX_GUESSES: usize = 3;
/// Words that are guessed at in one query; more unknown words are another language or a slip of the hand.
const MAX_GUESSED_WORDS: usize = 6;
/// What the first person who was helped adds to a score, relative to it; the tenth adds less.
const HELPED: f32 = 0.03;
/// Of more results than this, those that cover little of the question are left out.
const MANY: usize = 100;
/// How much of what the best result covers is little.
const LITTLE: f32 = 0.4;

/// One search over one state of the corpus.
pub(crate) struct Search<'c> {
    pub(crate) corpus: &'c Corpus,
    pub(crate) words: Field,
    pub(crate) options: &'c SearchOptions,
}

/// What the clauses of a query put on the board.
#[derive(Default)]
struct Looked {
    /// The words looked for, in the order typed: corrected, and stemmed.
    stems: Vec<String>,
    /// What each of them says.
    weights: Vec<f32>,
    n_required: u8,
    /// What all words and phrases say together.
    all: f32,
    n_guessed: usize,
    corrections: Vec<Correction>,
    highlighter: Highlighter,
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
        let hits = self.order(board, &looked, slots)?;
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
        Ok(board.settle(self.corpus, self.options.ranking.k1, role, 1))
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
        let mut settled = self.settle_stems(board, shares, &stems, word.times)?;
        if word.unfinished {
            looked.highlighter.add_prefix(word.surface.clone());
        }
        let mut own = stem(&word.surface);
        looked.highlighter.add_stem(own.clone());
        let may_guess = self.options.correct && looked.n_guessed < MAX_GUESSED_WORDS;
        if settled.n_lessons == 0 && may_guess {
            looked.n_guessed = looked.n_guessed.saturating_add(1);
            for meant in guesses(self.corpus, self.words, &word.surface)?
                .into_iter()
                .take(MAX_GUESSES)
            {
                let stems = [Weighted {
                    stem: stem(&meant),
                    factor: 1.0,
                }];
                settled = self.settle_stems(board, shares, &stems, word.times)?;
                if settled.n_lessons > 0 {
                    own = stem(&meant);
                    looked.highlighter.add_stem(own.clone());
                    looked.corrections.push(Correction {
                        typed: word.surface.clone(),
                        meant,
                    });
                    break;
                }
            }
        }
        looked.stems.push(own);
        looked.weights.push(settled.weight);
        looked.all += settled.weight;
        Ok(())
    }

    fn settle_stems(
        &self,
        board: &mut Board,
        shares: &Shares,
        stems: &[Weighted],
        times: u8,
    ) -> Result<Settled, IndexError> {
        for weighted in stems {
            add_stem(board, self.corpus, shares, &weighted.stem, weighted.factor)?;
        }
        Ok(board.settle(self.corpus, self.options.ranking.k1, Role::Optional, times))
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
        if slots.len() > MANY {
            let best = slots
                .iter()
                .map(|&slot| board.cell(slot).coverage)
                .fold(0.0, f32::max);
            slots.retain(|&slot| board.cell(slot).coverage >= best * LITTLE);
        }
        slots
    }

    fn order(
        &self,
        board: &Board,
        looked: &Looked,
        slots: Vec<u32>,
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
            self.look_twice(board, looked, &mut ranked)?;
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
    ///
    /// Only ever adds, so that none of them falls behind those not looked at: pages stay in step.
    fn look_twice(
        &self,
        board: &Board,
        looked: &Looked,
        ranked: &mut [Ranked],
    ) -> Result<(), IndexError> {
        let mut best: Vec<&mut Ranked> = ranked.iter_mut().take(LOOKED_AT_TWICE).collect();
        best.sort_unstable_by_key(|ranked| ranked.slot);
        let slots: Vec<u32> = best.iter().map(|ranked| ranked.slot).collect();
        let nearness = match self.options.ranking.nearness > 0.0 {
            true => near::nearness(self.corpus, &looked.stems, &looked.weights, &slots)?,
            false => vec![0.0; slots.len()],
        };
        for (ranked, nearness) in best.iter_mut().zip(nearness) {
            #[expect(clippy::cast_precision_loss, reason = "people who were helped are few")]
            let helped = (self.corpus.n_helped(ranked.slot) as f32).ln_1p();
            ranked.score += self.options.ranking.nearness * nearness;
            ranked.score *= 1.0 + HELPED * helped;
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
