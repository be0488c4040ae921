//! What a passkey opens.

use domain::change_due::ChangeDue;
use domain::log_in::{Account, Factors, Opening, PasswordMatch, Refusal, Strength};
use domain::obligations::Obligations;
use domain::passkey::{PasskeyUse, decide};
use domain::person::Role;
use domain::policy::{Policy, Profile};
use domain::time::{Span, Timestamp};

const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);
const RIGHT: Option<PasswordMatch> = Some(PasswordMatch {
    current: true,
    temporary: false,
});
const WRONG: Option<PasswordMatch> = Some(PasswordMatch {
    current: false,
    temporary: false,
});

fn policy(passkeys: PasskeyUse) -> Policy {
    let mut policy = Policy::of(Profile::Manual);
    policy.passes.passkeys = passkeys;
    policy
}

fn account() -> Account {
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
        factors: Factors::default(),
    }
}

fn opened(opening: &Result<Opening, Refusal>) -> Option<Obligations> {
    let opening = opening.as_ref().ok()?;
    assert_eq!(opening.strength, Strength::Passkey);
    assert_eq!(opening.acceptance, None);
    Some(opening.obligations)
}

const NOTHING_DUE: Obligations = Obligations {
    change_password: false,
    enrol: false,
};

/// Both have to be right, and an account has to be there.
#[test]
fn beside_the_password_both_have_to_be_right() {
    for uses in [PasskeyUse::SecondFactor, PasskeyUse::Alone] {
        let policy = policy(uses);
        let decide = |matched, right| decide(Some(&account()), matched, right, &policy, NOW);
        assert_eq!(opened(&decide(RIGHT, true)), Some(NOTHING_DUE));
        assert_eq!(decide(RIGHT, false), Err(Refusal::PasskeyWrong));
        assert_eq!(decide(WRONG, true), Err(Refusal::WrongPassword));
        assert_eq!(decide(WRONG, false), Err(Refusal::WrongPassword));
    }
    let nobody = decide(None, RIGHT, true, &policy(PasskeyUse::Alone), NOW);
    assert_eq!(nobody, Err(Refusal::Unknown));
}

#[test]
fn where_the_policy_closes_them_a_right_one_opens_nothing() {
    for (uses, matched) in [
        (PasskeyUse::Off, RIGHT),
        (PasskeyUse::Off, None),
        (PasskeyUse::SecondFactor, None),
    ] {
        let decided = decide(Some(&account()), matched, true, &policy(uses), NOW);
        assert_eq!(decided, Err(Refusal::PasskeysClosed), "{uses:?}");
    }
}

/// Alone it stands for the password that its owner has chosen, with the end of that one.
#[test]
fn alone_it_stands_for_the_chosen_password() {
    let policy = policy(PasskeyUse::Alone);
    let decide = |account: &Account, right| decide(Some(account), None, right, &policy, NOW);
    assert_eq!(opened(&decide(&account(), true)), Some(NOTHING_DUE));
    assert_eq!(decide(&account(), false), Err(Refusal::PasskeyWrong));
    // Without a right passkey nobody learns how the account stands.
    let mut suspended = account();
    suspended.suspended = true;
    assert_eq!(decide(&suspended, false), Err(Refusal::PasskeyWrong));
    assert_eq!(decide(&suspended, true), Err(Refusal::Suspended));
    let mut old = account();
    old.password_changed_at = Some(NOW.minus(Span::days(91)));
    let opening = decide(&old, true);
    assert!(opened(&opening).is_some_and(|due| due.change_password));
    assert_eq!(
        opening.map(|opening| opening.change_due),
        Ok(Some(ChangeDue::Expired))
    );
}

/// Where none is chosen yet it stands for the temporary one, which has its end and its duty.
#[test]
fn alone_it_stands_for_the_temporary_password_where_none_is_chosen() {
    let policy = policy(PasskeyUse::Alone);
    let mut new = account();
    new.password_changed_at = None;
    new.temporary_until = Some(NOW.plus(Span::seconds(1)));
    let opening = decide(Some(&new), None, true, &policy, NOW);
    assert!(opened(&opening).is_some_and(|due| due.change_password));
    new.temporary_until = Some(NOW);
    let late = decide(Some(&new), None, true, &policy, NOW);
    assert_eq!(late, Err(Refusal::TemporaryExpired));
}

#[test]
fn words_of_the_setting_are_read() {
    for (word, uses) in PasskeyUse::WORDS {
        assert_eq!(PasskeyUse::from_word(word), Some(uses));
        assert_eq!(uses.is_offered(), word != "off");
    }
    assert_eq!(PasskeyUse::from_word("sometimes"), None);
}
