//! Sessions: opened, found, touched, rotated, ended.

use crate::accounts::networks;
use crate::read::{fault, moment, moment_or_null};
use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::authority::Standing;
use domain::change_due::ChangeDue;
use domain::ids::{MerchantId, PersonId, SessionId};
use domain::log_in::Strength;
use domain::merchant::{CompanyName, MerchantCode, MerchantKind};
use domain::networks::Networks;
use domain::obligations::Obligations;
use domain::person::{Giver, Role};
use domain::policy::TOUCH_EVERY;
use domain::session::Lifetime;
use domain::time::Timestamp;

statements! {
    INSERT_SESSION = "INSERT INTO session (id, token, person_id, merchant_id, epoch, strength, \
        obligations, given_by, created_at, last_seen_at, ends_at, network, device, change_due, \
        stepped_up_at) \
        SELECT $1, $2, p.id, p.merchant_id, p.epoch, $5, $6, p.given_by, $7, $7, $8, $9, $10, $11, \
        $12 \
        FROM person p JOIN merchant m ON m.id = p.merchant_id \
        WHERE p.id = $3 AND p.epoch = $4 AND m.suspended_at IS NULL \
            AND m.closed_at IS NULL ON CONFLICT DO NOTHING";
    FIND_SESSION = "SELECT s.id, s.person_id, s.merchant_id, s.epoch, s.strength, s.obligations, \
        s.change_due, s.stepped_up_at, s.given_by, s.created_at, s.last_seen_at, s.ends_at, p.role, p.name, \
        p.user_id, p.locale, \
        m.code, m.access_key, m.company, m.kind, m.tablet, m.networks \
        FROM session s \
        JOIN person p ON p.id = s.person_id AND p.epoch = s.epoch \
        JOIN merchant m ON m.id = s.merchant_id AND m.suspended_at IS NULL \
            AND m.closed_at IS NULL \
        WHERE s.token = $1";
    TOUCH_SESSION = "UPDATE session SET last_seen_at = $2 WHERE id = $1 AND last_seen_at <= $3";
    ROTATE_SESSION = "UPDATE session SET token = $3, previous = $2, strength = $4, \
        obligations = $5, last_seen_at = $6, \
        stepped_up_at = CASE WHEN $7 = 1 THEN $6 ELSE stepped_up_at END, \
        epoch = (SELECT p.epoch FROM person p WHERE p.id = session.person_id) \
        WHERE id = $1 AND token = $2";
    STEP_UP_SESSION = "UPDATE session SET stepped_up_at = $3 WHERE id = $1 AND token = $2";
    END_SESSION = "DELETE FROM session WHERE token = $1 RETURNING person_id, merchant_id";
    END_OLD_SESSIONS = "DELETE FROM session WHERE ends_at < $1 OR last_seen_at < $2";
}

/// A session to be opened.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// Identity.
    pub id: SessionId,
    /// Digest of its token.
    pub token: [u8; 32],
    /// Whose.
    pub person: PersonId,
    /// The epoch the decision rested on; no session is opened in another.
    pub epoch: i64,
    /// How authenticated.
    pub strength: Strength,
    /// What is left to do.
    pub obligations: Obligations,
    /// Why the password has to be changed, if it has to.
    pub change_due: Option<ChangeDue>,
    /// Its times.
    pub lifetime: Lifetime,
    /// The client network, for the list of devices.
    pub network: &'a str,
    /// The browser as it names itself, cut short.
    pub device: &'a str,
}

/// A session as a request finds it.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// Identity.
    pub id: SessionId,
    /// Who, with which right, and what is left to do.
    pub standing: Standing,
    /// The person's epoch.
    pub epoch: i64,
    /// Why the password had to be changed when it was opened.
    pub change_due: Option<ChangeDue>,
    /// Its times.
    pub lifetime: Lifetime,
    /// When it was opened.
    pub created_at: Timestamp,
    /// Who last gave the credential.
    pub given_by: Option<Giver>,
    /// ユーザ名.
    pub name: String,
    /// ユーザID.
    pub user_id: String,
    /// The person's language: `ja` or `en`.
    pub locale: String,
    /// 加盟店コード.
    pub merchant_code: MerchantCode,
    /// アクセスキー.
    pub access_key: String,
    /// 社名.
    pub company: CompanyName,
    /// 物流 or 非物流.
    pub kind: MerchantKind,
    /// タブレット決済 contract.
    pub tablet: bool,
    /// The client networks the merchant's people may come from.
    pub networks: Networks,
}

/// Opens a session. False when the account has moved on or is gone, or this form has opened one
/// already; the transaction is to be rolled back then.
///
/// # Errors
/// [`StoreError`].
pub async fn open(tx: &mut Tx, new: &NewSession<'_>) -> Result<bool, StoreError> {
    // A full log-in is the freshest proof there is.
    let full_since = new.strength.is_full().then_some(new.lifetime.last_seen);
    let values = values![
        new.id.uuid(),
        new.token,
        new.person.uuid(),
        new.epoch,
        new.strength.word(),
        new.obligations.bits(),
        new.lifetime.last_seen.as_micros(),
        new.lifetime.ends_at.as_micros(),
        new.network,
        new.device,
        new.change_due.map(ChangeDue::word),
        full_since.map(Timestamp::as_micros),
    ];
    match tx.execute(&INSERT_SESSION, &values).await {
        Ok(opened) => Ok(opened == 1),
        // PostgreSQL: the person was deleted while this statement was waiting.
        Err(StoreError::ForeignKey(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Finds the session of a token, if its person and merchant still stand behind it.
///
/// # Errors
/// [`StoreError`].
pub async fn find(store: &Store, token: &[u8; 32]) -> Result<Option<SessionRow>, StoreError> {
    let row = store.fetch_optional(&FIND_SESSION, &values![token]).await?;
    row.as_ref().map(session).transpose()
}

fn session(row: &Row) -> Result<SessionRow, StoreError> {
    let word = |column: &'static str| row.text(column);
    Ok(SessionRow {
        id: SessionId::new(row.uuid("id")?),
        standing: standing(row)?,
        epoch: row.int("epoch")?,
        lifetime: Lifetime {
            last_seen: moment(row, "last_seen_at")?,
            ends_at: moment(row, "ends_at")?,
        },
        change_due: row
            .text_or_null("change_due")?
            .and_then(|word| ChangeDue::from_word(&word)),
        created_at: moment(row, "created_at")?,
        given_by: row
            .text_or_null("given_by")?
            .and_then(|w| Giver::from_word(&w)),
        name: word("name")?,
        user_id: word("user_id")?,
        locale: word("locale")?,
        merchant_code: MerchantCode::parse(&word("code")?).ok_or_else(|| fault("code"))?,
        access_key: word("access_key")?,
        company: CompanyName::parse(&word("company")?).ok_or_else(|| fault("company"))?,
        kind: MerchantKind::from_word(&word("kind")?).ok_or_else(|| fault("kind"))?,
        tablet: row.flag("tablet")?,
        networks: networks(row)?,
    })
}

fn standing(row: &Row) -> Result<Standing, StoreError> {
    Ok(Standing {
        person: PersonId::new(row.uuid("person_id")?),
        merchant: MerchantId::new(row.uuid("merchant_id")?),
        role: Role::from_word(&row.text("role")?).ok_or_else(|| fault("role"))?,
        strength: Strength::from_word(&row.text("strength")?).ok_or_else(|| fault("strength"))?,
        obligations: Obligations::from_bits(row.int("obligations")?)
            .ok_or_else(|| fault("obligations"))?,
        stepped_up_at: moment_or_null(row, "stepped_up_at")?,
    })
}

/// Writes a sign of life, unless a newer one was written within the last 30 seconds.
///
/// # Errors
/// [`StoreError`].
pub async fn touch(store: &Store, id: SessionId, now: Timestamp) -> Result<(), StoreError> {
    let before = now.minus(TOUCH_EVERY).as_micros();
    store
        .execute(&TOUCH_SESSION, &values![id.uuid(), now.as_micros(), before])
        .await
        .map(drop)
}

/// A session's new token and standing after a duty is done.
#[derive(Clone, Copy, Debug)]
pub struct Rotation {
    /// Which session.
    pub id: SessionId,
    /// Digest of the present token.
    pub from: [u8; 32],
    /// Digest of the new one.
    pub to: [u8; 32],
    /// How authenticated from now on.
    pub strength: Strength,
    /// What is still left to do.
    pub obligations: Obligations,
    /// Password and second factor have been shown just now.
    pub stepped_up: bool,
}

/// Gives a session a new token, in its person's present epoch. False when it is gone.
///
/// # Errors
/// [`StoreError`].
pub async fn rotate(tx: &mut Tx, rotation: &Rotation, now: Timestamp) -> Result<bool, StoreError> {
    let values = values![
        rotation.id.uuid(),
        rotation.from,
        rotation.to,
        rotation.strength.word(),
        rotation.obligations.bits(),
        now.as_micros(),
        rotation.stepped_up,
    ];
    Ok(tx.execute(&ROTATE_SESSION, &values).await? == 1)
}

/// Notes that password and second factor have been shown again. False when the session is gone.
///
/// # Errors
/// [`StoreError`].
pub async fn step_up(
    tx: &mut Tx,
    id: SessionId,
    token: &[u8; 32],
    now: Timestamp,
) -> Result<bool, StoreError> {
    let values = values![id.uuid(), token, now.as_micros()];
    Ok(tx.execute(&STEP_UP_SESSION, &values).await? == 1)
}

/// Ends the session of a token. Tells whose it was.
///
/// # Errors
/// [`StoreError`].
pub async fn end(
    tx: &mut Tx,
    token: &[u8; 32],
) -> Result<Option<(PersonId, MerchantId)>, StoreError> {
    let Some(row) = tx.fetch_optional(&END_SESSION, &values![token]).await? else {
        return Ok(None);
    };
    Ok(Some((
        PersonId::new(row.uuid("person_id")?),
        MerchantId::new(row.uuid("merchant_id")?),
    )))
}

/// Deletes sessions that are over: past their end, or last seen before `idle_since`.
///
/// # Errors
/// [`StoreError`].
pub async fn sweep(
    store: &Store,
    now: Timestamp,
    idle_since: Timestamp,
) -> Result<u64, StoreError> {
    store
        .execute(
            &END_OLD_SESSIONS,
            &values![now.as_micros(), idle_since.as_micros()],
        )
        .await
}
