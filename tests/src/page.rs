//! One page in one WebKit, with a driver of its own, used as a person would: by what is written on it.

use std::future::Future;
use std::io::Write;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(30);
const ATTEMPTS: u32 = 3;
/// No journey takes longer, however slow the machine.
const WHOLE_JOURNEY: Duration = Duration::from_secs(300);

/// Runs a journey to its end.
pub fn run<F: Future<Output = ()>>(journey: F) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let journey = tokio::time::timeout(WHOLE_JOURNEY, journey);
        journey.await.expect("the journey came to its end");
    });
}

/// What the driver starts: a program, its arguments, and what it finds in its environment.
pub struct Program {
    /// The program that holds the page.
    pub path: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// Its environment, on top of this one's.
    pub environment: Vec<(&'static str, PathBuf)>,
}

/// A page, and the driver that holds it.
pub struct Page {
    client: Client,
    driver: Driver,
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

impl Page {
    /// Starts a program and takes the page it shows.
    pub async fn open(program: &Program) -> Self {
        // The driver now and then opens no window and says nothing; another one does.
        for _ in 0..ATTEMPTS {
            let port = free_port();
            let driver = start_driver(program, port);
            if let Ok(client) = tokio::time::timeout(PATIENCE, connect(program, port)).await {
                return Self { client, driver };
            }
        }
        panic!("the driver opened no window in {ATTEMPTS} attempts");
    }

    /// Ends the program the hard way, as a crash or a power cut does.
    pub fn kill(self) {
        drop(self.driver);
    }

    /// Loads an address.
    pub async fn load(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    /// Clicks the button, link or label with this text.
    pub async fn click(&self, text: &str) {
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
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    async fn field(&self, label: &str) -> Element {
        let labelled = format!(
            "//*[@aria-label={label}][self::input or self::textarea] | //*[@id=//label[normalize-space(.)={label}]/@for]",
            label = quoted(label)
        );
        self.wait(Locator::XPath(&labelled), label).await
    }

    /// Presses a key, with Ctrl held when asked.
    pub async fn press(&self, key: char, with_control: bool) {
        const CONTROL: char = '\u{e009}';
        let mut keys = KeyActions::new("keys".to_owned());
        let both = [KeyAction::Down { value: key }, KeyAction::Up { value: key }];
        if with_control {
            keys = keys.then(KeyAction::Down { value: CONTROL });
        }
        keys = both.into_iter().fold(keys, KeyActions::then);
        if with_control {
            keys = keys.then(KeyAction::Up { value: CONTROL });
        }
        self.client.perform_actions(keys).await.unwrap();
    }

    /// Types into whatever has the focus.
    pub async fn type_text(&self, text: &str) {
        let focused = self.client.active_element().await.unwrap();
        focused.send_keys(text).await.unwrap();
    }

    /// Waits until the page's heading is this.
    pub async fn heading(&self, text: &str) {
        let heading = format!("//h1[normalize-space(.)={}]", quoted(text));
        self.wait(Locator::XPath(&heading), text).await;
    }

    /// Waits until this text stands somewhere on the page.
    pub async fn sees(&self, text: &str) {
        let anywhere = format!("//*[contains(normalize-space(.), {})]", quoted(text));
        self.wait(Locator::XPath(&anywhere), text).await;
    }

    /// Waits until this text stands nowhere on the page.
    pub async fn lacks(&self, text: &str) {
        let anywhere = format!("//body//*[contains(normalize-space(.), {})]", quoted(text));
        for _ in 0..PATIENCE.as_millis() / 50 {
            let found = self.client.find_all(Locator::XPath(&anywhere)).await;
            if found.unwrap().is_empty() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{text:?} is still on the page");
    }

    /// Waits until the field with this label has the focus.
    pub async fn focused(&self, label: &str) {
        let field = self.field(label).await;
        for _ in 0..PATIENCE.as_millis() / 50 {
            if self.client.active_element().await.unwrap().element_id() == field.element_id() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{label:?} has no focus");
    }

    /// The window's title.
    pub async fn title(&self) -> String {
        self.client.title().await.unwrap()
    }

    /// Runs a script in the page and returns what it returns.
    pub async fn script(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.unwrap()
    }

    async fn wait(&self, locator: Locator<'_>, what: &str) -> Element {
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
                let mut file = tempfile::NamedTempFile::with_suffix(".png").unwrap();
                file.write_all(&self.picture().await).unwrap();
                let (_, picture) = file.keep().unwrap();
                panic!(
                    "no {what:?} on the page, pictured in {} ({error}):\n{}",
                    picture.display(),
                    text.as_str().unwrap_or_default()
                );
            }
        }
    }

    /// Runs a script that ends by calling its last argument, and returns what it calls it with.
    pub async fn script_async(&self, script: &str) -> Value {
        self.client.execute_async(script, vec![]).await.unwrap()
    }

    /// A picture of the page as PNG.
    pub async fn picture(&self) -> Vec<u8> {
        self.client.screenshot().await.unwrap()
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn start_driver(program: &Program, port: u16) -> Driver {
    let driver = Command::new("WebKitWebDriver")
        .args(["--host=127.0.0.1", &format!("--port={port}")])
        .env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1")
        .envs(program.environment.iter().cloned())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("WebKitWebDriver is installed");
    Driver(driver)
}

async fn connect(program: &Program, port: u16) -> Client {
    let mut capabilities = Capabilities::new();
    capabilities.insert(
        "webkitgtk:browserOptions".to_owned(),
        json!({ "binary": program.path, "args": program.arguments }),
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
