-- First day: merchants, people, factors, sessions, attempts, resets, forms, mail, audit.
-- Times are microseconds since 1970-01-01T00:00:00Z. Flags are 0 or 1. Ids are 16-byte UUIDs.
-- `sealed` values are encrypted under a key that is not in this database.

CREATE TABLE installation (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE merchant (
    id           BYTEA NOT NULL PRIMARY KEY,
    code         TEXT NOT NULL COLLATE "C" UNIQUE CHECK (length(code) = 9),
    access_key   TEXT NOT NULL COLLATE "C" CHECK (length(access_key) BETWEEN 2 AND 7),
    company      TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('logistics', 'non_logistics')),
    tablet       BIGINT NOT NULL CHECK (tablet IN (0, 1)),
    contact_mail TEXT,
    created_at   BIGINT NOT NULL,
    suspended_at BIGINT
);

CREATE TABLE person (
    id                  BYTEA NOT NULL PRIMARY KEY,
    merchant_id         BYTEA NOT NULL REFERENCES merchant (id),
    role                TEXT NOT NULL CHECK (role IN ('admin', 'general', 'shipping')),
    user_id             TEXT NOT NULL COLLATE "C" CHECK (length(user_id) BETWEEN 1 AND 20),
    user_id_folded      TEXT NOT NULL COLLATE "C",
    login_method        TEXT NOT NULL CHECK (login_method IN ('mail', 'no_mail')),
    same_person         BIGINT NOT NULL CHECK (same_person IN (0, 1)),
    name                TEXT NOT NULL,
    mail                TEXT,
    mail_folded         TEXT COLLATE "C",
    locale              TEXT NOT NULL CHECK (locale IN ('ja', 'en')),
    password_sealed     BYTEA,
    password_changed_at BIGINT,
    temporary_sealed    BYTEA,
    temporary_until     BIGINT,
    enrolment_until     BIGINT,
    given_by            TEXT CHECK (given_by IN ('own', 'admin', 'operator')),
    secrets_issued      BIGINT NOT NULL DEFAULT 0,
    budget              BYTEA NOT NULL,
    epoch               BIGINT NOT NULL DEFAULT 0,
    created_at          BIGINT NOT NULL,
    UNIQUE (merchant_id, id),
    UNIQUE (merchant_id, user_id_folded),
    UNIQUE (merchant_id, mail_folded),
    CHECK ((mail IS NULL) = (mail_folded IS NULL)),
    CHECK ((temporary_sealed IS NULL) = (temporary_until IS NULL)),
    CHECK (same_person = 0 OR (role = 'general' AND mail IS NULL)),
    CHECK ((role = 'admin') = (length(user_id_folded) = 9 AND user_id_folded !~ '[^0-9]'))
);
CREATE UNIQUE INDEX person_one_admin ON person (merchant_id) WHERE role = 'admin';
CREATE UNIQUE INDEX person_one_same_person ON person (merchant_id, same_person)
    WHERE same_person = 1;
CREATE INDEX person_by_budget ON person (budget);
CREATE INDEX person_by_merchant ON person (merchant_id, role, user_id_folded);

CREATE TABLE password_history (
    person_id   BYTEA NOT NULL,
    merchant_id BYTEA NOT NULL,
    replaced_at BIGINT NOT NULL,
    sealed      BYTEA NOT NULL,
    PRIMARY KEY (person_id, replaced_at),
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
);

-- `last_step` is the newest accepted time step: a code works once because it only ever grows.
CREATE TABLE factor (
    id            BYTEA NOT NULL PRIMARY KEY,
    person_id     BYTEA NOT NULL,
    merchant_id   BYTEA NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('totp')),
    state         TEXT NOT NULL CHECK (state IN ('pending', 'confirmed', 'revoked')),
    number        BIGINT NOT NULL,
    sealed        BYTEA,
    issued_by     BYTEA,
    created_at    BIGINT NOT NULL,
    confirmed_at  BIGINT,
    revoked_at    BIGINT,
    last_step     BIGINT NOT NULL DEFAULT -1,
    last_used_at  BIGINT,
    refunds       BIGINT NOT NULL DEFAULT 0,
    wrong_codes   BIGINT NOT NULL DEFAULT 0,
    drift_minutes BIGINT,
    CHECK ((state = 'revoked') = (sealed IS NULL)),
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX factor_one_in_use ON factor (person_id) WHERE state <> 'revoked';
CREATE INDEX factor_by_person ON factor (person_id, last_used_at);

-- A session counts only while its `epoch` is its person's: a reset moves the person's on.
-- `previous` is the token before the last rotation: it opens nothing, but a form that was sent
-- twice in that moment gets the same answer.
CREATE TABLE session (
    id           BYTEA NOT NULL PRIMARY KEY,
    token        BYTEA NOT NULL UNIQUE,
    previous     BYTEA,
    person_id    BYTEA NOT NULL,
    merchant_id  BYTEA NOT NULL,
    epoch        BIGINT NOT NULL,
    strength     TEXT NOT NULL CHECK (strength IN ('password', 'totp')),
    obligations  BIGINT NOT NULL CHECK (obligations BETWEEN 0 AND 3),
    given_by     TEXT CHECK (given_by IN ('own', 'admin', 'operator')),
    created_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    ends_at      BIGINT NOT NULL,
    network      TEXT NOT NULL,
    device       TEXT NOT NULL,
    CHECK (strength <> 'password' OR obligations > 0),
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
);
CREATE INDEX session_by_person ON session (person_id);
CREATE INDEX session_by_previous ON session (previous) WHERE previous IS NOT NULL;
CREATE INDEX session_by_end ON session (ends_at);

-- One row for each try that is reserved or has failed. The slots 0 .. limit-1 of a budget are
-- its tries: the primary key alone keeps more than the limit from being evaluated.
CREATE TABLE attempt (
    budget         BYTEA NOT NULL,
    slot           BIGINT NOT NULL CHECK (slot BETWEEN 0 AND 9),
    id             BYTEA NOT NULL UNIQUE,
    reserved_until BIGINT NOT NULL,
    failed_at      BIGINT,
    PRIMARY KEY (budget, slot)
);
CREATE INDEX attempt_by_time ON attempt (reserved_until);

-- Requests by names that do not exist are rows too, with no person.
CREATE TABLE reset_request (
    id          BYTEA NOT NULL PRIMARY KEY,
    token       BYTEA NOT NULL UNIQUE,
    budget      BYTEA NOT NULL,
    person_id   BYTEA,
    merchant_id BYTEA,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    used_at     BIGINT,
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
);
CREATE INDEX reset_request_by_budget ON reset_request (budget, created_at);
CREATE INDEX reset_request_by_time ON reset_request (created_at);

-- A form's nonce, stored in the transaction of its effect, with the answer to give again.
CREATE TABLE form_use (
    nonce      BYTEA NOT NULL PRIMARY KEY,
    session_id BYTEA,
    answer     TEXT NOT NULL,
    used_at    BIGINT NOT NULL
);
CREATE INDEX form_use_by_time ON form_use (used_at);

-- Mail to be sent. `sealed` (address and values) is erased on hand-over.
CREATE TABLE outbox (
    id            BYTEA NOT NULL PRIMARY KEY,
    merchant_id   BYTEA,
    person_id     BYTEA,
    template      TEXT NOT NULL,
    sealed        BYTEA,
    state         TEXT NOT NULL CHECK (state IN ('queued', 'void', 'sent', 'dead', 'expired')),
    created_at    BIGINT NOT NULL,
    not_after     BIGINT NOT NULL,
    next_try_at   BIGINT NOT NULL,
    tries         BIGINT NOT NULL DEFAULT 0,
    claimed_until BIGINT NOT NULL DEFAULT 0,
    ended_at      BIGINT,
    answer        TEXT,
    CHECK (state <> 'queued' OR sealed IS NOT NULL),
    CHECK (state = 'queued' OR sealed IS NULL)
);
CREATE INDEX outbox_due ON outbox (next_try_at) WHERE state = 'queued';
CREATE INDEX outbox_by_time ON outbox (created_at);

CREATE TABLE audit (
    id          BYTEA NOT NULL PRIMARY KEY,
    at          BIGINT NOT NULL,
    merchant_id BYTEA,
    actor_kind  TEXT NOT NULL,
    actor       BYTEA,
    action      TEXT NOT NULL,
    outcome     TEXT NOT NULL,
    subject     BYTEA,
    origin      TEXT NOT NULL,
    remark      TEXT NOT NULL
);
CREATE INDEX audit_by_merchant ON audit (merchant_id, at);
CREATE INDEX audit_by_time ON audit (at);
