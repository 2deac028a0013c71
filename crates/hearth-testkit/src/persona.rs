//! People with fixed keys and ids, and a clock that stands still.

use hearth_model::id::MemberId;
use hearth_model::sign::DeviceKey;

/// Milliseconds since 1970 at which every test happens: 2026-01-01T12:00:00Z.
pub const NOON: u64 = 1_767_268_800_000;

/// A person who is the same in every test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Persona {
    /// The name, also that of the first device's owner.
    pub name: &'static str,
    number: u8,
}

impl Persona {
    /// Returns the id of a member who comes with the first device.
    pub fn member(&self) -> MemberId {
        MemberId::of_first_device(&self.device_key(1).device())
    }

    /// Returns the key of the person's `n`-th device, counted from 1.
    pub fn device_key(&self, n: u8) -> DeviceKey {
        let mut seed = [self.number; 32];
        seed[31] = n;
        DeviceKey::from_seed(seed)
    }
}

/// Everybody, in alphabetical order.
pub const EVERYBODY: [Persona; 6] = [alice(), bob(), carol(), dora(), emil(), fatma()];

/// Alice usually founds the community.
pub const fn alice() -> Persona {
    Persona {
        name: "Alice",
        number: 1,
    }
}

/// Bob usually joins first.
pub const fn bob() -> Persona {
    Persona {
        name: "Bob",
        number: 2,
    }
}

/// Carol usually joins second.
pub const fn carol() -> Persona {
    Persona {
        name: "Carol",
        number: 3,
    }
}

/// Dora is a further member.
pub const fn dora() -> Persona {
    Persona {
        name: "Dora",
        number: 4,
    }
}

/// Emil is a further member.
pub const fn emil() -> Persona {
    Persona {
        name: "Emil",
        number: 5,
    }
}

/// Fatma is a further member.
pub const fn fatma() -> Persona {
    Persona {
        name: "Fatma",
        number: 6,
    }
}

/// Returns the key printed on paper at founding.
pub fn recovery_key() -> DeviceKey {
    DeviceKey::from_seed([0xee; 32])
}
