//! Time and randomness, so that tests can hold both still.

use std::time::{SystemTime, UNIX_EPOCH};

use hearth_model::id::{InvitationId, LessonId};

type Clock = Box<dyn Fn() -> u64 + Send>;
type Entropy = Box<dyn FnMut(&mut [u8]) + Send>;

/// Where time and randomness come from.
pub struct Environment {
    now_ms: Clock,
    random: Entropy,
}

impl Environment {
    /// The machine's clock and the system's secure randomness.
    pub fn system() -> Self {
        let now_ms = || {
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |age| u64::try_from(age.as_millis()).unwrap_or(0))
        };
        let random =
            |bytes: &mut [u8]| getrandom::fill(bytes).expect("the system gives randomness");
        Self::new(now_ms, random)
    }

    /// A clock (milliseconds since 1970) and a source of randomness of the caller's.
    pub fn new(
        now_ms: impl Fn() -> u64 + Send + 'static,
        random: impl FnMut(&mut [u8]) + Send + 'static,
    ) -> Self {
        Self {
            now_ms: Box::new(now_ms),
            random: Box::new(random),
        }
    }

    /// Milliseconds since 1970.
    pub fn now_ms(&self) -> u64 {
        (self.now_ms)()
    }

    /// Random bytes.
    pub fn random<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.random)(&mut bytes);
        bytes
    }

    /// A new lesson's id.
    pub fn lesson_id(&mut self) -> LessonId {
        LessonId::new(self.now_ms(), self.random())
    }

    /// A new invitation's id.
    pub fn invitation_id(&mut self) -> InvitationId {
        InvitationId::new(self.now_ms(), self.random())
    }
}
