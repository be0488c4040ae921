//! People and strangers at their browsers.

use app::{App, AppError, LogIn, LoggedIn, Nonce, Origin, Session};
use crypto::{Network, Password, Token};
use domain::ids::PersonId;
use std::sync::Arc;
use testkit::phone::Phone;
use testkit::world::{ACCESS_KEY, MERCHANT_CODE, World};

/// A browser in a network of its own.
#[derive(Clone, Debug)]
pub struct Browser {
    origin: Origin,
}

impl Browser {
    /// One that keeps its cookie.
    pub fn new(number: u16) -> Self {
        let mut mark = [0; 32];
        mark[..2].copy_from_slice(&number.to_be_bytes());
        let mut browser = Self::without_mark(number);
        browser.origin.mark = Some(Token::from_bytes(mark));
        browser
    }

    /// One that keeps no cookie.
    pub fn without_mark(number: u16) -> Self {
        let mut network = [0; 16];
        network[..2].copy_from_slice(&number.to_be_bytes());
        let origin = Origin {
            network: Network::new(network),
            shown: format!("network {number}"),
            device: "test".to_owned(),
            address: None,
            mark: None,
        };
        Self { origin }
    }

    /// What its requests say of themselves.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Types the four values.
    pub async fn types(
        &self,
        world: &World,
        user_id: &str,
        password: &str,
        code: &str,
    ) -> LoggedIn {
        let name = (MERCHANT_CODE, user_id);
        self.try_log_in(&world.app, name, (password, code), world.nonce())
            .await
            .unwrap()
    }

    /// Types them at any node.
    pub async fn try_log_in(
        &self,
        app: &App,
        (merchant_code, user_id): (&str, &str),
        (password, code): (&str, &str),
        nonce: Nonce,
    ) -> Result<LoggedIn, AppError> {
        let password = Password::from(password);
        app.log_in(LogIn {
            access_key: ACCESS_KEY,
            merchant_code,
            user_id,
            password: &password,
            code,
            nonce,
            origin: &self.origin,
        })
        .await
    }
}

/// 管理, and ippan01 who has completed a log-in in `own`.
pub async fn clerk(world: &World, own: &Browser) -> (Session, PersonId, Phone) {
    let (admin, _) = world.admin().await;
    let (person, temporary) = world.register(&admin, "ippan01").await;
    let (_, phone) = world.set_up("ippan01", &temporary, "Ipan2026a").await;
    let code = phone.code(world.app.now());
    let answer = own.types(world, "ippan01", "Ipan2026a", &code).await;
    assert!(matches!(answer, LoggedIn::Open { .. }));
    world.advance(domain::time::Span::seconds(30));
    (admin, person, phone)
}

pub async fn three_nodes(world: &World) -> Vec<App> {
    vec![
        world.app.clone(),
        world.another_node(21).await,
        world.another_node(22).await,
    ]
}

/// What many tries at once came to.
#[derive(Debug, Default)]
pub struct Answers {
    pub refused: usize,
    pub evaluated: u64,
}

fn evaluations(nodes: &[App]) -> u64 {
    let counts = nodes.iter().map(|node| node.pool().counts().evaluations);
    counts.sum()
}

/// `count` wrong passwords for ippan01 at once, from the browsers in turn, over the nodes in turn.
pub async fn all_at_once(
    world: &World,
    nodes: &[App],
    browsers: [&Browser; 2],
    count: usize,
) -> Answers {
    let before = evaluations(nodes);
    let start = Arc::new(tokio::sync::Barrier::new(count));
    let tasks: Vec<_> = (0..count)
        .map(|number| {
            let app = nodes[number % nodes.len()].clone();
            let (start, nonce) = (Arc::clone(&start), world.nonce());
            let browser = browsers[number % 2].clone();
            tokio::spawn(async move {
                start.wait().await;
                let password = format!("Wrong{number}");
                let typed = (password.as_str(), "");
                let name = (MERCHANT_CODE, "ippan01");
                browser.try_log_in(&app, name, typed, nonce).await
            })
        })
        .collect();
    let mut answers = Answers::default();
    for task in tasks {
        match task.await.unwrap() {
            Ok(LoggedIn::Refused) => answers.refused += 1,
            Ok(LoggedIn::Open { .. }) => panic!("a wrong password opened"),
            Ok(LoggedIn::Locked) | Err(AppError::Busy { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
    answers.evaluated = evaluations(nodes) - before;
    answers
}
