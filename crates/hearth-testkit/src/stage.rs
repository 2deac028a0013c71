//! Playing a script: what each move makes its machine write, and who holds what afterwards.

use hearth_model::act::{Act, FIRST_CONTENT_KIND, Kind, ReasonClass, Retract};
use hearth_model::change::Change;
use hearth_model::field::{Field, Fields, Row, Value};
use hearth_model::id::{ChangeId, LessonId, MemberId, Subject};
use hearth_model::link::LinkType;
use hearth_model::people::{CutPoint, Revoked, Role};
use hearth_model::sign::DeviceKey;

use crate::acts::{Invitation, lesson_id};
use crate::history::{Break, History, Move, Script};
use crate::machine::Machine;
use crate::persona::{EVERYBODY, Persona};

/// The stage on which moves are played.
struct Stage {
    machines: Vec<Machine>,
    invitations: Vec<Invitation>,
    signed: Vec<Change>,
}

/// Plays a script.
pub fn play(script: &Script) -> History {
    let founder = Machine::found(EVERYBODY[0]);
    let mut machines = vec![founder.clone()];
    for persona in EVERYBODY.into_iter().take(script.n_machines).skip(1) {
        machines.push(founder.newcomer(persona, 1));
    }
    // Two spare devices that nobody has admitted yet.
    machines.push(founder.newcomer(EVERYBODY[0], 2));
    machines.push(founder.newcomer(EVERYBODY[1], 2));
    let mut stage = Stage {
        machines,
        invitations: vec![],
        signed: founder.changes(),
    };
    if script.settled {
        stage.settle_in();
    }
    for (machine, step) in &script.moves {
        let machine = usize::from(*machine) % stage.machines.len();
        stage.play(machine, step);
    }
    History {
        community: stage.machines[0].community(),
        changes: stage.signed,
        held: stage.machines.iter().map(Machine::changes).collect(),
    }
}

impl Stage {
    fn settle_in(&mut self) {
        let roles = [
            Role::Facilitator,
            Role::Steward,
            Role::Practitioner,
            Role::Facilitator,
        ];
        let keys: Vec<DeviceKey> = self.machines.iter().map(|it| it.key.clone()).collect();
        let first_devices = EVERYBODY.into_iter().zip(&keys[..keys.len() - 2]);
        for (n, (persona, key)) in first_devices.enumerate().skip(1) {
            let founder = &mut self.machines[0];
            let admission = founder.admit(persona, key, Role::Practitioner);
            let grant = founder.grant(persona.member(), roles[n % 4]);
            self.signed
                .extend([admission, grant].map(|id| founder.change(id).clone()));
        }
        let all = self.machines[0].changes();
        self.machines
            .iter_mut()
            .for_each(|machine| machine.take(all.clone()));
    }

    fn play(&mut self, at: usize, step: &Move) {
        match step {
            Move::Take { from, share } => {
                let all = self.held_by(*from).into_iter().enumerate();
                let some = all.filter(|(n, _)| share >> (n % 64) & 1 == 1);
                self.machines[at].take(some.map(|(_, change)| change));
            }
            Move::TakeAll { from } => {
                let all = self.held_by(*from);
                self.machines[at].take(all);
            }
            Move::Clone if self.machines.len() < 10 => {
                let copy = self.machines[at].clone();
                self.machines.push(copy);
            }
            Move::Clone => {}
            Move::Break { how, of } => self.write(at, of, Some(*how)),
            _ => self.write(at, step, None),
        }
    }

    fn held_by(&self, n: u8) -> Vec<Change> {
        self.machines[usize::from(n) % self.machines.len()].changes()
    }

    /// Writes the change of a move, broken or not, and keeps what was signed.
    fn write(&mut self, at: usize, step: &Move, how: Option<Break>) {
        let before = self.machines[at].clone();
        let Some(id) = self.act(at, step) else { return };
        let change = match how {
            None => self.machines[at].change(id).clone(),
            Some(how) => {
                let honest = self.machines[at].change(id).clone();
                self.machines[at] = before;
                how.sign(&mut self.machines[at], &honest)
            }
        };
        // A copy may sign the very same change; once erased anywhere it counts as erased.
        let known = self
            .signed
            .iter()
            .position(|other| other.id() == change.id());
        match known {
            None => self.signed.push(change),
            Some(at) if change.payload().is_none() => self.signed[at] = change,
            Some(_) => {}
        }
    }

    fn act(&mut self, at: usize, step: &Move) -> Option<ChangeId> {
        if let Move::Invite { role, uses } = step {
            let number = self.invitations.len() as u8;
            let uses = u64::from(uses % 3) + 1;
            let invitation = self.machines[at].invite(number, invited_as(*role), uses);
            self.invitations.push(invitation.clone());
            return Some(invitation.id);
        }
        self.admission(at, step)
            .or_else(|| self.rule(at, step))
            .or_else(|| say(&mut self.machines[at], step))
    }

    fn key(&self, n: u8) -> DeviceKey {
        self.machines[usize::from(n) % self.machines.len()]
            .key
            .clone()
    }

    /// The moves by which people and devices come in.
    fn admission(&mut self, at: usize, step: &Move) -> Option<ChangeId> {
        // Half of the time a machine speaks for whoever has its key, else for anybody.
        let device = self.machines[at].device();
        let owns = |it: &Persona| [1, 2].iter().any(|n| it.device_key(*n).device() == device);
        let own = EVERYBODY.into_iter().find(owns);
        let own_or = |n: u8| {
            own.filter(|_| n.is_multiple_of(2))
                .unwrap_or_else(|| person(n / 2))
        };
        match step {
            Move::Join {
                invitation,
                person: who,
            } => {
                let n = usize::from(*invitation) % self.invitations.len().max(1);
                let invitation = self.invitations.get(n)?.clone();
                Some(self.machines[at].join(&invitation, own_or(*who)))
            }
            Move::Admit {
                machine,
                person: who,
                role,
            } => {
                let key = self.key(*machine);
                let first = EVERYBODY
                    .into_iter()
                    .find(|it| it.device_key(1).device() == key.device());
                let persona = first
                    .filter(|_| who % 4 > 0)
                    .unwrap_or_else(|| person(*who));
                Some(self.machines[at].admit(persona, &key, invited_as(*role)))
            }
            Move::AddDevice {
                machine,
                person: who,
            } => {
                let key = self.key(*machine);
                Some(self.machines[at].add_device(&key, own_or(*who).member()))
            }
            Move::Recover { person: who } => Some(self.machines[at].recover(own_or(*who))),
            _ => None,
        }
    }

    /// The moves about roles, removals and rules.
    fn rule(&mut self, at: usize, step: &Move) -> Option<ChangeId> {
        let (member, what, less) = match step {
            Move::Grant {
                person: who,
                role: nth,
            } => {
                return Some(self.machines[at].grant(person(*who).member(), role(*nth)));
            }
            Move::Charter { open } => {
                return Some(self.machines[at].amend_charter("We share what we learn.", *open));
            }
            Move::Ratify { nth } => return Some(ratify(&mut self.machines[at], *nth)),
            Move::RevokeMember { person, less } => (person, Revoked::Member, less),
            Move::RevokeDevice {
                person,
                device,
                less,
            } => (person, Revoked::Device(self.key(*device).device()), less),
            Move::RevokeRole {
                person,
                role: nth,
                less,
            } => (person, Revoked::Role(role(*nth)), less),
            _ => return None,
        };
        Some(revoke(
            &mut self.machines[at],
            person(*member).member(),
            what,
            *less,
        ))
    }
}

fn invited_as(n: u8) -> Role {
    match n % 3 {
        0 => Role::Observer,
        _ => Role::Practitioner,
    }
}

fn ratify(machine: &mut Machine, nth: u8) -> ChangeId {
    let content = machine
        .held
        .values()
        .filter(|it| it.header().kind >= FIRST_CONTENT_KIND);
    let ids: Vec<ChangeId> = content.map(Change::id).collect();
    let some = ids.iter().skip(usize::from(nth) % 4).step_by(4).copied();
    machine.ratify(&some.collect::<Vec<_>>())
}

/// The moves about lessons and links.
fn say(machine: &mut Machine, step: &Move) -> Option<ChangeId> {
    Some(match step {
        Move::Lesson { lesson, words } => {
            let fields = field(2, *words).with_text(Field::Body, BODY);
            machine.write(&Act::Lesson(fields), one_lesson(*lesson), &[])
        }
        Move::Revise {
            lesson,
            field: nth,
            words,
            heads,
        } => {
            let parents = some_heads(machine, *lesson, *heads);
            machine.write(
                &Act::Lesson(field(*nth, *words)),
                one_lesson(*lesson),
                &parents,
            )
        }
        Move::Retract { lesson, heads } => {
            let parents = some_heads(machine, *lesson, *heads);
            if parents.is_empty() && heads % 4 != 0 {
                return None;
            }
            let retract = Retract {
                class: ReasonClass::Unsafe,
                reason: String::new(),
            };
            machine.write(&Act::Retract(retract), one_lesson(*lesson), &parents)
        }
        Move::Link {
            source,
            kind,
            target,
        } => {
            let kinds = [LinkType::Supersedes, LinkType::PartOf, LinkType::Solves];
            let kind = kinds[usize::from(*kind) % 3];
            machine.link(one_lesson(*source), kind, one_lesson(*target))
        }
        Move::Unlink { nth } => {
            let links = machine
                .held
                .values()
                .filter(|it| it.header().kind == Kind::Link.code());
            let links: Vec<ChangeId> = links.map(Change::id).collect();
            machine.unlink(*links.get(usize::from(*nth) % links.len().max(1))?)
        }
        _ => return None,
    })
}

fn person(n: u8) -> Persona {
    EVERYBODY[usize::from(n) % EVERYBODY.len()]
}

fn role(n: u8) -> Role {
    Role::ALL[usize::from(n) % Role::ALL.len()]
}

fn one_lesson(n: u8) -> LessonId {
    lesson_id(n % 4)
}

fn revoke(machine: &mut Machine, member: MemberId, what: Revoked, less: u8) -> ChangeId {
    let mut cuts = machine.cuts(member);
    // A fifth each: all that is held, one less, two less, a device left out, nothing at all.
    match less % 5 {
        4 => cuts.clear(),
        3 => drop(cuts.pop_first()),
        less => {
            let earlier =
                |cut: &CutPoint| machine.cut(cut.device, cut.seq.saturating_sub(u64::from(less)));
            cuts = cuts
                .values()
                .filter_map(earlier)
                .map(|cut| (cut.device, cut))
                .collect();
        }
    }
    machine.revoke_from(member, what, cuts)
}

/// All heads, one of them, or a revision somewhere in the past.
fn some_heads(machine: &Machine, lesson: u8, which: u8) -> Vec<ChangeId> {
    let heads = machine.heads(one_lesson(lesson));
    let graph = machine.held.values().filter(|change| {
        [32, 35].contains(&change.header().kind)
            && change.header().subject == Subject::from(one_lesson(lesson))
    });
    let graph: Vec<ChangeId> = graph.map(Change::id).collect();
    match (which % 4, graph.len()) {
        (_, 0) | (0, _) => heads,
        (1, _) => heads.into_iter().take(1).collect(),
        (2, n) => vec![graph[usize::from(which) % n]],
        (_, n) => vec![
            graph[usize::from(which) % n],
            graph[usize::from(which / 2) % n],
        ],
    }
}

const BODY: &str = "one\ntwo\nthree\nthree\nfour\nfive\nsix\n";

fn field(nth: u8, words: u8) -> Fields {
    let text = ["", "Pump", "Seal", "Gauge"][usize::from(words) % 4];
    let mut fields = Fields::default();
    match nth % 7 {
        0 | 5 | 6 => fields.set(Field::Body, Value::text(&body(words))),
        1 => fields.set(
            Field::Tags,
            Value::rows([Row::new([text]), Row::new(["well"])]),
        ),
        2 => fields.set(
            Field::Title,
            Value::text(["Pump", "Seal"][usize::from(words) % 2]),
        ),
        3 => fields.set(Field::Site, Value::text(text)),
        _ => fields.set(Field::Tags, Value::rows([])),
    }
    fields
}

/// The body with one line changed, left out or put in.
fn body(words: u8) -> String {
    let mut lines: Vec<&str> = BODY.split_inclusive('\n').collect();
    let at = usize::from(words) % lines.len();
    match words / 8 % 4 {
        0 => lines[at] = "changed\n",
        1 => drop(lines.remove(at)),
        2 => lines.insert(at, lines[at]),
        _ => {}
    }
    lines.concat()
}
