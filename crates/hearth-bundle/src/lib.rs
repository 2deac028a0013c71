//! The .hearth file: write, read, verify.
