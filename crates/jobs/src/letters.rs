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
        Notice::Locked => T::Locked,
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
mod tests {
    use super::{letter, posting};
    use app::DueMail;
    use domain::ids::OutboxId;
    use domain::mail_address::MailAddress;
    use domain::merchant::{CENTRE_KEY, MerchantCode};
    use domain::notice::{Cause, MerchantPart, Notice};
    use domain::policy::{Policy, Profile};
    use domain::time::Timestamp;
    use i18n::Catalog;
    use mail::{Brand, Received, compose};

    fn due(notice: Notice, locale: &str) -> DueMail {
        DueMail {
            id: OutboxId::new(uuid::Uuid::from_u128(7)),
            to: MailAddress::parse("taro@shop.example").unwrap(),
            locale: locale.to_owned(),
            notice,
            merchant_code: "123456789".to_owned(),
            user_id: "ippan01".to_owned(),
            access_key: "1234567".to_owned(),
            created_at: Timestamp::from_micros(1_717_405_501_000_000),
            not_after: Timestamp::from_micros(1_717_405_502_000_000),
            tries: 1,
        }
    }

    fn read(notice: Notice, locale: &str) -> Received {
        read_of(&due(notice, locale))
    }

    fn read_of(due: &DueMail) -> Received {
        let brand = Brand {
            service: "Service".to_owned(),
            operator: "Operator".to_owned(),
            phone: "1".to_owned(),
            hours: "9".to_owned(),
            contact_mail: "help@a.example".to_owned(),
            from_address: "no-reply@a.example".to_owned(),
            color: None,
        };
        let letter = letter(due, &Policy::of(Profile::Manual), "https://console.example");
        let catalog = Catalog::load().unwrap();
        let composed = compose(&catalog, &brand, &letter, &posting(due)).unwrap();
        Received::parse(composed.bytes()).unwrap()
    }

    /// Shows CS-6: an operator has no 加盟店コード; the mail names ユーザID and the operators' entrance.
    #[test]
    fn cs_6_operators_have_no_merchant_code() {
        for (locale, label) in [("ja", "加盟店コード"), ("en", "Merchant code")] {
            let temporary = Notice::TemporaryPassword {
                password: "k7Wq3mZx9RtB".to_owned(),
                cause: Cause::Operator,
            };
            let of_merchant = due(temporary.clone(), locale);
            assert!(read_of(&of_merchant).body.contains(label));
            let to_operator = DueMail {
                merchant_code: MerchantCode::centre().as_str().to_owned(),
                user_id: "center01".to_owned(),
                access_key: CENTRE_KEY.to_owned(),
                ..due(temporary, locale)
            };
            let letter = read_of(&to_operator);
            for text in [&letter.body, &letter.html, &letter.subject] {
                assert!(
                    !text.contains("000000000") && !text.contains(label),
                    "{text}"
                );
            }
            let entrance = "https://console.example/operator";
            assert!(letter.body.contains("center01") && letter.body.contains(entrance));
        }
    }

    type Case = (Notice, &'static str);

    fn at() -> Timestamp {
        Timestamp::from_micros(1_717_405_501_000_000)
    }

    fn shown_new() -> String {
        "k\u{2022}i@s.example".to_owned()
    }

    /// What people cause themselves, and what the letter has to bring.
    fn peoples_own() -> Vec<Case> {
        vec![
            (
                Notice::MailCode {
                    code: "048213".to_owned(),
                    minutes: 10,
                },
                "\n048213\n",
            ),
            (
                Notice::NewLogIn {
                    network: "192.0.2.0/24".to_owned(),
                    device: "Firefox".to_owned(),
                    at: at(),
                    method: "totp".to_owned(),
                },
                "2024-06-03 18:05",
            ),
            (
                Notice::AddressChangeAsked {
                    token: "token".to_owned(),
                    minutes: 30,
                },
                "https://console.example/mail-address/token",
            ),
            (
                Notice::AddressChangeStarted {
                    shown_new: shown_new(),
                },
                "@s.example",
            ),
            (
                Notice::AddressChanged {
                    shown_new: shown_new(),
                    cause: Cause::Admin,
                },
                "@s.example",
            ),
        ]
    }

    /// What others do to an account or a merchant.
    fn others_acts() -> Vec<Case> {
        vec![
            (Notice::DeletionAhead { days: 3, on: at() }, "2024-06-03"),
            (
                Notice::AdminReset {
                    password: Some("k7Wq3mZx9RtB".to_owned()),
                    secret: true,
                    lock: true,
                },
                "\nk7Wq3mZx9RtB\n",
            ),
            (
                Notice::LockReleased {
                    cause: Cause::Operator,
                },
                "ippan01",
            ),
            (
                Notice::UserChanged {
                    cause: Cause::Person,
                },
                "ippan01",
            ),
            (Notice::UserDeleted { cause: None }, "ippan01"),
        ]
    }

    /// What the centre does to a merchant's file.
    fn acts_on_the_file() -> Vec<Case> {
        vec![
            (
                Notice::MerchantChanged {
                    what: vec![MerchantPart::Company],
                },
                "123456789",
            ),
            (
                Notice::MerchantSuspended {
                    suspended: true,
                    closed: false,
                },
                "123456789",
            ),
            (
                Notice::ContactChanging {
                    shown_new: shown_new(),
                    on: at(),
                },
                "2024-06-03 18:05",
            ),
            (Notice::ContactChanged, "https://console.example/1234567"),
            (
                Notice::ContactWithdrawn {
                    shown_new: shown_new(),
                },
                "@s.example",
            ),
        ]
    }

    fn every_case() -> impl Iterator<Item = Case> {
        let others = others_acts().into_iter().chain(acts_on_the_file());
        peoples_own().into_iter().chain(others)
    }

    /// Shows MAIL-5: every notice becomes a letter in both languages; what it brings is in it.
    #[test]
    fn mail_5_and_all_others_become_letters() {
        for (notice, brings) in every_case() {
            for locale in ["ja", "en"] {
                let letter = read(notice.clone(), locale);
                assert!(letter.subject.contains("Service"), "{notice:?}");
                assert!(letter.body.contains(brings), "{notice:?} in {locale}");
                assert!(
                    letter.html.contains(brings.trim()),
                    "{notice:?} in {locale}"
                );
            }
        }
    }
}
