//! Everything that a log-in with a passkey sends, altered one by one. The untouched one opens.

use super::shop::{Alone, Owned, Sent, adds, newest, question, sessions};
use app::Binding;
use domain::time::Span;
use testkit::passkey::{Device, Said, encoded, flags};
use testkit::world::{BASE, MERCHANT_CODE, World};

/// Alterations with the fault that the trail shows; `None`: nobody's passkey, so it does not stand there.
type Altered = (&'static str, Sent, Option<&'static str>);

fn said_wrong(world: &World, own: &mut Owned) -> Vec<Altered> {
    let mut all = Vec::new();
    let mut say = |what, fault, change: &dyn Fn(&mut Said)| {
        let question = question(world);
        let mut said = Said::honest(BASE, &question.challenge);
        change(&mut said);
        all.push((what, Sent::answering(&question, own, &said), Some(fault)));
    };
    say("type", "type", &|said| {
        said.kind = "webauthn.create".into();
    });
    say("challenge", "challenge", &|said| {
        said.challenge = encoded(&[9; 32]);
    });
    say("origin", "origin", &|said| {
        said.origin = "https://console.example.evil.example".into();
    });
    say("crossOrigin", "framed", &|said| {
        said.more = r#","crossOrigin":true"#.into();
    });
    say("topOrigin", "framed", &|said| {
        said.more = r#","topOrigin":"https://evil.example""#.into();
    });
    say("rpIdHash", "rp_id_hash", &|said| {
        said.rp_id = "evil.example".into();
    });
    say("UP", "user_present", &|said| said.flags = flags::UV);
    say("UV", "user_verified", &|said| said.flags = flags::UP);
    say("BE", "backup", &|said| said.flags |= flags::BE);
    say("BS", "backup", &|said| said.flags |= flags::BS);
    say("AT", "authenticator_data", &|said| said.flags |= flags::AT);
    say("ED", "authenticator_data", &|said| said.flags |= flags::ED);
    say("more bytes", "authenticator_data", &|said| {
        said.tail = vec![0xa0];
    });
    all
}

/// What the authenticator gave, altered on the way.
fn shown_wrong(world: &World, own: &mut Owned) -> Vec<Altered> {
    let mut all = Vec::new();
    let mut send = |what, fault, change: &dyn Fn(&mut Sent)| {
        let mut sent = Sent::honest(world, own);
        change(&mut sent);
        all.push((what, sent, fault));
    };
    send("signature", Some("signature"), &|sent| {
        sent.shown.signature[20] ^= 1;
    });
    send("no signature", Some("signature"), &|sent| {
        sent.shown.signature.clear();
    });
    send("counter", Some("signature"), &|sent| {
        sent.shown.authenticator_data[36] ^= 64;
    });
    send("client data", Some("signature"), &|sent| {
        sent.shown.client_data.push(b' ');
    });
    send("no client data", Some("client_data"), &|sent| {
        sent.shown.client_data.clear();
    });
    send("cut data", Some("authenticator_data"), &|sent| {
        sent.shown.authenticator_data.truncate(36);
    });
    send("credential", None, &|sent| sent.shown.id[0] ^= 1);
    send("no credential", None, &|sent| sent.shown.id.clear());
    all
}

/// What came along with it, altered.
fn sent_wrong(world: &World, own: &mut Owned) -> Vec<Altered> {
    let mut all = Vec::new();
    let mut send = |what, fault, change: &dyn Fn(&mut Sent)| {
        let mut sent = Sent::honest(world, own);
        change(&mut sent);
        all.push((what, sent, fault));
    };
    send("handle", Some("handle"), &|sent| {
        sent.handle = encoded(&[1; 32]);
    });
    send("no handle", Some("handle"), &|sent| sent.handle.clear());
    send("user ID as handle", Some("handle"), &|sent| {
        sent.handle = encoded(MERCHANT_CODE.as_bytes());
    });
    send("moment", Some("challenge"), &|sent| {
        let since: i64 = sent.since.parse().unwrap();
        sent.since = (since - 1).to_string();
    });
    send("moment ahead", Some("over"), &|sent| {
        sent.since = i64::MAX.to_string();
    });
    send("first moment", Some("over"), &|sent| {
        sent.since = i64::MIN.to_string();
    });
    send("no moment", Some("over"), &|sent| sent.since.clear());
    send("browser", Some("challenge"), &|sent| {
        sent.sender = Binding::Visitor([8; 32]);
    });
    all
}

testkit::both_engines! {
    async fn whatever_is_altered_opens_nothing(shop: Alone) {
        let world = &shop.0;
        let (session, _) = world.admin().await;
        let mut own = adds(world, &session, Device::new()).await;
        let mut all = said_wrong(world, &mut own);
        all.extend(shown_wrong(world, &mut own));
        all.extend(sent_wrong(world, &mut own));
        assert_eq!(all.len(), 29);
        for (what, sent, fault) in all {
            assert_eq!(sent.word(world).await, "refused", "{what}");
            if let Some(fault) = fault {
                let (outcome, remark) = newest(world).await;
                assert_eq!((outcome.as_str(), remark.as_str()), ("passkey_wrong", &*format!("passkey {fault}")), "{what}");
            }
        }
        assert_eq!(sessions(world).await, 0);
        assert_eq!(Sent::honest(world, &mut own).word(world).await, "open", "untouched");
    }

    /// A counter that has not grown speaks of a copy: refused, and named in the trail. Only one that
    /// was always 0 may stay 0.
    async fn a_counter_never_goes_back(shop: Alone) {
        let world = &shop.0;
        let (session, _) = world.admin().await;
        let mut own = adds(world, &session, Device::new()).await;
        own.device.counter = 9;
        assert_eq!(Sent::honest(world, &mut own).word(world).await, "open");
        for counter in [10, 9, 1, 0] {
            let question = question(world);
            let said = Said { counter: Some(counter), ..Said::honest(BASE, &question.challenge) };
            let sent = Sent::answering(&question, &mut own, &said);
            assert_eq!(sent.word(world).await, "refused", "{counter}");
            assert_eq!(newest(world).await.0, "passkey_copied");
        }
        own.device.counter = 10;
        assert_eq!(Sent::honest(world, &mut own).word(world).await, "open");
        let mut still = adds(world, &session, Device::uncounted()).await;
        for _ in 0..2 {
            assert_eq!(Sent::honest(world, &mut still).word(world).await, "open");
        }
    }

    /// Five minutes and not a second longer; the challenge of the other ceremony, and that of another
    /// form, are none.
    async fn a_challenge_ends_and_belongs_to_its_form(shop: Alone) {
        let world = &shop.0;
        let (session, _) = world.admin().await;
        let mut own = adds(world, &session, Device::uncounted()).await;
        let sent = Sent::honest(world, &mut own);
        world.advance(Span::seconds(299));
        assert_eq!(sent.word(world).await, "open");
        let sent = Sent::honest(world, &mut own);
        world.advance(Span::seconds(300));
        assert_eq!(sent.word(world).await, "refused");
        assert_eq!(newest(world).await.1, "passkey over");

        let asked = crate::asks(world, &session).await.question;
        let said = Said::honest(BASE, &asked.challenge);
        let crossed = Sent {
            asked: Binding::Session(session.id),
            sender: Binding::Session(session.id),
            ..Sent::answering(&asked, &mut own, &said)
        };
        assert_eq!(crossed.word(world).await, "refused", "made for adding");
        let (one, two) = (question(world), question(world));
        let said = Said::honest(BASE, &two.challenge);
        let swapped = Sent::answering(&one, &mut own, &said);
        assert_eq!(swapped.word(world).await, "refused", "another form's");
        assert_eq!(Sent::answering(&two, &mut own, &said).word(world).await, "open");
    }

    /// Another person's passkey does not become one's own by its handle, and a key that was put into
    /// another's row opens nothing.
    async fn nobody_shows_anothers_passkey(shop: Alone) {
        let world = &shop.0;
        let (admin, _) = world.admin().await;
        let mut own = adds(world, &admin, Device::new()).await;
        let (_, temporary) = world.register(&admin, "ippan01").await;
        let (clerk, _) = world.set_up("ippan01", &temporary, "Ipan2026a").await;
        let mut other = adds(world, &clerk, Device::new()).await;
        let swapped = Sent { handle: own.handle.clone(), ..Sent::honest(world, &mut other) };
        assert_eq!(swapped.word(world).await, "refused");
        let mut sent = Sent::honest(world, &mut other);
        sent.shown.id.clone_from(&own.device.id);
        sent.handle.clone_from(&own.handle);
        assert_eq!(sent.word(world).await, "refused");
        assert_eq!(newest(world).await.1, "passkey signature");
        assert_eq!(Sent::honest(world, &mut other).word(world).await, "open");
        // Whoever can write the database cannot sign in as somebody else either.
        crate::sets(world, "UPDATE factor SET sealed = (SELECT o.sealed FROM factor o JOIN person p \
            ON p.id = o.person_id WHERE o.kind = 'passkey' AND p.role = 'general') \
            WHERE kind = 'passkey'").await;
        let question = question(world);
        let mut forged = Sent::answering(&question, &mut other, &Said::honest(BASE, &question.challenge));
        forged.shown.id.clone_from(&own.device.id);
        forged.handle.clone_from(&own.handle);
        let app = world.app.clone();
        let answer = tokio::spawn(async move { forged.to(&app).await }).await;
        assert!(answer.is_err(), "a value sealed for another row does not open");
        assert_eq!(Sent::honest(world, &mut own).shown.id, own.device.id);
    }
}
