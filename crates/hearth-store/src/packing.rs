//! Payloads as they lie in the log: plain when short, zstd otherwise.
//!
//! Contexts are kept per thread: making one costs more than packing a lesson.

use std::cell::RefCell;

use hearth_model::change::MAX_PAYLOAD;
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe;

/// Payloads shorter than this are not worth compressing.
const COMPRESS_FROM: usize = 128;
const LEVEL: i32 = 3;

thread_local! {
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = RefCell::new(Compressor::new(LEVEL).ok());
    static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = RefCell::new(Decompressor::new().ok());
}

/// Compresses a payload; `None` when it is better left as it is.
pub(crate) fn compress(payload: &[u8]) -> Option<Vec<u8>> {
    if payload.len() < COMPRESS_FROM {
        return None;
    }
    let packed =
        COMPRESSOR.with_borrow_mut(|compressor| compressor.as_mut()?.compress(payload).ok())?;
    (packed.len() < payload.len()).then_some(packed)
}

/// Undoes [`compress`]; `None` when the bytes are something else or unpack to more than a payload.
pub(crate) fn decompress(packed: &[u8]) -> Option<Vec<u8>> {
    let size = zstd_safe::get_frame_content_size(packed).ok()??;
    let size = usize::try_from(size)
        .ok()
        .filter(|size| *size <= MAX_PAYLOAD)?;
    DECOMPRESSOR
        .with_borrow_mut(|decompressor| decompressor.as_mut()?.decompress(packed, size).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_is_undone_and_damage_is_noticed() {
        let payload = "The foot valve holds for an hour. ".repeat(20).into_bytes();
        let packed = compress(&payload).expect("repetitive text shrinks");
        assert_eq!(decompress(&packed), Some(payload));
        assert_eq!(compress(b"short"), None);
        assert_eq!(decompress(b"no zstd frame"), None);
        assert_eq!(decompress(&packed[..packed.len() / 2]), None);
    }
}
