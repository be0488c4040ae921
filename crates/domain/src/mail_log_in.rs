//! The mail method: password on the first page, a mailed code on the second (LOGIN-19).
//!
//! The first decision says whether a code is mailed, the second whether it opens a session. Both
//! pages look the same whatever was decided.

use crate::log_in::{Account, Opening, PasswordMatch, Refusal, Strength, known};
use crate::obligations::Obligations;
use crate::person::{LoginMethod, Role};
use crate::policy::{MAIL_RESENDS, Policy};
use crate::time::Timestamp;

/// What the mail method needs to know of an account besides the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailStanding {
    /// 権限.
    pub role: Role,
    /// ログイン方法 (CON-2).
    pub method: LoginMethod,
    /// The merchant has the mail method.
    pub merchant_offers: bool,
    /// タブレット決済 contract (TAB-2).
    pub tablet: bool,
    /// There is an address to send a code to.
    pub reachable: bool,
}

impl MailStanding {
    /// Whether the entrance is open to the person: installation, merchant, contract, right and the
    /// person's own ログイン方法 all have to say so.
    #[must_use]
    pub fn is_open(&self, policy: &Policy) -> bool {
        let rules = policy.mail_method;
        let right = match self.role {
            Role::Admin => rules.admin,
            Role::General | Role::Shipping => true,
            Role::Operator => false,
        };
        rules.offered
            && self.merchant_offers
            && !self.tablet
            && right
            && self.method == LoginMethod::MailToo
            && self.reachable
    }
}

/// Which password was typed on the first page; kept until the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matched {
    /// The present one.
    Current,
    /// The newest 仮パスワード.
    Temporary,
}

impl Matched {
    /// The word the database uses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Temporary => "temporary",
        }
    }

    /// Reads [`Self::word`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "current" => Some(Self::Current),
            "temporary" => Some(Self::Temporary),
            _ => None,
        }
    }

    const fn as_match(self) -> PasswordMatch {
        PasswordMatch {
            current: matches!(self, Self::Current),
            temporary: matches!(self, Self::Temporary),
        }
    }
}

/// First page: whether a code is mailed. `account` is `None` for names that do not exist.
///
/// # Errors
/// A [`Refusal`] says why not, for the audit trail; the page never does.
pub fn begin(
    account: Option<(&Account, MailStanding)>,
    matched: PasswordMatch,
    policy: &Policy,
    now: Timestamp,
) -> Result<Matched, Refusal> {
    let (account, standing) = account.ok_or(Refusal::Unknown)?;
    known(account, matched, policy, now)?;
    if !standing.is_open(policy) {
        return Err(Refusal::MailMethodClosed);
    }
    Ok(if matched.current {
        Matched::Current
    } else {
        Matched::Temporary
    })
}

/// A challenge as the second page finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// Which password was right; `None` when none was, or no code was mailed.
    pub matched: Option<Matched>,
    /// The account's passwords are the ones that the first page looked at.
    pub same_epoch: bool,
    /// Until when the newest code works.
    pub code_until: Timestamp,
    /// The end of the challenge itself.
    pub expires_at: Timestamp,
    /// It has opened a session.
    pub used: bool,
    /// When a code may be sent again.
    pub next_send_at: Timestamp,
    /// How often a code was sent, the first time included.
    pub sends: u8,
}

impl Challenge {
    /// Whether its second page is still there.
    #[must_use]
    pub fn lives(&self, now: Timestamp) -> bool {
        !self.used && now < self.expires_at
    }

    /// Whether 再送する does something now.
    #[must_use]
    pub fn may_resend(&self, now: Timestamp) -> bool {
        self.lives(now) && now >= self.next_send_at && self.resends_left() > 0
    }

    /// How often a code may be sent again.
    #[must_use]
    pub const fn resends_left(&self) -> u8 {
        (MAIL_RESENDS + 1).saturating_sub(self.sends)
    }
}

/// Second page: whether the code opens a session. There is no duty to enrol (B3-5).
///
/// # Errors
/// A [`Refusal`] says why not, for the audit trail; the page never does.
pub fn finish(
    account: Option<(&Account, MailStanding)>,
    challenge: &Challenge,
    code_right: bool,
    policy: &Policy,
    now: Timestamp,
) -> Result<Opening, Refusal> {
    let (account, standing) = account.ok_or(Refusal::Unknown)?;
    let matched = match challenge.matched {
        Some(matched) if challenge.same_epoch => matched.as_match(),
        _ => PasswordMatch::default(),
    };
    let change_due = known(account, matched, policy, now)?;
    if !standing.is_open(policy) {
        return Err(Refusal::MailMethodClosed);
    }
    if !code_right || !challenge.lives(now) || now >= challenge.code_until {
        return Err(Refusal::MailedCodeWrong);
    }
    Ok(Opening {
        strength: Strength::Mail,
        obligations: Obligations {
            change_password: change_due.is_some(),
            enrol: false,
        },
        change_due,
        acceptance: None,
    })
}
