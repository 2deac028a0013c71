//! Scenarios live in `scenarios/`; this library holds only what they share.
