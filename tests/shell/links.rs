//! What comes from outside the window: links, files, and a second start.

use std::path::Path;
use std::process::{Command, Output};

use crate::journeys::{TITLE, found, give, log};
use crate::window::{Window, with_windows};

fn hearth(home: &Path, words: &[&str]) -> Output {
    let program = std::env::var_os("HEARTH_CLI").expect("HEARTH_CLI names the command line");
    let output = Command::new(program)
        .args(words)
        .env("HEARTH_HOME", home.join("hearth"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{words:?}: {output:?}");
    output
}

#[test]
fn what_is_opened_elsewhere_comes_to_the_window_that_is_open() {
    with_windows(|program| async move {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("amara");
        let file = folder.path().join("whole.hearth");
        let window = Window::open(&program, &home).await;
        found(&window).await;
        log(&window).await;
        give(&window, "Everything", "Make a file with everything", &file).await;

        // By the command line: a lesson's id, a link, a link that leads nowhere, a file.
        let id = hearth(&home, &["list", "--quiet", "--json"]);
        let id: serde_json::Value = serde_json::from_slice(&id.stdout).unwrap();
        let id = id[0]["id"].as_str().unwrap().to_owned();
        hearth(&home, &["open", &id]);
        window.heading(TITLE).await;
        hearth(&home, &["open", "hearth://search?q=rattles"]);
        window.sees("1 result for").await;
        hearth(&home, &["open", "hearth://bring-in?path=/etc/passwd"]);
        window.sees("This link leads nowhere in Hearth").await;
        hearth(&home, &["open", &file.display().to_string()]);
        window.sees("whole.hearth").await;
        window.heading("Bring in").await;

        // By a second start of the program, which ends at once.
        let second = Command::new(&program)
            .arg("--home")
            .arg(home.join("hearth"))
            .arg("hearth://today")
            .output()
            .unwrap();
        assert!(second.status.success(), "{second:?}");
        window.sees("Good ").await;
    });
}
