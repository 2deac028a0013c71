//! Showing, listing, and who wrote what.

use clap::Args;
use hearth_api::core::model::field::Field;
use hearth_api::core::model::id::LessonId;
use hearth_api::core::{Filter, Hearth};
use hearth_api::show;
use hearth_api::wire::lesson::{ForkRow, LessonCard, LessonPage, LinkRow};
use serde_json::{Value, json};

use super::Desk;
use super::write::KindName;
use crate::failure::Failure;
use crate::json;
use crate::terminal::Terminal;
use crate::text::{self, capital, count, day, moment, padded, short_id, shown, shown_lines};

#[derive(Args)]
pub(crate) struct Show {
    /// The lesson: its id, or at least four digits of its beginning or end
    id: String,
}

pub(crate) fn show(desk: &Desk<'_>, args: Show) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let id = hearth.find_lesson(&args.id)?;
    let page = show::page(&mut hearth, id)?;
    let body = hearth.folded(id)?.fields.text(Field::Body).to_owned();
    if desk.terminal.json {
        let page = page_json(&hearth, id, &page, &body)?;
        return desk.terminal.say_json(&page);
    }
    for line in page_lines(desk.terminal, &page, &body) {
        desk.terminal.say(line)?;
    }
    Ok(())
}

/// A lesson's page: its card and page as one object, with the body as Markdown.
fn page_json(
    hearth: &Hearth,
    id: LessonId,
    page: &LessonPage,
    body: &str,
) -> Result<Value, Failure> {
    let mut members = json::members(page);
    if let Some(Value::Object(card)) = members.remove("card") {
        members.extend(card);
    }
    members.insert("body".to_owned(), json!(body));
    members.insert("external_ids".to_owned(), external_ids(hearth, id)?);
    Ok(Value::Object(members))
}

/// The ids of a lesson in other systems.
///
/// # Errors
/// What the store says.
pub(crate) fn external_ids(hearth: &Hearth, id: LessonId) -> Result<Value, Failure> {
    let ids = hearth.external_ids(id)?;
    let ids = ids
        .into_iter()
        .map(|(system, id)| json!({ "system": system, "id": id }));
    Ok(Value::Array(ids.collect()))
}

fn page_lines(terminal: &Terminal, page: &LessonPage, body: &str) -> Vec<String> {
    let mut lines = vec![terminal.strong(&shown(&page.card.title)), facts_line(page)];
    if let Some(retraction) = &page.retraction {
        lines.push(format!(
            "Withdrawn by {} on {}: {}",
            shown(&retraction.by),
            day(retraction.at_ms),
            shown(&retraction.reason)
        ));
    }
    lines.push(String::new());
    if !body.trim().is_empty() {
        lines.push(shown_lines(body.trim_end()));
        lines.push(String::new());
    }
    let facts = page.facts.iter();
    lines.extend(facts.map(|fact| labelled(&fact.field.replace('_', " "), &fact.text)));
    if !page.tags.is_empty() {
        lines.push(labelled("tags", &page.tags.join(", ")));
    }
    lines.extend(page.links.iter().map(link_line));
    for file in &page.attachments {
        let here = if file.size.is_some() {
            ""
        } else {
            " (not on this computer)"
        };
        lines.push(labelled("file", &format!("{}{here}", file.name)));
    }
    page.forks
        .iter()
        .for_each(|fork| lines.extend(fork_lines(fork)));
    lines.push(labelled("id", &page.card.id));
    lines.push(labelled(
        "signed by",
        &format!("{} ({})", page.signed_by.name, page.signed_by.words),
    ));
    lines
}

fn facts_line(page: &LessonPage) -> String {
    let kind = capital(show::kind_of(page.card.kind).name());
    let mut facts = vec![kind, shown(&page.card.author)];
    facts.extend(page.card.site.as_deref().map(shown));
    facts.push(format!("logged {}", day(page.logged_ms)));
    if page.n_revisions > 1 {
        facts.push(count(page.n_revisions, "revision", "revisions"));
    }
    facts.join(" · ")
}

fn labelled(label: &str, text: &str) -> String {
    format!("{}{}", padded(&format!("{label}:"), 20), shown_lines(text))
}

fn link_line(link: &LinkRow) -> String {
    let other = link.other.as_ref().map_or_else(
        || "a lesson that is not on this computer".to_owned(),
        |other| other.title.clone(),
    );
    labelled(
        &link.label,
        &format!("{other} ({})", short_id(&link.other_id)),
    )
}

fn fork_lines(fork: &ForkRow) -> Vec<String> {
    let label = fork.field.replace('_', " ");
    let mut lines = vec![format!(
        "\nThe {label} was changed by several people at once, and nobody has settled it:"
    )];
    for text in &fork.texts {
        lines.push(format!(
            "--- {}, {}",
            shown(&text.author),
            moment(text.at_ms)
        ));
        lines.push(shown_lines(&text.text));
    }
    lines.push("---".to_owned());
    lines
}

#[derive(Args)]
pub(crate) struct List {
    /// Only this kind
    #[arg(long, value_name = "KIND")]
    kind: Option<KindName>,
    /// Only with this tag
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// Only those that two people changed at once and nobody has settled
    #[arg(long)]
    forked: bool,
    /// Only open problems without a solution
    #[arg(long)]
    unsolved: bool,
    /// At most so many; all without it
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
    /// Leave out so many at the front
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: u32,
}

pub(crate) fn list(desk: &Desk<'_>, args: List) -> Result<(), Failure> {
    let hearth = desk.open()?;
    let filter = Filter {
        kind: args.kind.map(KindName::kind),
        tag: args.tag,
        unread: false,
        forked: args.forked,
        unsolved: args.unsolved,
        withdrawn: false,
    };
    let rows = hearth.lessons(&filter, args.offset, args.limit.unwrap_or(u32::MAX))?;
    let cards: Vec<LessonCard> = rows.into_iter().map(show::card).collect();
    if desk.terminal.json {
        return desk.terminal.say_json(&json::of(&cards));
    }
    for card in &cards {
        desk.terminal.say(card_line(desk.terminal, card))?;
    }
    if cards.is_empty() {
        desk.terminal.talk("Nothing here yet.");
    }
    Ok(())
}

fn card_line(terminal: &Terminal, card: &LessonCard) -> String {
    let kind = padded(&capital(show::kind_of(card.kind).name()), 8);
    let needs = if card.forked {
        "  (needs somebody)"
    } else {
        ""
    };
    format!(
        "{}  {kind}  {}{needs}",
        terminal.faint(short_id(&card.id)),
        shown(&card.title)
    )
}

#[derive(Args)]
pub(crate) struct History {
    /// The lesson
    id: String,
}

pub(crate) fn history(desk: &Desk<'_>, args: History) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let id = hearth.find_lesson(&args.id)?;
    let revisions = show::history(&mut hearth, id)?;
    if desk.terminal.json {
        return desk.terminal.say_json(&json::of(&revisions));
    }
    let rows: Vec<Vec<String>> = revisions
        .iter()
        .map(|revision| {
            let fields = revision.fields.join(", ").replace('_', " ");
            vec![
                moment(revision.at_ms),
                shown(&revision.signer.name),
                shown(&fields),
                Some(revision.standing.clone())
                    .filter(|standing| standing != "in effect")
                    .unwrap_or_default(),
            ]
        })
        .collect();
    for line in text::table(&rows) {
        desk.terminal.say(line)?;
    }
    Ok(())
}
