//! Ctrl-C: long work is asked to stop and leaves everything as it was; anything else just ends.

use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);
static SOMEBODY_LOOKS: AtomicBool = AtomicBool::new(false);

/// How a stopped program ends.
const STOPPED: i32 = 130;

/// Begins to listen for Ctrl-C. Where that cannot be done, the system ends the program as it does others.
pub(crate) fn listen() {
    // Ending at any point is safe: the store keeps whole transactions only.
    let installed = ctrlc::set_handler(|| {
        let second_time = ASKED.swap(true, Ordering::SeqCst);
        if second_time || !SOMEBODY_LOOKS.load(Ordering::SeqCst) {
            std::process::exit(STOPPED);
        }
    });
    drop(installed);
}

/// Whether the person asked to stop.
pub(crate) fn is_asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}

/// While this lives, somebody looks at [`is_asked`] often enough.
pub(crate) struct Watch(());

impl Watch {
    pub(crate) fn new() -> Self {
        SOMEBODY_LOOKS.store(true, Ordering::SeqCst);
        Self(())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        SOMEBODY_LOOKS.store(false, Ordering::SeqCst);
    }
}
