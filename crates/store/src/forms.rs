//! Forms that were used: a nonce has one effect, and the answer is kept for its repetition.

use crate::{Store, StoreError, Tx, statements, values};
use domain::ids::SessionId;
use domain::time::Timestamp;

statements! {
    USE_FORM = "INSERT INTO form_use (nonce, session_id, answer, used_at) \
        VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    FORM_ANSWER = "SELECT answer FROM form_use WHERE nonce = $1";
    /// A form sent twice around the rotation of its session's token.
    ANSWER_AFTER_ROTATION = "SELECT u.answer FROM session s \
        JOIN form_use u ON u.session_id = s.id AND u.nonce = $2 \
        WHERE s.previous = $1 AND u.used_at > $3";
    FORGET_FORMS = "DELETE FROM form_use WHERE used_at < $1";
}

/// Uses a form up, in the transaction of its effect. False when it was used before.
///
/// # Errors
/// [`StoreError`].
pub async fn use_up(
    tx: &mut Tx,
    nonce: &[u8; 16],
    session: Option<SessionId>,
    answer: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let values = values![nonce, session.map(SessionId::uuid), answer, now.as_micros()];
    Ok(tx.execute(&USE_FORM, &values).await? == 1)
}

/// The answer that a used form got.
///
/// # Errors
/// [`StoreError`].
pub async fn answer(store: &Store, nonce: &[u8; 16]) -> Result<Option<String>, StoreError> {
    let row = store.write_one(&FORM_ANSWER, &values![nonce]).await?;
    row.map(|row| row.text("answer")).transpose()
}

/// The answer that a form got whose session has rotated its token since, if that was after
/// `since`. `previous` is the digest of the token that the repetition came with.
///
/// # Errors
/// [`StoreError`].
pub async fn answer_after_rotation(
    store: &Store,
    previous: &[u8; 32],
    nonce: &[u8; 16],
    since: Timestamp,
) -> Result<Option<String>, StoreError> {
    let values = values![previous, nonce, since.as_micros()];
    let row = store
        .fetch_optional(&ANSWER_AFTER_ROTATION, &values)
        .await?;
    row.map(|row| row.text("answer")).transpose()
}

/// Forgets forms used before `before`.
///
/// # Errors
/// [`StoreError`].
pub async fn forget(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    store
        .execute(&FORGET_FORMS, &values![before.as_micros()])
        .await
}
