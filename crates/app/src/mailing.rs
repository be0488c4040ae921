//! Mail as it waits in the outbox: address and values sealed until it is handed over.

use crate::{App, AppError};
use crypto::Purpose;
use domain::ids::{MerchantId, OutboxId, PersonId};
use domain::mail_address::MailAddress;
use domain::notice::{Cause, Notice};
use domain::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use store::outbox::NewMail;
use store::people::Subject;
use zeroize::Zeroizing;

/// Mail without a secret is still worth sending after this long.
pub(crate) const WORTH_SENDING: Span = Span::days(3);

/// Whom a mail is about, as it will be named in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About<'a> {
    pub(crate) person: PersonId,
    pub(crate) merchant: MerchantId,
    pub(crate) merchant_code: &'a str,
    pub(crate) user_id: &'a str,
    pub(crate) access_key: &'a str,
    pub(crate) locale: &'a str,
}

impl<'a> About<'a> {
    pub(crate) fn subject(subject: &'a Subject) -> Self {
        Self {
            person: subject.person.id,
            merchant: subject.merchant,
            merchant_code: subject.merchant_code.as_str(),
            user_id: subject.person.user_id.as_str(),
            access_key: &subject.access_key,
            locale: &subject.locale,
        }
    }
}

/// What is sealed.
#[derive(Deserialize, Serialize)]
pub(crate) struct Envelope {
    pub(crate) to: String,
    pub(crate) locale: String,
    pub(crate) merchant_code: String,
    pub(crate) user_id: String,
    pub(crate) access_key: String,
    pub(crate) words: Words,
}

/// A notice's values in a form that can be stored.
#[derive(Deserialize, Serialize)]
pub(crate) enum Words {
    ResetStarted { token: String },
    TemporaryPassword { password: String, cause: CauseWord },
    UserRegistered { name: String, password: String },
    SecretReset { cause: CauseWord },
    PasswordChanged,
    SecretRegistered,
    Locked,
    ClockOff { minutes: i32 },
    SecretSpent,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
pub(crate) enum CauseWord {
    Person,
    Admin,
    Operator,
}

impl App {
    /// A mail to be queued.
    pub(crate) fn mail(
        &self,
        to: &MailAddress,
        about: About<'_>,
        notice: Notice,
        not_after: Timestamp,
    ) -> Result<NewMail, AppError> {
        let id = OutboxId::new(self.new_id()?);
        let template = notice.word();
        let envelope = Envelope {
            to: to.as_str().to_owned(),
            locale: about.locale.to_owned(),
            merchant_code: about.merchant_code.to_owned(),
            user_id: about.user_id.to_owned(),
            access_key: about.access_key.to_owned(),
            words: words(notice),
        };
        let json = serde_json::to_vec(&envelope).map_err(|e| AppError::fault("mail", e))?;
        let sealed = self.seal_envelope(id, &Zeroizing::new(json))?;
        let about = Some((about.person, about.merchant));
        Ok(NewMail {
            id,
            about,
            template,
            sealed: Some(sealed),
            not_after,
        })
    }

    /// A row that sends nothing and costs what a real one costs.
    pub(crate) fn no_mail(&self, template: &'static str) -> Result<NewMail, AppError> {
        let id = OutboxId::new(self.new_id()?);
        self.seal_envelope(id, &[0; 256])?;
        Ok(NewMail {
            id,
            about: None,
            template,
            sealed: None,
            not_after: self.now(),
        })
    }

    fn seal_envelope(&self, id: OutboxId, json: &[u8]) -> Result<Vec<u8>, AppError> {
        let id = id.uuid();
        let context: [&[u8]; 1] = [id.as_bytes()];
        Ok(self
            .keys()
            .seal(Purpose::OutboxParameters, &context, json, self.entropy())?)
    }

    pub(crate) fn open_envelope(&self, id: OutboxId, sealed: &[u8]) -> Result<Envelope, AppError> {
        let id = id.uuid();
        let context: [&[u8]; 1] = [id.as_bytes()];
        let json = self
            .keys()
            .open(Purpose::OutboxParameters, &context, sealed)?;
        serde_json::from_slice(&json).map_err(|e| AppError::fault("mail", e))
    }
}

fn words(notice: Notice) -> Words {
    match notice {
        Notice::ResetStarted { token } => Words::ResetStarted { token },
        Notice::TemporaryPassword { password, cause } => Words::TemporaryPassword {
            password,
            cause: cause_word(cause),
        },
        Notice::UserRegistered { name, password } => Words::UserRegistered { name, password },
        Notice::SecretReset { cause } => Words::SecretReset {
            cause: cause_word(cause),
        },
        Notice::PasswordChanged => Words::PasswordChanged,
        Notice::SecretRegistered => Words::SecretRegistered,
        Notice::Locked => Words::Locked,
        Notice::ClockOff { minutes } => Words::ClockOff { minutes },
        Notice::SecretSpent => Words::SecretSpent,
    }
}

/// The stored values as the notice they were.
pub(crate) fn notice(words: Words) -> Notice {
    match words {
        Words::ResetStarted { token } => Notice::ResetStarted { token },
        Words::TemporaryPassword { password, cause } => Notice::TemporaryPassword {
            password,
            cause: cause_of(cause),
        },
        Words::UserRegistered { name, password } => Notice::UserRegistered { name, password },
        Words::SecretReset { cause } => Notice::SecretReset {
            cause: cause_of(cause),
        },
        Words::PasswordChanged => Notice::PasswordChanged,
        Words::SecretRegistered => Notice::SecretRegistered,
        Words::Locked => Notice::Locked,
        Words::ClockOff { minutes } => Notice::ClockOff { minutes },
        Words::SecretSpent => Notice::SecretSpent,
    }
}

const fn cause_word(cause: Cause) -> CauseWord {
    match cause {
        Cause::Person => CauseWord::Person,
        Cause::Admin => CauseWord::Admin,
        Cause::Operator => CauseWord::Operator,
    }
}

const fn cause_of(word: CauseWord) -> Cause {
    match word {
        CauseWord::Person => Cause::Person,
        CauseWord::Admin => Cause::Admin,
        CauseWord::Operator => Cause::Operator,
    }
}
