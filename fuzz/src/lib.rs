//! One function for each parser of bytes from outside: it panics when something does not hold that
//! must hold of any bytes. The targets in `fuzz_targets/` do nothing but call them.
//!
//! [`control`] does not hold, on purpose: a search that cannot find its counterexample finds nothing.

use std::fs;
use std::io::Cursor;

use hearth_bundle::{Bundle, Limits, inspect};
use hearth_convert::from::jsonl::Reader;
use hearth_convert::from::markdown::{Folder, Options};
use hearth_index::Query;
use hearth_model::act::{Act, Kind};
use hearth_model::cbor::Item;
use hearth_model::change::{Change, Header};
use hearth_model::merge::merge;
use hearth_model::version_vector::VersionVector;
use hearth_text::diff::{Side, diff};
use hearth_text::html::{html_to_markdown, to_html};
use hearth_text::markdown::{parse, references, rewrite_references};
use hearth_text::plain::{gist, headline, plain_text, words};

/// What decodes is written again as the same bytes, and so is every part of it.
pub fn change_decode(bytes: &[u8]) {
    if let Ok(item) = Item::decode(bytes) {
        assert_eq!(item.encode(), bytes, "one value, two encodings");
    }
    if let Ok(change) = Change::decode(bytes) {
        assert_eq!(change.encode(), bytes);
        assert_eq!(change.header().encode(), change.header_bytes());
        let _ = Act::read(change.header(), change.payload());
        let _ = hearth_model::sign::verify(change);
    }
    if let Ok(header) = Header::decode(bytes) {
        assert_eq!(header.encode(), bytes);
    }
}

/// A payload that is understood says the same when it is written and read again.
pub fn payload_read(bytes: &[u8]) {
    let Some((kind, payload)) = bytes.split_first() else {
        return;
    };
    let header = Header {
        version: 1,
        community: None,
        device: hearth_model::id::DeviceId::from_bytes([1; 32]),
        seq: 1,
        backlink: None,
        lamport: 1,
        wall_ms: 0,
        governance: vec![],
        kind: u64::from(*kind % 40),
        subject: hearth_model::id::Subject::COMMUNITY,
        parents: vec![],
        payload_hash: [0; 32],
        payload_len: payload.len() as u64,
        later: vec![],
    };
    if let Ok(act) = Act::read(&header, Some(payload)) {
        assert_eq!(Some(act.kind()), Kind::from_code(header.kind));
        assert_eq!(Act::read(&header, Some(&act.encode())).as_ref(), Ok(&act));
    }
}

/// A bundle is refused or read, twice the same way, within its limits.
pub fn bundle_read(bytes: &[u8]) {
    let limits = Limits::default();
    let once = || {
        let mut bundle = Bundle::open(Cursor::new(bytes), &limits).map_err(|it| it.to_string())?;
        bundle.verify_all().map_err(|it| it.to_string())
    };
    assert_eq!(once(), once());
    let _ = inspect(Cursor::new(bytes), &limits);
}

/// What decodes is written again as the same bytes.
pub fn version_vector(bytes: &[u8]) {
    if let Ok(item) = Item::decode(bytes)
        && let Some(vector) = VersionVector::read(&item)
    {
        assert_eq!(vector.item(), item);
    }
}

/// The sides of a merge can be swapped; a side that says nothing new changes nothing.
pub fn merge_lines(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.splitn(3, '\u{1}');
    let mut next = || parts.next().unwrap_or_default();
    let (base, ours, theirs) = (next(), next(), next());
    let merge = |ours, theirs| merge(base, ours, theirs).ok();
    assert_eq!(merge(ours, theirs), merge(theirs, ours));
    assert_eq!(merge(ours, base).as_deref(), Some(ours));
    assert_eq!(merge(ours, ours).as_deref(), Some(ours));
}

/// Everything typed is a query.
pub fn query_parse(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let query = Query::parse(&text);
    assert_eq!(
        query.finished().clauses(),
        Query::parse(&text).finished().clauses()
    );
}

/// Every text is a document, and everything made of it is made.
pub fn markdown_render(bytes: &[u8]) {
    let source = String::from_utf8_lossy(bytes);
    let document = parse(&source);
    let html = to_html(&document);
    assert!(!html.to_lowercase().contains("<script"), "{html}");
    let text = plain_text(&document);
    assert!(gist(&document, 80).chars().count() <= 81, "{text}");
    let _ = (words(&document), headline(&document, 80));
    let mut n_references = 0;
    references(&source, |_| n_references += 1);
    let kept = rewrite_references(&source, |_| None);
    assert_eq!(kept, source, "{n_references} references, none rewritten");
}

/// Pasted HTML becomes Markdown, whatever it is.
pub fn html_paste(bytes: &[u8]) {
    let markdown = html_to_markdown(&String::from_utf8_lossy(bytes));
    markdown_render(markdown.as_bytes());
}

/// The pieces of a comparison are the two texts.
pub fn word_diff(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (before, after) = text.split_once('\u{1}').unwrap_or((&text, ""));
    let pieces = diff(before, after);
    let without = |side: Side| -> String {
        let kept = pieces.iter().filter(|(it, _)| *it != side);
        kept.map(|(_, piece)| piece.as_str()).collect()
    };
    assert_eq!(without(Side::Added), before);
    assert_eq!(without(Side::Removed), after);
}

/// Every line is a lesson, a refusal with its number, or blank; the stream ends.
pub fn jsonl_import(bytes: &[u8]) {
    let n_lines = bytes.split(|byte| *byte == b'\n').count() as u64;
    for refused in Reader::new(bytes).filter_map(Result::err) {
        assert!((1..=n_lines).contains(&refused.line), "{refused}");
    }
}

/// A file of any bytes is a lesson or is refused.
pub fn markdown_import(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    fs::write(folder.path().join("note.md"), bytes).expect("it can be written");
    let folder = Folder::open(folder.path(), Options::default()).expect("it can be read");
    assert_eq!(folder.lessons().count(), folder.n_files());
}

/// Does not hold: three bytes make it panic.
pub fn control(bytes: &[u8]) {
    assert!(!bytes.starts_with(b"red"), "the counterexample was found");
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;
    use std::path::Path;

    use super::*;

    const PROPERTIES: [(&str, fn(&[u8])); 11] = [
        ("change_decode", change_decode),
        ("payload_read", payload_read),
        ("bundle_read", bundle_read),
        ("version_vector", version_vector),
        ("merge_lines", merge_lines),
        ("query_parse", query_parse),
        ("markdown_render", markdown_render),
        ("html_paste", html_paste),
        ("word_diff", word_diff),
        ("jsonl_import", jsonl_import),
        ("markdown_import", markdown_import),
    ];

    /// Every vector, and a little of what the other parsers read.
    fn seeds() -> Vec<Vec<u8>> {
        let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors");
        let mut seeds: Vec<Vec<u8>> = [
            "# A title\n\n- [x] done <b>&amp;</b> [[a|b]] ![](x.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
            "---\ntitle: A\ntags: [a, b]\n---\nkind:problem \"foot valve\" -not (a OR b)",
            "{\"title\":\"Pump\",\"body\":\"Air\",\"answers\":[{\"body\":\"Seal\",\"accepted\":true}]}\n\n{",
            "a\nb\nc\n\u{1}a\nX\nc\n\u{1}a\nb\nY\n",
        ]
        .map(|text| text.as_bytes().to_vec())
        .into();
        for folder in ["change", "bundle"] {
            for entry in fs::read_dir(vectors.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                let bytes = fs::read(&path).unwrap();
                match path.extension().is_some_and(|it| it == "hex") {
                    true => seeds.push(from_hex(&String::from_utf8(bytes).unwrap())),
                    false => seeds.push(bytes),
                }
            }
        }
        seeds
    }

    fn from_hex(text: &str) -> Vec<u8> {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let digits: Vec<u8> = lines.flat_map(str::bytes).collect();
        let byte =
            |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
        digits.chunks_exact(2).map(byte).collect()
    }

    /// Xorshift: what is tried is the same every time.
    fn next(state: &mut u64) -> usize {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        *state as usize
    }

    #[test]
    fn what_must_hold_of_any_bytes_holds_of_the_seeds_and_of_what_is_near_them() {
        let mut state = 0x9e37_79b9_7f4a_7c15;
        for seed in seeds() {
            for round in 0..40 {
                let mut bytes = seed.clone();
                for _ in 0..round.min(4) {
                    let at = next(&mut state) % bytes.len().max(1);
                    match next(&mut state) % 4 {
                        0 if !bytes.is_empty() => bytes[at] ^= 1 << (next(&mut state) % 8),
                        1 if !bytes.is_empty() => drop(bytes.remove(at)),
                        2 => bytes.insert(at.min(bytes.len()), next(&mut state) as u8),
                        _ => bytes.truncate(bytes.len() - at.min(bytes.len()) / 2),
                    }
                }
                for (name, property) in PROPERTIES {
                    let held = catch_unwind(|| property(&bytes));
                    assert!(held.is_ok(), "{name} does not hold of {bytes:02x?}");
                }
            }
        }
    }

    #[test]
    fn the_control_does_not_hold() {
        control(b"green");
        assert!(catch_unwind(|| control(b"red and more")).is_err());
    }
}
