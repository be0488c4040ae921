//! Digests of names and addresses that move to another key at one moment.

use crate::{Row, Store, StoreError, Tx, statements, values};
use uuid::Uuid;

/// The fact which key makes digests.
pub const DIGEST_KEY: &str = "digest_key";

statements! {
    /// Nobody reserves a try while the key changes; SQLite has one writer anyway.
    HOLD_TRIES = sqlite "SELECT 1 AS one",
        postgres "LOCK TABLE attempt IN SHARE ROW EXCLUSIVE MODE";
    NAMED_PEOPLE = "SELECT p.id, m.code, p.user_id_folded, p.budget, p.mail_folded FROM person p \
        JOIN merchant m ON m.id = p.merchant_id WHERE p.id > $1 ORDER BY p.id LIMIT 500";
    CONTACT_ADDRESSES = "SELECT contact_mail, contact_mail_next FROM merchant";
    SET_FACT = "INSERT INTO installation (name, value) VALUES ($1, $2) \
        ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    /// [[digest before, digest now], …] in hexadecimal digits.
    MOVE_PEOPLE =
        sqlite "UPDATE person SET budget = m.is_now FROM (SELECT unhex(value ->> 0) AS was, \
            unhex(value ->> 1) AS is_now FROM json_each($1)) m WHERE person.budget = m.was",
        postgres "UPDATE person SET budget = m.is_now FROM (SELECT decode(value ->> 0, 'hex') AS was, \
            decode(value ->> 1, 'hex') AS is_now FROM jsonb_array_elements($1::text::jsonb) \
            AS t(value)) m WHERE person.budget = m.was";
    MOVE_ATTEMPTS =
        sqlite "UPDATE attempt SET budget = m.is_now FROM (SELECT unhex(value ->> 0) AS was, \
            unhex(value ->> 1) AS is_now FROM json_each($1)) m WHERE attempt.budget = m.was \
            AND NOT EXISTS (SELECT 1 FROM attempt o WHERE o.budget = m.is_now \
            AND o.known = attempt.known AND o.slot = attempt.slot)",
        postgres "UPDATE attempt SET budget = m.is_now FROM (SELECT decode(value ->> 0, 'hex') AS was, \
            decode(value ->> 1, 'hex') AS is_now FROM jsonb_array_elements($1::text::jsonb) \
            AS t(value)) m WHERE attempt.budget = m.was \
            AND NOT EXISTS (SELECT 1 FROM attempt o WHERE o.budget = m.is_now \
            AND o.known = attempt.known AND o.slot = attempt.slot)";
    MOVE_CHALLENGES =
        sqlite "UPDATE mail_challenge SET budget = m.is_now FROM (SELECT unhex(value ->> 0) AS was, \
            unhex(value ->> 1) AS is_now FROM json_each($1)) m WHERE mail_challenge.budget = m.was",
        postgres "UPDATE mail_challenge SET budget = m.is_now FROM (SELECT decode(value ->> 0, 'hex') \
            AS was, decode(value ->> 1, 'hex') AS is_now FROM jsonb_array_elements($1::text::jsonb) \
            AS t(value)) m WHERE mail_challenge.budget = m.was";
    MOVE_RESETS =
        sqlite "UPDATE reset_request SET budget = m.is_now FROM (SELECT unhex(value ->> 0) AS was, \
            unhex(value ->> 1) AS is_now FROM json_each($1)) m WHERE reset_request.budget = m.was",
        postgres "UPDATE reset_request SET budget = m.is_now FROM (SELECT decode(value ->> 0, 'hex') \
            AS was, decode(value ->> 1, 'hex') AS is_now FROM jsonb_array_elements($1::text::jsonb) \
            AS t(value)) m WHERE reset_request.budget = m.was";
    MOVE_RECIPIENTS =
        sqlite "UPDATE outbox SET recipient = m.is_now FROM (SELECT unhex(value ->> 0) AS was, \
            unhex(value ->> 1) AS is_now FROM json_each($1)) m WHERE outbox.recipient = m.was",
        postgres "UPDATE outbox SET recipient = m.is_now FROM (SELECT decode(value ->> 0, 'hex') AS was, \
            decode(value ->> 1, 'hex') AS is_now FROM jsonb_array_elements($1::text::jsonb) \
            AS t(value)) m WHERE outbox.recipient = m.was";
    /// A name or network that is not known until somebody brings it.
    MOVE_NAME = "UPDATE attempt SET budget = $1 WHERE budget = $2 AND $3 = COALESCE( \
        (SELECT i.value FROM installation i WHERE i.name = 'digest_key'), $3) \
        AND NOT EXISTS (SELECT 1 FROM attempt o WHERE o.budget = $1 \
        AND o.known = attempt.known AND o.slot = attempt.slot)";
    MOVE_NAMES_CODES = "UPDATE mail_challenge SET budget = $1 WHERE budget = $2";
    MOVE_NETWORK = "UPDATE reset_request SET asked_from = $1 WHERE asked_from = $2 AND $3 = COALESCE( \
        (SELECT i.value FROM installation i WHERE i.name = 'digest_key'), $3)";
    UNUSED_RECOVERY = "SELECT COUNT(*) AS codes FROM recovery_code WHERE used_at IS NULL \
        AND created_at <= $1";
}

/// A person by the names that digests are made of.
#[derive(Clone, Debug)]
pub struct Named {
    /// Who.
    pub id: Uuid,
    /// The merchant's code.
    pub merchant_code: String,
    /// The user ID, folded.
    pub user_id: String,
    /// The digest that stands there.
    pub budget: [u8; 32],
    /// The mail address, folded.
    pub mail: Option<String>,
}

/// Which digests become which.
#[derive(Clone, Debug, Default)]
pub struct Moves {
    /// Those of names, as JSON: `[[before, now], …]` in hexadecimal digits.
    pub names: String,
    /// Those of mail addresses, in the same way.
    pub addresses: String,
}

/// Keeps everybody from reserving a try until the transaction ends.
///
/// # Errors
/// [`StoreError`].
pub async fn hold_tries(tx: &mut Tx) -> Result<(), StoreError> {
    tx.take_time().await?;
    tx.execute(&HOLD_TRIES, &[]).await.map(drop)
}

/// The next 500 people behind `after`.
///
/// # Errors
/// [`StoreError`].
pub async fn people(tx: &mut Tx, after: Uuid) -> Result<Vec<Named>, StoreError> {
    let rows = tx.fetch_all(&NAMED_PEOPLE, &values![after]).await?;
    rows.iter().map(named).collect()
}

fn named(row: &Row) -> Result<Named, StoreError> {
    Ok(Named {
        id: row.uuid("id")?,
        merchant_code: row.text("code")?,
        user_id: row.text("user_id_folded")?,
        budget: row.array("budget")?,
        mail: row.text_or_null("mail_folded")?,
    })
}

/// The addresses of all contact persons.
///
/// # Errors
/// [`StoreError`].
pub async fn contacts(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    let rows = tx.fetch_all(&CONTACT_ADDRESSES, &[]).await?;
    let mut all = Vec::new();
    for row in &rows {
        all.extend(row.text_or_null("contact_mail")?);
        all.extend(row.text_or_null("contact_mail_next")?);
    }
    Ok(all)
}

/// Moves what is stored under the digests.
///
/// # Errors
/// [`StoreError`].
pub async fn carry_over(tx: &mut Tx, moves: &Moves) -> Result<(), StoreError> {
    for what in [&MOVE_PEOPLE, &MOVE_ATTEMPTS, &MOVE_CHALLENGES, &MOVE_RESETS] {
        tx.execute(what, &values![&moves.names]).await?;
    }
    let addresses = values![&moves.addresses];
    tx.execute(&MOVE_RECIPIENTS, &addresses).await.map(drop)
}

/// Sets a fact.
///
/// # Errors
/// [`StoreError`].
pub async fn set(tx: &mut Tx, name: &str, value: &str) -> Result<(), StoreError> {
    tx.execute(&SET_FACT, &values![name, value]).await.map(drop)
}

/// Tries under the digest of another key are found under this one from now on, if `key` is the one
/// that makes digests.
///
/// # Errors
/// [`StoreError`].
pub async fn move_name(
    store: &Store,
    key: &str,
    (old, new): (&[u8; 32], &[u8; 32]),
) -> Result<(), StoreError> {
    if store.execute(&MOVE_NAME, &values![new, old, key]).await? > 0 {
        let values = values![new, old];
        store.execute(&MOVE_NAMES_CODES, &values).await?;
    }
    Ok(())
}

/// The same for requests from a network.
///
/// # Errors
/// [`StoreError`].
pub async fn move_network(
    store: &Store,
    key: &str,
    (old, new): (&[u8; 32], &[u8; 32]),
) -> Result<u64, StoreError> {
    store.execute(&MOVE_NETWORK, &values![new, old, key]).await
}

/// How many recovery codes were not used and were made until `until` (microseconds): nobody can say under
/// which key.
///
/// # Errors
/// [`StoreError`].
pub async fn undecided(store: &Store, until: i64) -> Result<u64, StoreError> {
    let row = store
        .fetch_optional(&UNUSED_RECOVERY, &values![until])
        .await?;
    row.map_or(Ok(0), |row| row.int("codes").map(i64::unsigned_abs))
}
