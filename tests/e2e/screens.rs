//! Every screen of the window, one after the other, on a community with something in it.

use std::path::Path;

use crate::browser::{Browser, Tools};
use crate::journeys::{TITLE, found, log};

/// Founds a community, logs a lesson and goes from screen to screen; `visit` is called on each.
pub(crate) async fn walk(tools: &Tools, folder: &Path, visit: impl AsyncFn(&Browser, &str)) {
    let whole = folder.join("whole.hearth");
    let browser = Browser::open(tools, &folder.join("amara")).await;
    browser.heading("Keep what your community learns.").await;
    visit(&browser, "Welcome").await;
    found(&browser).await;
    log(&browser).await;
    visit(&browser, "Reader").await;
    browser.press('?', false).await;
    browser.sees("Single letters work").await;
    visit(&browser, "Shortcuts").await;
    browser.press(ESCAPE, false).await;
    browser.press('e', false).await;
    browser.sees("Discard draft").await;
    visit(&browser, "Editor").await;
    for screen in ["Today", "Lessons", "Exchange", "Settings"] {
        browser.click(screen).await;
        visit(&browser, screen).await;
    }
    browser.press('g', false).await;
    browser.press('b', false).await;
    browser.heading("Bin").await;
    visit(&browser, "Bin").await;
    browser.fill("Search lessons", "rattl").await;
    browser.click("Search").await;
    browser.sees(TITLE).await;
    visit(&browser, "Search").await;
    browser.press('k', true).await;
    browser.sees("Go to, find or do").await;
    visit(&browser, "Palette").await;
    browser.press(ESCAPE, false).await;
    browser.click("Exchange").await;
    browser.answer_dialog(&whole);
    browser.click("Everything").await;
    browser.click("Make a file with everything").await;
    browser.sees("Saved whole.hearth").await;
    browser.answer_dialog(&whole);
    browser.click("Choose a file…").await;
    browser.sees("whole.hearth").await;
    visit(&browser, "Incoming").await;
}

const ESCAPE: char = '\u{e00c}';

/// One way a screen can look.
pub(crate) struct Look {
    pub(crate) name: &'static str,
    theme: &'static str,
    /// Root font size, in percent of what it is.
    text: u32,
    direction: &'static str,
}

/// The four themes; then larger letters and the other direction.
pub(crate) const LOOKS: [Look; 6] = [
    look("light", "light", 100, "ltr"),
    look("dark", "dark", 100, "ltr"),
    look("high-contrast-light", "hc-light", 100, "ltr"),
    look("high-contrast-dark", "hc-dark", 100, "ltr"),
    look("text-200", "light", 200, "ltr"),
    look("right-to-left", "light", 100, "rtl"),
];

const fn look(name: &'static str, theme: &'static str, text: u32, direction: &'static str) -> Look {
    Look {
        name,
        theme,
        text,
        direction,
    }
}

impl Look {
    /// Gives the page this look. What moves is taken to where it ends.
    pub(crate) async fn wear(&self, browser: &Browser) {
        let script = format!(
            "const root = document.documentElement;
             root.dataset.theme = '{}';
             root.style.fontSize = '{}%';
             root.dir = '{}';
             document.getAnimations().forEach((it) => it.finish());",
            self.theme, self.text, self.direction
        );
        browser.script(&script).await;
    }

    /// Gives it back the look it had.
    pub(crate) async fn take_off(browser: &Browser) {
        LOOKS[0].wear(browser).await;
    }
}
