//! Browsers in which a person has logged in, by the digest of their mark.

use crate::factors::Owner;
use crate::read::moment;
use crate::{Row, StoreError, Tx, statements, values};
use domain::time::Timestamp;

statements! {
    REMEMBER_BROWSER = "INSERT INTO known_browser (person_id, merchant_id, mark, network, device, \
        proven, first_seen_at, last_seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7) \
        ON CONFLICT (person_id, mark) DO UPDATE SET proven = CASE WHEN excluded.proven = 1 \
            THEN 1 ELSE known_browser.proven END, network = excluded.network, \
            last_seen_at = excluded.last_seen_at";
    PROVE_BROWSER = "UPDATE known_browser SET proven = 1, last_seen_at = $4 \
        WHERE person_id = $1 AND merchant_id = $2 AND mark = $3";
    FORGET_OLD_BROWSERS = "DELETE FROM known_browser WHERE person_id = $1 AND mark NOT IN \
        (SELECT k.mark FROM known_browser k WHERE k.person_id = $1 \
            ORDER BY k.last_seen_at DESC, k.mark LIMIT $2)";
    FORGET_BROWSERS = "DELETE FROM known_browser WHERE person_id = $1 AND merchant_id = $2";
    FORGET_OTHER_BROWSERS = "DELETE FROM known_browser WHERE person_id = $1 AND merchant_id = $2 \
        AND mark <> $3";
}

/// How many browsers of a person are known at a time.
const MOST: u8 = 5;

/// A browser to be known again.
#[derive(Clone, Copy, Debug)]
pub struct Browser<'a> {
    /// Whose.
    pub owner: Owner,
    /// Digest of its mark.
    pub mark: [u8; 32],
    /// The client network.
    pub network: &'a str,
    /// The browser as it names itself, cut short.
    pub device: &'a str,
    /// Both factors were shown in it.
    pub proven: bool,
}

/// A browser that a log-in found among those of the person.
#[derive(Clone, Copy, Debug)]
pub struct KnownBrowser {
    /// Both factors were shown in it before.
    pub proven: bool,
    /// When it was last noted.
    pub last_seen_at: Timestamp,
}

/// Reads `browser_proven` and `browser_seen_at`.
pub(crate) fn known(row: &Row) -> Result<Option<KnownBrowser>, StoreError> {
    let Some(proven) = row.int_or_null("browser_proven")? else {
        return Ok(None);
    };
    Ok(Some(KnownBrowser {
        proven: proven == 1,
        last_seen_at: moment(row, "browser_seen_at")?,
    }))
}

/// Remembers a browser, or notes that it was seen again; beyond five the one that was not seen for
/// the longest time goes.
///
/// # Errors
/// [`StoreError`].
pub async fn remember(tx: &mut Tx, new: Browser<'_>, now: Timestamp) -> Result<(), StoreError> {
    let person = new.owner.person.uuid();
    let values = values![
        person,
        new.owner.merchant.uuid(),
        new.mark,
        new.network,
        new.device,
        new.proven,
        now.as_micros(),
    ];
    tx.execute(&REMEMBER_BROWSER, &values).await?;
    tx.execute(&FORGET_OLD_BROWSERS, &values![person, MOST])
        .await
        .map(drop)
}

/// Both factors have now been shown in this browser.
///
/// # Errors
/// [`StoreError`].
pub async fn prove(
    tx: &mut Tx,
    owner: Owner,
    mark: Option<[u8; 32]>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (person, merchant) = (owner.person.uuid(), owner.merchant.uuid());
    let values = values![person, merchant, mark, now.as_micros()];
    tx.execute(&PROVE_BROWSER, &values).await.map(drop)
}

/// Forgets all browsers of a person: a credential was reset.
///
/// # Errors
/// [`StoreError`].
pub async fn forget_all(tx: &mut Tx, owner: Owner) -> Result<(), StoreError> {
    let values = values![owner.person.uuid(), owner.merchant.uuid()];
    tx.execute(&FORGET_BROWSERS, &values).await.map(drop)
}

/// Forgets all browsers of a person but this one: the person has just shown both factors in it, and
/// has given something up that may lie in strange hands. Without a mark all are forgotten.
///
/// # Errors
/// [`StoreError`].
pub async fn forget_others(
    tx: &mut Tx,
    owner: Owner,
    mark: Option<[u8; 32]>,
) -> Result<(), StoreError> {
    let Some(mark) = mark else {
        return forget_all(tx, owner).await;
    };
    let values = values![owner.person.uuid(), owner.merchant.uuid(), mark];
    tx.execute(&FORGET_OTHER_BROWSERS, &values).await.map(drop)
}
