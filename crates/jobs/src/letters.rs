//! From a claimed mail to a letter. Every address in it comes from configuration.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use app::DueMail;
use domain::notice::{Cause, Notice};
use domain::policy::Policy;
use domain::time::{Span, Timestamp};
use i18n::Locale;
use mail::{Account, Letter, LetterTemplate, Posting, Secret};

/// The letter that `due` asks for. `public_url` has no slash at its end.
pub fn letter(due: &DueMail, policy: &Policy, public_url: &str) -> Letter {
    Letter {
        locale: Locale::from_code(&due.locale).unwrap_or_default(),
        account: Account {
            merchant_code: due.merchant_code.clone(),
            user_id: due.user_id.clone(),
            login_url: format!("{public_url}/{}", due.access_key),
        },
        template: template(&due.notice, policy, public_url),
    }
}

/// Its outside: the same at every try, so that a mail sent twice can be recognised.
pub fn posting(due: &DueMail) -> Posting {
    Posting {
        to: due.to.as_str().to_owned(),
        date: system_time(due.created_at),
        message_id: due.id.uuid().to_string(),
    }
}

fn template(notice: &Notice, policy: &Policy, public_url: &str) -> LetterTemplate {
    let days = whole(policy.temporary_password, Span::days(1));
    match notice {
        Notice::ResetStarted { token } => LetterTemplate::ResetStarted {
            url: Secret::new(format!("{public_url}/reset/{token}")),
            minutes: whole(policy.reset_link, Span::minutes(1)),
        },
        Notice::TemporaryPassword { password, cause } => LetterTemplate::TemporaryPassword {
            password: Secret::new(password.clone()),
            days,
            cause: truthful(*cause),
        },
        Notice::UserRegistered { name, password } => LetterTemplate::UserRegistered {
            name: name.clone(),
            password: Secret::new(password.clone()),
            days,
        },
        Notice::SecretReset { cause } => LetterTemplate::SecretReset {
            cause: truthful(*cause),
        },
        Notice::PasswordChanged => LetterTemplate::PasswordChanged,
        Notice::SecretRegistered => LetterTemplate::SecretRegistered,
        Notice::Locked => LetterTemplate::Locked,
        Notice::ClockOff { minutes } => LetterTemplate::ClockOff { minutes: *minutes },
        Notice::SecretSpent => LetterTemplate::SecretSpent,
    }
}

const fn truthful(cause: Cause) -> mail::Cause {
    match cause {
        Cause::Person => mail::Cause::Person,
        Cause::Admin => mail::Cause::Admin,
        Cause::Operator => mail::Cause::Operator,
    }
}

/// How many whole `units` are in `span`; a started one does not count, so that no mail promises
/// more time than there is.
fn whole(span: Span, unit: Span) -> u32 {
    let count = span.as_micros().max(0) / unit.as_micros();
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn system_time(moment: Timestamp) -> SystemTime {
    let micros = moment.as_micros().max(0).unsigned_abs();
    UNIX_EPOCH + Duration::from_micros(micros)
}
