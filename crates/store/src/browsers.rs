//! Browsers in which a person has logged in, by the digest of their mark.

use crate::factors::Owner;
use crate::{StoreError, Tx, statements, values};
use domain::time::Timestamp;

statements! {
    REMEMBER_BROWSER = "INSERT INTO known_browser (person_id, merchant_id, mark, network, device, \
        first_seen_at, last_seen_at) VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT DO NOTHING";
    FORGET_OLD_BROWSERS = "DELETE FROM known_browser WHERE person_id = $1 AND mark NOT IN \
        (SELECT k.mark FROM known_browser k WHERE k.person_id = $1 \
            ORDER BY k.last_seen_at DESC, k.mark LIMIT $2)";
    FORGET_BROWSERS = "DELETE FROM known_browser WHERE person_id = $1 AND merchant_id = $2";
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
}

/// Remembers a browser; beyond five the oldest goes.
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
        now.as_micros(),
    ];
    tx.execute(&REMEMBER_BROWSER, &values).await?;
    tx.execute(&FORGET_OLD_BROWSERS, &values![person, MOST])
        .await
        .map(drop)
}

/// Forgets all browsers of a person: a credential was reset.
///
/// # Errors
/// [`StoreError`].
pub async fn forget_all(tx: &mut Tx, owner: Owner) -> Result<(), StoreError> {
    let values = values![owner.person.uuid(), owner.merchant.uuid()];
    tx.execute(&FORGET_BROWSERS, &values).await.map(drop)
}
