//! The profiles and their floors.

use super::{Policy, Profile};
use crate::passkey::PasskeyUse;
use crate::time::Span;

#[test]
fn shipped_profiles_keep_their_own_floors() {
    assert_eq!(Policy::of(Profile::Manual).check(), Ok(()));
    assert_eq!(Policy::of(Profile::PciDss401).check(), Ok(()));
    assert_eq!(Policy::of(Profile::Nist80063b4).check(), Ok(()));
}

/// Shows LOCK-7, EXP-1, EXP-4, EXP-5: the manual's numbers are the defaults.
#[test]
fn the_manuals_numbers() {
    let policy = Policy::of(Profile::Manual);
    assert_eq!(policy.attempts, 6);
    assert_eq!(policy.timed_release, None);
    assert_eq!(policy.password_max_age, Some(Span::days(90)));
    assert_eq!(policy.inactive, Span::days(91));
    assert_eq!(policy.reset_link, Span::minutes(30));
    assert_eq!((policy.password.shortest, policy.password.longest), (8, 20));
}

#[test]
fn every_wrong_number_is_named_at_once() {
    let policy = Policy {
        attempts: 11,
        idle: Span::minutes(16),
        timed_release: Some(Span::minutes(29)),
        ..Policy::of(Profile::PciDss401)
    };
    let named: Vec<_> = policy
        .check()
        .unwrap_err()
        .into_iter()
        .map(|e| e.setting)
        .collect();
    assert_eq!(
        named,
        [
            "lock.attempts",
            "lock.release_minutes",
            "session.idle_minutes"
        ]
    );
}

#[test]
fn passes_have_limits_on_both_sides() {
    let named = |change: fn(&mut Policy)| {
        let mut policy = Policy::of(Profile::Manual);
        change(&mut policy);
        let wrong = policy.check().err().unwrap_or_default();
        wrong.into_iter().map(|e| e.setting).collect::<Vec<_>>()
    };
    let most: [fn(&mut Policy); 2] = [|p| p.passes.most = 0, |p| p.passes.most = 11];
    assert!(
        most.map(named)
            .iter()
            .all(|names| *names == ["passes.most"])
    );
    let again: [fn(&mut Policy); 2] = [
        |p| p.passes.ask_again = Span::seconds(59),
        |p| p.passes.ask_again = Span::minutes(31),
    ];
    let expected = ["passes.ask_again_minutes"];
    assert!(again.map(named).iter().all(|names| *names == expected));
}

/// One standard forbids what the other demands: composed passwords that end. Each profile keeps to
/// its own.
#[test]
fn profiles_want_opposite_things_of_passwords() {
    let named = |profile, change: fn(&mut Policy)| {
        let mut policy = Policy::of(profile);
        change(&mut policy);
        let wrong = policy.check().err().unwrap_or_default();
        wrong.into_iter().map(|e| e.setting).collect::<Vec<_>>()
    };
    for profile in [Profile::Manual, Profile::PciDss401] {
        let ageless = named(profile, |policy| policy.password_max_age = None);
        assert_eq!(ageless, ["password.max_age_days"]);
        let plain = named(profile, |policy| policy.password.composed = false);
        assert_eq!(plain, ["password.composed"]);
    }
    let nist = |change| named(Profile::Nist80063b4, change);
    let ages = nist(|policy| policy.password_max_age = Some(Span::days(90)));
    assert_eq!(ages, ["password.max_age_days"]);
    let composed = nist(|policy| policy.password.composed = true);
    assert_eq!(composed, ["password.composed"]);
    let short = nist(|policy| policy.password.longest = 63);
    assert_eq!(short, ["password.longest"]);
}

/// The manual knows no passkeys; the newer standards want a way that withstands phishing (NIST
/// SP 800-63B-4 2.2.2).
#[test]
fn passkeys_by_profile() {
    let passkeys = |profile| Policy::of(profile).passes.passkeys;
    assert_eq!(passkeys(Profile::Manual), PasskeyUse::Off);
    assert_eq!(passkeys(Profile::PciDss401), PasskeyUse::SecondFactor);
    assert_eq!(passkeys(Profile::Nist80063b4), PasskeyUse::Alone);
    for (word, what) in PasskeyUse::WORDS {
        assert_eq!(PasskeyUse::from_word(word), Some(what));
    }
    assert_eq!(PasskeyUse::from_word("on"), None);
}
