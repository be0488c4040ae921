//! Every letter with made-up values.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::{Cause, CentreLetter, LetterTemplate, LogInMethod, MerchantPart, Secret, SeenLogIn};

fn sample_password() -> Secret {
    Secret::new("k7Wq3mZx9RtB".to_owned())
}

/// 2024-06-03T09:05:01Z.
fn sample_moment() -> SystemTime {
    UNIX_EPOCH + Duration::from_micros(1_717_405_501_123_456)
}

/// Every letter in every form that reads differently, with a name of its own and made-up values:
/// for the demonstration and for tests.
#[must_use]
pub fn samples() -> Vec<(&'static str, LetterTemplate)> {
    let mut letters = manual();
    letters.extend(ours());
    letters.extend(details());
    letters.extend(centre());
    letters
}

fn manual() -> Vec<(&'static str, LetterTemplate)> {
    let url = "https://console.example/reset/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6";
    let url = Secret::new(url.to_owned());
    let temporary = |cause| LetterTemplate::TemporaryPassword {
        password: sample_password(),
        days: 7,
        cause,
    };
    let reset = |cause| LetterTemplate::SecretReset { cause };
    let name = "Kuroda Taro".to_owned();
    let registered = LetterTemplate::UserRegistered {
        name,
        password: sample_password(),
        days: 7,
    };
    vec![
        (
            "mail_1_reset_started",
            LetterTemplate::ResetStarted { url, minutes: 30 },
        ),
        ("mail_2_temporary_person", temporary(Cause::Person)),
        ("mail_2_temporary_admin", temporary(Cause::Admin)),
        ("mail_2_temporary_operator", temporary(Cause::Operator)),
        ("mail_3_registered", registered),
        ("mail_4_secret_reset_person", reset(Cause::Person)),
        ("mail_4_secret_reset_admin", reset(Cause::Admin)),
        ("mail_4_secret_reset_operator", reset(Cause::Operator)),
        (
            "mail_5_code",
            LetterTemplate::MailCode {
                code: Secret::new("048213".to_owned()),
                minutes: 10,
            },
        ),
    ]
}

fn ours() -> Vec<(&'static str, LetterTemplate)> {
    let seen = |method| {
        LetterTemplate::NewLogIn(SeenLogIn {
            network: "192.0.2.0/24".to_owned(),
            device: "Chrome / Windows".to_owned(),
            at: sample_moment(),
            method,
        })
    };
    let released = |cause| LetterTemplate::LockReleased { cause };
    let locked = |known_browsers| LetterTemplate::Locked { known_browsers };
    vec![
        ("password_changed", LetterTemplate::PasswordChanged),
        ("secret_registered", LetterTemplate::SecretRegistered),
        ("pass_removed", LetterTemplate::PassRemoved),
        ("passkey_added", LetterTemplate::PasskeyAdded),
        ("passkey_removed", LetterTemplate::PasskeyRemoved),
        (
            "recovery_code_used",
            LetterTemplate::RecoveryCodeUsed { left: 3 },
        ),
        ("recovery_codes_made", LetterTemplate::RecoveryCodesMade),
        ("locked", locked(true)),
        ("locked_one_count", locked(false)),
        ("secret_spent", LetterTemplate::SecretSpent),
        ("clock_ahead", LetterTemplate::ClockOff { minutes: 4 }),
        ("clock_behind", LetterTemplate::ClockOff { minutes: -3 }),
        ("new_log_in_app", seen(Some(LogInMethod::App))),
        ("new_log_in_mail", seen(Some(LogInMethod::Mail))),
        ("new_log_in_unnamed", seen(None)),
        ("lock_released_admin", released(Cause::Admin)),
        ("lock_released_operator", released(Cause::Operator)),
    ]
}

fn details() -> Vec<(&'static str, LetterTemplate)> {
    let url = "https://console.example/mail-address/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4";
    let shown_new = || "t\u{2022}\u{2022}\u{2022}o@s\u{2022}\u{2022}\u{2022}.example".to_owned();
    let changed = |cause| LetterTemplate::AddressChanged {
        shown_new: shown_new(),
        cause,
    };
    let user = |cause| LetterTemplate::UserChanged { cause };
    let deleted = |cause| LetterTemplate::UserDeleted { cause };
    vec![
        (
            "address_change_asked",
            LetterTemplate::AddressChangeAsked {
                url: Secret::new(url.to_owned()),
                minutes: 30,
            },
        ),
        (
            "address_change_started",
            LetterTemplate::AddressChangeStarted {
                shown_new: shown_new(),
            },
        ),
        ("address_changed_person", changed(Cause::Person)),
        ("address_changed_admin", changed(Cause::Admin)),
        ("address_changed_operator", changed(Cause::Operator)),
        ("user_changed_person", user(Cause::Person)),
        ("user_changed_admin", user(Cause::Admin)),
        ("user_changed_operator", user(Cause::Operator)),
        ("user_deleted_time", deleted(None)),
        ("user_deleted_admin", deleted(Some(Cause::Admin))),
        ("user_deleted_operator", deleted(Some(Cause::Operator))),
        (
            "deletion_ahead",
            LetterTemplate::DeletionAhead {
                days: 3,
                on: sample_moment(),
            },
        ),
    ]
}

fn centre() -> Vec<(&'static str, LetterTemplate)> {
    let reset = |password: bool, code, lock| CentreLetter::AdminReset {
        password: password.then(|| (sample_password(), 7)),
        code,
        lock,
    };
    let stopped = |suspended, closed| CentreLetter::MerchantSuspended { suspended, closed };
    let changed = |what: &[MerchantPart]| CentreLetter::MerchantChanged {
        what: what.to_vec(),
    };
    let every_part = changed(&[
        MerchantPart::Company,
        MerchantPart::AccessKey,
        MerchantPart::Kind,
        MerchantPart::Tablet,
        MerchantPart::MailMethod,
        MerchantPart::Networks,
        MerchantPart::AdminName,
        MerchantPart::AdminMail,
    ]);
    let shown_new = "t\u{2022}\u{2022}\u{2022}o@s\u{2022}\u{2022}\u{2022}.example".to_owned();
    let withdrawn = CentreLetter::ContactWithdrawn {
        shown_new: shown_new.clone(),
    };
    let changing = CentreLetter::ContactChanging {
        shown_new,
        on: sample_moment(),
    };
    [
        ("admin_reset_all", reset(true, true, true)),
        ("admin_reset_password", reset(true, false, false)),
        ("admin_reset_code", reset(false, true, false)),
        ("admin_reset_lock", reset(false, false, true)),
        ("merchant_changed_all", every_part),
        ("merchant_changed_kind", changed(&[MerchantPart::Kind])),
        ("merchant_suspended", stopped(true, false)),
        ("merchant_reopened", stopped(false, false)),
        ("merchant_closed", stopped(true, true)),
        ("contact_changing", changing),
        ("contact_changed", CentreLetter::ContactChanged),
        ("contact_withdrawn", withdrawn),
    ]
    .map(|(name, letter)| (name, LetterTemplate::Centre(letter)))
    .to_vec()
}
