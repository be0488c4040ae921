-- Merchants, people, factors, sessions, attempts, resets, forms, mail, audit, customer service.
-- The centre that looks after the merchants is a tenant of its own: the code 000000000, an access
-- key that no address can hold, people with the right `operator`.
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
    -- A changed address of the contact person waits here until it takes effect.
    contact_mail_next       TEXT,
    contact_mail_next_at    INTEGER,
    contact_mail_changed_at INTEGER,
    mail_method  INTEGER NOT NULL DEFAULT 1 CHECK (mail_method IN (0, 1)),
    -- Allowed client networks, separated by blanks; empty: every network.
    networks     TEXT NOT NULL DEFAULT '',
    created_at   INTEGER NOT NULL,
    suspended_at INTEGER,
    closed_at    INTEGER,
    version      INTEGER NOT NULL DEFAULT 0,
    CHECK ((contact_mail_next IS NULL) = (contact_mail_next_at IS NULL))
) STRICT;

CREATE INDEX merchant_contact_due ON merchant (contact_mail_next_at)
    WHERE contact_mail_next_at IS NOT NULL;

-- The centre. No merchant can take its code, and no address holds its key.
INSERT INTO merchant (id, code, access_key, company, kind, tablet, mail_method, created_at)
VALUES (X'00000000000080008000000000000000', '000000000', 'centre', 'centre', 'non_logistics', 0, 0, 0);

CREATE TABLE person (
    id                  BLOB NOT NULL PRIMARY KEY,
    merchant_id         BLOB NOT NULL REFERENCES merchant (id),
    role                TEXT NOT NULL CHECK (role IN ('admin', 'general', 'shipping', 'operator')),
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
    -- What passkeys know the person by: random, and nothing else's name.
    passkey_handle      BLOB UNIQUE,
    budget              BLOB NOT NULL,
    epoch               INTEGER NOT NULL DEFAULT 0,
    version             INTEGER NOT NULL DEFAULT 0,
    created_at          INTEGER NOT NULL,
    -- The last completed log-in by the mail method; those by app stand with their factor.
    mail_login_at       INTEGER,
    -- The end that the person was last warned of, and how many days ahead.
    warned_until        INTEGER,
    warned_days         INTEGER,
    -- When the mail with the first password is due, if it has still to be made.
    invite_at           INTEGER,
    invite_claimed      INTEGER NOT NULL DEFAULT 0,
    UNIQUE (merchant_id, id),
    UNIQUE (merchant_id, user_id_folded),
    UNIQUE (merchant_id, mail_folded),
    CHECK ((mail IS NULL) = (mail_folded IS NULL)),
    CHECK ((temporary_sealed IS NULL) = (temporary_until IS NULL)),
    CHECK (same_person = 0 OR (role = 'general' AND mail IS NULL)),
    -- The centre's people are operators, and nobody else is.
    CHECK ((role = 'operator') = (merchant_id = X'00000000000080008000000000000000')),
    CHECK ((role = 'admin') = (length(user_id_folded) = 9 AND user_id_folded NOT GLOB '*[^0-9]*'))
) STRICT;
CREATE UNIQUE INDEX person_one_admin ON person (merchant_id) WHERE role = 'admin';
CREATE UNIQUE INDEX person_one_same_person ON person (merchant_id, same_person)
    WHERE same_person = 1;
CREATE INDEX person_by_budget ON person (budget);
CREATE INDEX person_by_merchant ON person (merchant_id, role, user_id_folded);
-- ユーザー一覧: all of a merchant but 管理, by ID and by name.
CREATE INDEX person_listed_by_id ON person (merchant_id, user_id_folded) WHERE role <> 'admin';
CREATE INDEX person_listed_by_name ON person (merchant_id, name, user_id_folded)
    WHERE role <> 'admin';
CREATE INDEX person_by_creation ON person (created_at) WHERE role IN ('general', 'shipping');
CREATE INDEX person_to_invite ON person (invite_at) WHERE invite_at IS NOT NULL;
CREATE INDEX person_to_invite_of ON person (merchant_id, invite_at) WHERE invite_at IS NOT NULL;

-- When the next invitation may go: one row, whoever sends takes it first.
CREATE TABLE invitation_pace (
    id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    next_at INTEGER NOT NULL
) STRICT;
INSERT INTO invitation_pace (id, next_at) VALUES (1, 0);

-- People who are gone: what the trail needs to name them. Can be erased without touching it.
CREATE TABLE departed (
    person_id   BLOB NOT NULL PRIMARY KEY,
    merchant_id BLOB NOT NULL REFERENCES merchant (id),
    user_id     TEXT NOT NULL,
    name        TEXT NOT NULL,
    departed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX departed_by_merchant ON departed (merchant_id, departed_at);

CREATE TABLE password_history (
    person_id   BLOB NOT NULL,
    merchant_id BLOB NOT NULL,
    replaced_at INTEGER NOT NULL,
    sealed      BLOB NOT NULL,
    PRIMARY KEY (person_id, replaced_at),
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
) STRICT;

-- A person's passes. `last_step` is the newest accepted time step: a code works once because it only
-- ever grows. Each kind has slots 0 .. limit-1, so that the index alone keeps more than the limit
-- from being in use; slot 10 is for the one that will take the place of all others.
-- Wrong codes are the person's: they are counted on the pass that was accepted last, so that any
-- acceptance clears them. `credential` is a passkey's id; its `last_step` is the counter of its last
-- use, which only ever grows, or stays 0 where a passkey does not count.
CREATE TABLE factor (
    id            BLOB NOT NULL PRIMARY KEY,
    person_id     BLOB NOT NULL,
    merchant_id   BLOB NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('totp', 'passkey')),
    state         TEXT NOT NULL CHECK (state IN ('pending', 'confirmed', 'revoked')),
    slot          INTEGER NOT NULL CHECK (slot BETWEEN 0 AND 10),
    number        INTEGER NOT NULL,
    name          TEXT NOT NULL DEFAULT '',
    sealed        BLOB,
    credential    BLOB,
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
    CHECK (kind = 'passkey' OR credential IS NULL),
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX factor_slots ON factor (person_id, kind, slot) WHERE state <> 'revoked';
CREATE UNIQUE INDEX factor_one_pending ON factor (person_id, kind) WHERE state = 'pending';
CREATE UNIQUE INDEX factor_by_credential ON factor (credential)
    WHERE credential IS NOT NULL AND state <> 'revoked';
CREATE INDEX factor_by_person ON factor (person_id, last_used_at);

-- Recovery codes, as keyed digests. Each works once.
CREATE TABLE recovery_code (
    id          BLOB NOT NULL PRIMARY KEY,
    person_id   BLOB NOT NULL,
    merchant_id BLOB NOT NULL,
    digest      BLOB NOT NULL,
    created_at  INTEGER NOT NULL,
    used_at     INTEGER,
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX recovery_code_by_person ON recovery_code (person_id);

-- New recovery codes while their page shows them, in the session that asked for them.
CREATE TABLE recovery_shown (
    person_id   BLOB NOT NULL PRIMARY KEY,
    merchant_id BLOB NOT NULL,
    session_id  BLOB NOT NULL,
    sealed      BLOB NOT NULL,
    created_at  INTEGER NOT NULL,
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX recovery_shown_by_time ON recovery_shown (created_at);

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
    strength     TEXT NOT NULL
        CHECK (strength IN ('password', 'totp', 'mail', 'recovery', 'passkey')),
    obligations  INTEGER NOT NULL CHECK (obligations BETWEEN 0 AND 3),
    -- Why the password has to be changed.
    change_due   TEXT CHECK (change_due IN ('first', 'expired', 'reset')),
    given_by     TEXT CHECK (given_by IN ('own', 'admin', 'operator')),
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    ends_at      INTEGER NOT NULL,
    network      TEXT NOT NULL,
    device       TEXT NOT NULL,
    -- When password and second factor were last shown.
    stepped_up_at INTEGER,
    CHECK (strength NOT IN ('password', 'recovery') OR obligations > 0),
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX session_by_person ON session (person_id);
CREATE INDEX session_by_previous ON session (previous) WHERE previous IS NOT NULL;
CREATE INDEX session_by_end ON session (ends_at);

-- Browsers in which a person has completed a log-in, by the digest of their mark.
CREATE TABLE known_browser (
    person_id     BLOB NOT NULL,
    merchant_id   BLOB NOT NULL,
    mark          BLOB NOT NULL,
    network       TEXT NOT NULL,
    device        TEXT NOT NULL,
    -- Both factors were shown in it: only then is it no stranger's.
    proven        INTEGER NOT NULL CHECK (proven IN (0, 1)),
    first_seen_at INTEGER NOT NULL,
    last_seen_at  INTEGER NOT NULL,
    PRIMARY KEY (person_id, mark),
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
) STRICT;

-- Log-ins by the mail method between their two pages. Names that do not exist have rows as well,
-- with no person and no code.
CREATE TABLE mail_challenge (
    id           BLOB NOT NULL PRIMARY KEY,
    token        BLOB NOT NULL UNIQUE,
    budget       BLOB NOT NULL,
    person_id    BLOB,
    merchant_id  BLOB,
    epoch        INTEGER,
    matched      TEXT CHECK (matched IN ('current', 'temporary')),
    code         BLOB,
    code_until   INTEGER NOT NULL,
    sends        INTEGER NOT NULL DEFAULT 1,
    next_send_at INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    used_at      INTEGER,
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX mail_challenge_by_budget ON mail_challenge (budget, created_at);
CREATE INDEX mail_challenge_by_time ON mail_challenge (created_at);
CREATE INDEX mail_challenge_by_person ON mail_challenge (person_id) WHERE person_id IS NOT NULL;

-- One row for each try that is reserved or has failed. The slots 0 .. limit-1 of a budget are
-- its tries: the unique slot alone keeps more than the limit from being evaluated. Browsers in
-- which the person has logged in before (`known`) have slots of their own. A try that a log-in
-- has forgiven gives its slot up and is kept a while: failures of strangers are counted over
-- 30 days, those from the network that has now logged in (`passed`) are not.
CREATE TABLE attempt (
    id             BLOB NOT NULL PRIMARY KEY,
    budget         BLOB NOT NULL,
    known          INTEGER NOT NULL CHECK (known IN (0, 1)),
    slot           INTEGER CHECK (slot BETWEEN 0 AND 9),
    network        BLOB NOT NULL,
    reserved_until INTEGER NOT NULL,
    failed_at      INTEGER,
    passed         INTEGER NOT NULL DEFAULT 0 CHECK (passed IN (0, 1)),
    UNIQUE (budget, known, slot)
) STRICT;
CREATE INDEX attempt_by_time ON attempt (reserved_until);

-- Requests by names that do not exist are rows too, with no person.
CREATE TABLE reset_request (
    id          BLOB NOT NULL PRIMARY KEY,
    token       BLOB NOT NULL UNIQUE,
    budget      BLOB NOT NULL,
    person_id   BLOB,
    merchant_id BLOB,
    -- Keyed digest of the client network, for the cap on requests from one.
    asked_from  BLOB,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    used_at     INTEGER,
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX reset_request_by_network ON reset_request (asked_from, created_at);
CREATE INDEX reset_request_by_budget ON reset_request (budget, created_at);
CREATE INDEX reset_request_by_time ON reset_request (created_at);
CREATE INDEX reset_request_by_person ON reset_request (person_id) WHERE person_id IS NOT NULL;

-- A new address that its owner has still to confirm through the link in a mail to it.
CREATE TABLE address_change (
    id          BLOB NOT NULL PRIMARY KEY,
    token       BLOB NOT NULL UNIQUE,
    person_id   BLOB NOT NULL,
    merchant_id BLOB NOT NULL,
    mail        TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    used_at     INTEGER,
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX address_change_by_person ON address_change (person_id, created_at);
CREATE INDEX address_change_by_time ON address_change (created_at);

-- A form's nonce, stored in the transaction of its effect, with the answer to give again.
CREATE TABLE form_use (
    nonce      BLOB NOT NULL PRIMARY KEY,
    session_id BLOB,
    answer     TEXT NOT NULL,
    used_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX form_use_by_time ON form_use (used_at);

-- Mail to be sent. `sealed` (address and values) is erased on hand-over; `shown_to` is the address
-- with most of it masked, `recipient` its keyed digest, for the caps on mail to one address.
CREATE TABLE outbox (
    id            BLOB NOT NULL PRIMARY KEY,
    merchant_id   BLOB,
    person_id     BLOB,
    template      TEXT NOT NULL,
    sealed        BLOB,
    shown_to      TEXT,
    recipient     BLOB,
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
CREATE INDEX outbox_by_merchant ON outbox (merchant_id, created_at);
CREATE INDEX outbox_by_recipient ON outbox (recipient, created_at) WHERE recipient IS NOT NULL;

-- Rows are only ever added. The sealer gives each its place in the chain (docs/audit.md): `link` is
-- the digest over the row and the link before, `digest` the commitment to the remark under `salt`.
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
    remark      TEXT NOT NULL,
    seq         INTEGER,
    salt        BLOB,
    digest      BLOB,
    link        BLOB,
    CHECK ((seq IS NULL) = (link IS NULL) AND (seq IS NULL) = (digest IS NULL)),
    CHECK (salt IS NULL OR seq IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX audit_by_place ON audit (seq) WHERE seq IS NOT NULL;
CREATE INDEX audit_unsealed ON audit (at, id) WHERE seq IS NULL;
CREATE INDEX audit_by_merchant ON audit (merchant_id, at);
CREATE INDEX audit_by_time ON audit (at);
CREATE INDEX audit_by_subject ON audit (subject, at);

-- What the product signed about the chain: rows were sealed, or removed after their time, or a backup
-- was put back. Checkpoints
-- stand in the nodes' own files as well.
CREATE TABLE audit_checkpoint (
    number    INTEGER NOT NULL PRIMARY KEY,
    kind      TEXT NOT NULL CHECK (kind IN ('seal', 'start', 'restored')),
    first_seq INTEGER NOT NULL,
    last_seq  INTEGER NOT NULL,
    previous  BLOB NOT NULL,
    head      BLOB NOT NULL,
    youngest  INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    sign_key  TEXT NOT NULL,
    signature TEXT NOT NULL,
    CHECK (first_seq <= last_seq)
) STRICT;
CREATE INDEX audit_checkpoint_by_place ON audit_checkpoint (last_seq, number);
CREATE INDEX audit_checkpoint_start ON audit_checkpoint (last_seq) WHERE kind = 'start';

-- Who does what only one node may do at a time, and until when.
CREATE TABLE lease (
    name   TEXT NOT NULL PRIMARY KEY,
    holder BLOB NOT NULL,
    until  INTEGER NOT NULL
) STRICT;

-- A row of the trail gets its place once, and loses its remark at most: nothing else changes it. It
-- goes only when a signed checkpoint says that its time is over.
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
WHEN NOT (NEW.id IS OLD.id AND NEW.at IS OLD.at AND NEW.merchant_id IS OLD.merchant_id AND NEW.actor_kind IS OLD.actor_kind AND NEW.actor IS OLD.actor
    AND NEW.action IS OLD.action AND NEW.outcome IS OLD.outcome AND NEW.subject IS OLD.subject AND NEW.origin IS OLD.origin
    AND ((OLD.seq IS NULL AND NEW.remark IS OLD.remark)
        OR (NEW.seq IS OLD.seq AND NEW.digest IS OLD.digest AND NEW.link IS OLD.link
            AND NEW.remark = '' AND NEW.salt IS NULL)))
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is only ever added to');
END;
CREATE TRIGGER audit_goes_late BEFORE DELETE ON audit
WHEN OLD.seq IS NULL OR NOT EXISTS (SELECT 1 FROM audit_checkpoint
    WHERE kind = 'start' AND last_seq >= OLD.seq)
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is only ever added to');
END;

-- Acts that a second operator has to agree to.
CREATE TABLE approval (
    id          BLOB NOT NULL PRIMARY KEY,
    merchant_id BLOB NOT NULL REFERENCES merchant (id),
    action      TEXT NOT NULL,
    detail      TEXT NOT NULL,
    reason      TEXT NOT NULL,
    asked_by    BLOB NOT NULL,
    asked_at    INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'approved', 'rejected')),
    decided_by  BLOB,
    decided_at  INTEGER,
    CHECK ((state = 'open') = (decided_by IS NULL)),
    CHECK (decided_by IS NULL OR decided_by <> asked_by OR state = 'rejected')
) STRICT;
CREATE INDEX approval_open ON approval (asked_at) WHERE state = 'open';
CREATE INDEX approval_by_merchant ON approval (merchant_id, asked_at);

-- What operators tell everybody: a notice on the pages, or a time of maintenance.
CREATE TABLE announcement (
    id           BLOB NOT NULL PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('notice', 'maintenance')),
    text_ja      TEXT NOT NULL,
    text_en      TEXT NOT NULL,
    from_at      INTEGER NOT NULL,
    until_at     INTEGER NOT NULL,
    created_by   BLOB,
    created_at   INTEGER NOT NULL,
    withdrawn_at INTEGER,
    CHECK (from_at < until_at)
) STRICT;
CREATE INDEX announcement_by_end ON announcement (until_at);

-- Keys of programs that may set merchants up, by the digest of their token.
CREATE TABLE api_key (
    id           BLOB NOT NULL PRIMARY KEY,
    name         TEXT NOT NULL,
    token        BLOB NOT NULL UNIQUE,
    created_at   INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at   INTEGER
) STRICT;

-- Lists of users that 管理 brought: sealed, kept for a while with what became of each line.
CREATE TABLE user_import (
    id          BLOB NOT NULL PRIMARY KEY,
    merchant_id BLOB NOT NULL REFERENCES merchant (id),
    brought_by  BLOB NOT NULL,
    brought_at  INTEGER NOT NULL,
    list        BLOB NOT NULL,
    results     BLOB,
    done_at     INTEGER,
    CHECK ((results IS NULL) = (done_at IS NULL))
) STRICT;
CREATE INDEX user_import_by_merchant ON user_import (merchant_id, brought_at);
CREATE INDEX user_import_by_age ON user_import (brought_at);
