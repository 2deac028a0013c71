//! What a file would change.

use std::collections::BTreeMap;

use hearth_core::{Plan, PlannedLesson, Sender, SenderStanding};

use super::lesson::kind;
use super::{count, ms};
use crate::wire::exchange::{self as wire, HeldCount, ImportPlan, KindCount, MemberCount};

/// A plan.
pub fn plan(plan: Plan) -> ImportPlan {
    let n_quarantined = plan.n_quarantined();
    let Plan {
        file,
        size,
        made_ms,
        note,
        sender: from,
        n_changes,
        n_known,
        n_governance,
        n_links,
        n_attachments,
        n_new,
        n_updated,
        n_forked,
        n_retracted,
        quarantined,
        new_by_kind,
        by_member,
        new_lessons,
        updated_lessons,
        forked_lessons,
    } = plan;
    let kinds = new_by_kind.into_iter().map(|(lesson_kind, n)| KindCount {
        kind: kind(lesson_kind),
        count: count(n),
    });
    ImportPlan {
        file,
        size: ms(size),
        made_ms: ms(made_ms),
        note,
        sender: sender(from),
        n_new: count(n_new),
        n_updated: count(n_updated),
        n_forked: count(n_forked),
        n_retracted: count(n_retracted),
        n_governance: count(n_governance),
        n_links: count(n_links),
        n_quarantined: count(n_quarantined),
        n_known: count(n_known),
        n_changes: count(n_changes),
        n_attachments: count(n_attachments),
        new_by_kind: kinds.collect(),
        by_member: members(by_member),
        new_titles: titles(new_lessons),
        updated_titles: titles(updated_lessons),
        forked_titles: titles(forked_lessons),
        held: quarantined
            .iter()
            .map(|(reason, n)| held(reason, *n))
            .collect(),
    }
}

/// Those with most lessons first.
fn members(by_member: BTreeMap<String, u64>) -> Vec<MemberCount> {
    let counted = by_member.into_iter().map(|(name, n)| MemberCount {
        name,
        count: count(n),
    });
    let mut counted: Vec<MemberCount> = counted.collect();
    counted.sort_by_key(|member| std::cmp::Reverse(member.count));
    counted
}

fn titles(lessons: Vec<PlannedLesson>) -> Vec<wire::PlannedLesson> {
    let title = |lesson: PlannedLesson| {
        let PlannedLesson {
            id,
            kind: lesson_kind,
            title,
        } = lesson;
        wire::PlannedLesson {
            id: id.to_string(),
            kind: kind(lesson_kind),
            title,
        }
    };
    lessons.into_iter().map(title).collect()
}

fn sender(sender: Sender) -> wire::Sender {
    let Sender {
        device: _,
        member: _,
        name,
        words,
        standing,
    } = sender;
    wire::Sender {
        name,
        words,
        standing: match standing {
            SenderStanding::Me => wire::SenderStanding::Me,
            SenderStanding::Known => wire::SenderStanding::Known,
            SenderStanding::Unknown => wire::SenderStanding::Unknown,
            SenderStanding::Revoked => wire::SenderStanding::Revoked,
        },
    }
}

/// Why changes wait: stable code, the standing's name below, the sentence.
const HELD: &[(&str, &str, &str)] = &[
    (
        "waiting",
        "waiting",
        "Something that these changes build on is not here yet.",
    ),
    (
        "unknown_author",
        "held: unknown author",
        "Their author is not known here yet; they appear as soon as somebody lets them in.",
    ),
    (
        "left_out",
        hearth_core::LEFT_OUT,
        "Too much of unknown authors waits here already. These changes were left out; bring the file in again once somebody has let their author in.",
    ),
    (
        "not_entitled",
        "held: not entitled",
        "Their author's role does not include what they do.",
    ),
    (
        "revoked",
        "held: revoked",
        "They were written after their author was removed.",
    ),
    (
        "invitation",
        "held: invitation",
        "They come from an invitation that was used up or is not genuine.",
    ),
    (
        "device_taken",
        "held: device taken",
        "They claim a device that belongs to somebody else.",
    ),
    (
        "member_taken",
        "held: member taken",
        "They claim to be a member that somebody else is.",
    ),
    (
        "equivocation",
        "held: equivocation",
        "Their device has written two different histories; a copy of it may be in use.",
    ),
    (
        "struck",
        "held: struck",
        "Another removal came before theirs.",
    ),
    (
        "refused",
        "refused",
        "They do not keep to the rules of the format.",
    ),
    (
        "foreign",
        "foreign",
        "They come from a newer Hearth and wait for it.",
    ),
];

/// Why `n` changes wait. `reason` is the name of their standing.
pub fn held(reason: &str, n: u64) -> HeldCount {
    let known = HELD.iter().find(|(_, standing, _)| *standing == reason);
    let (code, message) = known.map_or(("other", "They cannot take effect yet."), |held| {
        (held.0, held.2)
    });
    HeldCount {
        code: code.to_owned(),
        message: message.to_owned(),
        count: count(n),
    }
}

#[cfg(test)]
mod tests {
    use hearth_core::model::standing::{Held, Standing};

    use super::*;

    #[test]
    fn every_standing_that_waits_has_its_sentence() {
        let held_by = [
            Held::UnknownAuthor,
            Held::NotEntitled,
            Held::Revoked,
            Held::Invitation,
            Held::DeviceTaken,
            Held::MemberTaken,
            Held::Equivocation,
            Held::Struck,
        ];
        let standings = held_by.into_iter().map(Standing::Held).chain([
            Standing::Waiting,
            Standing::Refused,
            Standing::Foreign,
        ]);
        for standing in standings {
            assert_ne!(held(standing.name(), 1).code, "other", "{standing:?}");
        }
        assert_eq!(held(hearth_core::LEFT_OUT, 2).code, "left_out");
        assert_eq!(held("held: unknown author", 3).code, "unknown_author");
    }
}
