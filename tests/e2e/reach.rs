//! The page reaches its own server and nothing else.

use serde_json::Value;

use crate::browser::{Browser, with_browser};
use crate::journeys::{found, log};

/// What became of asking this address for something.
async fn ask(browser: &Browser, address: &str) -> String {
    let script = format!(
        "const done = arguments[arguments.length - 1];
         fetch('{address}', {{ mode: 'no-cors' }}).then(() => done('answered'), () => done('refused'));"
    );
    let said = browser.script_async(&script).await;
    said.as_str().unwrap_or_default().to_owned()
}

#[test]
fn nothing_is_fetched_from_anywhere_else() {
    with_browser(|tools| async move {
        let folder = tempfile::tempdir().unwrap();
        let browser = Browser::open(&tools, &folder.path().join("amara")).await;
        found(&browser).await;
        log(&browser).await;
        let script = "return performance.getEntriesByType('resource').map((it) => it.name)";
        let fetched = browser.script(script).await;
        let fetched = fetched.as_array().cloned().unwrap_or_default();
        assert!(!fetched.is_empty(), "the page itself was fetched");
        let origin = browser.origin();
        for name in fetched.iter().filter_map(Value::as_str) {
            assert!(name.starts_with(origin), "{name}");
        }
        // Another server on this very machine is refused; the page's own is the control.
        let elsewhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let elsewhere = format!("http://{}/", elsewhere.local_addr().unwrap());
        assert_eq!(ask(&browser, &elsewhere).await, "refused");
        assert_eq!(ask(&browser, &format!("{origin}/")).await, "answered");
    });
}
