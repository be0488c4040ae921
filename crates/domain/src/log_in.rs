//! The log-in as a decision: from what is known of an account and what was typed to an opened
//! session or a refusal. The database then enforces the precondition the decision rests on.

mod factors;
mod refusal;

use crate::change_due::ChangeDue;
use crate::ids::FactorId;
use crate::obligations::Obligations;
use crate::person::Role;
use crate::policy::Policy;
use crate::time::Timestamp;
use crate::typed::digits_only_blanks_removed;
use otp::{Code, TimeStep};

pub use crate::strength::Strength;
pub use factors::{Factors, TotpFactor, WrongCodes, drift_minutes};
pub use refusal::{Drift, Refusal};

/// What a log-in decision needs to know of an account.
#[derive(Debug)]
pub struct Account {
    /// 権限: 管理 never expires by silence (EXP-3).
    pub role: Role,
    /// The access key in the address is the merchant's (LOGIN-17).
    pub access_key_right: bool,
    /// The merchant lets the client's network in.
    pub network_admitted: bool,
    /// The merchant is suspended.
    pub suspended: bool,
    /// When the account was made.
    pub created_at: Timestamp,
    /// The last completed log-in (EXP-7).
    pub last_login_at: Option<Timestamp>,
    /// When the present password was chosen; `None` while there is none.
    pub password_changed_at: Option<Timestamp>,
    /// Until when the newest 仮パスワード works; `None` while there is none.
    pub temporary_until: Option<Timestamp>,
    /// Until when a secret may be enrolled.
    pub enrolment_until: Option<Timestamp>,
    /// The second factors.
    pub factors: Factors,
}

/// Which of the two passwords an account can have was typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PasswordMatch {
    /// The present password.
    pub current: bool,
    /// The newest 仮パスワード.
    pub temporary: bool,
}

impl PasswordMatch {
    /// Either of the two.
    #[must_use]
    pub const fn any(self) -> bool {
        self.current || self.temporary
    }
}

/// What was typed into ワンタイムパスワード.
#[derive(Debug)]
pub enum TypedCode {
    /// Nothing (LOGIN-5).
    Blank,
    /// Six digits.
    Six(Code),
    /// Anything else.
    Other,
}

impl TypedCode {
    /// Reads the field: full-width digits, blanks and hyphens are forgiven.
    #[must_use]
    pub fn parse(input: &str) -> Self {
        let text = digits_only_blanks_removed(input);
        if text.is_empty() {
            return Self::Blank;
        }
        Code::parse(&text, otp::Digits::SIX).map_or_else(|_| Self::Other, Self::Six)
    }
}

/// A code that was right, to be made unusable in the transaction that opens the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// Whose code it is.
    pub factor: FactorId,
    /// Its time step.
    pub step: TimeStep,
    /// It is the first one, so the pending secret is confirmed by it.
    pub confirms: bool,
}

/// The session to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// How it was authenticated.
    pub strength: Strength,
    /// What has to be done first.
    pub obligations: Obligations,
    /// Why the password has to be changed, if it has to.
    pub change_due: Option<ChangeDue>,
    /// The code to use up.
    pub acceptance: Option<Acceptance>,
}

/// Decides a log-in. `account` is `None` for names that do not exist.
///
/// # Errors
/// A [`Refusal`] says why, for the audit trail; the page never does.
pub fn decide(
    account: Option<&Account>,
    matched: PasswordMatch,
    code: &TypedCode,
    policy: &Policy,
    now: Timestamp,
) -> Result<Opening, Refusal> {
    let account = account.ok_or(Refusal::Unknown)?;
    let change_due = known(account, matched, policy, now)?;
    if let Some(counted) = account.factors.in_force {
        let acceptance = account.factors.check(counted, code, policy, now)?;
        return Ok(full(change_due, acceptance));
    }
    match account.factors.first_code(code, now) {
        Some(acceptance) => Ok(full(change_due, acceptance)),
        None => to_enrolment(account, change_due, now),
    }
}

/// What both entrances ask first: the place, the password, the account's standing. Why the
/// password has to be changed now, if it has to.
pub(crate) fn known(
    account: &Account,
    matched: PasswordMatch,
    policy: &Policy,
    now: Timestamp,
) -> Result<Option<ChangeDue>, Refusal> {
    if !account.access_key_right {
        return Err(Refusal::WrongAccessKey);
    }
    if !account.network_admitted {
        return Err(Refusal::Network);
    }
    let change_due = password_duty(account, matched, policy, now)?;
    if account.suspended {
        return Err(Refusal::Suspended);
    }
    if is_dormant(account, matched, policy, now) {
        return Err(Refusal::Dormant);
    }
    Ok(change_due)
}

/// Why the password has to be changed now, if it has to (PWD-2).
fn password_duty(
    account: &Account,
    matched: PasswordMatch,
    policy: &Policy,
    now: Timestamp,
) -> Result<Option<ChangeDue>, Refusal> {
    if matched.current {
        let changed = account.password_changed_at.unwrap_or(account.created_at);
        let expired = policy
            .password_max_age
            .is_some_and(|most| now.since(changed) >= most);
        return Ok(expired.then_some(ChangeDue::Expired));
    }
    if !matched.temporary {
        return Err(Refusal::WrongPassword);
    }
    match account.temporary_until {
        Some(until) if now < until => Ok(Some(ChangeDue::of_temporary(account))),
        _ => Err(Refusal::TemporaryExpired),
    }
}

/// A merchant's silent users are as good as deleted. An operator's account stays, and a new
/// temporary password, which only the command line gives, wakes it up.
fn is_dormant(account: &Account, matched: PasswordMatch, policy: &Policy, now: Timestamp) -> bool {
    let last = account.last_login_at.unwrap_or(account.created_at);
    let is_silent = |last: Timestamp| now.since(last) >= policy.inactive;
    match account.role {
        Role::Admin => false,
        Role::General | Role::Shipping => is_silent(last),
        Role::Operator => {
            let chosen = account.password_changed_at.unwrap_or(last);
            matched.current && is_silent(last.max(chosen))
        }
    }
}

fn full(change_due: Option<ChangeDue>, acceptance: Acceptance) -> Opening {
    Opening {
        strength: Strength::Totp,
        obligations: Obligations {
            change_password: change_due.is_some(),
            enrol: false,
        },
        change_due,
        acceptance: Some(acceptance),
    }
}

/// Whoever has the right password but no factor yet is led to the issue page (LOGIN-5, OTP-14).
fn to_enrolment(
    account: &Account,
    change_due: Option<ChangeDue>,
    now: Timestamp,
) -> Result<Opening, Refusal> {
    if account.enrolment_until.is_none_or(|until| now >= until) {
        return Err(Refusal::EnrolmentOver);
    }
    Ok(Opening {
        strength: Strength::Password,
        obligations: Obligations {
            change_password: change_due.is_some(),
            enrol: true,
        },
        change_due,
        acceptance: None,
    })
}
