//! Which refusal of the layers below has which code. Every `match` names every case, so that a new
//! refusal below does not build until it has a sentence here.

use std::io;
use std::path::Path;

use hearth_core::model::change::ChangeError;
use hearth_core::model::text::TextError;
use hearth_core::{BundleError, CoreError, IndexError, Quantity, StoreError, WriteError};

use super::{ApiError, Code};

impl From<CoreError> for ApiError {
    fn from(error: CoreError) -> Self {
        let refused = match &error {
            CoreError::Store(error) => store(error),
            CoreError::Bundle(error) => bundle(error),
            CoreError::Give(error) => give(error),
            CoreError::Index(error) => index(error),
            CoreError::Change(error) => change(error),
            CoreError::Text(error) => title(*error),
            CoreError::File {
                doing,
                path,
                source,
            } => file(doing, path, source),
            other => refusal(other),
        };
        match refused.code {
            Code::Stopped => refused,
            _ => refused.with_detail(&error),
        }
    }
}

/// The engine's own refusals.
fn refusal(error: &CoreError) -> ApiError {
    let code = match error {
        CoreError::NoSuchLesson { id } => {
            return ApiError::with(Code::LessonNotFound, [("id", id.clone())]);
        }
        CoreError::AmbiguousLesson { id } => {
            return ApiError::with(Code::AmbiguousLesson, [("id", id.clone())]);
        }
        CoreError::NoSuchMember { name } => {
            return ApiError::with(Code::NoSuchMember, [("name", name.clone())]);
        }
        CoreError::AmbiguousMember { name } => {
            return ApiError::with(Code::AmbiguousMember, [("name", name.clone())]);
        }
        CoreError::NoCommunity { home } => return at(Code::NoCommunity, home),
        CoreError::CommunityGone { path } => return at(Code::CommunityGone, path),
        CoreError::BadKey { path } => return at(Code::KeyDamaged, path),
        CoreError::TooLate { days } => {
            return ApiError::with(Code::TooLateToUndo, [("days", days.to_string())]);
        }
        CoreError::AttachmentTooLarge { size, limit } => {
            let params = [("size", size.to_string()), ("limit", limit.to_string())];
            return ApiError::with(Code::AttachmentTooLarge, params);
        }
        CoreError::NotEntitled { reason } => return not_entitled(reason),
        CoreError::NoHome => Code::NoHome,
        CoreError::NoKey => Code::NoKey,
        CoreError::NoSuchLink => Code::NoSuchLink,
        CoreError::LinkCircle => Code::LinkCircle,
        CoreError::NoSuchDraft => Code::NoSuchDraft,
        CoreError::NotAnInvitation => Code::NotAnInvitation,
        CoreError::IsAnInvitation => Code::IsAnInvitation,
        CoreError::AlreadyHere => Code::AlreadyHere,
        CoreError::OtherCommunity => Code::OtherCommunity,
        CoreError::PlanChanged => Code::PlanChanged,
        CoreError::NoSuchExchange => Code::NoSuchExchange,
        CoreError::AlreadyUndone => Code::AlreadyUndone,
        CoreError::RestoreOverExisting => Code::RestoreOverExisting,
        CoreError::NoSuchBackup => Code::NoSuchBackup,
        CoreError::OpenElsewhere => Code::AlreadyOpen,
        CoreError::WrongRecoveryWords => Code::WrongRecoveryWords,
        CoreError::Stopped => Code::Stopped,
        CoreError::Store(_)
        | CoreError::Bundle(_)
        | CoreError::Give(_)
        | CoreError::Index(_)
        | CoreError::Change(_)
        | CoreError::Text(_)
        | CoreError::File { .. } => Code::Unexpected,
    };
    ApiError::new(code)
}

fn at(code: Code, path: &Path) -> ApiError {
    ApiError::with(code, [("path", path.display().to_string())])
}

/// `reason` is the standing that the change would have had.
fn not_entitled(reason: &str) -> ApiError {
    let code = match reason {
        "held: invitation" => Code::InvitationDoesNotHold,
        "held: revoked" | "held: equivocation" => Code::DeviceRevoked,
        _ => Code::NotEntitled,
    };
    ApiError::with(code, [("reason", reason.to_owned())])
}

fn store(error: &StoreError) -> ApiError {
    match error {
        StoreError::Open { path, source } => system(path, source, Code::StoreNotOpened),
        StoreError::Missing { path } => at(Code::CommunityGone, path),
        StoreError::Damaged(_) => ApiError::new(Code::StoreDamaged),
        StoreError::DiskFull => ApiError::new(Code::DiskFull),
        StoreError::ReadOnlyFile => at(Code::FolderReadOnly, Path::new("the community's file")),
        StoreError::NewerStore => ApiError::new(Code::StoreNewer),
        StoreError::Busy => ApiError::new(Code::StoreBusy),
        StoreError::Corrupt(_) => ApiError::new(Code::ChangeDamaged),
        StoreError::OtherCommunity(_) => ApiError::new(Code::OtherCommunity),
        StoreError::Change(error) => change(error),
        StoreError::OldSqlite(_) => ApiError::new(Code::ProgramTooOld),
        StoreError::Sqlite(_) => ApiError::new(Code::Unexpected),
    }
}

fn bundle(error: &BundleError) -> ApiError {
    let code = match error {
        BundleError::Truncated { have, need } => {
            let params = [("have", have.to_string()), ("need", need.to_string())];
            return ApiError::with(Code::FileTruncated, params);
        }
        BundleError::TooLarge { what, would, limit } => return too_large(*what, *would, *limit),
        BundleError::ManifestTooLarge { would, limit } => {
            return too_large(Quantity::RawBytes, *would, *limit);
        }
        BundleError::Io(source) => {
            return system(Path::new("the Hearth file"), source, Code::FileNotReadable);
        }
        BundleError::Empty => Code::FileEmpty,
        BundleError::NotABundle => Code::FileNotHearth,
        BundleError::NewerContainer { .. }
        | BundleError::NewerPurpose { .. }
        | BundleError::NewerManifest { .. } => Code::FileNewer,
        BundleError::TrailingBytes { .. } => Code::FileHasExtra,
        BundleError::ManifestSignature
        | BundleError::ChunkHash { .. }
        | BundleError::BlobHash { .. } => Code::FileChanged,
        BundleError::ManifestMalformed { .. }
        | BundleError::ChunkFrame { .. }
        | BundleError::ChunkMalformed { .. }
        | BundleError::Counts => Code::FileMalformed,
        BundleError::ChangeSignature { .. } => Code::FileForged,
        BundleError::OtherCommunity { .. } => Code::FileMixed,
    };
    ApiError::new(code)
}

fn too_large(what: Quantity, would: u64, limit: u64) -> ApiError {
    let [would, limit] = [would, limit].map(|count| count.to_string());
    match what {
        Quantity::RawBytes => {
            ApiError::with(Code::FileTooLarge, [("would", would), ("limit", limit)])
        }
        Quantity::Changes => ApiError::with(
            Code::FileTooManyChanges,
            [("changes", would), ("most", limit)],
        ),
    }
}

fn give(error: &WriteError) -> ApiError {
    match error {
        WriteError::Heading { .. } => ApiError::new(Code::NoteTooLong),
        WriteError::ManifestTooLarge { .. } => ApiError::new(Code::TooMuchToGive),
        WriteError::BlobHash { .. } | WriteError::BlobTooLarge { .. } => {
            ApiError::new(Code::StoreDamaged)
        }
        WriteError::Order | WriteError::OtherCommunity { .. } => ApiError::new(Code::Unexpected),
        WriteError::Io(source) => {
            system(Path::new("the Hearth file"), source, Code::FileNotWritten)
        }
        WriteError::Save { path, source } => system(path, source, Code::FileNotWritten),
    }
}

fn index(error: &IndexError) -> ApiError {
    ApiError::new(match error {
        IndexError::WriterBusy
        | IndexError::Damaged(_)
        | IndexError::Create { .. }
        | IndexError::Write(_)
        | IndexError::Read(_) => Code::SearchNotReady,
    })
}

fn change(error: &ChangeError) -> ApiError {
    ApiError::new(match error {
        ChangeError::TooLarge => Code::LessonTooLarge,
        ChangeError::Cbor(_) | ChangeError::Item(_) | ChangeError::PayloadMismatch => {
            Code::Unexpected
        }
    })
}

fn title(error: TextError) -> ApiError {
    match error {
        TextError::Empty => ApiError::new(Code::TitleMissing),
        TextError::TooLong(n) => {
            ApiError::with(Code::TitleTooLong, [("characters", n.to_string())])
        }
        TextError::Control => ApiError::new(Code::TitleHasControl),
    }
}

fn file(doing: &str, path: &Path, source: &io::Error) -> ApiError {
    let reads = matches!(doing, "read" | "copy");
    let otherwise = if reads {
        Code::FileNotReadable
    } else {
        Code::FileNotWritten
    };
    system(path, source, otherwise)
}

/// Sorts what the system says about a file by what a person can do about it.
fn system(path: &Path, source: &io::Error, otherwise: Code) -> ApiError {
    use io::ErrorKind::{
        NotFound, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
    };
    let reads = otherwise == Code::FileNotReadable;
    let code = match source.kind() {
        StorageFull | QuotaExceeded => Code::DiskFull,
        ReadOnlyFilesystem => Code::FolderReadOnly,
        PermissionDenied if !reads => Code::FolderReadOnly,
        NotFound if reads => Code::FileNotThere,
        NotFound if otherwise == Code::FileNotWritten => Code::FolderNotThere,
        _ => otherwise,
    };
    at(code, path)
}

impl ApiError {
    /// Why a file of the person's could not be read.
    pub fn reading(path: &Path, source: &io::Error) -> Self {
        system(path, source, Code::FileNotReadable).with_detail(source)
    }

    /// Why a file of the person's could not be written.
    pub fn writing(path: &Path, source: &io::Error) -> Self {
        system(path, source, Code::FileNotWritten).with_detail(source)
    }

    /// A text that cannot be the name of a person or a community.
    pub(crate) fn name(error: TextError) -> Self {
        match error {
            TextError::Empty => Self::new(Code::NameMissing),
            TextError::TooLong(n) => Self::with(Code::NameTooLong, [("characters", n.to_string())]),
            TextError::Control => Self::new(Code::NameHasControl),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(error: impl Into<CoreError>) -> Code {
        ApiError::from(error.into()).code
    }

    fn file_error(doing: &'static str, kind: io::ErrorKind) -> CoreError {
        CoreError::File {
            doing,
            path: "/media/stick/a.hearth".into(),
            source: kind.into(),
        }
    }

    #[test]
    fn every_kind_of_bad_file_has_a_code_of_its_own() {
        let codes = [
            code(BundleError::Empty),
            code(BundleError::NotABundle),
            code(BundleError::Truncated { have: 1, need: 2 }),
            code(BundleError::TrailingBytes { have: 2, need: 1 }),
            code(BundleError::ManifestSignature),
            code(BundleError::ManifestMalformed { part: "counts" }),
            code(BundleError::NewerContainer { version: 9 }),
            code(BundleError::TooLarge {
                what: Quantity::RawBytes,
                would: 2,
                limit: 1,
            }),
            code(BundleError::TooLarge {
                what: Quantity::Changes,
                would: 2,
                limit: 1,
            }),
            code(CoreError::OtherCommunity),
            code(CoreError::IsAnInvitation),
            code(CoreError::PlanChanged),
            code(CoreError::Stopped),
            code(StoreError::DiskFull),
            code(StoreError::NewerStore),
            code(StoreError::Busy),
            code(StoreError::Damaged(String::new())),
            code(CoreError::NoHome),
            code(CoreError::OpenElsewhere),
            code(file_error("read", io::ErrorKind::NotFound)),
            code(file_error("read", io::ErrorKind::PermissionDenied)),
            code(file_error("make", io::ErrorKind::PermissionDenied)),
        ];
        let distinct: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!(distinct.len(), codes.len(), "{codes:?}");
        assert!(!codes.contains(&Code::Unexpected));
    }

    #[test]
    fn the_system_is_heard() {
        use io::ErrorKind::{PermissionDenied, StorageFull};
        assert_eq!(code(file_error("write", StorageFull)), Code::DiskFull);
        assert_eq!(
            code(file_error("write", PermissionDenied)),
            Code::FolderReadOnly
        );
        let error = ApiError::from(file_error("write", PermissionDenied));
        assert_eq!(
            error.message,
            "Nothing may be written to /media/stick/a.hearth."
        );
        assert_eq!(
            error.params["detail"],
            "write /media/stick/a.hearth: permission denied"
        );
    }

    #[test]
    fn no_sentence_is_left_with_a_hole() {
        let errors = [
            CoreError::NoSuchLesson {
                id: "0199".to_owned(),
            },
            CoreError::NoSuchMember {
                name: "Tomas".to_owned(),
            },
            CoreError::AmbiguousLesson {
                id: "0199".to_owned(),
            },
            CoreError::AmbiguousMember {
                name: "Tomas".to_owned(),
            },
            CoreError::CommunityGone { path: "/a".into() },
            CoreError::BadKey { path: "/a".into() },
            CoreError::TooLate { days: 30 },
            CoreError::AttachmentTooLarge {
                size: 20_000_000,
                limit: 16_000_000,
            },
            CoreError::Text(TextError::TooLong(201)),
            StoreError::ReadOnlyFile.into(),
            BundleError::TooLarge {
                what: Quantity::Changes,
                would: 2,
                limit: 1,
            }
            .into(),
        ];
        for error in errors.map(ApiError::from) {
            for name in error.code.sentence().split('{').skip(1) {
                let name = name.split('}').next().unwrap();
                assert!(
                    error.params.contains_key(name),
                    "{:?} lacks {name}",
                    error.code
                );
            }
        }
    }
}
