//! Texts made to act, in every place of the window that shows text: none of them may run, none may
//! reach out, none may lead the window away. The payloads are read from `$HEARTH_CORPORA/xss`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::window::{Window, with_windows};

/// One in so many payloads is tried, all of them with `HEARTH_LONG`.
const SAMPLE: usize = 12;
/// Lessons that the payloads are spread over: what the list shows without asking for more.
const LESSONS: usize = 45;

/// Listens, from now on, for whatever a payload may bring about.
const LISTEN: &str = "
    window.caught = [];
    const caught = (what) => window.caught.push(what);
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
        window[name] = (...words) => { caught(`${name} ${words.join(' ')}`); };
    document.addEventListener('securitypolicyviolation', (it) =>
        caught(`${it.violatedDirective} ${it.blockedURI} ${it.sample}`));
    window.addEventListener('error', (it) => caught(`error ${it.message}`), true);
    window.started = performance.getEntriesByType('resource').length;
    window.home = location.href;";

/// What was caught, what was fetched from elsewhere, and elements that no screen has.
const CATCH: &str = "
    const fetched = performance.getEntriesByType('resource').slice(window.started)
        .map((it) => it.name)
        .filter((it) => !/^(tauri|ipc|hearth-picture):|^http:\\/\\/(ipc|tauri)\\.localhost/.test(it));
    const strange = [...document.body.querySelectorAll(
        'script, iframe, object, embed, base, link, meta, form[action], math, audio, video, style')]
        .filter((it) => !(it.tagName === 'STYLE' && it.closest('head')))
        .map((it) => it.outerHTML.slice(0, 200));
    const handlers = [...document.querySelectorAll('body *')].filter((it) =>
        it.getAttributeNames().some((name) => /^on/.test(name))).map((it) => it.outerHTML.slice(0, 200));
    const leading = [...document.querySelectorAll('a[href]')].map((it) => it.getAttribute('href'))
        .filter((it) => !/^(#|https?:|mailto:|hearth:)/.test(it));
    const away = location.href === window.home ? [] : [location.href];
    return [...window.caught, ...fetched, ...strange, ...handlers, ...leading, ...away];";

async fn assert_quiet(window: &Window, place: &str) {
    let caught = window.script(CATCH).await;
    assert_eq!(caught, json!([]), "{place}");
}

#[test]
fn no_text_acts_wherever_it_is_shown() {
    let Some(payloads) = payloads() else { return };
    with_windows(|program| async move {
        let Some(cli) = std::env::var_os("HEARTH_CLI").map(PathBuf::from) else {
            println!("skipped: HEARTH_CLI names no program");
            return;
        };
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("amara");
        let lessons = prepare(&cli, folder.path(), &home.join("hearth"), &payloads);
        let window = Window::open(&program, &home).await;
        window.sees("Today").await;
        window.script(LISTEN).await;
        assert_quiet(&window, "Today").await;
        lists(&window, lessons).await;
        reading(&window, lessons).await;
        writing(&window, &payloads).await;
        finding(&window, &payloads).await;
        exchanging(&window, folder.path()).await;
        assert_the_harness_can_condemn(&window).await;
    });
}

/// Founds a community whose very name is hostile and fills it, by the command line.
fn prepare(cli: &Path, folder: &Path, home: &Path, payloads: &[String]) -> usize {
    let records = folder.join("payloads.jsonl");
    let mut lines = String::new();
    let per_text = payloads.len().div_ceil(LESSONS);
    for (n, texts) in payloads.chunks(per_text).enumerate() {
        let mut body = String::new();
        for text in texts {
            // As running text, in a list, a table, a link's words and address, a picture, and code.
            write!(
                body,
                "{text}\n\n- {text}\n\n[{text}](javascript:alert(1)) [x]({text}) ![{text}]({text})\n\n`{text}`\n\n"
            )
            .unwrap();
        }
        let line = json!({
            "id": n.to_string(), "kind": "problem", "title": title(&texts[0]), "body": body,
            "tags": [title(texts.last().unwrap())], "site": texts[0], "symptoms": texts[0],
            "author": title(&texts[0]),
        });
        writeln!(lines, "{line}").unwrap();
    }
    fs::write(&records, lines).unwrap();
    let name = title(&payloads[0]);
    hearth(cli, home, &["found", &name, "--as", &title(&payloads[1])]);
    hearth(
        cli,
        home,
        &["import", "jsonl", &records.display().to_string()],
    );
    payloads.len().div_ceil(per_text)
}

fn hearth(cli: &Path, home: &Path, words: &[&str]) {
    let output = Command::new(cli)
        .args(words)
        .env("HEARTH_HOME", home)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{words:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

async fn lists(window: &Window, lessons: usize) {
    window.click("Lessons").await;
    window.heading("All lessons").await;
    shows_all(window, lessons).await;
    assert_quiet(window, "Lessons").await;
}

/// Waits until the list shows every lesson.
async fn shows_all(window: &Window, lessons: usize) {
    window.sees(&format!("{lessons} lessons")).await;
}

/// Opens every lesson of the list, and the history of each tenth.
async fn reading(window: &Window, lessons: usize) {
    for n in 0..lessons {
        let open = format!(
            "const links = [...document.querySelectorAll('main a[href^=\"#/item/\"]')];
             const {{ length }} = links; links[{n}]?.click(); return length;"
        );
        let shown = window.script(&open).await.as_u64().unwrap_or_default();
        assert!(shown > n as u64, "lesson {n} stands in the list");
        window.sees("Add a solution").await;
        if n % 10 == 0 {
            window.click("History").await;
        }
        assert_quiet(window, &format!("lesson {n}")).await;
        window.click("Back").await;
        window.heading("All lessons").await;
        shows_all(window, lessons).await;
    }
}

/// Types payloads into every field of the editor.
async fn writing(window: &Window, payloads: &[String]) {
    window.click("Log a lesson").await;
    for text in payloads.iter().step_by(payloads.len() / 8 + 1) {
        window.fill("Title", &title(text)).await;
        window.fill("Text", text).await;
        assert_quiet(window, "Editor").await;
    }
    window.click("Publish").await;
    window.sees("Add a solution").await;
    assert_quiet(window, "what was published").await;
}

/// Searches for words of payloads, so that snippets and chips show them.
async fn finding(window: &Window, payloads: &[String]) {
    for text in payloads.iter().step_by(payloads.len() / 10 + 1) {
        window.fill("Search lessons", &title(text)).await;
        window.press('\u{e007}', false).await;
        window.sees("Search").await;
        assert_quiet(window, "Search").await;
    }
    window.fill("Search lessons", "alert script onerror").await;
    window.press('\u{e007}', false).await;
    assert_quiet(window, "Search").await;
}

/// Gives everything and looks at it as somebody who brings it in would.
async fn exchanging(window: &Window, folder: &Path) {
    let file = folder.join("whole.hearth");
    window.answer_dialog(&file);
    window.click("Exchange").await;
    window.click("Everything").await;
    window.click("Make a file with everything").await;
    window.sees("Saved whole.hearth").await;
    assert_quiet(window, "Exchange").await;
    window.answer_dialog(&file);
    window.click("Choose a file…").await;
    window.sees("whole.hearth").await;
    assert_quiet(window, "Incoming").await;
}

/// The control: markup put into the page as markup is caught, stopped by the policy or not.
async fn assert_the_harness_can_condemn(window: &Window) {
    let plant = "const host = document.createElement('div'); document.body.append(host);
        host.innerHTML = '<img src=x onerror=alert(1)><iframe></iframe><a href=\"javascript:alert(1)\">x</a>'";
    window.script(plant).await;
    window.script("window.alert('run')").await;
    let caught = window.script(CATCH).await;
    let caught = caught.as_array().cloned().unwrap_or_default();
    let told = |part: &str| {
        caught
            .iter()
            .filter_map(Value::as_str)
            .any(|it| it.contains(part))
    };
    for part in ["alert run", "<iframe", "onerror", "javascript:"] {
        assert!(told(part), "{part} was not caught: {caught:#?}");
    }
}

/// A payload as a title may be: one line, at most 200 characters.
fn title(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|it| !it.is_control())
        .take(200)
        .collect();
    let kept = kept.trim();
    if kept.is_empty() {
        "<b>".to_owned()
    } else {
        kept.to_owned()
    }
}

fn payloads() -> Option<Vec<String>> {
    let Some(corpora) = std::env::var_os("HEARTH_CORPORA").map(PathBuf::from) else {
        println!("skipped: HEARTH_CORPORA is not set");
        return None;
    };
    let packed = corpora.join("xss/payloads.jsonl.xz");
    let output = Command::new("xz").arg("-dc").arg(&packed).output().unwrap();
    assert!(output.status.success(), "{} unpacks", packed.display());
    let text = String::from_utf8(output.stdout).unwrap();
    let step = if std::env::var_os("HEARTH_LONG").is_some() {
        1
    } else {
        SAMPLE
    };
    let payload = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        line["payload"].as_str().unwrap().to_owned()
    };
    Some(text.lines().step_by(step).map(payload).collect())
}
