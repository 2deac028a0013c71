//! Random histories: a few machines that act, honestly and not, and pass on parts of what they hold.
//!
//! A history is data, a list of [`Move`]s, so that a failing one shrinks to its few moves.

use hearth_model::act::Act;
use hearth_model::change::Change;
use hearth_model::id::{ChangeId, CommunityId};
use proptest::collection::vec;
use proptest::prelude::*;

/// Something one machine does. Numbers choose among what is there, modulo how much there is.
#[derive(Clone, Debug)]
#[allow(
    missing_docs,
    reason = "the names are those of change.md; numbers choose"
)]
pub enum Move {
    Take {
        from: u8,
        share: u64,
    },
    TakeAll {
        from: u8,
    },
    Clone,
    Invite {
        role: u8,
        uses: u8,
    },
    Join {
        invitation: u8,
        person: u8,
    },
    Admit {
        machine: u8,
        person: u8,
        role: u8,
    },
    AddDevice {
        machine: u8,
        person: u8,
    },
    Grant {
        person: u8,
        role: u8,
    },
    RevokeMember {
        person: u8,
        less: u8,
    },
    RevokeDevice {
        person: u8,
        device: u8,
        less: u8,
    },
    RevokeRole {
        person: u8,
        role: u8,
        less: u8,
    },
    Charter {
        open: bool,
    },
    Ratify {
        nth: u8,
    },
    Recover {
        person: u8,
    },
    Lesson {
        lesson: u8,
        words: u8,
    },
    Revise {
        lesson: u8,
        field: u8,
        words: u8,
        heads: u8,
    },
    Retract {
        lesson: u8,
        heads: u8,
    },
    Link {
        source: u8,
        kind: u8,
        target: u8,
    },
    Unlink {
        nth: u8,
    },
    Break {
        how: Break,
        of: Box<Move>,
    },
}

/// How a hostile machine changes the draft of an honest move before it signs.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "each name says what is done")]
pub enum Break {
    LamportJump,
    LamportStays,
    SeqGap,
    OtherBacklink,
    SameSeqAgain,
    OtherSubject,
    OtherParents,
    NoGovernance,
    UnknownGovernance,
    ContentAsGovernance,
    UnknownParent,
    ForeignKind,
    ForeignGovernanceKind,
    NextVersion,
    RequiredKey,
    OptionalKey,
    KeyZero,
    NotCbor,
    EmptyPayload,
    LongAgo,
    FarAhead,
    Erase,
}

/// Everything that a history left behind.
#[derive(Clone, Debug)]
pub struct History {
    /// The community.
    pub community: CommunityId,
    /// Every change that any machine signed, each once, in the order of signing.
    pub changes: Vec<Change>,
    /// What each machine came to hold.
    pub held: Vec<Vec<Change>>,
}

/// What a history is played from.
#[derive(Clone, Debug)]
pub struct Script {
    /// 2 to 6; the first belongs to the founder.
    pub n_machines: usize,
    /// Begins with everybody admitted and holding everything.
    pub settled: bool,
    /// Which machine does what.
    pub moves: Vec<(u8, Move)>,
}

/// The strategy of scripts with fewer than `n_moves` moves: about people, about lessons, or mixed.
pub fn any_script(n_moves: usize) -> impl Strategy<Value = Script> {
    let moves = prop_oneof![
        vec((any::<u8>(), any_move(6, 1)), 1..n_moves),
        vec((any::<u8>(), any_move(1, 6)), 1..n_moves),
        vec((any::<u8>(), any_move(1, 1)), 1..n_moves),
    ];
    (2..=6usize, any::<bool>(), moves).prop_map(|(n_machines, settled, moves)| Script {
        n_machines,
        settled,
        moves,
    })
}

fn any_move(governance: u32, content: u32) -> impl Strategy<Value = Move> {
    let honest = || {
        prop_oneof![
            (governance + content) * 2 => exchange(),
            governance * 3 => governance_move(),
            content * 3 => content_move(),
        ]
    };
    let how = prop::sample::select(Break::ALL.to_vec());
    let broken = (how, honest()).prop_map(|(how, of)| Move::Break {
        how,
        of: Box::new(of),
    });
    prop_oneof![8 => honest(), 1 => broken]
}

fn exchange() -> impl Strategy<Value = Move> {
    let n = any::<u8>;
    prop_oneof![
        4 => (n(), any::<u64>()).prop_map(|(from, share)| Move::Take { from, share }),
        14 => n().prop_map(|from| Move::TakeAll { from }),
        1 => Just(Move::Clone),
    ]
}

fn governance_move() -> impl Strategy<Value = Move> {
    let n = any::<u8>;
    prop_oneof![
        2 => (n(), n()).prop_map(|(role, uses)| Move::Invite { role, uses }),
        6 => (n(), n()).prop_map(|(invitation, person)| Move::Join { invitation, person }),
        2 => (n(), n(), n()).prop_map(|(machine, person, role)| Move::Admit { machine, person, role }),
        3 => (n(), n()).prop_map(|(machine, person)| Move::AddDevice { machine, person }),
        4 => (n(), n()).prop_map(|(person, role)| Move::Grant { person, role }),
        3 => (n(), n()).prop_map(|(person, less)| Move::RevokeMember { person, less }),
        2 => (n(), n(), n()).prop_map(|(person, device, less)| Move::RevokeDevice { person, device, less }),
        2 => (n(), n(), n()).prop_map(|(person, role, less)| Move::RevokeRole { person, role, less }),
        1 => any::<bool>().prop_map(|open| Move::Charter { open }),
        2 => n().prop_map(|nth| Move::Ratify { nth }),
        1 => n().prop_map(|person| Move::Recover { person }),
    ]
}

fn content_move() -> impl Strategy<Value = Move> {
    let n = any::<u8>;
    prop_oneof![
        4 => (n(), n()).prop_map(|(lesson, words)| Move::Lesson { lesson, words }),
        8 => (n(), n(), n(), n())
            .prop_map(|(lesson, field, words, heads)| Move::Revise { lesson, field, words, heads }),
        2 => (n(), n()).prop_map(|(lesson, heads)| Move::Retract { lesson, heads }),
        3 => (n(), n(), n()).prop_map(|(source, kind, target)| Move::Link { source, kind, target }),
        2 => n().prop_map(|nth| Move::Unlink { nth }),
        1 => any::<bool>().prop_map(|open| Move::Charter { open }),
    ]
}

impl History {
    /// One line per change, for people who look for the difference.
    pub fn describe(&self, note: impl Fn(&Change) -> String) -> String {
        let mut sorted: Vec<&Change> = self.changes.iter().collect();
        sorted.sort_by_key(|change| change.order());
        let name = |id: &ChangeId| {
            let at = sorted.iter().position(|change| change.id() == *id);
            at.map_or("?".to_owned(), |at| at.to_string())
        };
        let names = |ids: &[ChangeId]| ids.iter().map(&name).collect::<Vec<_>>().join(" ");
        let line = |(at, change): (usize, &&Change)| {
            let header = change.header();
            let act = Act::read(header, change.payload());
            let act = act.map_or_else(|why| format!("{why:?}"), |act| act.kind().name().to_owned());
            format!(
                "{at}: {:.4}/{} after {} l{} gov [{}] from [{}] {act} about {:02x} — {}\n",
                header.device.to_string(),
                header.seq,
                header.backlink.as_ref().map_or("-".to_owned(), &name),
                header.lamport,
                names(&header.governance),
                names(&header.parents),
                header.subject.0[15],
                note(change)
            )
        };
        sorted.iter().enumerate().map(line).collect()
    }
}
