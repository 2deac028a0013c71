//! Texts and what they merge to.

use hearth_testkit::merge::merge_lines;

use crate::Vector;

/// Name, base, ours, theirs.
const CASES: &[(&str, &str, &str, &str)] = &[
    ("both-sides-unchanged", "a\nb\n", "a\nb\n", "a\nb\n"),
    ("one-side-changed", "a\nb\n", "a\nB\n", "a\nb\n"),
    ("both-sides-changed-alike", "a\nb\n", "a\nB\n", "a\nB\n"),
    (
        "changes-far-apart",
        "a\nb\nc\nd\n",
        "A\nb\nc\nd\n",
        "a\nb\nc\nD\n",
    ),
    (
        "one-untouched-line-between",
        "a\nb\nc\n",
        "A\nb\nc\n",
        "a\nb\nC\n",
    ),
    ("no-untouched-line-between", "a\nb\n", "A\nb\n", "a\nB\n"),
    ("same-line-changed", "a\nb\nc\n", "a\nx\nc\n", "a\ny\nc\n"),
    (
        "same-edit-beside-another",
        "a\nb\nc\nd\ne\n",
        "A\nb\nc\nd\ne\n",
        "A\nb\nc\nd\nE\n",
    ),
    (
        "inserted-at-the-same-place",
        "a\nb\n",
        "a\nx\nb\n",
        "a\ny\nb\n",
    ),
    (
        "inserted-at-start-and-end",
        "a\nb\n",
        "x\na\nb\n",
        "a\nb\ny\n",
    ),
    (
        "removed-here-changed-there",
        "a\nb\nc\n",
        "a\nc\n",
        "a\nB\nc\n",
    ),
    (
        "removed-far-apart",
        "a\nb\nc\nd\ne\n",
        "b\nc\nd\ne\n",
        "a\nb\nc\nd\n",
    ),
    (
        "inside-a-run-of-identical-lines",
        "a\nx\nx\nx\nb\n",
        "a\nx\nx\nb\n",
        "a\nx\nx\nx\nx\nb\n",
    ),
    (
        "run-reaches-the-other-change",
        "x\nx\nx\nb\nc\n",
        "x\nx\nb\nc\n",
        "y\nx\nx\nb\nc\n",
    ),
    (
        "inserted-line-equals-the-one-before",
        "a\nb\nc\nd\n",
        "a\nb\nb\nc\nd\n",
        "A\nb\nc\nd\n",
    ),
    (
        "inserted-line-equals-the-one-after",
        "a\nb\nc\nd\n",
        "a\nb\nc\nc\nd\n",
        "a\nb\nc\nD\n",
    ),
    (
        "blank-lines-are-lines",
        "a\n\nb\n\nc\n",
        "a\n\nB\n\nc\n",
        "a\n\nb\n\n\nc\n",
    ),
    ("deletion-wins-a-tie", TIE.0, TIE.1, TIE.2),
    ("no-line-end-at-the-end", "a\nb\nc", "A\nb\nc", "a\nb\nc\n"),
    ("everything-removed", "a\nb\n", "", "a\nb\n"),
    (
        "everything-removed-here-changed-there",
        "a\nb\n",
        "",
        "a\nB\n",
    ),
    ("from-nothing", "", "a\n", "b\n"),
    (
        "carriage-returns-are-text",
        "a\r\nb\r\nc\r\n",
        "A\r\nb\r\nc\r\n",
        "a\r\nb\r\nC\r\n",
    ),
];

/// The result depends on which of two equally long edit scripts is found.
const TIE: (&str, &str, &str) = ("c\na\nc\na\n", "a\nc\nc\na\n", "c\na\nc\nz\n");

pub(crate) fn vectors() -> Vec<Vector> {
    let mut cases: Vec<(String, String, String, String)> = vec![];
    for (name, base, ours, theirs) in CASES {
        cases.push((
            (*name).to_owned(),
            (*base).to_owned(),
            (*ours).to_owned(),
            (*theirs).to_owned(),
        ));
    }
    for n_replaced in [512, 513] {
        let numbered =
            |from: usize, to: usize| (from..to).map(|n| format!("{n}\n")).collect::<String>();
        // Two of three lines stay, so that within the limit the sides do not touch.
        let ours: String = (0..3 * n_replaced)
            .map(|n| {
                if n % 3 == 0 {
                    format!("ours {n}\n")
                } else {
                    format!("{n}\n")
                }
            })
            .collect();
        let base = numbered(0, 3 * n_replaced) + "middle\nlast\n";
        let name = format!("{}-edits", 2 * n_replaced);
        let theirs = base.replace("\n100\n", "\n100\nbetween\n");
        cases.push((name, base, ours + "middle\nlast\n", theirs));
    }
    cases.into_iter().map(vector).collect()
}

fn vector((name, base, ours, theirs): (String, String, String, String)) -> Vector {
    let merged = merge_lines(&base, &ours, &theirs);
    let value =
        serde_json::json!({ "base": base, "ours": ours, "theirs": theirs, "merged": merged });
    let text = serde_json::to_string_pretty(&value).expect("texts are JSON") + "\n";
    Vector {
        path: format!("merge/{name}.json"),
        text,
    }
}
