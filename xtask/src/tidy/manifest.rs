//! Just enough of a reader for `Cargo.toml`: which crate this is, and what it depends on.

/// Where a dependency is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Normal,
    Dev,
    Build,
}

/// One dependency of a manifest.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dependency {
    pub(super) name: String,
    pub(super) section: Section,
    /// The line that names it, from 1.
    pub(super) line: usize,
}

/// Returns `package.name`.
pub(super) fn package_name(text: &str) -> Option<&str> {
    let mut here = "";
    text.lines().find_map(|line| {
        here = section_header(line).unwrap_or(here);
        let (key, value) = line.split_once('=')?;
        (here == "package" && key.trim() == "name").then(|| value.trim().trim_matches('"'))
    })
}

/// Returns every dependency, those of targets included and renamed ones by their true name.
pub(super) fn dependencies(text: &str) -> Vec<Dependency> {
    let mut found: Vec<Dependency> = Vec::new();
    let mut section = None;
    for (line, number) in text.lines().zip(1..) {
        if let Some(header) = section_header(line) {
            let (kind, crate_name) = dependency_section(header);
            section = kind.filter(|_| crate_name.is_none());
            if let (Some(section), Some(name)) = (kind, crate_name) {
                found.push(dependency(name, section, number));
            }
            continue;
        }
        if let (Some(section), Some((name, value))) = (section, line.split_once('=')) {
            let name = name.trim().split('.').next().unwrap_or_default();
            if !name.is_empty() && !name.starts_with('#') {
                let name = renamed(value).unwrap_or(name);
                found.push(dependency(name, section, number));
            }
        }
    }
    found
}

fn dependency(name: &str, section: Section, line: usize) -> Dependency {
    Dependency {
        name: name.trim_matches('"').to_owned(),
        section,
        line,
    }
}

fn section_header(line: &str) -> Option<&str> {
    let line = line.trim();
    line.strip_prefix('[')?.strip_suffix(']')
}

/// Reads `dependencies`, `dev-dependencies.name`, `target.'cfg(unix)'.dependencies` and the like.
fn dependency_section(header: &str) -> (Option<Section>, Option<&str>) {
    const KINDS: [(&str, Section); 3] = [
        ("dev-dependencies", Section::Dev),
        ("build-dependencies", Section::Build),
        ("dependencies", Section::Normal),
    ];
    if header.starts_with("workspace.") {
        return (None, None);
    }
    let tail = match header.strip_prefix("target.") {
        Some(target) => KINDS.iter().find_map(|(word, _)| {
            target
                .rfind(&format!(".{word}"))
                .and_then(|at| target.get(at + 1..))
        }),
        None => Some(header),
    };
    let Some(tail) = tail else {
        return (None, None);
    };
    for (word, kind) in KINDS {
        if tail == word {
            return (Some(kind), None);
        }
        if let Some(name) = tail
            .strip_prefix(word)
            .and_then(|rest| rest.strip_prefix('.'))
        {
            return (Some(kind), Some(name));
        }
    }
    (None, None)
}

fn renamed(value: &str) -> Option<&str> {
    let (_, rest) = value.split_once("package")?;
    rest.trim_start().strip_prefix('=')?.split('"').nth(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_section_is_read() {
        let text = r#"
[package]
name = "x"
[dependencies]
a.workspace = true
b = { version = "1" } # why
# c = "1"
d = { package = "true-d", version = "1" }
[dev-dependencies]
e = "1"
[target.'cfg(unix)'.dependencies]
f = "1"
[dependencies.g]
version = "1"
[build-dependencies]
h = "1"
[features]
i = []
"#;
        let found: Vec<_> = dependencies(text)
            .into_iter()
            .map(|d| (d.name, d.section))
            .collect();
        let expected = [
            ("a", Section::Normal),
            ("b", Section::Normal),
            ("true-d", Section::Normal),
            ("e", Section::Dev),
            ("f", Section::Normal),
            ("g", Section::Normal),
            ("h", Section::Build),
        ];
        assert_eq!(
            found,
            expected.map(|(name, section)| (name.to_owned(), section))
        );
        assert_eq!(package_name(text), Some("x"));
    }
}
