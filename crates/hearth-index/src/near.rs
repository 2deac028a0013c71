//! Nearness: words that stand together in the question and in the lesson mean more than apart.

use crate::corpus::Corpus;
use crate::error::IndexError;
use crate::phrase::Standing;
use crate::schema::TextField;

/// Words further apart than this are not near.
const REACH: u32 = 8;

/// For each of `slots` (rising), how near the neighbours among `stems` stand to each other.
///
/// Each pair of neighbours adds the smaller of its two weights, times a value from 0 (apart) to 1
/// (side by side in the order asked for, again and again).
pub(crate) fn nearness(
    corpus: &Corpus,
    stems: &[String],
    weights: &[f32],
    slots: &[u32],
) -> Result<Vec<f32>, IndexError> {
    let mut sums = vec![0.0; slots.len()];
    let pairs = stems
        .iter()
        .zip(stems.iter().skip(1))
        .zip(weights.iter().zip(weights.iter().skip(1)));
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for ((first, second), (a, b)) in pairs {
        let mut heaps = vec![0.0; slots.len()];
        for field in [TextField::Title, TextField::Body] {
            let mut firsts = Standing::new(corpus, first, field);
            let mut seconds = Standing::new(corpus, second, field);
            for (slot, heap) in slots.iter().zip(&mut heaps) {
                firsts.at(*slot, &mut left)?;
                seconds.at(*slot, &mut right)?;
                *heap += meetings(&left, &right);
            }
        }
        for (sum, heap) in sums.iter_mut().zip(heaps) {
            *sum += a.min(*b) * heap / (heap + 1.0);
        }
    }
    Ok(sums)
}

/// How often and how closely two words meet: one over the squared distance, summed.
#[expect(clippy::cast_precision_loss, reason = "distances are at most REACH")]
fn meetings(left: &[u32], right: &[u32]) -> f32 {
    let mut sum = 0.0;
    for &at in left {
        let from = right.partition_point(|&other| other.saturating_add(REACH) < at);
        for &other in right
            .iter()
            .skip(from)
            .take_while(|&&other| other <= at.saturating_add(REACH))
        {
            let distance = other.abs_diff(at).max(1) as f32;
            let in_order = if other > at { 1.0 } else { 0.5 };
            sum += in_order / (distance * distance);
        }
    }
    sum
}
