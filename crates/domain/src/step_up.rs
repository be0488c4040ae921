//! Re-authentication: what changes who may get in takes password and second factor shown a short
//! while ago, not merely a session that somebody may have left open (PCI DSS 8.3.1, NIST
//! SP 800-63B-4 2.2.3).

use crate::authority::{AdminOf, Member, Operator, Standing};
use crate::log_in::{Acceptance, Account, PasswordMatch, Refusal, TypedCode, known};
use crate::policy::Policy;
use crate::time::Timestamp;

/// A right that a checked session can hold.
pub trait Held: Copy {
    /// The right, if a session of this standing has it.
    fn of(standing: &Standing) -> Option<Self>;
}

impl Held for Member {
    fn of(standing: &Standing) -> Option<Self> {
        standing.as_member()
    }
}

impl Held for AdminOf {
    fn of(standing: &Standing) -> Option<Self> {
        standing.as_admin()
    }
}

impl Held for Operator {
    fn of(standing: &Standing) -> Option<Self> {
        standing.as_operator()
    }
}

/// A right whose holder has shown password and second factor a short while ago. Only a checked
/// session makes one, so a use case that asks for it cannot be called without.
#[derive(Clone, Copy, Debug)]
pub struct SteppedUp<R> {
    right: R,
}

impl<R: Held> SteppedUp<R> {
    /// The right, if the session has it and the proof is fresh.
    #[must_use]
    pub fn of(standing: &Standing, policy: &Policy, now: Timestamp) -> Option<Self> {
        let shown_at = standing.stepped_up_at?;
        let is_fresh = now.since(shown_at) < policy.passes.ask_again;
        R::of(standing)
            .filter(|_| is_fresh)
            .map(|right| Self { right })
    }
}

impl<R: Copy> SteppedUp<R> {
    /// The right itself.
    #[must_use]
    pub const fn right(self) -> R {
        self.right
    }
}

/// The second factor that was shown, of the session's own strength.
#[derive(Clone, Copy, Debug)]
pub enum Shown<'a> {
    /// A code of the app.
    App(&'a TypedCode),
    /// A mailed code.
    Mailed {
        /// It was the newest one and still works.
        right: bool,
    },
}

/// Decides a re-authentication: the present password and the second factor. The code to use up,
/// if it was one of the app.
///
/// # Errors
/// A [`Refusal`] says why not, for the audit trail; the page never does.
pub fn decide(
    account: Option<&Account>,
    matched: PasswordMatch,
    shown: Shown<'_>,
    policy: &Policy,
    now: Timestamp,
) -> Result<Option<Acceptance>, Refusal> {
    let account = account.ok_or(Refusal::Unknown)?;
    // Whoever holds a temporary password has still to choose one, and cannot have come this far.
    let own = PasswordMatch {
        temporary: false,
        ..matched
    };
    known(account, own, policy, now)?;
    match (shown, account.factors.in_force) {
        (Shown::App(code), Some(counted)) => {
            account.factors.check(counted, code, policy, now).map(Some)
        }
        (Shown::App(_), None) => Err(Refusal::CodeMissing),
        (Shown::Mailed { right: true }, _) => Ok(None),
        (Shown::Mailed { right: false }, _) => Err(Refusal::MailedCodeWrong),
    }
}

#[cfg(test)]
mod tests {
    use super::SteppedUp;
    use crate::authority::{AdminOf, Member, Operator, Standing};
    use crate::ids::{MerchantId, PersonId};
    use crate::log_in::Strength;
    use crate::merchant::CENTRE;
    use crate::obligations::Obligations;
    use crate::person::Role;
    use crate::policy::{Policy, Profile};
    use crate::time::{Span, Timestamp};
    use uuid::Uuid;

    fn standing(role: Role, shown_at: Option<Timestamp>) -> Standing {
        Standing {
            person: PersonId::new(Uuid::nil()),
            merchant: MerchantId::new(Uuid::from_u128(7)),
            role,
            strength: Strength::Totp,
            obligations: Obligations::NONE,
            stepped_up_at: shown_at,
        }
    }

    /// The proof holds for ten minutes and not a second longer, and never gives a right that the
    /// session does not have.
    #[test]
    fn a_proof_is_fresh_for_ten_minutes() {
        let policy = Policy::of(Profile::Manual);
        let at = Timestamp::from_micros(1_000_000_000);
        let admin = standing(Role::Admin, Some(at));
        let fresh = |standing: &Standing, now| SteppedUp::<AdminOf>::of(standing, &policy, now);
        assert!(fresh(&admin, at.plus(Span::seconds(599))).is_some());
        assert!(fresh(&admin, at.plus(Span::seconds(600))).is_none());
        assert!(fresh(&standing(Role::Admin, None), at).is_none());
        let general = standing(Role::General, Some(at));
        assert!(fresh(&general, at).is_none());
        assert!(SteppedUp::<Member>::of(&general, &policy, at).is_some());
        assert!(SteppedUp::<Operator>::of(&general, &policy, at).is_none());
        let operator = Standing {
            merchant: CENTRE,
            ..standing(Role::Operator, Some(at))
        };
        assert!(SteppedUp::<Operator>::of(&operator, &policy, at).is_some());
        let owing = Standing {
            obligations: Obligations {
                change_password: true,
                enrol: false,
            },
            ..admin
        };
        assert!(fresh(&owing, at).is_none());
    }
}
