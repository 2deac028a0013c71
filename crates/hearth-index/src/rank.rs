//! How lessons are scored: BM25 over title, labels and body together, and coverage.
//!
//! One word at a time: every posting of a word drops its share on the lesson's cell of a board,
//! weighted by field and length (BM25F: Robertson, Zaragoza and Taylor, "Simple BM25 extension to
//! multiple weighted fields", 2004); when the word is done, the heap becomes a score. A board of
//! 100,000 cells stays in the processor's cache, which is why this beats cleverer schemes here,
//! and it knows for every lesson how much of the question it covers.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::IndexRecordOption;

use crate::corpus::Corpus;
use crate::error::IndexError;
use crate::schema::{N_TEXT, TextField};

/// What ranking weighs by. The defaults were chosen on judged queries; see `examples/quality.rs`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranking {
    /// How much more a word in the title says than one in the body.
    pub title: f32,
    /// The same for tags, author and site.
    pub labels: f32,
    /// How soon another occurrence of a word stops to matter.
    pub k1: f32,
    /// How much a long body counts against a lesson, from 0 to 1.
    pub b: f32,
    /// How hard a lesson is marked down for each part of the question it does not cover.
    pub coverage: f32,
    /// How much words that stand near each other in the question and the lesson add.
    pub nearness: f32,
}

impl Default for Ranking {
    fn default() -> Ranking {
        Ranking {
            title: 2.0,
            labels: 1.5,
            k1: 1.8,
            b: 0.75,
            coverage: 0.15,
            nearness: 0.7,
        }
    }
}

/// Titles and labels are short by nature; being shorter still says little.
const B_SHORT: f32 = 0.3;

/// Which parts of a lesson the words were found in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MatchedFields(u8);

impl MatchedFields {
    /// Whether a word stands in the title.
    pub fn title(self) -> bool {
        self.has(TextField::Title)
    }

    /// Whether a word stands among tags, author and site.
    pub fn labels(self) -> bool {
        self.has(TextField::Labels)
    }

    /// Whether a word stands in the body.
    pub fn body(self) -> bool {
        self.has(TextField::Body)
    }

    fn has(self, field: TextField) -> bool {
        self.0 & bit(field) != 0
    }
}

fn bit(field: TextField) -> u8 {
    match field {
        TextField::Title => 1,
        TextField::Labels => 2,
        TextField::Body => 4,
    }
}

/// What is known of one lesson while a query runs; sixteen bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cell {
    heap: f32,
    pub(crate) score: f32,
    /// Sum of the weights of the words found.
    pub(crate) coverage: f32,
    pub(crate) n_words: u8,
    pub(crate) n_required: u8,
    fields: u8,
    state: u8,
}

const SEEN: u8 = 1;
const EXCLUDED: u8 = 2;

impl Cell {
    pub(crate) fn is_excluded(self) -> bool {
        self.state & EXCLUDED != 0
    }

    pub(crate) fn fields(self) -> MatchedFields {
        MatchedFields(self.fields)
    }
}

/// What a word does to the lessons that have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Optional,
    Required,
    Excluded,
}

/// A word (or phrase) that was looked up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settled {
    /// In how many living lessons it stands.
    pub(crate) n_lessons: u32,
    /// How much it says: the rarer, the more.
    pub(crate) weight: f32,
}

/// See the module. Kept between queries, because clearing what was touched is cheaper than zeroes.
#[derive(Debug, Default)]
pub(crate) struct Board {
    cells: Vec<Cell>,
    touched: Vec<u32>,
    seen: Vec<u32>,
}

impl Board {
    /// Makes the board ready for a query over `n_slots` slots.
    pub(crate) fn clear(&mut self, n_slots: u32) {
        for slot in self.seen.drain(..).chain(self.touched.drain(..)) {
            if let Some(cell) = self.cells.get_mut(slot as usize) {
                *cell = Cell::default();
            }
        }
        self.cells.resize(n_slots as usize, Cell::default());
    }

    /// The slots that any word touched, in no particular order.
    pub(crate) fn seen(&self) -> &[u32] {
        &self.seen
    }

    pub(crate) fn cell(&self, slot: u32) -> Cell {
        self.cells.get(slot as usize).copied().unwrap_or_default()
    }

    fn drop_share(&mut self, slot: u32, share: f32, field_bit: u8) {
        let Some(cell) = self.cells.get_mut(slot as usize) else {
            return;
        };
        if cell.heap == 0.0 {
            self.touched.push(slot);
        }
        cell.heap += share;
        cell.fields |= field_bit;
    }

    /// Turns the heaps of one word into scores.
    ///
    /// A word typed several times counts for more ([`insistence`]).
    pub(crate) fn settle(&mut self, corpus: &Corpus, k1: f32, role: Role, times: u8) -> Settled {
        let cells = &mut self.cells;
        self.touched.retain(|&slot| {
            let alive = corpus.is_alive(slot);
            if let Some(cell) = cells.get_mut(slot as usize).filter(|_| !alive) {
                *cell = Cell::default();
            }
            alive
        });
        let n_lessons = u32::try_from(self.touched.len()).unwrap_or(u32::MAX);
        let weight = rarity(n_lessons, corpus.n_alive());
        let insistence = insistence(times);
        for slot in self.touched.drain(..) {
            let Some(cell) = cells.get_mut(slot as usize) else {
                continue;
            };
            if cell.state & SEEN == 0 {
                cell.state |= SEEN;
                self.seen.push(slot);
            }
            let heap = std::mem::take(&mut cell.heap);
            match role {
                Role::Excluded => {
                    cell.state |= EXCLUDED;
                    continue;
                }
                Role::Optional => cell.n_words = cell.n_words.saturating_add(1),
                Role::Required => cell.n_required = cell.n_required.saturating_add(1),
            }
            cell.coverage += weight;
            cell.score += insistence * weight * heap * (k1 + 1.0) / (heap + k1);
        }
        Settled { n_lessons, weight }
    }
}

/// How much more a word says that was typed several times: Robertson's k3 weighting, with k3 = 1.
fn insistence(times: u8) -> f32 {
    2.0 * f32::from(times) / (1.0 + f32::from(times))
}

/// The inverse document frequency, never negative.
#[expect(
    clippy::cast_precision_loss,
    reason = "a logarithm of a count needs no more"
)]
pub(crate) fn rarity(n_with: u32, n_all: u32) -> f32 {
    let without = n_all.saturating_sub(n_with) as f32;
    (1.0 + (without + 0.5) / (n_with as f32 + 0.5)).ln()
}

/// The share one occurrence drops, by field and length class.
pub(crate) struct Shares([[f32; 256]; N_TEXT]);

impl Shares {
    pub(crate) fn of(corpus: &Corpus, ranking: &Ranking) -> Shares {
        Shares(TextField::ALL.map(|field| {
            let (weight, b) = match field {
                TextField::Title => (ranking.title, B_SHORT),
                TextField::Labels => (ranking.labels, B_SHORT),
                TextField::Body => (1.0, ranking.b),
            };
            let mean = corpus.mean_length(field);
            let share = |id: u8| {
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "a length class is coarse anyway"
                )]
                let length = FieldNormReader::id_to_fieldnorm(id) as f32;
                weight / (1.0 - b + b * length / mean)
            };
            let mut table = [0.0; 256];
            for (id, place) in (0..=u8::MAX).zip(&mut table) {
                *place = share(id);
            }
            table
        }))
    }

    pub(crate) fn field(&self, field: TextField) -> &[f32; 256] {
        let Shares([title, labels, body]) = self;
        match field {
            TextField::Title => title,
            TextField::Labels => labels,
            TextField::Body => body,
        }
    }

    /// The share of one occurrence in a field of a lesson of length class `id`.
    pub(crate) fn share(&self, field: TextField, id: u8) -> f32 {
        self.field(field)
            .get(usize::from(id))
            .copied()
            .unwrap_or_default()
    }
}

/// Drops the shares of every occurrence of `stem` on the board.
#[expect(clippy::cast_precision_loss, reason = "occurrences are few")]
pub(crate) fn add_stem(
    board: &mut Board,
    corpus: &Corpus,
    shares: &Shares,
    stem: &str,
    factor: f32,
) -> Result<(), IndexError> {
    for segment in &corpus.committed.segments {
        for text in &segment.text {
            let Some(info) = text.index.terms().get(stem)? else {
                continue;
            };
            let option = IndexRecordOption::WithFreqs;
            let mut block = text
                .index
                .read_block_postings_from_terminfo(&info, option)?;
            let (table, field_bit) = (shares.field(text.field), bit(text.field));
            while !block.docs().is_empty() {
                for (&doc, &n) in block.docs().iter().zip(block.freqs()) {
                    let class = usize::from(text.lengths.fieldnorm_id(doc));
                    let share = table.get(class).copied().unwrap_or_default();
                    board.drop_share(
                        segment.base.saturating_add(doc),
                        factor * share * n as f32,
                        field_bit,
                    );
                }
                block.advance();
            }
        }
    }
    for field in TextField::ALL {
        for posting in corpus.tail.postings(field, stem) {
            drop_occurrences(
                board,
                corpus,
                shares,
                corpus.tail_slot(posting.slot),
                field,
                posting.positions.len() as f32 * factor,
            );
        }
    }
    Ok(())
}

/// Drops `n` occurrences in one field of one lesson on the board.
pub(crate) fn drop_occurrences(
    board: &mut Board,
    corpus: &Corpus,
    shares: &Shares,
    slot: u32,
    field: TextField,
    n: f32,
) {
    let class = corpus.length_id(slot, field);
    board.drop_share(slot, shares.share(field, class) * n, bit(field));
}
