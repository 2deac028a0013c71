//! What was chosen for this machine.

use serde_json::json;

use crate::machine::{Machine, founded};

#[test]
fn settings_are_kept_beside_those_that_are_not_known_here() {
    let machine = founded();
    let config = machine.folder.path().join("home/config.json");
    std::fs::write(&config, r#"{"later":1}"#).unwrap();
    let settings = |machine: &Machine| machine.call("app_status", json!({}))["settings"].clone();
    let mut chosen = settings(&machine);
    chosen["theme"] = json!("hc-dark");
    chosen["readingSize"] = json!(200);
    machine.call("set_settings", json!({ "settings": chosen }));
    assert_eq!(settings(&machine)["theme"], "hc-dark");
    assert_eq!(settings(&machine)["readingSize"], 28, "no letter is larger");
    assert!(std::fs::read_to_string(&config).unwrap().contains("later"));
}

#[test]
fn one_setting_that_cannot_be_read_does_not_take_the_others_with_it() {
    let machine = founded();
    let config = machine.folder.path().join("home/config.json");
    std::fs::write(
        &config,
        r#"{"theme":"plaid","language":"de","readingSize":21}"#,
    )
    .unwrap();
    let settings = machine.call("app_status", json!({}))["settings"].clone();
    assert_eq!(settings["theme"], "system");
    assert_eq!(settings["language"], "de");
    assert_eq!(settings["readingSize"], 21);
}

#[test]
fn a_damaged_settings_file_is_put_aside_and_not_written_over() {
    let machine = founded();
    let config = machine.folder.path().join("home/config.json");
    std::fs::write(&config, "{ half").unwrap();
    let settings = machine.call("app_status", json!({}))["settings"].clone();
    assert_eq!(settings["theme"], "system");
    machine.call("set_settings", json!({ "settings": settings }));
    let aside = config.with_extension("json.damaged");
    assert_eq!(std::fs::read_to_string(aside).unwrap(), "{ half");
}
