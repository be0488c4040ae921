//! Customer service: what one operator may do alone and what takes two (CS-1, CS-2, CS-7).

use crate::ids::PersonId;
use crate::mail_address::MailAddress;
use crate::time::{Span, Timestamp};

/// For so long after the contact person's address was changed, a second operator has to agree
/// before 管理 is initialised: whoever talked one operator into a new address gets no further.
pub const CONTACT_WATCH: Span = Span::days(7);
/// How long the question to a second operator stays open.
pub const QUESTION_OPEN: Span = Span::hours(24);

/// The contact person's address in time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// What stands in the merchant's file.
    pub present: Option<MailAddress>,
    /// What takes its place, and when.
    pub next: Option<(MailAddress, Timestamp)>,
    /// When the last change took effect.
    pub changed_at: Option<Timestamp>,
}

impl Contact {
    /// The address in effect.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> Option<&MailAddress> {
        match &self.next {
            Some((next, from)) if *from <= now => Some(next),
            _ => self.present.as_ref(),
        }
    }

    /// A change that still waits, and until when.
    #[must_use]
    pub fn waiting(&self, now: Timestamp) -> Option<(&MailAddress, Timestamp)> {
        let next = self.next.as_ref().filter(|(_, from)| *from > now);
        next.map(|(mail, from)| (mail, *from))
    }

    /// A change was asked for and waits, or took effect within the last seven days.
    #[must_use]
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        let since = |at: Timestamp| now.since(at) < CONTACT_WATCH;
        self.next.as_ref().is_some_and(|(_, from)| since(*from))
            || self.changed_at.is_some_and(since)
    }
}

/// What is initialised for 管理.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResetAdmin {
    /// A new temporary password, by mail to the contact person.
    pub password: bool,
    /// The one-time password, so that a new secret can be issued.
    pub secret: bool,
    /// The lock.
    pub lock: bool,
}

impl ResetAdmin {
    /// It takes a second operator. A lock alone may always be released: it gives nobody anything.
    #[must_use]
    pub fn takes_two(self, contact: &Contact, now: Timestamp) -> bool {
        (self.password || self.secret) && contact.is_fresh(now)
    }

    /// The words that the database and the trail use, such as `password,lock`.
    #[must_use]
    pub fn words(self) -> String {
        let parts = [
            (self.password, "password"),
            (self.secret, "secret"),
            (self.lock, "lock"),
        ];
        let named: Vec<_> = parts
            .into_iter()
            .filter_map(|(is_in, word)| is_in.then_some(word))
            .collect();
        named.join(",")
    }

    /// Reads [`Self::words`]; unknown words are left out.
    #[must_use]
    pub fn from_words(words: &str) -> Self {
        let has = |word| words.split(',').any(|part| part == word);
        Self {
            password: has("password"),
            secret: has("secret"),
            lock: has("lock"),
        }
    }
}

/// A question to a second operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// Who asked.
    pub asked_by: PersonId,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
    /// Nobody has answered yet.
    pub open: bool,
}

/// The answer of an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// 承認.
    Approve,
    /// 却下; whoever asked takes the question back with it.
    Reject,
}

/// Why an answer does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VerdictRefusal {
    /// Nobody agrees to their own question.
    OwnQuestion,
    /// Answered already, or too late.
    NotOpen,
}

impl Question {
    /// Whether `by` may give `verdict`.
    ///
    /// # Errors
    /// [`VerdictRefusal`] says why not.
    pub fn check(
        self,
        verdict: Verdict,
        by: PersonId,
        now: Timestamp,
    ) -> Result<(), VerdictRefusal> {
        if !self.open || now >= self.expires_at {
            return Err(VerdictRefusal::NotOpen);
        }
        if verdict == Verdict::Approve && by == self.asked_by {
            return Err(VerdictRefusal::OwnQuestion);
        }
        Ok(())
    }
}

/// What an operator has to have said before anything is done on the phone (CS-1, CS-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Omission {
    /// The box that code and company were asked for and agree is not ticked.
    IdentityUnchecked,
    /// No reason.
    ReasonMissing,
}

/// Checks what was ticked and typed.
///
/// # Errors
/// Everything that is missing, in the order of the form.
pub fn check_call(identity: bool, reason: &str) -> Result<(), Vec<Omission>> {
    let missing: Vec<_> = [
        (!identity, Omission::IdentityUnchecked),
        (reason.trim().is_empty(), Omission::ReasonMissing),
    ]
    .into_iter()
    .filter_map(|(is_missing, what)| is_missing.then_some(what))
    .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(missing)
    }
}

#[cfg(test)]
mod tests {
    use super::{Contact, Omission, Question, ResetAdmin, Verdict, VerdictRefusal, check_call};
    use crate::ids::PersonId;
    use crate::mail_address::MailAddress;
    use crate::time::{Span, Timestamp};
    use uuid::Uuid;

    const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);

    fn changed(next: Option<Timestamp>, changed_at: Option<Timestamp>) -> Contact {
        let new = MailAddress::parse("new@shop.example").unwrap();
        Contact {
            present: MailAddress::parse("old@shop.example").ok(),
            next: next.map(|at| (new, at)),
            changed_at,
        }
    }

    /// Shows CS-1, CS-7: within seven days of a change of the contact address, asked for or in
    /// effect, initialising 管理 takes two; a lock alone and quiet times take one.
    #[test]
    fn cs_1_a_fresh_contact_takes_two() {
        let ago = |days, seconds| NOW.minus(Span::days(days)).plus(Span::seconds(seconds));
        let what = ResetAdmin {
            password: true,
            ..ResetAdmin::default()
        };
        for (contact, two) in [
            (changed(None, None), false),
            (changed(Some(NOW.plus(Span::hours(72))), None), true),
            (changed(Some(NOW.plus(Span::hours(168))), None), true),
            (changed(Some(ago(6, 0)), None), true),
            (changed(Some(ago(7, 0)), None), false),
            (changed(None, Some(ago(7, 1))), true),
            (changed(None, Some(ago(7, 0))), false),
        ] {
            assert_eq!(what.takes_two(&contact, NOW), two, "{contact:?}");
            let lock = ResetAdmin {
                lock: true,
                ..ResetAdmin::default()
            };
            assert!(!lock.takes_two(&contact, NOW));
            let secret = ResetAdmin {
                secret: true,
                lock: true,
                password: false,
            };
            assert_eq!(secret.takes_two(&contact, NOW), two);
        }
    }

    /// Shows CS-7: the new address counts from its moment on.
    #[test]
    fn cs_7_the_contact_in_effect() {
        let at = NOW.plus(Span::hours(72));
        let contact = changed(Some(at), None);
        assert_eq!(contact.at(NOW).unwrap().as_str(), "old@shop.example");
        assert_eq!(contact.waiting(NOW).unwrap().1, at);
        assert_eq!(contact.at(at).unwrap().as_str(), "new@shop.example");
        assert!(contact.waiting(at).is_none());
    }

    /// Shows CS-1: a second person agrees within a day; one's own question can be taken back.
    #[test]
    fn cs_1_nobody_agrees_to_their_own_question() {
        let person = |n| PersonId::new(Uuid::from_u128(n));
        let question = Question {
            asked_by: person(1),
            expires_at: NOW.plus(Span::hours(24)),
            open: true,
        };
        let own = question.check(Verdict::Approve, person(1), NOW);
        assert_eq!(own, Err(VerdictRefusal::OwnQuestion));
        assert_eq!(question.check(Verdict::Reject, person(1), NOW), Ok(()));
        assert_eq!(question.check(Verdict::Approve, person(2), NOW), Ok(()));
        let late = question.check(Verdict::Approve, person(2), question.expires_at);
        assert_eq!(late, Err(VerdictRefusal::NotOpen));
        let done = Question {
            open: false,
            ..question
        };
        let twice = done.check(Verdict::Reject, person(2), NOW);
        assert_eq!(twice, Err(VerdictRefusal::NotOpen));
    }

    /// Shows CS-1, CS-2, CS-6: nothing without the identity check and a reason.
    #[test]
    fn cs_6_the_call_is_checked() {
        assert_eq!(check_call(true, "電話"), Ok(()));
        assert_eq!(
            check_call(false, " 　"),
            Err(vec![Omission::IdentityUnchecked, Omission::ReasonMissing])
        );
    }

    #[test]
    fn words_come_back() {
        for bits in 0..8 {
            let what = ResetAdmin {
                password: bits & 1 != 0,
                secret: bits & 2 != 0,
                lock: bits & 4 != 0,
            };
            assert_eq!(ResetAdmin::from_words(&what.words()), what);
        }
    }
}
