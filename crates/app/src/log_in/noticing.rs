//! A log-in in a browser that is not known for the person: remembered, and told by mail.

use crate::mailing::{About, WORTH_SENDING};
use crate::{App, AppError, Origin};
use domain::log_in::Strength;
use domain::notice::Notice;
use domain::time::{Span, Timestamp};
use store::accounts::AccountRow;
use store::browsers::{self, Browser};
use store::factors::Owner;
use store::{Tx, outbox};

/// A known browser is noted again at most this often.
const NOTED_EVERY: Span = Span::days(1);

/// Whether a browser has to be noted: it is unknown, has shown both factors for the first time, or
/// was noted long ago (the five that are kept are those seen last).
fn is_news(row: &AccountRow, proven: bool, now: Timestamp) -> bool {
    row.known_browser.is_none_or(|known| {
        (proven && !known.proven) || now.since(known.last_seen_at) >= NOTED_EVERY
    })
}

impl App {
    /// Remembers a browser. An unknown one is told, unless it is the first log-in of all or both factors
    /// have not been shown yet: enrolment and recovery codes are told by themselves.
    pub(crate) async fn notice_browser(
        &self,
        tx: &mut Tx,
        row: &AccountRow,
        merchant_code: &str,
        (origin, strength): (&Origin, Strength),
    ) -> Result<(), AppError> {
        let now = self.now();
        let proven = strength.is_full();
        let Some(mark) = origin.mark_digest().filter(|_| is_news(row, proven, now)) else {
            return Ok(());
        };
        let owner = Owner {
            person: row.person,
            merchant: row.merchant,
        };
        let browser = Browser {
            owner,
            mark,
            network: &origin.shown,
            device: &origin.device,
            proven,
        };
        browsers::remember(tx, browser, now).await?;
        let is_first = row.last_login_at.is_none();
        if row.known_browser.is_some() || is_first || !proven || !self.policy().new_browser_mail {
            return Ok(());
        }
        let others = row.addresses.for_others_act(row.role, now);
        let Some(to) = row.addresses.own.as_ref().or(others) else {
            return Ok(());
        };
        let notice = Notice::NewLogIn {
            network: origin.shown.clone(),
            device: origin.device.chars().take(120).collect(),
            at: now,
            method: strength.word().to_owned(),
        };
        let about = About {
            person: Some(row.person),
            merchant: row.merchant,
            merchant_code,
            user_id: &row.user_id,
            access_key: &row.access_key,
            locale: &row.locale,
        };
        let mail = self.mail(to, about, notice, now.plus(WORTH_SENDING))?;
        Ok(outbox::insert(tx, &mail, now).await?)
    }
}
