//! The rules.

use super::{
    Fact, Facts, Finding, Measured as M, Requirement as R, Setting as S, Shown, Value, Verdict,
};
use crate::audit::KEPT_AT_LEAST;
use crate::time::Span;

/// Accounts may be silent for so long (PCI DSS 8.2.6).
pub const INACTIVE_AT_MOST: Span = Span::days(90);

/// A row may wait for its seal for so long before it is an alarm.
const SEALED_WITHIN: Span = Span::minutes(1);
/// Clocks may differ by so much.
const CLOCKS_WITHIN: Span = Span::seconds(5);
/// Memory times passes of the cheapest Argon2id parameters that OWASP names (12 MiB, 3 passes).
const CHEAPEST_HASH: u64 = 36 * 1024;

/// Every requirement with its evidence, in the order of [`Requirement::ALL`](R::ALL).
#[must_use]
pub fn judge(facts: &Facts<'_>) -> Vec<Finding> {
    let finding = |requirement: &R| {
        let evidence = evidence(*requirement, facts);
        let worst = evidence.iter().map(|shown| shown.verdict).max();
        Finding {
            requirement: *requirement,
            verdict: worst.unwrap_or(Verdict::Met),
            evidence,
        }
    };
    R::ALL.iter().map(finding).collect()
}

#[allow(clippy::too_many_lines, reason = "one arm per requirement")]
fn evidence(requirement: R, facts: &Facts<'_>) -> Vec<Shown> {
    match requirement {
        R::NoShippedAccounts => shipped(facts),
        R::EncryptedWay => vec![must(
            facts.installation.https,
            S::Https,
            facts.installation.https,
        )],
        R::KeysApart => keys_apart(facts),
        R::KeyTime => vec![
            must(facts.keys.known, M::KeyKnown, facts.keys.known),
            told(M::Keys, facts.keys.number),
        ],
        R::OwnIds => own_ids(facts),
        R::UnusedAccounts => unused(facts),
        R::ThirdParties => third_parties(facts),
        R::IdleSessions => idle(facts),
        R::UnreadableFactors => hashes(facts),
        R::Lock => lock(facts),
        R::FirstPasswords => first_passwords(facts),
        R::PasswordForm => password_form(facts),
        R::PasswordHistory => {
            let history = facts.policy.password_history;
            vec![must(history >= 4, S::History, u64::from(history))]
        }
        R::PasswordAge => password_age(facts),
        R::TwoFactors => two_factors(facts),
        R::Record => record(facts),
        R::RecordProof => record_proof(facts),
        R::RecordKept => record_kept(facts),
        R::Clocks => {
            let differ = facts.clocks_differ;
            vec![must(
                differ <= CLOCKS_WITHIN,
                M::ClocksDiffer,
                differ.whole_seconds(),
            )]
        }
        R::Failures => failures(facts),
        R::Networks => networks(facts),
        R::TwoSteps => two_steps(facts),
        R::JapanLock => vec![attempts(facts)],
        R::NewDevices => {
            let mail = facts.policy.new_browser_mail;
            vec![must(mail, S::NewBrowserMail, mail)]
        }
        R::Phishing => vec![should(
            facts.data.passkeys > 0,
            M::Passkeys,
            facts.data.passkeys,
        )],
        R::SessionLimits => session_limits(facts),
        R::PasswordLength => password_length(facts),
        R::PasswordFreedom => password_freedom(facts),
        R::NoMailFactor => no_mail_factor(facts),
        R::SpentFactors => spent(facts),
        R::Reachable => {
            let number = facts.data.merchants_unreachable;
            vec![must(number == 0, M::MerchantsUnreachable, number)]
        }
        R::LockingOthersOut => {
            let known = facts.policy.outsiders.is_some();
            vec![attempts(facts), should(known, S::KnownBrowsers, known)]
        }
        R::AskAgain => {
            let span = facts.policy.passes.ask_again;
            let short = span <= Span::minutes(30);
            vec![must(short, S::AskAgainMinutes, span.whole_minutes())]
        }
    }
}

fn shipped(facts: &Facts<'_>) -> Vec<Shown> {
    let demonstration = facts.installation.demonstration;
    vec![
        must(!demonstration, S::Demonstration, demonstration),
        told(M::People, facts.data.people),
    ]
}

fn keys_apart(facts: &Facts<'_>) -> Vec<Shown> {
    let apart = facts.installation.keys_apart;
    vec![
        must(apart, S::KeysApart, apart),
        told(
            M::KeyFingerprint,
            Value::Text(facts.keys.fingerprint.clone()),
        ),
    ]
}

fn own_ids(facts: &Facts<'_>) -> Vec<Shown> {
    vec![
        told(M::People, facts.data.people),
        none(M::DuplicateIds, facts.data.duplicate_ids),
        rather_none(M::IdsInManyNetworks, facts.data.ids_in_many_networks),
    ]
}

fn unused(facts: &Facts<'_>) -> Vec<Shown> {
    let limit = facts.policy.inactive;
    vec![
        must(
            limit <= INACTIVE_AT_MOST,
            S::InactiveDays,
            limit.whole_days(),
        ),
        none(M::SilentUsers, facts.data.silent_users),
        rather_none(M::SilentAdmins, facts.data.silent_admins),
    ]
}

fn third_parties(facts: &Facts<'_>) -> Vec<Shown> {
    vec![
        told(M::ApiKeys, facts.data.api_keys),
        none(M::ApiKeysUnused, facts.data.api_keys_unused),
        rather_none(M::SilentOperators, facts.data.silent_operators),
    ]
}

fn idle(facts: &Facts<'_>) -> Vec<Shown> {
    let idle = facts.policy.idle;
    vec![
        must(
            idle <= Span::minutes(15),
            S::IdleMinutes,
            idle.whole_minutes(),
        ),
        told(M::Sessions, facts.data.sessions),
        none(M::OverdueSessions, facts.data.overdue_sessions),
    ]
}

fn hashes(facts: &Facts<'_>) -> Vec<Shown> {
    let memory = u64::from(facts.installation.hash_memory_kib);
    let passes = u64::from(facts.installation.hash_passes);
    let dear = memory.saturating_mul(passes) >= CHEAPEST_HASH;
    vec![
        must(dear, S::HashMemory, memory),
        told(S::HashPasses, passes),
    ]
}

fn attempts(facts: &Facts<'_>) -> Shown {
    let attempts = facts.policy.attempts;
    must(attempts <= 10, S::Attempts, u64::from(attempts))
}

fn lock(facts: &Facts<'_>) -> Vec<Shown> {
    let release = facts.policy.timed_release;
    let slow = release.is_none_or(|span| span >= Span::minutes(30));
    let known = facts.policy.outsiders.is_some();
    vec![
        attempts(facts),
        must(slow, S::ReleaseMinutes, release.map(Span::whole_minutes)),
        should(!known, S::KnownBrowsers, known),
        told(M::Locked, facts.data.locked),
        told(M::LogInFailures, facts.data.failures),
    ]
}

fn first_passwords(facts: &Facts<'_>) -> Vec<Shown> {
    let days = facts.policy.temporary_password;
    vec![
        must(days <= Span::days(14), S::TemporaryDays, days.whole_days()),
        told(M::FirstPasswords, facts.data.first_passwords),
        rather_none(M::FirstPasswordsOver, facts.data.first_passwords_over),
    ]
}

fn password_form(facts: &Facts<'_>) -> Vec<Shown> {
    let rules = facts.policy.password;
    vec![
        must(rules.shortest >= 12, S::Shortest, u64::from(rules.shortest)),
        must(rules.composed, S::Composed, rules.composed),
    ]
}

fn without_factor(facts: &Facts<'_>) -> u64 {
    let data = facts.data;
    data.admins_without_factor + data.operators_without_factor + data.users_without_factor
}

/// A limit of age is demanded of those only for whom a password is all there is.
fn password_age(facts: &Facts<'_>) -> Vec<Shown> {
    let age = facts.policy.password_max_age;
    let fine = match age {
        Some(age) => age <= Span::days(90),
        None => without_factor(facts) == 0,
    };
    let old = facts.data.old_passwords;
    vec![
        must(fine, S::MaxAgeDays, age.map(Span::whole_days)),
        should(age.is_none() || old == 0, M::OldPasswords, old),
        told(M::OldestPassword, facts.data.oldest_password),
    ]
}

fn two_factors(facts: &Facts<'_>) -> Vec<Shown> {
    let offered = facts.policy.mail_method.offered;
    vec![
        should(!offered, S::MailMethod, offered),
        none(M::AdminsWithoutFactor, facts.data.admins_without_factor),
        none(
            M::OperatorsWithoutFactor,
            facts.data.operators_without_factor,
        ),
        rather_none(M::UsersWithoutFactor, facts.data.users_without_factor),
    ]
}

fn record(facts: &Facts<'_>) -> Vec<Shown> {
    let rows = facts.data.record_rows;
    vec![
        must(rows > 0, M::RecordRows, rows),
        told(M::NewestRow, facts.data.newest_row),
    ]
}

fn sealer(facts: &Facts<'_>) -> Shown {
    let waits = facts
        .data
        .oldest_unsealed
        .map_or(Span::ZERO, |oldest| facts.now.since(oldest));
    must(
        waits <= SEALED_WITHIN,
        M::SealerWaits,
        waits.whole_seconds(),
    )
}

fn record_proof(facts: &Facts<'_>) -> Vec<Shown> {
    let file = facts.installation.checkpoint_file;
    let last = facts.data.last_checkpoint;
    vec![
        must(file, S::CheckpointFile, file),
        must(last.is_some(), M::LastCheckpoint, last),
        sealer(facts),
    ]
}

fn record_kept(facts: &Facts<'_>) -> Vec<Shown> {
    let keep = facts.installation.keep;
    vec![
        must(keep >= KEPT_AT_LEAST, S::KeepDays, keep.whole_days()),
        told(M::OldestRow, facts.data.oldest_row),
    ]
}

fn failures(facts: &Facts<'_>) -> Vec<Shown> {
    vec![
        sealer(facts),
        rather_none(M::DeadMails, facts.data.dead_mails),
    ]
}

fn networks(facts: &Facts<'_>) -> Vec<Shown> {
    let data = facts.data;
    let all = data.merchants_restricted >= data.merchants;
    vec![
        told(M::Merchants, data.merchants),
        should(all, M::MerchantsRestricted, data.merchants_restricted),
    ]
}

fn two_steps(facts: &Facts<'_>) -> Vec<Shown> {
    vec![
        none(M::AdminsWithoutFactor, facts.data.admins_without_factor),
        rather_none(M::UsersWithoutFactor, facts.data.users_without_factor),
    ]
}

fn session_limits(facts: &Facts<'_>) -> Vec<Shown> {
    let (idle, absolute) = (facts.policy.idle, facts.policy.absolute);
    vec![
        must(idle <= Span::hours(1), S::IdleMinutes, idle.whole_minutes()),
        must(
            absolute <= Span::hours(24),
            S::AbsoluteHours,
            absolute.whole_minutes() / 60,
        ),
        none(M::OverdueSessions, facts.data.overdue_sessions),
    ]
}

fn password_length(facts: &Facts<'_>) -> Vec<Shown> {
    let rules = facts.policy.password;
    vec![
        must(rules.shortest >= 8, S::Shortest, u64::from(rules.shortest)),
        must(rules.longest >= 64, S::Longest, u64::from(rules.longest)),
    ]
}

fn password_freedom(facts: &Facts<'_>) -> Vec<Shown> {
    let (composed, age) = (
        facts.policy.password.composed,
        facts.policy.password_max_age,
    );
    vec![
        must(!composed, S::Composed, composed),
        must(age.is_none(), S::MaxAgeDays, age.map(Span::whole_days)),
    ]
}

fn no_mail_factor(facts: &Facts<'_>) -> Vec<Shown> {
    let offered = facts.policy.mail_method.offered;
    vec![
        must(!offered, S::MailMethod, offered),
        none(M::MailSessions, facts.data.mail_sessions),
    ]
}

fn spent(facts: &Facts<'_>) -> Vec<Shown> {
    let limit = facts.policy.wrong_codes;
    vec![
        must(limit <= 100, S::WrongCodes, u64::from(limit)),
        rather_none(M::SpentFactors, facts.data.spent_factors),
    ]
}

/// A fact that is only told.
fn told(fact: impl Into<Fact>, value: impl Into<Value>) -> Shown {
    shown(Verdict::Met, fact, value)
}

/// A fact without which the requirement is not met.
fn must(holds: bool, fact: impl Into<Fact>, value: impl Into<Value>) -> Shown {
    shown(
        if holds { Verdict::Met } else { Verdict::NotMet },
        fact,
        value,
    )
}

/// A fact that somebody should look at when it does not hold.
fn should(holds: bool, fact: impl Into<Fact>, value: impl Into<Value>) -> Shown {
    shown(
        if holds {
            Verdict::Met
        } else {
            Verdict::Attention
        },
        fact,
        value,
    )
}

fn none(fact: M, number: u64) -> Shown {
    must(number == 0, fact, number)
}

fn rather_none(fact: M, number: u64) -> Shown {
    should(number == 0, fact, number)
}

fn shown(verdict: Verdict, fact: impl Into<Fact>, value: impl Into<Value>) -> Shown {
    Shown {
        fact: fact.into(),
        value: value.into(),
        verdict,
    }
}
