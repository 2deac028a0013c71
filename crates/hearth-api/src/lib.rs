//! What shells call: wire types, error codes with their sentences, and the engine behind them.
//!
//! A shell depends on this crate alone; what it needs of the engine it reaches through [`core`] and
//! [`convert`]. Deliberately absent: windows, terminals, sockets, threads.

pub mod app;
pub mod command;
pub mod error;
pub mod picture;
pub mod show;
pub mod typescript;
pub mod wire;

pub use app::{App, Event, Shell, Wanted};
pub use error::{ApiError, Code, Exit};
pub use hearth_convert as convert;
pub use hearth_core as core;
