//! `/console/users/{id}/{password|secret|lock|resend|delete}`: asks, then does it (OTP-8, LOCK-2,
//! RESET-9, USER-16).

use app::{Act, Acted, App, AppError};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use domain::authority::AdminOf;
use domain::ids::PersonId;
use i18n::Text;
use store::user_list::UserLine;

use super::user::{UserInPath, admin_mail, find};
use super::users::{user_href, way};
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::proof::Proven;
use crate::http::session::Signed;
use crate::views::{ActionTarget, ConfirmButton, ConfirmPage, Field, Row, Shell};

/// What is about to be done to a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Reset of the password.
    Password,
    /// Initialisation of the secret.
    Secret,
    /// Release of the lock.
    Lock,
    /// The first mail, again.
    Resend,
    /// Deletion.
    Delete,
}

impl Deed {
    const ALL: [Self; 5] = [
        Self::Password,
        Self::Secret,
        Self::Lock,
        Self::Resend,
        Self::Delete,
    ];

    /// The last part of its address, and the key of the message that it is done.
    const fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Secret => "secret",
            Self::Lock => "lock",
            Self::Resend => "resend",
            Self::Delete => "delete",
        }
    }

    const fn target(self) -> ActionTarget {
        match self {
            Self::Password => ActionTarget::Password,
            Self::Secret => ActionTarget::Code,
            Self::Lock => ActionTarget::Lock,
            Self::Resend => ActionTarget::FirstMail,
            Self::Delete => ActionTarget::User,
        }
    }

    const fn button(self) -> ConfirmButton {
        match self {
            Self::Secret => ConfirmButton::Ok,
            Self::Password | Self::Lock | Self::Resend | Self::Delete => ConfirmButton::Confirm,
        }
    }

    async fn carried_out(self, app: &App, act: Act<'_>) -> Result<Acted, AppError> {
        match self {
            Self::Password => app.reset_user_password(act).await,
            Self::Secret => app.reset_user_secret(act).await,
            Self::Lock => app.release_user_lock(act).await,
            Self::Resend => app.resend_invitation(act).await,
            Self::Delete => app.delete_user(act).await,
        }
    }

    /// The page that says that it is done: the user's own, unless there is none any more.
    fn afterwards(self, person: PersonId) -> String {
        match self {
            Self::Password | Self::Secret | Self::Lock | Self::Resend => {
                format!("/console/users/{}?done={}", person.uuid(), self.word())
            }
            Self::Delete => "/console/users?done=delete".to_owned(),
        }
    }

    fn consequences(self, text: &Text, recipient: &str) -> Vec<String> {
        match self {
            Self::Password => vec![
                text.users_ask_password_mail(recipient),
                text.users_ask_password_sessions(),
                text.users_ask_password_code(),
            ],
            Self::Secret => {
                vec![
                    text.users_ask_code_next(),
                    text.users_ask_code_mail(recipient),
                ]
            }
            Self::Lock => vec![text.users_ask_release_next()],
            Self::Resend => vec![
                text.change_ask_resend_mail(recipient),
                text.change_ask_resend_old(),
            ],
            Self::Delete => vec![text.users_ask_delete_next()],
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Deed {
    type Rejection = Halt;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Halt> {
        let path = Path::<(String, String)>::from_request_parts(parts, state).await;
        let Path((_, word)) = path.map_err(|_| Halt::NotFound)?;
        Self::ALL
            .into_iter()
            .find(|deed| deed.word() == word)
            .ok_or(Halt::NotFound)
    }
}

/// The page that asks.
pub async fn ask(
    UserInPath(id): UserInPath,
    deed: Deed,
    signed: Signed<AdminOf>,
) -> Result<Response, Halt> {
    let line = find(&signed.visit, signed.right, id).await?;
    let text = &signed.visit.text;
    let recipient = recipient(&signed, &line).await?;
    let page = ConfirmPage {
        shell: Shell {
            crumbs: way(text),
            ..signed.shell()?
        },
        target: deed.target(),
        rows: rows(&line, text),
        consequences: deed.consequences(text, &recipient),
        button: deed.button(),
        reason: Some(Field::default()),
        action: format!("{}/{}", user_href(&line), deed.word()),
        cancel_href: user_href(&line),
        form: signed.form()?,
    };
    drawn(&page)
}

/// Does it, and goes back to the page that says so.
pub async fn carry_out(
    UserInPath(person): UserInPath,
    deed: Deed,
    proven: Proven<AdminOf>,
) -> Result<Response, Halt> {
    let Proven { sent, fresh } = proven;
    let act = Act {
        session: &sent.signed.session,
        admin: fresh,
        person,
        reason: sent.fields.text("reason"),
        nonce: sent.nonce,
        origin: &sent.signed.visit.origin,
    };
    let acted = deed.carried_out(sent.signed.visit.app(), act).await?;
    match acted {
        Acted::Done => Err(Halt::to(deed.afterwards(person))),
        Acted::NothingToDo => Err(Halt::to(format!("/console/users/{}", person.uuid()))),
        Acted::NoSuchUser => Err(Halt::NotFound),
    }
}

/// To whom something is about to be done.
pub fn rows(line: &UserLine, text: &Text) -> Vec<Row> {
    vec![
        Row::new(text.field_user_id(), line.person.user_id.as_str()),
        Row::new(text.users_name_shown(), line.person.name.as_str()),
    ]
}

/// To whom the mail about it goes: the user, else 管理 (OTP-10).
async fn recipient(signed: &Signed<AdminOf>, line: &UserLine) -> Result<String, Halt> {
    let shared = admin_mail(signed, line).await?;
    let mail = line.person.mail.as_ref().or(shared.as_ref());
    Ok(mail.map_or_else(
        || signed.visit.text.page_none(),
        |mail| mail.as_str().to_owned(),
    ))
}
