//! Keys as words that two people can read to each other.

use bip39::{Language, Mnemonic};

use crate::id::DeviceId;

/// Returns four words of a device key's fingerprint, such as `maple-river-seven-lamp`.
///
/// 44 bits of the key's BLAKE3 hash: enough to compare by voice, not an identity by itself.
pub fn fingerprint(device: &DeviceId) -> String {
    let hash = blake3::hash(device.as_bytes());
    let bits = hash
        .as_bytes()
        .iter()
        .take(6)
        .fold(0u64, |bits, byte| (bits << 8) | u64::from(*byte));
    let list = Language::English.word_list();
    let word = |shift: u32| {
        list.get(usize::try_from((bits >> shift) & 0x7ff).unwrap_or(0))
            .copied()
            .unwrap_or_default()
    };
    [37, 26, 15, 4].map(word).join("-")
}

/// Returns a 32-byte recovery seed as 24 words with a checksum (BIP 39).
pub fn recovery_words(seed: &[u8; 32]) -> String {
    Mnemonic::from_entropy(seed)
        .map(|words| words.to_string())
        .expect("32 bytes are a valid entropy length")
}

/// Reads 24 recovery words; `None` when a word or the checksum is wrong.
pub fn recovery_seed(words: &str) -> Option<[u8; 32]> {
    Mnemonic::parse_in(Language::English, words.trim().to_lowercase())
        .ok()?
        .to_entropy()
        .try_into()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_depend_on_the_whole_key() {
        let words = fingerprint(&DeviceId::from_bytes([1; 32]));
        assert_eq!(words.split('-').count(), 4);
        assert_ne!(words, fingerprint(&DeviceId::from_bytes([2; 32])));
    }

    #[test]
    fn recovery_words_lead_back_and_notice_a_wrong_word() {
        let words = recovery_words(&[7; 32]);
        assert_eq!(
            recovery_seed(&format!("  {} ", words.to_uppercase())),
            Some([7; 32])
        );
        let mut swapped: Vec<_> = words.split(' ').collect();
        swapped.swap(0, 23);
        assert_eq!(recovery_seed(&swapped.join(" ")), None);
    }
}
