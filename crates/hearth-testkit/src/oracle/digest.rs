//! Section 9: the state digest.

use hearth_model::cbor::Item;

use hearth_model::field::Value;
use hearth_model::id::ChangeId;

use super::OracleState;

impl OracleState {
    /// BLAKE3 over the state, item by item.
    pub fn digest(&self) -> [u8; 32] {
        let items = [
            self.standings(),
            self.people(),
            vec![self.charter()],
            self.lessons(),
            self.links(),
        ];
        let bytes: Vec<u8> = items.concat().iter().flat_map(Item::encode).collect();
        *blake3::hash(&bytes).as_bytes()
    }

    fn standings(&self) -> Vec<Item> {
        let item = |(id, standing): (_, _)| array([bytes(id), Item::Uint(standing)]);
        let each = self.standing.iter();
        each.map(|(id, standing)| item((id.as_bytes(), *standing as u64)))
            .collect()
    }

    fn people(&self) -> Vec<Item> {
        let each = self.members.iter().map(|(id, member)| {
            let mut roles: Vec<_> = member.roles.iter().map(|role| role.code()).collect();
            roles.sort_unstable();
            let devices = member.devices.iter().map(|(device, (name, revoked))| {
                array([
                    bytes(device.as_bytes()),
                    Item::from(&**name),
                    Item::Bool(*revoked),
                ])
            });
            let roles = array(roles.into_iter().map(Item::Uint));
            array([
                bytes(id.as_bytes()),
                Item::from(&*member.name),
                roles,
                array(devices),
            ])
        });
        each.collect()
    }

    fn charter(&self) -> Item {
        let charter = &self.charter;
        let flag = Item::Bool(charter.practitioners_edit);
        array([
            Item::from(&*charter.community),
            Item::from(&*charter.text),
            flag,
        ])
    }

    fn lessons(&self) -> Vec<Item> {
        let each = self.lessons.iter().map(|(id, lesson)| {
            let heads = lesson.heads.iter().map(|head| bytes(head.as_bytes()));
            let keyed = lesson
                .forks
                .iter()
                .map(|(field, values)| (field.code(), values));
            let withdrawal = Some((31, &lesson.withdrawal_fork)).filter(|(_, it)| !it.is_empty());
            let forks = keyed.chain(withdrawal).map(|(key, values)| {
                let value = |(id, value): &(_, Value)| alternative(id, value);
                array([Item::Uint(key), array(values.iter().map(value))])
            });
            let fields = lesson.fields.item();
            let withdrawn = Item::Bool(lesson.withdrawn);
            array([
                bytes(id.as_bytes()),
                array(heads),
                fields,
                array(forks),
                withdrawn,
            ])
        });
        each.collect()
    }

    fn links(&self) -> Vec<Item> {
        let each = self.links.iter().map(|(id, link)| {
            let (source, target) = (bytes(link.source.as_bytes()), bytes(link.target.as_bytes()));
            let inert = Item::Bool(link.inert);
            array([
                bytes(id.as_bytes()),
                Item::Uint(link.kind.code()),
                source,
                target,
                inert,
            ])
        });
        each.collect()
    }
}

fn array(items: impl IntoIterator<Item = Item>) -> Item {
    Item::Array(items.into_iter().collect())
}

fn bytes(bytes: &[u8]) -> Item {
    Item::from(bytes)
}

fn alternative(id: &ChangeId, value: &Value) -> Item {
    array([bytes(id.as_bytes()), value.item()])
}
