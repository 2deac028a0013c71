//! Searching.

use clap::Args;
use hearth_api::core::{Hearth, SearchHit, Snippet};
use hearth_api::show;
use hearth_api::wire::search::SearchRequest;
use serde_json::{Value, json};

use super::Desk;
use super::read::external_ids;
use super::write::KindName;
use crate::failure::Failure;
use crate::terminal::Terminal;
use crate::text::{capital, count, padded, short_id, shown};

#[derive(Args)]
pub(crate) struct Search {
    /// What to look for; kind:problem tag:chlorine author:leila "exact words" -not are understood
    #[arg(required = true)]
    words: Vec<String>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Leave out so many at the front
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Only this kind
    #[arg(long, value_name = "KIND")]
    kind: Option<KindName>,
    /// Only with this tag; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
}

pub(crate) fn search(desk: &Desk<'_>, args: Search) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let request = SearchRequest {
        query: args.words.join(" "),
        kinds: args
            .kind
            .map(|kind| show::kind(kind.kind()))
            .into_iter()
            .collect(),
        tags: args.tags,
        ..SearchRequest::default()
    };
    let (query, mut options) = show::query(request);
    // A script may want them all; the window shows pages.
    (options.limit, options.offset, options.facets) = (args.limit, args.offset, false);
    let found = hearth.search(&query, &options)?;
    if desk.terminal.json {
        let hits = found.hits.iter().map(|hit| hit_json(&hearth, hit));
        let hits = hits.collect::<Result<Vec<_>, _>>()?;
        desk.terminal.say_json(&Value::Array(hits))?;
    } else {
        for (typed, meant) in &found.corrections {
            desk.terminal.talk(format!(
                "Nobody wrote \"{}\"; looked for \"{}\".",
                shown(typed),
                shown(meant)
            ));
        }
        for hit in &found.hits {
            say_hit(desk.terminal, hit)?;
        }
        if found.hits.is_empty() {
            desk.terminal
                .talk(format!("Nothing matches {}.", shown(&args.words.join(" "))));
        } else if found.total > found.hits.len() {
            let total = count(found.total as u64, "lesson matches", "lessons match");
            desk.terminal
                .talk(format!("{total}; more with --limit or --offset."));
        }
    }
    desk.settle_index(&mut hearth);
    Ok(())
}

fn hit_json(hearth: &Hearth, hit: &SearchHit) -> Result<Value, Failure> {
    Ok(json!({
        "id": hit.row.id.to_string(),
        "kind": hit.row.kind.name(),
        "title": hit.row.title,
        "score": hit.score,
        "snippet": hit.snippet.text,
        "external_ids": external_ids(hearth, hit.row.id)?,
    }))
}

fn say_hit(terminal: &Terminal, hit: &SearchHit) -> Result<(), Failure> {
    let kind = padded(&capital(hit.row.kind.name()), 8);
    let id = hit.row.id.to_string();
    let title = terminal.strong(&shown(&hit.row.title));
    terminal.say(format!(
        "{}  {kind}  {title}",
        terminal.faint(short_id(&id))
    ))?;
    if !hit.snippet.text.is_empty() {
        let indent = " ".repeat(20);
        terminal.say(format!("{indent}{}", marked(terminal, &hit.snippet)))?;
    }
    Ok(())
}

/// The snippet with its words marked, and dots where text was left out.
fn marked(terminal: &Terminal, snippet: &Snippet) -> String {
    let mut out = String::from(if snippet.cut_before { "… " } else { "" });
    let mut from = 0;
    let piece = |range: std::ops::Range<usize>| shown(snippet.text.get(range).unwrap_or_default());
    for range in &snippet.ranges {
        out.push_str(&piece(from..range.start));
        out.push_str(&terminal.marked(&piece(range.clone())));
        from = range.end;
    }
    out.push_str(&piece(from..snippet.text.len()));
    if snippet.cut_after {
        out.push_str(" …");
    }
    out
}
