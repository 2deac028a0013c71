//! Foreign HTML to Markdown.
//!
//! ammonia first reduces the HTML to a short list of tags with almost no attributes; only then is it
//! turned into Markdown, which is parsed into nodes like any other body. Two independent layers
//! would have to fail before anything but words came through.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ammonia::Builder;
use htmd::element_handler::{HandlerResult, Handlers};
use htmd::options::{BulletListMarker, Options};
use htmd::{Element, HtmlToMarkdown};

/// The longest HTML that keeps its structure; longer input keeps its words only.
///
/// Equal to the longest body, which it is to become.
pub const MAX_HTML_BYTES: usize = 1 << 20;

/// The deepest nesting that keeps its structure; deeper input keeps its words only.
const MAX_HTML_DEPTH: usize = 100;

/// The most elements that may be open at once while reading: for each tag a browser-like parser
/// looks through all of them.
const MAX_OPEN: usize = 1000;

/// The most `&…;` that are resolved one by one.
const MAX_CHARACTER_REFERENCES: usize = 100_000;

/// Elements that need no end: they have none, or the next of their kind ends them.
const SELF_ENDING: [&str; 20] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "p", "source", "td", "th", "tr", "track", "wbr",
];

/// The most neighbours of one kind, as in `<b>a</b><b>c</b>`; input with more keeps its words only.
const MAX_NEIGHBOURS: usize = 4096;

/// Elements that the conversion joins with an equal neighbour.
const JOINED: [&str; 9] = [
    "b", "code", "del", "em", "i", "s", "span", "strike", "strong",
];

/// What Markdown can say. Never svg, math, style or anything whose content is not markup.
const TAGS: [&str; 41] = [
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "span",
    "strike",
    "strong",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "figure",
    "figcaption",
    "caption",
    "section",
    "article",
];

/// Removed with everything in them: their content is not words.
const DROPPED: [&str; 17] = [
    "script",
    "style",
    "svg",
    "math",
    "template",
    "noscript",
    "iframe",
    "object",
    "embed",
    "textarea",
    "title",
    "xmp",
    "noembed",
    "noframes",
    "plaintext",
    "select",
    "head",
];

/// Turns HTML from somewhere else into Markdown.
///
/// Total: whatever cannot be expressed becomes its words.
#[must_use]
pub fn html_to_markdown(html: &str) -> String {
    if !is_readable(html) {
        return words_only(html);
    }
    let clean = cleaner().clean(html).to_string();
    if !is_modest(&clean) {
        return words_only(&clean);
    }
    converter()
        .convert(&clean)
        .unwrap_or_else(|_| words_only(&clean))
}

fn cleaner() -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(DROPPED))
        .generic_attributes(HashSet::new())
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "title"])),
            ("img", HashSet::from(["src", "alt", "title"])),
            ("ol", HashSet::from(["start"])),
            ("code", HashSet::from(["class"])),
        ]))
        .attribute_filter(|_, attribute, value| match attribute {
            "class" => value
                .starts_with("language-")
                .then_some(Cow::Borrowed(value)),
            _ => Some(Cow::Borrowed(value)),
        })
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(ammonia::UrlRelative::PassThrough)
        .strip_comments(true)
        .link_rel(None);
    builder
}

fn converter() -> HtmlToMarkdown {
    let options = Options {
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        ..Options::default()
    };
    HtmlToMarkdown::builder()
        .options(options)
        .add_handler(vec!["img"], picture)
        .build()
}

/// A picture whose address was taken away is its alternative text.
fn picture(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let attribute = |name: &str| {
        let found = element
            .attrs
            .iter()
            .find(|attribute| *attribute.name.local == *name);
        found.map(|attribute| attribute.value.to_string())
    };
    match attribute("src") {
        Some(_) => handlers.fallback(element),
        None => attribute("alt").map(HandlerResult::from),
    }
}

/// Whether conversion costs little: it recurses by depth, and joins equal neighbours one by one.
fn is_modest(clean: &str) -> bool {
    let (mut depth, mut deepest, mut neighbours) = (0_usize, 0_usize, 0_usize);
    let mut behind_joined = false;
    for part in clean.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        let name = tag
            .split([' ', '/'])
            .find(|name| !name.is_empty())
            .unwrap_or_default();
        let joined = JOINED.contains(&name);
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
            behind_joined = joined && text.is_empty();
        } else {
            neighbours = neighbours.saturating_add(usize::from(joined && behind_joined));
            behind_joined = false;
            depth = depth.saturating_add(usize::from(!["br", "hr", "img"].contains(&name)));
            deepest = deepest.max(depth);
        }
    }
    deepest <= MAX_HTML_DEPTH && neighbours <= MAX_NEIGHBOURS
}

/// Whether a parser that works as browsers do reads this in about linear time.
fn is_readable(html: &str) -> bool {
    html.len() <= MAX_HTML_BYTES
        && html.matches('&').nth(MAX_CHARACTER_REFERENCES).is_none()
        && most_open(html) <= MAX_OPEN
}

/// At most how many elements are open at once: only an end in its right place counts.
fn most_open(html: &str) -> usize {
    let mut open: Vec<String> = Vec::new();
    let mut most = 0;
    for part in html.split('<').skip(1) {
        let (ends, name) = match part.strip_prefix('/') {
            Some(name) => (true, name),
            None => (false, part),
        };
        let name = name
            .split(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default();
        let name = name.to_ascii_lowercase();
        if SELF_ENDING.contains(&name.as_str())
            || !name.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            continue;
        }
        if !ends {
            open.push(name);
            most = most.max(open.len());
        } else if open.last() == Some(&name) {
            open.pop();
        }
    }
    most
}

/// What stands outside tags, on one line.
fn words_only(html: &str) -> String {
    let mut outside = true;
    let mut words = String::new();
    for c in html.chars() {
        match c {
            '<' => outside = false,
            '>' => {
                outside = true;
                words.push(' ');
            }
            _ if outside => words.push(c),
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
