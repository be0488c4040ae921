//! What operators tell everybody.

use crate::read::{fault, moment, moment_or_null};
use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::announcement::{Announcement, AnnouncementKind, Draft, NewAnnouncement};
use domain::ids::{AnnouncementId, PersonId};
use domain::time::Timestamp;

statements! {
    INSERT_ANNOUNCEMENT = "INSERT INTO announcement (id, kind, text_ja, text_en, from_at, \
        until_at, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    WITHDRAW_ANNOUNCEMENT = "UPDATE announcement SET withdrawn_at = $2 \
        WHERE id = $1 AND withdrawn_at IS NULL AND until_at > $2";
    CURRENT_ANNOUNCEMENTS = "SELECT id, kind, text_ja, text_en, from_at, until_at, created_by, \
        created_at, withdrawn_at FROM announcement \
        WHERE until_at > $1 AND from_at <= $2 AND withdrawn_at IS NULL \
        ORDER BY from_at DESC, id DESC LIMIT 20";
    LIST_ANNOUNCEMENTS = "SELECT id, kind, text_ja, text_en, from_at, until_at, created_by, \
        created_at, withdrawn_at FROM announcement ORDER BY until_at DESC, id DESC LIMIT $1";
}

/// Saves an announcement.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(
    tx: &mut Tx,
    id: AnnouncementId,
    new: &NewAnnouncement,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let draft = new.draft();
    let values = values![
        id.uuid(),
        draft.kind.word(),
        &draft.ja,
        &draft.en,
        draft.from.as_micros(),
        draft.until.as_micros(),
        by.map(PersonId::uuid),
        now.as_micros(),
    ];
    tx.execute(&INSERT_ANNOUNCEMENT, &values).await.map(drop)
}

/// Withdraws an announcement. False when there is none, or it is over already.
///
/// # Errors
/// [`StoreError`].
pub async fn withdraw(tx: &mut Tx, id: AnnouncementId, now: Timestamp) -> Result<bool, StoreError> {
    let values = values![id.uuid(), now.as_micros()];
    Ok(tx.execute(&WITHDRAW_ANNOUNCEMENT, &values).await? == 1)
}

/// The announcements that hold at some moment from `now` until `soon`, the newest first; twenty at
/// most.
///
/// # Errors
/// [`StoreError`].
pub async fn between(
    store: &Store,
    now: Timestamp,
    soon: Timestamp,
) -> Result<Vec<Announcement>, StoreError> {
    let values = values![now.as_micros(), soon.as_micros()];
    let rows = store.fetch_all(&CURRENT_ANNOUNCEMENTS, &values).await?;
    rows.iter().map(announcement).collect()
}

/// The announcements that end last, with those that are over or withdrawn.
///
/// # Errors
/// [`StoreError`].
pub async fn list(store: &Store, most: u16) -> Result<Vec<Announcement>, StoreError> {
    let rows = store.fetch_all(&LIST_ANNOUNCEMENTS, &values![most]).await?;
    rows.iter().map(announcement).collect()
}

fn announcement(row: &Row) -> Result<Announcement, StoreError> {
    let kind = row.text("kind")?;
    Ok(Announcement {
        id: AnnouncementId::new(row.uuid("id")?),
        draft: Draft {
            kind: AnnouncementKind::from_word(&kind).ok_or_else(|| fault("kind"))?,
            ja: row.text("text_ja")?,
            en: row.text("text_en")?,
            from: moment(row, "from_at")?,
            until: moment(row, "until_at")?,
        },
        created_by: row.uuid_or_null("created_by")?.map(PersonId::new),
        created_at: moment(row, "created_at")?,
        withdrawn_at: moment_or_null(row, "withdrawn_at")?,
    })
}
