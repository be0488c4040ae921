//! Mail to be sent: written in the transaction of its cause, claimed by jobs, erased on hand-over.

use crate::read::moment;
use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::ids::{AttemptId, MerchantId, OutboxId, PersonId};
use domain::time::{Span, Timestamp};

statements! {
    /// $9 failures at least must stand in the slots of budget $8 that the try $12 drew on: 0 for
    /// "in any case".
    INSERT_MAIL = "INSERT INTO outbox (id, merchant_id, person_id, template, sealed, state, \
        created_at, next_try_at, not_after, shown_to, recipient) \
        SELECT $1, $2, $3, $4, $5, CASE WHEN $5 IS NULL THEN 'void' ELSE 'queued' END, \
            $6, $6, $7, $10, $11 \
        WHERE $9 = 0 OR (SELECT COUNT(*) FROM attempt t \
            WHERE t.budget = COALESCE((SELECT a.budget FROM attempt a WHERE a.id = $12), $8) \
            AND t.slot IS NOT NULL AND t.failed_at IS NOT NULL \
            AND t.known = (SELECT own.known FROM attempt own WHERE own.id = $12)) >= $9";
    /// A mail that somebody without a session causes: not beyond $10 an hour to one address, nor
    /// when more than $13 requests came from one client network.
    INSERT_CAPPED = "INSERT INTO outbox (id, merchant_id, person_id, template, sealed, state, \
        created_at, next_try_at, not_after, shown_to, recipient) \
        SELECT $1, $2, $3, $4, $5, CASE WHEN $5 IS NULL THEN 'void' ELSE 'queued' END, \
            $6, $6, $7, $8, $9 \
        WHERE (SELECT COUNT(*) FROM outbox o WHERE o.recipient = $9 AND o.created_at > $11 \
            AND o.template IN ('reset_started', 'mail_code', 'address_change_asked')) < $10 \
        AND (SELECT COUNT(*) FROM reset_request r WHERE r.asked_from = $12 \
            AND r.created_at > $11) <= $13";
    CLAIM_MAIL = "UPDATE outbox SET claimed_until = $2, tries = tries + 1 WHERE id IN \
        (SELECT o.id FROM outbox o WHERE o.state = 'queued' AND o.next_try_at <= $1 \
            AND o.claimed_until <= $1 ORDER BY o.next_try_at LIMIT $3) \
        AND state = 'queued' AND claimed_until <= $1 \
        RETURNING id, merchant_id, person_id, template, sealed, created_at, not_after, tries";
    END_MAIL = "UPDATE outbox SET state = $2, sealed = NULL, ended_at = $3, answer = $4 \
        WHERE id = $1 AND state = 'queued'";
    POSTPONE_MAIL = "UPDATE outbox SET next_try_at = $2, claimed_until = 0, answer = $3 \
        WHERE id = $1 AND state = 'queued'";
    /// SQLite is told which index to take: it may think that the few mails which wait are as many as all.
    EXPIRE_MAIL =
        sqlite "UPDATE outbox INDEXED BY outbox_due SET state = 'expired', sealed = NULL, \
            ended_at = $1 WHERE state = 'queued' AND not_after <= $1",
        postgres "UPDATE outbox SET state = 'expired', sealed = NULL, ended_at = $1 \
            WHERE state = 'queued' AND not_after <= $1";
    OLDEST_DUE =
        sqlite "SELECT COUNT(*) AS waiting, MIN(created_at) AS oldest \
            FROM outbox INDEXED BY outbox_due WHERE state = 'queued'",
        postgres "SELECT COUNT(*) AS waiting, MIN(created_at) AS oldest FROM outbox \
            WHERE state = 'queued'";
    FORGET_MAIL = "DELETE FROM outbox WHERE created_at < $1 AND state <> 'queued'";
}

/// A mail to be stored.
#[derive(Clone, Debug)]
pub struct NewMail {
    /// Identity; also makes the Message-ID.
    pub id: OutboxId,
    /// About which merchant; `None` for names that do not exist.
    pub merchant: Option<MerchantId>,
    /// About whom; `None` as well when it is about the merchant as a whole.
    pub person: Option<PersonId>,
    /// The notice's word.
    pub template: &'static str,
    /// The address, masked, for customer service.
    pub shown_to: Option<String>,
    /// Keyed digest of the address, to count mails by.
    pub recipient: Option<[u8; 32]>,
    /// Address and values, sealed; `None` stores a row that sends nothing.
    pub sealed: Option<Vec<u8>>,
    /// Never handed over after this.
    pub not_after: Timestamp,
}

/// Queues a mail.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(tx: &mut Tx, mail: &NewMail, now: Timestamp) -> Result<(), StoreError> {
    let nobody = (&[0; 32], AttemptId::new(uuid::Uuid::nil()));
    insert_if_failed(tx, mail, nobody, 0, now).await.map(drop)
}

/// Queues a mail if at least `failures` failed tries stand in the slots of the budget that this try
/// drew on; 0 for "in any case".
///
/// # Errors
/// [`StoreError`].
pub async fn insert_if_failed(
    tx: &mut Tx,
    mail: &NewMail,
    (budget, attempt): (&[u8; 32], AttemptId),
    failures: u8,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let values = values![
        mail.id.uuid(),
        mail.merchant.map(MerchantId::uuid),
        mail.person.map(PersonId::uuid),
        mail.template,
        mail.sealed.as_deref(),
        now.as_micros(),
        mail.not_after.as_micros(),
        budget,
        failures,
        mail.shown_to.as_deref(),
        mail.recipient.as_ref().map(<[u8; 32]>::as_slice),
        attempt.uuid(),
    ];
    Ok(tx.execute(&INSERT_MAIL, &values).await? == 1)
}

/// How many mails people without a session can cause within an hour.
#[derive(Clone, Copy, Debug)]
pub struct Caps {
    /// To one address.
    pub per_recipient: u8,
    /// Requests from one client network, by its keyed digest; `None`: not counted.
    pub network: Option<([u8; 32], u16)>,
}

/// Queues a mail that somebody without a session causes. False beyond the caps: nothing is queued.
///
/// # Errors
/// [`StoreError`].
pub async fn insert_capped(
    tx: &mut Tx,
    mail: &NewMail,
    caps: Caps,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (network, most) = caps.network.unwrap_or(([0; 32], 0));
    let values = values![
        mail.id.uuid(),
        mail.merchant.map(MerchantId::uuid),
        mail.person.map(PersonId::uuid),
        mail.template,
        mail.sealed.as_deref(),
        now.as_micros(),
        mail.not_after.as_micros(),
        mail.shown_to.as_deref(),
        mail.recipient.as_ref().map(<[u8; 32]>::as_slice),
        caps.per_recipient,
        now.minus(Span::hours(1)).as_micros(),
        network,
        most,
    ];
    Ok(tx.execute(&INSERT_CAPPED, &values).await? == 1)
}

/// A mail that this process has claimed.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Identity.
    pub id: OutboxId,
    /// About which merchant.
    pub merchant: Option<MerchantId>,
    /// About whom, if about one person.
    pub person: Option<PersonId>,
    /// The notice's word.
    pub template: String,
    /// Address and values, sealed.
    pub sealed: Vec<u8>,
    /// When its cause was.
    pub created_at: Timestamp,
    /// Never handed over after this.
    pub not_after: Timestamp,
    /// Tries so far, this one included.
    pub tries: i64,
}

/// Claims up to `most` due mails until `until`: nobody else gets them before then.
///
/// # Errors
/// [`StoreError`].
pub async fn claim(
    store: &Store,
    now: Timestamp,
    until: Timestamp,
    most: u16,
) -> Result<Vec<Claimed>, StoreError> {
    let values = values![now.as_micros(), until.as_micros(), most];
    store
        .write_all(&CLAIM_MAIL, &values)
        .await?
        .iter()
        .map(claimed)
        .collect()
}

fn claimed(row: &Row) -> Result<Claimed, StoreError> {
    Ok(Claimed {
        id: OutboxId::new(row.uuid("id")?),
        merchant: row.uuid_or_null("merchant_id")?.map(MerchantId::new),
        person: row.uuid_or_null("person_id")?.map(PersonId::new),
        template: row.text("template")?,
        sealed: row.bytes("sealed")?,
        created_at: moment(row, "created_at")?,
        not_after: moment(row, "not_after")?,
        tries: row.int("tries")?,
    })
}

/// How a mail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Handed over.
    Sent,
    /// Refused for good, or out of tries.
    Dead,
}

/// Notes how a mail ended and erases its values.
///
/// # Errors
/// [`StoreError`].
pub async fn end(
    store: &Store,
    id: OutboxId,
    end: End,
    answer: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let word = match end {
        End::Sent => "sent",
        End::Dead => "dead",
    };
    let values = values![id.uuid(), word, now.as_micros(), answer];
    store.execute(&END_MAIL, &values).await.map(drop)
}

/// Puts a mail off until `next_try_at`.
///
/// # Errors
/// [`StoreError`].
pub async fn postpone(
    store: &Store,
    id: OutboxId,
    next_try_at: Timestamp,
    answer: &str,
) -> Result<(), StoreError> {
    let values = values![id.uuid(), next_try_at.as_micros(), answer];
    store.execute(&POSTPONE_MAIL, &values).await.map(drop)
}

/// Ends mails whose secret has expired: they are never sent.
///
/// # Errors
/// [`StoreError`].
pub async fn expire(store: &Store, now: Timestamp) -> Result<u64, StoreError> {
    store.execute(&EXPIRE_MAIL, &values![now.as_micros()]).await
}

/// How many mails wait, and since when the oldest.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting(store: &Store) -> Result<(i64, Option<Timestamp>), StoreError> {
    let Some(row) = store.fetch_optional(&OLDEST_DUE, &[]).await? else {
        return Ok((0, None));
    };
    let oldest = row.int_or_null("oldest")?.map(Timestamp::from_micros);
    Ok((row.int("waiting")?, oldest))
}

/// Forgets ended mails created before `before`.
///
/// # Errors
/// [`StoreError`].
pub async fn forget(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    store
        .execute(&FORGET_MAIL, &values![before.as_micros()])
        .await
}
