//! The mail method's two decisions.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail loudly"
)]

use domain::log_in::{Account, Factors, Opening, PasswordMatch, Refusal, Strength};
use domain::mail_log_in::{Challenge, MailStanding, Matched, begin, finish};
use domain::person::{LoginMethod, Role};
use domain::policy::{Policy, Profile};
use domain::time::{Span, Timestamp};

const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);
const LATER: Timestamp = Timestamp::from_micros(1_795_000_000_000_001);
const OPEN: MailStanding = MailStanding {
    role: Role::General,
    method: LoginMethod::MailToo,
    merchant_offers: true,
    tablet: false,
    reachable: true,
};

fn account(role: Role) -> Account {
    Account {
        role,
        access_key_right: true,
        network_admitted: true,
        suspended: false,
        created_at: NOW,
        last_login_at: Some(NOW),
        password_changed_at: Some(NOW),
        temporary_until: Some(NOW.plus(Span::days(1))),
        enrolment_until: None,
        factors: Factors::default(),
    }
}

fn challenge() -> Challenge {
    Challenge {
        matched: Some(Matched::Current),
        same_epoch: true,
        code_until: LATER,
        expires_at: LATER,
        used: false,
        next_send_at: NOW,
        sends: 1,
    }
}

/// Shows LOGIN-19, CON-2, TAB-2: all of installation, merchant, contract, right and the person's own
/// choice have to say so; 管理 only where a setting does, operators never.
/// Shows NIST-8, ASVS-7.
#[test]
fn tab_2_who_may_use_the_mail_method() {
    let policy = Policy::of(Profile::Manual);
    let is_open = |standing: MailStanding| standing.is_open(&policy);
    assert!(is_open(OPEN));
    assert!(is_open(MailStanding {
        role: Role::Shipping,
        ..OPEN
    }));
    for closed in [
        MailStanding {
            merchant_offers: false,
            ..OPEN
        },
        MailStanding {
            tablet: true,
            ..OPEN
        },
        MailStanding {
            method: LoginMethod::AppOnly,
            ..OPEN
        },
        MailStanding {
            reachable: false,
            ..OPEN
        },
        MailStanding {
            role: Role::Admin,
            ..OPEN
        },
        MailStanding {
            role: Role::Operator,
            ..OPEN
        },
    ] {
        assert!(!is_open(closed), "{closed:?}");
    }
    let mut with_admin = policy.clone();
    with_admin.mail_method.admin = true;
    assert!(
        MailStanding {
            role: Role::Admin,
            ..OPEN
        }
        .is_open(&with_admin)
    );
    assert!(!OPEN.is_open(&Policy::of(Profile::PciDss401)));
}

/// A code is mailed for either password, and for none otherwise.
#[test]
fn the_first_page() {
    let policy = Policy::of(Profile::Manual);
    let account = account(Role::General);
    let of = |current, temporary, standing| {
        let matched = PasswordMatch { current, temporary };
        begin(Some((&account, standing)), matched, &policy, NOW)
    };
    assert_eq!(of(true, false, OPEN), Ok(Matched::Current));
    assert_eq!(of(true, true, OPEN), Ok(Matched::Current));
    assert_eq!(of(false, true, OPEN), Ok(Matched::Temporary));
    assert_eq!(of(false, false, OPEN), Err(Refusal::WrongPassword));
    let closed = MailStanding {
        tablet: true,
        ..OPEN
    };
    assert_eq!(of(true, false, closed), Err(Refusal::MailMethodClosed));
    let nobody = begin(None, PasswordMatch::default(), &policy, NOW);
    assert_eq!(nobody, Err(Refusal::Unknown));
}

/// The second page's answer.
fn of(challenge: Challenge, right: bool, standing: MailStanding) -> Result<Opening, Refusal> {
    let account = account(Role::General);
    let policy = Policy::of(Profile::Manual);
    finish(Some((&account, standing)), &challenge, right, &policy, NOW)
}

/// Shows MAIL-5, LOGIN-19: the second page opens for the right code in time, after the right
/// password, once, while the passwords are those of the first page.
/// Shows ASVS-12.
#[test]
fn mail_5_the_second_page() {
    let opened = of(challenge(), true, OPEN).unwrap();
    assert_eq!(
        (opened.strength, opened.obligations.is_empty()),
        (Strength::Mail, true)
    );
    let temporary = Challenge {
        matched: Some(Matched::Temporary),
        ..challenge()
    };
    assert!(
        of(temporary, true, OPEN)
            .unwrap()
            .obligations
            .change_password
    );
}

/// Everything else is refused, each with its own word for the trail.
#[test]
fn mail_5_refusals_of_the_second_page() {
    for wrong in [
        (challenge(), false),
        (
            Challenge {
                code_until: NOW,
                ..challenge()
            },
            true,
        ),
        (
            Challenge {
                expires_at: NOW,
                ..challenge()
            },
            true,
        ),
        (
            Challenge {
                used: true,
                ..challenge()
            },
            true,
        ),
    ] {
        assert_eq!(
            of(wrong.0, wrong.1, OPEN),
            Err(Refusal::MailedCodeWrong),
            "{wrong:?}"
        );
    }
}

/// Shows LOGIN-19: after a wrong password, or one that has changed since, no code opens anything.
#[test]
fn login_19_the_password_of_the_first_page() {
    for without in [
        Challenge {
            matched: None,
            ..challenge()
        },
        Challenge {
            same_epoch: false,
            ..challenge()
        },
    ] {
        assert_eq!(of(without, true, OPEN), Err(Refusal::WrongPassword));
    }
    let closed = MailStanding {
        reachable: false,
        ..OPEN
    };
    assert_eq!(
        of(challenge(), true, closed),
        Err(Refusal::MailMethodClosed)
    );
    let policy = Policy::of(Profile::Manual);
    let nobody = finish(None, &challenge(), true, &policy, NOW);
    assert_eq!(nobody, Err(Refusal::Unknown));
}

/// 再送する works three times, a while apart, while the page is there.
#[test]
fn sending_again() {
    assert!(challenge().lives(NOW) && !challenge().lives(LATER));
    assert!(
        !Challenge {
            used: true,
            ..challenge()
        }
        .lives(NOW)
    );
    assert!(challenge().may_resend(NOW));
    for not in [
        Challenge {
            used: true,
            ..challenge()
        },
        Challenge {
            next_send_at: LATER,
            ..challenge()
        },
        Challenge {
            sends: 4,
            ..challenge()
        },
    ] {
        assert!(!not.may_resend(NOW), "{not:?}");
    }
    let left: Vec<_> = [1, 3, 4, 9]
        .map(|sends| {
            Challenge {
                sends,
                ..challenge()
            }
            .resends_left()
        })
        .into();
    assert_eq!(left, [3, 1, 0, 0]);
}
