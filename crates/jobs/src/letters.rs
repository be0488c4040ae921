//! From a claimed mail to a letter. Every address in it comes from configuration.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use app::DueMail;
use domain::merchant::CENTRE_KEY;
use domain::notice::{Cause, MerchantPart, Notice};
use domain::policy::Policy;
use domain::time::{Span, Timestamp};
use i18n::Locale;
use mail::{
    Account, CentreLetter, Letter, LetterTemplate, LogInMethod, Posting, Secret, SeenLogIn,
};

/// The letter that `due` asks for. `public_url` has no slash at its end.
pub fn letter(due: &DueMail, policy: &Policy, public_url: &str) -> Letter {
    Letter {
        locale: Locale::from_code(&due.locale).unwrap_or_default(),
        account: Account {
            merchant_code: (due.access_key != CENTRE_KEY).then(|| due.merchant_code.clone()),
            user_id: (!due.user_id.is_empty()).then(|| due.user_id.clone()),
            login_url: entrance(public_url, &due.access_key),
        },
        template: template(&due.notice, policy, public_url),
    }
}

/// Where the person logs in: the centre's people have an entrance of their own.
fn entrance(public_url: &str, access_key: &str) -> String {
    match access_key {
        CENTRE_KEY => format!("{public_url}/operator"),
        key => format!("{public_url}/{key}"),
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

#[allow(
    clippy::too_many_lines,
    reason = "one plain translation per notice, and none may be missing"
)]
fn template(notice: &Notice, policy: &Policy, public_url: &str) -> LetterTemplate {
    use LetterTemplate as T;
    let days = whole(policy.temporary_password, Span::days(1));
    match notice {
        Notice::ResetStarted { token } => T::ResetStarted {
            url: Secret::new(format!("{public_url}/reset/{token}")),
            minutes: whole(policy.reset_link, Span::minutes(1)),
        },
        Notice::TemporaryPassword { password, cause } => T::TemporaryPassword {
            password: secret(password),
            days,
            cause: truthful(*cause),
        },
        Notice::UserRegistered { name, password } => T::UserRegistered {
            name: name.clone(),
            password: secret(password),
            days,
        },
        Notice::SecretReset { cause } => T::SecretReset {
            cause: truthful(*cause),
        },
        Notice::PasswordChanged => T::PasswordChanged,
        Notice::SecretRegistered => T::SecretRegistered,
        Notice::PassRemoved => T::PassRemoved,
        Notice::PasskeyAdded => T::PasskeyAdded,
        Notice::PasskeyRemoved => T::PasskeyRemoved,
        Notice::RecoveryCodeUsed { left } => T::RecoveryCodeUsed { left: *left },
        Notice::RecoveryCodesMade => T::RecoveryCodesMade,
        Notice::Locked => T::Locked {
            known_browsers: policy.outsiders.is_some(),
        },
        Notice::ClockOff { minutes } => T::ClockOff { minutes: *minutes },
        Notice::SecretSpent => T::SecretSpent,
        Notice::MailCode { code, minutes } => T::MailCode {
            code: secret(code),
            minutes: *minutes,
        },
        Notice::NewLogIn {
            network,
            device,
            at,
            method,
        } => T::NewLogIn(SeenLogIn {
            network: network.clone(),
            device: device.clone(),
            at: system_time(*at),
            method: log_in_method(method),
        }),
        Notice::AddressChangeAsked { token, minutes } => T::AddressChangeAsked {
            url: Secret::new(format!("{public_url}/mail-address/{token}")),
            minutes: *minutes,
        },
        Notice::AddressChangeStarted { shown_new } => T::AddressChangeStarted {
            shown_new: shown_new.clone(),
        },
        Notice::AddressChanged { shown_new, cause } => T::AddressChanged {
            shown_new: shown_new.clone(),
            cause: truthful(*cause),
        },
        Notice::DeletionAhead { days, on } => T::DeletionAhead {
            days: *days,
            on: system_time(*on),
        },
        Notice::LockReleased { cause } => T::LockReleased {
            cause: truthful(*cause),
        },
        Notice::UserChanged { cause } => T::UserChanged {
            cause: truthful(*cause),
        },
        Notice::UserDeleted { cause } => T::UserDeleted {
            cause: cause.map(truthful),
        },
        Notice::AdminReset {
            password,
            secret: code,
            lock,
        } => T::Centre(CentreLetter::AdminReset {
            password: password.as_deref().map(|it| (secret(it), days)),
            code: *code,
            lock: *lock,
        }),
        Notice::MerchantChanged { what } => T::Centre(CentreLetter::MerchantChanged {
            what: what.iter().map(|part| merchant_part(*part)).collect(),
        }),
        Notice::MerchantSuspended { suspended, closed } => {
            T::Centre(CentreLetter::MerchantSuspended {
                suspended: *suspended,
                closed: *closed,
            })
        }
        Notice::ContactChanging { shown_new, on } => T::Centre(CentreLetter::ContactChanging {
            shown_new: shown_new.clone(),
            on: system_time(*on),
        }),
        Notice::ContactChanged => T::Centre(CentreLetter::ContactChanged),
        Notice::ContactWithdrawn { shown_new } => T::Centre(CentreLetter::ContactWithdrawn {
            shown_new: shown_new.clone(),
        }),
    }
}

fn secret(value: &str) -> Secret {
    Secret::new(value.to_owned())
}

/// The words are those of [`domain::log_in::Strength`] and of the log-in history.
fn log_in_method(word: &str) -> Option<LogInMethod> {
    match word {
        "password" => Some(LogInMethod::Password),
        "totp" => Some(LogInMethod::App),
        "mail" => Some(LogInMethod::Mail),
        "recovery" => Some(LogInMethod::Recovery),
        "passkey" => Some(LogInMethod::Passkey),
        _ => None,
    }
}

const fn merchant_part(part: MerchantPart) -> mail::MerchantPart {
    match part {
        MerchantPart::Company => mail::MerchantPart::Company,
        MerchantPart::AccessKey => mail::MerchantPart::AccessKey,
        MerchantPart::Kind => mail::MerchantPart::Kind,
        MerchantPart::Tablet => mail::MerchantPart::Tablet,
        MerchantPart::MailMethod => mail::MerchantPart::MailMethod,
        MerchantPart::Networks => mail::MerchantPart::Networks,
        MerchantPart::AdminName => mail::MerchantPart::AdminName,
        MerchantPart::AdminMail => mail::MerchantPart::AdminMail,
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

#[cfg(test)]
mod tests;
