//! Random histories, told to a store in any order, in any batches, more than once.
//!
//! `HEARTH_HISTORIES=10000` runs more of them, `HEARTH_SEED=7` one.

use hearth_model::change::Change;
use hearth_model::id::CommunityId;
use hearth_store::Store;
use hearth_testkit::history::{History, any_script};
use hearth_testkit::oracle;
use hearth_testkit::runs::for_seeds;
use hearth_testkit::stage::play;
use proptest::prelude::any;

use crate::place::{Dice, Place, add, verified};

/// Complains when the store differs from the oracle, or its tables from the log.
pub(crate) fn compare(
    store: &mut Store,
    history: &History,
    held: &[Change],
    when: &str,
) -> Result<(), String> {
    let expected = oracle::state(history.community, held);
    let differs = || {
        let note = |change: &Change| {
            let here = held.iter().any(|it| it.id() == change.id());
            let aside = store.set_aside_reason(&change.id()).unwrap();
            format!(
                "here {here}, store {aside:?}, oracle {:?}",
                expected.standing.get(&change.id())
            )
        };
        history.describe(note)
    };
    let told = differs();
    if store.state_digest().map_err(|error| error.to_string())? != expected.digest() {
        return Err(format!("{when}: another state than the oracle's\n{told}"));
    }
    let findings = store.check().map_err(|error| error.to_string())?;
    match findings.all_well() {
        true => Ok(()),
        false => Err(format!("{when}: {findings:?}\n{told}")),
    }
}

fn n_histories() -> u64 {
    match std::env::var_os("HEARTH_LONG") {
        Some(_) => 2_000,
        None => 80,
    }
}

#[test]
fn any_order_any_batches_and_repetition_give_the_oracles_state() {
    for_seeds(
        n_histories(),
        &(any_script(50), any::<u64>()),
        |(script, dice)| {
            let history = play(script);
            let mut dice = Dice(*dice);
            let place = Place::new();
            let mut store = place.store(history.community);
            let mut rest = dice.shuffled(&verified(&history.changes));
            let mut held: Vec<Change> = vec![];
            while !rest.is_empty() {
                let batch = rest.split_off(rest.len() - 1 - dice.roll(rest.len()));
                add(&mut store, &batch);
                let again = dice.roll(held.len() + 1);
                add(&mut store, &verified(&held[..again]));
                held.extend(batch.into_iter().map(|change| change.into_inner()));
                if dice.roll(3) == 0 {
                    store = reopened(store, history.community);
                }
                compare(&mut store, &history, &held, "after a batch")?;
            }
            store.rebuild().unwrap();
            compare(&mut store, &history, &held, "after rebuilding")
        },
    );
}

fn reopened(store: Store, community: CommunityId) -> Store {
    let path = store.path().to_owned();
    drop(store);
    let store = Store::open(&path, crate::place::summarise).unwrap();
    assert_eq!(store.community(), community);
    store
}

#[test]
fn a_transaction_that_projects_in_between_comes_to_the_same() {
    for_seeds(
        n_histories() / 2,
        &(any_script(50), any::<u64>()),
        |(script, dice)| {
            let history = play(script);
            let mut dice = Dice(*dice);
            let place = Place::new();
            let mut store = place.store(history.community);
            let mut writer = store.write().unwrap();
            for change in dice.shuffled(&verified(&history.changes)) {
                writer.append(&change).unwrap();
                if dice.roll(4) == 0 {
                    writer.project().unwrap();
                }
            }
            writer.commit().unwrap();
            compare(&mut store, &history, &history.changes, "at the end")
        },
    );
}

#[test]
fn the_comparison_sees_one_change_that_is_missing() {
    for_seeds(20, &any_script(30), |script| {
        let history = play(script);
        let place = Place::new();
        let mut store = place.store(history.community);
        let (_, all_but_last) = history.changes.split_last().unwrap();
        add(&mut store, &verified(all_but_last));
        match compare(&mut store, &history, &history.changes, "") {
            Ok(()) => Err("one change less made no difference".to_owned()),
            Err(_) => Ok(()),
        }
    });
}
