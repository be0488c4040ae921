//! Evidence for auditors: every count comes from the data, on both engines.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use domain::evidence::{
    Fact, Installation, Measured as M, Requirement as R, Shown, Value, Verdict,
};
use domain::time::Span;
use testkit::world::{MERCHANT_CODE, World};

fn installation() -> Installation {
    Installation {
        demonstration: false,
        https: true,
        keys_apart: true,
        hash_memory_kib: 19 * 1024,
        hash_passes: 2,
        checkpoint_file: true,
        keep: Span::days(400),
    }
}

async fn shown(world: &World, requirement: R, fact: M) -> Shown {
    let evidence = world.app.gather_evidence(&installation()).await.unwrap();
    let finding = evidence
        .findings
        .into_iter()
        .find(|found| found.requirement == requirement);
    let mut facts = finding.unwrap().evidence.into_iter();
    facts
        .find(|shown| shown.fact == Fact::Measured(fact))
        .unwrap()
}

async fn change(world: &World, sql: &str) {
    let sql: &'static str = sql.to_owned().leak();
    let changed = testkit::told::by_hand(world.app.store(), sql).await;
    assert!(changed > 0, "{sql}");
}

/// What is done to the data, and the facts that tell it: all as demanded before, and not after.
type Spoilt = (&'static [&'static str], &'static [(R, M, Verdict)]);

const SPOILT: &[Spoilt] = &[
    (
        &["UPDATE person SET created_at = 1 WHERE role = 'general'"],
        &[(R::UnusedAccounts, M::SilentUsers, Verdict::NotMet)],
    ),
    (
        &["UPDATE person SET temporary_until = 1 WHERE temporary_sealed IS NOT NULL"],
        &[(R::FirstPasswords, M::FirstPasswordsOver, Verdict::Attention)],
    ),
    (
        &["UPDATE person SET password_changed_at = 1 WHERE role = 'admin'"],
        &[(R::PasswordAge, M::OldPasswords, Verdict::Attention)],
    ),
    (
        &["UPDATE factor SET wrong_codes = 100 WHERE state = 'confirmed'"],
        &[(R::SpentFactors, M::SpentFactors, Verdict::Attention)],
    ),
    (
        &["UPDATE session SET created_at = 1"],
        &[
            (R::IdleSessions, M::OverdueSessions, Verdict::NotMet),
            (R::SessionLimits, M::OverdueSessions, Verdict::NotMet),
        ],
    ),
    (
        &["UPDATE session SET strength = 'mail'"],
        &[(R::NoMailFactor, M::MailSessions, Verdict::NotMet)],
    ),
    (
        &["UPDATE api_key SET created_at = 1"],
        &[(R::ThirdParties, M::ApiKeysUnused, Verdict::NotMet)],
    ),
    (
        &["UPDATE outbox SET state = 'dead', sealed = NULL"],
        &[(R::Failures, M::DeadMails, Verdict::Attention)],
    ),
    (
        &[
            "UPDATE factor SET last_used_at = 1",
            "UPDATE person SET created_at = 1",
        ],
        &[
            (R::UnusedAccounts, M::SilentAdmins, Verdict::Attention),
            (R::ThirdParties, M::SilentOperators, Verdict::Attention),
        ],
    ),
    (
        &["UPDATE factor SET state = 'revoked', sealed = NULL"],
        &[
            (R::TwoFactors, M::AdminsWithoutFactor, Verdict::NotMet),
            (R::TwoFactors, M::OperatorsWithoutFactor, Verdict::NotMet),
            (R::TwoSteps, M::AdminsWithoutFactor, Verdict::NotMet),
        ],
    ),
    (
        &["UPDATE person SET password_sealed = temporary_sealed WHERE role = 'general'"],
        &[
            (R::TwoFactors, M::UsersWithoutFactor, Verdict::Attention),
            (R::TwoSteps, M::UsersWithoutFactor, Verdict::Attention),
        ],
    ),
    (
        &[
            "UPDATE merchant SET contact_mail = NULL WHERE code <> '000000000'",
            "UPDATE person SET mail = NULL, mail_folded = NULL WHERE role = 'admin'",
        ],
        &[(R::Reachable, M::MerchantsUnreachable, Verdict::NotMet)],
    ),
];

testkit::both_engines! {
    /// Each fact is as it should be, the data are spoilt, and the fact tells.
    async fn what_the_data_show_turns_the_verdict(world: World) {
        let (admin, _) = world.admin().await;
        world.register(&admin, "ippan01").await;
        world.operator("desk01").await;
        world.app.create_api_key("CRM").await.unwrap();
        for (changes, facts) in SPOILT {
            for (requirement, fact, _) in *facts {
                let before = shown(&world, *requirement, *fact).await;
                assert_eq!(before.verdict, Verdict::Met, "{changes:?}: {before:?}");
            }
            for sql in *changes {
                change(&world, sql).await;
            }
            for (requirement, fact, expected) in *facts {
                let after = shown(&world, *requirement, *fact).await;
                assert_eq!(after.verdict, *expected, "{changes:?}: {after:?}");
            }
        }
    }

    /// Locks, failures, spread sessions, the record and its seals are counted.
    async fn what_happens_is_counted(world: World) {
        let (_, phone) = world.admin().await;
        for number in 1..=3 {
            world.log_in(MERCHANT_CODE, "Kanri2026a", &phone.code(world.app.now())).await;
            world.advance(Span::seconds(30));
            change(&world, &format!("UPDATE session SET network = 'n{number}' WHERE network = '192.0.2.0/24'")).await;
        }
        let spread = shown(&world, R::OwnIds, M::IdsInManyNetworks).await;
        assert_eq!((spread.verdict, spread.value), (Verdict::Attention, Value::from(1)));
        for _ in 0..6 {
            world.try_log_in("nobody", "Wrong2026a", "").await.unwrap();
        }
        assert_eq!(shown(&world, R::Lock, M::Locked).await.value, Value::from(1));
        assert_eq!(shown(&world, R::Lock, M::LogInFailures).await.value, Value::from(6));
        assert_eq!(shown(&world, R::Record, M::RecordRows).await.verdict, Verdict::Met);
        assert_eq!(shown(&world, R::RecordProof, M::LastCheckpoint).await.verdict, Verdict::NotMet);
        world.advance(Span::minutes(2));
        assert_eq!(shown(&world, R::RecordProof, M::SealerWaits).await.verdict, Verdict::NotMet);
        assert_eq!(shown(&world, R::Failures, M::SealerWaits).await.verdict, Verdict::NotMet);
        world.app.seal_all().await.unwrap();
        assert_eq!(shown(&world, R::RecordProof, M::LastCheckpoint).await.verdict, Verdict::Met);
        assert_eq!(shown(&world, R::RecordProof, M::SealerWaits).await.verdict, Verdict::Met);
        let restricted = shown(&world, R::Networks, M::MerchantsRestricted).await;
        assert_eq!(restricted.verdict, Verdict::Attention);
        change(&world, "UPDATE merchant SET networks = '192.0.2.0/24' WHERE code <> '000000000'").await;
        assert_eq!(shown(&world, R::Networks, M::MerchantsRestricted).await.verdict, Verdict::Met);
        // The clocks of these tests stand elsewhere than the database's.
        assert_eq!(shown(&world, R::Clocks, M::ClocksDiffer).await.verdict, Verdict::NotMet);
    }
}
