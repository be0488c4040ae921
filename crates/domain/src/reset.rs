//! Password initialisation: who gets the mail, and whether a link still works.

use crate::mail_address::MailAddress;
use crate::person::Role;
use crate::time::Timestamp;

/// The addresses that a mail about a person can go to (CON-3, CON-4, CON-13).
#[derive(Clone, Debug, Default)]
pub struct Addresses {
    /// The person's own; with 管理者ユーザと同一 the 管理 user's.
    pub own: Option<MailAddress>,
    /// The 管理 user's.
    pub admin: Option<MailAddress>,
    /// The contact person's, from the merchant's application.
    pub contact: Option<MailAddress>,
    /// The address that takes its place from that moment on (CS-7).
    pub contact_next: Option<(MailAddress, Timestamp)>,
}

impl Addresses {
    /// The contact person's address in effect at `now`: a changed one from its moment on, whether
    /// the job that tidies up has been by or not.
    #[must_use]
    pub fn contact_at(&self, now: Timestamp) -> Option<&MailAddress> {
        match &self.contact_next {
            Some((next, from)) if *from <= now => Some(next),
            _ => self.contact.as_ref(),
        }
    }

    /// Where MAIL-1 and MAIL-2 of a reset go that the person asked for: 管理's to the contact
    /// person, else to 管理; others' to their own address or nowhere (RESET-8).
    #[must_use]
    pub fn for_own_reset(&self, role: Role, now: Timestamp) -> Option<&MailAddress> {
        match role {
            Role::Admin => self.contact_at(now).or(self.admin.as_ref()),
            Role::General | Role::Shipping | Role::Operator => self.own.as_ref(),
        }
    }

    /// Where MAIL-2, MAIL-3 and MAIL-4 go when somebody else acted: to the person, or to 管理 when
    /// the person has no address (OTP-10, USER-9).
    #[must_use]
    pub fn for_others_act(&self, role: Role, now: Timestamp) -> Option<&MailAddress> {
        match role {
            Role::Admin => self.contact_at(now).or(self.admin.as_ref()),
            Role::General | Role::Shipping => self.own.as_ref().or(self.admin.as_ref()),
            Role::Operator => self.own.as_ref(),
        }
    }
}

impl Addresses {
    /// The person's own address and the 管理 user's, each once: who is told that a secret key has
    /// been registered.
    pub fn person_and_admin(&self) -> impl Iterator<Item = &MailAddress> {
        let own = self.own.as_ref();
        let admin = self.admin.as_ref().filter(|admin| Some(*admin) != own);
        own.into_iter().chain(admin)
    }
}

/// A reset link's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Until when it works (RESET-4).
    pub expires_at: Timestamp,
    /// It was used (RESET-12).
    pub used: bool,
    /// It belongs to somebody; links for unknown names are made but lead nowhere.
    pub real: bool,
}

impl Link {
    /// True when it can be used at `now`. Why not is nobody's business (RESET-12).
    #[must_use]
    pub fn works(&self, now: Timestamp) -> bool {
        self.real && !self.used && now < self.expires_at
    }
}

#[cfg(test)]
mod tests {
    use super::{Addresses, Link};
    use crate::mail_address::MailAddress;
    use crate::person::Role;
    use crate::time::{Span, Timestamp};

    fn address(text: &str) -> Option<MailAddress> {
        MailAddress::parse(text).ok()
    }

    /// Shows MAIL-1, MAIL-2, RESET-8, OTP-10: who gets the mail.
    /// Shows ATK-12.
    #[test]
    fn mail_1_recipients() {
        let all = Addresses {
            own: address("own@example.jp"),
            admin: address("admin@example.jp"),
            contact: address("contact@example.jp"),
            contact_next: None,
        };
        let now = Timestamp::from_micros(0);
        let to = |a: Option<&MailAddress>| a.map(|m| m.as_str().to_owned());
        assert_eq!(
            to(all.for_own_reset(Role::Admin, now)).unwrap(),
            "contact@example.jp"
        );
        assert_eq!(
            to(all.for_own_reset(Role::General, now)).unwrap(),
            "own@example.jp"
        );
        let bare = Addresses {
            own: None,
            contact: None,
            ..all
        };
        assert_eq!(
            to(bare.for_own_reset(Role::Admin, now)).unwrap(),
            "admin@example.jp"
        );
        assert_eq!(to(bare.for_own_reset(Role::Shipping, now)), None);
        assert_eq!(
            to(bare.for_others_act(Role::Shipping, now)).unwrap(),
            "admin@example.jp"
        );
    }

    /// Shows CS-7: a changed contact address counts from its moment on, not before.
    #[test]
    fn cs_7_a_changed_contact_waits() {
        let at = Timestamp::from_micros;
        let addresses = Addresses {
            contact: address("old@example.jp"),
            contact_next: address("new@example.jp").map(|next| (next, at(72))),
            ..Addresses::default()
        };
        for (now, expected) in [(71, "old@example.jp"), (72, "new@example.jp")] {
            let to = addresses.for_others_act(Role::Admin, at(now));
            assert_eq!(to.map(MailAddress::as_str), Some(expected));
        }
    }

    /// Shows RESET-4, RESET-12: 30 minutes, once.
    #[test]
    fn reset_12_links_end() {
        let now = Timestamp::from_micros(0);
        let link = Link {
            expires_at: now.plus(Span::minutes(30)),
            used: false,
            real: true,
        };
        assert!(link.works(now.plus(Span::seconds(1799))));
        assert!(!link.works(now.plus(Span::minutes(30))));
        assert!(!Link { used: true, ..link }.works(now));
        assert!(
            !Link {
                real: false,
                ..link
            }
            .works(now)
        );
    }
}
