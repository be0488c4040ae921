//! A shop whose 管理 has a passkey, and the browsers that show it.

use app::{
    AddPasskey, AddedPasskey, AskedPasskey, Binding, LoggedIn, Nonce, Origin, PasskeyCreation,
    PasskeyLogIn, PasskeyNames, PasskeyQuestion, RemovedPass, Session, ShownPasskey,
};
use crypto::Password;
use domain::authority::Member;
use domain::pass_name::PassName;
use domain::passkey::PasskeyUse;
use domain::policy::{PassRules, Policy, Profile};
use domain::time::Span;
use testkit::databases::{Database, OnDatabase};
use testkit::passkey::{Device, Made, Said, Shown, encoded};
use testkit::proof::fresh;
use testkit::world::{ACCESS_KEY, BASE, MERCHANT_CODE, World, origin};

pub const PASSWORD: &str = "Kanri2026a";
pub const BROWSER: Binding = Binding::Visitor([7; 32]);

async fn world(database: &Database, passkeys: PasskeyUse) -> World {
    let usual = Policy::of(Profile::Manual);
    let passes = PassRules {
        passkeys,
        ..usual.passes
    };
    World::with_policy(database, Policy { passes, ..usual }).await
}

/// Passkeys open the console by themselves.
pub struct Alone(pub World);

impl OnDatabase for Alone {
    async fn on(database: &Database) -> Self {
        Self(world(database, PasskeyUse::Alone).await)
    }
}

/// Passkeys stand beside the password.
pub struct Beside(pub World);

impl OnDatabase for Beside {
    async fn on(database: &Database) -> Self {
        Self(world(database, PasskeyUse::SecondFactor).await)
    }
}

/// A person's device, with the handle that it keeps.
pub struct Owned {
    pub device: Device,
    pub handle: String,
}

pub async fn asks(world: &World, session: &Session) -> Box<PasskeyCreation> {
    let right = fresh::<Member>(session);
    match world.app.ask_new_passkey(session, right).await.unwrap() {
        AskedPasskey::Question(question) => question,
        other => panic!("nothing was asked: {other:?}"),
    }
}

pub fn nonce_of(world: &World, binding: Binding, question: &PasskeyQuestion) -> Nonce {
    world.app.check_form(&binding, &question.form).unwrap()
}

pub async fn sends(
    world: &World,
    session: &Session,
    question: &PasskeyQuestion,
    made: &Made,
) -> AddedPasskey {
    let binding = Binding::Session(session.id);
    let name = PassName::parse("店の指紋").unwrap();
    let sent = AddPasskey {
        name: &name,
        since: &question.since,
        client_data: &encoded(&made.client_data),
        attestation: &encoded(&made.attestation),
        nonce: nonce_of(world, binding, question),
        origin: &origin(),
    };
    let right = fresh::<Member>(session);
    world.app.add_passkey(session, right, sent).await.unwrap()
}

pub async fn adds(world: &World, session: &Session, device: Device) -> Owned {
    let asked = asks(world, session).await;
    let made = device.make(&Said::honest(BASE, &asked.question.challenge));
    let done = sends(world, session, &asked.question, &made).await;
    assert_eq!(done, AddedPasskey::Done);
    Owned {
        device,
        handle: asked.handle,
    }
}

pub async fn removes(world: &World, session: &Session, device: &Device) -> RemovedPass {
    let known = store::passkeys::find(world.app.store(), &device.id).await;
    let pass = known.unwrap().unwrap().id;
    let form = (world.nonce(), &origin());
    let right = fresh::<Member>(session);
    let removed = world.app.remove_pass(session, right, pass, form).await;
    removed.unwrap()
}

pub fn question(world: &World) -> PasskeyQuestion {
    world.app.ask_for_passkey(&BROWSER).unwrap().unwrap()
}

/// A log-in on its way. Tests alter what they like of it.
#[derive(Clone)]
pub struct Sent {
    pub access_key: String,
    pub names: (String, String, String),
    pub shown: Shown,
    pub handle: String,
    pub since: String,
    pub form: String,
    pub asked: Binding,
    pub sender: Binding,
    pub origin: Origin,
}

impl Sent {
    /// An honest log-in of 管理.
    pub fn honest(world: &World, owned: &mut Owned) -> Self {
        let question = question(world);
        Self::answering(&question, owned, &Said::honest(BASE, &question.challenge))
    }

    pub fn answering(question: &PasskeyQuestion, owned: &mut Owned, said: &Said) -> Self {
        let own = MERCHANT_CODE.to_owned();
        Self {
            access_key: ACCESS_KEY.to_owned(),
            names: (own.clone(), own, PASSWORD.to_owned()),
            shown: owned.device.show(said),
            handle: owned.handle.clone(),
            since: question.since.clone(),
            form: question.form.clone(),
            asked: BROWSER,
            sender: BROWSER,
            origin: origin(),
        }
    }

    pub async fn to(&self, app: &app::App) -> LoggedIn {
        let shown = &self.shown;
        let (id, client_data) = (encoded(&shown.id), encoded(&shown.client_data));
        let authenticator_data = encoded(&shown.authenticator_data);
        let signature = encoded(&shown.signature);
        let password = Password::from(self.names.2.as_str());
        let typed = PasskeyLogIn {
            access_key: &self.access_key,
            names: PasskeyNames {
                merchant_code: &self.names.0,
                user_id: &self.names.1,
                password: &password,
            },
            shown: ShownPasskey {
                credential: &id,
                client_data: &client_data,
                authenticator_data: &authenticator_data,
                signature: &signature,
                handle: &self.handle,
                since: &self.since,
            },
            browser: self.sender,
            nonce: app.check_form(&self.asked, &self.form).unwrap(),
            origin: &self.origin,
        };
        app.log_in_with_passkey(typed).await.unwrap()
    }

    /// What comes of it, a moment later: the trail is ordered by its moments.
    pub async fn word(&self, world: &World) -> &'static str {
        world.advance(Span::milliseconds(2));
        match self.to(&world.app).await {
            LoggedIn::Open { .. } => "open",
            LoggedIn::Refused => "refused",
            LoggedIn::Locked => "locked",
        }
    }
}

/// Why the newest log-in in the trail was refused, with its remark; `ok` for one that was not.
pub async fn newest(world: &World) -> (String, String) {
    let text = "SELECT outcome, remark FROM audit WHERE action = 'log_in' ORDER BY id DESC";
    let statement = store::Statement::shared("TEST", text);
    let rows = world.app.store().fetch_all(&statement, &[]).await.unwrap();
    let row = rows.first().unwrap();
    (row.text("outcome").unwrap(), row.text("remark").unwrap())
}

pub async fn sessions(world: &World) -> i64 {
    let text = "SELECT COUNT(*) AS n FROM session WHERE strength = 'passkey'";
    let statement = store::Statement::shared("TEST", text);
    let rows = world.app.store().fetch_all(&statement, &[]).await.unwrap();
    rows[0].int("n").unwrap()
}
