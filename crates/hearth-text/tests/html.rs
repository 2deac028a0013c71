//! HTML out for exports, HTML in from pasting and importing.

use expect_test::{Expect, expect};
use hearth_text::html::{Addresses, html_to_markdown, to_html, to_html_with};
use hearth_text::markdown::parse;

const ID: &str = "018f6a1e-7c2b-7d3e-9a41-5b6c7d8e9f01";

/// An export that holds one lesson and one attachment.
struct Site;

impl Addresses for Site {
    fn lesson(&self, id: &str) -> Option<String> {
        (id == ID).then(|| "lessons/seal.html?a&b".to_owned())
    }
    fn attachment(&self, hash: &str) -> Option<String> {
        hash.starts_with("ab").then(|| format!("files/{hash}.png"))
    }
    fn lesson_title(&self, id: &str) -> Option<String> {
        (id == ID).then(|| "The <worn> seal".to_owned())
    }
    fn prefix(&self) -> &str {
        "l1-"
    }
}

fn check_out(source: &str, expected: Expect) {
    expected.assert_eq(&to_html_with(&parse(source), &Site));
}

fn check_in(html: &str, expected: Expect) {
    expected.assert_eq(&html_to_markdown(html));
}

#[test]
fn an_export_leads_to_its_own_files() {
    check_out(
        &format!("[[{ID}]] and [this](hearth://item/{ID})"),
        expect![[r#"
            <p><a href="lessons/seal.html?a&amp;b">The &lt;worn&gt; seal</a> and <a href="lessons/seal.html?a&amp;b">this</a></p>
        "#]],
    );
    check_out(
        &format!("![seal](hearth-blob:{} \"worn\")", "ab".repeat(32)),
        expect![[r#"
            <p><img src="files/abababababababababababababababababababababababababababababababab.png" alt="seal" title="worn" /></p>
        "#]],
    );
    check_out(
        "a[^1]\n\n[^1]: b",
        expect![[r##"
        <p>a<sup><a href="#l1-fn-1">1</a></sup></p>
        <div class="footnote" id="l1-fn-1">
        <sup>1</sup>
        <p>b</p>
        </div>
    "##]],
    );
}

#[test]
fn an_export_shows_words_for_what_it_does_not_hold() {
    let other = ID.replace("01", "02");
    check_out(
        &format!("[[{other}]] and [that](hearth://item/{other})"),
        expect![[r#"
            <p><a>028f6a1e-7c2b-7d3e-9a41-5b6c7d8e9f02</a> and <a>that</a></p>
        "#]],
    );
    check_out(
        &format!("![seal](hearth-blob:{})", "cd".repeat(32)),
        expect![[r#"
            <p>seal</p>
        "#]],
    );
    check_out(
        "![pump](https://example.org/pump.png) and [file](file:///etc/passwd)",
        expect![[r#"
            <p>pump and <a>file</a></p>
        "#]],
    );
}

#[test]
fn pasted_pages_become_markdown() {
    check_in(
        "<h2>Pump 3</h2><p>It <b>leaked</b> at <a href=\"https://example.org/seal\">the seal</a>,<br>see <code>log</code>.</p>\
         <ul><li>drain</li><li>refill<ol><li>slowly</li></ol></li></ul><blockquote><p>never again</p></blockquote>\
         <pre><code>check --all\n</code></pre>",
        expect![[r#"
            ## Pump 3

            It **leaked** at [the seal](https://example.org/seal),  
            see `log`.

            - drain
            - refill
              1. slowly

            > never again

            ```
            check --all
            ```"#]],
    );
    check_in(
        "<table><thead><tr><th>part</th><th>state</th></tr></thead><tbody><tr><td>seal</td><td>worn</td></tr></tbody></table>",
        expect![[r#"
            | part | state |
            | ---- | ----- |
            | seal | worn  |"#]],
    );
}

#[test]
fn what_is_not_markup_is_dropped_and_what_is_words_is_kept() {
    check_in(
        "<p>a<script>b</script><style>c</style><svg><text>d</text></svg><custom-tag>e</custom-tag></p>",
        expect!["ae"],
    );
    check_in(
        "<p onclick=x style=y class=z id=w>a <font color=red>b</font></p><!-- c -->",
        expect!["a b"],
    );
    check_in(
        "<a href=\"javascript:x\">a</a> <img src=\"data:image/png;base64,AA\" alt=\"b\"> 1 &lt; 2 &amp; *3*",
        expect![[r#"a b 1 < 2 & \*3\*"#]],
    );
    check_in("no markup at all", expect!["no markup at all"]);
    check_in("", expect![[r#""#]]);
}

/// Markdown to HTML to Markdown to HTML: the second HTML must equal the first.
#[test]
fn what_can_be_said_in_both_survives_the_way_through_html() {
    for source in [
        "# One\n\n## Two\n\ntext with *emphasis*, **strength** and `code`\n",
        "a  \nb\n\nc\n",
        "- a\n- b\n  - c\n- d\n",
        "3. a\n4. b\n",
        "1. a\n\n   b\n\n2. c\n",
        "> a\n>\n> > b\n",
        "```rust\nfn a() {\n    b(&c);\n}\n```\n",
        "a [b](https://example.org/c \"d\") <https://example.org/>\n",
        "---\n",
        "1 \\< 2 \\& \\*3\\* \\_4\\_ \\# 5 \\[6\\](7) \\<b>\n",
        "\\# not a heading\n\n1\\. not a list\n\n\\- nor this\n",
        "a ` b `` c\n",
        "`a`` b`\n\n    indented\n",
        "Größe 点検 🔧\n",
    ] {
        let first = to_html(&parse(source));
        let back = html_to_markdown(&first);
        assert_eq!(
            to_html(&parse(&back)),
            first,
            "{source:?} came back as {back:?}"
        );
    }
}
