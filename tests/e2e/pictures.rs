//! Pictures of every screen in every look, for people to look at. `cargo xtask pictures` asks for
//! them; without it this says so and passes.

use std::fs;
use std::path::PathBuf;

use crate::browser::with_browser;
use crate::screens::{LOOKS, Look, walk};

#[test]
fn every_screen_in_every_look_is_pictured() {
    let Some(into) = std::env::var_os("HEARTH_PICTURES").map(PathBuf::from) else {
        println!("skipped: HEARTH_PICTURES names no folder");
        return;
    };
    fs::create_dir_all(&into).unwrap();
    with_browser(|tools| async move {
        let folder = tempfile::tempdir().unwrap();
        walk(&tools, folder.path(), async |browser, screen| {
            for look in &LOOKS {
                look.wear(browser).await;
                let name = format!("{}-{}.png", screen.to_lowercase(), look.name);
                fs::write(into.join(name), browser.picture().await).unwrap();
            }
            Look::take_off(browser).await;
        })
        .await;
    });
}
