//! Logging, editing and withdrawing lessons.

use std::io::{self, IsTerminal};

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use hearth_api::core::Hearth;
use hearth_api::core::model::act::ReasonClass;
use hearth_api::core::model::field::{Field, Fields, Row, Value};
use hearth_api::core::model::id::{ChangeId, LessonId};
use hearth_api::core::model::lesson::LessonKind;
use hearth_api::{ApiError, Code};
use serde_json::json;

use super::Desk;
use crate::editor;
use crate::failure::Failure;
use crate::jotting::{self, Jotting};
use crate::text::{short_id, shown};

/// The three kinds, as options take them.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum KindName {
    /// What happened, and what it taught.
    Story,
    /// What is in the way.
    Problem,
    /// What to do, when, and when not.
    Solution,
}

impl KindName {
    pub(crate) fn kind(self) -> LessonKind {
        match self {
            Self::Story => LessonKind::Story,
            Self::Problem => LessonKind::Problem,
            Self::Solution => LessonKind::Solution,
        }
    }
}

/// What can be said about a lesson beside its text.
#[derive(Args)]
pub(crate) struct About {
    /// Story, problem or solution
    #[arg(long, value_name = "KIND")]
    kind: Option<KindName>,
    /// A tag; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Where it happened
    #[arg(long, value_name = "PLACE")]
    site: Option<String>,
    /// The day it happened: YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    happened: Option<NaiveDate>,
    /// Any other field by its name, such as symptoms=TEXT; see docs/format/change.md
    #[arg(long = "set", value_name = "FIELD=TEXT", value_parser = field_and_text)]
    set: Vec<(Field, String)>,
}

impl About {
    fn is_empty(&self) -> bool {
        self.kind.is_none()
            && self.tags.is_empty()
            && self.site.is_none()
            && self.happened.is_none()
            && self.set.is_empty()
    }

    /// Lays what was said over the fields. An empty text clears a field.
    fn apply(&self, mut fields: Fields) -> Fields {
        if let Some(kind) = self.kind {
            fields.set(Field::Kind, Value::text(kind.kind().name()));
        }
        if let Some(site) = &self.site {
            fields.set(Field::Site, Value::text(site.trim()));
        }
        if let Some(day) = self.happened {
            fields.set(
                Field::Happened,
                Value::text(&day.format("%Y-%m-%d").to_string()),
            );
        }
        for (field, text) in &self.set {
            fields.set(*field, Value::text(text));
        }
        with_tags(fields, self.tags.iter().map(String::as_str), |_| true)
    }
}

/// A text field by its name. Sets and the fields with an option of their own are not among them.
fn field_and_text(given: &str) -> Result<(Field, String), String> {
    let (name, text) = given.split_once('=').ok_or("give FIELD=TEXT")?;
    let own_option = [Field::Kind, Field::Title, Field::Body, Field::Happened];
    let field = Field::from_name(&name.trim().replace('-', "_"))
        .filter(|field| !field.is_set() && !own_option.contains(field))
        .ok_or_else(|| format!("{name:?} is not a field with a text"))?;
    Ok((field, text.to_owned()))
}

/// The fields with these tags added, and of those there before the ones to keep.
fn with_tags<'t>(
    fields: Fields,
    added: impl Iterator<Item = &'t str>,
    keep: impl Fn(&str) -> bool,
) -> Fields {
    let here = fields.tags().filter(|tag| keep(tag)).map(str::to_owned);
    let added = added.map(|tag| tag.trim().trim_start_matches('#').to_owned());
    let tags: Vec<Row> = here
        .chain(added)
        .filter(|tag| !tag.is_empty())
        .map(|tag| Row::new([tag]))
        .collect();
    fields.with_rows(Field::Tags, tags)
}

#[derive(Args)]
pub(crate) struct Capture {
    /// The first line is the title, #tags are recognised; without it, standard input is read
    text: Option<String>,
    #[command(flatten)]
    about: About,
}

pub(crate) fn capture(desk: &Desk<'_>, args: Capture) -> Result<(), Failure> {
    let text = match args.text {
        Some(text) if text != "-" => text,
        None if io::stdin().is_terminal() => {
            return Err(ApiError::new(Code::TitleMissing).into());
        }
        Some(_) | None => editor::standard_input()?,
    };
    let jotting = Jotting::read(&text);
    let fields = Fields::default()
        .with_text(Field::Kind, LessonKind::default().name())
        .with_text(Field::Title, &jotting.title)
        .with_text(Field::Body, &jotting.body);
    let fields = with_tags(fields, jotting.tags.iter().map(String::as_str), |_| true);
    log(desk, args.about.apply(fields))
}

#[derive(Args)]
pub(crate) struct New {
    #[command(flatten)]
    about: About,
}

pub(crate) fn new(desk: &Desk<'_>, args: New) -> Result<(), Failure> {
    let Some(text) = editor::write(desk.home.path(), "")? else {
        return Err(ApiError::new(Code::TitleMissing).into());
    };
    let (title, body) = jotting::read_page(&text);
    let fields = Fields::default()
        .with_text(Field::Kind, LessonKind::default().name())
        .with_text(Field::Title, &title)
        .with_text(Field::Body, &body);
    log(desk, args.about.apply(fields))
}

fn log(desk: &Desk<'_>, fields: Fields) -> Result<(), Failure> {
    let (id, _) = desk.open()?.log_lesson(fields)?;
    if desk.terminal.json {
        return desk.terminal.say_json(&json!({ "id": id.to_string() }));
    }
    desk.terminal.say(id)
}

#[derive(Args)]
pub(crate) struct Edit {
    /// The lesson: its id, or at least four digits of its beginning or end
    id: String,
    /// A new title
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// A tag to take away; may be given several times
    #[arg(long = "untag", value_name = "TAG")]
    untags: Vec<String>,
    #[command(flatten)]
    about: About,
}

pub(crate) fn edit(desk: &Desk<'_>, args: Edit) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let id = hearth.find_lesson(&args.id)?;
    let by_options = args.title.is_some() || !args.untags.is_empty() || !args.about.is_empty();
    let page = if by_options {
        None
    } else {
        Some(written_page(desk, &mut hearth, id)?)
    };
    let (base, written) = match page {
        None => (hearth.folded(id)?.heads, None),
        Some((base, written)) => (base, written),
    };
    let touched = hearth.edit_from(id, &base, |fields| {
        let fields = args.about.apply(fields);
        let gone = |tag: &str| {
            args.untags
                .iter()
                .any(|untag| untag.trim_start_matches('#') == tag)
        };
        let mut fields = with_tags(fields, [].into_iter(), |tag| !gone(tag));
        if let Some(title) = &args.title {
            fields.set(Field::Title, Value::text(title));
        }
        if let Some((title, body)) = &written {
            fields.set(Field::Title, Value::text(title));
            fields.set(Field::Body, Value::text(body));
        }
        fields
    })?;
    tell_edit(desk, id, !touched.lessons.is_empty())
}

/// What was made from the lesson's text, and the revisions it was made from: what others write
/// meanwhile is merged.
type Page = (Vec<ChangeId>, Option<(String, String)>);

fn written_page(desk: &Desk<'_>, hearth: &mut Hearth, id: LessonId) -> Result<Page, Failure> {
    let folded = hearth.folded(id)?;
    let text = jotting::page(
        folded.fields.text(Field::Title),
        folded.fields.text(Field::Body),
    );
    let written = editor::write(desk.home.path(), &text)?;
    Ok((folded.heads, written.as_deref().map(jotting::read_page)))
}

fn tell_edit(desk: &Desk<'_>, id: LessonId, changed: bool) -> Result<(), Failure> {
    if desk.terminal.json {
        let result = json!({ "id": id.to_string(), "changed": changed });
        return desk.terminal.say_json(&result);
    }
    let what = if changed {
        "Changed"
    } else {
        "Nothing to change in"
    };
    desk.terminal
        .say(format!("{what} {}.", short_id(&id.to_string())))
}

/// Why a lesson is withdrawn.
#[derive(Clone, Copy, ValueEnum)]
enum Class {
    /// It is not so.
    Wrong,
    /// Somebody could be hurt.
    Unsafe,
    /// It says what should not be told.
    Private,
    /// It is said elsewhere.
    Duplicate,
    /// Anything else.
    Other,
}

#[derive(Args)]
pub(crate) struct Retract {
    /// The lesson
    id: String,
    /// Why, in words; they stay
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// The class of the reason
    #[arg(long, value_name = "CLASS", default_value = "other")]
    class: Class,
}

pub(crate) fn retract(desk: &Desk<'_>, args: Retract) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let id = hearth.find_lesson(&args.id)?;
    let class = match args.class {
        Class::Wrong => ReasonClass::Wrong,
        Class::Unsafe => ReasonClass::Unsafe,
        Class::Private => ReasonClass::Private,
        Class::Duplicate => ReasonClass::Duplicate,
        Class::Other => ReasonClass::Other,
    };
    hearth.retract(id, class, &args.reason)?;
    if desk.terminal.json {
        return desk.terminal.say_json(&json!({ "id": id.to_string() }));
    }
    let title = hearth.row(id)?.title;
    desk.terminal.say(format!(
        "Withdrew \"{}\". An edit takes it back in.",
        shown(&title)
    ))
}
