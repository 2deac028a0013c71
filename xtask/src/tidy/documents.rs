//! Links in the documents: a relative target exists, and a fragment names a heading of the page it points to.

use super::Findings;
use super::source::line_of;
use crate::tree::Tree;

pub(super) fn check(tree: &Tree, findings: &mut Findings) {
    for (path, text) in tree.files("", &[".md"]) {
        // Lessons that tests read are not documents.
        if path.starts_with("tests/") || path.starts_with("crates/") && !path.ends_with("README.md")
        {
            continue;
        }
        let prose = without_code(text);
        for (at, target) in targets(&prose) {
            if let Some(problem) = problem_with(tree, path, target) {
                findings.broken(path, line_of(&prose, at), &problem);
            }
        }
    }
}

/// Returns what is wrong with a link from `path`, if anything.
fn problem_with(tree: &Tree, path: &str, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (file, fragment) = target.split_once('#').unwrap_or((target, ""));
    let file = match file {
        "" => path.to_owned(),
        file => resolve(path, file),
    };
    if !tree.has(&file) {
        return Some(format!("{target} leads nowhere"));
    }
    let text = tree.text(&file).filter(|_| !fragment.is_empty())?;
    let found = headings(text).any(|heading| slug(heading) == fragment);
    (!found).then(|| format!("{file} has no heading #{fragment}"))
}

/// Returns the targets of `[text](target)` and `src="target"`, with where they stand.
fn targets(prose: &str) -> Vec<(usize, &str)> {
    let starts = ["](", "src=\"", "srcset=\""];
    let mut found = Vec::new();
    for start in starts {
        for (at, _) in prose.match_indices(start) {
            let rest = prose.get(at + start.len()..).unwrap_or_default();
            let end = rest.find([')', '"', ' ', '\n']).unwrap_or(rest.len());
            found.push((at, rest.get(..end).unwrap_or_default()));
        }
    }
    found
}

/// Blanks fenced blocks and code spans, keeping lines.
fn without_code(text: &str) -> String {
    let mut fenced = false;
    let mut prose = String::new();
    for line in text.lines() {
        let is_fence = line.trim_start().starts_with("```");
        if !is_fence && !fenced {
            let outside = line.split('`').step_by(2);
            prose.push_str(&outside.collect::<Vec<_>>().join("`"));
        }
        fenced ^= is_fence;
        prose.push('\n');
    }
    prose
}

fn headings(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| line.trim_start_matches('#').trim())
}

/// Makes the fragment that a heading gets: lower case, hyphens for spaces, no punctuation.
fn slug(heading: &str) -> String {
    let kept = heading.to_lowercase();
    kept.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

fn resolve(from: &str, target: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.trim_end_matches('/').split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::super::tests::broken;
    use super::*;

    #[test]
    fn a_dead_link_is_caught() {
        let files = [
            (
                "README.md",
                "[a](docs/a.md) [b](docs/b.md)\n![c](docs/c.png) <img src=\"docs/d.png\">\n",
            ),
            (
                "docs/a.md",
                "# A page\n[up](../README.md) [web](https://example.org/x)\n",
            ),
        ];
        let found = broken(check, &files);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found.contains(&"README.md:1: docs/b.md leads nowhere".to_owned()));
    }

    #[test]
    fn a_missing_heading_is_caught() {
        let files = [
            (
                "docs/a.md",
                "# One, two: three\n[good](#one-two-three) [bad](#four)\n",
            ),
            ("docs/b.md", "[good](a.md#one-two-three) [bad](a.md#four)\n"),
        ];
        assert_eq!(broken(check, &files).len(), 2);
    }

    #[test]
    fn code_is_not_prose() {
        assert!(broken(check, &[("a.md", "`[x](y)`\n```\n[x](y)\n```\n")]).is_empty());
    }
}
