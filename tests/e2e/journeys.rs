//! From the first minute to what a colleague wrote, and the same by keys alone.

use std::path::Path;

use crate::browser::{Browser, with_browser};

pub(crate) const TITLE: &str = "Pump rattles when the tank is low";

/// The arrow down and Enter, as WebDriver writes them.
const DOWN: char = '\u{e015}';
const ENTER: char = '\u{e007}';

#[test]
fn what_one_logs_the_other_brings_in_reads_and_undoes() {
    with_browser(|tools| async move {
        let folder = tempfile::tempdir().unwrap();
        let invitation = folder.path().join("invitation.hearth");
        let whole = folder.path().join("whole.hearth");
        let amara = Browser::open(&tools, &folder.path().join("amara")).await;
        found(&amara).await;
        log(&amara).await;
        amara.fill("Search lessons", "rattl").await;
        amara.click(TITLE).await;
        amara.heading(TITLE).await;
        edit(&amara).await;
        give(&amara, "An invitation", "Make an invitation", &invitation).await;
        give(&amara, "Everything", "Make a file with everything", &whole).await;

        let bob = Browser::open(&tools, &folder.path().join("bob")).await;
        bob.answer_dialog(&invitation);
        bob.click("Join with a file someone gave you").await;
        bob.click("Continue").await;
        bob.click("Choose the file…").await;
        bob.sees("invitation.hearth").await;
        bob.fill("Your name", "Bob").await;
        bob.click("Join").await;
        bob.sees("Browser Wells").await;
        bob.answer_dialog(&whole);
        bob.click("Exchange").await;
        bob.click("Choose a file…").await;
        bob.heading("Bring in from Amara Okafor").await;
        bob.sees("1 new").await;
        bob.click("Bring in 1 item").await;
        bob.click(TITLE).await;
        bob.heading(TITLE).await;
        bob.sees("Close it by a quarter.").await;
        bob.click("Exchange").await;
        bob.click("Undo").await;
        bob.click("Lessons").await;
        bob.lacks(TITLE).await;
    });
}

#[test]
fn a_draft_is_there_again_after_a_reload() {
    with_browser(|tools| async move {
        let folder = tempfile::tempdir().unwrap();
        let amara = Browser::open(&tools, &folder.path().join("amara")).await;
        found(&amara).await;
        amara.click("Log a lesson").await;
        amara.fill("Title", "Half a thought").await;
        amara.sees("Saved as a draft").await;
        amara.reload().await;
        amara.sees("Half a thought").await;
    });
}

#[test]
fn a_lesson_is_logged_and_found_by_keys_alone() {
    with_browser(|tools| async move {
        let folder = tempfile::tempdir().unwrap();
        let amara = Browser::open(&tools, &folder.path().join("amara")).await;
        found(&amara).await;
        amara.press('n', true).await;
        amara.focused("Title").await;
        amara.type_text(TITLE).await;
        amara.press(ENTER, true).await;
        amara.heading(TITLE).await;
        amara.press('/', false).await;
        amara.focused("Search lessons").await;
        amara.type_text("rattl").await;
        amara.sees("1 result").await;
        amara.press(DOWN, false).await;
        amara.press(ENTER, false).await;
        amara.heading(TITLE).await;
    });
}

pub(crate) async fn found(browser: &Browser) {
    browser.heading("Keep what your community learns.").await;
    browser.click("Start a community").await;
    browser.click("Continue").await;
    browser.fill("Name of the community", "Browser Wells").await;
    browser.fill("Your name", "Amara Okafor").await;
    browser.click("Create").await;
    browser.heading("Write these words down").await;
    browser.click("I have written them down").await;
    browser.click("Open the community").await;
    browser.sees("Browser Wells").await;
}

pub(crate) async fn log(browser: &Browser) {
    browser.click("Log a lesson").await;
    browser.fill("Title", TITLE).await;
    let text = "It stops when we close the tap **halfway**.";
    browser.fill("Text", text).await;
    browser.click("Publish").await;
    browser.heading(TITLE).await;
    assert_eq!(browser.title().await, format!("{TITLE} · Hearth"));
}

async fn edit(browser: &Browser) {
    browser.press('e', false).await;
    browser.fill("Text", "Close it by a quarter.").await;
    browser.click("Publish").await;
    browser.heading(TITLE).await;
    browser.sees("Close it by a quarter.").await;
}

async fn give(browser: &Browser, choice: &str, button: &str, path: &Path) {
    browser.answer_dialog(path);
    browser.click("Exchange").await;
    browser.click(choice).await;
    browser.click(button).await;
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    browser.sees(&format!("Saved {name}")).await;
    assert!(path.exists());
}
