//! What the mail worker promises, on both engines.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::RequestReset;
use domain::time::Span;
use i18n::Catalog;
use jobs::{Post, Sent, Stop, run_mail, send_due};
use mail::{Brand, Carrier, Composed, Outcome, Received, Sending};
use store::Statement;
use testkit::both_engines;
use testkit::world::{ACCESS_KEY, MERCHANT_CODE, World, origin};
use tokio::sync::Semaphore;

const ANSWER: Statement = Statement::shared("ANSWER", "SELECT answer FROM outbox");

/// A way out that answers as it is told, and remembers what it was given.
struct TestCarrier {
    /// What it answers, first one first; then everything is taken over.
    answers: Mutex<VecDeque<Outcome>>,
    given: Mutex<Vec<(String, Received)>>,
    /// A hand-over takes one permit.
    gate: Semaphore,
}

impl TestCarrier {
    fn answering(answers: impl IntoIterator<Item = Outcome>) -> Arc<Self> {
        Arc::new(Self {
            answers: Mutex::new(answers.into_iter().collect()),
            given: Mutex::new(Vec::new()),
            gate: Semaphore::new(Semaphore::MAX_PERMITS),
        })
    }

    /// One whose hand-overs all wait until the gate is opened.
    fn held() -> Arc<Self> {
        let carrier = Self::answering([]);
        carrier.gate.forget_permits(Semaphore::MAX_PERMITS);
        carrier
    }

    fn given(&self) -> Vec<(String, Received)> {
        self.given.lock().unwrap().clone()
    }
}

impl Carrier for TestCarrier {
    fn send<'a>(&'a self, message: &'a Composed) -> Sending<'a> {
        Box::pin(async move {
            let received = Received::parse(message.bytes()).unwrap();
            self.given
                .lock()
                .unwrap()
                .push((message.message_id().to_owned(), received));
            self.gate.acquire().await.unwrap().forget();
            let answer = self.answers.lock().unwrap().pop_front();
            answer.unwrap_or(Outcome::Delivered {
                answer: "250 ok".to_owned(),
            })
        })
    }
}

fn refusal(permanent: bool) -> Outcome {
    let answer = "451 contact@shop.example: later".to_owned();
    Outcome::Refused { permanent, answer }
}

fn post(world: &World, carrier: &Arc<TestCarrier>) -> Post {
    Post {
        app: world.app.clone(),
        carrier: Arc::clone(carrier) as Arc<dyn Carrier>,
        catalog: Catalog::load().unwrap(),
        brand: Arc::new(Brand {
            service: "関所".to_owned(),
            operator: "見本".to_owned(),
            phone: "0120-000-000".to_owned(),
            hours: "9:00".to_owned(),
            contact_mail: "support@sekisho.example".to_owned(),
            from_address: "no-reply@sekisho.example".to_owned(),
            color: None,
        }),
        public_url: "https://console.example".into(),
    }
}

/// A cause of one mail: MAIL-1 to the contact person.
async fn ask_for_a_reset(world: &World) {
    let asked = RequestReset {
        access_key: ACCESS_KEY,
        merchant_code: MERCHANT_CODE,
        user_id: MERCHANT_CODE,
        nonce: world.nonce(),
        origin: &origin(),
    };
    world.app.request_reset(asked).await.unwrap();
}

async fn waiting(world: &World) -> i64 {
    store::outbox::waiting(world.app.store()).await.unwrap().0
}

/// Runs a worker until `done`, then stops it and waits for its end.
async fn work_until(post: &Post, done: impl Fn() -> bool) {
    let (word, stop) = Stop::channel();
    let post = post.clone();
    let worker = tokio::spawn(async move { run_mail(&post, stop).await });
    let reached = async {
        while !done() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), reached)
        .await
        .unwrap();
    word.send_replace(true);
    worker.await.unwrap();
}

both_engines! {
    /// Shows MAIL-1, RESET-4: the link leads to the configured address, and its minutes are the
    /// setting's.
    async fn a_due_mail_is_written_and_handed_over(world: World) {
        ask_for_a_reset(&world).await;
        let carrier = TestCarrier::answering([]);
        let sent = send_due(&post(&world, &carrier)).await.unwrap();
        assert_eq!(sent, Sent { delivered: 1, refused: 0 });
        let given = carrier.given();
        let (id, letter) = &given[0];
        assert_eq!(letter.to, "contact@shop.example");
        assert_eq!(letter.subject, "パスワード初期化開始のご連絡-「関所」");
        assert!(letter.body.contains("https://console.example/reset/"), "{}", letter.body);
        assert!(letter.body.contains("https://console.example/7654321"), "{}", letter.body);
        assert!(letter.body.contains("30分以内"), "{}", letter.body);
        assert_eq!(letter.message_id, format!("{id}@sekisho.example"));
        assert_eq!(letter.date, Some(world.app.now().as_micros() / 1_000_000));
        // Nothing of it is left, and it is not sent again.
        assert_eq!(send_due(&post(&world, &carrier)).await.unwrap(), Sent::default());
        assert_eq!(waiting(&world).await, 0);
    }

    /// A mail that was refused for now comes again later, as the same message.
    async fn a_refused_mail_is_tried_again_later(world: World) {
        ask_for_a_reset(&world).await;
        let carrier = TestCarrier::answering([refusal(false), refusal(false)]);
        let post = post(&world, &carrier);
        let refused = Sent { delivered: 0, refused: 1 };
        assert_eq!(send_due(&post).await.unwrap(), refused);
        assert_eq!(send_due(&post).await.unwrap(), Sent::default(), "not at once");
        world.advance(Span::seconds(29));
        assert_eq!(send_due(&post).await.unwrap(), Sent::default(), "not too early");
        world.advance(Span::seconds(1));
        assert_eq!(send_due(&post).await.unwrap(), refused);
        world.advance(Span::minutes(2));
        assert_eq!(send_due(&post).await.unwrap(), Sent { delivered: 1, refused: 0 });
        let given = carrier.given();
        assert_eq!(given.len(), 3);
        assert!(given.iter().all(|one| *one == given[0]), "{given:?}");
    }

    /// What is kept of it does not name the recipient, whom mail servers like to repeat.
    async fn a_mail_refused_for_good_is_given_up(world: World) {
        ask_for_a_reset(&world).await;
        let carrier = TestCarrier::answering([refusal(true)]);
        let post = post(&world, &carrier);
        assert_eq!(send_due(&post).await.unwrap(), Sent { delivered: 0, refused: 1 });
        assert_eq!(waiting(&world).await, 0);
        let row = world.app.store().fetch_optional(&ANSWER, &[]).await.unwrap().unwrap();
        assert_eq!(row.text("answer").unwrap(), "451 (recipient): later");
        world.advance(Span::days(1));
        assert_eq!(send_due(&post).await.unwrap(), Sent::default());
        assert_eq!(carrier.given().len(), 1);
    }

    /// Shows RESET-4, EXP-5: a link that has expired is never mailed.
    async fn a_mail_is_never_sent_after_its_secret_has_expired(world: World) {
        ask_for_a_reset(&world).await;
        world.advance(Span::minutes(30));
        let carrier = TestCarrier::answering([]);
        assert_eq!(send_due(&post(&world, &carrier)).await.unwrap(), Sent::default());
        assert_eq!(carrier.given(), []);
        assert_eq!(waiting(&world).await, 0);
    }

    /// Of several workers on several nodes, one sends a mail.
    async fn several_workers_send_each_mail_once(world: World) {
        for _ in 0..4 {
            ask_for_a_reset(&world).await;
        }
        let all = waiting(&world).await;
        assert_eq!(all, 4);
        let carrier = TestCarrier::answering([]);
        let mut workers = tokio::task::JoinSet::new();
        for node in 0..4 {
            let app = world.another_node(100 + node).await;
            let post = Post { app, ..post(&world, &carrier) };
            workers.spawn(async move { send_due(&post).await.unwrap().delivered });
        }
        let delivered: u32 = workers.join_all().await.into_iter().sum();
        assert_eq!(delivered, 4);
        let mut counts = BTreeMap::new();
        for (id, _) in carrier.given() {
            *counts.entry(id).or_insert(0) += 1;
        }
        assert!(counts.len() == 4 && counts.values().all(|count| *count == 1), "{counts:?}");
    }

    /// Told to stop, a worker finishes the mail in hand and takes no other.
    async fn a_worker_finishes_what_it_has_in_hand(world: World) {
        ask_for_a_reset(&world).await;
        let carrier = TestCarrier::held();
        let post = post(&world, &carrier);
        let (word, stop) = Stop::channel();
        let worker = tokio::spawn({
            let post = post.clone();
            async move { run_mail(&post, stop).await }
        });
        while carrier.given().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        word.send_replace(true);
        ask_for_a_reset(&world).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!worker.is_finished(), "a mail was in hand");
        carrier.gate.add_permits(10);
        worker.await.unwrap();
        assert_eq!(carrier.given().len(), 1);
        assert_eq!(waiting(&world).await, 1, "the first was noted as sent, the second not begun");
    }

    async fn a_running_worker_notices_new_mail(world: World) {
        let carrier = TestCarrier::answering([refusal(true)]);
        let post = post(&world, &carrier);
        let asking = async {
            for _ in 0..5 {
                ask_for_a_reset(&world).await;
            }
        };
        tokio::join!(work_until(&post, || carrier.given().len() == 5), asking);
        assert_eq!(waiting(&world).await, 0);
    }
}
