-- The truth and what belongs to this machine alone. Never edit a released migration.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- Devices by number, so that a change does not repeat 32 bytes in every index.
CREATE TABLE device_keys (
    number INTEGER PRIMARY KEY,
    key    BLOB NOT NULL UNIQUE
) STRICT;

-- The change log. header, signature and payload are the truth; the other columns repeat what
-- the header says. Rows are only ever added, but for the undo of a bring-in.
CREATE TABLE changes (
    position  INTEGER PRIMARY KEY AUTOINCREMENT,
    id        BLOB NOT NULL UNIQUE,
    device    INTEGER NOT NULL REFERENCES device_keys (number),
    seq       INTEGER NOT NULL,
    lamport   INTEGER NOT NULL,
    kind      INTEGER NOT NULL,
    subject   BLOB NOT NULL,
    header    BLOB NOT NULL,
    signature BLOB NOT NULL,
    -- 0 plain, 1 zstd, 2 erased
    form      INTEGER NOT NULL,
    payload   BLOB NOT NULL
) STRICT;
CREATE INDEX changes_by_subject ON changes (subject);
CREATE INDEX changes_by_device ON changes (device, seq);
CREATE INDEX changes_of_governance ON changes (kind) WHERE kind < 32;

CREATE TABLE blobs (
    hash  BLOB PRIMARY KEY,
    size  INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

-- Local: drafts. The text is the wire form, so a newer program can add fields.
CREATE TABLE drafts (
    id       TEXT PRIMARY KEY,
    saved_ms INTEGER NOT NULL,
    json     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Local: lessons opened on this machine.
CREATE TABLE read_marks (
    lesson  BLOB PRIMARY KEY,
    read_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Local: files given and brought in. A bring-in's changes are positions first..=last.
CREATE TABLE exchanges (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    incoming       INTEGER NOT NULL,
    peer           BLOB NOT NULL,
    peer_name      TEXT NOT NULL,
    file_name      TEXT NOT NULL,
    at_ms          INTEGER NOT NULL,
    n_changes      INTEGER NOT NULL,
    n_lessons      INTEGER NOT NULL,
    first_position INTEGER NOT NULL,
    last_position  INTEGER NOT NULL,
    undone         INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Local: what an undo took out of the log, kept so that nobody's work is lost.
CREATE TABLE taken_out (
    id       BLOB NOT NULL,
    exchange INTEGER NOT NULL REFERENCES exchanges (id),
    change   BLOB NOT NULL,
    PRIMARY KEY (id, exchange)
) STRICT, WITHOUT ROWID;

-- Local: what each member's last file declared to hold.
CREATE TABLE peers (
    member   BLOB PRIMARY KEY,
    vector   BLOB NOT NULL,
    heard_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
