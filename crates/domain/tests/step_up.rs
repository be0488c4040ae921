//! Password and second factor shown once more.

use domain::ids::FactorId;
use domain::log_in::{Account, Factors, PasswordMatch, Refusal, TotpFactor, TypedCode, WrongCodes};
use domain::person::Role;
use domain::policy::{Policy, Profile};
use domain::step_up::{Shown, decide};
use domain::time::{Span, Timestamp};
use otp::{Secret, Totp};
use uuid::Uuid;

const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);
const APP: FactorId = FactorId::new(Uuid::from_u128(7));
const CURRENT: PasswordMatch = PasswordMatch {
    current: true,
    temporary: false,
};
const TEMPORARY: PasswordMatch = PasswordMatch {
    current: false,
    temporary: true,
};

fn totp() -> Totp {
    Totp::standard(Secret::issue(&[7; 20]))
}

fn account(with_app: bool) -> Account {
    let app = TotpFactor {
        id: APP,
        totp: totp(),
        last_step: None,
        last_used_at: None,
        refunds: 0,
    };
    Account {
        role: Role::General,
        access_key_right: true,
        network_admitted: true,
        suspended: false,
        created_at: NOW,
        last_login_at: Some(NOW),
        password_changed_at: Some(NOW),
        temporary_until: Some(NOW.plus(Span::days(1))),
        enrolment_until: None,
        factors: Factors {
            in_force: with_app.then_some(WrongCodes { on: APP, count: 0 }),
            apps: with_app.then_some(app).into_iter().collect(),
            pending: None,
        },
    }
}

/// What was decided: the pass whose code is used up, or why not.
fn decided(
    account: &Account,
    matched: PasswordMatch,
    shown: Shown<'_>,
) -> Result<Option<FactorId>, Refusal> {
    let policy = Policy::of(Profile::Manual);
    decide(Some(account), matched, shown, &policy, NOW)
        .map(|acceptance| acceptance.map(|acceptance| acceptance.factor))
}

#[test]
fn a_code_of_the_app_is_used_up() {
    let text = totp().code_at(NOW.unix_seconds());
    let right = TypedCode::parse(text.text().expose());
    let shown = Shown::App(&right);
    assert_eq!(decided(&account(true), CURRENT, shown), Ok(Some(APP)));
    assert_eq!(
        decided(&account(true), PasswordMatch::default(), shown),
        Err(Refusal::WrongPassword)
    );
    assert_eq!(
        decided(&account(false), CURRENT, shown),
        Err(Refusal::CodeMissing)
    );
    let long_ago = totp().code_at(NOW.minus(Span::days(2)).unix_seconds());
    let wrong = TypedCode::parse(long_ago.text().expose());
    let refusal = decided(&account(true), CURRENT, Shown::App(&wrong)).err();
    assert_eq!(refusal.and_then(|refusal| refusal.counts_on()), Some(APP));
}

#[test]
fn a_mailed_code_is_right_or_not() {
    let mailed = |right| decided(&account(false), CURRENT, Shown::Mailed { right });
    assert_eq!(mailed(true), Ok(None));
    assert_eq!(mailed(false), Err(Refusal::MailedCodeWrong));
}

/// Whoever holds a temporary password has still to choose one.
#[test]
fn a_temporary_password_proves_nothing_here() {
    let shown = Shown::Mailed { right: true };
    assert_eq!(
        decided(&account(false), TEMPORARY, shown),
        Err(Refusal::WrongPassword)
    );
    let policy = Policy::of(Profile::Manual);
    assert_eq!(
        decide(None, CURRENT, shown, &policy, NOW).err(),
        Some(Refusal::Unknown)
    );
}
