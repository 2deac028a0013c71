//! Undo at the level of the log: what nothing builds on leaves without a trace, the rest stays.

use std::collections::BTreeSet;

use hearth_model::change::Change;
use hearth_model::id::ChangeId;
use hearth_store::Store;
use hearth_store::local::exchanges::ExchangeRow;
use hearth_testkit::history::any_script;
use hearth_testkit::runs::for_seeds;
use hearth_testkit::stage::play;
use proptest::prelude::any;

use crate::histories::compare;
use crate::place::{Dice, Place, add, verified};

fn n_histories() -> u64 {
    match std::env::var_os("HEARTH_LONG") {
        Some(_) => 2_000,
        None => 60,
    }
}

/// Takes out positions first..=last and says how many changes left and how many stayed.
fn take_out(store: &mut Store, (first, last): (u64, u64)) -> (u64, u64) {
    let mut writer = store.write().unwrap();
    let exchange = ExchangeRow {
        id: 0,
        incoming: true,
        peer: None,
        peer_name: String::new(),
        file_name: String::new(),
        at_ms: 0,
        n_changes: 0,
        n_lessons: 0,
        positions: (first, last),
        undone: false,
    };
    let exchange = writer.add_exchange(&exchange).unwrap();
    let taken_out = writer.take_out(exchange, first, last).unwrap();
    writer.commit().unwrap();
    (taken_out.n_removed, taken_out.n_kept)
}

/// The changes of `among` that `later` names, directly or through others of `among`.
fn needed(among: &[Change], later: &[Change]) -> BTreeSet<ChangeId> {
    let mut needed: BTreeSet<ChangeId> = BTreeSet::new();
    let mut todo: Vec<Change> = later.to_vec();
    while let Some(change) = todo.pop() {
        let header = change.header();
        let named: BTreeSet<_> = header.governance.iter().chain(&header.parents).collect();
        for found in among.iter().filter(|it| named.contains(&it.id())) {
            if needed.insert(found.id()) {
                todo.push(found.clone());
            }
        }
    }
    needed
}

#[test]
fn a_batch_that_nothing_builds_on_leaves_no_trace() {
    for_seeds(
        n_histories(),
        &(any_script(50), any::<u64>()),
        |(script, dice)| {
            let history = play(script);
            let mut dice = Dice(*dice);
            let place = Place::new();
            let mut store = place.store(history.community);
            let all = dice.shuffled(&history.changes);
            let (before, batch) = all.split_at(dice.roll(all.len() + 1));
            add(&mut store, &verified(before));

            let digest = store.state_digest().unwrap();
            let mut writer = store.write().unwrap();
            for change in verified(batch) {
                writer.append(&change).unwrap();
            }
            writer.project().unwrap();
            drop(writer);
            compare(&mut store, &history, before, "after looking only")?;

            if let Some(positions) = add(&mut store, &verified(batch)) {
                let left = take_out(&mut store, positions);
                if left != (batch.len() as u64, 0) {
                    return Err(format!(
                        "of {} changes {left:?} left and stayed",
                        batch.len()
                    ));
                }
            }
            compare(&mut store, &history, before, "after taking out")?;
            if store.state_digest().unwrap() != digest {
                return Err("another digest than before".to_owned());
            }
            add(&mut store, &verified(batch));
            compare(&mut store, &history, &all, "after taking it in again")
        },
    );
}

#[test]
fn what_later_changes_build_on_stays_with_all_it_needs() {
    for_seeds(
        n_histories(),
        &(any_script(50), any::<u64>()),
        |(script, dice)| {
            let history = play(script);
            let mut dice = Dice(*dice);
            let place = Place::new();
            let mut store = place.store(history.community);
            let mut parts: [Vec<Change>; 3] = Default::default();
            // Mostly in the order of signing, so that later changes do build on earlier ones.
            for (n, change) in history.changes.iter().enumerate() {
                let by_time = n * 3 / history.changes.len();
                let part = if dice.roll(8) == 0 {
                    dice.roll(3)
                } else {
                    by_time
                };
                parts[part].push(change.clone());
            }
            let [before, batch, after] = parts;
            add(&mut store, &verified(&before));
            let positions = add(&mut store, &verified(&batch));
            add(&mut store, &verified(&after));
            let needed = needed(&batch, &after);
            if let Some(positions) = positions {
                let (_, n_kept) = take_out(&mut store, positions);
                if n_kept != needed.len() as u64 {
                    return Err(format!("kept {n_kept}, needed {}", needed.len()));
                }
            }
            let kept = batch.iter().filter(|it| needed.contains(&it.id())).cloned();
            let held: Vec<Change> = before.iter().cloned().chain(kept).chain(after).collect();
            compare(&mut store, &history, &held, "after taking out")
        },
    );
}
