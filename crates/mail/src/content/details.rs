//! Letters about a user's details, mail address and deletion.

use std::time::SystemTime;

use super::{Shape, Writer};
use crate::letter::Cause;
use crate::moments::date;

impl Writer<'_> {
    pub(super) fn address_change_asked(&mut self, url: &str, minutes: u32) -> String {
        let text = self.text;
        self.say(text.mail_address_asked_lead());
        self.account(None);
        self.say(text.mail_address_asked_next(minutes));
        self.shaped(text.mail_label_address_page(), url, Shape::Open);
        self.login_page();
        self.say(text.mail_address_asked_unexpected());
        text.mail_subject_address()
    }

    pub(super) fn address_change_started(&mut self, shown_new: &str) -> String {
        let text = self.text;
        self.say(text.mail_address_started_lead());
        self.account(None);
        self.value(text.mail_label_new_address(), &super::neutral(shown_new));
        self.say(text.mail_address_started_next());
        self.login_page();
        self.say(text.mail_account_danger());
        text.mail_subject_address()
    }

    pub(super) fn address_changed(&mut self, shown_new: &str, cause: Cause) -> String {
        let text = self.text;
        let (lead, unexpected) = match cause {
            Cause::Person => (text.mail_address_changed_lead(), text.mail_account_danger()),
            Cause::Admin => (
                text.mail_address_changed_lead_admin(),
                text.mail_unexpected_admin(),
            ),
            Cause::Operator => (
                text.mail_address_changed_lead_operator(),
                text.mail_unexpected(),
            ),
        };
        self.say(lead);
        self.account(None);
        self.value(text.mail_label_new_address(), &super::neutral(shown_new));
        self.say(text.mail_address_changed_next());
        self.login_page();
        self.say(unexpected);
        text.mail_subject_address()
    }

    pub(super) fn user_changed(&mut self, cause: Cause) -> String {
        let text = self.text;
        let (lead, unexpected) = match cause {
            Cause::Person => (text.mail_user_changed_lead(), text.mail_account_danger()),
            Cause::Admin => (
                text.mail_user_changed_lead_admin(),
                text.mail_unexpected_admin(),
            ),
            Cause::Operator => (
                text.mail_user_changed_lead_operator(),
                text.mail_unexpected(),
            ),
        };
        self.told(lead, [text.mail_user_changed_next()], unexpected);
        text.mail_subject_user_changed()
    }

    pub(super) fn deletion_ahead(&mut self, days: u32, on: SystemTime) -> String {
        let text = self.text;
        self.say(text.mail_deletion_lead(days));
        self.account(None);
        self.value(text.mail_label_deletion(), &date(on));
        self.say(text.mail_deletion_next());
        self.login_page();
        self.say(text.mail_deletion_after());
        text.mail_subject_deletion()
    }

    pub(super) fn user_deleted(&mut self, cause: Option<Cause>) -> String {
        let text = self.text;
        let (lead, unexpected) = match cause {
            None => (
                text.mail_deleted_lead_time(),
                text.mail_registered_unexpected(),
            ),
            Some(Cause::Admin) => (text.mail_deleted_lead_admin(), text.mail_unexpected_admin()),
            Some(Cause::Operator) => (text.mail_deleted_lead_operator(), text.mail_unexpected()),
            Some(Cause::Person) => (text.mail_deleted_lead(), text.mail_account_danger()),
        };
        self.told(lead, [text.mail_deleted_next()], unexpected);
        text.mail_subject_deleted()
    }
}
