//! Passwords, temporary passwords and their history. What ends other sessions moves the epoch on.

use crate::browsers;
use crate::factors::Owner;
use crate::{Store, StoreError, Tx, statements, values};
use domain::person::Giver;
use domain::time::Timestamp;

statements! {
    /// Beside the present password, which works until the change is done. The window to enrol
    /// opens only for people without a factor in force.
    ADD_TEMPORARY = "UPDATE person SET temporary_sealed = $3, temporary_until = $4, \
        given_by = $5, enrolment_until = CASE WHEN EXISTS (SELECT 1 FROM factor f \
            WHERE f.person_id = person.id AND f.state = 'confirmed') \
            THEN enrolment_until ELSE $6 END \
        WHERE id = $1 AND merchant_id = $2 AND epoch = $7";
    /// In place of the present password, which ends at once.
    REPLACE_WITH_TEMPORARY = "UPDATE person SET temporary_sealed = $3, temporary_until = $4, \
        given_by = $5, enrolment_until = CASE WHEN EXISTS (SELECT 1 FROM factor f \
            WHERE f.person_id = person.id AND f.state = 'confirmed') \
            THEN enrolment_until ELSE $6 END, \
        password_sealed = NULL, password_changed_at = NULL, epoch = epoch + 1 \
        WHERE id = $1 AND merchant_id = $2 AND epoch = $7";
    SET_PASSWORD = "UPDATE person SET password_sealed = $3, password_changed_at = $4, \
        temporary_sealed = NULL, temporary_until = NULL, epoch = epoch + 1 \
        WHERE id = $1 AND merchant_id = $2 AND epoch = $5";
    KEEP_FORMER_PASSWORD = "INSERT INTO password_history (person_id, merchant_id, replaced_at, \
        sealed) SELECT id, merchant_id, $3, password_sealed FROM person \
        WHERE id = $1 AND merchant_id = $2 AND password_sealed IS NOT NULL \
        ON CONFLICT DO NOTHING";
    FORGET_OLD_PASSWORDS = "DELETE FROM password_history WHERE person_id = $1 AND replaced_at < \
        (SELECT MIN(k.replaced_at) FROM (SELECT h.replaced_at FROM password_history h \
            WHERE h.person_id = $1 ORDER BY h.replaced_at DESC LIMIT $2) k)";
    PASSWORDS = "SELECT p.password_sealed AS sealed, 0 AS kind, 0 AS replaced_at FROM person p \
        WHERE p.id = $1 AND p.merchant_id = $2 AND p.password_sealed IS NOT NULL \
        UNION ALL SELECT p.temporary_sealed, 1, 0 FROM person p \
        WHERE p.id = $1 AND p.merchant_id = $2 AND p.temporary_sealed IS NOT NULL \
        UNION ALL SELECT h.sealed, 2, h.replaced_at FROM password_history h \
        WHERE h.person_id = $1 AND h.merchant_id = $2 ORDER BY kind, replaced_at DESC";
    /// The same password, hashed anew. Not beside a temporary one: both share a salt.
    RENEW_HASH = "UPDATE person SET password_sealed = $4 WHERE id = $1 AND merchant_id = $2 \
        AND password_sealed = $3 AND temporary_sealed IS NULL";
    OPEN_ENROLMENT = "UPDATE person SET enrolment_until = $3, given_by = $4, epoch = epoch + 1 \
        WHERE id = $1 AND merchant_id = $2";
    MOVE_EPOCH = "UPDATE person SET epoch = epoch + 1, enrolment_until = NULL \
        WHERE id = $1 AND merchant_id = $2 AND epoch = $3";
}

/// A temporary password to be stored.
#[derive(Clone, Debug)]
pub struct Temporary {
    /// Its sealed hash.
    pub sealed: Vec<u8>,
    /// Until when it works.
    pub until: Timestamp,
    /// Until when a secret may be enrolled, if none is in force.
    pub enrolment_until: Timestamp,
    /// Who gives it.
    pub giver: Giver,
    /// The present password ends at once (RESET-14); otherwise it works until the change.
    pub ends_present: bool,
}

/// Stores a temporary password; only the newest works. False when the account has moved on from
/// `epoch`.
///
/// # Errors
/// [`StoreError`].
pub async fn give_temporary(
    tx: &mut Tx,
    owner: Owner,
    epoch: i64,
    new: &Temporary,
    now: Timestamp,
) -> Result<bool, StoreError> {
    browsers::forget_all(tx, owner).await?;
    let (person, merchant) = (owner.person.uuid(), owner.merchant.uuid());
    let statement = if new.ends_present {
        tx.execute(
            &KEEP_FORMER_PASSWORD,
            &values![person, merchant, now.as_micros()],
        )
        .await?;
        &REPLACE_WITH_TEMPORARY
    } else {
        &ADD_TEMPORARY
    };
    let values = values![
        person,
        merchant,
        &new.sealed,
        new.until.as_micros(),
        new.giver.word(),
        new.enrolment_until.as_micros(),
        epoch,
    ];
    Ok(tx.execute(statement, &values).await? == 1)
}

/// A password that its owner chose.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Its sealed hash.
    pub sealed: Vec<u8>,
    /// How many former ones are kept.
    pub history: u8,
}

/// Stores a chosen password, keeps the former one for the history and ends the temporary one.
/// False when the account has moved on from `epoch`.
///
/// # Errors
/// [`StoreError`].
pub async fn set_password(
    tx: &mut Tx,
    owner: Owner,
    epoch: i64,
    chosen: &Chosen,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (person, merchant) = (owner.person.uuid(), owner.merchant.uuid());
    let at = now.as_micros();
    tx.execute(&KEEP_FORMER_PASSWORD, &values![person, merchant, at])
        .await?;
    tx.execute(&FORGET_OLD_PASSWORDS, &values![person, chosen.history])
        .await?;
    let values = values![person, merchant, &chosen.sealed, at, epoch];
    Ok(tx.execute(&SET_PASSWORD, &values).await? == 1)
}

/// Stores another hash of the present password in place of `former`. False when the password has
/// changed meanwhile, or a temporary one stands beside it.
///
/// # Errors
/// [`StoreError`].
pub async fn renew_hash(
    store: &Store,
    owner: Owner,
    former: &[u8],
    renewed: &[u8],
) -> Result<bool, StoreError> {
    let (person, merchant) = (owner.person.uuid(), owner.merchant.uuid());
    let values = values![person, merchant, former, renewed];
    Ok(store.execute(&RENEW_HASH, &values).await? == 1)
}

/// The sealed hashes a new password is compared with.
#[derive(Clone, Debug, Default)]
pub struct Passwords {
    /// The present one.
    pub current: Option<Vec<u8>>,
    /// The temporary one.
    pub temporary: Option<Vec<u8>>,
    /// Former ones, the newest first.
    pub former: Vec<Vec<u8>>,
}

/// Reads all sealed hashes of a person.
///
/// # Errors
/// [`StoreError`].
pub async fn passwords(store: &Store, owner: Owner) -> Result<Passwords, StoreError> {
    let values = values![owner.person.uuid(), owner.merchant.uuid()];
    let mut all = Passwords::default();
    for row in store.fetch_all(&PASSWORDS, &values).await? {
        let sealed = row.bytes("sealed")?;
        match row.int("kind")? {
            0 => all.current = Some(sealed),
            1 => all.temporary = Some(sealed),
            _ => all.former.push(sealed),
        }
    }
    Ok(all)
}

/// Opens the window to enrol a new secret, and ends all sessions.
///
/// # Errors
/// [`StoreError`].
pub async fn open_enrolment(
    tx: &mut Tx,
    owner: Owner,
    until: Timestamp,
    giver: Giver,
) -> Result<bool, StoreError> {
    browsers::forget_all(tx, owner).await?;
    let values = values![
        owner.person.uuid(),
        owner.merchant.uuid(),
        until.as_micros(),
        giver.word()
    ];
    Ok(tx.execute(&OPEN_ENROLMENT, &values).await? == 1)
}

/// Closes the window and ends all sessions but those that move along. False when the account has
/// moved on from `epoch`.
///
/// # Errors
/// [`StoreError`].
pub async fn close_enrolment(tx: &mut Tx, owner: Owner, epoch: i64) -> Result<bool, StoreError> {
    let values = values![owner.person.uuid(), owner.merchant.uuid(), epoch];
    Ok(tx.execute(&MOVE_EPOCH, &values).await? == 1)
}
