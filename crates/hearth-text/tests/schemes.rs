//! Links: what is offered and what is not.

use std::collections::BTreeSet;

use hearth_text::markdown::{Block, Inline, LinkTarget, parse};

/// Schemes that operating systems, browsers and programs act upon, or once did.
const FORBIDDEN: &str = "
    about acap acct admin afp aim apt asset at-command attachment aw barion bb beshare bitcoin blob bolo browserext
    callto cap cast casts chrome chrome-extension cid coap coaps com-eventbrite-attendee command content conti crid cvs
    dab data dav diaspora dict dis dlna-playcontainer dlna-playsingle dns dntp dtn dvb ed2k edge elsi example facetime
    feed feedready fido file filesystem finger fish freenet ftp ftps geo gg git gizmoproject go gopher gtalk h323 ham
    hcp hearth-blob help hxxp hxxps iax icap icon im imap info intent iotdisco ipc ipfs ipn ipns ipp ipps irc irc6 ircs
    iris isostore itms itms-apps jabber jar java javascript jdbc jms keyparc lastfm ldap ldaps livescript local magnet
    maps market message mhtml microsoft-edge mid mms mocha modem moz-extension ms-access ms-appinstaller ms-browser-extension
    ms-calculator ms-cxh ms-drive-to ms-enrollment ms-excel ms-eyecontrolspeech ms-gamebarservices ms-getoffice ms-help
    ms-infopath ms-inputapp ms-its ms-lockscreencomponent-config ms-media-stream-id ms-msdt ms-officeapp ms-officecmd
    ms-people ms-powerpoint ms-project ms-publisher ms-restoretabcompanion ms-search ms-search-repair ms-settings
    ms-spd ms-store ms-sttoverlay ms-transit-to ms-visio ms-walk-to ms-whiteboard ms-windows-store ms-word msnim mss mtqp mumble
    mupdate mvn netdoc news nfs ni nih nntp notes obsidian ocf oid onenote onenote-cmd opaquelocktoken osx palm paparazzi
    payto pcast platform pkcs11 pop postgres pres proxy psns pwid qb query redis rediss reload res resource rlogin rmi rsync
    rtmfp rtmp rtsp rtspu search search-ms secondlife session sftp shell shortcuts shttp sieve sip sips skype slack smb sms smtp
    snews snmp spotify ssh steam stun stuns svn tag tauri teamspeak tel teliaeid telnet tftp things tip tn3270 tool turn turns
    tv udp unreal urn ut2004 vbs vbscript vemmi ventrilo view-source vnc vscode wais wasm webcal wpid ws wss wtai wyciwyg
    x-apple x-man-page xcon xfire xmlrpc xmpp xri ymsgr z39.50r zoommtg zoomus
";

/// Ways to write a scheme so that a filter overlooks it.
fn spellings(scheme: &str) -> Vec<String> {
    let (first, rest) = scheme.split_at(1);
    let entity = format!("&#{};", u32::from(first.chars().next().expect("not empty")));
    let alternating = |(at, c): (usize, char)| {
        if at % 2 == 0 {
            c.to_ascii_uppercase()
        } else {
            c
        }
    };
    vec![
        format!("{scheme}:"),
        format!("{}:", scheme.to_uppercase()),
        format!(
            "{}:",
            scheme
                .chars()
                .enumerate()
                .map(alternating)
                .collect::<String>()
        ),
        format!(" {scheme}:"),
        format!("\u{A0}{scheme}:"),
        format!("\u{1}{scheme}:"),
        format!("{first}\t{rest}:"),
        format!("{first}\u{0}{rest}:"),
        format!("{first}\u{AD}{rest}:"),
        format!("{first}\u{200B}{rest}:"),
        format!("\u{202E}{scheme}:"),
        format!("{entity}{rest}:"),
        format!("{entity}{rest}&colon;"),
        format!("{first}&Tab;{rest}:"),
        format!("{first}&NewLine;{rest}:"),
        format!("%{:02X}{rest}:", first.as_bytes()[0]),
        format!("{scheme}%3A"),
        format!("{scheme}\\:"),
        format!("{scheme}："),
        format!("https:{scheme}:"),
        format!("hearth:{scheme}:"),
    ]
}

fn targets(source: &str) -> Vec<LinkTarget> {
    let document = parse(source);
    let mut inlines: Vec<Inline> = document
        .blocks
        .into_iter()
        .flat_map(|block| match block {
            Block::Paragraph { inlines } => inlines,
            _ => Vec::new(),
        })
        .collect();
    let mut found = Vec::new();
    while let Some(inline) = inlines.pop() {
        if let Inline::Link {
            target,
            inlines: inner,
            ..
        } = inline
        {
            found.push(target);
            inlines.extend(inner);
        }
    }
    found
}

#[test]
fn two_hundred_schemes_are_blocked_however_they_are_written() {
    let schemes: BTreeSet<&str> = FORBIDDEN.split_whitespace().collect();
    assert!(schemes.len() >= 200, "{}", schemes.len());
    let mut blocked = 0;
    for scheme in schemes {
        for spelling in spellings(scheme) {
            for rest in ["//example.org/a", "alert(1)", "C:/a", ""] {
                let address = format!("{spelling}{rest}");
                for source in [
                    format!("[a](<{address}>)"),
                    format!("[a]({address})"),
                    format!("<{address}>"),
                    format!("[a]\n\n[a]: <{address}>"),
                ] {
                    for target in targets(&source) {
                        assert!(
                            matches!(target, LinkTarget::Blocked { .. }),
                            "{source:?} leads to {target:?}"
                        );
                        blocked += 1;
                    }
                }
            }
        }
    }
    assert!(blocked > 20_000, "only {blocked} of them were links at all");
}

#[test]
fn addresses_without_a_scheme_are_blocked() {
    for address in [
        "",
        "/",
        "a.md",
        "../a",
        "//example.org",
        "\\\\server\\share",
        "C:\\a",
        "?a",
        ":",
        "://a",
        "www.example.org",
    ] {
        for target in targets(&format!("[a](<{address}>)")) {
            assert!(
                matches!(target, LinkTarget::Blocked { .. }),
                "{address:?} leads to {target:?}"
            );
        }
    }
}

#[test]
fn what_is_allowed_is_offered() {
    let offered = |source: &str| targets(source).pop().expect("a link");
    let web = |url: &str, host: &str| LinkTarget::Web {
        url: url.into(),
        host: host.into(),
    };
    assert_eq!(
        offered("[a](https://example.org/b)"),
        web("https://example.org/b", "example.org")
    );
    assert_eq!(
        offered("<http://example.org>"),
        web("http://example.org/", "example.org")
    );
    assert_eq!(
        offered("[a](https://аpple.example)"),
        web("https://xn--pple-43d.example/", "xn--pple-43d.example")
    );
    assert_eq!(
        offered("<ann@example.org>"),
        LinkTarget::Mail {
            address: "ann@example.org".into()
        }
    );
    assert_eq!(offered("[a](#b)"), LinkTarget::Anchor { name: "b".into() });
}
