//! What a try is known by, and what it has shown.

use super::{LogIn, LoggedIn};
use crate::{App, AppError, Origin};
use crypto::{Candidates, DigestPurpose, Matched, Password, Token};
use domain::audit::Action;
use domain::ids::AttemptId;
use domain::log_in::{Account, Factors, PasswordMatch, TotpFactor, TypedCode, WrongCodes};
use domain::obligations::Obligations;
use domain::person::folded_user_id;
use domain::typed::{digits_only_blanks_removed, narrowed, without_outer_blanks};
use otp::TimeStep;
use store::accounts::AccountRow;
use store::attempts::Budget;
use store::factors::{FactorKind, FactorRow, FactorState, Owner};
use uuid::Uuid;

/// By which way somebody tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// With a code of the app.
    Code,
    /// With a recovery code.
    Recovery,
    /// With a passkey.
    Passkey,
    /// Inside, before something that changes who may get in.
    Again,
}

impl Way {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Code => b"",
            Self::Recovery => b"recovery",
            Self::Passkey => b"passkey",
            Self::Again => b"again",
        }
    }

    /// What it is in the measures.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Recovery => "recovery",
            Self::Passkey => "passkey",
            Self::Again => "again",
        }
    }

    /// What it is in the trail.
    pub(super) const fn action(self) -> Action {
        match self {
            Self::Code | Self::Recovery | Self::Passkey => Action::LogIn,
            Self::Again => Action::ProveAgain,
        }
    }
}

/// A try's names: whose budget it draws on, and what it is itself called.
pub(crate) struct Name {
    pub(crate) way: Way,
    pub(crate) merchant_code: String,
    pub(crate) user_id: String,
    pub(crate) budget: Budget,
    /// What it is called under the other keys: tries of a name that nobody has may stand there.
    pub(crate) older: Vec<Budget>,
    /// The same form with the same content is the same try.
    pub(crate) attempt: AttemptId,
    /// The session's token if it succeeds: a repetition yields the same.
    pub(crate) token: Token,
}

impl Name {
    pub(crate) fn of(app: &App, typed: &LogIn<'_>, way: Way) -> Self {
        let merchant_code = digits_only_blanks_removed(typed.merchant_code);
        let user_id = folded_user_id(typed.user_id);
        let access_key = narrowed(typed.access_key);
        let digest = |label: &[u8]| {
            let parts: [&[u8]; 8] = [
                label,
                way.label(),
                &typed.nonce.0,
                access_key.as_bytes(),
                merchant_code.as_bytes(),
                user_id.as_bytes(),
                typed.password.reveal().as_bytes(),
                typed.code.as_bytes(),
            ];
            app.keys().keyed_digest(DigestPurpose::SessionToken, &parts)
        };
        let (attempt, token) = (digest(b"attempt"), digest(b"session"));
        let mut id = [0; 16];
        id.copy_from_slice(attempt.split_at(16).0);
        Self {
            way,
            budget: app.budget(&merchant_code, &user_id),
            older: app.older_budgets(&merchant_code, &user_id),
            attempt: AttemptId::new(Uuid::from_bytes(id)),
            token: Token::from_bytes(token),
            merchant_code,
            user_id,
        }
    }

    pub(crate) fn open(&self, obligations: Obligations) -> LoggedIn {
        LoggedIn::Open {
            token: self.token.clone(),
            obligations,
        }
    }
}

/// What the typed values have shown. The password was looked at once; if the account's passwords
/// move on before the decision is saved, it has shown nothing.
pub(crate) struct Evidence {
    matched: PasswordMatch,
    epoch: Option<i64>,
    pub(super) code: TypedCode,
}

impl Evidence {
    pub(crate) fn new(matched: Matched, code: &str, row: Option<&AccountRow>) -> Self {
        Self {
            matched: PasswordMatch {
                current: matched.current,
                temporary: matched.temporary,
            },
            epoch: row.map(|row| row.epoch),
            code: TypedCode::parse(code),
        }
    }

    /// The match, as long as the account is in the epoch it was found in.
    pub(crate) fn matched_in(&self, row: Option<&AccountRow>) -> PasswordMatch {
        if row.map(|row| row.epoch) == self.epoch {
            self.matched
        } else {
            PasswordMatch::default()
        }
    }
}

/// Blanks around a password are no part of it (LOGIN-14).
pub(crate) fn trimmed(password: &Password) -> Password {
    Password::new(without_outer_blanks(password.reveal()))
}

impl App {
    /// The key of a name's budget: spelling variants share it, and it tells nobody the name.
    pub(crate) fn budget(&self, merchant_code: &str, folded_user_id: &str) -> Budget {
        let parts: [&[u8]; 2] = [merchant_code.as_bytes(), folded_user_id.as_bytes()];
        self.keys()
            .keyed_digest(DigestPurpose::AttemptBudget, &parts)
    }

    /// The same under the other keys of the ring.
    pub(crate) fn older_budgets(&self, merchant_code: &str, folded_user_id: &str) -> Vec<Budget> {
        let parts: [&[u8]; 2] = [merchant_code.as_bytes(), folded_user_id.as_bytes()];
        let all = self
            .keys()
            .keyed_digests(DigestPurpose::AttemptBudget, &parts);
        all.into_iter().skip(1).collect()
    }

    pub(crate) fn candidates(&self, row: Option<&AccountRow>) -> Result<Candidates, AppError> {
        let Some(row) = row else {
            return Ok(Candidates::default());
        };
        let owner = Owner {
            person: row.person,
            merchant: row.merchant,
        };
        Ok(Candidates {
            current: self.open_hash_if_any(owner, row.password.as_ref())?,
            temporary: self.open_hash_if_any(owner, row.temporary.as_ref())?,
        })
    }

    pub(crate) fn account(
        &self,
        row: Option<&AccountRow>,
        access_key: &str,
        origin: &Origin,
    ) -> Result<Option<Account>, AppError> {
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Account {
            role: row.role,
            access_key_right: row.access_key == narrowed(access_key),
            network_admitted: row.networks.admit(origin.address),
            suspended: row.suspended,
            created_at: row.created_at,
            last_login_at: row.last_login_at,
            password_changed_at: row.password_changed_at,
            temporary_until: row.temporary_until,
            enrolment_until: row.enrolment_until,
            factors: self.factors(row)?,
        }))
    }

    fn factors(&self, row: &AccountRow) -> Result<Factors, AppError> {
        let owner = Owner {
            person: row.person,
            merchant: row.merchant,
        };
        let mut factors = Factors::default();
        for factor in &row.factors {
            if factor.state == FactorState::Confirmed && factors.in_force.is_none() {
                factors.in_force = Some(WrongCodes {
                    on: factor.id,
                    count: u8::try_from(factor.wrong_codes).unwrap_or(u8::MAX),
                });
            }
            match (factor.kind, factor.state) {
                (FactorKind::Totp, FactorState::Confirmed) => {
                    factors.apps.push(self.totp_factor(owner, factor)?);
                }
                (FactorKind::Totp, FactorState::Pending) => {
                    factors.pending = Some(self.totp_factor(owner, factor)?);
                }
                (FactorKind::Passkey, _) => {}
            }
        }
        Ok(factors)
    }

    /// A stored factor with its secret opened.
    pub(crate) fn totp_factor(
        &self,
        owner: Owner,
        factor: &FactorRow,
    ) -> Result<TotpFactor, AppError> {
        Ok(TotpFactor {
            id: factor.id,
            totp: self.open_totp(owner, factor.id, &factor.sealed)?,
            last_step: factor
                .last_step
                .and_then(|s| u64::try_from(s).ok())
                .map(TimeStep::new),
            last_used_at: factor.last_used_at,
            refunds: u8::try_from(factor.refunds).unwrap_or(u8::MAX),
        })
    }
}
