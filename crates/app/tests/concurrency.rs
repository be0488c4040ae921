//! The gate's promises while many things happen at once, on both engines and over several nodes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::{App, AppError, LoggedIn, Nonce};
use domain::notice::Notice;
use domain::time::Span;
use std::sync::Arc;
use testkit::world::{MERCHANT_CODE, World, log_in};

/// Starts `count` log-ins at once, spread over `nodes`, and counts the answers.
#[derive(Debug, Default, PartialEq, Eq)]
struct Answers {
    open: usize,
    refused: usize,
    locked: usize,
    busy: usize,
}

struct Try {
    user_id: String,
    password: String,
    code: String,
    nonce: Nonce,
}

async fn all_at_once(nodes: &[App], tries: Vec<Try>) -> Answers {
    let start = Arc::new(tokio::sync::Barrier::new(tries.len()));
    let tasks: Vec<_> = tries
        .into_iter()
        .enumerate()
        .map(|(number, one)| {
            let app = nodes[number % nodes.len()].clone();
            let start = Arc::clone(&start);
            tokio::spawn(async move {
                start.wait().await;
                let typed = (one.password.as_str(), one.code.as_str());
                log_in(&app, (MERCHANT_CODE, &one.user_id), typed, one.nonce).await
            })
        })
        .collect();
    let mut answers = Answers::default();
    for task in tasks {
        match task.await.unwrap() {
            Ok(LoggedIn::Open { .. }) => answers.open += 1,
            Ok(LoggedIn::Refused) => answers.refused += 1,
            Ok(LoggedIn::Locked) => answers.locked += 1,
            Err(AppError::Busy { .. }) => answers.busy += 1,
            Err(error) => panic!("{error}"),
        }
    }
    answers
}

fn evaluations(nodes: &[App]) -> u64 {
    nodes
        .iter()
        .map(|node| node.pool().counts().evaluations)
        .sum()
}

async fn three_nodes(world: &World) -> Vec<App> {
    vec![
        world.app.clone(),
        world.another_node(21).await,
        world.another_node(22).await,
    ]
}

testkit::both_engines! {
    /// Shows OTP-12: fifty log-ins at once with one valid code open exactly one session, and the
    /// code opens none afterwards.
    /// Shows PCI-23, NIST-10, ASVS-10, ASVS-23, ATK-1, ATK-3.
    async fn otp_12_one_code_opens_one_session(world: World) {
        let (_, phone) = world.admin().await;
        let nodes = three_nodes(&world).await;
        let code = phone.code(world.app.now());
        let tries = (0..50)
            .map(|_| Try {
                user_id: MERCHANT_CODE.to_owned(),
                password: "Kanri2026a".to_owned(),
                code: code.clone(),
                nonce: world.nonce(),
            })
            .collect();
        let answers = all_at_once(&nodes, tries).await;
        assert_eq!(answers.open, 1, "{answers:?}");
        assert_eq!(answers.open + answers.refused + answers.locked + answers.busy, 50);
        let again = world.try_log_in(MERCHANT_CODE, "Kanri2026a", &code).await.unwrap();
        assert!(!matches!(again, LoggedIn::Open { .. }));
    }

    /// Shows LOCK-1, LOCK-7: of two hundred wrong passwords at once, over three nodes, six are
    /// looked at and not one more.
    /// Shows PCI-16, ASVS-1, ATK-4.
    async fn lock_7_no_more_than_the_limit_is_evaluated(world: World) {
        let (admin, _) = world.admin().await;
        world.register(&admin, "ippan01").await;
        let nodes = three_nodes(&world).await;
        let before = evaluations(&nodes);
        let tries = (0..200)
            .map(|number| Try {
                user_id: ["ippan01", "IPPAN01", " ｉｐｐａｎ０１"][number % 3].to_owned(),
                password: format!("Wrong{number}"),
                code: String::new(),
                nonce: world.nonce(),
            })
            .collect();
        let answers = all_at_once(&nodes, tries).await;
        assert_eq!(answers.open, 0);
        assert_eq!(evaluations(&nodes) - before, 6, "{answers:?}");
        assert_eq!(answers.refused, 6, "{answers:?}");
        let after = world.try_log_in("ippan01", "Wrong", "").await.unwrap();
        assert!(matches!(after, LoggedIn::Locked));
        let told = world.mails().await;
        let told = told.iter().filter(|mail| mail.notice == Notice::Locked).count();
        assert_eq!(told, 1, "whichever failure fills the budget tells of the lock, once");
    }

    /// Names that nobody has lock like all others.
    async fn lock_8_unknown_names_lock_as_well(world: World) {
        let nodes = [world.app.clone()];
        let before = evaluations(&nodes);
        let tries = (0..50)
            .map(|number| Try {
                user_id: "nobody".to_owned(),
                password: format!("Wrong{number}"),
                code: "123456".to_owned(),
                nonce: world.nonce(),
            })
            .collect();
        let answers = all_at_once(&nodes, tries).await;
        assert_eq!(evaluations(&nodes) - before, 6, "{answers:?}");
        let after = world.try_log_in("nobody", "Wrong", "").await.unwrap();
        assert!(matches!(after, LoggedIn::Locked));
    }

    /// Five right log-ins of one person at once with a temporary password: their reservations
    /// never lock the person out.
    async fn own_reservations_never_lock(world: World) {
        let nodes = three_nodes(&world).await;
        for round in 0..4 {
            let tries = (0..5)
                .map(|_| Try {
                    user_id: MERCHANT_CODE.to_owned(),
                    password: world.first_password.clone(),
                    code: String::new(),
                    nonce: world.nonce(),
                })
                .collect();
            let answers = all_at_once(&nodes, tries).await;
            assert_eq!(answers, Answers { open: 5, ..Answers::default() }, "round {round}");
        }
    }

    /// Fifty people log in rightly at once: fifty sessions.
    async fn fifty_people_get_in_at_once(world: World) {
        let (admin, _) = world.admin().await;
        let mut people = Vec::new();
        for number in 0..50 {
            let user_id = format!("ippan{number:02}");
            let (_, temporary) = world.register(&admin, &user_id).await;
            let session = world.log_in(&user_id, &temporary, "").await;
            let session = world.choose_password(&session, "Ipan2026a").await;
            let phone = world.issue(&session).await;
            world.confirm(&session, &phone).await;
            people.push((user_id, phone));
        }
        world.advance(Span::seconds(60));
        let nodes = three_nodes(&world).await;
        let now = world.app.now();
        let tries = people
            .iter()
            .map(|(user_id, phone)| Try {
                user_id: user_id.clone(),
                password: "Ipan2026a".to_owned(),
                code: phone.code(now),
                nonce: world.nonce(),
            })
            .collect();
        let answers = all_at_once(&nodes, tries).await;
        assert_eq!(answers, Answers { open: 50, ..Answers::default() });
    }

    /// A log-in form that is sent twice at once has one effect and shows one answer.
    async fn a_double_click_opens_one_session(world: World) {
        let (_, phone) = world.admin().await;
        let nodes = three_nodes(&world).await;
        for _ in 0..5 {
            let nonce = world.nonce();
            let code = phone.code(world.app.now());
            let one = || Try {
                user_id: MERCHANT_CODE.to_owned(),
                password: "Kanri2026a".to_owned(),
                code: code.clone(),
                nonce,
            };
            let answers = all_at_once(&nodes, vec![one(), one()]).await;
            assert_eq!(answers, Answers { open: 2, ..Answers::default() });
            world.advance(Span::seconds(30));
        }
        let wrong = world.nonce();
        let one = || Try {
            user_id: "ippan01".to_owned(),
            password: "Wrong".to_owned(),
            code: String::new(),
            nonce: wrong,
        };
        let before = evaluations(&nodes);
        let answers = all_at_once(&nodes, vec![one(), one(), one(), one()]).await;
        assert_eq!((answers.refused, evaluations(&nodes) - before), (4, 1));
    }
}
