//! Text as a terminal shows it: nothing that moves the cursor or turns the direction of writing,
//! columns that line up in every script, counts and dates in words.

use chrono::{DateTime, Local, SecondsFormat, Utc};
use unicode_width::UnicodeWidthStr;

/// One line, with what a terminal would act on written out.
pub(crate) fn shown(text: &str) -> String {
    escaped(text, |_| false)
}

/// Several lines, likewise; line feeds and tabs stay.
pub(crate) fn shown_lines(text: &str) -> String {
    escaped(text, |c| matches!(c, '\n' | '\t'))
}

fn escaped(text: &str, keep: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if (c.is_control() || turns_direction(c)) && !keep(c) {
            out.push_str(&format!("<U+{:04X}>", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// Unicode's directional formatting characters, which can make a name look like another.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The text with spaces up to a width in columns.
pub(crate) fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(missing))
}

/// Rows with columns that line up; the last column is left as it is.
pub(crate) fn table(rows: &[Vec<String>]) -> Vec<String> {
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..n_columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths);
        let padded: Vec<String> = cells.map(|(cell, width)| padded(cell, *width)).collect();
        padded.join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

/// "1 lesson", "2 lessons".
pub(crate) fn count(n: impl Into<u64>, one: &str, several: &str) -> String {
    match n.into() {
        1 => format!("1 {one}"),
        n => format!("{} {several}", number(n)),
    }
}

/// A number with commas between thousands.
pub(crate) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A day, by this machine's clock: `4 Mar 2025`.
pub(crate) fn day(ms: i64) -> String {
    local(ms, "%-d %b %Y")
}

/// A day and a time, by this machine's clock: `4 Mar 2025, 16:40`.
pub(crate) fn moment(ms: i64) -> String {
    local(ms, "%-d %b %Y, %H:%M")
}

fn local(ms: i64, shape: &str) -> String {
    DateTime::<Utc>::from_timestamp_millis(ms).map_or_else(
        || "at an unknown time".to_owned(),
        |time| time.with_timezone(&Local).format(shape).to_string(),
    )
}

/// A moment for programs: ISO 8601 in UTC with milliseconds.
pub(crate) fn iso(ms: i64) -> Option<String> {
    let time = DateTime::<Utc>::from_timestamp_millis(ms)?;
    Some(time.to_rfc3339_opts(SecondsFormat::Millis, true))
}

/// A word with a capital.
pub(crate) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// The end of an id, which is enough to name a lesson.
pub(crate) fn short_id(id: &str) -> &str {
    id.char_indices()
        .nth_back(7)
        .and_then(|(at, _)| id.get(at..))
        .unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_that_it_would_act_on() {
        assert_eq!(shown("a\u{1b}[2Jb\n"), "a<U+001B>[2Jb<U+000A>");
        assert_eq!(shown("\u{202e}gpj.exe"), "<U+202E>gpj.exe");
        assert_eq!(shown_lines("é\n\t\u{7}"), "é\n\t<U+0007>");
    }

    #[test]
    fn columns_line_up_in_every_script() {
        let rows = [
            vec!["水".to_owned(), "a".to_owned()],
            vec!["ab c".to_owned(), "b".to_owned()],
        ];
        assert_eq!(table(&rows), ["水    a", "ab c  b"]);
    }

    #[test]
    fn counts_are_words() {
        assert_eq!(count(1u32, "lesson", "lessons"), "1 lesson");
        assert_eq!(count(0u32, "lesson", "lessons"), "0 lessons");
        assert_eq!(
            count(1_234_567u32, "lesson", "lessons"),
            "1,234,567 lessons"
        );
    }

    #[test]
    fn an_id_is_named_by_its_end() {
        assert_eq!(short_id("0197f3a2-6c1e-7d40-9b52-3e8f1c0a7d11"), "1c0a7d11");
        assert_eq!(short_id("ab"), "ab");
    }
}
