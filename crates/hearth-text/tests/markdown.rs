//! Markdown as people write it, and the nodes it becomes.

use expect_test::{Expect, expect};
use hearth_text::html::to_html;
use hearth_text::markdown::{Block, Inline, LinkTarget, parse};

const ID: &str = "018f6a1e-7c2b-7d3e-9a41-5b6c7d8e9f01";

fn check(source: &str, expected: Expect) {
    let json = serde_json::to_string_pretty(&parse(source).blocks).expect("nodes serialise");
    expected.assert_eq(&json);
}

fn check_html(source: &str, expected: Expect) {
    expected.assert_eq(&to_html(&parse(source)));
}

/// Every link in the first paragraph, with the words it shows.
fn lessons(source: &str) -> Vec<(String, String)> {
    let document = parse(source);
    let mut found = Vec::new();
    let blocks = document.blocks.iter();
    for inlines in blocks.filter_map(|block| match block {
        Block::Paragraph { inlines } => Some(inlines.clone()),
        Block::Table { rows, .. } => Some(rows.concat().concat()),
        _ => None,
    }) {
        for inline in inlines {
            if let Inline::Link {
                target: LinkTarget::Lesson { id },
                inlines,
                ..
            } = inline
            {
                found.push((id, hearth_text::plain::inline_text(&inlines)));
            }
        }
    }
    found
}

#[test]
fn nodes_cross_to_the_screen_in_this_shape() {
    check(
        "# One *two*\n\n1. [x] three[^n]\n\n| a |\n|:-:|\n| `b` |\n\n[^n]: <b>\n",
        expect![[r#"
            [
              {
                "type": "heading",
                "level": 1,
                "inlines": [
                  {
                    "type": "text",
                    "text": "One "
                  },
                  {
                    "type": "emphasis",
                    "inlines": [
                      {
                        "type": "text",
                        "text": "two"
                      }
                    ]
                  }
                ]
              },
              {
                "type": "list",
                "start": 1,
                "tight": true,
                "items": [
                  {
                    "checked": true,
                    "blocks": [
                      {
                        "type": "paragraph",
                        "inlines": [
                          {
                            "type": "text",
                            "text": "three"
                          },
                          {
                            "type": "footnoteRef",
                            "label": "n",
                            "number": 1
                          }
                        ]
                      }
                    ]
                  }
                ]
              },
              {
                "type": "table",
                "align": [
                  "center"
                ],
                "head": [
                  [
                    {
                      "type": "text",
                      "text": "a"
                    }
                  ]
                ],
                "rows": [
                  [
                    [
                      {
                        "type": "code",
                        "text": "b"
                      }
                    ]
                  ]
                ]
              },
              {
                "type": "footnote",
                "label": "n",
                "number": 1,
                "blocks": [
                  {
                    "type": "html",
                    "text": "<b>\n"
                  }
                ]
              }
            ]"#]],
    );
}

#[test]
fn lists_keep_their_spacing_numbers_and_boxes() {
    check_html(
        "3. a\n4. b\n",
        expect![[r#"
        <ol start="3">
        <li>a</li>
        <li>b</li>
        </ol>
    "#]],
    );
    check_html(
        "- [ ] a\n- [x] b\n  - c\n",
        expect![[r#"
        <ul>
        <li><input type="checkbox" disabled="" /> a</li>
        <li><input type="checkbox" disabled="" checked="" /> b
        <ul>
        <li>c</li>
        </ul>
        </li>
        </ul>
    "#]],
    );
    check_html(
        "- [x] a\n\n- b\n",
        expect![[r#"
        <ul>
        <li><input type="checkbox" disabled="" checked="" /> 
        <p>a</p>
        </li>
        <li>
        <p>b</p>
        </li>
        </ul>
    "#]],
    );
}

#[test]
fn tables_are_as_wide_as_their_head() {
    check_html(
        "| a | b |\n|:--|--:|\n| 1 |\n| 1 | 2 | 3 |\n",
        expect![[r#"
            <table>
            <thead>
            <tr>
            <th align="left">a</th>
            <th align="right">b</th>
            </tr>
            </thead>
            <tbody>
            <tr>
            <td align="left">1</td>
            <td align="right"></td>
            </tr>
            <tr>
            <td align="left">1</td>
            <td align="right">2</td>
            </tr>
            </tbody>
            </table>
        "#]],
    );
}

#[test]
fn footnotes_are_numbered_by_first_mention_and_come_last() {
    check_html(
        "[^never]: c\n\n[^b]: second\n\n[^a]: first\n\nx[^A] y[^b] z[^a] w[^undefined]\n",
        expect![[r##"
            <p>x<sup><a href="#fn-1">1</a></sup> y<sup><a href="#fn-2">2</a></sup> z<sup><a href="#fn-1">1</a></sup> w[^undefined]</p>
            <div class="footnote" id="fn-1">
            <sup>1</sup>
            <p>first</p>
            </div>
            <div class="footnote" id="fn-2">
            <sup>2</sup>
            <p>second</p>
            </div>
            <div class="footnote" id="fn-3">
            <sup>3</sup>
            <p>c</p>
            </div>
        "##]],
    );
}

#[test]
fn lessons_are_linked_by_id() {
    let upper = ID.to_uppercase();
    let words = |words: &str| vec![(ID.to_owned(), words.to_owned())];
    assert_eq!(lessons(&format!("see [[{ID}]].")), words(""));
    assert_eq!(lessons(&format!("[[{upper}|the seal]]")), words("the seal"));
    assert_eq!(
        lessons(&format!("[the seal](hearth://item/{ID})")),
        words("the seal")
    );
    assert_eq!(
        lessons(&format!("| a |\n|---|\n| [[{ID}\\|b]] |\n")),
        words("b")
    );
}

#[test]
fn other_double_brackets_stay_what_they_are() {
    for text in ["[[any text]]", "[[", "[[a|b]]", "]]"] {
        assert_eq!(to_html(&parse(text)), format!("<p>{text}</p>\n"));
    }
    for escaped in [
        format!("\\[[{ID}]]"),
        format!("[\\[{ID}]]"),
        format!("&#91;[{ID}]]"),
        format!("`[[{ID}]]`"),
    ] {
        assert_eq!(lessons(&escaped), vec![], "{escaped}");
    }
    assert_eq!(
        to_html(&parse("[[1]](https://example.org/a)")),
        "<p><a href=\"https://example.org/a\">[1]</a></p>\n"
    );
}

#[test]
fn raw_html_is_text() {
    check_html(
        "<script>alert(1)</script>\n\na <b onclick=x>b</b>\n",
        expect![[r#"
            <pre>&lt;script&gt;alert(1)&lt;/script&gt;
            </pre>
            <p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>
        "#]],
    );
}

#[test]
fn text_is_never_empty_and_never_beside_text() {
    let document = parse("a\\*b &amp; [c] [[d]] e\\\\f");
    let Some(Block::Paragraph { inlines }) = document.blocks.first() else {
        panic!("no paragraph")
    };
    assert_eq!(
        inlines,
        &[Inline::Text {
            text: "a*b & [c] [[d]] e\\f".into()
        }]
    );
}
