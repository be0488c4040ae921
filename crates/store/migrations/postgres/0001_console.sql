-- Merchants, people, factors, sessions, attempts, resets, forms, mail, audit, customer service.
-- The centre that looks after the merchants is a tenant of its own: the code 000000000, an access
-- key that no address can hold, people with the right `operator`.
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
    -- A changed address of the contact person waits here until it takes effect.
    contact_mail_next       TEXT,
    contact_mail_next_at    BIGINT,
    contact_mail_changed_at BIGINT,
    mail_method  BIGINT NOT NULL DEFAULT 1 CHECK (mail_method IN (0, 1)),
    -- Allowed client networks, separated by blanks; empty: every network.
    networks     TEXT NOT NULL DEFAULT '',
    created_at   BIGINT NOT NULL,
    suspended_at BIGINT,
    closed_at    BIGINT,
    version      BIGINT NOT NULL DEFAULT 0,
    CHECK ((contact_mail_next IS NULL) = (contact_mail_next_at IS NULL))
);

CREATE INDEX merchant_contact_due ON merchant (contact_mail_next_at)
    WHERE contact_mail_next_at IS NOT NULL;

-- The centre. No merchant can take its code, and no address holds its key.
INSERT INTO merchant (id, code, access_key, company, kind, tablet, mail_method, created_at)
VALUES ('\x00000000000080008000000000000000'::bytea, '000000000', 'centre', 'centre', 'non_logistics', 0, 0, 0);

CREATE TABLE person (
    id                  BYTEA NOT NULL PRIMARY KEY,
    merchant_id         BYTEA NOT NULL REFERENCES merchant (id),
    role                TEXT NOT NULL CHECK (role IN ('admin', 'general', 'shipping', 'operator')),
    user_id             TEXT NOT NULL COLLATE "C" CHECK (length(user_id) BETWEEN 1 AND 20),
    user_id_folded      TEXT NOT NULL COLLATE "C",
    login_method        TEXT NOT NULL CHECK (login_method IN ('mail', 'no_mail')),
    same_person         BIGINT NOT NULL CHECK (same_person IN (0, 1)),
    name                TEXT NOT NULL COLLATE "C",
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
    -- What passkeys know the person by: random, and nothing else's name.
    passkey_handle      BYTEA UNIQUE,
    budget              BYTEA NOT NULL,
    epoch               BIGINT NOT NULL DEFAULT 0,
    version             BIGINT NOT NULL DEFAULT 0,
    created_at          BIGINT NOT NULL,
    -- The last completed log-in by the mail method; those by app stand with their factor.
    mail_login_at       BIGINT,
    -- The end that the person was last warned of, and how many days ahead.
    warned_until        BIGINT,
    warned_days         BIGINT,
    -- When the mail with the first password is due, if it has still to be made.
    invite_at           BIGINT,
    invite_claimed      BIGINT NOT NULL DEFAULT 0,
    UNIQUE (merchant_id, id),
    UNIQUE (merchant_id, user_id_folded),
    UNIQUE (merchant_id, mail_folded),
    CHECK ((mail IS NULL) = (mail_folded IS NULL)),
    CHECK ((temporary_sealed IS NULL) = (temporary_until IS NULL)),
    CHECK (same_person = 0 OR (role = 'general' AND mail IS NULL)),
    -- The centre's people are operators, and nobody else is.
    CHECK ((role = 'operator') = (merchant_id = '\x00000000000080008000000000000000'::bytea)),
    CHECK ((role = 'admin') = (length(user_id_folded) = 9 AND user_id_folded !~ '[^0-9]'))
);
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
    id      BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    next_at BIGINT NOT NULL
);
INSERT INTO invitation_pace (id, next_at) VALUES (1, 0);

-- People who are gone: what the trail needs to name them. Can be erased without touching it.
CREATE TABLE departed (
    person_id   BYTEA NOT NULL PRIMARY KEY,
    merchant_id BYTEA NOT NULL REFERENCES merchant (id),
    user_id     TEXT NOT NULL,
    name        TEXT NOT NULL,
    departed_at BIGINT NOT NULL
);
CREATE INDEX departed_by_merchant ON departed (merchant_id, departed_at);

CREATE TABLE password_history (
    person_id   BYTEA NOT NULL,
    merchant_id BYTEA NOT NULL,
    replaced_at BIGINT NOT NULL,
    sealed      BYTEA NOT NULL,
    PRIMARY KEY (person_id, replaced_at),
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
);

-- A person's passes. `last_step` is the newest accepted time step: a code works once because it only
-- ever grows. Each kind has slots 0 .. limit-1, so that the index alone keeps more than the limit
-- from being in use; slot 10 is for the one that will take the place of all others.
-- Wrong codes are the person's: they are counted on the pass that was accepted last, so that any
-- acceptance clears them. `credential` is a passkey's id; its `last_step` is the counter of its last
-- use, which only ever grows, or stays 0 where a passkey does not count.
CREATE TABLE factor (
    id            BYTEA NOT NULL PRIMARY KEY,
    person_id     BYTEA NOT NULL,
    merchant_id   BYTEA NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('totp', 'passkey')),
    state         TEXT NOT NULL CHECK (state IN ('pending', 'confirmed', 'revoked')),
    slot          BIGINT NOT NULL CHECK (slot BETWEEN 0 AND 10),
    number        BIGINT NOT NULL,
    name          TEXT NOT NULL DEFAULT '',
    sealed        BYTEA,
    credential    BYTEA,
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
    CHECK (kind = 'passkey' OR credential IS NULL),
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX factor_slots ON factor (person_id, kind, slot) WHERE state <> 'revoked';
CREATE UNIQUE INDEX factor_one_pending ON factor (person_id, kind) WHERE state = 'pending';
CREATE UNIQUE INDEX factor_by_credential ON factor (credential)
    WHERE credential IS NOT NULL AND state <> 'revoked';
CREATE INDEX factor_by_person ON factor (person_id, last_used_at);

-- Recovery codes, as keyed digests. Each works once.
CREATE TABLE recovery_code (
    id          BYTEA NOT NULL PRIMARY KEY,
    person_id   BYTEA NOT NULL,
    merchant_id BYTEA NOT NULL,
    digest      BYTEA NOT NULL,
    created_at  BIGINT NOT NULL,
    used_at     BIGINT,
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
);
CREATE INDEX recovery_code_by_person ON recovery_code (person_id);

-- New recovery codes while their page shows them, in the session that asked for them.
CREATE TABLE recovery_shown (
    person_id   BYTEA NOT NULL PRIMARY KEY,
    merchant_id BYTEA NOT NULL,
    session_id  BYTEA NOT NULL,
    sealed      BYTEA NOT NULL,
    created_at  BIGINT NOT NULL,
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
);
CREATE INDEX recovery_shown_by_time ON recovery_shown (created_at);

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
    strength     TEXT NOT NULL
        CHECK (strength IN ('password', 'totp', 'mail', 'recovery', 'passkey')),
    obligations  BIGINT NOT NULL CHECK (obligations BETWEEN 0 AND 3),
    -- Why the password has to be changed.
    change_due   TEXT CHECK (change_due IN ('first', 'expired', 'reset')),
    given_by     TEXT CHECK (given_by IN ('own', 'admin', 'operator')),
    created_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    ends_at      BIGINT NOT NULL,
    network      TEXT NOT NULL,
    device       TEXT NOT NULL,
    -- When password and second factor were last shown.
    stepped_up_at BIGINT,
    CHECK (strength NOT IN ('password', 'recovery') OR obligations > 0),
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
);
CREATE INDEX session_by_person ON session (person_id);
CREATE INDEX session_by_previous ON session (previous) WHERE previous IS NOT NULL;
CREATE INDEX session_by_end ON session (ends_at);

-- Browsers in which a person has completed a log-in, by the digest of their mark.
CREATE TABLE known_browser (
    person_id     BYTEA NOT NULL,
    merchant_id   BYTEA NOT NULL,
    mark          BYTEA NOT NULL,
    network       TEXT NOT NULL,
    device        TEXT NOT NULL,
    -- Both factors were shown in it: only then is it no stranger's.
    proven        BIGINT NOT NULL CHECK (proven IN (0, 1)),
    first_seen_at BIGINT NOT NULL,
    last_seen_at  BIGINT NOT NULL,
    PRIMARY KEY (person_id, mark),
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
);

-- Log-ins by the mail method between their two pages. Names that do not exist have rows as well,
-- with no person and no code.
CREATE TABLE mail_challenge (
    id           BYTEA NOT NULL PRIMARY KEY,
    token        BYTEA NOT NULL UNIQUE,
    budget       BYTEA NOT NULL,
    person_id    BYTEA,
    merchant_id  BYTEA,
    epoch        BIGINT,
    matched      TEXT CHECK (matched IN ('current', 'temporary')),
    code         BYTEA,
    code_until   BIGINT NOT NULL,
    sends        BIGINT NOT NULL DEFAULT 1,
    next_send_at BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    used_at      BIGINT,
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
);
CREATE INDEX mail_challenge_by_budget ON mail_challenge (budget, created_at);
CREATE INDEX mail_challenge_by_time ON mail_challenge (created_at);
CREATE INDEX mail_challenge_by_person ON mail_challenge (person_id) WHERE person_id IS NOT NULL;

-- One row for each try that is reserved or has failed. The slots 0 .. limit-1 of a budget are
-- its tries: the unique slot alone keeps more than the limit from being evaluated. Browsers in
-- which the person has logged in before (`known`) have slots of their own. A try that a log-in
-- has forgiven gives its slot up and is kept a while: failures of strangers are counted over
-- 30 days, those from the network that has now logged in (`passed`) are not.
CREATE TABLE attempt (
    id             BYTEA NOT NULL PRIMARY KEY,
    budget         BYTEA NOT NULL,
    known          BIGINT NOT NULL CHECK (known IN (0, 1)),
    slot           BIGINT CHECK (slot BETWEEN 0 AND 9),
    network        BYTEA NOT NULL,
    reserved_until BIGINT NOT NULL,
    failed_at      BIGINT,
    passed         BIGINT NOT NULL DEFAULT 0 CHECK (passed IN (0, 1)),
    UNIQUE (budget, known, slot)
);
CREATE INDEX attempt_by_time ON attempt (reserved_until);

-- Requests by names that do not exist are rows too, with no person.
CREATE TABLE reset_request (
    id          BYTEA NOT NULL PRIMARY KEY,
    token       BYTEA NOT NULL UNIQUE,
    budget      BYTEA NOT NULL,
    person_id   BYTEA,
    merchant_id BYTEA,
    -- Keyed digest of the client network, for the cap on requests from one.
    asked_from  BYTEA,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    used_at     BIGINT,
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
);
CREATE INDEX reset_request_by_network ON reset_request (asked_from, created_at);
CREATE INDEX reset_request_by_budget ON reset_request (budget, created_at);
CREATE INDEX reset_request_by_time ON reset_request (created_at);
CREATE INDEX reset_request_by_person ON reset_request (person_id) WHERE person_id IS NOT NULL;

-- A new address that its owner has still to confirm through the link in a mail to it.
CREATE TABLE address_change (
    id          BYTEA NOT NULL PRIMARY KEY,
    token       BYTEA NOT NULL UNIQUE,
    person_id   BYTEA NOT NULL,
    merchant_id BYTEA NOT NULL,
    mail        TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    used_at     BIGINT,
    FOREIGN KEY (merchant_id, person_id) REFERENCES person (merchant_id, id) ON DELETE CASCADE
);
CREATE INDEX address_change_by_person ON address_change (person_id, created_at);
CREATE INDEX address_change_by_time ON address_change (created_at);

-- A form's nonce, stored in the transaction of its effect, with the answer to give again.
CREATE TABLE form_use (
    nonce      BYTEA NOT NULL PRIMARY KEY,
    session_id BYTEA,
    answer     TEXT NOT NULL,
    used_at    BIGINT NOT NULL
);
CREATE INDEX form_use_by_time ON form_use (used_at);

-- Mail to be sent. `sealed` (address and values) is erased on hand-over; `shown_to` is the address
-- with most of it masked, `recipient` its keyed digest, for the caps on mail to one address.
CREATE TABLE outbox (
    id            BYTEA NOT NULL PRIMARY KEY,
    merchant_id   BYTEA,
    person_id     BYTEA,
    template      TEXT NOT NULL,
    sealed        BYTEA,
    shown_to      TEXT,
    recipient     BYTEA,
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
CREATE INDEX outbox_by_merchant ON outbox (merchant_id, created_at);
CREATE INDEX outbox_by_recipient ON outbox (recipient, created_at) WHERE recipient IS NOT NULL;

-- Rows are only ever added. The sealer gives each its place in the chain (docs/audit.md): `link` is
-- the digest over the row and the link before, `digest` the commitment to the remark under `salt`.
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
    remark      TEXT NOT NULL,
    seq         BIGINT,
    salt        BYTEA,
    digest      BYTEA,
    link        BYTEA,
    CHECK ((seq IS NULL) = (link IS NULL) AND (seq IS NULL) = (digest IS NULL)),
    CHECK (salt IS NULL OR seq IS NOT NULL)
);
CREATE UNIQUE INDEX audit_by_place ON audit (seq) WHERE seq IS NOT NULL;
CREATE INDEX audit_unsealed ON audit (at, id) WHERE seq IS NULL;
CREATE INDEX audit_by_merchant ON audit (merchant_id, at);
CREATE INDEX audit_by_time ON audit (at);
CREATE INDEX audit_by_subject ON audit (subject, at);

-- What the product signed about the chain: rows were sealed, or removed after their time. Checkpoints
-- stand in the nodes' own files as well.
CREATE TABLE audit_checkpoint (
    number    BIGINT NOT NULL PRIMARY KEY,
    kind      TEXT NOT NULL CHECK (kind IN ('seal', 'start', 'restored')),
    first_seq BIGINT NOT NULL,
    last_seq  BIGINT NOT NULL,
    previous  BYTEA NOT NULL,
    head      BYTEA NOT NULL,
    youngest  BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    sign_key  TEXT NOT NULL,
    signature TEXT NOT NULL,
    CHECK (first_seq <= last_seq)
);
CREATE INDEX audit_checkpoint_by_place ON audit_checkpoint (last_seq, number);
CREATE INDEX audit_checkpoint_start ON audit_checkpoint (last_seq) WHERE kind = 'start';

-- Who does what only one node may do at a time, and until when.
CREATE TABLE lease (
    name   TEXT NOT NULL PRIMARY KEY,
    holder BYTEA NOT NULL,
    until  BIGINT NOT NULL
);

-- A row of the trail gets its place once, and loses its remark at most: nothing else changes it. It
-- goes only when a signed checkpoint says that its time is over.
CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.at, NEW.merchant_id, NEW.actor_kind, NEW.actor, NEW.action, NEW.outcome, NEW.subject, NEW.origin)
        IS NOT DISTINCT FROM (OLD.id, OLD.at, OLD.merchant_id, OLD.actor_kind, OLD.actor, OLD.action, OLD.outcome, OLD.subject, OLD.origin)
        AND ((OLD.seq IS NULL AND NEW.remark = OLD.remark)
            OR (NEW.seq IS NOT DISTINCT FROM OLD.seq AND NEW.digest IS NOT DISTINCT FROM OLD.digest
                AND NEW.link IS NOT DISTINCT FROM OLD.link
                AND NEW.remark = '' AND NEW.salt IS NULL)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit trail is only ever added to';
END $$;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_stays();
CREATE FUNCTION audit_goes_late() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM audit_checkpoint WHERE kind = 'start' AND last_seq >= OLD.seq) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit trail is only ever added to';
END $$;
CREATE TRIGGER audit_goes_late BEFORE DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_goes_late();
CREATE FUNCTION audit_goes_never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is only ever added to';
END $$;
CREATE TRIGGER audit_goes_never BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_goes_never();

-- Acts that a second operator has to agree to.
CREATE TABLE approval (
    id          BYTEA NOT NULL PRIMARY KEY,
    merchant_id BYTEA NOT NULL REFERENCES merchant (id),
    action      TEXT NOT NULL,
    detail      TEXT NOT NULL,
    reason      TEXT NOT NULL,
    asked_by    BYTEA NOT NULL,
    asked_at    BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'approved', 'rejected')),
    decided_by  BYTEA,
    decided_at  BIGINT,
    CHECK ((state = 'open') = (decided_by IS NULL)),
    CHECK (decided_by IS NULL OR decided_by <> asked_by OR state = 'rejected')
);
CREATE INDEX approval_open ON approval (asked_at) WHERE state = 'open';
CREATE INDEX approval_by_merchant ON approval (merchant_id, asked_at);

-- What operators tell everybody: a notice on the pages, or a time of maintenance.
CREATE TABLE announcement (
    id           BYTEA NOT NULL PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('notice', 'maintenance')),
    text_ja      TEXT NOT NULL,
    text_en      TEXT NOT NULL,
    from_at      BIGINT NOT NULL,
    until_at     BIGINT NOT NULL,
    created_by   BYTEA,
    created_at   BIGINT NOT NULL,
    withdrawn_at BIGINT,
    CHECK (from_at < until_at)
);
CREATE INDEX announcement_by_end ON announcement (until_at);

-- Keys of programs that may set merchants up, by the digest of their token.
CREATE TABLE api_key (
    id           BYTEA NOT NULL PRIMARY KEY,
    name         TEXT NOT NULL,
    token        BYTEA NOT NULL UNIQUE,
    created_at   BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at   BIGINT
);

-- Lists of users that 管理 brought: sealed, kept for a while with what became of each line.
CREATE TABLE user_import (
    id          BYTEA NOT NULL PRIMARY KEY,
    merchant_id BYTEA NOT NULL REFERENCES merchant (id),
    brought_by  BYTEA NOT NULL,
    brought_at  BIGINT NOT NULL,
    list        BYTEA NOT NULL,
    results     BYTEA,
    done_at     BIGINT,
    CHECK ((results IS NULL) = (done_at IS NULL))
);
CREATE INDEX user_import_by_merchant ON user_import (merchant_id, brought_at);
CREATE INDEX user_import_by_age ON user_import (brought_at);
