//! Look-alikes: lessons that read like a text, from one line of a draft to a whole lesson.

use std::collections::HashMap;

use crate::analysis::{Words, is_stop_word, stem};
use crate::corpus::Corpus;
use crate::document::DocKey;
use crate::error::IndexError;
use crate::rank::{Board, Ranking, Role, Shares, add_stem, rarity};

/// Only the words that say most are looked up; more change the order little and cost much.
const MAX_WORDS: usize = 24;
/// Only so much of a text is read.
const MAX_TEXT_WORDS: usize = 2_000;

/// A lesson that reads like the text given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LookAlike {
    /// Which lesson.
    pub key: DocKey,
    /// From 0 to 1: how much of what the text says, weighed by rarity, the lesson says too.
    pub likeness: f32,
}

/// The lessons most like `text`, best first.
pub(crate) fn look_alikes(
    corpus: &Corpus,
    board: &mut Board,
    ranking: &Ranking,
    text: &str,
    limit: usize,
) -> Result<Vec<LookAlike>, IndexError> {
    board.clear(corpus.n_slots());
    let shares = Shares::of(corpus, ranking);
    let mut all = 0.0;
    for stem in telling_stems(corpus, text)? {
        add_stem(board, corpus, &shares, &stem, 1.0)?;
        all += board.settle(corpus, ranking.k1, Role::Optional, 1).weight;
    }
    let mut best: Vec<(f32, u32)> = board
        .seen()
        .iter()
        .map(|&slot| {
            let cell = board.cell(slot);
            (cell.score * cell.coverage / all, slot)
        })
        .collect();
    best.sort_unstable_by(|a, b| {
        b.0.total_cmp(&a.0)
            .then_with(|| corpus.key(a.1).cmp(&corpus.key(b.1)))
    });
    let likeness = |slot: u32| (board.cell(slot).coverage / all).clamp(0.0, 1.0);
    let shown = best.into_iter().take(limit);
    Ok(shown
        .map(|(_, slot)| LookAlike {
            key: corpus.key(slot),
            likeness: likeness(slot),
        })
        .collect())
}

/// The stems of `text` that are rare among lessons and frequent here.
///
/// A word said once counts, and a word only one other lesson has counts most: a draft is one line.
fn telling_stems(corpus: &Corpus, text: &str) -> Result<Vec<String>, IndexError> {
    let mut times: HashMap<String, f32> = HashMap::new();
    let mut words = Words::of(text);
    let mut surface = String::new();
    for _ in 0..MAX_TEXT_WORDS {
        if words.next_into(&mut surface).is_none() {
            break;
        }
        if !is_stop_word(&surface) {
            *times.entry(stem(&surface)).or_insert(0.0) += 1.0;
        }
    }
    let mut weighed = Vec::with_capacity(times.len());
    for (stem, n) in times {
        let n_lessons = n_with(corpus, &stem)?;
        if n_lessons > 0 {
            weighed.push((n.ln_1p() * rarity(n_lessons, corpus.n_alive()), stem));
        }
    }
    weighed.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    weighed.truncate(MAX_WORDS);
    Ok(weighed.into_iter().map(|(_, stem)| stem).collect())
}

/// About how many lessons have `stem`: the most of any one field, the dead included.
fn n_with(corpus: &Corpus, stem: &str) -> Result<u32, IndexError> {
    let mut most = 0;
    for which in crate::schema::TextField::ALL {
        let mut sum: u32 = 0;
        for segment in &corpus.committed.segments {
            let Some(text) = segment.text.get(which as usize) else {
                continue;
            };
            let n = text
                .index
                .terms()
                .get(stem)?
                .map_or(0, |info| info.doc_freq);
            sum = sum.saturating_add(n);
        }
        let in_tail = corpus.tail.postings(which, stem).len();
        sum = sum.saturating_add(u32::try_from(in_tail).unwrap_or(u32::MAX));
        most = most.max(sum);
    }
    Ok(most)
}
