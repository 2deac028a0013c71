//! Foreign HTML to Markdown.
//!
//! ammonia first reduces the HTML to a short list of tags with almost no attributes; only then is it
//! turned into Markdown, which is parsed into nodes like any other body. Two independent layers
//! would have to fail before anything but words came through.

use std::collections::{HashMap, HashSet};

use ammonia::Builder;
use htmd::HtmlToMarkdown;
use htmd::options::{BulletListMarker, Options};

/// The longest HTML that keeps its structure; longer input keeps its words only.
pub const MAX_HTML_BYTES: usize = 4 << 20;

/// The deepest nesting that keeps its structure; deeper input keeps its words only.
const MAX_HTML_DEPTH: usize = 100;

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
    if html.len() > MAX_HTML_BYTES {
        return words_only(html);
    }
    let clean = cleaner().clean(html).to_string();
    if depth(&clean) > MAX_HTML_DEPTH {
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
        ]))
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
    HtmlToMarkdown::builder().options(options).build()
}

/// How deep tags nest in HTML that ammonia has written, where every tag is closed or void.
fn depth(clean: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    for tag in clean.split('<').skip(1) {
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !["br", "hr", "img"].iter().any(|void| tag.starts_with(void)) {
            depth = depth.saturating_add(1);
            deepest = deepest.max(depth);
        }
    }
    deepest
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
