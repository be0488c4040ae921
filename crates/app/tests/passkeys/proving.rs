//! Password and second factor asked again, answered with a passkey.

use super::shop::{Alone, Beside, Owned, PASSWORD, Sent, adds, asks, question, removes};
use app::{App, Binding, PasskeyQuestion, ProveByPasskey, Proven, Session, ShownPasskey};
use crypto::Password;
use domain::authority::AdminOf;
use domain::time::Span;
use testkit::passkey::{Device, Said, encoded, flags};
use testkit::world::{BASE, MERCHANT_CODE, World};

/// What is altered, the fault that the trail shows, and the alteration.
type Altered<T> = (&'static str, &'static str, fn(&mut T));

/// A session of 管理 whose log-in was a while ago, and the passkey.
async fn at_work(world: &World) -> (Session, Owned) {
    let (session, _) = world.admin().await;
    let own = adds(world, &session, Device::new()).await;
    world.advance(Span::minutes(11));
    (world.session(&session.token).await, own)
}

async fn asked(world: &World, session: &Session) -> PasskeyQuestion {
    let asked = world.app.ask_to_prove(session).await.unwrap();
    asked.expect("a passkey is asked for").question
}

/// An honest answer to a question of this session.
async fn honest(world: &World, session: &Session, own: &mut Owned) -> Sent {
    let question = asked(world, session).await;
    Sent::answering(&question, own, &Said::honest(BASE, &question.challenge))
}

async fn shows(app: &App, session: &Session, sent: &Sent) -> Proven {
    let shown = &sent.shown;
    let (id, client_data) = (encoded(&shown.id), encoded(&shown.client_data));
    let authenticator_data = encoded(&shown.authenticator_data);
    let signature = encoded(&shown.signature);
    let password = Password::from(sent.names.2.as_str());
    let typed = ProveByPasskey {
        session,
        password: &password,
        shown: ShownPasskey {
            credential: &id,
            client_data: &client_data,
            authenticator_data: &authenticator_data,
            signature: &signature,
            handle: &sent.handle,
            since: &sent.since,
        },
        form: &sent.form,
        origin: &sent.origin,
    };
    app.prove_by_passkey(typed).await.unwrap()
}

/// Outcome and remark of the newest proof in the trail.
async fn newest(world: &World) -> (String, String) {
    let text = "SELECT outcome, remark FROM audit WHERE action = 'prove_again' ORDER BY id DESC";
    let statement = store::Statement::shared("TEST", text);
    let rows = world.app.store().fetch_all(&statement, &[]).await.unwrap();
    let row = rows.first().unwrap();
    (row.text("outcome").unwrap(), row.text("remark").unwrap())
}

async fn refused_as(world: &World, session: &Session, sent: &Sent, fault: &str, what: &str) {
    world.advance(Span::milliseconds(2));
    assert_eq!(
        shows(&world.app, session, sent).await,
        Proven::Refused,
        "{what}"
    );
    let remark = format!("passkey {fault}");
    assert_eq!(
        newest(world).await,
        ("passkey_wrong".to_owned(), remark),
        "{what}"
    );
    let session = world.session(&session.token).await;
    assert!(
        world.app.stepped_up::<AdminOf>(&session).is_none(),
        "{what}"
    );
}

testkit::both_engines! {
    /// A passkey on its own is a proof of ten minutes, stands in the trail, and its answer proves once.
    /// Shows ASVS-16.
    async fn a_passkey_proves_once(shop: Alone) {
        let world = &shop.0;
        let (session, mut own) = at_work(world).await;
        assert!(world.app.stepped_up::<AdminOf>(&session).is_none());
        let sent = Sent { names: Default::default(), ..honest(world, &session, &mut own).await };
        world.advance(Span::milliseconds(2));
        let at = world.app.now();
        assert_eq!(shows(&world.app, &session, &sent).await, Proven::Done(at));
        assert_eq!(newest(world).await, ("ok".to_owned(), "passkey".to_owned()));
        let session = world.session(&session.token).await;
        assert!(world.app.stepped_up::<AdminOf>(&session).is_some());
        world.advance(Span::minutes(10));
        let session = world.session(&session.token).await;
        assert!(world.app.stepped_up::<AdminOf>(&session).is_none());
        let again = Sent { since: sent.since.clone(), ..sent };
        assert_eq!(shows(&world.app, &session, &again).await, Proven::Refused);
        let fresh = honest(world, &session, &mut own).await;
        world.advance(Span::milliseconds(2));
        assert_eq!(shows(&world.app, &session, &fresh).await, Proven::Done(world.app.now()));
        refused_later(world, &session, &fresh).await;
    }

    /// One answer on two nodes at once proves one thing. Shows ATK-3.
    async fn one_answer_proves_once_on_two_nodes(shop: Alone) {
        let world = &shop.0;
        let (session, mut own) = at_work(world).await;
        let sent = honest(world, &session, &mut own).await;
        let other = world.another_node(52).await;
        let answers = tokio::join!(
            shows(&world.app, &session, &sent),
            shows(&other, &session, &sent),
            shows(&world.app, &session, &sent),
        );
        let done = [answers.0, answers.1, answers.2];
        let done = done.iter().filter(|answer| matches!(answer, Proven::Done(_))).count();
        assert_eq!(done, 1);
    }

    /// Whatever is altered proves nothing, and the trail names the field. The untouched one proves.
    async fn whatever_is_altered_proves_nothing(shop: Alone) {
        let world = &shop.0;
        let (session, mut own) = at_work(world).await;
        let said: [Altered<Said>; 6] = [
            ("type", "type", |said| said.kind = "webauthn.create".into()),
            ("challenge", "challenge", |said| said.challenge = encoded(&[9; 32])),
            ("origin", "origin", |said| said.origin = "https://evil.example".into()),
            ("rpIdHash", "rp_id_hash", |said| said.rp_id = "evil.example".into()),
            ("UP", "user_present", |said| said.flags = flags::UV),
            ("UV", "user_verified", |said| said.flags = flags::UP),
        ];
        for (what, fault, change) in said {
            let question = asked(world, &session).await;
            let mut said = Said::honest(BASE, &question.challenge);
            change(&mut said);
            let sent = Sent::answering(&question, &mut own, &said);
            refused_as(world, &session, &sent, fault, what).await;
        }
        let sent: [Altered<Sent>; 6] = [
            ("signature", "signature", |sent| sent.shown.signature[20] ^= 1),
            ("client data", "signature", |sent| sent.shown.client_data.push(b' ')),
            ("credential", "credential", |sent| sent.shown.id[0] ^= 1),
            ("handle", "handle", |sent| sent.handle = encoded(&[1; 32])),
            ("no moment", "over", |sent| sent.since.clear()),
            ("moment", "challenge", |sent| sent.since = (sent.since.parse::<i64>().unwrap() - 1).to_string()),
        ];
        for (what, fault, change) in sent {
            let mut sent = honest(world, &session, &mut own).await;
            change(&mut sent);
            refused_as(world, &session, &sent, fault, what).await;
        }
        let late = honest(world, &session, &mut own).await;
        world.advance(Span::minutes(5));
        refused_as(world, &session, &late, "over", "five minutes").await;
        let sent = honest(world, &session, &mut own).await;
        assert!(matches!(shows(&world.app, &session, &sent).await, Proven::Done(_)), "untouched");
    }

    /// A challenge belongs to one session and to this ceremony; a passkey belongs to its person.
    async fn a_challenge_belongs_to_its_session(shop: Alone) {
        let world = &shop.0;
        let (admin, phone) = world.admin().await;
        let mut own = adds(world, &admin, Device::uncounted()).await;
        world.advance(Span::minutes(11));
        let code = phone.code(world.app.now());
        let second = world.log_in(MERCHANT_CODE, PASSWORD, &code).await;
        world.session(&admin.token).await;
        world.advance(Span::minutes(11));
        let session = world.session(&admin.token).await;
        let second = world.session(&second.token).await;
        let others = honest(world, &second, &mut own).await;
        assert_eq!(shows(&world.app, &session, &others).await, Proven::Refused, "another session's form");
        let mine = asked(world, &session).await;
        let crossed = Sent { form: mine.form.clone(), since: mine.since.clone(), ..others.clone() };
        refused_as(world, &session, &crossed, "challenge", "another session's challenge").await;
        let entrance = question(world);
        let said = Said::honest(BASE, &entrance.challenge);
        let crossed = Sent {
            form: mine.form.clone(), since: entrance.since.clone(), ..Sent::answering(&entrance, &mut own, &said)
        };
        refused_as(world, &session, &crossed, "challenge", "made for the entrance").await;
        let adding = asks(world, &session).await.question;
        let said = Said::honest(BASE, &adding.challenge);
        let crossed = Sent::answering(&adding, &mut own, &said);
        refused_as(world, &session, &crossed, "challenge", "made for adding").await;
        let proving = honest(world, &session, &mut own).await;
        let crossed = Sent { asked: Binding::Session(session.id), sender: Binding::Session(session.id), ..proving };
        assert_eq!(crossed.word(world).await, "refused", "made for proving, at the entrance");

        let (_, temporary) = world.register(&admin, "ippan01").await;
        let (clerk, _) = world.set_up("ippan01", &temporary, "Ipan2026a").await;
        let mut stolen = adds(world, &clerk, Device::new()).await;
        let sent = honest(world, &session, &mut stolen).await;
        assert_eq!(shows(&world.app, &session, &sent).await, Proven::Refused, "another person's");
        assert!(matches!(shows(&world.app, &second, &others).await, Proven::Done(_)), "in its own session");
    }

    /// Where passkeys stand beside the password, both are asked for, and wrong ones draw on the budget
    /// of all entrances. Shows ATK-8.
    async fn beside_the_password_both_are_needed(shop: Beside) {
        let world = &shop.0;
        let (session, mut own) = at_work(world).await;
        assert!(world.app.ask_to_prove(&session).await.unwrap().unwrap().beside_password);
        let sent = honest(world, &session, &mut own).await;
        assert!(matches!(shows(&world.app, &session, &sent).await, Proven::Done(_)));
        world.advance(Span::minutes(11));
        let session = world.session(&session.token).await;
        let mut broken = honest(world, &session, &mut own).await;
        broken.shown.signature[20] ^= 1;
        assert_eq!(shows(&world.app, &session, &broken).await, Proven::Refused);
        for number in 0..5 {
            let mut sent = honest(world, &session, &mut own).await;
            sent.names.2 = "Wrong2026a".to_owned();
            assert_eq!(shows(&world.app, &session, &sent).await, Proven::Refused, "{number}");
        }
        let sent = honest(world, &session, &mut own).await;
        assert_eq!(shows(&world.app, &session, &sent).await, Proven::Locked);
        assert!(world.app.stepped_up::<AdminOf>(&world.session(&session.token).await).is_none());
    }

    /// Nobody is asked for what is not there; strangers' wrong passwords keep nobody from a passkey that
    /// stands alone.
    async fn it_is_asked_of_whoever_has_one(shop: Alone) {
        let world = &shop.0;
        let (session, mut own) = at_work(world).await;
        for _ in 0..6 {
            world.try_log_in(MERCHANT_CODE, "Wrong2026a", "").await.unwrap();
        }
        let sent = honest(world, &session, &mut own).await;
        assert!(matches!(shows(&world.app, &session, &sent).await, Proven::Done(_)));
        removes(world, &session, &own.device).await;
        assert!(world.app.ask_to_prove(&session).await.unwrap().is_none());
    }
}

async fn refused_later(world: &World, session: &Session, sent: &Sent) {
    world.advance(Span::milliseconds(2));
    assert_eq!(shows(&world.app, session, sent).await, Proven::Refused);
    assert_eq!(newest(world).await.1, "passkey used");
}
