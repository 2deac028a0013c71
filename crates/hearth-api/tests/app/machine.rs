//! A machine of one person's, with an engine and no window.

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use hearth_api::core::Home;
use hearth_api::{App, Event, Shell, Wanted, command};
use serde_json::{Value, json};
use tempfile::TempDir;

#[derive(Clone, Default)]
pub(crate) struct Person {
    pub(crate) answers: Arc<Mutex<VecDeque<PathBuf>>>,
    pub(crate) heard: Arc<Mutex<Vec<(&'static str, Value)>>>,
    pub(crate) opened: Arc<Mutex<Vec<String>>>,
}

impl Shell for Person {
    fn choose_open(&self, _: Wanted) -> Option<PathBuf> {
        self.answers.lock().unwrap().pop_front()
    }

    fn choose_save(&self, name: &str) -> Option<PathBuf> {
        let answer = self.answers.lock().unwrap().pop_front()?;
        Some(if answer.is_dir() {
            answer.join(name)
        } else {
            answer
        })
    }

    fn open_link(&self, url: &str) -> io::Result<()> {
        self.opened.lock().unwrap().push(url.to_owned());
        Ok(())
    }

    fn send(&self, event: Event) {
        self.heard
            .lock()
            .unwrap()
            .push((event.name(), event.payload()));
    }
}

pub(crate) struct Machine {
    pub(crate) app: App,
    pub(crate) person: Person,
    pub(crate) folder: TempDir,
}

impl Machine {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let person = Person::default();
        let app = App::new(Home::at(folder.path().join("home")), person.clone());
        Self {
            app,
            person,
            folder,
        }
    }

    pub(crate) fn call(&self, name: &str, arguments: Value) -> Value {
        command::call(&self.app, name, arguments)
            .unwrap_or_else(|error| panic!("{name}: {} {:?}", error.message, error.params))
    }

    pub(crate) fn refused(&self, name: &str, arguments: Value) -> &'static str {
        let error = command::call(&self.app, name, arguments).expect_err(name);
        error.code.name()
    }

    pub(crate) fn answers(&self, path: PathBuf) {
        self.person.answers.lock().unwrap().push_back(path);
    }

    pub(crate) fn log(&self, title: &str, body: &str) -> String {
        let draft = draft(title, body);
        let saved = self.call("save_draft", json!({ "draft": draft }));
        let published = self.call("publish_draft", json!({ "id": saved["id"] }));
        published["id"].as_str().unwrap().to_owned()
    }

    pub(crate) fn give(&self, request: Value) -> PathBuf {
        self.answers(self.folder.path().to_owned());
        let given = self.call("give", json!({ "request": request }));
        self.folder.path().join(given["name"].as_str().unwrap())
    }

    pub(crate) fn choose(&self, path: PathBuf) -> Value {
        self.answers(path);
        self.call("choose_bundle", json!({}))["token"].clone()
    }
}

pub(crate) fn draft(title: &str, body: &str) -> Value {
    json!({
        "id": "", "lesson": null, "base": [], "kind": "problem", "title": title, "body": body,
        "tags": ["pump"], "site": "Njoro", "happened": "", "solves": null, "savedMs": 0,
    })
}

pub(crate) fn founded() -> Machine {
    let machine = Machine::new();
    machine.call(
        "found_community",
        json!({ "name": "Wells", "person": "Amara" }),
    );
    machine
}
