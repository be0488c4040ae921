//! Letters about what the customer-service centre did.

use std::time::SystemTime;

use super::Writer;
use crate::Secret;
use crate::letter::{CentreLetter, MerchantPart};
use crate::moments::moment;

impl Writer<'_> {
    pub(super) fn centre(&mut self, letter: &CentreLetter) -> String {
        match letter {
            CentreLetter::AdminReset {
                password,
                code,
                lock,
            } => self.admin_reset(password.as_ref(), *code, *lock),
            CentreLetter::MerchantChanged { what } => self.merchant_changed(what),
            CentreLetter::MerchantSuspended { suspended, closed } => {
                self.merchant_suspended(*suspended, *closed)
            }
            CentreLetter::ContactChanging { shown_new, on } => {
                self.contact_changing(shown_new, *on)
            }
            CentreLetter::ContactChanged => self.contact_changed(),
            CentreLetter::ContactWithdrawn { shown_new } => self.contact_withdrawn(shown_new),
        }
    }

    fn admin_reset(&mut self, password: Option<&(Secret, u32)>, code: bool, lock: bool) -> String {
        let text = self.text;
        self.say(text.mail_admin_reset_lead());
        self.list([
            (password.is_some(), text.mail_admin_reset_password()),
            (code, text.mail_admin_reset_code()),
            (lock, text.mail_admin_reset_lock()),
        ]);
        self.account(None);
        if let Some((password, days)) = password {
            self.password(password.expose(), *days);
        }
        if password.is_some() || code {
            self.say(text.mail_admin_reset_next());
        }
        match (password, code) {
            (Some(_), true) => {
                self.say(text.mail_admin_reset_both_next());
                self.say(text.mail_admin_reset_old_entry());
            }
            (Some(_), false) => {
                self.say(text.mail_temporary_next());
                self.say(text.mail_temporary_code());
            }
            (None, true) => self.say(text.mail_secret_reset_next()),
            (None, false) => {}
        }
        self.login_page();
        self.say(text.mail_unexpected());
        text.mail_subject_admin_reset()
    }

    fn merchant_changed(&mut self, what: &[MerchantPart]) -> String {
        let text = self.text;
        self.say(text.mail_merchant_changed_lead());
        let parts = what.iter().map(|part| match part {
            MerchantPart::Company => text.mail_part_company(),
            MerchantPart::AccessKey => text.mail_part_access_key(),
            MerchantPart::Kind => text.mail_part_kind(),
            MerchantPart::Tablet => text.mail_part_tablet(),
            MerchantPart::MailMethod => text.mail_part_mail_method(),
            MerchantPart::Networks => text.mail_part_networks(),
            MerchantPart::AdminName => text.mail_part_admin_name(),
            MerchantPart::AdminMail => text.mail_part_admin_mail(),
        });
        self.list(parts.map(|part| (true, part)));
        self.account(None);
        if what.contains(&MerchantPart::AccessKey) {
            self.say(text.mail_merchant_changed_address());
        }
        self.login_page();
        self.say(text.mail_unexpected());
        text.mail_subject_merchant_changed()
    }

    fn merchant_suspended(&mut self, suspended: bool, closed: bool) -> String {
        let text = self.text;
        let (lead, next) = match (closed, suspended) {
            (true, _) => (text.mail_closed_lead(), text.mail_closed_next()),
            (false, true) => (text.mail_suspended_lead(), text.mail_suspended_next()),
            (false, false) => (text.mail_reopened_lead(), text.mail_reopened_next()),
        };
        self.told(lead, [next], text.mail_unexpected());
        match (closed, suspended) {
            (true, _) => text.mail_subject_closed(),
            (false, true) => text.mail_subject_suspended(),
            (false, false) => text.mail_subject_reopened(),
        }
    }

    fn contact_changing(&mut self, shown_new: &str, on: SystemTime) -> String {
        let text = self.text;
        self.say(text.mail_contact_changing_lead());
        self.account(None);
        self.value(text.mail_label_new_address(), &super::neutral(shown_new));
        self.value(text.mail_label_in_force(), &moment(on));
        self.say(text.mail_contact_changing_next());
        self.login_page();
        self.say(text.mail_contact_changing_unexpected());
        text.mail_subject_contact()
    }

    fn contact_withdrawn(&mut self, shown_new: &str) -> String {
        let text = self.text;
        self.say(text.mail_contact_withdrawn_lead());
        self.account(None);
        self.value(
            text.mail_label_withdrawn_address(),
            &super::neutral(shown_new),
        );
        self.say(text.mail_contact_withdrawn_next());
        self.login_page();
        self.say(text.mail_unexpected());
        text.mail_subject_contact()
    }

    fn contact_changed(&mut self) -> String {
        let text = self.text;
        self.told(
            text.mail_contact_changed_lead(),
            [text.mail_contact_changed_next()],
            text.mail_contact_changed_unexpected(),
        );
        text.mail_subject_contact()
    }
}
