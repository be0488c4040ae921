//! What the domain found, in the words of the page's language.

use domain::guessable::Guessable;
use domain::mail_address::MailAddressError;
use domain::password_rules::BrokenRule;
use domain::person::{PersonNameError, Role};
use domain::policy::Policy;
use domain::registration::Problem;
use domain::user_state::UserState as Found;
use i18n::Text;
use store::own_sessions::LogInLine;

use crate::views::{MethodChoice, TypeChoice, UserState};

/// The rules of passwords, each from its setting (PWD-6, PWD-7).
pub fn password_rules(text: &Text, policy: &Policy) -> Vec<String> {
    let rules = policy.password;
    let mut lines = vec![text.password_rule_length(rules.longest, rules.shortest)];
    if rules.composed {
        lines.extend([text.password_rule_alphabet(), text.password_rule_mixed()]);
    } else {
        lines.push(text.password_rule_any());
    }
    lines.extend(rules.equal_run.map(|run| text.password_rule_run(run)));
    lines.push(text.password_rule_history(policy.password_history));
    lines.push(text.password_rule_guessable());
    lines
}

/// A rule that a password breaks.
pub fn broken_rule(text: &Text, policy: &Policy, rule: BrokenRule) -> String {
    let rules = policy.password;
    match rule {
        BrokenRule::Empty => text.form_error_empty(text.password_new()),
        BrokenRule::TooShort | BrokenRule::TooLong => {
            text.password_error_length(rules.longest, rules.shortest)
        }
        BrokenRule::OtherCharacters if rules.composed => text.password_error_alphabet(),
        BrokenRule::OtherCharacters => text.password_error_control(),
        BrokenRule::Guessable(Guessable::Common) => text.password_error_common(),
        BrokenRule::Guessable(Guessable::Context) => text.password_error_context(),
        BrokenRule::Guessable(Guessable::Pattern) => text.password_error_pattern(),
        BrokenRule::LetterOrDigitMissing => text.password_error_mixed(),
        BrokenRule::EqualRun => text.password_error_run(rules.equal_run.unwrap_or_default()),
        BrokenRule::NotTheSame => text.password_error_differs(),
        BrokenRule::UsedBefore => text.password_error_history(),
        BrokenRule::SameAsCurrent => text.password_error_current_same(),
        BrokenRule::CurrentWrong => text.password_error_current(),
    }
}

/// What is wrong with a field of the user form.
pub fn registration_problem(text: &Text, problem: Problem) -> String {
    match problem {
        Problem::UserTypeMissing => text.users_error_type(),
        Problem::ShippingNotAllowed => text.users_error_type_unavailable(),
        Problem::UserIdMissing => text.users_error_id_empty(),
        Problem::UserIdMalformed => text.users_error_id_format(),
        Problem::UserIdReserved => text.users_error_id_reserved(),
        Problem::UserIdTaken => text.users_error_id_taken(),
        Problem::LoginMethodMissing => text.users_error_method(),
        Problem::MailMethodNotAllowed => text.users_error_method_unavailable(),
        Problem::SamePersonTaken => text.users_error_same_person_taken(),
        Problem::SamePersonNotGeneral => text.users_error_same_person_shipping(),
        Problem::SamePersonWithoutMail => text.users_error_same_person_mail(),
        Problem::Name(PersonNameError::Empty) => text.users_error_name_empty(),
        Problem::Name(PersonNameError::TooLong) => text.users_error_name_long(),
        Problem::Name(PersonNameError::NotAllowed) => text.users_error_name_characters(),
        Problem::Mail(error) => mail_problem(text, error),
        Problem::MailIsAdmins => text.users_error_mail_admin(),
        Problem::MailTaken => text.users_error_mail_taken(),
    }
}

fn mail_problem(text: &Text, error: MailAddressError) -> String {
    match error {
        MailAddressError::Empty => text.users_error_mail_empty(),
        MailAddressError::TooLong => text.users_error_mail_long(),
        MailAddressError::Malformed => text.users_error_mail_format(),
    }
}

/// A state of a user.
pub fn user_state(state: Found) -> UserState {
    match state {
        Found::WaitingForFirstLogin => UserState::FirstLogin,
        Found::NoSecret => UserState::NoSecret,
        Found::SecretSpent => UserState::SecretSpent,
        Found::DeletionIn(days) => UserState::Deletion { days },
        Found::Active => UserState::Active,
        Found::Locked => UserState::Locked,
        Found::StrangersOut { networks } => UserState::StrangersOut {
            networks,
            for_long: false,
        },
        Found::StrangersOutForLong { networks } => UserState::StrangersOut {
            networks,
            for_long: true,
        },
        Found::ClockOff(_) => UserState::ClockOff,
    }
}

/// The type of a user. The list of users never holds 管理.
pub const fn user_type(role: Role) -> TypeChoice {
    match role {
        Role::Shipping => TypeChoice::Shipping,
        Role::General | Role::Admin | Role::Operator => TypeChoice::General,
    }
}

/// How somebody logged in, or why not.
pub fn log_in_details(text: &Text, line: &LogInLine) -> String {
    match line.outcome.as_str() {
        "ok" => match line.remark.split(' ').next() {
            Some("totp") => text.own_how_app(),
            Some("mail") => text.own_how_mail(),
            Some("recovery") => text.own_how_recovery(),
            Some("passkey") => text.own_how_passkey(),
            Some("password") => text.own_how_password(),
            _ => text.own_how_other(),
        },
        "wrong_password" => text.own_why_password(),
        "code_missing" | "code_wrong" | "code_replayed" | "recovery_code_wrong" => {
            text.own_why_code()
        }
        "passkey_wrong" | "passkey_copied" | "passkeys_closed" => text.own_why_passkey(),
        "wrong_access_key" => text.own_why_key(),
        "temporary_expired" | "enrolment_over" | "dormant" => text.own_why_expired(),
        "suspended" | "factor_spent" => text.own_why_stopped(),
        _ => text.own_how_other(),
    }
}

/// ログイン方法.
pub const fn method(method: domain::person::LoginMethod) -> MethodChoice {
    match method {
        domain::person::LoginMethod::MailToo => MethodChoice::Mail,
        domain::person::LoginMethod::AppOnly => MethodChoice::NoMail,
    }
}
