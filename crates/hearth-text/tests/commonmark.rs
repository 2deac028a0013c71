//! Every example of the CommonMark specification, through nodes, against the HTML it asks for.
//!
//! The examples are read from `$HEARTH_CORPORA/commonmark-spec/spec.json`. The node tree differs from
//! the specification in three places, on purpose; each is undone before comparing, so that the rest
//! of the example is still compared to the letter, and the examples concerned are listed by number:
//! an example that starts or stops to need it fails the test.

use std::path::PathBuf;

use hearth_text::html::to_html;
use hearth_text::markdown::{Block, ImageTarget, Inline, LinkTarget, parse};
use url::Url;

/// Raw HTML is text: the nodes must hold it to the letter.
const RAW_HTML: &[u32] = &[
    21, 31, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164,
    165, 166, 167, 168, 169, 170, 171, 172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182, 183,
    184, 185, 186, 187, 188, 189, 190, 191, 201, 308, 309, 344, 475, 476, 477, 491, 494, 524, 536,
    613, 614, 615, 616, 617, 623, 625, 626, 627, 628, 629, 630, 631, 642, 643,
];

/// Addresses outside the allowed schemes (most examples use relative ones) are blocked, and pictures
/// that are no attachments are their alternative text: the nodes must name the address.
const NOT_OFFERED: &[u32] = &[
    22, 23, 32, 33, 192, 193, 194, 195, 196, 198, 200, 202, 203, 204, 205, 206, 214, 215, 216, 217,
    218, 404, 419, 422, 433, 473, 474, 482, 483, 484, 485, 486, 487, 489, 492, 495, 496, 498, 499,
    500, 502, 503, 504, 505, 506, 507, 509, 510, 512, 514, 515, 516, 517, 518, 519, 520, 521, 522,
    527, 528, 529, 530, 531, 532, 533, 534, 535, 539, 540, 541, 542, 543, 544, 549, 550, 553, 554,
    555, 556, 557, 558, 559, 560, 561, 562, 564, 565, 566, 567, 568, 569, 570, 571, 572, 573, 574,
    575, 576, 577, 578, 579, 580, 581, 582, 583, 584, 585, 586, 587, 588, 589, 591, 593, 596, 598,
    599, 601,
];

/// Web addresses are kept as a browser would write them.
const BROWSER_FORM: &[u32] = &[20, 346, 501, 594, 597];

/// The label of a code fence becomes a class only when it could name a language.
const NO_LANGUAGE: &[u32] = &[144];

#[test]
fn every_example_of_the_specification_is_drawn_as_it_asks() {
    let Some(examples) = examples() else { return };
    assert_eq!(examples.len(), 652);
    let mut used = Used::default();
    let mut failures = Vec::new();
    for example in &examples {
        let (drawn, expected) = comparable(example, &mut used);
        if drawn != expected {
            failures.push(format!(
                "example {}\n{:?}\nexpected {expected:?}\ndrawn    {drawn:?}",
                example.number, example.markdown
            ));
        }
    }
    assert!(
        failures.is_empty(),
        "{} examples differ:\n{}",
        failures.len(),
        failures.join("\n\n")
    );
    assert_eq!(used.raw_html, RAW_HTML);
    assert_eq!(used.not_offered, NOT_OFFERED);
    assert_eq!(used.browser_form, BROWSER_FORM);
    assert_eq!(used.no_language, NO_LANGUAGE);
}

struct Example {
    /// Its place in the specification, from 1.
    number: u32,
    markdown: String,
    html: String,
}

/// The examples that needed one of the differences.
#[derive(Default)]
struct Used {
    raw_html: Vec<u32>,
    not_offered: Vec<u32>,
    browser_form: Vec<u32>,
    no_language: Vec<u32>,
}

fn examples() -> Option<Vec<Example>> {
    let Ok(corpora) = std::env::var("HEARTH_CORPORA") else {
        eprintln!(
            "skipped: HEARTH_CORPORA does not name a folder that holds commonmark-spec/spec.json"
        );
        return None;
    };
    let path = PathBuf::from(corpora).join("commonmark-spec/spec.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: cannot read {}", path.display());
        return None;
    };
    let examples: Vec<serde_json::Value> =
        serde_json::from_str(&text).expect("spec.json is a JSON array");
    let field = |example: &serde_json::Value, name: &str| {
        example[name].as_str().expect("a string").to_owned()
    };
    let examples = (1..).zip(&examples).map(|(number, example)| Example {
        number,
        markdown: field(example, "markdown"),
        html: field(example, "html"),
    });
    Some(examples.collect())
}

/// What we draw and what the specification asks for, with the deliberate differences undone.
fn comparable(example: &Example, used: &mut Used) -> (String, String) {
    let mut document = parse(&example.markdown);
    let mut found = Found::default();
    found.blocks(&mut document.blocks);
    let drawn = to_html(&document);
    let expected = without_raw_html(&example.html, &found.raw);
    let (expected, differences) = without_addresses(&expected, &found.addresses);
    let expected_class = " class=\"language-;\"";
    let lists = [
        (!found.raw.is_empty(), &mut used.raw_html),
        (differences.not_offered, &mut used.not_offered),
        (differences.browser_form, &mut used.browser_form),
        (expected.contains(expected_class), &mut used.no_language),
    ];
    for (_, list) in lists.into_iter().filter(|(needed, _)| *needed) {
        list.push(example.number);
    }
    (drawn, expected.replace(expected_class, ""))
}

/// What the tree holds in the places that differ, in reading order.
#[derive(Default)]
struct Found {
    /// Raw HTML, and what stands in the tree in its stead.
    raw: Vec<(String, String)>,
    addresses: Vec<Address>,
}

enum Address {
    Link(LinkTarget),
    Picture(ImageTarget, Option<String>),
}

impl Found {
    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            match block {
                Block::Paragraph { inlines } | Block::Heading { inlines, .. } => {
                    self.inlines(inlines)
                }
                Block::List { items, .. } => {
                    items
                        .iter_mut()
                        .for_each(|item| self.blocks(&mut item.blocks));
                }
                Block::Quote { blocks } | Block::Footnote { blocks, .. } => self.blocks(blocks),
                Block::Table { head, rows, .. } => {
                    let cells = std::iter::once(head).chain(rows).flatten();
                    cells.for_each(|cell| self.inlines(cell));
                }
                Block::Html { text } => {
                    let token = self.token();
                    let raw = std::mem::replace(text, token.clone());
                    let drawn = format!("<pre>{token}</pre>");
                    self.raw
                        .push((raw.trim_end_matches('\n').to_owned(), drawn));
                }
                Block::Code { .. } | Block::Rule => {}
            }
        }
    }

    fn inlines(&mut self, inlines: &mut [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Emphasis { inlines }
                | Inline::Strong { inlines }
                | Inline::Strike { inlines } => {
                    self.inlines(inlines);
                }
                Inline::Link {
                    target, inlines, ..
                } => {
                    self.addresses.push(Address::Link(target.clone()));
                    self.inlines(inlines);
                }
                Inline::Image { target, title, .. } => {
                    self.addresses
                        .push(Address::Picture(target.clone(), title.clone()));
                }
                Inline::Html { text } => {
                    let token = self.token();
                    self.raw
                        .push((std::mem::replace(text, token.clone()), token));
                }
                Inline::Text { .. }
                | Inline::Code { .. }
                | Inline::FootnoteRef { .. }
                | Inline::SoftBreak
                | Inline::HardBreak => {}
            }
        }
    }

    /// Private-use characters, which the examples do not contain.
    fn token(&self) -> String {
        format!("\u{E000}{}\u{E001}", self.raw.len())
    }
}

/// Replaces raw HTML, found to the letter and in order, by what stands for it.
fn without_raw_html(expected: &str, raw: &[(String, String)]) -> String {
    let mut out = String::new();
    let mut rest = expected;
    for (html, stand_in) in raw {
        let Some((before, after)) = rest.split_once(html.as_str()) else {
            break;
        };
        out.push_str(before);
        out.push_str(stand_in);
        rest = after;
    }
    out + rest
}

#[derive(Default)]
struct Differences {
    not_offered: bool,
    browser_form: bool,
}

/// Replaces each address by what we draw for it, provided the tree names that very address.
fn without_addresses(expected: &str, addresses: &[Address]) -> (String, Differences) {
    let mut differences = Differences::default();
    let mut out = String::new();
    let mut rest = expected;
    for address in addresses {
        let start = match address {
            Address::Link(_) => "<a href=\"",
            Address::Picture(..) => "<img src=\"",
        };
        let Some((before, after)) = rest.split_once(start) else {
            break;
        };
        let Some((written, after)) = after.split_once('"') else {
            break;
        };
        out.push_str(before);
        rest = after;
        let written = unescaped(written);
        match address {
            Address::Link(LinkTarget::Blocked { shown }) if decoded(&written) == decoded(shown) => {
                differences.not_offered = true;
                out.push_str("<a");
            }
            Address::Link(LinkTarget::Web { url, .. })
                if Url::parse(&written).is_ok_and(|parsed| parsed.as_str() == url) =>
            {
                differences.browser_form |= *url != written;
                out.push_str(&format!("<a href=\"{}\"", url.replace('&', "&amp;")));
            }
            Address::Link(LinkTarget::Mail { address })
                if written.to_lowercase() == format!("mailto:{address}").to_lowercase() =>
            {
                differences.browser_form |= !written.starts_with("mailto:");
                out.push_str(&format!("<a href=\"mailto:{address}\""));
            }
            Address::Picture(ImageTarget::Remote { url }, title)
                if decoded(&written) == decoded(url) =>
            {
                let Some((attributes, after)) = rest.split_once(" />") else {
                    break;
                };
                let expected_title = title.as_ref().map(|title| {
                    format!(
                        " title=\"{}\"",
                        title.replace('&', "&amp;").replace('"', "&quot;")
                    )
                });
                let alt = attributes.strip_suffix(&expected_title.unwrap_or_default());
                let Some(alt) = alt.and_then(|alt| alt.strip_prefix(" alt=\"")?.strip_suffix('"'))
                else {
                    break;
                };
                differences.not_offered = true;
                out.push_str(alt);
                rest = after;
            }
            _ => out.push_str(&format!("{start}{}\"", written.replace('&', "&amp;"))),
        }
    }
    (out + rest, differences)
}

fn unescaped(html: &str) -> String {
    html.replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// Without percent signs, so that it does not matter who wrote them.
fn decoded(address: &str) -> String {
    let bytes: Vec<u8> = Vec::from_iter(percent_encoding::percent_decode_str(address));
    String::from_utf8_lossy(&bytes).into_owned()
}
