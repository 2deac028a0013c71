//! What people do, from the first window to reading what a colleague wrote.

use std::path::Path;

use crate::window::{Window, with_windows};

pub(crate) const TITLE: &str = "Pump rattles when the tank is low";

#[test]
fn first_run_to_reading_on_a_second_machine() {
    with_windows(|program| async move {
        let folder = tempfile::tempdir().unwrap();
        let invitation = folder.path().join("invitation.hearth");
        let whole = folder.path().join("whole.hearth");
        let amara = Window::open(&program, &folder.path().join("amara")).await;
        found(&amara).await;
        log(&amara).await;
        find(&amara).await;
        give(&amara, "An invitation", "Make an invitation", &invitation).await;
        give(&amara, "Everything", "Make a file with everything", &whole).await;
        amara.kill();
        let bob = Window::open(&program, &folder.path().join("bob")).await;
        join(&bob, &invitation).await;
        bring_in_and_read(&bob, &whole).await;
    });
}

pub(crate) async fn found(window: &Window) {
    window.heading("Keep what your community learns.").await;
    window.click("Start a community").await;
    window.click("Continue").await;
    window.fill("Name of the community", "Window Wells").await;
    window.fill("Your name", "Amara Okafor").await;
    window.click("Create").await;
    window.heading("Write these words down").await;
    window.click("I have written them down").await;
    window.click("Open the community").await;
    window.sees("Window Wells").await;
}

pub(crate) async fn log(window: &Window) {
    window.click("Log a lesson").await;
    window.fill("Title", TITLE).await;
    window
        .fill("Text", "It stops when we close the tap **halfway**.")
        .await;
    window.click("Publish").await;
    window.heading(TITLE).await;
    assert_eq!(window.title().await, format!("{TITLE} · Hearth"));
}

async fn find(window: &Window) {
    window.fill("Search lessons", "rattl").await;
    window.click(TITLE).await;
    window.heading(TITLE).await;
}

pub(crate) async fn give(window: &Window, choice: &str, button: &str, path: &Path) {
    window.answer_dialog(path);
    window.click("Exchange").await;
    window.click(choice).await;
    window.click(button).await;
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    window.sees(&format!("Saved {name}")).await;
    assert!(path.exists());
}

async fn join(window: &Window, invitation: &Path) {
    window.answer_dialog(invitation);
    window.click("Join with a file someone gave you").await;
    window.click("Continue").await;
    window.click("Choose the file…").await;
    window.sees("invitation.hearth").await;
    window.fill("Your name", "Bob").await;
    window.click("Join").await;
    window.sees("Window Wells").await;
}

async fn bring_in_and_read(window: &Window, whole: &Path) {
    window.answer_dialog(whole);
    window.click("Exchange").await;
    window.click("Choose a file…").await;
    window.heading("Bring in from Amara Okafor").await;
    window.sees("1 new").await;
    window.click("Bring in 1 item").await;
    window.click(TITLE).await;
    window.heading(TITLE).await;
    window.sees("It stops when we close the tap halfway.").await;
}

#[test]
fn a_draft_survives_a_kill() {
    with_windows(|program| async move {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("amara");
        let window = Window::open(&program, &home).await;
        found(&window).await;
        window.click("Log a lesson").await;
        window.fill("Title", "Half a thought").await;
        window.sees("Saved as a draft").await;
        window.kill();
        let window = Window::open(&program, &home).await;
        window.sees("Half a thought").await;
    });
}

#[test]
fn content_never_runs_and_the_page_never_leaves() {
    with_windows(|program| async move {
        let folder = tempfile::tempdir().unwrap();
        let window = Window::open(&program, &folder.path().join("amara")).await;
        found(&window).await;
        window.click("Log a lesson").await;
        let hostile = "<img src=x onerror=\"window.fired=1\"><script>window.fired=1</script>";
        window.fill("Title", hostile).await;
        window
            .fill("Text", &format!("{hostile} [x](javascript:window.fired=1)"))
            .await;
        window.click("Publish").await;
        window.heading(hostile).await;
        assert!(window.script("return window.fired ?? null").await.is_null());
        window
            .script("location.href = 'https://example.invalid/'")
            .await;
        window.heading(hostile).await;
        let inline = "const s = document.createElement('script'); s.textContent = 'window.fired = 1'; document.head.append(s);";
        window.script(inline).await;
        assert!(window.script("return window.fired ?? null").await.is_null());
        window.script("window.fired = 1").await;
        assert_eq!(
            window.script("return window.fired").await,
            1,
            "the probe sees what does run"
        );
    });
}
