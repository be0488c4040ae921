//! The entrance of the mail method, a step each.

use app::{App, AppError, MailAsked, MailFinished, MailLogIn, MailedCode, Nonce};
use crypto::{Password, Token};
use domain::notice::Notice;
use domain::obligations::Obligations;
use std::sync::Arc;
use store::Store;
use testkit::world::{ACCESS_KEY, MERCHANT_CODE, World, origin};

/// Types the three values on the first page.
pub async fn ask(
    app: &App,
    (merchant_code, user_id): (&str, &str),
    password: &str,
    nonce: Nonce,
) -> Result<MailAsked, AppError> {
    let (password, origin) = (Password::from(password), origin());
    app.ask_mail_log_in(MailLogIn {
        access_key: ACCESS_KEY,
        merchant_code,
        user_id,
        password: &password,
        nonce,
        origin: &origin,
    })
    .await
}

pub async fn asked(world: &World, user_id: &str, password: &str) -> Token {
    let nonce = world.nonce();
    match ask(&world.app, (MERCHANT_CODE, user_id), password, nonce).await {
        Ok(MailAsked::Asked { challenge }) => challenge,
        other => panic!("no second page: {other:?}"),
    }
}

/// Types a code on the second page.
pub async fn finish(
    app: &App,
    challenge: &Token,
    code: &str,
    nonce: Nonce,
) -> Result<MailFinished, AppError> {
    let origin = origin();
    app.finish_mail_log_in(MailedCode {
        access_key: ACCESS_KEY,
        challenge,
        code,
        nonce,
        origin: &origin,
    })
    .await
}

pub async fn finished(world: &World, challenge: &Token, code: &str) -> MailFinished {
    finish(&world.app, challenge, code, world.nonce())
        .await
        .unwrap()
}

/// The codes in the mails that wait, with their addresses.
pub async fn codes(world: &World) -> Vec<(String, String)> {
    let mails = world.mails().await;
    let code = |notice: &Notice| match notice {
        Notice::MailCode { code, .. } => Some(code.clone()),
        _ => None,
    };
    mails
        .iter()
        .filter_map(|mail| Some((mail.to.as_str().to_owned(), code(&mail.notice)?)))
        .collect()
}

pub async fn only_code(world: &World) -> String {
    let codes = codes(world).await;
    assert_eq!(codes.len(), 1, "{codes:?}");
    codes[0].1.clone()
}

/// Another six digits.
pub fn wrong(code: &str) -> &'static str {
    if code == "123456" { "654321" } else { "123456" }
}

/// 一般 users with the password `Ipan2026a`.
pub async fn clerks(world: &World, names: &[&str]) {
    let (admin, _) = world.admin().await;
    for user_id in names {
        let (_, temporary) = world.register(&admin, user_id).await;
        world.set_up(user_id, &temporary, "Ipan2026a").await;
    }
    world.mails().await;
}

pub fn opened(answer: MailFinished) -> (Token, Obligations) {
    match answer {
        MailFinished::Open { token, obligations } => (token, obligations),
        other => panic!("not logged in: {other:?}"),
    }
}

/// Does to the database what no page of this entrance does.
pub async fn run(store: &Store, sql: &'static str) {
    testkit::told::by_hand(store, sql).await;
}

/// Starts `count` pieces of work at once.
pub async fn at_once<T, F>(count: usize, work: impl Fn(usize) -> F) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    let start = Arc::new(tokio::sync::Barrier::new(count));
    let tasks: Vec<_> = (0..count)
        .map(|number| {
            let (start, work) = (Arc::clone(&start), work(number));
            tokio::spawn(async move {
                start.wait().await;
                work.await
            })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}
