//! Files of the built UI.

use std::fs;
use std::path::{Component, Path};

use serde_json::Value;

/// As strict as in the window, but for where commands go.
pub(crate) const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; \
    style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; object-src 'none'; \
    frame-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// An answer.
pub(crate) struct Body {
    pub(crate) status: u16,
    pub(crate) media_type: &'static str,
    pub(crate) bytes: Vec<u8>,
}

impl Body {
    pub(crate) fn status(status: u16) -> Self {
        Self {
            status,
            media_type: "text/plain",
            bytes: vec![],
        }
    }

    pub(crate) fn json(status: u16, value: &Value) -> Self {
        Self {
            status,
            media_type: "application/json",
            bytes: value.to_string().into_bytes(),
        }
    }
}

/// A file of the UI; its first page for every path that has no ending.
pub(crate) fn file(ui: Option<&Path>, path: &str) -> Body {
    let Some(ui) = ui else {
        return Body::status(404);
    };
    let asked = Path::new(path.trim_start_matches('/'));
    let asked = if asked.extension().is_none() {
        Path::new("index.html")
    } else {
        asked
    };
    let stays_inside = asked
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    match fs::read(ui.join(asked)) {
        Ok(bytes) if stays_inside => Body {
            status: 200,
            media_type: media_type(asked),
            bytes,
        },
        _ => Body::status(404),
    }
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}
