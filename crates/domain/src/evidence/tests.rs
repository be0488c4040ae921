//! Each requirement turns when its configuration or its data break it.

#![allow(
    clippy::semicolon_if_nothing_returned,
    reason = "a table of assignments"
)]

use super::{
    Data, Fact, Facts, Installation, KeyFacts, Requirement, Setting, Standard, Verdict, judge,
};
use crate::policy::{Policy, Profile};
use crate::time::{Span, Timestamp};
use std::collections::BTreeSet;

struct Case {
    policy: Policy,
    installation: Installation,
    keys: KeyFacts,
    data: Data,
    clocks_differ: Span,
}

const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);

/// An installation in which every requirement of PCI DSS is met, and those of others that agree.
fn good() -> Case {
    Case {
        policy: Policy::of(Profile::PciDss401),
        installation: Installation {
            demonstration: false,
            https: true,
            keys_apart: true,
            hash_memory_kib: 19 * 1024,
            hash_passes: 2,
            checkpoint_file: true,
            keep: Span::days(400),
        },
        keys: KeyFacts {
            fingerprint: "first:00".to_owned(),
            number: 1,
            known: true,
        },
        data: Data {
            merchants: 1,
            merchants_restricted: 1,
            people: 2,
            record_rows: 9,
            passkeys: 1,
            last_checkpoint: Some(NOW),
            ..Data::default()
        },
        clocks_differ: Span::ZERO,
    }
}

fn verdict(case: &Case, requirement: Requirement) -> Verdict {
    let facts = Facts {
        policy: &case.policy,
        installation: &case.installation,
        keys: &case.keys,
        data: &case.data,
        clocks_differ: case.clocks_differ,
        now: NOW,
    };
    let findings = judge(&facts);
    let of = findings
        .iter()
        .find(|found| found.requirement == requirement);
    of.unwrap().verdict
}

/// What is broken, and in which way.
type Break = (Requirement, fn(&mut Case));

const NOT_MET: &[Break] = &[
    (Requirement::NoShippedAccounts, |c| {
        c.installation.demonstration = true
    }),
    (Requirement::EncryptedWay, |c| c.installation.https = false),
    (Requirement::KeysApart, |c| {
        c.installation.keys_apart = false
    }),
    (Requirement::KeyTime, |c| c.keys.known = false),
    (Requirement::OwnIds, |c| c.data.duplicate_ids = 1),
    (Requirement::UnusedAccounts, |c| {
        c.policy.inactive = Span::days(91)
    }),
    (Requirement::UnusedAccounts, |c| c.data.silent_users = 1),
    (Requirement::ThirdParties, |c| c.data.api_keys_unused = 1),
    (Requirement::IdleSessions, |c| {
        c.policy.idle = Span::minutes(16)
    }),
    (Requirement::IdleSessions, |c| c.data.overdue_sessions = 1),
    (Requirement::UnreadableFactors, |c| {
        c.installation.hash_passes = 1
    }),
    (Requirement::Lock, |c| c.policy.attempts = 11),
    (Requirement::Lock, |c| {
        c.policy.timed_release = Some(Span::minutes(29))
    }),
    (Requirement::FirstPasswords, |c| {
        c.policy.temporary_password = Span::days(15)
    }),
    (Requirement::PasswordForm, |c| {
        c.policy.password.shortest = 11
    }),
    (Requirement::PasswordForm, |c| {
        c.policy.password.composed = false
    }),
    (Requirement::PasswordHistory, |c| {
        c.policy.password_history = 3
    }),
    (Requirement::PasswordAge, |c| {
        c.policy.password_max_age = Some(Span::days(91))
    }),
    (Requirement::PasswordAge, |c| {
        c.policy.password_max_age = None;
        c.data.users_without_factor = 1;
    }),
    (Requirement::TwoFactors, |c| {
        c.data.admins_without_factor = 1
    }),
    (Requirement::TwoFactors, |c| {
        c.data.operators_without_factor = 1
    }),
    (Requirement::Record, |c| c.data.record_rows = 0),
    (Requirement::RecordProof, |c| {
        c.installation.checkpoint_file = false
    }),
    (Requirement::RecordProof, |c| c.data.last_checkpoint = None),
    (Requirement::RecordProof, |c| {
        c.data.oldest_unsealed = Some(NOW.minus(Span::seconds(61)))
    }),
    (Requirement::RecordKept, |c| {
        c.installation.keep = Span::days(364)
    }),
    (Requirement::Clocks, |c| c.clocks_differ = Span::seconds(6)),
    (Requirement::Failures, |c| {
        c.data.oldest_unsealed = Some(NOW.minus(Span::seconds(61)))
    }),
    (Requirement::TwoSteps, |c| c.data.admins_without_factor = 1),
    (Requirement::JapanLock, |c| c.policy.attempts = 11),
    (Requirement::NewDevices, |c| {
        c.policy.new_browser_mail = false
    }),
    (Requirement::SessionLimits, |c| {
        c.policy.idle = Span::minutes(61)
    }),
    (Requirement::SessionLimits, |c| {
        c.policy.absolute = Span::hours(25)
    }),
    (Requirement::SessionLimits, |c| c.data.overdue_sessions = 1),
    (Requirement::PasswordLength, |c| {
        c.policy.password.shortest = 7
    }),
    (Requirement::PasswordLength, |c| {
        c.policy.password.longest = 63
    }),
    (Requirement::NoMailFactor, |c| {
        c.policy.mail_method.offered = true
    }),
    (Requirement::NoMailFactor, |c| c.data.mail_sessions = 1),
    (Requirement::SpentFactors, |c| c.policy.wrong_codes = 101),
    (Requirement::Reachable, |c| c.data.merchants_unreachable = 1),
    (Requirement::LockingOthersOut, |c| c.policy.attempts = 11),
    (Requirement::AskAgain, |c| {
        c.policy.passes.ask_again = Span::minutes(31)
    }),
];

const ATTENTION: &[Break] = &[
    (Requirement::OwnIds, |c| c.data.ids_in_many_networks = 1),
    (Requirement::UnusedAccounts, |c| c.data.silent_admins = 1),
    (Requirement::ThirdParties, |c| c.data.silent_operators = 1),
    (Requirement::Lock, |c| {
        c.policy.outsiders = Policy::of(Profile::Manual).outsiders
    }),
    (Requirement::FirstPasswords, |c| {
        c.data.first_passwords_over = 1
    }),
    (Requirement::PasswordAge, |c| c.data.old_passwords = 1),
    (Requirement::TwoFactors, |c| {
        c.policy.mail_method.offered = true
    }),
    (Requirement::TwoFactors, |c| c.data.users_without_factor = 1),
    (Requirement::Failures, |c| c.data.dead_mails = 1),
    (Requirement::Networks, |c| c.data.merchants_restricted = 0),
    (Requirement::TwoSteps, |c| c.data.users_without_factor = 1),
    (Requirement::Phishing, |c| c.data.passkeys = 0),
    (Requirement::SpentFactors, |c| c.data.spent_factors = 1),
    (Requirement::LockingOthersOut, |c| c.policy.outsiders = None),
];

/// PCI DSS asks for what NIST forbids, so no installation meets both.
const AGAINST_PCI: Requirement = Requirement::PasswordFreedom;

#[test]
fn a_good_installation_meets_everything_but_what_contradicts_it() {
    for requirement in Requirement::ALL {
        let expected = match requirement {
            r if *r == AGAINST_PCI => Verdict::NotMet,
            Requirement::LockingOthersOut => Verdict::Attention,
            _ => Verdict::Met,
        };
        assert_eq!(verdict(&good(), *requirement), expected, "{requirement:?}");
    }
    let mut free = good();
    free.policy = Policy::of(Profile::Nist80063b4);
    assert_eq!(verdict(&free, AGAINST_PCI), Verdict::Met);
}

#[test]
fn each_requirement_is_not_met_when_it_is_broken() {
    for (number, (requirement, spoil)) in NOT_MET.iter().enumerate() {
        let mut case = good();
        spoil(&mut case);
        assert_eq!(
            verdict(&case, *requirement),
            Verdict::NotMet,
            "{number}: {requirement:?}"
        );
    }
    for (number, (requirement, spoil)) in ATTENTION.iter().enumerate() {
        let mut case = good();
        case.policy.outsiders = None;
        spoil(&mut case);
        assert_eq!(
            verdict(&case, *requirement),
            Verdict::Attention,
            "{number}: {requirement:?}"
        );
    }
    for requirement in Requirement::ALL {
        let broken = NOT_MET
            .iter()
            .chain(ATTENTION)
            .any(|(r, _)| r == requirement);
        assert!(
            broken || *requirement == AGAINST_PCI,
            "{requirement:?} is never broken"
        );
    }
}

/// Passwords without an end are fine while nobody has nothing but a password.
#[test]
fn passwords_need_an_end_where_they_are_all_there_is() {
    let mut case = good();
    case.policy.password_max_age = None;
    let age = |case: &Case| verdict(case, Requirement::PasswordAge);
    assert_eq!(age(&case), Verdict::Met);
    case.data.admins_without_factor = 1;
    assert_eq!(age(&case), Verdict::NotMet);
    case.data.operators_without_factor = 1;
    assert_eq!(age(&case), Verdict::NotMet);
}

#[test]
fn a_verdict_has_its_reasons() {
    let mut case = good();
    case.policy.password.shortest = 11;
    let facts = Facts {
        policy: &case.policy,
        installation: &case.installation,
        keys: &case.keys,
        data: &case.data,
        clocks_differ: Span::ZERO,
        now: NOW,
    };
    let findings = judge(&facts);
    let form = findings
        .iter()
        .find(|f| f.requirement == Requirement::PasswordForm)
        .unwrap();
    let reasons: Vec<_> = form
        .evidence
        .iter()
        .filter(|shown| shown.verdict != Verdict::Met)
        .collect();
    assert_eq!(reasons.len(), 1);
    assert_eq!(reasons[0].fact, Setting::Shortest.into());
}

/// IDs are those of the page, clauses stand there too, and words are their own.
#[test]
fn requirements_are_rows_of_the_page() {
    let page = include_str!("../../../../docs/security-requirements.md");
    let mut ids = BTreeSet::new();
    for requirement in Requirement::ALL {
        let row = format!("| {} | ", requirement.id());
        let line = page.lines().find(|line| line.starts_with(&row)).unwrap();
        for clause in requirement.clause().split(", ") {
            assert!(line.contains(clause), "{clause} is not in {line}");
        }
        assert!(ids.insert(requirement.id()));
    }
    let words: BTreeSet<_> = Standard::ALL
        .iter()
        .map(|standard| standard.word())
        .collect();
    assert_eq!(words.len(), Standard::ALL.len());
    let settings = Setting::ALL.iter().copied().map(Fact::from);
    let facts: Vec<_> = settings
        .chain(super::Measured::ALL.iter().copied().map(Fact::from))
        .map(Fact::word)
        .collect();
    assert_eq!(facts.iter().collect::<BTreeSet<_>>().len(), facts.len());
    assert_eq!(Fact::from(Setting::Https).word(), "https");
    let verdicts = [Verdict::Met, Verdict::Attention, Verdict::NotMet].map(Verdict::word);
    assert_eq!(verdicts, ["met", "attention", "not_met"]);
}
