//! The canonical CBOR subset of `docs/format/change.md`, section 2.
//!
//! One value has one encoding: whatever does not re-encode to its own bytes is refused.

use minicbor::data::Type;
use minicbor::{Decoder, Encoder};

/// Deepest nesting that is read; an array of integers is depth 1.
pub const MAX_DEPTH: u32 = 8;

/// A decoded item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// An unsigned integer.
    Uint(u64),
    /// A byte string.
    Bytes(Vec<u8>),
    /// UTF-8 text, word for word.
    Text(String),
    /// A definite-length array.
    Array(Vec<Item>),
    /// A map with ascending unsigned keys.
    Map(Vec<(u64, Item)>),
    /// `true` or `false`.
    Bool(bool),
    /// `null`.
    Null,
}

/// Why bytes are not canonical CBOR of this subset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CborError {
    /// The bytes end early, hold text that is not UTF-8 or use a type outside the subset.
    #[error("the bytes are not CBOR of the subset")]
    Malformed,
    /// More than [`MAX_DEPTH`] levels.
    #[error("the bytes nest deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// Long integers, unordered or repeated keys, or bytes after the item.
    #[error("the bytes are not in canonical form")]
    NotCanonical,
}

impl Item {
    /// Decodes exactly one item that fills `bytes`.
    ///
    /// # Errors
    /// [`CborError`] when the bytes are not the canonical encoding of one item.
    pub fn decode(bytes: &[u8]) -> Result<Self, CborError> {
        let mut decoder = Decoder::new(bytes);
        let item = read(&mut decoder, 0)?;
        if item.encode() == bytes {
            Ok(item)
        } else {
            Err(CborError::NotCanonical)
        }
    }

    /// Returns the one encoding of this item.
    pub fn encode(&self) -> Vec<u8> {
        let mut encoder = Encoder::new(Vec::new());
        write(self, &mut encoder).expect("writing to a vector cannot fail");
        encoder.into_writer()
    }

    /// Returns the integer, if this is one.
    pub fn as_uint(&self) -> Option<u64> {
        if let Self::Uint(value) = self {
            Some(*value)
        } else {
            None
        }
    }

    /// Returns the bytes, if this is a byte string.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        if let Self::Bytes(value) = self {
            Some(value)
        } else {
            None
        }
    }

    /// Returns the text, if this is text.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(value) = self {
            Some(value)
        } else {
            None
        }
    }

    /// Returns the items, if this is an array.
    pub fn as_array(&self) -> Option<&[Item]> {
        if let Self::Array(value) = self {
            Some(value)
        } else {
            None
        }
    }

    /// Returns the entries, if this is a map.
    pub fn as_map(&self) -> Option<&[(u64, Item)]> {
        if let Self::Map(value) = self {
            Some(value)
        } else {
            None
        }
    }

    /// Returns the truth value, if this is one.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self {
            Some(*value)
        } else {
            None
        }
    }
}

impl From<&str> for Item {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&[u8]> for Item {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

fn read(decoder: &mut Decoder<'_>, depth: u32) -> Result<Item, CborError> {
    let malformed = |_| CborError::Malformed;
    match decoder.datatype().map_err(malformed)? {
        Type::U8 | Type::U16 | Type::U32 | Type::U64 => {
            decoder.u64().map(Item::Uint).map_err(malformed)
        }
        Type::Bytes => decoder.bytes().map(Item::from).map_err(malformed),
        Type::String => decoder.str().map(Item::from).map_err(malformed),
        Type::Bool => decoder.bool().map(Item::Bool).map_err(malformed),
        Type::Null => decoder.null().map(|()| Item::Null).map_err(malformed),
        Type::Array => read_array(decoder, depth),
        Type::Map => read_map(decoder, depth),
        _ => Err(CborError::Malformed),
    }
}

fn deeper(depth: u32) -> Result<u32, CborError> {
    depth
        .checked_add(1)
        .filter(|depth| *depth <= MAX_DEPTH)
        .ok_or(CborError::TooDeep)
}

/// Grows item by item: a length that the bytes do not bear out allocates nothing.
fn read_array(decoder: &mut Decoder<'_>, depth: u32) -> Result<Item, CborError> {
    let depth = deeper(depth)?;
    let n_items = decoder.array().ok().flatten().ok_or(CborError::Malformed)?;
    let mut items = Vec::new();
    for _ in 0..n_items {
        items.push(read(decoder, depth)?);
    }
    Ok(Item::Array(items))
}

fn read_map(decoder: &mut Decoder<'_>, depth: u32) -> Result<Item, CborError> {
    let depth = deeper(depth)?;
    let n_entries = decoder.map().ok().flatten().ok_or(CborError::Malformed)?;
    let mut entries: Vec<(u64, Item)> = Vec::new();
    for _ in 0..n_entries {
        let key = decoder.u64().map_err(|_| CborError::Malformed)?;
        if entries.last().is_some_and(|(last, _)| *last >= key) {
            return Err(CborError::NotCanonical);
        }
        entries.push((key, read(decoder, depth)?));
    }
    Ok(Item::Map(entries))
}

type Written = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

fn write(item: &Item, encoder: &mut Encoder<Vec<u8>>) -> Written {
    match item {
        Item::Uint(value) => encoder.u64(*value)?.ok(),
        Item::Bytes(value) => encoder.bytes(value)?.ok(),
        Item::Text(value) => encoder.str(value)?.ok(),
        Item::Bool(value) => encoder.bool(*value)?.ok(),
        Item::Null => encoder.null()?.ok(),
        Item::Array(items) => {
            encoder.array(items.len() as u64)?;
            items.iter().try_for_each(|item| write(item, encoder))
        }
        Item::Map(entries) => {
            encoder.map(entries.len() as u64)?;
            entries.iter().try_for_each(|(key, item)| {
                encoder.u64(*key)?;
                write(item, encoder)
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(hex: &str) -> CborError {
        let bytes: Vec<u8> = (0..hex.len())
            .step_by(2)
            .map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap())
            .collect();
        Item::decode(&bytes).expect_err(hex)
    }

    #[test]
    fn one_value_has_one_encoding() {
        let item = Item::Map(vec![
            (1, Item::from("é\r\n\0")),
            (
                24,
                Item::Array(vec![Item::Null, Item::Bool(true), Item::Uint(u64::MAX)]),
            ),
        ]);
        assert_eq!(Item::decode(&item.encode()), Ok(item));
        assert_eq!(refused("1800"), CborError::NotCanonical, "long integer");
        assert_eq!(
            refused("0000"),
            CborError::NotCanonical,
            "bytes after the item"
        );
        assert_eq!(
            refused("a201000100"),
            CborError::NotCanonical,
            "repeated key"
        );
        assert_eq!(
            refused("a202000100"),
            CborError::NotCanonical,
            "unordered keys"
        );
        assert_eq!(refused("9fff"), CborError::Malformed, "indefinite length");
        assert_eq!(refused("f90000"), CborError::Malformed, "float");
        assert_eq!(refused("c000"), CborError::Malformed, "tag");
        assert_eq!(refused("20"), CborError::Malformed, "negative integer");
        assert_eq!(
            refused("61ff"),
            CborError::Malformed,
            "text that is not UTF-8"
        );
        assert_eq!(
            refused("9bffffffffffffffff"),
            CborError::Malformed,
            "length that is not there"
        );
    }

    #[test]
    fn nesting_is_bounded_at_the_limit() {
        let nested = |levels: usize| {
            let mut bytes = vec![0x81; levels];
            bytes.push(0);
            Item::decode(&bytes)
        };
        assert!(nested(MAX_DEPTH as usize).is_ok());
        assert_eq!(nested(MAX_DEPTH as usize + 1), Err(CborError::TooDeep));
        assert_eq!(nested(100_000), Err(CborError::TooDeep));
    }

    proptest::proptest! {
        #[test]
        fn decoding_is_total_and_accepts_only_what_it_would_write(bytes in proptest::collection::vec(0u8.., 0..200)) {
            if let Ok(item) = Item::decode(&bytes) {
                proptest::prop_assert_eq!(item.encode(), bytes);
            }
        }
    }
}
