//! Settings of this machine, in `config.json` under the home. What this version does not know stays,
//! what it cannot read is as if it had not been chosen, and a file that is no JSON is put aside.

use std::fs;
use std::path::Path;

use hearth_core::Home;
use serde_json::{Map, Value};

use crate::error::ApiError;
use crate::wire::settings::Settings;

/// The settings as they were kept; the usual ones where nothing was.
pub(super) fn settings(home: &Home) -> Settings {
    let mut known = map_of(&Settings::default());
    for (name, value) in read(&home.config_file()).unwrap_or_default() {
        let Some(usual) = known.get(&name).cloned() else {
            continue;
        };
        known.insert(name.clone(), value);
        if of_map(&known).is_none() {
            known.insert(name, usual);
        }
    }
    of_map(&known).unwrap_or_default().within_limits()
}

/// Keeps settings, beside what this version does not know.
pub(super) fn keep(home: &Home, settings: &Settings) -> Result<(), ApiError> {
    let path = home.config_file();
    let mut all = match read(&path) {
        Some(all) => all,
        None => {
            put_aside(&path)?;
            Map::new()
        }
    };
    all.extend(map_of(&settings.clone().within_limits()));
    let written = path.with_extension("json.new");
    let text = format!("{:#}\n", Value::Object(all));
    fs::create_dir_all(home.path())
        .and_then(|()| fs::write(&written, text))
        .and_then(|()| fs::rename(&written, &path))
        .map_err(|error| ApiError::writing(&path, &error))
}

/// The file as it is; empty without one, `None` when it is no JSON object.
fn read(path: &Path) -> Option<Map<String, Value>> {
    match fs::read(path) {
        Ok(text) => serde_json::from_slice(&text).ok(),
        Err(_) => Some(Map::new()),
    }
}

fn put_aside(path: &Path) -> Result<(), ApiError> {
    let aside = path.with_extension("json.damaged");
    fs::rename(path, aside).map_err(|error| ApiError::writing(path, &error))
}

fn map_of(settings: &Settings) -> Map<String, Value> {
    match serde_json::to_value(settings) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

fn of_map(map: &Map<String, Value>) -> Option<Settings> {
    serde_json::from_value(Value::Object(map.clone())).ok()
}
