//! 発行: make a secret key and show it, once, for five minutes (OTP-1, OTP-2).

use crate::{App, AppError, Nonce, Origin, Session};
use crypto::entropy::random_array;
use domain::audit::{Action, Actor, Event};
use domain::ids::FactorId;
use domain::log_in::Strength;
use domain::obligations::Duty;
use domain::person::Role;
use domain::policy::SECRET_SHOWN;
use domain::time::Timestamp;
use otp::{OtpauthUri, Secret, SecretText, Token, Totp};
use store::factors::{self, FactorRow, NewFactor, Slots};
use store::{audit, forms};
use zeroize::Zeroizing;

/// A secret as the page shows it.
#[derive(Debug)]
pub struct ShownSecret {
    /// 発行された秘密鍵.
    pub secret: Secret,
    /// What the QR code and the link for this device hold.
    pub uri: SecretText,
    /// How long it stays on the page, in seconds.
    pub seconds_left: u32,
}

/// What pressing 発行 came to.
#[derive(Debug)]
pub enum Issue {
    /// Here it is.
    Shown(ShownSecret),
    /// There are as many passes as there may be: a new one takes a removal, or an initialisation
    /// (OTP-4).
    InForce,
    /// The session has ended meanwhile, or enrolling is not its duty.
    Gone,
}

impl App {
    /// The secret that was issued to this session within the last five minutes.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn shown_secret(&self, session: &Session) -> Result<Option<ShownSecret>, AppError> {
        let pending = factors::pending(self.store(), session.owner()).await?;
        let fresh = pending.filter(|factor| factor.issued_by == Some(session.id));
        let Some(factor) = fresh else { return Ok(None) };
        let left = factor
            .issued_at
            .plus(SECRET_SHOWN)
            .since(self.now())
            .whole_seconds();
        match u32::try_from(left) {
            Ok(seconds_left) if seconds_left > 0 => {
                self.shown(session, &factor, seconds_left).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Whether a secret waits for its first code, shown or not: it can still be confirmed.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn secret_is_pending(&self, session: &Session) -> Result<bool, AppError> {
        Ok(factors::pending(self.store(), session.owner())
            .await?
            .is_some())
    }

    /// Issues a secret in place of an earlier one that was never confirmed.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn issue_secret(
        &self,
        session: &Session,
        nonce: Nonce,
        origin: &Origin,
    ) -> Result<Issue, AppError> {
        if session.standing.as_obliged(Duty::Enrol).is_none() {
            return Ok(Issue::Gone);
        }
        // Whoever came with a recovery code has lost what there was: the new pass takes its place.
        let slots = match session.standing.strength {
            Strength::Recovery => Slots::InPlaceOfAll,
            Strength::Password | Strength::Totp | Strength::Mail | Strength::Passkey => {
                Slots::Below(self.policy().passes.most)
            }
        };
        self.issue(session, ("", slots), nonce, origin).await
    }

    pub(crate) async fn issue(
        &self,
        session: &Session,
        (name, slots): (&str, Slots),
        nonce: Nonce,
        origin: &Origin,
    ) -> Result<Issue, AppError> {
        let random = Zeroizing::new(random_array::<{ Secret::ISSUED_LEN }>(self.entropy())?);
        let secret = Secret::issue(&random);
        let id = FactorId::new(self.new_id()?);
        let new = NewFactor {
            id,
            owner: session.owner(),
            sealed: self.seal_secret(session.owner(), id, &secret)?,
            issued_by: session.id,
            name: name.to_owned(),
            slots,
        };
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let first = forms::use_up(&mut tx, &nonce.0, Some(session.id), "issued", now).await?;
        if !first {
            tx.rollback().await?;
            return Ok(self
                .shown_secret(session)
                .await?
                .map_or(Issue::Gone, Issue::Shown));
        }
        let counted = factors::next_number(&mut tx, session.owner()).await?;
        if counted.is_none() {
            tx.rollback().await?;
            return Ok(Issue::Gone);
        }
        if !factors::replace_pending(&mut tx, &new, now).await? {
            tx.rollback().await?;
            return Ok(Issue::InForce);
        }
        audit::insert(&mut tx, self.audit_id()?, &issued(session, origin, now)).await?;
        tx.commit().await?;
        Ok(self
            .shown_secret(session)
            .await?
            .map_or(Issue::Gone, Issue::Shown))
    }

    fn shown(
        &self,
        session: &Session,
        factor: &FactorRow,
        seconds_left: u32,
    ) -> Result<ShownSecret, AppError> {
        let totp = self.open_totp(session.owner(), factor.id, &factor.sealed)?;
        let secret = Secret::from_bytes(totp.secret.expose_bytes())
            .map_err(|e| AppError::fault("secret", e))?;
        // The running number tells twins apart when somebody had to issue a second time (OTP-6).
        let of = match session.standing.role {
            Role::Operator => String::new(),
            Role::Admin | Role::General | Role::Shipping => {
                format!("{} ", session.merchant_code.as_str())
            }
        };
        let account = format!("{of}{} #{}", session.user_id, factor.number);
        let uri = OtpauthUri::new(Some(self.service()), &account, Token::Totp(Totp { ..totp }))
            .map_err(|e| AppError::fault("otpauth address", e))?;
        Ok(ShownSecret {
            secret,
            uri: uri.to_uri(),
            seconds_left,
        })
    }
}

fn issued(session: &Session, origin: &Origin, now: Timestamp) -> Event {
    Event {
        at: now,
        merchant: Some(session.standing.merchant),
        actor: Actor::Person(session.standing.person),
        action: Action::IssueSecret,
        outcome: "ok",
        subject: Some(session.standing.person),
        origin: origin.shown.clone(),
        remark: String::new(),
    }
}
