//! The example community, as it is authored in `example/highland-wells.json`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use hearth_core::model::field::{Field, Fields, Row};
use hearth_core::model::link::LinkType;
use hearth_core::model::people::Role;
use hearth_core::{ExampleLesson, ExampleLink, ExampleScript};
use serde::Deserialize;

use crate::intake::TOLD_BY;

const HIGHLAND_WELLS: &str = include_str!("../example/highland-wells.json");

/// Why a script cannot be played.
#[derive(Debug, thiserror::Error)]
pub enum ScriptError {
    /// Not JSON of the expected form.
    #[error("read the example")]
    Json(#[from] serde_json::Error),
    /// A key, role, field or link type that nothing has.
    #[error("read the example: there is no {what} {name:?}")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// Under which name.
        name: String,
    },
}

/// The community that a newcomer looks around in.
///
/// # Panics
/// Never: the file is part of the program, and a test reads it.
#[must_use]
pub fn highland_wells() -> ExampleScript {
    read(HIGHLAND_WELLS).expect("the example is read by a test")
}

/// Reads a script; its form is described in `example/README.md`.
///
/// # Errors
/// [`ScriptError`] when it is not of that form.
pub fn read(json: &str) -> Result<ExampleScript, ScriptError> {
    let file: File = serde_json::from_str(json)?;
    let members = file.members.iter().map(|member| &member.key);
    let members: Keys<'_> = members.zip(0..).collect();
    let lessons: Keys<'_> = file
        .lessons
        .iter()
        .map(|lesson| &lesson.key)
        .zip(0..)
        .collect();
    let link = |link: &Link| -> Result<ExampleLink, ScriptError> {
        Ok(ExampleLink {
            source: find("lesson", &lessons, &link.from)?,
            kind: LinkType::from_name(&link.kind).ok_or_else(|| unknown("link", &link.kind))?,
            target: find("lesson", &lessons, &link.to)?,
            by: find("member", &members, &link.by)?,
        })
    };
    Ok(ExampleScript {
        members: file.members.iter().map(role).collect::<Result<_, _>>()?,
        lessons: file
            .lessons
            .iter()
            .map(|lesson| lesson.read(&members))
            .collect::<Result<_, _>>()?,
        links: file.links.iter().map(link).collect::<Result<_, _>>()?,
        community: file.community,
        charter: file.charter,
    })
}

/// Positions by key.
type Keys<'a> = BTreeMap<&'a String, usize>;

#[derive(Deserialize)]
struct File {
    community: String,
    charter: String,
    members: Vec<Member>,
    lessons: Vec<Lesson>,
    links: Vec<Link>,
}

#[derive(Deserialize)]
struct Member {
    key: String,
    name: String,
    role: String,
}

#[derive(Deserialize)]
struct Lesson {
    key: String,
    kind: String,
    title: String,
    author: String,
    site: String,
    #[serde(default)]
    setting: String,
    happened: String,
    logged: DateTime<Utc>,
    #[serde(default)]
    told_by: String,
    tags: Vec<String>,
    #[serde(default)]
    fields: BTreeMap<String, String>,
    body: String,
}

#[derive(Deserialize)]
struct Link {
    from: String,
    to: String,
    kind: String,
    by: String,
}

impl Lesson {
    fn read(&self, members: &Keys<'_>) -> Result<ExampleLesson, ScriptError> {
        let mut fields = Fields::default()
            .with_text(Field::Kind, &self.kind)
            .with_text(Field::Title, &self.title)
            .with_text(Field::Body, &self.body)
            .with_text(Field::Site, &self.site)
            .with_text(Field::Setting, &self.setting)
            .with_text(Field::Happened, &self.happened)
            .with_rows(Field::Tags, self.tags.iter().map(|tag| Row::new([tag])));
        if !self.told_by.is_empty() {
            fields = fields.with_rows(Field::Credits, [Row::new([TOLD_BY, &self.told_by])]);
        }
        for (name, text) in &self.fields {
            let field = Field::from_name(name).ok_or_else(|| unknown("field", name))?;
            fields = fields.with_text(field, text);
        }
        Ok(ExampleLesson {
            author: find("member", members, &self.author)?,
            fields,
            wall_ms: u64::try_from(self.logged.timestamp_millis()).unwrap_or_default(),
        })
    }
}

/// The founder has the roles that founding gives; nobody else is one.
fn role(member: &Member) -> Result<(String, Role), ScriptError> {
    let role = match member.role.as_str() {
        "founder" => Some(Role::Steward),
        other => Role::from_name(other),
    };
    let role = role.ok_or_else(|| unknown("role", &member.role))?;
    Ok((member.name.clone(), role))
}

fn find(what: &'static str, keys: &Keys<'_>, name: &String) -> Result<usize, ScriptError> {
    keys.get(name).copied().ok_or_else(|| unknown(what, name))
}

fn unknown(what: &'static str, name: &str) -> ScriptError {
    ScriptError::Unknown {
        what,
        name: name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_whole() {
        let script = read(HIGHLAND_WELLS).unwrap();
        assert!(script.lessons.len() >= 25);
        assert!(script.links.len() >= script.lessons.len());
        assert_eq!(script.members[0].1, Role::Steward);
        for lesson in &script.lessons {
            assert!(lesson.wall_ms > 0, "{}", lesson.fields.text(Field::Title));
        }
    }

    #[test]
    fn names_that_nothing_has_are_said() {
        let json = r#"{"community": "A", "charter": "", "members": [{"key": "a", "name": "A", "role": "king"}], "lessons": [], "links": []}"#;
        assert_eq!(
            read(json).unwrap_err().to_string(),
            "read the example: there is no role \"king\""
        );
    }
}
