//! One box that jumps, searches and runs.

use serde_json::json;

use crate::machine::Machine;

#[test]
fn the_palette_finds_acts_and_lessons_and_forgives_a_slip() {
    let machine = Machine::new();
    machine.call("start_example", json!({}));
    let ask = |query: &str| {
        let acts = ["Today", "Exchange", "Log a lesson"];
        machine.call("palette", json!({ "query": query, "acts": acts }))
    };
    let first = ask("foot vlave")["lessons"][0]["title"].to_string();
    assert!(first.to_lowercase().contains("foot valve"), "{first}");
    assert_eq!(ask("exch")["acts"], json!([1]));
    assert_eq!(ask("")["acts"], json!([0, 1, 2]));
    assert_eq!(ask("")["lessons"], json!([]));
}
