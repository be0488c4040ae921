//! What a recovery code opens.

use domain::ids::FactorId;
use domain::log_in::{Account, Factors, PasswordMatch, Refusal, Strength, WrongCodes};
use domain::obligations::Obligations;
use domain::person::Role;
use domain::policy::{Policy, Profile};
use domain::recovery::decide;
use domain::time::Timestamp;
use uuid::Uuid;

const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);
const PASS: FactorId = FactorId::new(Uuid::from_u128(7));
const RIGHT: PasswordMatch = PasswordMatch {
    current: true,
    temporary: false,
};

fn account(pass: Option<FactorId>) -> Account {
    Account {
        role: Role::General,
        access_key_right: true,
        network_admitted: true,
        suspended: false,
        created_at: NOW,
        last_login_at: Some(NOW),
        password_changed_at: Some(NOW),
        temporary_until: None,
        enrolment_until: None,
        factors: Factors {
            in_force: pass.map(|on| WrongCodes { on, count: 0 }),
            ..Factors::default()
        },
    }
}

/// A right code with the right password leads to a new pass and to nothing else.
#[test]
fn a_right_code_leads_to_a_new_pass() {
    let policy = Policy::of(Profile::Manual);
    let opening = decide(Some(&account(Some(PASS))), RIGHT, true, &policy, NOW);
    let opening = opening.map(|opening| (opening.strength, opening.obligations));
    let enrol = Obligations {
        change_password: false,
        enrol: true,
    };
    assert_eq!(opening, Ok((Strength::Recovery, enrol)));
}

/// A wrong code counts where the person's wrong codes are counted; so does a right one where there
/// are none, or no pass that it could stand in for.
#[test]
fn whatever_else_is_refused_and_counted() {
    let mut policy = Policy::of(Profile::Manual);
    let refused = |pass, matched, right, policy: &Policy| {
        let decided = decide(Some(&account(pass)), matched, right, policy, NOW);
        decided.err().map(|refusal| (refusal, refusal.counts_on()))
    };
    let wrong = |counts_on| Some((Refusal::RecoveryCodeWrong { counts_on }, counts_on));
    assert_eq!(
        refused(Some(PASS), RIGHT, false, &policy),
        wrong(Some(PASS))
    );
    assert_eq!(refused(None, RIGHT, true, &policy), wrong(None));
    assert_eq!(
        refused(Some(PASS), PasswordMatch::default(), true, &policy),
        Some((Refusal::WrongPassword, None))
    );
    policy.passes.recovery_codes = false;
    assert_eq!(refused(Some(PASS), RIGHT, true, &policy), wrong(Some(PASS)));
    assert_eq!(
        decide(None, RIGHT, true, &policy, NOW),
        Err(Refusal::Unknown)
    );
}
