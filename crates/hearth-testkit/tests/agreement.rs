//! The model's rules and the oracle agree on random histories, in any order, however often told.
//!
//! `HEARTH_HISTORIES=100000` runs more of them, `HEARTH_SEED=7` one.

use hearth_model::change::Change;
use hearth_testkit::engine_free::{self, Flaw};
use hearth_testkit::history::{History, any_script};
use hearth_testkit::oracle;
use hearth_testkit::runs::{check_histories, value_of};
use hearth_testkit::stage::play;

/// Complains, with every change and both verdicts, when model and oracle differ.
fn compare(history: &History, changes: &[Change], flaw: Option<Flaw>) -> Result<(), String> {
    let expected = oracle::state(history.community, changes);
    let (state, digest) = engine_free::state(history.community, changes, flaw);
    if state == expected && digest == expected.digest() {
        return Ok(());
    }
    let verdicts = |change: &Change| {
        let model = state.standing.get(&change.id());
        let oracle = expected.standing.get(&change.id());
        let mark = if model == oracle { "" } else { "  <====" };
        format!("model {model:?}, oracle {oracle:?}{mark}")
    };
    Err(format!(
        "{}{state:#?}{expected:#?}",
        history.describe(verdicts)
    ))
}

#[test]
fn the_model_agrees_with_the_oracle() {
    check_histories(400, 60, |history| {
        compare(history, &history.changes, None)?;
        history
            .held
            .iter()
            .try_for_each(|held| compare(history, held, None))
    });
}

#[test]
fn neither_order_of_arrival_nor_repetition_matters() {
    check_histories(100, 60, |history| {
        let (expected, digest) = engine_free::state(history.community, &history.changes, None);
        let mut changes = history.changes.clone();
        for turn in 1..4 {
            changes.reverse();
            changes.rotate_left(turn * history.changes.len() / 4);
            changes.extend_from_within(..turn);
            let told = engine_free::state(history.community, &changes, None);
            let again = oracle::state(history.community, &changes);
            if told != (expected.clone(), digest) || again != expected {
                return Err(format!("turn {turn} gives another state"));
            }
        }
        Ok(())
    });
}

#[test]
fn a_broken_rule_is_noticed() {
    for flaw in Flaw::ALL {
        let is_noticed = |seed: &u64| {
            let history = play(&value_of(*seed, &any_script(60)));
            compare(&history, &history.changes, Some(flaw)).is_err()
        };
        let first = (0..1_500).find(is_noticed);
        assert!(first.is_some(), "{flaw:?} goes unnoticed");
    }
}
