//! Test-only: the command table over loopback HTTP, and a folder of built UI. Never shipped.
//!
//! `POST /call/<name>`, `GET /events?after=N` and `POST /dialogs` (a JSON array of paths that answer
//! the next file dialogs) want the token as a bearer; `GET /blob/<hash>?token=…` wants it in the
//! address. The page itself is open: it is the same for everybody and holds nothing.

mod page;
mod person;
mod request;

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use anyhow::{Context, anyhow};
use hearth_api::App;
use hearth_api::core::{Environment, Home};
use tiny_http::Server;

use person::Person;

/// Each waits in one request; long polls take some of them.
const N_WORKERS: usize = 8;

/// What to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// The home folder of the machine that is played.
    pub home: PathBuf,
    /// The folder of built UI; without one only commands are answered.
    pub ui: Option<PathBuf>,
    /// The port; 0 takes a free one.
    pub port: u16,
}

/// A server that runs until the program ends.
pub struct Running {
    /// `http://127.0.0.1:<port>`
    pub origin: String,
    /// What requests must carry.
    pub token: String,
}

impl Running {
    /// The address of the page, token included.
    pub fn page(&self) -> String {
        format!("{}/?token={}", self.origin, self.token)
    }
}

/// What every request is answered from.
struct Served {
    app: App,
    person: Person,
    origin: String,
    token: String,
    ui: Option<PathBuf>,
}

/// Starts serving on this computer only.
///
/// # Errors
/// When the port is taken.
pub fn start(options: Options) -> anyhow::Result<Running> {
    let Options { home, ui, port } = options;
    let server = Server::http(("127.0.0.1", port)).map_err(|error| anyhow!(error))?;
    let address = server
        .server_addr()
        .to_ip()
        .context("listen on the loopback address")?;
    let random: [u8; 16] = Environment::system().random();
    let person = Person::default();
    let served = Arc::new(Served {
        app: App::new(Home::at(home), person.clone()),
        person,
        origin: format!("http://{address}"),
        token: random.iter().map(|byte| format!("{byte:02x}")).collect(),
        ui,
    });
    let server = Arc::new(server);
    for _ in 0..N_WORKERS {
        let (server, served) = (Arc::clone(&server), Arc::clone(&served));
        thread::spawn(move || {
            while let Ok(request) = server.recv() {
                request::answer(&served, request);
            }
        });
    }
    Ok(Running {
        origin: served.origin.clone(),
        token: served.token.clone(),
    })
}
