//! What the engine cannot do, and why.

use std::io;
use std::path::PathBuf;

use hearth_bundle::{BundleError, WriteError};
use hearth_index::IndexError;
use hearth_model::change::ChangeError;
use hearth_model::text::TextError;
use hearth_store::StoreError;

/// Why something was not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum CoreError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file that was brought in.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// A file that was to be given.
    #[error(transparent)]
    Give(#[from] WriteError),
    /// The search index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A change beyond the format's limits.
    #[error("make the change")]
    Change(#[from] ChangeError),
    /// A title or name that cannot be one.
    #[error("read the title or name")]
    Text(#[from] TextError),
    /// A file or folder.
    #[error("{doing} {path}")]
    File {
        /// What was attempted, such as `read` or `make`.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system names no folder for a person's data, and none was given.
    #[error("find a place for the data: this system names no home folder")]
    NoHome,
    /// This home holds no community.
    #[error("open the community: there is none in {home}")]
    NoCommunity {
        /// The home folder.
        home: PathBuf,
    },
    /// The community in use is gone from its folder.
    #[error("open the community: its file is gone from {path}")]
    CommunityGone {
        /// Where it should be.
        path: PathBuf,
    },
    /// This machine holds the community but no key to sign with.
    #[error("sign the change: this computer has no key for the community")]
    NoKey,
    /// A key file that is no key.
    #[error("read the key in {path}")]
    BadKey {
        /// The key file.
        path: PathBuf,
    },
    /// The member may not do this.
    #[error("make the change: {reason}")]
    NotEntitled {
        /// The standing the change would have, such as `held: not entitled`.
        reason: String,
    },
    /// There is no such lesson here.
    #[error("find lesson {id}: it is not on this computer")]
    NoSuchLesson {
        /// As asked for.
        id: String,
    },
    /// A shortened id that fits several lessons.
    #[error("find lesson {id}: several lessons match")]
    AmbiguousLesson {
        /// As asked for.
        id: String,
    },
    /// There is no such member here.
    #[error("find member {name}: nobody here has that name")]
    NoSuchMember {
        /// As asked for.
        name: String,
    },
    /// Several members have that name.
    #[error("find member {name}: several members have that name")]
    AmbiguousMember {
        /// As asked for.
        name: String,
    },
    /// There is no such link.
    #[error("find the link: it is not there")]
    NoSuchLink,
    /// A link that would close a circle, or of a lesson to itself.
    #[error("link the lessons: it would close a circle")]
    LinkCircle,
    /// There is no such draft.
    #[error("find the draft: it is not there")]
    NoSuchDraft,
    /// The file is a bundle, but not an invitation.
    #[error("join: the file is not an invitation")]
    NotAnInvitation,
    /// The file is an invitation; it is for joining, not for bringing in.
    #[error("bring in: the file is an invitation")]
    IsAnInvitation,
    /// This home is in that community already.
    #[error("join: this computer is in that community already")]
    AlreadyHere,
    /// The file belongs to another community.
    #[error("bring in: the file belongs to another community")]
    OtherCommunity,
    /// The store changed between the preview and the confirmation.
    #[error("bring in: the plan has changed since it was shown")]
    PlanChanged,
    /// There is no such exchange, or it was not a bring-in.
    #[error("undo: there is no such bring-in")]
    NoSuchExchange,
    /// The exchange was undone before.
    #[error("undo: it was undone already")]
    AlreadyUndone,
    /// The exchange is too long ago.
    #[error("undo: it is more than {days} days ago")]
    TooLate {
        /// How long an undo is possible.
        days: u64,
    },
    /// The attached file is too large.
    #[error("attach the file: it has {size} bytes, at most {limit} are kept")]
    AttachmentTooLarge {
        /// Bytes.
        size: u64,
        /// Most bytes.
        limit: u64,
    },
    /// A backup that cannot be restored here.
    #[error("restore: this home holds that community already")]
    RestoreOverExisting,
    /// There is no backup of that name.
    #[error("find the backup: there is none of that name")]
    NoSuchBackup,
    /// Another window has this home open.
    #[error("open the home: another window has it open")]
    OpenElsewhere,
    /// Recovery words with a wrong word in them, or of another community.
    #[error("recover: the words do not fit")]
    WrongRecoveryWords,
    /// The person stopped it.
    #[error("stopped")]
    Stopped,
}

impl CoreError {
    /// Names what was attempted with which file.
    pub(crate) fn file(
        doing: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File {
            doing,
            path,
            source,
        }
    }
}

impl From<crate::job::Stopped> for CoreError {
    fn from(_: crate::job::Stopped) -> Self {
        Self::Stopped
    }
}
