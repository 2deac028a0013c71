//! What shells call: wire types, error codes with their sentences, and the engine behind them.
//!
//! A shell depends on this crate alone; what it needs of the engine it reaches through [`core`] and
//! [`convert`]. Deliberately absent: windows, terminals, sockets, threads.

pub mod error;
pub mod show;
pub mod wire;

pub use error::{ApiError, Code, Exit};
pub use hearth_convert as convert;
pub use hearth_core as core;
