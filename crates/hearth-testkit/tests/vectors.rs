//! Every golden vector of the change format still says what it said when it was written.

use std::fs;
use std::path::{Path, PathBuf};

use hearth_model::act::{Act, NotAnAct};
use hearth_model::cbor::CborError;
use hearth_model::change::{Change, ChangeError};
use hearth_model::id::ChangeId;
use hearth_model::merge::merge;
use hearth_model::sign::{VerifyError, verify};
use hearth_testkit::{engine_free, merge, oracle};

/// The files of one folder of vectors, with their text.
fn vectors(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/vectors")
        .join(folder);
    let entries = fs::read_dir(&folder).expect("the vectors are in the tree");
    let paths = entries.map(|entry| entry.expect("a readable folder").path());
    let mut read: Vec<(PathBuf, String)> = paths
        .filter(|path| path.extension().is_some_and(|it| it != "md"))
        .map(|path| {
            (
                path.clone(),
                fs::read_to_string(path).expect("a readable vector"),
            )
        })
        .collect();
    read.sort();
    read
}

/// What follows `# name: ` in a vector.
fn stated<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| {
        line.strip_prefix("# ")?
            .strip_prefix(name)?
            .strip_prefix(": ")
    })
}

/// The hex digits of all lines that state nothing.
fn bytes(text: &str) -> Vec<u8> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let digits: Vec<u8> = lines.flat_map(str::bytes).collect();
    let digit = |byte: u8| (byte as char).to_digit(16).expect("a hex digit") as u8;
    digits
        .chunks(2)
        .map(|pair| digit(pair[0]) << 4 | digit(pair[1]))
        .collect()
}

/// What a reader says about the bytes of one change.
fn verdict(bytes: &[u8]) -> (String, Option<ChangeId>) {
    let change = match Change::decode(bytes) {
        Ok(change) => change,
        Err(error) => {
            let verdict = match error {
                ChangeError::Cbor(CborError::Malformed) => "not CBOR of the subset".to_owned(),
                ChangeError::Cbor(CborError::TooDeep) => "nests too deep".to_owned(),
                ChangeError::Cbor(CborError::NotCanonical) => "not canonical".to_owned(),
                ChangeError::Item(item) => format!("header item {item} is out of range"),
                ChangeError::TooLarge => "too large".to_owned(),
                ChangeError::PayloadMismatch => "another payload".to_owned(),
            };
            return (verdict, None);
        }
    };
    assert_eq!(
        change.encode(),
        bytes,
        "what is read is written again bit for bit"
    );
    let id = change.id();
    let verdict = match verify(change) {
        Err(VerifyError::Key(_)) => "unusable key".to_owned(),
        Err(VerifyError::Signature(_)) => "wrong signature".to_owned(),
        Ok(change) => match Act::read(change.header(), change.payload()) {
            Ok(act) => format!("understood: {}", act.kind().name()),
            Err(NotAnAct::Foreign) => "foreign".to_owned(),
            Err(NotAnAct::Refused) => "payload refused".to_owned(),
        },
    };
    (verdict, Some(id))
}

#[test]
fn every_change_gets_its_verdict() {
    let vectors = vectors("change");
    for (path, text) in &vectors {
        let (verdict, id) = verdict(&bytes(text));
        assert_eq!(
            Some(verdict.as_str()),
            stated(text, "verdict"),
            "{}",
            path.display()
        );
        let id = id.map(|id| id.to_string());
        assert_eq!(id.as_deref(), stated(text, "id"), "{}", path.display());
    }
    assert!(vectors.len() >= 100, "{} vectors", vectors.len());
}

#[test]
fn every_merge_comes_out_as_before() {
    let vectors = vectors("merge");
    for (path, text) in &vectors {
        let value: serde_json::Value = serde_json::from_str(text).expect("a JSON vector");
        let [base, ours, theirs] =
            ["base", "ours", "theirs"].map(|name| value[name].as_str().expect("a text"));
        let merged = value["merged"].as_str().map(str::to_owned);
        assert_eq!(merge(base, ours, theirs).ok(), merged, "{}", path.display());
        assert_eq!(
            merge(base, theirs, ours).ok(),
            merged,
            "{} swapped",
            path.display()
        );
        assert_eq!(
            merge::merge_lines(base, ours, theirs),
            merged,
            "{}",
            path.display()
        );
    }
    assert!(vectors.len() >= 20, "{} vectors", vectors.len());
}

#[test]
fn every_state_has_its_digest() {
    let vectors = vectors("state");
    for (path, text) in &vectors {
        let community = stated(text, "community")
            .expect("a community")
            .parse()
            .expect("an id");
        let parts = text.split("\n\n").skip(1);
        let change = |part: &str| {
            verify(Change::decode(&bytes(part)).expect("a change"))
                .expect("signed")
                .into_inner()
        };
        let changes: Vec<Change> = parts.map(change).collect();
        let digest: ChangeId = stated(text, "digest")
            .expect("a digest")
            .parse()
            .expect("32 bytes");
        let (_, ours) = engine_free::state(community, &changes, None);
        assert_eq!(&ours, digest.as_bytes(), "{}", path.display());
        let theirs = oracle::state(community, &changes).digest();
        assert_eq!(
            &theirs,
            digest.as_bytes(),
            "{} by the oracle",
            path.display()
        );
    }
    assert!(vectors.len() >= 5, "{} vectors", vectors.len());
}
