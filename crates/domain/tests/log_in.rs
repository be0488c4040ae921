//! The log-in as a decision: every refusal, and each limit from both sides.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on must fail loudly"
)]

use domain::change_due::ChangeDue;
use domain::ids::FactorId;
use domain::log_in::{
    Account, Factors, Opening, PasswordMatch, Refusal, Strength, TotpFactor, TypedCode, WrongCodes,
    decide, drift_minutes,
};
use domain::obligations::Obligations;
use domain::person::Role;
use domain::policy::{Policy, Profile};
use domain::time::{Span, Timestamp};
use otp::{Secret, Totp};
use uuid::Uuid;

const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);
const ID: FactorId = FactorId::new(Uuid::from_u128(7));
const CURRENT: PasswordMatch = PasswordMatch {
    current: true,
    temporary: false,
};
const TEMPORARY: PasswordMatch = PasswordMatch {
    current: false,
    temporary: true,
};

fn before(span: Span) -> Timestamp {
    NOW.minus(span)
}

fn totp() -> Totp {
    Totp::standard(Secret::issue(&[7; 20]))
}

fn code(at: Timestamp) -> TypedCode {
    TypedCode::parse(totp().code_at(at.unix_seconds()).text().expose())
}

fn factor() -> TotpFactor {
    TotpFactor {
        id: ID,
        totp: totp(),
        last_step: None,
        last_used_at: None,
        refunds: 0,
    }
}

fn in_force(app: TotpFactor, count: u8) -> Factors {
    Factors {
        in_force: Some(WrongCodes { on: app.id, count }),
        apps: vec![app],
        pending: None,
    }
}

fn account() -> Account {
    Account {
        role: Role::General,
        access_key_right: true,
        network_admitted: true,
        suspended: false,
        created_at: before(Span::days(200)),
        last_login_at: Some(before(Span::days(1))),
        password_changed_at: Some(before(Span::days(1))),
        temporary_until: None,
        enrolment_until: None,
        factors: in_force(factor(), 0),
    }
}

fn opens(account: &Account, matched: PasswordMatch, code: &TypedCode) -> Result<Opening, Refusal> {
    decide(
        Some(account),
        matched,
        code,
        &Policy::of(Profile::Manual),
        NOW,
    )
}

fn refused(account: &Account, matched: PasswordMatch) -> Option<Refusal> {
    opens(account, matched, &code(NOW)).err()
}

/// Shows LOGIN-15, LOGIN-17: each reason has its own refusal, and the first in this order counts.
#[test]
fn login_15_each_reason_is_known() {
    let policy = Policy::of(Profile::Manual);
    let unknown = decide(None, CURRENT, &code(NOW), &policy, NOW);
    assert_eq!(unknown, Err(Refusal::Unknown));
    assert_eq!(refused(&account(), CURRENT), None);
    let mut wrong = account();
    wrong.suspended = true;
    assert_eq!(refused(&wrong, CURRENT), Some(Refusal::Suspended));
    assert_eq!(
        refused(&wrong, PasswordMatch::default()),
        Some(Refusal::WrongPassword)
    );
    wrong.network_admitted = false;
    assert_eq!(refused(&wrong, CURRENT), Some(Refusal::Network));
    wrong.access_key_right = false;
    assert_eq!(refused(&wrong, CURRENT), Some(Refusal::WrongAccessKey));
}

/// Shows PWD-2, EXP-4: the change is due from the 90th day on; the duty says why.
/// Shows PCI-20.
#[test]
fn exp_4_ninety_days() {
    let micro = Timestamp::from_micros;
    let due = |changed| {
        let old = Account {
            password_changed_at: Some(changed),
            ..account()
        };
        opens(&old, CURRENT, &code(NOW)).unwrap()
    };
    let ninety = before(Span::days(90));
    assert_eq!(due(ninety).change_due, Some(ChangeDue::Expired));
    assert!(due(ninety).obligations.change_password);
    let fresh = due(micro(ninety.as_micros() + 1));
    assert_eq!(
        (fresh.change_due, fresh.obligations.is_empty()),
        (None, true)
    );
    assert_eq!(fresh.strength, Strength::Totp);
}

/// A temporary password works before its end and not at it; who never was here is greeted as new.
/// Shows PCI-17, ASVS-9, ATK-22.
#[test]
fn temporary_passwords_end() {
    let with = |until: Option<Timestamp>| Account {
        temporary_until: until,
        ..account()
    };
    let end = NOW.plus(Span::milliseconds(1));
    let opened = opens(&with(Some(end)), TEMPORARY, &code(NOW)).unwrap();
    assert_eq!(opened.change_due, Some(ChangeDue::Reset));
    for until in [Some(NOW), Some(before(Span::days(1))), None] {
        assert_eq!(
            refused(&with(until), TEMPORARY),
            Some(Refusal::TemporaryExpired)
        );
    }
    let due = |changed, logged_in| {
        let account = Account {
            password_changed_at: changed,
            last_login_at: logged_in,
            created_at: before(Span::days(1)),
            ..with(Some(end))
        };
        opens(&account, TEMPORARY, &code(NOW)).unwrap().change_due
    };
    let once = Some(before(Span::days(1)));
    assert_eq!(due(None, None), Some(ChangeDue::First));
    for (changed, logged_in) in [(once, None), (None, once), (once, once)] {
        assert_eq!(due(changed, logged_in), Some(ChangeDue::Reset));
    }
}

/// Shows EXP-2, EXP-3, EXP-6: silent users are refused from the 91st day on, 管理 never; an
/// operator is woken up by a temporary password, and by a password chosen lately.
#[test]
fn exp_2_silence_closes_the_entrance() {
    let days = |n| Some(before(Span::days(n)));
    let of = |role, last_login_at, changed| Account {
        role,
        last_login_at,
        password_changed_at: changed,
        temporary_until: Some(NOW.plus(Span::days(1))),
        ..account()
    };
    for role in [Role::General, Role::Shipping] {
        assert_eq!(
            refused(&of(role, days(91), days(1)), CURRENT),
            Some(Refusal::Dormant)
        );
        assert_eq!(
            refused(&of(role, None, days(1)), CURRENT),
            Some(Refusal::Dormant)
        );
        assert_eq!(refused(&of(role, days(90), days(1)), CURRENT), None);
    }
    assert_eq!(refused(&of(Role::Admin, days(199), days(1)), CURRENT), None);
    let operator =
        |last, changed, matched| refused(&of(Role::Operator, days(last), days(changed)), matched);
    assert_eq!(operator(91, 91, CURRENT), Some(Refusal::Dormant));
    assert_eq!(operator(91, 90, CURRENT), None);
    assert_eq!(operator(90, 91, CURRENT), None);
    assert_eq!(operator(91, 91, TEMPORARY), None);
}

/// Shows LOGIN-5, OTP-14: without a factor in force the right password leads to the issue page while
/// the window is open; the pending secret's first code opens the session instead.
#[test]
fn login_5_the_window() {
    for pending in [false, true] {
        let with = |until| Account {
            enrolment_until: until,
            factors: Factors {
                pending: pending.then(factor),
                ..Factors::default()
            },
            ..account()
        };
        let open = Some(NOW.plus(Span::milliseconds(1)));
        let opened = opens(&with(open), CURRENT, &TypedCode::Blank).unwrap();
        let enrol = Obligations {
            change_password: false,
            enrol: true,
        };
        assert_eq!(
            (opened.strength, opened.obligations),
            (Strength::Password, enrol)
        );
        assert_eq!(opened.acceptance, None);
        for until in [Some(NOW), None] {
            let refused = opens(&with(until), CURRENT, &TypedCode::Blank);
            assert_eq!(refused, Err(Refusal::EnrolmentOver));
        }
        let first = opens(&with(None), CURRENT, &code(NOW));
        if pending {
            let acceptance = first.unwrap().acceptance.unwrap();
            assert!(acceptance.confirms && acceptance.factor == ID);
        } else {
            assert_eq!(first, Err(Refusal::EnrolmentOver));
        }
    }
}

/// Shows OTP-13: the step before and after count, further ones do not; what is no code is wrong.
/// Shows PCI-23, NIST-10.
#[test]
fn codes_of_a_factor_in_force() {
    for (seconds, right) in [(0, true), (30, true), (60, false)] {
        for at in [
            before(Span::seconds(seconds)),
            NOW.plus(Span::seconds(seconds)),
        ] {
            let answer = opens(&account(), CURRENT, &code(at));
            assert_eq!(answer.is_ok(), right, "{seconds}");
            assert!(answer.is_err() || !answer.unwrap().acceptance.unwrap().confirms);
        }
    }
    assert_eq!(
        opens(&account(), CURRENT, &TypedCode::Blank),
        Err(Refusal::CodeMissing)
    );
    let other = opens(&account(), CURRENT, &TypedCode::parse("12345x"));
    let wrong = Refusal::CodeWrong {
        counts_on: ID,
        drift: None,
    };
    assert_eq!(other, Err(wrong));
    assert_eq!(wrong.counts_on(), Some(ID));
    assert_eq!(Refusal::CodeMissing.counts_on(), None);
    let spent = |wrong_codes| Account {
        factors: in_force(factor(), wrong_codes),
        ..account()
    };
    assert_eq!(refused(&spent(99), CURRENT), None);
    for wrong_codes in [100, 101] {
        assert_eq!(
            refused(&spent(wrong_codes), CURRENT),
            Some(Refusal::FactorSpent)
        );
    }
}

/// Shows OTP-12: a code works once; its repetition may be forgiven for less than 90 seconds, twice,
/// and only that of the newest one.
/// Shows ATK-1.
#[test]
fn otp_12_replays() {
    let step = otp::TimeStep::at(NOW.unix_seconds(), otp::Period::from_seconds(30).unwrap());
    let newer = otp::TimeStep::new(step.number() + 1);
    for (last, ago, refunds, forgiven) in [
        (step, Span::seconds(89), 1, true),
        (step, Span::seconds(90), 1, false),
        (step, Span::seconds(89), 2, false),
        (newer, Span::seconds(1), 0, false),
    ] {
        let used = TotpFactor {
            last_step: Some(last),
            last_used_at: Some(before(ago)),
            refunds,
            ..factor()
        };
        let account = Account {
            factors: in_force(used, 0),
            ..account()
        };
        let expected = Refusal::Replayed {
            factor: ID,
            step,
            refundable: forgiven,
        };
        assert_eq!(refused(&account, CURRENT), Some(expected));
    }
    let unknown = TotpFactor {
        last_step: Some(step),
        last_used_at: None,
        ..factor()
    };
    let account = Account {
        factors: in_force(unknown, 0),
        ..account()
    };
    let refused = refused(&account, CURRENT).unwrap();
    assert!(matches!(
        refused,
        Refusal::Replayed {
            refundable: false,
            ..
        }
    ));
}

/// A clock that is off is told of, by at least a minute, with its direction.
#[test]
fn drift_is_named() {
    for (seconds, minutes) in [(90, 1), (300, 5), (540, 9)] {
        for (at, expected) in [
            (NOW.plus(Span::seconds(seconds)), minutes),
            (before(Span::seconds(seconds)), -minutes),
        ] {
            let answer = opens(&account(), CURRENT, &code(at));
            let Some(named) = answer.as_ref().err().and_then(Refusal::drift) else {
                panic!("{seconds}: {answer:?}");
            };
            assert!(
                (named.minutes - expected).abs() <= 1
                    && named.minutes.signum() == expected.signum(),
                "{seconds}: {named:?}"
            );
        }
    }
    let start = Timestamp::from_micros(NOW.unix_seconds().cast_signed() / 30 * 30_000_000);
    let of = |at: Timestamp| {
        let TypedCode::Six(code) = code(at) else {
            panic!()
        };
        drift_minutes(&totp(), &code, start)
    };
    // Less than a minute is a minute: nobody is told of nought.
    assert_eq!(of(start.plus(Span::seconds(31))), Some(1));
    assert_eq!(of(start.minus(Span::seconds(31))), Some(-1));
    assert_eq!(of(start.plus(Span::minutes(20))), None);
    // Seconds away from the step beside it, and in the step itself.
    assert_eq!(of(start.minus(Span::seconds(1))), Some(-1));
    assert_eq!(of(start), Some(1));
    let TypedCode::Six(next) = code(start.plus(Span::seconds(30))) else {
        panic!()
    };
    let late = start.plus(Span::seconds(29));
    assert_eq!(drift_minutes(&totp(), &next, late), Some(1));
}

/// Which of the two passwords was typed does not matter for the count.
#[test]
fn either_password() {
    assert!(CURRENT.any() && TEMPORARY.any());
    assert!(!PasswordMatch::default().any());
}
