//! Passkeys: added, found by what an authenticator shows, used.

use crate::factors::{Owner, Slots};
use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::ids::{FactorId, MerchantId, PersonId};
use domain::time::Timestamp;

statements! {
    /// The person's handle, once and for all; $3 if there was none.
    KEEP_HANDLE = "UPDATE person SET passkey_handle = COALESCE(passkey_handle, $3) \
        WHERE id = $1 AND merchant_id = $2 RETURNING passkey_handle";
    LIST_CREDENTIALS = "SELECT credential FROM factor WHERE person_id = $1 AND merchant_id = $2 \
        AND kind = 'passkey' AND state = 'confirmed' ORDER BY confirmed_at, id";
    /// Into a free slot below the limit $9. Only one of several at once gets it, and no credential
    /// is anybody's twice.
    INSERT_PASSKEY = "WITH numbers (n) AS \
        (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) \
        INSERT INTO factor (id, person_id, merchant_id, kind, state, slot, number, name, sealed, \
        credential, last_step, created_at, confirmed_at, last_used_at) \
        SELECT $1, p.id, p.merchant_id, 'passkey', 'confirmed', n, n + 1, $4, $5, $6, $7, $8, $8, $8 \
        FROM person p CROSS JOIN numbers WHERE p.id = $2 AND p.merchant_id = $3 AND n < $9 \
        AND NOT EXISTS (SELECT 1 FROM factor f WHERE f.person_id = p.id AND f.kind = 'passkey' \
            AND f.slot = n AND f.state <> 'revoked') \
        ORDER BY n LIMIT 1 ON CONFLICT DO NOTHING";
    /// The last condition is the index's, which SQLite does not see in the one before.
    FIND_CREDENTIAL = "SELECT f.id, f.person_id, f.merchant_id, f.sealed, f.last_step, \
        p.passkey_handle FROM factor f JOIN person p ON p.id = f.person_id \
        WHERE f.credential = $1 AND f.kind = 'passkey' AND f.state = 'confirmed' \
        AND f.state <> 'revoked'";
    /// A counter only ever grows, or is always 0. A use clears the person's wrong codes.
    USE_PASSKEY = "UPDATE factor SET last_step = $2, last_used_at = $3, wrong_codes = 0 \
        WHERE id = $1 AND kind = 'passkey' AND state = 'confirmed' \
        AND (last_step < $2 OR (last_step = 0 AND $2 = 0))";
}

/// The longest handle of a person, in bytes (Web Authentication Level 3, section 5.4.3).
pub const HANDLE: usize = 32;

/// What the person's passkeys know them by; `proposed` from now on if there was nothing yet. `None`
/// when there is no such person.
///
/// # Errors
/// [`StoreError`].
pub async fn handle(
    store: &Store,
    owner: Owner,
    proposed: [u8; HANDLE],
) -> Result<Option<Vec<u8>>, StoreError> {
    let values = values![owner.person.uuid(), owner.merchant.uuid(), proposed];
    let row = store.write_one(&KEEP_HANDLE, &values).await?;
    row.map(|row| row.bytes("passkey_handle")).transpose()
}

/// The ids of the person's passkeys in force.
///
/// # Errors
/// [`StoreError`].
pub async fn credentials(store: &Store, owner: Owner) -> Result<Vec<Vec<u8>>, StoreError> {
    let values = values![owner.person.uuid(), owner.merchant.uuid()];
    let rows = store.fetch_all(&LIST_CREDENTIALS, &values).await?;
    rows.iter().map(|row| row.bytes("credential")).collect()
}

/// A passkey to be stored.
#[derive(Clone, Debug)]
pub struct NewPasskey<'a> {
    /// Identity.
    pub id: FactorId,
    /// Whose.
    pub owner: Owner,
    /// What its owner calls it; may be empty.
    pub name: &'a str,
    /// The sealed public key.
    pub sealed: &'a [u8],
    /// The credential's id.
    pub credential: &'a [u8],
    /// Its counter.
    pub counter: u32,
    /// How many a person may have.
    pub most: u8,
}

/// Puts a passkey in force. False when there is no slot for it, or it is somebody's already.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &NewPasskey<'_>, now: Timestamp) -> Result<bool, StoreError> {
    let values = values![
        new.id.uuid(),
        new.owner.person.uuid(),
        new.owner.merchant.uuid(),
        new.name,
        new.sealed,
        new.credential,
        new.counter,
        now.as_micros(),
        new.most.min(Slots::LAST),
    ];
    Ok(tx.execute(&INSERT_PASSKEY, &values).await? == 1)
}

/// A passkey in force, found by its id.
#[derive(Clone, Debug)]
pub struct Found {
    /// Identity.
    pub id: FactorId,
    /// Whose.
    pub owner: Owner,
    /// The sealed public key.
    pub sealed: Vec<u8>,
    /// The counter of its last use.
    pub counter: i64,
    /// What its person's passkeys know them by.
    pub handle: Vec<u8>,
}

impl Found {
    /// Whether a use with `counter` is newer than the last; a passkey that does not count is always 0.
    #[must_use]
    pub fn is_newer(&self, counter: u32) -> bool {
        let counter = i64::from(counter);
        self.counter < counter || (self.counter == 0 && counter == 0)
    }
}

/// Finds a passkey by the credential's id.
///
/// # Errors
/// [`StoreError`].
pub async fn find(store: &Store, credential: &[u8]) -> Result<Option<Found>, StoreError> {
    let row = store
        .fetch_optional(&FIND_CREDENTIAL, &values![credential])
        .await?;
    row.as_ref().map(found).transpose()
}

fn found(row: &Row) -> Result<Found, StoreError> {
    Ok(Found {
        id: FactorId::new(row.uuid("id")?),
        owner: Owner {
            person: PersonId::new(row.uuid("person_id")?),
            merchant: MerchantId::new(row.uuid("merchant_id")?),
        },
        sealed: row.bytes("sealed")?,
        counter: row.int("last_step")?,
        handle: row.bytes("passkey_handle")?,
    })
}

/// Notes a use. False when the passkey is no longer in force, or a use with this counter or a later
/// one was noted before.
///
/// # Errors
/// [`StoreError`].
pub async fn note_use(
    tx: &mut Tx,
    id: FactorId,
    counter: u32,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let values = values![id.uuid(), counter, now.as_micros()];
    Ok(tx.execute(&USE_PASSKEY, &values).await? == 1)
}
