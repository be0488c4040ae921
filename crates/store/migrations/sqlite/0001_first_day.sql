-- First day: merchants, people, factors, sessions, attempts, resets, forms, mail, audit.
-- Times are microseconds since 1970-01-01T00:00:00Z. Flags are 0 or 1. Ids are 16-byte UUIDs.
-- `sealed` values are encrypted under a key that is not in this database.

CREATE TABLE installation (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE merchant (
    id           BLOB NOT NULL PRIMARY KEY,
    code         TEXT NOT NULL COLLATE BINARY UNIQUE CHECK (length(code) = 9),
    access_key   TEXT NOT NULL COLLATE BINARY CHECK (length(access_key) BETWEEN 2 AND 7),
    company      TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('logistics', 'non_logistics')),
    tablet       INTEGER NOT NULL CHECK (tablet IN (0, 1)),
    contact_mail TEXT,
    created_at   INTEGER NOT NULL,
    suspended_at INTEGER
) STRICT;

CREATE TABLE person (
    id                  BLOB NOT NULL PRIMARY KEY,
    merchant_id         BLOB NOT NULL REFERENCES merchant (id),
    role                TEXT NOT NULL CHECK (role IN ('admin', 'general', 'shipping')),
    user_id             TEXT NOT NULL COLLATE BINARY CHECK (length(user_id) BETWEEN 1 AND 20),
    user_id_folded      TEXT NOT NULL COLLATE BINARY,
    login_method        TEXT NOT NULL CHECK (login_method IN ('mail', 'no_mail')),
    same_person         INTEGER NOT NULL CHECK (same_person IN (0, 1)),
    name                TEXT NOT NULL,
    mail                TEXT,
    mail_folded         TEXT COLLATE BINARY,
    locale              TEXT NOT NULL CHECK (locale IN ('ja', 'en')),
    password_sealed     BLOB,
    password_changed_at INTEGER,
    temporary_sealed    BLOB,
    temporary_until     INTEGER,
    enrolment_until     INTEGER,
    given_by            TEXT CHECK (given_by IN ('own', 'admin', 'operator')),
    secrets_issued      INTEGER NOT NULL DEFAULT 0,
    budget              BLOB NOT NULL,
    epoch               INTEGER NOT NULL DEFAULT 0,
    created_at          INTEGER NOT NULL,
    UNIQUE (merchant_id, id),
    UNIQUE (merchant_id, user_id_folded),
    UNIQUE (merchant_id, mail_folded),
    CHECK ((mail IS NULL) = (mail_folded IS NULL)),
    CHECK ((temporary_sealed IS NULL) = (temporary_until IS NULL)),
    CHECK (same_person = 0 OR (role = 'general' AND mail IS NULL)),
    CHECK ((role = 'admin') = (length(user_id_folded) = 9 AND user_id_folded NOT GLOB '*[^0-9]*'))
) STRICT;
CREATE UNIQUE INDEX person_one_admin ON person (merchant_id) WHERE role = 'admin';
CREATE UNIQUE INDEX person_one_same_person ON person (merchant_id, same_person)
    WHERE same_person = 1;
CREATE INDEX person_by_budget ON person (budget);
CREATE INDEX person_by_merchant ON person (merchant_id, role, user_id_folded);

CREATE TABLE password_history (
    person_id   BLOB NOT NULL,
    merchant_id BLOB NOT NULL,
    replaced_at INTEGER NOT NULL,
    sealed      BLOB NOT NULL,
    PRIMARY KEY (person_id, replaced_at),
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
) STRICT;

-- `last_step` is the newest accepted time step: a code works once because it only ever grows.
CREATE TABLE factor (
    id            BLOB NOT NULL PRIMARY KEY,
    person_id     BLOB NOT NULL,
    merchant_id   BLOB NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('totp')),
    state         TEXT NOT NULL CHECK (state IN ('pending', 'confirmed', 'revoked')),
    number        INTEGER NOT NULL,
    sealed        BLOB,
    issued_by     BLOB,
    created_at    INTEGER NOT NULL,
    confirmed_at  INTEGER,
    revoked_at    INTEGER,
    last_step     INTEGER NOT NULL DEFAULT -1,
    last_used_at  INTEGER,
    refunds       INTEGER NOT NULL DEFAULT 0,
    wrong_codes   INTEGER NOT NULL DEFAULT 0,
    drift_minutes INTEGER,
    CHECK ((state = 'revoked') = (sealed IS NULL)),
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX factor_one_in_use ON factor (person_id) WHERE state <> 'revoked';
CREATE INDEX factor_by_person ON factor (person_id, last_used_at);

-- A session counts only while its `epoch` is its person's: a reset moves the person's on.
-- `previous` is the token before the last rotation: it opens nothing, but a form that was sent
-- twice in that moment gets the same answer.
CREATE TABLE session (
    id           BLOB NOT NULL PRIMARY KEY,
    token        BLOB NOT NULL UNIQUE,
    previous     BLOB,
    person_id    BLOB NOT NULL,
    merchant_id  BLOB NOT NULL,
    epoch        INTEGER NOT NULL,
    strength     TEXT NOT NULL CHECK (strength IN ('password', 'totp')),
    obligations  INTEGER NOT NULL CHECK (obligations BETWEEN 0 AND 3),
    given_by     TEXT CHECK (given_by IN ('own', 'admin', 'operator')),
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    ends_at      INTEGER NOT NULL,
    network      TEXT NOT NULL,
    device       TEXT NOT NULL,
    CHECK (strength <> 'password' OR obligations > 0),
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX session_by_person ON session (person_id);
CREATE INDEX session_by_previous ON session (previous) WHERE previous IS NOT NULL;
CREATE INDEX session_by_end ON session (ends_at);

-- One row for each try that is reserved or has failed. The slots 0 .. limit-1 of a budget are
-- its tries: the primary key alone keeps more than the limit from being evaluated.
CREATE TABLE attempt (
    budget         BLOB NOT NULL,
    slot           INTEGER NOT NULL CHECK (slot BETWEEN 0 AND 9),
    id             BLOB NOT NULL UNIQUE,
    reserved_until INTEGER NOT NULL,
    failed_at      INTEGER,
    PRIMARY KEY (budget, slot)
) STRICT;
CREATE INDEX attempt_by_time ON attempt (reserved_until);

-- Requests by names that do not exist are rows too, with no person.
CREATE TABLE reset_request (
    id          BLOB NOT NULL PRIMARY KEY,
    token       BLOB NOT NULL UNIQUE,
    budget      BLOB NOT NULL,
    person_id   BLOB,
    merchant_id BLOB,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    used_at     INTEGER,
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX reset_request_by_budget ON reset_request (budget, created_at);
CREATE INDEX reset_request_by_time ON reset_request (created_at);

-- A form's nonce, stored in the transaction of its effect, with the answer to give again.
CREATE TABLE form_use (
    nonce      BLOB NOT NULL PRIMARY KEY,
    session_id BLOB,
    answer     TEXT NOT NULL,
    used_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX form_use_by_time ON form_use (used_at);

-- Mail to be sent. `sealed` (address and values) is erased on hand-over.
CREATE TABLE outbox (
    id            BLOB NOT NULL PRIMARY KEY,
    merchant_id   BLOB,
    person_id     BLOB,
    template      TEXT NOT NULL,
    sealed        BLOB,
    state         TEXT NOT NULL CHECK (state IN ('queued', 'void', 'sent', 'dead', 'expired')),
    created_at    INTEGER NOT NULL,
    not_after     INTEGER NOT NULL,
    next_try_at   INTEGER NOT NULL,
    tries         INTEGER NOT NULL DEFAULT 0,
    claimed_until INTEGER NOT NULL DEFAULT 0,
    ended_at      INTEGER,
    answer        TEXT,
    CHECK (state <> 'queued' OR sealed IS NOT NULL),
    CHECK (state = 'queued' OR sealed IS NULL)
) STRICT;
CREATE INDEX outbox_due ON outbox (next_try_at) WHERE state = 'queued';
CREATE INDEX outbox_by_time ON outbox (created_at);

CREATE TABLE audit (
    id          BLOB NOT NULL PRIMARY KEY,
    at          INTEGER NOT NULL,
    merchant_id BLOB,
    actor_kind  TEXT NOT NULL,
    actor       BLOB,
    action      TEXT NOT NULL,
    outcome     TEXT NOT NULL,
    subject     BLOB,
    origin      TEXT NOT NULL,
    remark      TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_merchant ON audit (merchant_id, at);
CREATE INDEX audit_by_time ON audit (at);
