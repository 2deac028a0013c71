//! JSON Lines: one record a line, as `docs/format/jsonl.md` describes it.
//!
//! Reads as a stream, whatever its length. A line that gives no lesson is an error with its number,
//! and the next line follows; only a newer format and a failing file end the stream.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use hearth_model::lesson::LessonKind;
use hearth_model::link::LinkType;
use serde_json::{Map, Value};

use super::record::{Defaults, Record, RecordError, content_id};
use crate::foreign::{ForeignLesson, ForeignLink, Skipped};

/// The version of the format that is read and written.
pub const VERSION: u64 = 1;

/// The field of the first line that names the version.
pub(crate) const VERSION_FIELD: &str = "hearth_jsonl";

/// The system of records that name none.
pub const DEFAULT_SYSTEM: &str = "jsonl";

/// The longest line.
pub const MAX_LINE_BYTES: usize = 4 << 20;

/// The most answers of one record.
const MAX_ANSWERS: usize = 10_000;

/// Why a line gives no lesson.
#[derive(Debug, thiserror::Error)]
pub enum LineProblem {
    /// Longer than [`MAX_LINE_BYTES`].
    #[error("the line is longer than 4 MiB")]
    TooLong,
    /// Bytes that are not UTF-8.
    #[error("the line is not UTF-8 text")]
    NotText,
    /// Text that is not JSON.
    #[error("the line is not JSON")]
    NotJson(#[source] serde_json::Error),
    /// JSON of another kind.
    #[error("the line is not a JSON object")]
    NotAnObject,
    /// An object without a lesson in it.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// Written by a newer program; the stream ends here.
    #[error("the file has version {0} of the format, only version 1 is read")]
    NewerVersion(Value),
    /// The file cannot be read further; the stream ends here.
    #[error("read the file")]
    Read(#[source] io::Error),
}

/// A line that gives no lesson.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct LineError {
    /// Its number, from 1.
    pub line: u64,
    /// What is wrong with it.
    #[source]
    pub problem: LineProblem,
}

/// Reads JSON Lines; an iterator over lessons and errors, in the order of the lines.
#[derive(Debug)]
pub struct Reader<R> {
    input: R,
    system: String,
    line: u64,
    n_records: u64,
    ended: bool,
    ready: VecDeque<ForeignLesson>,
}

impl<R: BufRead> Reader<R> {
    /// Reads from `input`; records that name no system belong to [`DEFAULT_SYSTEM`].
    pub fn new(input: R) -> Self {
        Reader {
            input,
            system: DEFAULT_SYSTEM.to_owned(),
            line: 0,
            n_records: 0,
            ended: false,
            ready: VecDeque::new(),
        }
    }

    /// The line that was read last, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many lines held a record so far: all but blank lines and the first line's version.
    pub fn n_records(&self) -> u64 {
        self.n_records
    }

    /// Reads one line; `None` at the end of the input.
    fn next_line(&mut self) -> Option<Result<(), LineProblem>> {
        let line = match read_line(&mut self.input) {
            Ok(None) => return None,
            Ok(Some(line)) => line,
            Err(error) => {
                self.ended = true;
                return Some(Err(LineProblem::Read(error)));
            }
        };
        self.line = self.line.saturating_add(1);
        Some(self.read(line))
    }

    fn read(&mut self, line: Line) -> Result<(), LineProblem> {
        let bytes = match &line {
            Line::TooLong => None,
            Line::Complete(bytes) => Some(without_mark(bytes, self.line)),
        };
        if bytes.is_some_and(|bytes| bytes.trim_ascii().is_empty()) {
            return Ok(());
        }
        self.n_records = self.n_records.saturating_add(1);
        let text =
            str::from_utf8(bytes.ok_or(LineProblem::TooLong)?).map_err(|_| LineProblem::NotText)?;
        match serde_json::from_str(text).map_err(LineProblem::NotJson)? {
            Value::Object(values) if self.line == 1 && values.contains_key(VERSION_FIELD) => {
                self.read_version(values)
            }
            Value::Object(values) => {
                self.ready.extend(lessons(values, &self.system)?);
                Ok(())
            }
            _ => Err(LineProblem::NotAnObject),
        }
    }

    /// Reads the first line where it names the version, and with it the system of all records.
    fn read_version(&mut self, mut values: Map<String, Value>) -> Result<(), LineProblem> {
        self.n_records = 0;
        let version = values.remove(VERSION_FIELD).unwrap_or_default();
        if version != VERSION {
            self.ended = true;
            return Err(LineProblem::NewerVersion(version));
        }
        if let Some(Value::String(system)) = values.remove("system") {
            self.system = system;
        }
        Ok(())
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<ForeignLesson, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(lesson) = self.ready.pop_front() {
                return Some(Ok(lesson));
            }
            if self.ended {
                return None;
            }
            if let Err(problem) = self.next_line()? {
                return Some(Err(LineError {
                    line: self.line,
                    problem,
                }));
            }
        }
    }
}

/// A line without its end.
enum Line {
    Complete(Vec<u8>),
    TooLong,
}

/// Reads to the next line feed, holding no more than [`MAX_LINE_BYTES`].
fn read_line(input: &mut impl BufRead) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    let (mut any, mut fits) = (false, true);
    loop {
        let buffer = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            buffer => buffer?,
        };
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let (part, used) = match end.and_then(|end| buffer.split_at_checked(end)) {
            Some((part, _)) => (part, part.len().saturating_add(1)),
            None => (buffer, buffer.len()),
        };
        any |= used > 0;
        fits &= line.len().saturating_add(part.len()) <= MAX_LINE_BYTES;
        if fits {
            line.extend_from_slice(part);
        } else {
            line = Vec::new();
        }
        input.consume(used);
        if end.is_some() || used == 0 {
            break;
        }
    }
    Ok(any.then_some(if fits {
        Line::Complete(line)
    } else {
        Line::TooLong
    }))
}

/// Without the byte order mark that some programs put at the head of a file.
fn without_mark(bytes: &[u8], line: u64) -> &[u8] {
    match line {
        1 => bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes),
        _ => bytes,
    }
}

/// The lesson of a record, followed by one for each of its answers.
fn lessons(values: Map<String, Value>, system: &str) -> Result<Vec<ForeignLesson>, RecordError> {
    let mut record = Record::new(values);
    let answers = take_answers(&mut record);
    let n_comments = n_items(record.take("comments"));
    for _ in 0..n_comments {
        record.skip("comments", "are not brought in");
    }
    if record.take("attachments").is_some() {
        record.skip("attachments", "cannot be carried by JSON Lines");
    }
    let kind = if answers.is_empty() {
        LessonKind::Story
    } else {
        LessonKind::Problem
    };
    let defaults = Defaults {
        system,
        id: None,
        kind,
        title: None,
    };
    let mut lesson = record.into_lesson(defaults)?;
    let mut all = Vec::with_capacity(answers.len().saturating_add(1));
    for answer in answers {
        match solution(answer, &lesson) {
            Ok(solution) => all.push(solution),
            Err(error) => {
                let skipped = Skipped::new("answers", "holds one that gives no lesson");
                lesson.skipped.push(skipped.with_detail(error.to_string()));
            }
        }
    }
    all.insert(0, lesson);
    Ok(all)
}

fn take_answers(record: &mut Record) -> Vec<Map<String, Value>> {
    let items = match record.take("answers") {
        Some(Value::Array(items)) => items,
        Some(_) => {
            record.skip("answers", "is not a list");
            Vec::new()
        }
        None => Vec::new(),
    };
    let mut answers = Vec::new();
    for item in items {
        match item {
            Value::Object(values) if answers.len() < MAX_ANSWERS => answers.push(values),
            Value::Object(_) => record.skip("answers", "are more than 10,000"),
            _ => record.skip("answers", "holds something that is not an object"),
        }
    }
    answers
}

/// A solution made from an answer to `problem`.
fn solution(
    values: Map<String, Value>,
    problem: &ForeignLesson,
) -> Result<ForeignLesson, RecordError> {
    let mut record = Record::new(values);
    let accepted = record.take("accepted") == Some(Value::Bool(true));
    let n_comments = n_items(record.take("comments"));
    for _ in 0..n_comments {
        record.skip("comments", "are not brought in");
    }
    let named = record.has("id");
    let system = &problem.external.system;
    let defaults = Defaults {
        system,
        id: None,
        kind: LessonKind::Solution,
        title: None,
    };
    let mut solution = record.into_lesson(defaults)?;
    if !named {
        solution.external.id = content_id(&[&problem.external.id, &solution.external.id]);
    }
    if solution.tags.is_empty() {
        solution.tags.clone_from(&problem.tags);
    }
    let kinds = [LinkType::Solves, LinkType::AcceptedFor];
    for kind in kinds.into_iter().take(if accepted { 2 } else { 1 }) {
        let link = ForeignLink {
            kind,
            to: problem.external.id.clone(),
        };
        if !solution.links.contains(&link) {
            solution.links.push(link);
        }
    }
    Ok(solution)
}

fn n_items(value: Option<Value>) -> usize {
    match value {
        None => 0,
        Some(Value::Array(items)) => items.len(),
        Some(_) => 1,
    }
}
