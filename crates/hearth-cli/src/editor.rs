//! Texts that people write: in their editor at a terminal, from standard input elsewhere.

use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;
use std::process::Command;

use hearth_api::ApiError;

use crate::failure::Failure;

/// Bytes read at most from standard input or an editor.
const MAX_BYTES: u64 = 4 << 20;

/// Lets the person write, beginning with `text`. `None` when it was left as it was.
///
/// # Errors
/// When the editor cannot be started or ends badly.
pub(crate) fn write(folder: &Path, text: &str) -> Result<Option<String>, Failure> {
    if !io::stdin().is_terminal() {
        return standard_input().map(Some);
    }
    std::fs::create_dir_all(folder).map_err(|error| ApiError::writing(folder, &error))?;
    let path = folder.join(format!("writing-{}.md", std::process::id()));
    let written = edit(&path, text);
    // What could not be read stays for the person to find.
    if written.is_ok() {
        drop(std::fs::remove_file(&path));
    }
    Ok(Some(written?).filter(|written| written != text))
}

fn edit(path: &Path, text: &str) -> Result<String, Failure> {
    let mut options = std::fs::File::options();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| ApiError::writing(path, &error))?;
    let editor = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok());
    let editor = editor
        .filter(|editor| !editor.trim().is_empty())
        .unwrap_or_else(|| "vi".to_owned());
    let mut words = editor.split_whitespace();
    let ended = Command::new(words.next().unwrap_or("vi"))
        .args(words)
        .arg(path)
        .status();
    match ended {
        Ok(status) if status.success() => {
            Ok(std::fs::read_to_string(path).map_err(|error| ApiError::reading(path, &error))?)
        }
        Ok(_) | Err(_) => Err(Failure::problem(
            "editor_ended_badly",
            format!("The editor \"{editor}\" did not end well. Nothing was changed."),
            format!(
                "What you wrote is in {}. Set EDITOR to the editor you like.",
                path.display()
            ),
        )),
    }
}

/// Reads all of standard input as text.
///
/// # Errors
/// When it is too long or not text.
pub(crate) fn standard_input() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)?;
    let refused = |message: &str| {
        Failure::usage(
            "input_not_readable",
            message,
            "Give it a shorter text, in UTF-8.",
        )
    };
    if bytes.len() as u64 > MAX_BYTES {
        return Err(refused("Standard input holds more than 4 MiB."));
    }
    String::from_utf8(bytes).map_err(|_| refused("Standard input is not text."))
}
