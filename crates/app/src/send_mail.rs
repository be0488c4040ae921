//! Hand mails over: claimed, opened, sent by a job, and settled.

use crate::mailing::Envelope;
use crate::{App, AppError};
use domain::ids::OutboxId;
use domain::mail_address::MailAddress;
use domain::notice::Notice;
use domain::time::{Span, Timestamp};
use store::outbox::{self, Claimed, End};

/// Nobody else gets a claimed mail for so long: longer than any carrier's time-out.
const CLAIM: Span = Span::minutes(3);
/// The first retry comes after this, each further one after four times as long, up to an hour.
const FIRST_RETRY_SECONDS: u32 = 30;
const LAST_RETRY_SECONDS: u32 = 3_600;

/// A mail to hand over now.
#[derive(Debug)]
pub struct DueMail {
    /// Identity; makes the Message-ID, so that a repetition after a crash can be recognised.
    pub id: OutboxId,
    /// The address.
    pub to: MailAddress,
    /// `ja` or `en`.
    pub locale: String,
    /// What it says.
    pub notice: Notice,
    /// 加盟店コード of the person it is about.
    pub merchant_code: String,
    /// ユーザID of the person it is about; empty when it is about the merchant as a whole.
    pub user_id: String,
    /// For the log-in address.
    pub access_key: String,
    /// When its cause was.
    pub created_at: Timestamp,
    /// Never handed over after this.
    pub not_after: Timestamp,
    /// Tries so far, this one included.
    pub tries: i64,
}

impl App {
    /// Claims up to `most` mails that are due.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn claim_mail(&self, most: u16) -> Result<Vec<DueMail>, AppError> {
        let now = self.now();
        outbox::expire(self.store(), now).await?;
        let claimed = outbox::claim(self.store(), now, now.plus(CLAIM), most).await?;
        let mut due = Vec::with_capacity(claimed.len());
        for mail in claimed {
            match self.open_claimed(&mail) {
                Ok(opened) => due.push(opened),
                Err(error) => {
                    tracing::error!(mail = %mail.id.uuid(), %error, "a queued mail cannot be read");
                    outbox::end(self.store(), mail.id, End::Dead, "unreadable", now).await?;
                }
            }
        }
        Ok(due)
    }

    fn open_claimed(&self, mail: &Claimed) -> Result<DueMail, AppError> {
        let Envelope {
            to,
            locale,
            merchant_code,
            user_id,
            access_key,
            words,
        } = self.open_envelope(mail.id, &mail.sealed)?;
        Ok(DueMail {
            id: mail.id,
            to: MailAddress::parse(&to).map_err(|e| AppError::Fault(format!("address: {e:?}")))?,
            locale,
            notice: Notice::from(words),
            merchant_code,
            user_id,
            access_key,
            created_at: mail.created_at,
            not_after: mail.not_after,
            tries: mail.tries,
        })
    }

    /// Notes that a mail was handed over, and erases its values.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn mail_sent(&self, id: OutboxId, answer: &str) -> Result<(), AppError> {
        Ok(outbox::end(self.store(), id, End::Sent, answer, self.now()).await?)
    }

    /// Notes that a mail was refused: for good, or until a later try.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn mail_refused(
        &self,
        mail: &DueMail,
        permanent: bool,
        answer: &str,
    ) -> Result<(), AppError> {
        let now = self.now();
        let next = now.plus(retry_after(mail.tries));
        if permanent || next >= mail.not_after {
            return Ok(outbox::end(self.store(), mail.id, End::Dead, answer, now).await?);
        }
        Ok(outbox::postpone(self.store(), mail.id, next, answer).await?)
    }
}

/// 30 s, 2 min, 8 min, 32 min, then every hour.
fn retry_after(tries: i64) -> Span {
    let doublings = u32::try_from(tries.saturating_sub(1)).map_or(8, |doublings| doublings.min(8));
    let seconds = FIRST_RETRY_SECONDS.saturating_mul(4_u32.saturating_pow(doublings));
    Span::seconds(seconds.min(LAST_RETRY_SECONDS))
}

#[cfg(test)]
mod tests {
    use super::retry_after;
    use domain::time::Span;

    #[test]
    fn retries_come_at_growing_distances() {
        let distances: Vec<_> = (1..=6)
            .map(|tries| retry_after(tries).whole_seconds())
            .collect();
        assert_eq!(distances, [30, 120, 480, 1_920, 3_600, 3_600]);
        assert_eq!(retry_after(i64::MAX), Span::hours(1));
    }
}
