//! The committed TypeScript is what the Rust says. `HEARTH_WRITE_GENERATED=1` writes it anew.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::Path;

use hearth_api::typescript;

fn committed_equals(name: &str, generated: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../ui/src/lib/backend/generated")
        .join(name);
    if std::env::var_os("HEARTH_WRITE_GENERATED").is_some() {
        std::fs::write(&path, generated).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert!(
        committed == generated,
        "{name} is not what the Rust says; HEARTH_WRITE_GENERATED=1 cargo test -p hearth-api --test typescript"
    );
}

#[test]
fn types_are_what_the_rust_says() {
    committed_equals("types.ts", &typescript::types());
}

#[test]
fn commands_are_what_the_table_says() {
    committed_equals("commands.ts", &typescript::commands());
}
