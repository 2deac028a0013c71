//! The closed list of what can be refused: a stable name, how a program ends with it, a sentence
//! that says what happened, and one that says what to do next.

use serde::{Serialize, Serializer};

/// How a command-line program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It did not work.
    Problem = 1,
    /// It was asked for in a way that cannot be understood.
    Usage = 2,
    /// What it is about is not here.
    NotFound = 3,
    /// A signature, or a right that a signature should give, does not hold.
    Signature = 4,
    /// Somebody else's work stands against it.
    Conflict = 5,
    /// The person stopped it.
    Stopped = 130,
}

impl Exit {
    /// Returns the number that the program ends with.
    pub fn number(self) -> u8 {
        self as u8
    }
}

macro_rules! codes {
    ($($variant:ident = $name:literal, $exit:ident, $sentence:literal, $hint:literal;)*) => {
        /// Why something was refused. Shells choose their own sentence by [`Code::name`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $sentence] $variant,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns the stable name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Returns how a command-line program ends.
            pub fn exit(self) -> Exit {
                match self { $(Self::$variant => Exit::$exit,)* }
            }

            /// Returns what happened, with `{name}` where a value goes.
            pub(crate) fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence,)* }
            }

            /// Returns what to do next, with `{name}` where a value goes.
            pub(crate) fn hint(self) -> &'static str {
                match self { $(Self::$variant => $hint,)* }
            }
        }
    };
}

codes! {
    // A file that was to be brought in.
    FileEmpty = "file_empty", Problem,
        "This file is empty. Nothing was brought in.",
        "Ask for it again: it was probably not copied to its end.";
    FileNotHearth = "file_not_hearth", Problem,
        "This is not a Hearth file. Nothing was brought in.",
        "Hearth files end in .hearth. Choose another one.";
    FileTruncated = "file_truncated", Problem,
        "Part of the file is missing (it ends after {there}). Nothing was brought in.",
        "Ask for it again, or copy it again from where it came.";
    FileHasExtra = "file_has_extra", Problem,
        "Something was added to this file after its end. Nothing was brought in.",
        "Ask the sender for the file as it was made.";
    FileChanged = "file_changed", Signature,
        "This file was changed after it was signed. Nothing was brought in.",
        "Ask for it again. If that one is changed too, ask the sender in person.";
    FileMalformed = "file_malformed", Problem,
        "This file is not put together as Hearth files are. Nothing was brought in.",
        "Ask the sender to make it again.";
    FileForged = "file_forged", Signature,
        "This file holds a change that its author did not sign. Nothing was brought in.",
        "Tell the sender, and ask the author for a file of their own.";
    FileMixed = "file_mixed", Problem,
        "This file mixes the changes of two communities. Nothing was brought in.",
        "Ask the sender to make it again.";
    FileNewer = "file_newer", Problem,
        "This file was made with a newer Hearth. Nothing was brought in.",
        "Get the newer version, or ask for a file made with this one.";
    FileTooLarge = "file_too_large", Problem,
        "This file would unpack to {would}; the limit is {limit}. Nothing was brought in.",
        "If you expected so much, ask for it in smaller files.";
    FileTooManyChanges = "file_too_many_changes", Problem,
        "This file holds {changes} changes; the limit is {most}. Nothing was brought in.",
        "If you expected so many, ask for them in smaller files.";
    FileNotThere = "file_not_there", NotFound,
        "There is no file at {path}.",
        "Check the name, and that the stick or folder is there.";
    FileNotReadable = "file_not_readable", Problem,
        "The file {path} cannot be read.",
        "Check that you may read it, and that the stick or folder is still there.";
    FileGoneFromWindow = "file_gone_from_window", NotFound,
        "This window no longer knows which file you chose.",
        "Choose the file again.";
    OtherCommunity = "other_community", Conflict,
        "This file belongs to another community. Nothing was brought in.",
        "Open that community first, or ask for a file from this one.";
    IsAnInvitation = "is_an_invitation", Usage,
        "This file is an invitation. It is for joining, not for bringing in.",
        "Give it to the person it is meant for, or join with it on another computer.";
    NotAnInvitation = "not_an_invitation", Usage,
        "This Hearth file is not an invitation.",
        "Ask a member of the community to make an invitation for you.";
    InvitationDoesNotHold = "invitation_does_not_hold", Signature,
        "This invitation cannot be used: it was used before, or it is not genuine.",
        "Ask a member of the community for a new one.";
    AlreadyHere = "already_here", Conflict,
        "This computer is in that community already.",
        "Open it. To bring in what others wrote, use a Hearth file that is not an invitation.";
    PlanChanged = "plan_changed", Conflict,
        "Something was written since you looked at this file. Nothing was brought in.",
        "Look at what would change once more.";

    // Making a file, and writing anywhere.
    DiskFull = "disk_full", Problem,
        "There is no room on the disk. Nothing was changed.",
        "Make some room and try again.";
    FolderReadOnly = "folder_read_only", Problem,
        "Nothing may be written to {path}.",
        "Choose another folder, or ask whoever looks after this computer.";
    FolderNotThere = "folder_not_there", NotFound,
        "There is no folder for {path}.",
        "Check the name, and that the stick or folder is there.";
    FileNotWritten = "file_not_written", Problem,
        "The file {path} could not be written. What was there before is still there.",
        "Check the disk, or choose another folder.";
    NoteTooLong = "note_too_long", Usage,
        "The note, or a name in the file, is too long.",
        "Write a shorter note.";
    TooMuchToGive = "too_much_to_give", Problem,
        "This is more than one Hearth file can hold.",
        "Give what is new since the last time instead of everything.";
    AttachmentTooLarge = "attachment_too_large", Problem,
        "This file has {size}; at most {limit} are kept with a lesson.",
        "Make it smaller, or describe where it can be found.";

    // The community on this machine.
    NoHome = "no_home", Problem,
        "This computer names no folder for your own data.",
        "Say where to keep it: set HEARTH_HOME to a folder, or start with --home and a folder.";
    NoCommunity = "no_community", NotFound,
        "There is no community on this computer yet.",
        "Start one, join one with a file, or look around the example.";
    CommunityGone = "community_gone", NotFound,
        "The community's file is gone from {path}. Nothing new was put in its place.",
        "If it is on another disk, connect it and try again. Otherwise restore a backup.";
    AlreadyOpen = "already_open", Conflict,
        "Hearth is already open here.",
        "Use the window that is open, or close it first.";
    StoreNewer = "read_only", Problem,
        "This community was written by a newer Hearth, so it can only be read here.",
        "Get the newer version to write in it.";
    StoreBusy = "store_busy", Conflict,
        "Another program has been writing to this community for too long.",
        "Wait until it has finished, then try again.";
    StoreDamaged = "store_damaged", Problem,
        "Some of this community's file cannot be read. Hearth made no changes.",
        "Restore a backup, or bring in everything from another member.";
    ChangeDamaged = "change_damaged", Problem,
        "A change kept on this computer is no longer what its author signed. Hearth made no changes.",
        "Restore a backup, or bring in everything from another member.";
    StoreNotOpened = "store_not_opened", Problem,
        "The community's file {path} cannot be opened.",
        "Check that its folder may be read and written.";
    ProgramTooOld = "program_too_old", Problem,
        "This Hearth was built with an unsafe version of its database.",
        "Get a build from the makers of Hearth.";
    SearchNotReady = "search_not_ready", Problem,
        "The search index cannot be used. Reading and writing work meanwhile.",
        "Rebuild it: it is made anew from the lessons.";
    NoSuchBackup = "no_such_backup", NotFound,
        "This backup is no longer there.",
        "Look at the list of backups again.";
    RestoreOverExisting = "restore_over_existing", Conflict,
        "This computer holds that community already.",
        "Say that it should be replaced; what is there is moved aside, not deleted.";

    // People, keys and rights.
    NotEntitled = "not_entitled", Signature,
        "Your role does not include this.",
        "Ask a facilitator of the community to do it, or to give you the role.";
    DeviceRevoked = "device_revoked", Signature,
        "This computer's right to write here was taken back.",
        "Ask a facilitator of the community.";
    NoKey = "no_key", Signature,
        "This computer has no key for the community: it can read, not write.",
        "Ask for an invitation, or use the recovery words.";
    KeyDamaged = "key_damaged", Signature,
        "The key in {path} cannot be used.",
        "Put the key back from a copy, or ask for an invitation for a new one.";
    WrongRecoveryWords = "wrong_recovery_words", Signature,
        "These are not the recovery words of this community.",
        "Check every word and their order.";
    NoSuchMember = "no_such_member", NotFound,
        "Nobody here is called {name}.",
        "Check the spelling, or use the member's id.";
    AmbiguousMember = "ambiguous_member", Usage,
        "More than one member is called {name}.",
        "Use the member's id.";
    UnknownRole = "unknown_role", Usage,
        "Nobody can be invited as {role}.",
        "Use observer or practitioner.";

    // Lessons, links, drafts, exchanges.
    LessonNotFound = "not_found", NotFound,
        "The lesson {id} is not on this computer.",
        "Check the id. It may arrive with the next file that somebody gives you.";
    AmbiguousLesson = "ambiguous_lesson", Usage,
        "More than one lesson fits {id}.",
        "Give more of its id.";
    LessonTooLarge = "lesson_too_large", Problem,
        "This lesson is longer than one lesson may be.",
        "Divide it, and link the parts.";
    TitleMissing = "title_missing", Usage,
        "Give it a title first, even a rough one.",
        "A few words are enough; the title can be changed later.";
    TitleTooLong = "title_too_long", Usage,
        "The title has {characters} characters; at most 200 are kept.",
        "Say the rest in the text.";
    TitleHasControl = "title_has_control", Usage,
        "The title holds a line break or another character that cannot be shown.",
        "Write it on one line.";
    NameMissing = "name_missing", Usage,
        "A name is missing.",
        "Write one; it need not be the official one.";
    NameTooLong = "name_too_long", Usage,
        "The name has {characters} characters; at most 200 are kept.",
        "Write a shorter one.";
    NameHasControl = "name_has_control", Usage,
        "The name holds a line break or another character that cannot be shown.",
        "Write it on one line.";
    NoSuchRevision = "no_such_revision", NotFound,
        "This lesson has no such revision here.",
        "Look at its history again.";
    NoSuchLink = "no_such_link", NotFound,
        "There is no such link.",
        "Show the lesson to see its links.";
    LinkCircle = "link_circle", Conflict,
        "This link would lead in a circle.",
        "Take another link back first, or choose another kind of link.";
    NoSuchDraft = "no_such_draft", NotFound,
        "This draft is no longer there.",
        "It was published or discarded. Look for it among the lessons.";
    DraftNotReadable = "draft_not_readable", Problem,
        "This draft was saved by another version of Hearth and cannot be read.",
        "Open it with that version.";
    NoSuchExchange = "no_such_exchange", NotFound,
        "There is nothing of that number to undo.",
        "Look at the history of what was brought in.";
    AlreadyUndone = "already_undone", Conflict,
        "This was undone already.",
        "To have it again, bring the file in again.";
    TooLateToUndo = "too_late_to_undo", Problem,
        "This was more than {days} days ago and can no longer be undone.",
        "Withdraw single lessons instead.";

    // The shells.
    LinkNotOpened = "link_not_opened", Problem,
        "The link could not be opened: {url}",
        "Copy it into your browser.";
    LinkRefused = "link_refused", Usage,
        "This kind of link is not opened: {url}",
        "Only links to the web and to mail are.";
    UnknownCommand = "unknown_command", Usage,
        "There is no command {name}.",
        "The window and the engine may be of different versions: start Hearth again.";
    BadArguments = "bad_arguments", Usage,
        "The command {name} was given something that it does not take.",
        "The window and the engine may be of different versions: start Hearth again.";
    Stopped = "stopped", Stopped,
        "Stopped. Everything is as it was before.",
        "Start again whenever you like.";
    Unexpected = "unexpected", Problem,
        "Something went wrong. Nothing was lost.",
        "Try again. If it comes back, copy the details for somebody who can help.";
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
