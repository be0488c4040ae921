//! The words of each letter, as blocks that plain text (and later HTML) is made of.

use i18n::Text;
use zeroize::Zeroizing;

use crate::letter::{Account, Brand, Cause, Letter, LetterTemplate};

/// A piece of a letter.
pub enum Block {
    /// Sentences; line breaks are kept.
    Paragraph(String),
    /// A marked label with its value alone on the line below, so that it can be copied whole.
    Value {
        label: String,
        value: Zeroizing<String>,
    },
}

/// A letter's words.
pub struct Content {
    /// The subject's own part, without the service's name.
    pub subject: String,
    /// The body up to the signature.
    pub blocks: Vec<Block>,
}

/// Longest value shown, in characters; a longer one is cut.
const LONGEST_VALUE: usize = 200;

/// Takes line breaks, other controls and direction marks out of a value, so that it
/// can neither open a line of its own nor turn the text around it.
pub fn neutral(value: &str) -> String {
    let harmless = |c: char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{061c}' | '\u{feff}')
    };
    let kept: String = value
        .chars()
        .map(|c| if harmless(c) { c } else { ' ' })
        .take(LONGEST_VALUE)
        .collect();
    kept.trim().to_owned()
}

/// Words and values of `letter`.
pub fn content(text: &Text, brand: &Brand, letter: &Letter) -> Content {
    let mut writer = Writer {
        text,
        account: &letter.account,
        blocks: Vec::new(),
    };
    writer.say(text.mail_greeting(neutral(&brand.service)));
    let subject = writer.template(&letter.template);
    Content {
        subject,
        blocks: writer.blocks,
    }
}

struct Writer<'a> {
    text: &'a Text,
    account: &'a Account,
    blocks: Vec<Block>,
}

impl Writer<'_> {
    fn say(&mut self, paragraph: String) {
        self.blocks.push(Block::Paragraph(paragraph));
    }

    fn value(&mut self, label: String, value: &str) {
        let value = Zeroizing::new(value.to_owned());
        self.blocks.push(Block::Value { label, value });
    }

    /// Merchant code and user ID: every letter says whom it is about.
    fn account(&mut self, name: Option<&str>) {
        self.value(
            self.text.mail_label_merchant_code(),
            &neutral(&self.account.merchant_code),
        );
        if let Some(name) = name {
            self.value(self.text.mail_label_name(), &neutral(name));
        }
        self.value(
            self.text.mail_label_user_id(),
            &neutral(&self.account.user_id),
        );
    }

    fn login_page(&mut self) {
        self.value(
            self.text.mail_label_login_page(),
            &neutral(&self.account.login_url),
        );
    }

    /// Writes the body and returns the subject.
    fn template(&mut self, template: &LetterTemplate) -> String {
        match template {
            LetterTemplate::ResetStarted { url, minutes } => {
                self.reset_started(url.expose(), *minutes)
            }
            LetterTemplate::TemporaryPassword {
                password,
                days,
                cause,
            } => self.temporary(password.expose(), *days, *cause),
            LetterTemplate::UserRegistered {
                name,
                password,
                days,
            } => self.registered(name, password.expose(), *days),
            LetterTemplate::SecretReset { cause } => self.secret_reset(*cause),
            LetterTemplate::PasswordChanged => self.password_changed(),
            LetterTemplate::SecretRegistered => self.secret_registered(),
            LetterTemplate::Locked => self.locked(),
            LetterTemplate::SecretSpent => self.secret_spent(),
            LetterTemplate::ClockOff { minutes } => self.clock_off(*minutes),
            LetterTemplate::AdminReset {
                password,
                code,
                lock,
            } => self.admin_reset(*password, *code, *lock),
        }
    }

    /// The form that most notices share: what happened, to whom, what now, if unexpected.
    fn told<const N: usize>(&mut self, lead: String, next: [String; N], unexpected: String) {
        self.say(lead);
        self.account(None);
        for paragraph in next {
            self.say(paragraph);
        }
        self.login_page();
        self.say(unexpected);
    }

    fn reset_started(&mut self, url: &str, minutes: u32) -> String {
        let text = self.text;
        self.say(text.mail_reset_lead());
        self.account(None);
        self.say(text.mail_reset_next(minutes));
        self.value(text.mail_label_reset_page(), url);
        self.login_page();
        self.say(text.mail_reset_unexpected());
        text.mail_subject_reset_started()
    }

    fn temporary(&mut self, password: &str, days: u32, cause: Cause) -> String {
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

    fn registered(&mut self, name: &str, password: &str, days: u32) -> String {
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
    fn password(&mut self, password: &str, days: u32) {
        self.value(self.text.mail_label_temporary(), password);
        self.say(self.text.mail_temporary_blanks());
        self.say(self.text.mail_temporary_valid(days));
    }

    fn secret_reset(&mut self, cause: Cause) -> String {
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

    fn password_changed(&mut self) -> String {
        let text = self.text;
        self.told(
            text.mail_password_changed_lead(),
            [],
            text.mail_account_danger(),
        );
        text.mail_subject_password_changed()
    }

    fn secret_registered(&mut self) -> String {
        let text = self.text;
        let next = [text.mail_secret_registered_next()];
        self.told(
            text.mail_secret_registered_lead(),
            next,
            text.mail_account_danger(),
        );
        text.mail_subject_secret_registered()
    }

    fn locked(&mut self) -> String {
        let text = self.text;
        let next = [text.mail_locked_next()];
        self.told(text.mail_locked_lead(), next, text.mail_locked_unexpected());
        text.mail_subject_locked()
    }

    fn secret_spent(&mut self) -> String {
        let text = self.text;
        let next = [text.mail_secret_spent_next()];
        self.told(
            text.mail_secret_spent_lead(),
            next,
            text.mail_secret_spent_unexpected(),
        );
        text.mail_subject_secret_spent()
    }

    fn clock_off(&mut self, minutes: i32) -> String {
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

    fn admin_reset(&mut self, password: bool, code: bool, lock: bool) -> String {
        let text = self.text;
        let done = [
            (password, text.mail_admin_reset_password()),
            (code, text.mail_admin_reset_code()),
            (lock, text.mail_admin_reset_lock()),
        ];
        let done: Vec<String> = done
            .into_iter()
            .filter(|(is, _)| *is)
            .map(|(_, t)| t)
            .collect();
        self.say(text.mail_admin_reset_lead());
        self.say(done.join("\n"));
        self.account(None);
        if password || code {
            self.say(text.mail_admin_reset_next());
        }
        if code {
            self.say(text.mail_secret_reset_next());
        }
        self.login_page();
        self.say(text.mail_unexpected());
        text.mail_subject_admin_reset()
    }
}
