//! Which addresses are offered, decided from the address alone.
//!
//! The list is closed: `https`, `http`, `mailto`, `hearth://item/<lesson id>` and anchors. The
//! address is judged after Markdown has resolved its escapes and entities, so no spelling of a
//! forbidden scheme can pass. Opening an address is the shell's work.

use url::Url;

use super::MAX_ADDRESS_BYTES;
use super::node::{ImageTarget, LinkTarget};

const LESSON_PREFIX: &str = "//item/";
const ATTACHMENT_PREFIX: &str = "hearth-blob:";

/// Judges the address of a link.
pub(super) fn link(address: &str) -> LinkTarget {
    allowed(address).unwrap_or_else(|| LinkTarget::Blocked {
        shown: shown(address),
    })
}

/// Judges an address written as `<name@host>`.
pub(super) fn mail_link(address: &str) -> LinkTarget {
    mail(address).unwrap_or_else(|| LinkTarget::Blocked {
        shown: shown(address),
    })
}

/// Judges the address of a picture.
pub(super) fn image(address: &str) -> ImageTarget {
    match address.strip_prefix(ATTACHMENT_PREFIX).and_then(blob_hash) {
        Some(hash) => ImageTarget::Attachment { hash },
        None => ImageTarget::Remote {
            url: shown(address),
        },
    }
}

/// Reads a lesson id: a hyphenated UUID in either case, returned in lower case.
pub(super) fn lesson_id(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths = groups.iter().map(|group| group.len());
    let hexadecimal = groups.iter().all(|group| is_hexadecimal(group));
    (hexadecimal && lengths.eq([8, 4, 4, 4, 12])).then(|| text.to_ascii_lowercase())
}

fn allowed(address: &str) -> Option<LinkTarget> {
    if address.len() > MAX_ADDRESS_BYTES || address.chars().any(is_unshowable) {
        return None;
    }
    if let Some(name) = address.strip_prefix('#') {
        return Some(LinkTarget::Anchor {
            name: name.to_owned(),
        });
    }
    let (scheme, rest) = address.split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        scheme @ ("https" | "http") => web(scheme, rest),
        "mailto" => mail(&percent_decoded(rest)?),
        "hearth" => lesson(rest),
        _ => None,
    }
}

/// Keeps the form a browser would use, so that what is shown and judged is what is opened.
///
/// A backslash never separates: before the path it is refused, after it CommonMark escapes it.
fn web(scheme: &str, rest: &str) -> Option<LinkTarget> {
    let rest = rest.strip_prefix("//")?;
    let path = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(path)?;
    if authority.contains('\\') {
        return None;
    }
    let url = Url::parse(&format!("{scheme}://{authority}{}", percent_encoded(path))).ok()?;
    let host = url.host_str().filter(|host| !host.is_empty())?.to_owned();
    Some(LinkTarget::Web {
        url: url.into(),
        host,
    })
}

/// Escapes what the reference implementation of CommonMark escapes in an address.
fn percent_encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        let c = char::from(byte);
        if c.is_ascii_alphanumeric() || "-_.+!*'(),%#@?=;:/&$~".contains(c) {
            out.push(c);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn lesson(rest: &str) -> Option<LinkTarget> {
    let id = lesson_id(rest.strip_prefix(LESSON_PREFIX)?)?;
    Some(LinkTarget::Lesson { id })
}

/// Accepts one plain address; proposed subjects, texts and attachments after `?` are dropped.
fn mail(text: &str) -> Option<LinkTarget> {
    let address = text.split('?').next()?;
    let (local, domain) = address.split_once('@')?;
    let plain = |part: &str, others: &str| {
        let allowed = |c: char| c.is_alphanumeric() || others.contains(c);
        !part.is_empty() && part.chars().all(allowed)
    };
    (plain(local, ".!#$'*+/=^_`{|}~-") && plain(domain, ".-")).then(|| LinkTarget::Mail {
        address: address.to_owned(),
    })
}

/// Decodes `%41`; `None` where that gives no text or a control character.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes().iter().copied();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
            bytes.push(u8::try_from(high << 4 | low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes)
        .ok()
        .filter(|text| !text.chars().any(is_unshowable))
}

fn blob_hash(text: &str) -> Option<String> {
    (text.len() == 64 && is_hexadecimal(text)).then(|| text.to_ascii_lowercase())
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The address as it may stand on a screen.
fn shown(address: &str) -> String {
    address
        .chars()
        .map(|c| {
            if is_unshowable(c) {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        })
        .collect()
}

/// Control characters, and those that reorder or hide what stands beside them (UAX #9, UTR #36).
fn is_unshowable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{061C}' | '\u{FEFF}' | '\u{00AD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "018f6a1e-7c2b-7d3e-9a41-5b6c7d8e9f01";

    #[test]
    fn the_form_a_browser_would_use_is_kept() {
        let web = |url: &str, host: &str| LinkTarget::Web {
            url: url.into(),
            host: host.into(),
        };
        assert_eq!(
            link("HTTPS://Example.ORG"),
            web("https://example.org/", "example.org")
        );
        assert_eq!(
            link("http://bücher.example/ä"),
            web(
                "http://xn--bcher-kva.example/%C3%A4",
                "xn--bcher-kva.example"
            )
        );
        assert_eq!(
            link("https://bank.example@evil.example/"),
            web("https://bank.example@evil.example/", "evil.example")
        );
        assert_eq!(
            link("https://example.org/a b\\c[1]?q=ä|x"),
            web(
                "https://example.org/a%20b%5Cc%5B1%5D?q=%C3%A4%7Cx",
                "example.org"
            )
        );
        for bad in [
            "https://\\evil.example",
            "https:evil.example",
            "https:/evil.example",
            "https://",
        ] {
            assert!(matches!(link(bad), LinkTarget::Blocked { .. }), "{bad}");
        }
    }

    #[test]
    fn mail_keeps_the_address_and_nothing_else() {
        let mail = |address: &str| LinkTarget::Mail {
            address: address.into(),
        };
        assert_eq!(
            link("mailto:ann@example.org?attach=/etc/passwd"),
            mail("ann@example.org")
        );
        assert_eq!(
            link("MAILTO:ann%2Bnews@example.org"),
            mail("ann+news@example.org")
        );
        for bad in [
            "mailto:",
            "mailto:ann",
            "mailto:a@b,c@d",
            "mailto:a%0A@b",
            "mailto:a%@b",
            "mailto:a b@c",
        ] {
            assert!(matches!(link(bad), LinkTarget::Blocked { .. }), "{bad}");
        }
    }

    #[test]
    fn lessons_are_named_by_a_hyphenated_uuid_only() {
        let lesson = LinkTarget::Lesson { id: ID.into() };
        assert_eq!(link(&format!("hearth://item/{ID}")), lesson);
        assert_eq!(
            link(&format!("Hearth://item/{}", ID.to_uppercase())),
            lesson
        );
        for bad in [
            "",
            "x",
            "018f6a1e7c2b7d3e9a415b6c7d8e9f01",
            "018f6a1e-7c2b-7d3e-9a41-5b6c7d8e9f0é",
        ] {
            assert!(
                matches!(
                    link(&format!("hearth://item/{bad}")),
                    LinkTarget::Blocked { .. }
                ),
                "{bad}"
            );
        }
        assert!(matches!(
            link(&format!("hearth://run/{ID}")),
            LinkTarget::Blocked { .. }
        ));
    }

    #[test]
    fn pictures_are_attachments_or_are_not_loaded() {
        let hash = "ab".repeat(32);
        assert_eq!(
            image(&format!("hearth-blob:{hash}")),
            ImageTarget::Attachment { hash: hash.clone() }
        );
        for remote in [
            "https://example.org/x.png",
            "hearth-blob:ab",
            "file:///etc/passwd",
            "data:image/svg+xml,x",
        ] {
            assert_eq!(image(remote), ImageTarget::Remote { url: remote.into() });
        }
    }

    #[test]
    fn what_is_shown_cannot_reorder_the_line() {
        let LinkTarget::Blocked { shown } = link("java\u{202E}script:\u{0}x") else {
            panic!("offered")
        };
        assert_eq!(shown, "java\u{FFFD}script:\u{FFFD}x");
    }
}
