//! Texts made to act: nothing that comes out may run, load or lead anywhere unnamed.
//!
//! What comes out is judged by an HTML parser that works as browsers do, against lists of elements,
//! attributes and addresses written here anew. The control at the end shows that the judge can
//! condemn. More payloads are read from `$HEARTH_CORPORA/xss`, where they are.

use std::path::PathBuf;

use hearth_text::html::{html_to_markdown, to_html};
use hearth_text::markdown::parse;
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use proptest::prelude::*;

/// Elements a drawn body may hold; the parser adds the first four.
const ELEMENTS: &[&str] = &[
    "html",
    "head",
    "body",
    "tbody",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "input",
    "blockquote",
    "pre",
    "code",
    "table",
    "thead",
    "tr",
    "th",
    "td",
    "hr",
    "br",
    "em",
    "strong",
    "del",
    "a",
    "img",
    "sup",
    "div",
];

const ATTRIBUTES: &[(&str, &str)] = &[
    ("a", "href"),
    ("a", "title"),
    ("img", "src"),
    ("img", "alt"),
    ("img", "title"),
    ("ol", "start"),
    ("th", "align"),
    ("td", "align"),
    ("code", "class"),
    ("div", "class"),
    ("div", "id"),
    ("input", "type"),
    ("input", "checked"),
    ("input", "disabled"),
];

/// Payloads of our own, one for each way in.
const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "<ScRiPt/src=//evil.example></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"https://evil.example/beacon.png\">",
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=\"data:text/html,<script>alert(1)</script>\"></object>",
    "<embed src=https://evil.example>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<p style=\"background:url(https://evil.example)\">a</p>",
    "<form action=https://evil.example><button>a</button></form>",
    "<a href=\"javascript:alert(1)\">a</a>",
    "<a href=\"java\tscript:alert(1)\">a</a>",
    "<a href=a onclick=alert(1)>a</a>",
    "<details open ontoggle=alert(1)>a</details>",
    "<video autoplay src=x onerror=alert(1)></video>",
    "<input autofocus onfocus=alert(1)>",
    "<template><img src=x onerror=alert(1)></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<title></title><script>alert(1)</script>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)",
    "<div id=x name=y class=z>a</div><form id=document>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[><script>alert(1)</script>]]>",
    "<?xml version=\"1.0\"?><script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "'\"--></style></script><script>alert(1)</script>",
];

/// The same, written in Markdown; the judge condemns none of them as they stand.
const MARKDOWN_PAYLOADS: &[&str] = &[
    "[a](javascript:alert(1))",
    "[a](<java\nscript:alert(1)>)",
    "[a](&#106;avascript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a][b]\n\n[b]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![a](javascript:alert(1))",
    "![a](https://evil.example/beacon.png)",
    "![\"onerror=alert(1)](hearth-blob:\"onerror=alert(1))",
    "[a](https://evil.example/\"onmouseover=\"alert(1))",
    "[a](https://evil.example 'x\" onmouseover=\"alert(1)')",
    "```\" onmouseover=\"alert(1)\n```",
    "```x\"><script>alert(1)</script>\n```",
    "[^\"><script>]\n\n[^\"><script>]: a",
    "# a {#id onclick=alert(1)}",
    "|a|\n|:\"><script>alert(1)</script>|",
    "[[018f6a1e-7c2b-7d3e-9a41-5b6c7d8e9f01|<script>alert(1)</script>]]",
];

/// Everything a browser would build from `html` that is on none of the lists.
fn condemned(html: &str) -> Vec<String> {
    let document = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    let mut found = Vec::new();
    // Dropping a node of this tree empties all below it, so the root stays.
    let mut rest = vec![document.document.clone()];
    while let Some(node) = rest.pop() {
        found.extend(condemned_node(&node));
        rest.extend(node.children.borrow().iter().cloned());
    }
    found
}

fn condemned_node(node: &Handle) -> Vec<String> {
    let NodeData::Element { name, attrs, .. } = &node.data else {
        let allowed = matches!(node.data, NodeData::Document | NodeData::Text { .. });
        return if allowed {
            Vec::new()
        } else {
            vec!["a comment or instruction".to_owned()]
        };
    };
    let element = name.local.to_string();
    let mut found = Vec::new();
    if !ELEMENTS.contains(&element.as_str()) {
        found.push(format!("<{element}>"));
    }
    for attribute in attrs.borrow().iter() {
        let (name, value) = (
            attribute.name.local.to_string(),
            attribute.value.to_string(),
        );
        let listed = ATTRIBUTES.contains(&(element.as_str(), name.as_str()));
        if !listed || !allowed_value(&name, &value) {
            found.push(format!("<{element} {name}={value:?}>"));
        }
    }
    found
}

fn allowed_value(attribute: &str, value: &str) -> bool {
    let plain = |text: &str| {
        text.chars()
            .all(|c| c.is_alphanumeric() || "+#.-_".contains(c))
    };
    match attribute {
        "href" => ["https://", "http://", "mailto:", "#"]
            .iter()
            .any(|start| value.starts_with(start)),
        "src" => false,
        "class" => value == "footnote" || value.strip_prefix("language-").is_some_and(plain),
        "id" => value
            .strip_prefix("fn-")
            .is_some_and(|number| number.parse::<u32>().is_ok()),
        "type" => value == "checkbox",
        _ => true,
    }
}

fn check(payload: &str) {
    let pasted = html_to_markdown(payload);
    for source in [payload, pasted.as_str()] {
        let html = to_html(&parse(source));
        assert_eq!(
            condemned(&html),
            Vec::<String>::new(),
            "{payload:?} became {html:?}"
        );
    }
}

#[test]
fn own_payloads_come_out_as_words() {
    PAYLOADS
        .iter()
        .chain(MARKDOWN_PAYLOADS)
        .for_each(|payload| check(payload));
}

#[test]
fn payloads_within_every_kind_of_block_come_out_as_words() {
    for payload in PAYLOADS.iter().chain(MARKDOWN_PAYLOADS) {
        let line = payload.replace('\n', " ");
        for around in [
            "# X",
            "> X",
            "- X",
            "1. [ ] X",
            "| a |\n|---|\n| X |",
            "*X*",
            "[X](https://a.example)",
            "![X](b)",
            "`X`",
            "a[^1]\n\n[^1]: X",
        ] {
            check(&around.replace('X', &line));
        }
    }
}

#[test]
fn known_payloads_come_out_as_words() {
    let Ok(corpora) = std::env::var("HEARTH_CORPORA") else {
        eprintln!("skipped: HEARTH_CORPORA does not name a folder that holds xss/");
        return;
    };
    let folder = PathBuf::from(corpora).join("xss");
    let mut payloads = Vec::new();
    match std::fs::read_to_string(folder.join("dompurify-expect.json")) {
        Ok(text) => payloads
            .extend(serde_json::from_str::<Vec<serde_json::Value>>(&text).expect("a JSON array")),
        Err(error) => eprintln!("skipped dompurify-expect.json: {error}"),
    }
    match std::fs::read_to_string(folder.join("payloads.jsonl")) {
        Ok(text) => payloads.extend(
            text.lines()
                .map(|line| serde_json::from_str(line).expect("a JSON object")),
        ),
        Err(error) => eprintln!("skipped payloads.jsonl (unpack payloads.jsonl.xz): {error}"),
    }
    let payloads: Vec<&str> = payloads
        .iter()
        .filter_map(|payload| payload["payload"].as_str())
        .collect();
    payloads.iter().for_each(|payload| check(payload));
    let dangerous = payloads
        .iter()
        .filter(|payload| !condemned(payload).is_empty())
        .count();
    eprintln!(
        "{} payloads came out as words; as they stand {dangerous} are condemned",
        payloads.len()
    );
    assert!(
        payloads.is_empty() || dangerous * 2 > payloads.len(),
        "the judge no longer condemns"
    );
}

#[test]
fn the_judge_condemns_what_is_not_protected() {
    for payload in PAYLOADS {
        assert!(
            !condemned(payload).is_empty(),
            "{payload:?} was let through"
        );
    }
    for unprotected in [
        "<a href=\"javascript:alert(1)\">a</a>",
        "<img src=\"https://evil.example/\">",
        "<p id=x>",
        "<code class=x>",
    ] {
        assert!(
            !condemned(unprotected).is_empty(),
            "{unprotected:?} was let through"
        );
    }
    assert!(condemned("<p>a <a href=\"https://a.example/\" title=\"b\">c</a></p>").is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_string_is_a_document(source in "\\PC*") {
        prop_assert_eq!(condemned(&to_html(&parse(&source))), Vec::<String>::new());
    }

    #[test]
    fn strings_of_marks_are_documents(source in "[<>\\[\\]()!|`*_~#&;:/\\\\\"'= \n\ta-c1\\-]{0,200}") {
        prop_assert_eq!(condemned(&to_html(&parse(&source))), Vec::<String>::new());
    }

    #[test]
    fn pasted_html_is_a_document(source in "(<|</|>|=|\"|'| |a|b|p|li|ul|table|td|pre|svg|style|script|math|img|src|href|on|&|;|#|\n){0,60}") {
        let markdown = html_to_markdown(&source);
        prop_assert_eq!(condemned(&to_html(&parse(&markdown))), Vec::<String>::new());
    }
}
