//! Writes the golden vectors that are not there yet, and never touches one that is.
//!
//! `cargo run -p hearth-testkit --example write_vectors`

#![allow(clippy::print_stdout, reason = "it tells what it wrote")]

mod change;
mod merge;
mod state;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A vector: where it belongs below `tests/vectors`, and its text.
pub(crate) struct Vector {
    path: String,
    text: String,
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    let vectors = [change::vectors(), merge::vectors(), state::vectors()].concat_all();
    let mut differs = false;
    for Vector { path, text } in vectors {
        let file: PathBuf = root.join(&path);
        match fs::read_to_string(&file) {
            Ok(known) if known == text => {}
            Ok(_) => {
                println!("{path} says something else; left alone, vectors are only ever added");
                differs = true;
            }
            Err(_) => {
                fs::create_dir_all(file.parent().expect("it has a folder"))
                    .expect("make the folder");
                fs::write(&file, text).expect("write the vector");
                println!("{path} written");
            }
        }
    }
    ExitCode::from(u8::from(differs))
}

trait ConcatAll {
    fn concat_all(self) -> Vec<Vector>;
}

impl<const N: usize> ConcatAll for [Vec<Vector>; N] {
    fn concat_all(self) -> Vec<Vector> {
        self.into_iter().flatten().collect()
    }
}

/// Writes bytes as hex, 32 to a line.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let line = |chunk: &[u8]| {
        chunk
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    bytes.chunks(32).map(|chunk| line(chunk) + "\n").collect()
}
