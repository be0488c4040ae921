//! Log-ins by the mail method between their two pages. Names that do not exist have rows as well,
//! which open nothing.

use crate::accounts::{AccountRow, Traces, account};
use crate::factors::Owner;
use crate::read::{fault, moment};
use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::ids::{ChallengeId, MerchantId, PersonId};
use domain::mail_log_in::{Challenge, Matched};
use domain::time::Timestamp;

statements! {
    INSERT_CHALLENGE = "INSERT INTO mail_challenge (id, token, budget, person_id, merchant_id, \
        epoch, matched, code, code_until, next_send_at, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING";
    /// A new code cancels the person's older ones.
    CANCEL_CODES = "UPDATE mail_challenge SET code = NULL WHERE budget = $1 AND person_id = $2 \
        AND used_at IS NULL AND code IS NOT NULL";
    FIND_CHALLENGE = "SELECT id, budget, person_id, merchant_id, epoch, matched, code, code_until, \
        sends, next_send_at, expires_at, used_at FROM mail_challenge WHERE token = $1";
    /// A code works once.
    USE_CHALLENGE = "UPDATE mail_challenge SET used_at = $2 WHERE token = $1 AND code = $3 \
        AND used_at IS NULL AND expires_at > $2 AND code_until > $2";
    RENEW_CODE = "UPDATE mail_challenge SET code = $3, code_until = $4, next_send_at = $5, \
        sends = sends + 1 WHERE token = $1 AND sends = $6 AND used_at IS NULL \
        AND expires_at > $2 AND next_send_at <= $2";
    /// The log-in counts for the person, as long as person and merchant are what was decided on.
    NOTE_MAIL_LOG_IN = "UPDATE person SET mail_login_at = $3 WHERE id = $1 AND merchant_id = $2 \
        AND epoch = $4 AND version = $5 AND EXISTS \
        (SELECT 1 FROM merchant m WHERE m.id = $2 AND m.version = $6)";
    LOAD_ACCOUNT_OF = "SELECT m.id AS merchant_id, m.access_key, m.suspended_at, m.closed_at, \
        m.networks, m.mail_method, m.tablet, m.version AS merchant_version, p.version, \
        p.login_method, p.mail_login_at, \
        p.id AS person_id, p.role, p.epoch, p.created_at, p.password_sealed, \
        p.password_changed_at, p.temporary_sealed, p.temporary_until, p.enrolment_until, \
        p.given_by, p.user_id, p.mail, p.same_person, p.locale, m.contact_mail, \
        m.contact_mail_next, m.contact_mail_next_at, \
        (SELECT a.mail FROM person a WHERE a.merchant_id = m.id AND a.role = 'admin') AS admin_mail, \
        f.id AS factor_id, f.kind, f.state, f.sealed, f.number, f.name, \
        f.created_at AS issued_at, \
        f.issued_by, f.last_step, f.last_used_at, f.refunds, f.wrong_codes, \
        (SELECT MAX(u.last_used_at) FROM factor u WHERE u.person_id = p.id) AS last_login_at, \
        s.obligations AS repeated, \
        k.proven AS browser_proven, k.last_seen_at AS browser_seen_at, m.code AS merchant_code \
        FROM merchant m JOIN person p ON p.merchant_id = m.id \
        LEFT JOIN factor f ON f.person_id = p.id AND f.state <> 'revoked' \
        LEFT JOIN session s ON s.token = $3 AND s.person_id = p.id AND s.epoch = p.epoch \
        LEFT JOIN known_browser k ON k.person_id = p.id AND k.mark = $4 \
        WHERE m.id = $1 AND p.id = $2 \
        ORDER BY f.state, f.last_used_at DESC, f.id DESC";
    FORGET_CHALLENGES = "DELETE FROM mail_challenge WHERE created_at < $1";
}

/// A challenge to be stored.
#[derive(Clone, Debug)]
pub struct NewChallenge {
    /// Identity; the code's digest is bound to it.
    pub id: ChallengeId,
    /// Digest of the token that leads to the second page.
    pub token: [u8; 32],
    /// The key of the name, as for tries.
    pub budget: [u8; 32],
    /// Whose it is; `None` when no code is sent.
    pub real: Option<Real>,
    /// Until when the code works.
    pub code_until: Timestamp,
    /// When a code may be sent again.
    pub next_send_at: Timestamp,
    /// The end of the challenge.
    pub expires_at: Timestamp,
}

/// What a challenge holds that can open a session.
#[derive(Clone, Copy, Debug)]
pub struct Real {
    /// The person.
    pub owner: Owner,
    /// The epoch of the passwords that were looked at.
    pub epoch: i64,
    /// Which of them was right.
    pub matched: Matched,
    /// Keyed digest of the code.
    pub code: [u8; 32],
}

/// Stores a challenge. False when this very form has made it already.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &NewChallenge, now: Timestamp) -> Result<bool, StoreError> {
    let nobody = uuid::Uuid::nil();
    let person = new.real.map_or(nobody, |real| real.owner.person.uuid());
    tx.execute(&CANCEL_CODES, &values![new.budget, person])
        .await?;
    let values = values![
        new.id.uuid(),
        new.token,
        new.budget,
        new.real.map(|real| real.owner.person.uuid()),
        new.real.map(|real| real.owner.merchant.uuid()),
        new.real.map(|real| real.epoch),
        new.real.map(|real| real.matched.word()),
        new.real.map(|real| real.code),
        new.code_until.as_micros(),
        new.next_send_at.as_micros(),
        now.as_micros(),
        new.expires_at.as_micros(),
    ];
    Ok(tx.execute(&INSERT_CHALLENGE, &values).await? == 1)
}

/// A challenge as it is found by its token.
#[derive(Clone, Debug)]
pub struct Found {
    /// Identity.
    pub id: ChallengeId,
    /// The key of the name.
    pub budget: [u8; 32],
    /// Whose it is, if a code was sent.
    pub owner: Option<Owner>,
    /// The epoch of the passwords that were looked at.
    pub epoch: Option<i64>,
    /// Which of them was right.
    pub matched: Option<Matched>,
    /// Keyed digest of the code that works now.
    pub code: Option<[u8; 32]>,
    /// Its times. `same_epoch` is left false: the account tells.
    pub challenge: Challenge,
}

/// Finds a challenge.
///
/// # Errors
/// [`StoreError`].
pub async fn find(store: &Store, token: &[u8; 32]) -> Result<Option<Found>, StoreError> {
    let row = store.write_one(&FIND_CHALLENGE, &values![token]).await?;
    row.as_ref().map(found).transpose()
}

fn found(row: &Row) -> Result<Found, StoreError> {
    let person = row.uuid_or_null("person_id")?.map(PersonId::new);
    let merchant = row.uuid_or_null("merchant_id")?.map(MerchantId::new);
    let matched = match row.text_or_null("matched")? {
        Some(word) => Some(Matched::from_word(&word).ok_or_else(|| fault("matched"))?),
        None => None,
    };
    let owner = person.zip(merchant);
    Ok(Found {
        id: ChallengeId::new(row.uuid("id")?),
        budget: row.array("budget")?,
        owner: owner.map(|(person, merchant)| Owner { person, merchant }),
        epoch: row.int_or_null("epoch")?,
        matched,
        code: row.array_or_null("code")?,
        challenge: Challenge {
            matched,
            same_epoch: false,
            code_until: moment(row, "code_until")?,
            expires_at: moment(row, "expires_at")?,
            used: row.int_or_null("used_at")?.is_some(),
            next_send_at: moment(row, "next_send_at")?,
            sends: u8::try_from(row.int("sends")?).unwrap_or(u8::MAX),
        },
    })
}

/// Reads the account of a person, with the 加盟店コード of the merchant; runs for nobody as well.
///
/// # Errors
/// [`StoreError`].
pub async fn load_account(
    store: &Store,
    owner: Option<Owner>,
    traces: Traces,
) -> Result<Option<(AccountRow, String)>, StoreError> {
    let nobody = uuid::Uuid::nil();
    let (merchant, person) = owner.map_or((nobody, nobody), |owner| {
        (owner.merchant.uuid(), owner.person.uuid())
    });
    let values = values![merchant, person, traces.session, traces.mark];
    let rows = store.fetch_all(&LOAD_ACCOUNT_OF, &values).await?;
    let code = rows.first().map(|row| row.text("merchant_code"));
    Ok(account(&rows)?.zip(code.transpose()?))
}

/// Uses a challenge up with its code. False when it no longer works.
///
/// # Errors
/// [`StoreError`].
pub async fn use_up(
    tx: &mut Tx,
    token: &[u8; 32],
    code: &[u8; 32],
    now: Timestamp,
) -> Result<bool, StoreError> {
    let values = values![token, now.as_micros(), code];
    Ok(tx.execute(&USE_CHALLENGE, &values).await? == 1)
}

/// A code to be sent again.
#[derive(Clone, Copy, Debug)]
pub struct Renewal {
    /// Digest of the challenge's token.
    pub token: [u8; 32],
    /// Keyed digest of the new code; `None` for a challenge that opens nothing.
    pub code: Option<[u8; 32]>,
    /// Until when it works.
    pub code_until: Timestamp,
    /// When it may be sent again.
    pub next_send_at: Timestamp,
    /// How often one was sent before, as it was decided on.
    pub sends: u8,
}

/// Replaces a challenge's code. False when it is too early, too late, or was done meanwhile.
///
/// # Errors
/// [`StoreError`].
pub async fn renew(tx: &mut Tx, new: &Renewal, now: Timestamp) -> Result<bool, StoreError> {
    let values = values![
        new.token,
        now.as_micros(),
        new.code,
        new.code_until.as_micros(),
        new.next_send_at.as_micros(),
        new.sends,
    ];
    Ok(tx.execute(&RENEW_CODE, &values).await? == 1)
}

/// Notes a completed log-in by mail. False when person or merchant has moved on.
///
/// # Errors
/// [`StoreError`].
pub async fn note_log_in(
    tx: &mut Tx,
    account: &AccountRow,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let values = values![
        account.person.uuid(),
        account.merchant.uuid(),
        now.as_micros(),
        account.epoch,
        account.version,
        account.merchant_version,
    ];
    Ok(tx.execute(&NOTE_MAIL_LOG_IN, &values).await? == 1)
}

/// Forgets challenges made before `before`.
///
/// # Errors
/// [`StoreError`].
pub async fn forget(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    store
        .execute(&FORGET_CHALLENGES, &values![before.as_micros()])
        .await
}
