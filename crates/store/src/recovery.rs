//! Recovery codes as keyed digests, and new ones sealed while their page shows them.

use crate::factors::Owner;
use crate::read::moment;
use crate::{Store, StoreError, Tx, statements, values};
use domain::ids::SessionId;
use domain::time::Timestamp;
use uuid::Uuid;

statements! {
    UNUSED_CODES = "SELECT id, digest FROM recovery_code \
        WHERE person_id = $1 AND merchant_id = $2 AND used_at IS NULL ORDER BY id";
    /// A code works once.
    USE_RECOVERY_CODE = "UPDATE recovery_code SET used_at = $4 \
        WHERE id = $1 AND person_id = $2 AND merchant_id = $3 AND used_at IS NULL";
    COUNT_CODES = "SELECT COUNT(*) AS made, \
        COUNT(CASE WHEN used_at IS NULL THEN 1 END) AS unused, MAX(created_at) AS created_at \
        FROM recovery_code WHERE person_id = $1 AND merchant_id = $2";
    INSERT_CODE = "INSERT INTO recovery_code (id, person_id, merchant_id, digest, created_at) \
        VALUES ($1, $2, $3, $4, $5)";
    DELETE_CODES = "DELETE FROM recovery_code WHERE person_id = $1 AND merchant_id = $2";
    SHOW_CODES = "INSERT INTO recovery_shown (person_id, merchant_id, session_id, sealed, \
        created_at) VALUES ($1, $2, $3, $4, $5)";
    SHOWN_CODES = "SELECT sealed, created_at FROM recovery_shown \
        WHERE person_id = $1 AND merchant_id = $2 AND session_id = $3";
    HIDE_CODES = "DELETE FROM recovery_shown WHERE person_id = $1 AND merchant_id = $2";
    HIDE_OLD_CODES = "DELETE FROM recovery_shown WHERE created_at < $1";
}

/// A code that was not used.
#[derive(Clone, Copy, Debug)]
pub struct UnusedCode {
    /// Identity.
    pub id: Uuid,
    /// Its keyed digest.
    pub digest: [u8; 32],
}

/// The unused codes of a person; runs for nobody as well.
///
/// # Errors
/// [`StoreError`].
pub async fn unused(store: &Store, owner: Option<Owner>) -> Result<Vec<UnusedCode>, StoreError> {
    let nobody = Uuid::nil();
    let (person, merchant) = owner.map_or((nobody, nobody), ids);
    let rows = store
        .fetch_all(&UNUSED_CODES, &values![person, merchant])
        .await?;
    rows.iter()
        .map(|row| {
            Ok(UnusedCode {
                id: row.uuid("id")?,
                digest: row.array("digest")?,
            })
        })
        .collect()
}

/// Uses a code up. False when it was used before, or is void.
///
/// # Errors
/// [`StoreError`].
pub async fn use_up(
    tx: &mut Tx,
    owner: Owner,
    code: Uuid,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (person, merchant) = ids(owner);
    let values = values![code, person, merchant, now.as_micros()];
    Ok(tx.execute(&USE_RECOVERY_CODE, &values).await? == 1)
}

/// How a person's set stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeCount {
    /// How many were not used.
    pub unused: u32,
    /// When the set was made; `None`: there is none.
    pub made_at: Option<Timestamp>,
}

/// How a person's set stands.
///
/// # Errors
/// [`StoreError`].
pub async fn count(store: &Store, owner: Owner) -> Result<CodeCount, StoreError> {
    let (person, merchant) = ids(owner);
    let row = store
        .fetch_optional(&COUNT_CODES, &values![person, merchant])
        .await?;
    let Some(row) = row else {
        return Ok(CodeCount {
            unused: 0,
            made_at: None,
        });
    };
    let any = row.int("made")? > 0;
    Ok(CodeCount {
        unused: u32::try_from(row.int("unused")?).unwrap_or(u32::MAX),
        made_at: any.then(|| moment(&row, "created_at")).transpose()?,
    })
}

/// A set to be stored.
#[derive(Clone, Debug)]
pub struct NewCodes {
    /// Whose.
    pub owner: Owner,
    /// Identities and keyed digests.
    pub codes: Vec<UnusedCode>,
    /// The session that they are shown to.
    pub session: SessionId,
    /// All codes, sealed.
    pub sealed: Vec<u8>,
}

/// Stores a set in place of an earlier one.
///
/// # Errors
/// [`StoreError`].
pub async fn replace(tx: &mut Tx, new: &NewCodes, now: Timestamp) -> Result<(), StoreError> {
    end_all(tx, new.owner).await?;
    let (person, merchant) = ids(new.owner);
    let at = now.as_micros();
    for code in &new.codes {
        let values = values![code.id, person, merchant, code.digest, at];
        tx.execute(&INSERT_CODE, &values).await?;
    }
    let values = values![person, merchant, new.session.uuid(), &new.sealed, at];
    tx.execute(&SHOW_CODES, &values).await.map(drop)
}

/// Ends a person's set.
///
/// # Errors
/// [`StoreError`].
pub async fn end_all(tx: &mut Tx, owner: Owner) -> Result<(), StoreError> {
    let (person, merchant) = ids(owner);
    tx.execute(&DELETE_CODES, &values![person, merchant])
        .await?;
    tx.execute(&HIDE_CODES, &values![person, merchant])
        .await
        .map(drop)
}

/// The sealed codes that a session was given, and when.
///
/// # Errors
/// [`StoreError`].
pub async fn shown(
    store: &Store,
    owner: Owner,
    session: SessionId,
) -> Result<Option<(Vec<u8>, Timestamp)>, StoreError> {
    let (person, merchant) = ids(owner);
    let values = values![person, merchant, session.uuid()];
    let row = store.fetch_optional(&SHOWN_CODES, &values).await?;
    row.map(|row| Ok((row.bytes("sealed")?, moment(&row, "created_at")?)))
        .transpose()
}

/// Erases the sealed codes: they were written down.
///
/// # Errors
/// [`StoreError`].
pub async fn hide(store: &Store, owner: Owner) -> Result<(), StoreError> {
    let (person, merchant) = ids(owner);
    store
        .execute(&HIDE_CODES, &values![person, merchant])
        .await
        .map(drop)
}

/// Erases sealed codes made before `before`.
///
/// # Errors
/// [`StoreError`].
pub async fn forget_shown(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    store
        .execute(&HIDE_OLD_CODES, &values![before.as_micros()])
        .await
}

fn ids(owner: Owner) -> (Uuid, Uuid) {
    (owner.person.uuid(), owner.merchant.uuid())
}
