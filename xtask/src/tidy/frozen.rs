//! Vectors are add-only: bytes that were once promised to be readable stay as they are.
//!
//! Compared with the last commit and with every release (tags `v*`); a tree without Git cannot be compared, and says so.

use super::Findings;
use crate::program::Program;
use crate::tree::Tree;

const VECTORS: &str = "tests/vectors";

pub(super) fn check(_tree: &Tree, findings: &mut Findings) {
    if !Program::new("git")
        .words("rev-parse --verify HEAD")
        .succeeds()
    {
        findings.note("no Git history to compare the vectors with".to_owned());
        return;
    }
    let tags = Program::new("git").words("tag --list v*").read();
    let tags = tags.unwrap_or_default();
    for base in ["HEAD"].into_iter().chain(tags.lines()) {
        let call = Program::new("git")
            .words("diff --name-status --no-renames")
            .words(base)
            .word("--")
            .word(VECTORS);
        match call.read() {
            Ok(listing) => changed(&listing).for_each(|path| {
                findings.broken(
                    path,
                    0,
                    &format!("differs from {base}; vectors are only added"),
                )
            }),
            Err(failure) => findings.note(format!("vectors not compared with {base}: {failure}")),
        }
    }
}

/// Returns the paths that a `git diff --name-status` lists as anything but added.
fn changed(listing: &str) -> impl Iterator<Item = &str> {
    listing
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter(|(status, path)| *status != "A" && !path.ends_with("README.md"))
        .map(|(_, path)| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_or_removed_vector_is_caught() {
        let listing = "A\ttests/vectors/new.hex\nM\ttests/vectors/old.hex\nD\ttests/vectors/gone.hex\nM\ttests/vectors/README.md\n";
        let found: Vec<_> = changed(listing).collect();
        assert_eq!(found, ["tests/vectors/old.hex", "tests/vectors/gone.hex"]);
    }
}
