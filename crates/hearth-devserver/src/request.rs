//! From a request to its answer.

use std::io::Read;
use std::path::PathBuf;

use hearth_api::{ApiError, Code, command};
use serde_json::{Value, json};
use tiny_http::{Header, Method, Request, Response};

use crate::Served;
use crate::page::{self, Body};

/// Longest body read, bytes; a draft may hold a long text.
const MAX_BODY: u64 = 8 << 20;

/// Answers one request; one that is gone meanwhile is nobody's loss.
pub(crate) fn answer(served: &Served, mut request: Request) {
    let body = body_of(served, &mut request);
    let headers = [
        ("Content-Type", body.media_type),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", page::CONTENT_SECURITY_POLICY),
        ("Cache-Control", "no-store"),
    ];
    let mut response = Response::from_data(body.bytes).with_status_code(body.status);
    for (name, value) in headers {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    drop(request.respond(response));
}

fn body_of(served: &Served, request: &mut Request) -> Body {
    // A page of another origin may send requests here; it knows neither the host nor the token.
    let host = served.origin.trim_start_matches("http://");
    if header(request, "Host") != Some(host) {
        return Body::status(403);
    }
    let url = request.url().to_owned();
    let (path, query) = url.split_once('?').unwrap_or((&url, ""));
    let method = request.method().clone();
    let bearer = header(request, "Authorization").and_then(|said| said.strip_prefix("Bearer "));
    let knows_token = bearer == Some(&served.token);
    match (&method, path.trim_start_matches('/').split_once('/')) {
        (Method::Post, Some(("call", name))) if knows_token => call(served, name, request),
        (Method::Post, None) if path == "/dialogs" && knows_token => dialogs(served, request),
        (Method::Get, None) if path == "/events" && knows_token => {
            let after = parameter(query, "after").and_then(|after| after.parse().ok());
            Body::json(200, &served.person.heard_after(after.unwrap_or(0)))
        }
        (Method::Get, Some(("blob", hash))) if parameter(query, "token") == Some(&served.token) => {
            blob(served, hash)
        }
        (Method::Get, first)
            if !matches!(first, Some(("call" | "blob", _))) && path != "/events" =>
        {
            page::file(served.ui.as_deref(), path)
        }
        _ => Body::status(403),
    }
}

fn call(served: &Served, name: &str, request: &mut Request) -> Body {
    let answer = read_json(request)
        .ok_or_else(|| ApiError::with(Code::BadArguments, [("name", name.to_owned())]))
        .and_then(|arguments| command::call(&served.app, name, arguments));
    match answer {
        Ok(answer) => Body::json(200, &answer),
        Err(error) => Body::json(422, &json!(error)),
    }
}

fn dialogs(served: &Served, request: &mut Request) -> Body {
    let paths =
        read_json(request).and_then(|paths| serde_json::from_value::<Vec<PathBuf>>(paths).ok());
    match paths {
        Some(paths) => {
            served.person.will_answer(paths);
            Body::json(200, &Value::Null)
        }
        None => Body::status(400),
    }
}

fn blob(served: &Served, hash: &str) -> Body {
    let bytes = served.app.blob(hash).ok().flatten();
    let picture = bytes.and_then(|bytes| Some((hearth_api::picture::media_type(&bytes)?, bytes)));
    match picture {
        Some((media_type, bytes)) => Body {
            status: 200,
            media_type,
            bytes,
        },
        None => Body::status(404),
    }
}

fn read_json(request: &mut Request) -> Option<Value> {
    let mut text = Vec::new();
    request
        .as_reader()
        .take(MAX_BODY)
        .read_to_end(&mut text)
        .ok()?;
    serde_json::from_slice(&text).ok()
}

fn header<'r>(request: &'r Request, name: &'static str) -> Option<&'r str> {
    let found = request
        .headers()
        .iter()
        .find(|header| header.field.equiv(name));
    found.map(|header| header.value.as_str())
}

fn parameter<'q>(query: &'q str, name: &str) -> Option<&'q str> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .into_iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}
