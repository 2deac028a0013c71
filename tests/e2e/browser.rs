//! A browser window on a test server of its own.

use std::fs;
use std::future::Future;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use hearth_tests::page::{Page, Program, run};

/// Where Debian, Fedora and Arch put the browser that comes with WebKitGTK.
const MINI_BROWSERS: [&str; 3] = [
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/libexec/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/webkit2gtk-4.1/MiniBrowser",
];

/// What a browser test needs on this machine.
pub(crate) struct Tools {
    browser: PathBuf,
    server: PathBuf,
    page: PathBuf,
}

impl Tools {
    fn find() -> Result<Self, &'static str> {
        let named = |name: &str| std::env::var_os(name).map(PathBuf::from);
        let browser = MINI_BROWSERS
            .iter()
            .map(PathBuf::from)
            .find(|it| it.exists());
        Ok(Self {
            browser: browser.ok_or("WebKitGTK's MiniBrowser is not installed")?,
            server: named("HEARTH_DEVSERVER").ok_or("HEARTH_DEVSERVER names no program")?,
            page: named("HEARTH_PAGE").ok_or("HEARTH_PAGE names no built page")?,
        })
    }
}

/// Runs a journey, or says why not.
pub(crate) fn with_browser<F: Future<Output = ()>>(journey: impl FnOnce(Tools) -> F) {
    match Tools::find() {
        Ok(tools) => run(journey(tools)),
        Err(why) => println!("skipped: {why}"),
    }
}

/// One person's browser, and the server it shows.
pub(crate) struct Browser {
    page: Page,
    server: Server,
}

struct Server {
    child: Child,
    /// `http://127.0.0.1:port/?token=…`
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Deref for Browser {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

impl Browser {
    /// Opens the page on the home at `home`.
    pub(crate) async fn open(tools: &Tools, home: &Path) -> Self {
        fs::create_dir_all(home).unwrap();
        let server = Server::start(tools, home);
        let program = Program {
            path: tools.browser.clone(),
            arguments: vec!["--automation".to_owned()],
            environment: vec![("HOME", home.to_owned())],
        };
        let page = Page::open(&program).await;
        page.load(&server.address).await;
        Self { page, server }
    }

    /// Loads the page anew, as after a reload.
    pub(crate) async fn reload(&self) {
        self.page.load(&self.server.address).await;
    }

    /// The address of the server, without what opens it.
    pub(crate) fn origin(&self) -> &str {
        self.server.address.split("/?").next().unwrap()
    }

    /// The next file dialog is answered with this path.
    pub(crate) fn answer_dialog(&self, path: &Path) {
        let (origin, token) = self.server.address.split_once("/?token=").unwrap();
        let host = origin.trim_start_matches("http://");
        let body = serde_json::json!([path]).to_string();
        let mut stream = TcpStream::connect(host).unwrap();
        write!(
            stream,
            "POST /dialogs HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 20"), "{answer}");
    }
}

impl Server {
    fn start(tools: &Tools, home: &Path) -> Self {
        let mut child = Command::new(&tools.server)
            .arg("--home")
            .arg(home.join("hearth"))
            .arg("--ui")
            .arg(&tools.page)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut address = String::new();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        said.read_line(&mut address).unwrap();
        let address = address.trim().to_owned();
        Self { child, address }
    }
}
