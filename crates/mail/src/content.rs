//! The words of each letter, as blocks that plain text and HTML are made of.

mod account;
mod centre;
mod details;
mod manual;

use i18n::Text;
use zeroize::Zeroizing;

use crate::letter::{Account, Brand, Letter, LetterTemplate};

/// A piece of a letter.
pub enum Block {
    /// Sentences; line breaks are kept in plain text.
    Paragraph(String),
    /// A marked label with its value alone on the line below, so that it can be copied whole.
    Value {
        label: String,
        value: Zeroizing<String>,
        shape: Shape,
    },
}

/// What is done with a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// It is read.
    Read,
    /// It is opened.
    Open,
    /// It is copied or typed to the letter.
    Copy,
}

/// A letter's words.
pub struct Content {
    /// The subject's own part, without the service's name.
    pub subject: String,
    /// The body up to the signature.
    pub blocks: Vec<Block>,
    /// Who writes and whom to ask, line by line.
    pub signature: Vec<String>,
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
        signature: signature(text, brand),
    }
}

fn signature(text: &Text, brand: &Brand) -> Vec<String> {
    let mut lines = vec![
        neutral(&brand.service),
        neutral(&brand.operator),
        text.mail_signature_phone(neutral(&brand.hours), neutral(&brand.phone)),
        text.mail_signature_mail(neutral(&brand.contact_mail)),
        String::new(),
    ];
    let last = text.mail_signature_never_asked();
    lines.extend(last.lines().map(str::to_owned));
    lines
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
        self.shaped(label, value, Shape::Read);
    }

    fn shaped(&mut self, label: String, value: &str, shape: Shape) {
        let value = Zeroizing::new(value.to_owned());
        self.blocks.push(Block::Value {
            label,
            value,
            shape,
        });
    }

    /// Merchant code, if there is one, and user ID: every letter says whom it is about.
    fn account(&mut self, name: Option<&str>) {
        if let Some(code) = &self.account.merchant_code {
            self.value(self.text.mail_label_merchant_code(), &neutral(code));
        }
        if let Some(name) = name {
            self.value(self.text.mail_label_name(), &neutral(name));
        }
        if let Some(user_id) = &self.account.user_id {
            self.value(self.text.mail_label_user_id(), &neutral(user_id));
        }
    }

    /// One paragraph with a line for each text that applies.
    fn list(&mut self, lines: impl IntoIterator<Item = (bool, String)>) {
        let lines: Vec<String> = lines
            .into_iter()
            .filter_map(|(applies, line)| applies.then_some(line))
            .collect();
        if !lines.is_empty() {
            self.say(lines.join("\n"));
        }
    }

    fn login_page(&mut self) {
        self.shaped(
            self.text.mail_label_login_page(),
            &neutral(&self.account.login_url),
            Shape::Open,
        );
    }

    /// Writes the body and returns the subject.
    fn template(&mut self, template: &LetterTemplate) -> String {
        use LetterTemplate as T;
        match template {
            T::ResetStarted { url, minutes } => self.reset_started(url.expose(), *minutes),
            T::TemporaryPassword {
                password,
                days,
                cause,
            } => self.temporary(password.expose(), *days, *cause),
            T::UserRegistered {
                name,
                password,
                days,
            } => self.registered(name, password.expose(), *days),
            T::SecretReset { cause } => self.secret_reset(*cause),
            T::MailCode { code, minutes } => self.mail_code(code.expose(), *minutes),
            T::PasswordChanged => self.password_changed(),
            T::SecretRegistered => self.secret_registered(),
            T::PassRemoved => self.pass_removed(),
            T::PasskeyAdded => self.passkey_added(),
            T::PasskeyRemoved => self.passkey_removed(),
            T::RecoveryCodeUsed { left } => self.recovery_code_used(*left),
            T::RecoveryCodesMade => self.recovery_codes_made(),
            T::Locked { known_browsers } => self.locked(*known_browsers),
            T::SecretSpent => self.secret_spent(),
            T::ClockOff { minutes } => self.clock_off(*minutes),
            T::LockReleased { cause } => self.lock_released(*cause),
            T::NewLogIn(seen) => self.new_log_in(seen),
            T::AddressChangeAsked { url, minutes } => {
                self.address_change_asked(url.expose(), *minutes)
            }
            T::AddressChangeStarted { shown_new } => self.address_change_started(shown_new),
            T::AddressChanged { shown_new, cause } => self.address_changed(shown_new, *cause),
            T::UserChanged { cause } => self.user_changed(*cause),
            T::UserDeleted { cause } => self.user_deleted(*cause),
            T::DeletionAhead { days, on } => self.deletion_ahead(*days, *on),
            T::Centre(letter) => self.centre(letter),
        }
    }

    /// The form that most notices share: what happened, to whom, what now, if unexpected.
    fn told(&mut self, lead: String, next: impl IntoIterator<Item = String>, unexpected: String) {
        self.say(lead);
        self.account(None);
        for paragraph in next {
            self.say(paragraph);
        }
        self.login_page();
        self.say(unexpected);
    }
}
