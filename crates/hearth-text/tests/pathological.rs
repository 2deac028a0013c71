//! Texts made to be expensive.
//!
//! Time is not measured, work is: the nodes and bytes that come out for twice the input may not be
//! much more than twice as many, and every input is large enough that a quadratic parser would not
//! end within anybody's patience.

use hearth_text::diff::diff;
use hearth_text::html::{html_to_markdown, to_html};
use hearth_text::markdown::{MAX_SOURCE_BYTES, parse, rewrite_references};
use hearth_text::plain::{gist, plain_text};

const BYTES: usize = 50_000;

/// Patterns repeated to fill a text, each once the cause of a slow parser somewhere.
const REPEATED: &[&str] = &[
    "[",
    "![",
    "]",
    "[[",
    "]]",
    "[a](",
    "[a][",
    "[](",
    "*",
    "**a ",
    "*a **b ",
    "_a ",
    "~~a ",
    "`",
    "`a``",
    "<",
    "<a",
    "<!--",
    "<![CDATA[",
    "<?",
    "&",
    "&#",
    "\\",
    ">",
    "> ",
    ">\n",
    "- ",
    "- a\n",
    "1. ",
    "1) a\n",
    "* * ",
    "a\n-\n",
    "#",
    "# a\n",
    "|",
    "|a",
    "| a |\n",
    "a|b\n-|-\n",
    "|-",
    "```\n",
    "~~~",
    "    a\n",
    "[^a]",
    "[^a]: b\n",
    "[a]: b\n",
    "[a]: <b> 'c\n",
    "<a@b.c",
    "<http:a>",
    "[[a|b]]",
    "[[018f6a1e-7c2b-7d3e-9a41-5b6c7d8e9f01]]",
    "\u{0}",
    "\r",
    "é",
    "a\u{301}",
    "\u{202E}",
    "![[](",
    "*_~~[`<",
    "- [ ] ",
];

/// Texts whose cost lies in their shape.
fn shaped(bytes: usize) -> Vec<(&'static str, String)> {
    let repeat = |unit: &str| unit.repeat(bytes / unit.len());
    let lines = bytes.isqrt();
    let half = bytes / 2;
    let indented = |marker: &str| -> String {
        (0..(2 * bytes / marker.len()).isqrt())
            .map(|depth| format!("{}{marker}\n", " ".repeat(depth)))
            .collect()
    };
    vec![
        (
            "nested quotes, line by line",
            format!("{}a\n", "> ".repeat(lines / 2)).repeat(lines),
        ),
        ("nested lists", indented("- a")),
        ("nested numbers", indented("1. a")),
        (
            "opened and closed",
            format!("{}{}", "[".repeat(half), "]".repeat(half)),
        ),
        (
            "nested links",
            format!("{}a{}", "[".repeat(bytes / 5), "](u)".repeat(bytes / 5)),
        ),
        (
            "nested pictures",
            format!("{}a{}", "![".repeat(bytes / 6), "](u)".repeat(bytes / 6)),
        ),
        (
            "nested emphasis",
            format!("{}a{}", "*a ".repeat(bytes / 6), " a*".repeat(bytes / 6)),
        ),
        (
            "backticks of every length",
            (1..(2 * bytes).isqrt())
                .map(|n| format!("{} ", "`".repeat(n)))
                .collect(),
        ),
        (
            "wide table, empty rows",
            format!(
                "{}\n{}\n{}",
                "|a".repeat(bytes / 8),
                "|-".repeat(bytes / 8),
                "|\n".repeat(bytes / 4)
            ),
        ),
        (
            "references to one long address",
            format!("[a]: {}\n\n{}", "u".repeat(half), "[a]".repeat(half / 3)),
        ),
        ("unclosed comment per line", repeat("a <!-- b\n")),
        ("autolinks never closed", repeat("<http://a ")),
        ("one long word", repeat("a")),
    ]
}

fn nodes(value: &serde_json::Value) -> usize {
    match value {
        serde_json::Value::Array(items) => 1 + items.iter().map(nodes).sum::<usize>(),
        serde_json::Value::Object(fields) => 1 + fields.values().map(nodes).sum::<usize>(),
        _ => 1,
    }
}

/// What comes out of everything this crate does with one text.
fn work(source: &str) -> usize {
    let document = parse(source);
    let json = serde_json::to_value(&document).expect("nodes serialise");
    let drawn = to_html(&document).len();
    let plain = plain_text(&document).len();
    let rewritten = rewrite_references(source, |_| Some("x".into())).len();
    nodes(&json) + drawn + plain + rewritten + gist(&document, 200).len()
}

fn check(name: &str, small: &str, large: &str) {
    let (small, large) = (work(small), work(large));
    assert!(
        large <= small * 3,
        "{name}: {small} became {large} for twice the text"
    );
}

#[test]
fn repeated_patterns_cost_what_they_weigh() {
    for unit in REPEATED {
        let text = |bytes: usize| unit.repeat(bytes / unit.len());
        check(unit, &text(BYTES), &text(2 * BYTES));
    }
}

#[test]
fn shaped_texts_cost_what_they_weigh() {
    for ((name, small), (_, large)) in shaped(BYTES).into_iter().zip(shaped(2 * BYTES)) {
        check(name, &small, &large);
    }
}

#[test]
fn depth_is_bounded_and_no_word_is_lost() {
    let deep = [
        "> ".repeat(5000) + "word",
        "- ".repeat(5000) + "word",
        "**a ".repeat(5000) + "word" + &" b**".repeat(5000),
    ];
    for source in deep {
        let document = parse(&source);
        let json = serde_json::to_string(&document).expect("nodes serialise");
        let read: serde_json::Value =
            serde_json::from_str(&json).expect("common readers accept the depth");
        assert!(read.to_string().contains("word"));
        assert!(plain_text(&document).contains("word"));
    }
}

#[test]
fn what_exceeds_the_longest_field_is_kept_as_plain_text() {
    let source = format!("{}é*not emphasis*", "a".repeat(MAX_SOURCE_BYTES - 1));
    let html = to_html(&parse(&source));
    assert!(
        html.ends_with("<p>é*not emphasis*</p>\n"),
        "{}",
        &html[html.len() - 40..]
    );
    assert_eq!(plain_text(&parse(&source)).len(), source.len() + 1);
}

#[test]
fn html_to_import_is_bounded_too() {
    let closed = |tag: &str, n: usize| {
        format!(
            "{}word{}",
            format!("<{tag}>").repeat(n),
            format!("</{tag}>").repeat(n)
        )
    };
    for tag in [
        "div",
        "blockquote",
        "ul><li",
        "b",
        "span",
        "table",
        "a href=x",
        "p",
        "em",
        "ol",
        "pre",
        "td",
    ] {
        let markdown = html_to_markdown(&closed(tag, BYTES / 10));
        assert!(
            markdown.contains("word"),
            "{tag}: {}",
            &markdown[..markdown.len().min(80)]
        );
    }
    for unit in [
        "<",
        "<!--",
        "&",
        "<a b=",
        "<p>",
        "</p>",
        "<table><tr>",
        "<b><i>",
        "<a href=x>y",
        "<svg>",
        "*",
        "\\",
        "<br>",
        "<li>",
        "<pre>",
        "<blockquote>",
        "<ul><li>",
        "<pre><table></pre></table>",
        "<b>a</b>",
        "<b>a</b><strong>a</strong>",
    ] {
        assert!(
            html_to_markdown(&unit.repeat(BYTES / unit.len())).len() <= 8 * BYTES,
            "{unit}"
        );
    }
}

#[test]
fn long_wordings_are_compared_in_bounded_work() {
    let lines =
        |word: &str| -> String { (0..BYTES / 8).map(|n| format!("{word} {n}\n")).collect() };
    let pieces = diff(&lines("old"), &lines("new"));
    assert!(pieces.len() <= BYTES);
    let words = |step: usize| -> String {
        (0..9_000)
            .map(|n| format!("w{} ", n * step % 9_973))
            .collect()
    };
    assert!(!diff(&words(3), &words(5)).is_empty());
}
