//! The TypeScript that the page is built against: every type that crosses, and one function per
//! command. `tests/typescript.rs` compares it with what is committed.

use std::collections::BTreeMap;
use std::fmt::Write;

use ts_rs::{Config, TS, TypeVisitor};

use crate::command::{Command, table};
use crate::error::ApiError;

const NOTE: &str = "// Written by hearth-api from its Rust types and its command table. Do not edit:\n// HEARTH_WRITE_GENERATED=1 cargo test -p hearth-api --test typescript\n";

/// Declarations of types by name, each with its documentation.
#[derive(Default)]
pub struct Declarations(BTreeMap<String, String>);

/// A command's types, as TypeScript writes them.
pub(crate) struct Signature {
    /// Name and type of each argument.
    arguments: Vec<(String, String)>,
    answer: String,
}

impl Declarations {
    /// Declares what a command takes and answers with.
    pub(crate) fn signature<A: TS + 'static, R: TS + 'static>(&mut self) -> Signature {
        A::visit_dependencies(self);
        self.visit::<R>();
        Signature {
            arguments: fields(&A::inline(&Config::default())),
            answer: R::name(&Config::default()),
        }
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        T::visit_generics(self);
        let config = Config::default();
        // Only what is declared under a name of its own has a place to be written to.
        if T::output_path().is_none() || self.0.contains_key(&T::ident(&config)) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let declaration = format!("{docs}export {}\n", T::decl(&config));
        let lines: Vec<&str> = declaration.lines().map(str::trim_end).collect();
        let declaration = lines.join("\n") + "\n";
        self.0.insert(T::ident(&config), declaration);
        T::visit_dependencies(self);
    }
}

/// Name and type of each field of `{ a: string, b: Array<T>, }`; none for an empty object.
fn fields(object: &str) -> Vec<(String, String)> {
    let object = without_comments(object);
    let Some(inside) = object
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
    else {
        return vec![];
    };
    let mut depth = 0_u32;
    let pieces = inside.split(|c| {
        match c {
            '<' | '{' | '(' | '[' => depth += 1,
            '>' | '}' | ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    });
    let named = pieces.filter_map(|piece| piece.split_once(':'));
    named
        .map(|(name, kind)| (name.trim().to_owned(), kind.trim().to_owned()))
        .collect()
}

fn without_comments(text: &str) -> String {
    let pieces = text.split("/*").enumerate();
    let kept = pieces.map(|(at, piece)| match piece.split_once("*/") {
        Some((_, after)) if at > 0 => after,
        _ => piece,
    });
    kept.collect()
}

/// Returns `types.ts`.
pub fn types() -> String {
    let mut declarations = declared(&mut vec![]);
    declarations.visit::<ApiError>();
    let mut file = NOTE.to_owned();
    for declaration in declarations.0.values() {
        file.push('\n');
        file.push_str(declaration);
    }
    file
}

/// Returns `commands.ts`.
pub fn commands() -> String {
    let mut signatures = Vec::new();
    let declarations = declared(&mut signatures);
    let functions: String = signatures
        .iter()
        .map(|(command, signature)| function(command, signature))
        .collect();
    let mut file = NOTE.to_owned();
    file.push_str("\nimport type {\n");
    for name in declarations
        .0
        .keys()
        .filter(|name| is_word_of(&functions, name))
    {
        let written = writeln!(file, "  {name},");
        written.expect("a string takes whatever is written");
    }
    file.push_str("} from './types';\n");
    file.push_str(
        "\n/** Sends one command to the engine and waits for its answer. */\n\
         export type Call = <T>(name: string, args?: Record<string, unknown>) => Promise<T>;\n\
         \n/** Every command of the engine as a typed function. */\n\
         export function commands(call: Call) {\n  return {\n",
    );
    file.push_str(&functions);
    file.push_str("  };\n}\n\nexport type Commands = ReturnType<typeof commands>;\n");
    file
}

fn declared(signatures: &mut Vec<(&'static Command, Signature)>) -> Declarations {
    let mut declarations = Declarations::default();
    for command in table() {
        signatures.push((command, (command.signature)(&mut declarations)));
    }
    declarations
}

fn function(command: &Command, signature: &Signature) -> String {
    let Signature { arguments, answer } = signature;
    let taken: Vec<String> = arguments
        .iter()
        .map(|(name, kind)| format!("{name}: {kind}"))
        .collect();
    let names: Vec<&str> = arguments.iter().map(|(name, _)| name.as_str()).collect();
    let sent = match names.as_slice() {
        [] => String::new(),
        names => format!(", {{ {} }}", names.join(", ")),
    };
    format!(
        "    {}: ({}) => call<{answer}>('{}'{sent}),\n",
        camel_case(command.name),
        taken.join(", "),
        command.name,
    )
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (initial, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        name + &initial.to_uppercase() + rest
    })
}

fn is_word_of(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .any(|found| found == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_read_from_an_object() {
        let named = |object| {
            fields(object)
                .into_iter()
                .map(|(name, _)| name)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            named("{ name: string, person: Record<string, T>, }"),
            ["name", "person"]
        );
        assert_eq!(named("{ \n/** a: comment, */ id: string, }"), ["id"]);
        assert!(named("Record<symbol, never>").is_empty());
    }

    #[test]
    fn names_are_written_as_the_page_writes_them() {
        assert_eq!(camel_case("undo_bring_in"), "undoBringIn");
        assert_eq!(camel_case("today"), "today");
    }
}
