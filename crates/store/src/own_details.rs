//! What people change about themselves: the name at once; an address once its owner has confirmed it
//! through the link in a mail to it.

use crate::factors::Owner;
use crate::read::{fault, moment};
use crate::{Store, StoreError, Tx, statements, values};
use domain::ids::{MerchantId, PersonId};
use domain::mail_address::MailAddress;
use domain::reset::Link;
use domain::time::Timestamp;
use uuid::Uuid;

statements! {
    /// A newer link ends the older ones, and so does a change by somebody else.
    END_ADDRESS_CHANGES = "UPDATE address_change SET used_at = $3 \
        WHERE person_id = $1 AND merchant_id = $2 AND used_at IS NULL";
    INSERT_ADDRESS_CHANGE = "INSERT INTO address_change (id, token, person_id, merchant_id, mail, \
        created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FIND_ADDRESS_CHANGE = "SELECT person_id, merchant_id, mail, expires_at, used_at \
        FROM address_change WHERE token = $1";
    PENDING_ADDRESS_CHANGE = "SELECT mail FROM address_change WHERE person_id = $1 \
        AND merchant_id = $2 AND used_at IS NULL AND expires_at > $3";
    COUNT_ADDRESS_CHANGES = "SELECT COUNT(*) AS changes FROM address_change \
        WHERE person_id = $1 AND merchant_id = $2 AND created_at > $3";
    USE_ADDRESS_CHANGE = "UPDATE address_change SET used_at = $2 \
        WHERE token = $1 AND used_at IS NULL AND expires_at > $2";
    SET_ADDRESS = "UPDATE person SET mail = $3, mail_folded = $4, version = version + 1 \
        WHERE id = $1 AND merchant_id = $2 AND same_person = 0";
    SET_NAME = "UPDATE person SET name = $3, version = version + 1 \
        WHERE id = $1 AND merchant_id = $2 AND same_person = 0";
    /// Whoever is the same person has 管理's name (USER-6).
    SET_NAME_OF_SAME_PERSON = "UPDATE person SET name = $2, version = version + 1 \
        WHERE merchant_id = $1 AND same_person = 1";
    FORGET_ADDRESS_CHANGES = "DELETE FROM address_change WHERE created_at < $1";
}

/// A new address to be stored.
#[derive(Clone, Debug)]
pub struct NewChange {
    /// Identity.
    pub id: Uuid,
    /// Digest of the link's token.
    pub token: [u8; 32],
    /// Whose.
    pub owner: Owner,
    /// The new address.
    pub mail: MailAddress,
    /// Until when the link works.
    pub expires_at: Timestamp,
}

/// Stores a new address and ends the person's older links.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &NewChange, now: Timestamp) -> Result<(), StoreError> {
    end_all(tx, new.owner, now).await?;
    let values = values![
        new.id,
        new.token,
        new.owner.person.uuid(),
        new.owner.merchant.uuid(),
        new.mail.as_str(),
        now.as_micros(),
        new.expires_at.as_micros(),
    ];
    tx.execute(&INSERT_ADDRESS_CHANGE, &values).await.map(drop)
}

/// Ends all links of a person.
///
/// # Errors
/// [`StoreError`].
pub async fn end_all(tx: &mut Tx, owner: Owner, now: Timestamp) -> Result<(), StoreError> {
    let values = values![owner.person.uuid(), owner.merchant.uuid(), now.as_micros()];
    tx.execute(&END_ADDRESS_CHANGES, &values).await.map(drop)
}

/// What a link leads to.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its state.
    pub link: Link,
    /// Whose it is.
    pub owner: Owner,
    /// The new address.
    pub mail: MailAddress,
}

/// Finds a link by its token.
///
/// # Errors
/// [`StoreError`].
pub async fn find(store: &Store, token: &[u8; 32]) -> Result<Option<Found>, StoreError> {
    let found = store
        .fetch_optional(&FIND_ADDRESS_CHANGE, &values![token])
        .await?;
    let Some(row) = found else {
        return Ok(None);
    };
    Ok(Some(Found {
        link: Link {
            expires_at: moment(&row, "expires_at")?,
            used: row.int_or_null("used_at")?.is_some(),
            real: true,
        },
        owner: Owner {
            person: PersonId::new(row.uuid("person_id")?),
            merchant: MerchantId::new(row.uuid("merchant_id")?),
        },
        mail: MailAddress::parse(&row.text("mail")?).map_err(|_| fault("mail"))?,
    }))
}

/// The address that a person has still to confirm.
///
/// # Errors
/// [`StoreError`].
pub async fn pending(
    store: &Store,
    owner: Owner,
    now: Timestamp,
) -> Result<Option<MailAddress>, StoreError> {
    let values = values![owner.person.uuid(), owner.merchant.uuid(), now.as_micros()];
    let row = store
        .fetch_optional(&PENDING_ADDRESS_CHANGE, &values)
        .await?;
    row.map(|row| MailAddress::parse(&row.text("mail")?).map_err(|_| fault("mail")))
        .transpose()
}

/// How many changes a person has asked for since `since`.
///
/// # Errors
/// [`StoreError`].
pub async fn recent(store: &Store, owner: Owner, since: Timestamp) -> Result<i64, StoreError> {
    let values = values![
        owner.person.uuid(),
        owner.merchant.uuid(),
        since.as_micros()
    ];
    let row = store
        .fetch_optional(&COUNT_ADDRESS_CHANGES, &values)
        .await?;
    row.map_or(Ok(0), |row| row.int("changes"))
}

/// Uses a link up. False when it no longer works.
///
/// # Errors
/// [`StoreError`].
pub async fn use_up(tx: &mut Tx, token: &[u8; 32], now: Timestamp) -> Result<bool, StoreError> {
    let values = values![token, now.as_micros()];
    Ok(tx.execute(&USE_ADDRESS_CHANGE, &values).await? == 1)
}

/// Gives a person a new address. False when the address has become 管理's in the meantime, or the
/// person is gone.
///
/// # Errors
/// [`StoreError::Unique`] with [`MAIL_KEY`](crate::people::MAIL_KEY).
pub async fn set_address(
    tx: &mut Tx,
    owner: Owner,
    mail: &MailAddress,
) -> Result<bool, StoreError> {
    let values = values![
        owner.person.uuid(),
        owner.merchant.uuid(),
        mail.as_str(),
        mail.folded()
    ];
    Ok(tx.execute(&SET_ADDRESS, &values).await? == 1)
}

/// Gives a person a new name; a 管理 user's is also that of whoever is the same person. False when
/// the name has become 管理's in the meantime, or the person is gone.
///
/// # Errors
/// [`StoreError`].
pub async fn set_name(
    tx: &mut Tx,
    owner: Owner,
    name: &str,
    is_admin: bool,
) -> Result<bool, StoreError> {
    let (person, merchant) = (owner.person.uuid(), owner.merchant.uuid());
    let changed = tx
        .execute(&SET_NAME, &values![person, merchant, name])
        .await?;
    if is_admin {
        tx.execute(&SET_NAME_OF_SAME_PERSON, &values![merchant, name])
            .await?;
    }
    Ok(changed == 1)
}

/// Forgets changes asked for before `before`.
///
/// # Errors
/// [`StoreError`].
pub async fn forget(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    store
        .execute(&FORGET_ADDRESS_CHANGES, &values![before.as_micros()])
        .await
}
