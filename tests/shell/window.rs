//! One window with its own home, its own driver, and nothing left behind.

use std::fs;
use std::future::Future;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

const PATIENCE: Duration = Duration::from_secs(30);
const ATTEMPTS: u32 = 3;
/// No journey takes longer, however slow the machine.
const WHOLE_JOURNEY: Duration = Duration::from_secs(300);

/// Runs a journey, or says why not.
pub(crate) fn with_windows<F: Future<Output = ()>>(journey: impl FnOnce(PathBuf) -> F) {
    let Some(program) = std::env::var_os("HEARTH_APP") else {
        println!("skipped: HEARTH_APP names no window program");
        return;
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let journey = tokio::time::timeout(WHOLE_JOURNEY, journey(PathBuf::from(program)));
        journey.await.expect("the journey came to its end");
    });
}

/// A window of one person's.
pub(crate) struct Window {
    client: Client,
    driver: Driver,
    answers: PathBuf,
}

/// The driver's process group, ended with everything it started.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        drop(Command::new("kill").args(["-KILL", "--", &group]).status());
        drop(self.0.wait());
    }
}

impl Window {
    /// Opens a window on the home at `home`.
    pub(crate) async fn open(program: &Path, home: &Path) -> Self {
        fs::create_dir_all(home).unwrap();
        let answers = home.join("dialog-answers");
        // The driver now and then opens no window and says nothing; another one does.
        for _ in 0..ATTEMPTS {
            let port = free_port();
            let driver = start_driver(home, &answers, port);
            if let Ok(client) = tokio::time::timeout(PATIENCE, connect(program, port)).await {
                return Self {
                    client,
                    driver,
                    answers,
                };
            }
        }
        panic!("the driver opened no window in {ATTEMPTS} attempts");
    }

    /// Ends the window the hard way, as a crash or a power cut does.
    pub(crate) fn kill(self) {
        drop(self.driver);
    }

    /// The next file dialog is answered with this path.
    pub(crate) fn answer_dialog(&self, path: &Path) {
        fs::write(&self.answers, format!("{}\n", path.display())).unwrap();
    }

    /// Clicks the button, link or label with this text.
    pub(crate) async fn click(&self, text: &str) {
        let named = format!(
            "//*[self::button or self::a or self::label][normalize-space(.)={text} or @aria-label={text}]",
            text = quoted(text)
        );
        self.wait(Locator::XPath(&named), text)
            .await
            .click()
            .await
            .unwrap();
    }

    /// Types into the field with this label, in place of what it holds.
    pub(crate) async fn fill(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    async fn field(&self, label: &str) -> fantoccini::elements::Element {
        let labelled = format!(
            "//*[@aria-label={label}][self::input or self::textarea] | //*[@id=//label[normalize-space(.)={label}]/@for]",
            label = quoted(label)
        );
        self.wait(Locator::XPath(&labelled), label).await
    }

    /// Waits until the page's heading is this.
    pub(crate) async fn heading(&self, text: &str) {
        let heading = format!("//h1[normalize-space(.)={}]", quoted(text));
        self.wait(Locator::XPath(&heading), text).await;
    }

    /// Waits until this text stands somewhere on the page.
    pub(crate) async fn sees(&self, text: &str) {
        let anywhere = format!("//*[contains(normalize-space(.), {})]", quoted(text));
        self.wait(Locator::XPath(&anywhere), text).await;
    }

    /// The window's title.
    pub(crate) async fn title(&self) -> String {
        self.client.title().await.unwrap()
    }

    /// Runs a script in the page and returns what it returns.
    pub(crate) async fn script(&self, script: &str) -> serde_json::Value {
        self.client.execute(script, vec![]).await.unwrap()
    }

    async fn wait(&self, locator: Locator<'_>, what: &str) -> fantoccini::elements::Element {
        match self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(locator)
            .await
        {
            Ok(element) => element,
            Err(error) => {
                let text = self
                    .script("return document.title + '\\n' + document.body.innerText")
                    .await;
                panic!(
                    "no {what:?} on the page ({error}):\n{}",
                    text.as_str().unwrap_or_default()
                );
            }
        }
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn start_driver(home: &Path, answers: &Path, port: u16) -> Driver {
    let driver = Command::new("WebKitWebDriver")
        .args(["--host=127.0.0.1", &format!("--port={port}")])
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1")
        .env("HEARTH_HOME", home.join("hearth"))
        .env("HEARTH_DIALOG_ANSWERS", answers)
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("WebKitWebDriver is installed");
    Driver(driver)
}

async fn connect(program: &Path, port: u16) -> Client {
    let mut capabilities = Capabilities::new();
    capabilities.insert(
        "webkitgtk:browserOptions".to_owned(),
        json!({ "binary": program, "args": [] }),
    );
    let address = format!("http://127.0.0.1:{port}");
    let mut refusal = None;
    for _ in 0..100 {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        match builder
            .capabilities(capabilities.clone())
            .connect(&address)
            .await
        {
            Ok(client) => return client,
            Err(error) => refusal = Some(error),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the driver at {address} opens no window: {refusal:?}");
}

/// A text as an XPath string, whatever quotes it holds.
fn quoted(text: &str) -> String {
    if text.contains('\'') {
        format!("\"{text}\"")
    } else {
        format!("'{text}'")
    }
}
