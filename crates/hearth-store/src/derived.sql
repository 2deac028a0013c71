-- Derived from the log and thrown away at will: bump DERIVED_VERSION in migration.rs after an edit.

-- Changes that are not in effect. A change without a row here is in effect.
CREATE TABLE set_aside (
    id         BLOB PRIMARY KEY,
    subject    BLOB NOT NULL,
    governance INTEGER NOT NULL,
    standing   INTEGER NOT NULL,
    reason     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX set_aside_by_subject ON set_aside (subject);

-- Ids that changes here name and that are not here: when one arrives, these are judged again.
-- Governance is judged as a whole, so its rows carry no subject.
CREATE TABLE awaited (
    id         BLOB NOT NULL,
    governance INTEGER NOT NULL,
    subject    BLOB NOT NULL,
    PRIMARY KEY (id, governance, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX awaited_by_subject ON awaited (governance, subject);

-- Devices that wrote two histories, from which seq on.
CREATE TABLE equivocations (
    device INTEGER PRIMARY KEY,
    seq    INTEGER NOT NULL
) STRICT;

CREATE TABLE members (
    id    BLOB PRIMARY KEY,
    name  TEXT NOT NULL,
    roles TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE devices (
    key     BLOB PRIMARY KEY,
    member  BLOB NOT NULL,
    name    TEXT NOT NULL,
    revoked INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE community (
    one                INTEGER PRIMARY KEY CHECK (one = 1),
    name               TEXT NOT NULL,
    charter            TEXT NOT NULL,
    practitioners_edit INTEGER NOT NULL
) STRICT;

CREATE TABLE lessons (
    id          BLOB PRIMARY KEY,
    kind        TEXT NOT NULL,
    title       TEXT NOT NULL,
    gist        TEXT NOT NULL,
    author      BLOB NOT NULL,
    told_by     TEXT NOT NULL,
    site        TEXT NOT NULL,
    status      TEXT NOT NULL,
    language    TEXT NOT NULL,
    logged_ms   INTEGER NOT NULL,
    updated_ms  INTEGER NOT NULL,
    n_words     INTEGER NOT NULL,
    n_revisions INTEGER NOT NULL,
    n_forks     INTEGER NOT NULL,
    withdrawn   INTEGER NOT NULL,
    heads       BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX lessons_by_time ON lessons (updated_ms);

CREATE TABLE lesson_tags (
    tag    TEXT NOT NULL,
    lesson BLOB NOT NULL,
    PRIMARY KEY (tag, lesson)
) STRICT, WITHOUT ROWID;
CREATE INDEX lesson_tags_by_lesson ON lesson_tags (lesson);

CREATE TABLE external_ids (
    system      TEXT NOT NULL,
    external_id TEXT NOT NULL,
    lesson      BLOB NOT NULL,
    PRIMARY KEY (system, external_id, lesson)
) STRICT, WITHOUT ROWID;
CREATE INDEX external_ids_by_lesson ON external_ids (lesson);

CREATE TABLE links (
    id      BLOB PRIMARY KEY,
    kind    INTEGER NOT NULL,
    source  BLOB NOT NULL,
    target  BLOB NOT NULL,
    lamport INTEGER NOT NULL,
    author  BLOB NOT NULL,
    inert   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_source ON links (source);
CREATE INDEX links_by_target ON links (target);

-- When each lesson's row last changed here, in write transactions of this machine; feeds the
-- index. Not part of the state: another machine counts differently.
CREATE TABLE feed (
    lesson BLOB PRIMARY KEY,
    tick   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_by_tick ON feed (tick);
