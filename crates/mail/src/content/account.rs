//! Letters about what happened to a user's log-in.

use super::Writer;
use crate::letter::{Cause, LogInMethod, SeenLogIn};
use crate::moments::moment;

impl Writer<'_> {
    pub(super) fn password_changed(&mut self) -> String {
        let text = self.text;
        self.told(
            text.mail_password_changed_lead(),
            [],
            text.mail_account_danger(),
        );
        text.mail_subject_password_changed()
    }

    pub(super) fn secret_registered(&mut self) -> String {
        let text = self.text;
        let next = [text.mail_secret_registered_next()];
        self.told(
            text.mail_secret_registered_lead(),
            next,
            text.mail_account_danger(),
        );
        text.mail_subject_secret_registered()
    }

    pub(super) fn pass_removed(&mut self) -> String {
        let text = self.text;
        let next = [text.mail_pass_removed_next()];
        let lead = text.mail_pass_removed_lead();
        self.told(lead, next, text.mail_account_danger());
        text.mail_subject_pass_removed()
    }

    pub(super) fn passkey_added(&mut self) -> String {
        let text = self.text;
        let next = [text.mail_passkey_added_next()];
        let lead = text.mail_passkey_added_lead();
        self.told(lead, next, text.mail_account_danger());
        text.mail_subject_passkey_added()
    }

    pub(super) fn passkey_removed(&mut self) -> String {
        let text = self.text;
        let next = [text.mail_passkey_removed_next()];
        let lead = text.mail_passkey_removed_lead();
        self.told(lead, next, text.mail_account_danger());
        text.mail_subject_passkey_removed()
    }

    pub(super) fn recovery_code_used(&mut self, left: u32) -> String {
        let text = self.text;
        let next = [
            text.mail_recovery_used_left(left),
            text.mail_recovery_used_next(),
        ];
        let lead = text.mail_recovery_used_lead();
        self.told(lead, next, text.mail_account_danger());
        text.mail_subject_recovery_used()
    }

    pub(super) fn recovery_codes_made(&mut self) -> String {
        let text = self.text;
        let next = [text.mail_recovery_made_next()];
        let lead = text.mail_recovery_made_lead();
        self.told(lead, next, text.mail_account_danger());
        text.mail_subject_recovery_made()
    }

    pub(super) fn locked(&mut self, known_browsers: bool) -> String {
        let text = self.text;
        let known = known_browsers.then(|| text.mail_locked_known());
        let next = [text.mail_locked_next()].into_iter().chain(known);
        self.told(text.mail_locked_lead(), next, text.mail_locked_unexpected());
        text.mail_subject_locked()
    }

    pub(super) fn secret_spent(&mut self) -> String {
        let text = self.text;
        let next = [text.mail_secret_spent_next()];
        self.told(
            text.mail_secret_spent_lead(),
            next,
            text.mail_secret_spent_unexpected(),
        );
        text.mail_subject_secret_spent()
    }

    pub(super) fn clock_off(&mut self, minutes: i32) -> String {
        let text = self.text;
        let drift = if minutes < 0 {
            text.mail_clock_behind(minutes.unsigned_abs())
        } else {
            text.mail_clock_ahead(minutes)
        };
        let next = [drift, text.mail_clock_off_next()];
        self.told(
            text.mail_clock_off_lead(),
            next,
            text.mail_secret_spent_unexpected(),
        );
        text.mail_subject_clock_off()
    }

    pub(super) fn lock_released(&mut self, cause: Cause) -> String {
        let text = self.text;
        let (lead, unexpected) = match cause {
            Cause::Person => (text.mail_lock_released_lead(), text.mail_unexpected()),
            Cause::Admin => (
                text.mail_lock_released_lead_admin(),
                text.mail_unexpected_admin(),
            ),
            Cause::Operator => (
                text.mail_lock_released_lead_operator(),
                text.mail_unexpected(),
            ),
        };
        self.told(lead, [text.mail_lock_released_next()], unexpected);
        text.mail_subject_lock_released()
    }

    pub(super) fn new_log_in(&mut self, seen: &SeenLogIn) -> String {
        let text = self.text;
        self.say(text.mail_new_log_in_lead());
        self.account(None);
        self.value(text.mail_label_moment(), &moment(seen.at));
        self.value(text.mail_label_device(), &super::neutral(&seen.device));
        self.value(text.mail_label_network(), &super::neutral(&seen.network));
        let method = seen.method.map(|method| match method {
            LogInMethod::Password => text.mail_new_log_in_password(),
            LogInMethod::App => text.mail_new_log_in_app(),
            LogInMethod::Mail => text.mail_new_log_in_mail(),
            LogInMethod::Recovery => text.mail_new_log_in_recovery(),
            LogInMethod::Passkey => text.mail_new_log_in_passkey(),
        });
        if let Some(method) = method {
            self.value(text.mail_label_method(), &method);
        }
        self.say(text.mail_new_log_in_next());
        self.login_page();
        self.say(text.mail_account_danger());
        text.mail_subject_new_log_in()
    }
}
