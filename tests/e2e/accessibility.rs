//! What axe finds on every screen, in every look, in a real browser: nothing. And what larger
//! letters push out of the window: nothing.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::browser::{Browser, with_browser};
use crate::screens::{LOOKS, Look, walk};

/// Violations by rule, each with the first element that breaks it.
async fn violations(browser: &Browser) -> Vec<String> {
    let check = "const done = arguments[arguments.length - 1];
        axe.run(document, { resultTypes: ['violations'] }).then(
            ({ violations }) => done(violations.map((it) => `${it.id}: ${it.nodes[0].html}`)),
            (error) => done([String(error)]));";
    texts(browser.script_async(check).await)
}

/// Elements that can be worked and lie beyond the window's edge to the side, where nobody scrolls.
async fn beyond_the_edge(browser: &Browser) -> Vec<String> {
    let check = "const wide = document.documentElement.clientWidth;
        return [...document.querySelectorAll('a[href], button, input, textarea, select')]
            .filter((it) => it.checkVisibility() && !it.closest('[aria-hidden=true], .skip'))
            .filter((it) => { const at = it.getBoundingClientRect();
                return at.width > 1 && (at.right > wide + 1 || at.left < -1); })
            .map((it) => it.outerHTML.slice(0, 160));";
    texts(browser.script(check).await)
}

fn texts(found: Value) -> Vec<String> {
    let found = found.as_array().cloned().unwrap_or_default();
    let texts = found.iter().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

#[test]
fn every_screen_in_every_look_is_free_of_violations() {
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
    let Ok(axe) = fs::read_to_string(&axe) else {
        println!("skipped: {} is not there", axe.display());
        return;
    };
    with_browser(|tools| async move {
        let folder = tempfile::tempdir().unwrap();
        walk(&tools, folder.path(), async |browser, screen| {
            browser.script(&axe).await;
            for look in &LOOKS {
                look.wear(browser).await;
                let found = violations(browser).await;
                assert!(found.is_empty(), "{screen}, {}: {found:#?}", look.name);
                let lost = beyond_the_edge(browser).await;
                assert!(lost.is_empty(), "{screen}, {}: {lost:#?}", look.name);
            }
            Look::take_off(browser).await;
            if screen == "Incoming" {
                assert_both_can_condemn(browser).await;
            }
        })
        .await;
    });
}

/// The control: what everybody must find is found.
async fn assert_both_can_condemn(browser: &Browser) {
    let spoil = "const main = document.querySelector('main');
        const picture = document.createElement('img');
        const button = document.createElement('button');
        button.textContent = 'far away';
        button.style.position = 'absolute';
        button.style.insetInlineStart = '200vi';
        main.append(picture, button);";
    browser.script(spoil).await;
    let found = violations(browser).await;
    assert!(
        found.iter().any(|it| it.starts_with("image-alt")),
        "{found:?}"
    );
    assert_eq!(beyond_the_edge(browser).await.len(), 1);
}
