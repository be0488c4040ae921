//! What ends when a backup is put back: whatever may have been used up since it was made.

use crate::{StoreError, Tx, statements, values};
use domain::time::Timestamp;

statements! {
    END_ALL_SESSIONS = "DELETE FROM session";
    END_ALL_RESETS = "UPDATE reset_request SET used_at = $1 WHERE used_at IS NULL";
    END_ALL_ADDRESS_CHANGES = "UPDATE address_change SET used_at = $1 WHERE used_at IS NULL";
    END_ALL_CHALLENGES = "UPDATE mail_challenge SET used_at = $1, code = NULL WHERE used_at IS NULL";
    END_ALL_RECOVERY_CODES = "UPDATE recovery_code SET used_at = $1 WHERE used_at IS NULL";
    HIDE_ALL_RECOVERY_CODES = "DELETE FROM recovery_shown";
    /// What was queued then has been sent since, or its secret has run out.
    END_ALL_MAIL = "UPDATE outbox SET state = 'void', sealed = NULL, ended_at = $1 \
        WHERE state = 'queued'";
    PASS_ALL_STEPS = "UPDATE factor SET last_step = $1 \
        WHERE kind = 'totp' AND state <> 'revoked' AND last_step < $1";
    END_ALL_LEASES = "DELETE FROM lease";
}

/// How much of what was ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// Sessions.
    pub sessions: u64,
    /// Links in mails and log-ins between their two pages.
    pub links: u64,
    /// Recovery codes.
    pub recovery_codes: u64,
    /// Mails that waited.
    pub mails: u64,
    /// Authenticator apps whose codes up to now no longer count.
    pub apps: u64,
}

/// Ends all sessions, links, mailed codes, recovery codes and waiting mail; codes of authenticator
/// apps up to the time step `step` (RFC 6238, 30 seconds) count as used.
///
/// # Errors
/// [`StoreError`].
pub async fn end_everything(tx: &mut Tx, now: Timestamp, step: i64) -> Result<Ended, StoreError> {
    let at = values![now.as_micros()];
    let sessions = tx.execute(&END_ALL_SESSIONS, &[]).await?;
    let mut links = 0;
    for what in [
        &END_ALL_RESETS,
        &END_ALL_ADDRESS_CHANGES,
        &END_ALL_CHALLENGES,
    ] {
        links += tx.execute(what, &at).await?;
    }
    let recovery_codes = tx.execute(&END_ALL_RECOVERY_CODES, &at).await?;
    tx.execute(&HIDE_ALL_RECOVERY_CODES, &[]).await?;
    let mails = tx.execute(&END_ALL_MAIL, &at).await?;
    let apps = tx.execute(&PASS_ALL_STEPS, &values![step]).await?;
    tx.execute(&END_ALL_LEASES, &[]).await?;
    Ok(Ended {
        sessions,
        links,
        recovery_codes,
        mails,
        apps,
    })
}
