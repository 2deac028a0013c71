//! The engine: what a person can do with a community on this machine, without a window.
//!
//! [`Hearth`] is one open community. Every write goes through [`transact`], which says what it
//! moved. Synchronous: shells own threads. Time and randomness come in with [`Environment`].
//! Deliberately absent: wire types, foreign formats, the network.

mod attach;
mod backup;
mod backups;
mod browse;
mod bulk;
mod check;
mod doorbell;
mod drafts;
mod edit;
mod environment;
mod error;
mod example;
mod export;
mod feed;
mod founding;
mod home;
mod import;
mod intake;
mod invitation;
mod job;
mod kept;
mod keyring;
mod open;
mod people;
mod plan;
mod rekey;
mod search;
mod summary;
mod transact;
mod undo;

pub use backups::{KeptBackup, Occasion};
pub use bulk::{BulkLink, BulkOutcome, BulkRecord, Fate};
pub use check::Report;
pub use doorbell::Wish;
pub use environment::Environment;
pub use error::CoreError;
pub use example::{ExampleLesson, ExampleLink, ExampleScript};
pub use export::{Given, Scope};
pub use founding::Founded;
pub use home::{Home, KnownCommunity};
pub use import::BroughtIn;
pub use job::{NoProgress, Progress, Stopped};
pub use kept::{KeptFile, Purpose};
pub use keyring::Identity;
pub use open::Hearth;
pub use plan::{LEFT_OUT, Plan, PlannedLesson, Sender, SenderStanding};
pub use search::{Found, SearchHit};
pub use transact::Touched;
pub use undo::{UNDO_DAYS, Undone};

pub use hearth_bundle::{BundleError, Limits, Quantity, WriteError};
pub use hearth_index::{
    Facets, FilterField, Highlighter, IndexError, Query, SearchOptions, Snippet, Tally,
};
pub use hearth_model as model;
pub use hearth_store::StoreError;
pub use hearth_store::check::Findings;
pub use hearth_store::local::drafts::DraftRow;
pub use hearth_store::local::exchanges::ExchangeRow;
pub use hearth_store::query::lessons::{Filter, LessonRow, LessonState, Revision};
pub use hearth_store::query::links::LinkRow;
pub use hearth_store::query::people::{CommunityRow, DeviceRow};
