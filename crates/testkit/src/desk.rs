//! The customer-service desk of a world: operators who log in at their own entrance.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "development only: a step that fails must fail its test loudly"
)]

use crate::phone::Phone;
use crate::world::{World, origin};
use app::{App, AppError, LogIn, LoggedIn, NewOperator, Nonce, OperatorCreated, Session};
use crypto::Password;
use domain::mail_address::MailAddress;
use domain::merchant::{CENTRE_KEY, MerchantCode};
use domain::person::{PersonName, UserId};
use domain::time::Span;

/// The password that operators of a world choose.
pub const OPERATOR_PASSWORD: &str = "Centre2026a";

impl World {
    /// Makes an operator, and tells the first password.
    pub async fn hire_operator(&self, user_id: &str) -> String {
        let new = NewOperator {
            user_id: UserId::parse(user_id).expect("a user ID"),
            name: PersonName::parse("窓口 一郎").expect("a name"),
            mail: MailAddress::parse(&format!("{user_id}@centre.example")).expect("an address"),
            send_first_password: false,
        };
        match self.app.create_operator(&new, &origin()).await {
            Ok(OperatorCreated::Done { first_password }) => first_password.reveal().to_owned(),
            other => panic!("no operator: {other:?}"),
        }
    }

    /// An operator at work, set up with [`OPERATOR_PASSWORD`].
    pub async fn operator(&self, user_id: &str) -> (Session, Phone) {
        let temporary = self.hire_operator(user_id).await;
        let session = self.operator_logs_in(user_id, &temporary, "").await;
        let session = self.choose_password(&session, OPERATOR_PASSWORD).await;
        let phone = self.issue(&session).await;
        let session = self.confirm(&session, &phone).await;
        self.advance(Span::seconds(30));
        (session, phone)
    }

    /// Logs in at the operators' entrance and takes the session.
    pub async fn operator_logs_in(&self, user_id: &str, password: &str, code: &str) -> Session {
        let centre = MerchantCode::centre();
        let (name, nonce) = ((centre.as_str(), user_id), self.nonce());
        match log_in_at(&self.app, CENTRE_KEY, name, (password, code), nonce).await {
            Ok(LoggedIn::Open { token, .. }) => self.session(&token).await,
            other => panic!("{user_id} did not get in: {other:?}"),
        }
    }
}

/// Logs in at the entrance of any key.
///
/// # Errors
/// As [`App::log_in`].
pub async fn log_in_at(
    app: &App,
    access_key: &str,
    (merchant_code, user_id): (&str, &str),
    (password, code): (&str, &str),
    nonce: Nonce,
) -> Result<LoggedIn, AppError> {
    let (password, origin) = (Password::from(password), origin());
    let typed = LogIn {
        access_key,
        merchant_code,
        user_id,
        password: &password,
        code,
        nonce,
        origin: &origin,
    };
    app.log_in(typed).await
}
