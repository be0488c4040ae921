//! Log-in with a passkey: beside the password, or on its own where the policy lets it.
//!
//! Whether the authenticator's answer is right is not decided here, but what it opens.

use crate::log_in::{Account, Opening, PasswordMatch, Refusal, Strength, known};
use crate::obligations::Obligations;
use crate::person::Role;
use crate::policy::Policy;
use crate::time::{Span, Timestamp};

/// What passkeys are good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeyUse {
    /// Nothing: there are none.
    Off,
    /// They stand in for the number of the app; the password is asked for as well.
    SecondFactor,
    /// They open the console by themselves: the device asks for finger, face or PIN.
    Alone,
}

impl PasskeyUse {
    /// Every use with the word that configuration files have for it.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("off", Self::Off),
        ("second_factor", Self::SecondFactor),
        ("alone", Self::Alone),
    ];

    /// Reads a word of [`Self::WORDS`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let found = Self::WORDS.into_iter().find(|(known, _)| *known == word);
        found.map(|(_, what)| what)
    }

    /// Whether there are passkeys.
    #[must_use]
    pub const fn is_offered(self) -> bool {
        !matches!(self, Self::Off)
    }
}

/// How long the answer to a challenge may take.
pub const CEREMONY: Span = Span::minutes(5);

/// Decides a log-in with a passkey. `account` is `None` for names that do not exist; `matched` is
/// `None` where no password was asked for; `right`: the passkey is the account's, and all that was
/// sent of it is right.
///
/// # Errors
/// A [`Refusal`] says why not, for the audit trail; the page never does.
pub fn decide(
    account: Option<&Account>,
    matched: Option<PasswordMatch>,
    right: bool,
    policy: &Policy,
    now: Timestamp,
) -> Result<Opening, Refusal> {
    let account = account.ok_or(Refusal::Unknown)?;
    let matched = match (policy.passes.passkeys, matched) {
        (PasskeyUse::Off, _) | (PasskeyUse::SecondFactor, None) => {
            return Err(Refusal::PasskeysClosed);
        }
        (_, Some(matched)) => matched,
        (PasskeyUse::Alone, None) if right => own_password(account),
        (PasskeyUse::Alone, None) => return Err(Refusal::PasskeyWrong),
    };
    let change_due = known(account, matched, policy, now)?;
    if account.role == Role::Operator {
        return Err(Refusal::PasskeysClosed);
    }
    if !right {
        return Err(Refusal::PasskeyWrong);
    }
    Ok(Opening {
        strength: Strength::Passkey,
        obligations: Obligations {
            change_password: change_due.is_some(),
            enrol: false,
        },
        change_due,
        acceptance: None,
    })
}

/// A passkey that stands alone stands for the password: for the one that its owner has chosen, or,
/// where none is chosen yet, for the temporary one, with its end and its duty.
const fn own_password(account: &Account) -> PasswordMatch {
    let chosen = account.password_changed_at.is_some();
    PasswordMatch {
        current: chosen,
        temporary: !chosen,
    }
}
