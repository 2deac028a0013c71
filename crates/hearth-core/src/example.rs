//! A community to look around in: written by several members, each with a key of their own, so
//! that everything about it is as in a real one.

use hearth_model::act::{Act, Link};
use hearth_model::field::Fields;
use hearth_model::id::{LessonId, Subject};
use hearth_model::link::LinkType;
use hearth_model::people::{Admit, Role};
use hearth_model::sign::Proof;
use hearth_model::text::Title;

use crate::edit::tidy;
use crate::environment::Environment;
use crate::error::CoreError;
use crate::founding::new_identity;
use crate::home::Home;
use crate::keyring::Identity;
use crate::open::Hearth;
use crate::transact::Transaction;

/// What the example says.
#[derive(Clone, Debug)]
pub struct ExampleScript {
    /// The community's name.
    pub community: String,
    /// Its charter.
    pub charter: String,
    /// Names and roles; the first is the founder, whom this machine signs as.
    pub members: Vec<(String, Role)>,
    /// Lessons in the order they were logged.
    pub lessons: Vec<ExampleLesson>,
    /// Links in the order they were made.
    pub links: Vec<ExampleLink>,
}

/// A lesson of the example.
#[derive(Clone, Debug)]
pub struct ExampleLesson {
    /// Position of its author among the members.
    pub author: usize,
    /// What it says.
    pub fields: Fields,
    /// When it was logged, milliseconds since 1970.
    pub wall_ms: u64,
}

/// A link of the example; all positions count from 0.
#[derive(Clone, Copy, Debug)]
pub struct ExampleLink {
    /// Position of the source among the lessons.
    pub source: usize,
    /// What is said.
    pub kind: LinkType,
    /// Position of the target among the lessons.
    pub target: usize,
    /// Position among the members of who says so.
    pub by: usize,
}

impl Hearth {
    /// Makes the example community and puts it in use.
    ///
    /// # Errors
    /// What the file system says; [`CoreError::NoSuchMember`] for a script that names nobody.
    pub fn example(
        home: &Home,
        environment: Environment,
        script: &ExampleScript,
    ) -> Result<Self, CoreError> {
        let founder = script.members.first().map_or("", |(name, _)| name);
        let mut hearth = Self::found(
            home,
            environment,
            &script.community,
            founder,
            &script.charter,
        )?
        .hearth;
        let own = hearth.identity.clone().ok_or(CoreError::NoKey)?;
        let others = script
            .members
            .iter()
            .skip(1)
            .map(|_| new_identity(&mut hearth.environment));
        let identities: Vec<Identity> = [own]
            .into_iter()
            .chain(others.collect::<Vec<_>>())
            .collect();
        let ids: Vec<LessonId> = script
            .lessons
            .iter()
            .map(|lesson| LessonId::new(lesson.wall_ms, hearth.environment.random()))
            .collect();
        let began_ms = script.lessons.first().map_or(0, |lesson| lesson.wall_ms);
        hearth.transact(|transaction| {
            admit_all(transaction, script, &identities, began_ms)?;
            for (lesson, id) in script.lessons.iter().zip(&ids) {
                transaction.sign_as(member(&identities, lesson.author)?);
                transaction.write_at(
                    &Act::Lesson(tidy(lesson.fields.clone())?),
                    Subject::from(*id),
                    vec![],
                    lesson.wall_ms,
                )?;
            }
            for link in &script.links {
                transaction.sign_as(member(&identities, link.by)?);
                write_link(transaction, &ids, link)?;
            }
            transaction.sign_as(member(&identities, 0)?);
            Ok(())
        })?;
        Ok(hearth)
    }
}

fn admit_all(
    transaction: &mut Transaction<'_>,
    script: &ExampleScript,
    identities: &[Identity],
    wall_ms: u64,
) -> Result<(), CoreError> {
    let community = transaction.writer.community();
    transaction.sign_as(member(identities, 0)?);
    for ((name, role), identity) in script.members.iter().zip(identities).skip(1) {
        let device = identity.key.device();
        let person = Title::parse(name)?.into_string();
        let act = Act::Admit(Admit {
            device_name: format!("{}'s laptop", person.split(' ').next().unwrap_or_default()),
            person,
            role: Role::Practitioner,
            device,
            proof: identity
                .key
                .prove(&Proof::device(community, device, identity.member)),
        });
        transaction.write_at(&act, Subject::from(identity.member), vec![], wall_ms)?;
        if !role.can_be_invited() {
            transaction.write_at(
                &Act::Grant(*role),
                Subject::from(identity.member),
                vec![],
                wall_ms,
            )?;
        }
    }
    Ok(())
}

fn write_link(
    transaction: &mut Transaction<'_>,
    ids: &[LessonId],
    link: &ExampleLink,
) -> Result<(), CoreError> {
    let find = |position: usize| {
        ids.get(position)
            .copied()
            .ok_or_else(|| CoreError::NoSuchLesson {
                id: position.to_string(),
            })
    };
    let act = Act::Link(Link {
        kind: link.kind,
        target: find(link.target)?,
        revision: None,
        community: None,
    });
    transaction
        .write(&act, Subject::from(find(link.source)?), vec![])
        .map(drop)
}

fn member(identities: &[Identity], position: usize) -> Result<&Identity, CoreError> {
    identities
        .get(position)
        .ok_or_else(|| CoreError::NoSuchMember {
            name: position.to_string(),
        })
}
