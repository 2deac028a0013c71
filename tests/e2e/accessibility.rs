//! What axe finds on every screen, in every theme, in a real browser: nothing.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::browser::{Browser, with_browser};
use crate::journeys::{TITLE, found, log};

const THEMES: [&str; 4] = ["light", "dark", "hc-light", "hc-dark"];

/// Violations by rule, each with the first element that breaks it.
async fn violations(browser: &Browser) -> Vec<String> {
    let check = "const done = arguments[arguments.length - 1];
        axe.run(document, { resultTypes: ['violations'] }).then(
            ({ violations }) => done(violations.map((it) => `${it.id}: ${it.nodes[0].html}`)),
            (error) => done([String(error)]));";
    let found = browser.script_async(check).await;
    let found = found.as_array().cloned().unwrap_or_default();
    let texts = found.iter().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

async fn assert_accessible(browser: &Browser, screen: &str) {
    for theme in THEMES {
        let wear = format!("document.documentElement.dataset.theme = '{theme}'");
        browser.script(&wear).await;
        // Colours change over a moment; what is judged is where they end.
        browser
            .script("document.getAnimations().forEach((it) => it.finish())")
            .await;
        let found = violations(browser).await;
        assert!(found.is_empty(), "{screen}, {theme}: {found:#?}");
    }
}

#[test]
fn every_screen_in_every_theme_is_free_of_violations() {
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
    let Ok(axe) = fs::read_to_string(&axe) else {
        println!("skipped: {} is not there", axe.display());
        return;
    };
    with_browser(|tools| async move {
        let folder = tempfile::tempdir().unwrap();
        let whole = folder.path().join("whole.hearth");
        let browser = Browser::open(&tools, &folder.path().join("amara")).await;
        browser.heading("Keep what your community learns.").await;
        browser.script(&axe).await;
        assert_accessible(&browser, "Welcome").await;
        found(&browser).await;
        log(&browser).await;
        assert_accessible(&browser, "Reader").await;
        browser.press('e', false).await;
        browser.sees("Publish").await;
        assert_accessible(&browser, "Editor").await;
        for screen in ["Today", "Lessons", "Exchange"] {
            browser.click(screen).await;
            assert_accessible(&browser, screen).await;
        }
        browser.fill("Search lessons", "rattl").await;
        browser.click("Search").await;
        browser.sees(TITLE).await;
        assert_accessible(&browser, "Search").await;
        browser.click("Exchange").await;
        browser.answer_dialog(&whole);
        browser.click("Everything").await;
        browser.click("Make a file with everything").await;
        browser.sees("Saved whole.hearth").await;
        browser.answer_dialog(&whole);
        browser.click("Choose a file…").await;
        browser.sees("whole.hearth").await;
        assert_accessible(&browser, "Incoming").await;

        // The control: what everybody must find is found.
        browser
            .script("document.querySelector('main').append(document.createElement('img'))")
            .await;
        let spoiled = violations(&browser).await;
        assert!(
            spoiled.iter().any(|it| it.starts_with("image-alt")),
            "{spoiled:?}"
        );
    });
}
