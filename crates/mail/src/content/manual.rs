//! The manual's letters: MAIL-1 to MAIL-5.

use super::{Shape, Writer};
use crate::letter::Cause;

impl Writer<'_> {
    pub(super) fn reset_started(&mut self, url: &str, minutes: u32) -> String {
        let text = self.text;
        self.say(text.mail_reset_lead());
        self.account(None);
        self.say(text.mail_reset_next(minutes));
        self.shaped(text.mail_label_reset_page(), url, Shape::Open);
        self.login_page();
        self.say(text.mail_reset_unexpected());
        text.mail_subject_reset_started()
    }

    pub(super) fn temporary(&mut self, password: &str, days: u32, cause: Cause) -> String {
        let text = self.text;
        self.say(match cause {
            Cause::Person => text.mail_temporary_lead_person(),
            Cause::Admin => text.mail_temporary_lead_admin(),
            Cause::Operator => text.mail_temporary_lead_operator(),
        });
        self.account(None);
        self.password(password, days);
        self.say(text.mail_temporary_next());
        self.say(text.mail_temporary_code());
        self.login_page();
        self.say(match cause {
            Cause::Person => text.mail_temporary_unexpected_person(),
            Cause::Admin => text.mail_unexpected_admin(),
            Cause::Operator => text.mail_unexpected(),
        });
        text.mail_subject_temporary()
    }

    pub(super) fn registered(&mut self, name: &str, password: &str, days: u32) -> String {
        let text = self.text;
        self.say(text.mail_registered_lead());
        self.account(Some(name));
        self.password(password, days);
        self.say(text.mail_registered_next());
        self.login_page();
        self.say(text.mail_registered_unexpected());
        text.mail_subject_registered()
    }

    /// The temporary password with the warnings of LOGIN-14.
    pub(super) fn password(&mut self, password: &str, days: u32) {
        self.shaped(self.text.mail_label_temporary(), password, Shape::Copy);
        self.say(self.text.mail_temporary_blanks());
        self.say(self.text.mail_temporary_valid(days));
    }

    pub(super) fn secret_reset(&mut self, cause: Cause) -> String {
        let text = self.text;
        let (lead, unexpected) = match cause {
            Cause::Person => (
                text.mail_secret_reset_lead_person(),
                text.mail_account_danger(),
            ),
            Cause::Admin => (
                text.mail_secret_reset_lead_admin(),
                text.mail_unexpected_admin(),
            ),
            Cause::Operator => (
                text.mail_secret_reset_lead_operator(),
                text.mail_unexpected(),
            ),
        };
        self.told(lead, [text.mail_secret_reset_next()], unexpected);
        text.mail_subject_secret_reset()
    }

    pub(super) fn mail_code(&mut self, code: &str, minutes: u32) -> String {
        let text = self.text;
        self.say(text.mail_code_lead());
        self.account(None);
        self.shaped(text.mail_label_code(), code, Shape::Copy);
        self.say(text.mail_code_valid(minutes));
        self.say(text.mail_code_tell_nobody());
        self.login_page();
        self.say(text.mail_code_unexpected());
        text.mail_subject_code()
    }
}
