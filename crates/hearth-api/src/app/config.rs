//! Settings of this machine, in `config.json` under the home. What this version does not know stays.

use std::fs;

use hearth_core::Home;
use serde_json::{Map, Value};

use crate::error::ApiError;
use crate::wire::status::Theme;

/// The theme of the window; the desktop's when nothing was chosen or the file cannot be read.
pub(super) fn theme(home: &Home) -> Theme {
    read(home)
        .get("theme")
        .and_then(|theme| serde_json::from_value(theme.clone()).ok())
        .unwrap_or_default()
}

/// Keeps the theme.
pub(super) fn keep_theme(home: &Home, theme: Theme) -> Result<(), ApiError> {
    let mut settings = read(home);
    settings.insert("theme".to_owned(), serde_json::json!(theme));
    let path = home.config_file();
    let written = path.with_extension("json.new");
    let text = format!("{:#}\n", Value::Object(settings));
    fs::create_dir_all(home.path())
        .and_then(|()| fs::write(&written, text))
        .and_then(|()| fs::rename(&written, &path))
        .map_err(|error| ApiError::writing(&path, &error))
}

fn read(home: &Home) -> Map<String, Value> {
    let text = fs::read(home.config_file()).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}
