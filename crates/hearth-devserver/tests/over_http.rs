//! The test server, over a socket.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

use hearth_devserver::{Options, Running, start};
use tempfile::TempDir;

fn started(folder: &Path) -> Running {
    let ui = folder.join("ui");
    std::fs::create_dir_all(&ui).unwrap();
    std::fs::write(ui.join("index.html"), "<!doctype html>").unwrap();
    std::fs::write(folder.join("secret.txt"), "secret").unwrap();
    let home = folder.join("home");
    start(Options {
        home,
        ui: Some(ui),
        port: 0,
    })
    .unwrap()
}

fn ask(running: &Running, line: &str, headers: &str, body: &str) -> String {
    let host = running.origin.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).unwrap();
    let length = body.len();
    let host_header = if headers.contains("Host:") {
        String::new()
    } else {
        format!("Host: {host}\r\n")
    };
    write!(
        stream,
        "{line} HTTP/1.1\r\n{host_header}Connection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn commands_want_the_token_and_answer_json() {
    let folder = TempDir::new().unwrap();
    let running = started(folder.path());
    let bearer = format!("Authorization: Bearer {}\r\n", running.token);
    let status = ask(&running, "POST /call/app_status", &bearer, "{}");
    assert!(
        status.starts_with("HTTP/1.1 200") && status.contains("\"community\":null"),
        "{status}"
    );
    let refused = ask(&running, "POST /call/today", &bearer, "{}");
    assert!(
        refused.starts_with("HTTP/1.1 422") && refused.contains("no_community"),
        "{refused}"
    );
    for headers in ["", "Authorization: Bearer 00\r\n"] {
        let denied = ask(&running, "POST /call/app_status", headers, "{}");
        assert!(denied.starts_with("HTTP/1.1 403"), "{denied}");
    }
    let rebound = format!("{bearer}Host: evil.example\r\n");
    let denied = ask(&running, "POST /call/app_status", &rebound, "{}");
    assert!(denied.starts_with("HTTP/1.1 403"), "{denied}");
}

#[test]
fn the_page_is_served_and_nothing_beside_it() {
    let folder = TempDir::new().unwrap();
    let running = started(folder.path());
    let page = ask(&running, "GET /?token=x", "", "");
    assert!(
        page.contains("<!doctype html>") && page.contains("default-src 'none'"),
        "{page}"
    );
    for path in [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "//secret.txt",
        "/assets/../../secret.txt",
    ] {
        let answer = ask(&running, &format!("GET {path}"), "", "");
        assert!(!answer.contains("secret"), "{path}: {answer}");
    }
}

#[test]
fn events_are_heard_and_dialogs_answered() {
    let folder = TempDir::new().unwrap();
    let running = started(folder.path());
    let bearer = format!("Authorization: Bearer {}\r\n", running.token);
    let founded = ask(
        &running,
        "POST /call/found_community",
        &bearer,
        r#"{"name":"Wells","person":"Amara"}"#,
    );
    assert!(founded.contains("recoveryWords"), "{founded}");
    let events = ask(&running, "GET /events?after=0", &bearer, "");
    assert!(
        events.contains(r#""name":"changed""#) && events.contains(r#""last":1"#),
        "{events}"
    );
    let paths = serde_json::json!([folder.path()]).to_string();
    ask(&running, "POST /dialogs", &bearer, &paths);
    let given = ask(
        &running,
        "POST /call/give",
        &bearer,
        r#"{"request":{"type":"whole"}}"#,
    );
    assert!(given.contains("wells-"), "{given}");
}
