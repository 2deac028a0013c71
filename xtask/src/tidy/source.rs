//! Just enough of a Rust scanner: code without comments and literals, the part before the tests, functions and their lengths.

/// Returns `text` with comments, strings and character literals replaced by blanks; every line keeps its length in characters.
pub(super) fn code_only(text: &str) -> String {
    let mut scanner = Scanner {
        rest: text.chars().collect(),
        at: 0,
        code: String::with_capacity(text.len()),
    };
    scanner.scan();
    scanner.code
}

/// Returns the part of a file before its inline test module.
pub(super) fn before_tests(text: &str) -> &str {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("#[cfg(test)]") {
            let after = text.get(start + line.len()..).unwrap_or_default();
            let next = after.lines().find(|line| !line.starts_with("#["));
            if next.is_some_and(|line| line.starts_with("mod ") && line.ends_with('{')) {
                return text.get(..start).unwrap_or_default();
            }
        }
        start += line.len();
    }
    text
}

/// Tells whether a path holds only tests, benches or examples.
pub(super) fn is_test_file(path: &str) -> bool {
    const FOLDERS: &[&str] = &["tests", "benches", "examples"];
    let name = path.rsplit('/').next().unwrap_or_default();
    name == "tests.rs"
        || name.contains(".test.")
        || path.split('/').any(|part| FOLDERS.contains(&part))
}

/// A function found in code.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Function {
    pub(super) name: String,
    /// The line of `fn`, from 1.
    pub(super) line: usize,
    /// Lines from `fn` to the closing brace.
    pub(super) n_lines: usize,
}

/// Finds the functions that have a body. Takes the result of [`code_only`].
pub(super) fn functions(code: &str) -> Vec<Function> {
    let words = code.match_indices("fn ").filter(|(at, _)| {
        let before = code.get(..*at).and_then(|text| text.chars().next_back());
        before.is_none_or(|c| c.is_whitespace() || c == '(')
    });
    words.filter_map(|(at, _)| function_at(code, at)).collect()
}

fn function_at(code: &str, at: usize) -> Option<Function> {
    let rest = code.get(at..)?;
    let name: String = rest
        .chars()
        .skip(3)
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    if name.is_empty() {
        return None;
    }
    let open = body_start(rest)?;
    let close = open + matching_brace(rest.get(open..)?)?;
    Some(Function {
        name,
        line: code.get(..at)?.matches('\n').count() + 1,
        n_lines: rest.get(..close)?.matches('\n').count() + 1,
    })
}

/// Finds the brace that opens a body; a semicolon outside brackets means that there is none.
fn body_start(rest: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in rest.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '{' if depth == 0 => return Some(at),
            ';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

fn matching_brace(body: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in body.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return Some(at),
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// Returns the number of the line that holds the byte `at`, from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text.get(..at)
        .map_or(0, |before| before.matches('\n').count())
        + 1
}

struct Scanner {
    rest: Vec<char>,
    at: usize,
    code: String,
}

impl Scanner {
    fn scan(&mut self) {
        while let Some(c) = self.peek(0) {
            match c {
                '/' if self.peek(1) == Some('/') => self.blank_until(|s| s.peek(0) == Some('\n')),
                '/' if self.peek(1) == Some('*') => self.block_comment(),
                '"' => self.string(),
                'r' | 'b' | 'c' if !self.inside_word() => self.prefixed(),
                '\'' => self.quote(),
                _ => self.keep(),
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.rest.get(self.at + ahead).copied()
    }

    fn inside_word(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.rest.get(at));
        before.is_some_and(|c| c.is_alphanumeric() || *c == '_')
    }

    fn keep(&mut self) {
        if let Some(c) = self.peek(0) {
            self.code.push(c);
            self.at += 1;
        }
    }

    fn blank(&mut self) {
        if let Some(c) = self.peek(0) {
            self.code.push(if c == '\n' { '\n' } else { ' ' });
            self.at += 1;
        }
    }

    fn blank_until(&mut self, done: impl Fn(&Self) -> bool) {
        while self.peek(0).is_some() && !done(self) {
            self.blank();
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        while self.peek(0).is_some() {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                _ => {
                    self.blank();
                    continue;
                }
            }
            self.blank();
            self.blank();
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        self.blank();
        while let Some(c) = self.peek(0) {
            self.blank();
            match c {
                '\\' => self.blank(),
                '"' => return,
                _ => {}
            }
        }
    }

    /// A raw, byte or C string, or a word that only starts like one.
    fn prefixed(&mut self) {
        let mut ahead = 0;
        while matches!(self.peek(ahead), Some('r' | 'b' | 'c')) && ahead < 2 {
            ahead += 1;
        }
        let mut hashes = 0;
        while self.peek(ahead + hashes) == Some('#') {
            hashes += 1;
        }
        let is_raw = (0..ahead).any(|i| self.peek(i) == Some('r'));
        match self.peek(ahead + hashes) {
            Some('"') if is_raw => self.raw_string(ahead, hashes),
            Some('"') if hashes == 0 => {
                (0..ahead).for_each(|_| self.blank());
                self.string();
            }
            _ => self.keep(),
        }
    }

    fn raw_string(&mut self, prefix: usize, hashes: usize) {
        (0..prefix + hashes + 1).for_each(|_| self.blank());
        let ends = |s: &Self| {
            s.peek(0) == Some('"') && (1..=hashes).all(|ahead| s.peek(ahead) == Some('#'))
        };
        self.blank_until(ends);
        (0..hashes + 1).for_each(|_| self.blank());
    }

    /// A character literal is blanked; a lifetime is kept.
    fn quote(&mut self) {
        let is_literal = self.peek(1) == Some('\\') || self.peek(2) == Some('\'');
        if !is_literal {
            return self.keep();
        }
        self.blank();
        if self.peek(0) == Some('\\') {
            self.blank();
        }
        self.blank();
        self.blank_until(|s| s.peek(0) == Some('\''));
        self.blank();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squeezed(text: &str) -> String {
        code_only(text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn comments_and_literals_become_blanks() {
        assert_eq!(squeezed("a /* x /* y */ z */ b // c\nd"), "a b d");
        assert_eq!(
            squeezed(r##"let s = "a \" b"; t(r#"x " y"#, b"z", 'q', '\n', '\'')"##),
            "let s = ; t( , , , , )"
        );
        assert_eq!(
            squeezed("fn f<'a>(x: &'a str) -> char { 'b' }"),
            "fn f<'a>(x: &'a str) -> char { }"
        );
        assert_eq!(squeezed("break; crab(b); r#type"), "break; crab(b); r#type");
    }

    #[test]
    fn lines_stay_where_they_are() {
        let text = "a\n\"b\nc\"\nd";
        assert_eq!(code_only(text).lines().count(), text.lines().count());
    }

    #[test]
    fn functions_have_names_lines_and_lengths() {
        let code = "struct S;\nfn one() -> [u8; 2] {\n    [0; 2]\n}\ntrait T { fn none(&self); }\npub fn two() {}\n";
        let found: Vec<_> = functions(code)
            .into_iter()
            .map(|f| (f.name, f.line, f.n_lines))
            .collect();
        assert_eq!(found, [("one".to_owned(), 2, 3), ("two".to_owned(), 6, 1)]);
    }

    #[test]
    fn the_test_module_is_cut_off() {
        assert_eq!(before_tests("a\n#[cfg(test)]\nmod tests {\n}\n"), "a\n");
        assert_eq!(
            before_tests("#[cfg(test)]\nfn x() {}\nb\n"),
            "#[cfg(test)]\nfn x() {}\nb\n"
        );
        assert_eq!(
            before_tests("#[cfg(test)]\nmod tests;\nb\n"),
            "#[cfg(test)]\nmod tests;\nb\n"
        );
    }
}
