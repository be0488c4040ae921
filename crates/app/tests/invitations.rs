//! Invitations go out at the set rate, whoever queues them and however many nodes send them.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a step that fails must fail its test loudly"
)]

use app::{App, TakenOver, UserOfMerchant};
use domain::merchant::MerchantCode;
use domain::merchant_form::{self, Application, Source};
use domain::person::PersonName;
use domain::time::Span;
use testkit::both_engines;
use testkit::world::{MERCHANT_CODE, World, general_form};

/// How often the nodes look, and how far the clock goes between.
const STEP: Span = Span::milliseconds(250);
const STEPS_A_SECOND: usize = 4;

fn users(code: &str, count: usize) -> Vec<UserOfMerchant> {
    let user = |n| UserOfMerchant {
        merchant: MerchantCode::parse(code).unwrap(),
        form: domain::registration::Form {
            mail: format!("user{n}@{code}.example"),
            ..general_form(&format!("user{n}"))
        },
        unclear: None,
    };
    (0..count).map(user).collect()
}

fn merchants(codes: std::ops::Range<u32>) -> Vec<Application> {
    let merchant = |code: u32| {
        let form = merchant_form::Form {
            code: code.to_string(),
            company: format!("みほん{code}"),
            kind: "logistics".to_owned(),
            contact_mail: format!("owner@{code}.example"),
            ..merchant_form::Form::default()
        };
        merchant_form::check(&form, Source::List).unwrap()
    };
    codes.map(merchant).collect()
}

async fn take_over(node: &App, batch: &[Application]) {
    let name = PersonName::parse("管理").unwrap();
    let results = node.import_merchants(batch, &name, false).await.unwrap();
    assert!(results.iter().all(|result| *result == TakenOver::New));
}

async fn bring(node: &App, batch: &[UserOfMerchant]) {
    let results = node.import_users(batch, false).await.unwrap();
    assert!(results.iter().all(|result| *result == TakenOver::New));
}

/// Lets both nodes look at the same moment, again and again; how many each moment made.
async fn looked_for(world: &World, other: &App, steps: usize) -> Vec<u32> {
    let mut made = Vec::with_capacity(steps);
    for _ in 0..steps {
        let (one, two) = tokio::join!(world.app.invite_due(10), other.invite_due(10));
        made.push(one.unwrap().made + two.unwrap().made);
        world.advance(STEP);
    }
    made
}

/// The most that any span of `steps` saw.
fn most_within(made: &[u32], steps: usize) -> u32 {
    let spans = made.windows(steps).map(|span| span.iter().sum());
    spans.max().unwrap_or(0)
}

both_engines! {
    /// Shows MAIL-3, CS-7: of three lists that two nodes take in at the same moment, one mail goes
    /// out each second, no more and no fewer.
    async fn mail_3_lists_at_the_same_moment_keep_one_rate(world: World) {
        take_over(&world.app, &merchants(300_000_001..300_000_003)).await;
        let other = world.another_node(9).await;
        let (one, two) = (users("300000001", 20), users("300000002", 20));
        let three = merchants(310_000_001..310_000_021);
        tokio::join!(bring(&world.app, &one), bring(&other, &two), take_over(&other, &three));
        let made = looked_for(&world, &other, 63 * STEPS_A_SECOND).await;
        assert_eq!(made.iter().sum::<u32>(), 62, "two and three times twenty");
        for seconds in [1, 5, 30] {
            let most = most_within(&made, seconds * STEPS_A_SECOND);
            assert!(usize::try_from(most).unwrap() <= seconds, "{most} in {seconds} s");
        }
        assert_eq!(world.mails().await.len(), 62);
    }

    /// Shows MAIL-3: a pause of all nodes is made up for by ten seconds' worth at most.
    async fn mail_3_a_pause_gives_no_flood(world: World) {
        take_over(&world.app, &merchants(300_000_001..300_000_041)).await;
        let other = world.another_node(9).await;
        assert_eq!(looked_for(&world, &other, STEPS_A_SECOND).await, [1, 0, 0, 0]);
        world.advance(Span::hours(1));
        let made = looked_for(&world, &other, 5 * STEPS_A_SECOND).await;
        assert_eq!(made[0], 11);
        assert_eq!(made.iter().sum::<u32>(), 15);
    }

    /// A long list does not keep another merchant's people waiting.
    async fn long_lists_take_turns_with_short_ones(world: World) {
        take_over(&world.app, &merchants(300_000_001..300_000_002)).await;
        bring(&world.app, &users(MERCHANT_CODE, 100)).await;
        let other = world.another_node(9).await;
        looked_for(&world, &other, 5 * STEPS_A_SECOND).await;
        bring(&world.app, &users("300000001", 1)).await;
        world.mails().await;
        looked_for(&world, &other, 3 * STEPS_A_SECOND).await;
        let mails = world.mails().await;
        let late = mails.iter().filter(|mail| mail.to.as_str() == "user0@300000001.example");
        assert_eq!((mails.len(), late.count()), (3, 1));
    }
}
