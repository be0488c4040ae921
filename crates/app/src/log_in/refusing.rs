//! Settling a refused try. Every refusal runs the same statements in the same order, so that
//! nobody learns from the work which value was wrong.

use super::evidence::Name;
use super::{DECISIONS, LogIn, LoggedIn};
use crate::mailing::{About, WORTH_SENDING};
use crate::{App, AppError};
use crypto::DigestPurpose;
use data_encoding::HEXLOWER;
use domain::audit::{Actor, Event};
use domain::log_in::{Drift, Refusal};
use domain::notice::Notice;
use store::accounts::AccountRow;
use store::outbox::NewMail;
use store::{attempts, audit, factors, outbox};

/// More failures than a budget has slots: a mail on this condition is never queued.
const NEVER: u8 = u8::MAX;

impl App {
    /// Settles a refused try, by whichever way. A refusal whose commit was cut is one all the same:
    /// a try that nobody settles fails by itself.
    pub(crate) async fn refuse(
        &self,
        typed: &LogIn<'_>,
        name: &Name,
        row: Option<&AccountRow>,
        refusal: &Refusal,
    ) -> Result<LoggedIn, AppError> {
        for _ in 1..DECISIONS {
            match self.try_refuse(typed, name, row, refusal).await {
                Err(AppError::Contended(_)) => {}
                Err(AppError::Uncertain(cause)) => {
                    tracing::warn!(cause, "whether a failed try was settled is unknown");
                    return Ok(LoggedIn::Refused);
                }
                settled => return settled,
            }
        }
        self.try_refuse(typed, name, row, refusal).await
    }

    async fn try_refuse(
        &self,
        typed: &LogIn<'_>,
        name: &Name,
        row: Option<&AccountRow>,
        refusal: &Refusal,
    ) -> Result<LoggedIn, AppError> {
        let now = self.now();
        let (mail, failures) = self.told(name, row, refusal)?;
        let mut tx = self.store().begin().await?;
        let replayed = match refusal {
            Refusal::Replayed {
                factor,
                step,
                refundable: true,
            } => Some((*factor, *step)),
            _ => None,
        };
        let void = factors::refund(&mut tx, replayed, now).await?;
        factors::note_wrong_code(&mut tx, refusal.counts_on(), refusal.drift()).await?;
        attempts::settle(&mut tx, &name.budget, name.attempt, void, now).await?;
        let tried = (&name.budget, name.attempt);
        let told = outbox::insert_if_failed(&mut tx, &mail, tried, failures, now).await?;
        let event = self.refused(typed, name, row, refusal);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        let locks = told && failures == self.policy().attempts;
        self.measures().refusal(name.way, refusal.word(), locks);
        Ok(LoggedIn::Refused)
    }

    /// The mail that a refusal may cause, and how many failures it takes.
    fn told(
        &self,
        name: &Name,
        row: Option<&AccountRow>,
        refusal: &Refusal,
    ) -> Result<(NewMail, u8), AppError> {
        let known =
            row.and_then(|row| Some((row, row.addresses.for_others_act(row.role, self.now())?)));
        let Some((row, to)) = known else {
            return Ok((self.no_mail("locked")?, NEVER));
        };
        let counts_on = refusal.counts_on();
        let counted = row.factors.iter().find(|row| Some(row.id) == counts_on);
        let spent =
            counted.is_some_and(|row| row.wrong_codes + 1 == i64::from(self.policy().wrong_codes));
        let (notice, failures) = match refusal.drift() {
            _ if spent => (Notice::SecretSpent, 0),
            Some(Drift { minutes, .. }) => (Notice::ClockOff { minutes }, 0),
            None => (Notice::Locked, self.policy().attempts),
        };
        let about = About {
            person: Some(row.person),
            merchant: row.merchant,
            merchant_code: &name.merchant_code,
            user_id: &row.user_id,
            access_key: &row.access_key,
            locale: &row.locale,
        };
        let until = self.now().plus(WORTH_SENDING);
        Ok((self.mail(to, about, notice, until)?, failures))
    }

    /// What people type into ユーザID by mistake may be a password: a name that does not exist
    /// stands in the trail as a keyed digest only.
    fn refused(
        &self,
        typed: &LogIn<'_>,
        name: &Name,
        row: Option<&AccountRow>,
        refusal: &Refusal,
    ) -> Event {
        let parts: [&[u8]; 2] = [name.merchant_code.as_bytes(), name.user_id.as_bytes()];
        let digest = self.keys().keyed_digest(DigestPurpose::UnknownName, &parts);
        let (shown, _) = digest.split_at(8);
        Event {
            at: self.now(),
            merchant: row.map(|row| row.merchant),
            actor: row.map_or(Actor::Nobody, |row| Actor::Person(row.person)),
            action: name.way.action(),
            outcome: refusal.word(),
            subject: row.map(|row| row.person),
            origin: typed.origin.shown.clone(),
            remark: format!("name={}", HEXLOWER.encode(shown)),
        }
    }
}
