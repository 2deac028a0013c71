//! An open community.

use std::sync::Arc;

use hearth_index::Index;
use hearth_model::entitlement::Roster;
use hearth_model::id::CommunityId;
use hearth_store::{Store, StoreError};

use crate::environment::Environment;
use crate::error::CoreError;
use crate::home::Home;
use crate::keyring::{self, Identity, Last};
use crate::summary::summarise;

/// One community, open on this machine, with everything a person can do in it.
pub struct Hearth {
    pub(crate) home: Home,
    pub(crate) store: Store,
    /// Opened with the first search; losing it loses nothing.
    pub(crate) index: Option<Arc<Index>>,
    pub(crate) identity: Option<Identity>,
    pub(crate) last: Option<Last>,
    pub(crate) environment: Environment,
}

impl Hearth {
    /// Opens the community in use.
    ///
    /// # Errors
    /// [`CoreError::NoCommunity`], [`CoreError::CommunityGone`], or what the store says.
    pub fn open(home: &Home, environment: Environment) -> Result<Self, CoreError> {
        let folder = home.in_use()?.ok_or_else(|| CoreError::NoCommunity {
            home: home.path().to_owned(),
        })?;
        let path = home.folder(&folder).join("store.db");
        match Store::open(&path, summarise) {
            Ok(store) => Self::over(home, store, environment),
            Err(StoreError::Missing { path }) => Err(CoreError::CommunityGone { path }),
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) fn over(
        home: &Home,
        store: Store,
        environment: Environment,
    ) -> Result<Self, CoreError> {
        let identity = keyring::find(home, &home.community(&store.community()))?;
        let last = identity
            .as_ref()
            .and_then(|identity| keyring::last(home, &identity.key.device()));
        Ok(Self {
            home: home.clone(),
            store,
            index: None,
            identity,
            last,
            environment,
        })
    }

    /// The community.
    pub fn community(&self) -> CommunityId {
        self.store.community()
    }

    /// Where everything is kept.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Who this machine signs as; `None` when it can only read.
    pub fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    /// The people and rules.
    ///
    /// # Errors
    /// What the store says.
    pub fn roster(&mut self) -> Result<Arc<Roster>, CoreError> {
        Ok(self.store.roster()?)
    }

    /// Tells whether nothing can be written.
    pub fn is_read_only(&self) -> bool {
        self.store.is_read_only()
    }

    /// Tells whether opening made the tables anew.
    pub fn was_rebuilt(&self) -> bool {
        self.store.was_rebuilt()
    }

    /// Milliseconds since 1970 by this machine's clock.
    pub fn now_ms(&self) -> u64 {
        self.environment.now_ms()
    }
}
