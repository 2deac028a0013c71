//! Test-only: personas, fixed keys and clock, strategies, the oracle.

pub mod oracle;
