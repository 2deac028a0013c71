//! Running a check over many random histories, each from a seed of its own.

use std::fmt::Debug;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use crate::history::{History, any_script};
use crate::stage::play;

/// Names one seed to run, instead of all.
const SEED: &str = "HEARTH_SEED";
/// Overrides how many histories are run.
const N_HISTORIES: &str = "HEARTH_HISTORIES";

/// Checks `n_histories` histories of fewer than `n_moves` moves.
///
/// # Panics
/// With the seed, the shortest script found and the complaint, when a check complains.
pub fn check_histories(
    n_histories: u64,
    n_moves: usize,
    check: impl Fn(&History) -> Result<(), String>,
) {
    for_seeds(n_histories, &any_script(n_moves), |script| {
        check(&play(script))
    });
}

/// Checks values of a strategy, one per seed 0, 1, 2 … or the one that `HEARTH_SEED` names.
///
/// # Panics
/// With the seed, the simplest value found and the complaint, when a check complains.
pub fn for_seeds<T: Debug>(
    n_values: u64,
    strategy: &impl Strategy<Value = T>,
    check: impl Fn(&T) -> Result<(), String>,
) {
    let from_environment = |name| std::env::var(name).ok()?.parse::<u64>().ok();
    let seeds = match from_environment(SEED) {
        Some(seed) => seed..seed + 1,
        None => 0..from_environment(N_HISTORIES).unwrap_or(n_values),
    };
    for seed in seeds {
        let outcome = runner(seed).run_one_of(strategy, &check);
        if let Err((reason, value)) = outcome {
            panic!("replay with {SEED}={seed}\n{value}\n{reason}");
        }
    }
}

/// The value that a seed gives.
pub fn value_of<T: Debug>(seed: u64, strategy: &impl Strategy<Value = T>) -> T {
    let tree = strategy.new_tree(&mut runner(seed).0);
    proptest::strategy::ValueTree::current(&tree.expect("strategies here reject nothing"))
}

struct Seeded(TestRunner);

fn runner(seed: u64) -> Seeded {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_be_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    Seeded(TestRunner::new_with_rng(config, rng))
}

impl Seeded {
    fn run_one_of<T: Debug>(
        mut self,
        strategy: &impl Strategy<Value = T>,
        check: impl Fn(&T) -> Result<(), String>,
    ) -> Result<(), (String, String)> {
        let tree = strategy
            .new_tree(&mut self.0)
            .expect("strategies here reject nothing");
        let outcome = self
            .0
            .run_one(tree, |value| check(&value).map_err(TestCaseError::fail));
        match outcome {
            Ok(_) => Ok(()),
            Err(TestError::Fail(reason, value)) => Err((reason.to_string(), format!("{value:?}"))),
            Err(TestError::Abort(reason)) => Err((reason.to_string(), String::new())),
        }
    }
}
