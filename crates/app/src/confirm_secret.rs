//! 登録を完了する: the first code of a new secret, given on the page that shows it.

use crate::change_password::path_after;
use crate::{App, AppError, Nonce, Origin, Session};
use crypto::Token;
use domain::audit::Action;
use domain::confirm::{self, Confirmation};
use domain::ids::FactorId;
use domain::log_in::{Acceptance, Strength, TypedCode};
use domain::notice::Notice;
use domain::obligations::Duty;
use otp::TimeStep;
use store::people;
use store::sessions::{self, Rotation};
use store::{audit, browsers, credentials, factors, forms, passes};

/// What the first code came to.
#[derive(Debug)]
pub enum ConfirmedSecret {
    /// The secret is in force; the session goes straight on to the menu.
    Done {
        /// The session's new token.
        token: Token,
    },
    /// The code fits nothing near.
    Wrong,
    /// The device's clock is off by so many minutes (positive: ahead).
    ClockOff(i32),
    /// Not six digits.
    Malformed,
    /// There is no secret to confirm: press 発行 first.
    NoSecret,
    /// The session has ended meanwhile, or enrolling is not its duty.
    Gone,
}

impl App {
    /// Confirms the pending secret of the session's person with its first code.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn confirm_secret(
        &self,
        session: &Session,
        code: &str,
        nonce: Nonce,
        origin: &Origin,
    ) -> Result<ConfirmedSecret, AppError> {
        if session.standing.as_obliged(Duty::Enrol).is_none() {
            return Ok(ConfirmedSecret::Gone);
        }
        let owner = session.owner();
        let Some(pending) = factors::pending(self.store(), owner).await? else {
            return self.confirmed_before(session, nonce).await;
        };
        let factor = self.totp_factor(owner, &pending)?;
        match confirm::check(&factor, &TypedCode::parse(code), self.now()) {
            Confirmation::Right(step) => {
                self.save_confirmation(session, (factor.id, step), nonce, origin)
                    .await
            }
            Confirmation::ClockOff(minutes) => Ok(ConfirmedSecret::ClockOff(minutes)),
            Confirmation::Wrong => Ok(ConfirmedSecret::Wrong),
            Confirmation::Malformed => Ok(ConfirmedSecret::Malformed),
        }
    }

    /// A form that was sent twice gets its answer twice.
    async fn confirmed_before(
        &self,
        session: &Session,
        nonce: Nonce,
    ) -> Result<ConfirmedSecret, AppError> {
        let answer = forms::answer(self.store(), &nonce.0).await?;
        let token = self.rotated_token(&session.token, nonce);
        Ok(
            answer.map_or(ConfirmedSecret::NoSecret, |_| ConfirmedSecret::Done {
                token,
            }),
        )
    }

    async fn save_confirmation(
        &self,
        session: &Session,
        (factor, step): (FactorId, TimeStep),
        nonce: Nonce,
        origin: &Origin,
    ) -> Result<ConfirmedSecret, AppError> {
        let owner = session.owner();
        let Some(subject) = people::find(self.store(), owner.merchant, owner.person).await? else {
            return Ok(ConfirmedSecret::Gone);
        };
        let obligations = session.standing.obligations.without(Duty::Enrol);
        let token = self.rotated_token(&session.token, nonce);
        let rotation = Rotation {
            id: session.id,
            from: session.token.digest().0,
            to: token.digest().0,
            strength: Strength::Totp,
            obligations,
            stepped_up: true,
        };
        let now = self.now();
        let acceptance = Acceptance {
            factor,
            step,
            confirms: true,
        };
        let mut tx = self.store().begin().await?;
        let answer = path_after(session.standing.role, obligations);
        if !forms::use_up(&mut tx, &nonce.0, Some(session.id), answer, now).await? {
            tx.rollback().await?;
            return Ok(ConfirmedSecret::Done { token });
        }
        let done = factors::accept(&mut tx, &acceptance, now).await?
            && credentials::close_enrolment(&mut tx, owner, session.epoch).await?
            && sessions::rotate(&mut tx, &rotation, now).await?;
        if done && session.standing.strength == Strength::Recovery {
            passes::keep_only(&mut tx, owner, factor, now).await?;
        }
        if !done {
            tx.rollback().await?;
            return Ok(ConfirmedSecret::Gone);
        }
        browsers::prove(&mut tx, owner, origin.mark_digest(), now).await?;
        self.tell_both(&mut tx, &subject, &Notice::SecretRegistered)
            .await?;
        let event = self.pass_event(session, Action::ConfirmSecret, origin);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(ConfirmedSecret::Done { token })
    }
}
