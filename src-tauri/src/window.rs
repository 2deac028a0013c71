//! The window: its first colour, where it may not go, and files that are dropped on it.

use std::path::Path;
use std::sync::Arc;

use hearth_api::App;
use hearth_api::core::Wish;
use hearth_api::wire::status::Theme;
use tauri::webview::NewWindowResponse;
use tauri::window::Color;
use tauri::{
    AppHandle, DragDropEvent, Manager, Runtime, Url, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder, WindowEvent,
};

/// The window's name, as the capability file has it.
pub(crate) const LABEL: &str = "main";
const SIZE: (f64, f64) = (1180.0, 780.0);
const SMALLEST: (f64, f64) = (720.0, 520.0);

/// The canvas of each theme, as in `ui/src/styles/tokens.css`.
const PAPER: Color = Color(0xfa, 0xf6, 0xf0, 0xff);
const EMBERS: Color = Color(0x1a, 0x15, 0x12, 0xff);
const WHITE: Color = Color(0xff, 0xff, 0xff, 0xff);
const BLACK: Color = Color(0x00, 0x00, 0x00, 0xff);

/// Opens the window. Its canvas has the colour of the theme before the page has drawn anything.
pub(crate) fn open<R: Runtime>(
    shell: &AppHandle<R>,
    app: &Arc<App>,
) -> tauri::Result<WebviewWindow<R>> {
    let chosen = app.theme();
    let window = WebviewWindowBuilder::new(shell, LABEL, WebviewUrl::App("index.html".into()))
        .title("Hearth")
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(SMALLEST.0, SMALLEST.1)
        .theme(of_system(chosen))
        .background_color(canvas(chosen, None))
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_document_title_changed(|window, title| drop(window.set_title(&title)))
        .build()?;
    if chosen == Theme::System {
        let colour = canvas(chosen, window.theme().ok());
        window.set_background_color(Some(colour))?;
    }
    let app = Arc::clone(app);
    window.on_window_event(move |event| {
        if let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event
            && let Some(path) = paths.first()
        {
            offer(&app, path);
        }
    });
    Ok(window)
}

/// Does what was asked from outside, and comes to the front.
pub(crate) fn grant<R: Runtime>(shell: &AppHandle<R>, app: &App, wish: &Wish) {
    match wish {
        Wish::Show => {}
        Wish::Link(link) => app.follow(link),
        Wish::File(path) => offer(app, path),
    }
    if let Some(window) = shell.get_webview_window(LABEL) {
        // A desktop may refuse to raise it; what was asked for is on it all the same.
        drop(window.unminimize());
        drop(window.show());
        drop(window.set_focus());
    }
}

/// Offers a file to the page. What cannot be read now is said where somebody may look for it.
pub(crate) fn offer(app: &App, path: &Path) {
    if let Err(error) = app.offer(path) {
        eprintln!("{} {}", error.message, error.hint);
    }
}

fn of_system(theme: Theme) -> Option<tauri::Theme> {
    match theme {
        Theme::System => None,
        Theme::Light | Theme::HcLight => Some(tauri::Theme::Light),
        Theme::Dark | Theme::HcDark => Some(tauri::Theme::Dark),
    }
}

fn canvas(theme: Theme, system: Option<tauri::Theme>) -> Color {
    match theme {
        Theme::Dark => EMBERS,
        Theme::Light => PAPER,
        Theme::HcLight => WHITE,
        Theme::HcDark => BLACK,
        Theme::System => match system {
            Some(tauri::Theme::Dark) => EMBERS,
            _ => PAPER,
        },
    }
}

/// The page never leaves: a link that is followed goes through `open_link`, after a confirmation.
fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_stays_where_it_is() {
        let stays = |url: &str| is_own_page(&url.parse().unwrap());
        assert!(stays("tauri://localhost/"));
        assert!(stays("http://tauri.localhost/index.html"));
        let elsewhere = [
            "https://example.org/",
            "https://tauri.localhost.example.org/",
            "tauri://elsewhere/",
            "file:///etc/passwd",
            "hearth-blob://localhost/00",
            "javascript:alert(1)",
            "data:text/html,x",
            "about:blank",
        ];
        for url in elsewhere {
            assert!(!stays(url), "{url}");
        }
    }
}
