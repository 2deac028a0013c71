//! The Hearth desktop window.
fn main() {}
