//! `hearth-blob://localhost/<hash>`: attached pictures, from the store, to `<img>` only.
//!
//! Everything that is not one of four kinds of picture is "not there". The scheme has no capability,
//! and an answer tells the page that it may not be anything else than what it says.

use std::sync::Arc;

use hearth_api::{App, picture};
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, Runtime, UriSchemeContext, UriSchemeResponder};

/// The scheme's name.
pub(crate) const SCHEME: &str = "hearth-blob";

/// Answers for one picture, off the main thread.
pub(crate) fn serve<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let app = Arc::clone(&context.app_handle().state::<Arc<App>>());
    tauri::async_runtime::spawn_blocking(move || {
        let hash = request.uri().path().trim_start_matches('/');
        responder.respond(answer(&app, hash));
    });
}

fn answer(app: &App, hash: &str) -> Response<Vec<u8>> {
    let bytes = app.blob(hash).ok().flatten();
    let shown = bytes.and_then(|bytes| Some((picture::media_type(&bytes)?, bytes)));
    let (status, media_type, bytes) = match shown {
        Some((media_type, bytes)) => (StatusCode::OK, media_type, bytes),
        None => (StatusCode::NOT_FOUND, "text/plain", vec![]),
    };
    let mut response = Response::new(bytes);
    *response.status_mut() = status;
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox",
        ),
    ];
    for (name, value) in headers {
        let value = header::HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
    }
    response
}
