//! Test-only: people with fixed keys and clock, machines that write, strategies, the oracle.
//!
//! Everything here is at the level of `hearth-model`: no files, no SQL, no engine.

pub mod acts;

pub mod engine_free;
pub mod history;
pub mod hostile;
pub mod machine;
pub mod merge;
pub mod oracle;
pub mod persona;
pub mod runs;
pub mod stage;
pub mod state;
