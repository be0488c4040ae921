//! `/console/users/{id}`: a user's own page for 管理 (SCR-13).

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use domain::authority::AdminOf;
use domain::ids::PersonId;
use domain::mail_address::MailAddress;
use domain::registration::{Form, Problem};
use i18n::Text;
use store::user_list::UserLine;
use uuid::Uuid;

use super::user_form::fields;
use super::users::{drawn_states, last_login, user_href, way};
use super::wording::{method, user_type};
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::session::Signed;
use crate::http::visit::Visit;
use crate::views::{
    ActionTarget, Notice, NoticeKind, Shell, UserAction, UserDetails, UserEditPage, UserFields,
};

/// The user of the address; what is no id is no page.
pub struct UserInPath(pub PersonId);

impl<S: Send + Sync> FromRequestParts<S> for UserInPath {
    type Rejection = Halt;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Halt> {
        let path = Path::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let Path(pairs) = path.map_err(|_| Halt::NotFound)?;
        let id = pairs
            .iter()
            .find(|(name, _)| name == "id")
            .map(|(_, id)| id.as_str());
        id.and_then(person_id).map(Self).ok_or(Halt::NotFound)
    }
}

/// One user has one address: hyphens, lower case.
fn person_id(text: &str) -> Option<PersonId> {
    let id = Uuid::try_parse(text).ok()?;
    (id.hyphenated().to_string() == text).then_some(PersonId::new(id))
}

/// The page; its notice says what was done a moment ago (OTP-8, LOCK-2).
pub async fn show(UserInPath(id): UserInPath, signed: Signed<AdminOf>) -> Result<Response, Halt> {
    let line = find(&signed.visit, signed.right, id).await?;
    let fields = typed_fields(&signed, id, &form_of(&line), &[]).await?;
    let mut page = edit_page(&signed, &line, fields).await?;
    page.shell.notice = notice(&signed.visit);
    drawn(&page)
}

/// The page of a user, whose form holds `fields`.
///
/// # Errors
/// As [`Signed::shell`].
pub async fn edit_page(
    signed: &Signed<AdminOf>,
    line: &UserLine,
    fields: UserFields,
) -> Result<UserEditPage, Halt> {
    let admin_mail = admin_mail(signed, line).await?;
    let text = &signed.visit.text;
    Ok(UserEditPage {
        shell: Shell {
            crumbs: way(text),
            ..signed.shell()?
        },
        details: details(line, admin_mail.as_ref()),
        states: drawn_states(line),
        last_login: last_login(line),
        fields,
        meanwhile: false,
        version: line.version,
        action: format!("{}/edit", user_href(line)),
        form: signed.form()?,
        actions: actions(line, text),
        users_href: "/console/users".to_owned(),
    })
}

/// The fields that can be changed, as typed.
///
/// # Errors
/// [`Halt`] when the database fails.
pub async fn typed_fields(
    signed: &Signed<AdminOf>,
    id: PersonId,
    form: &Form,
    problems: &[Problem],
) -> Result<UserFields, Halt> {
    let app = signed.visit.app();
    let at = app.circumstances_of(&signed.session, Some(id)).await?;
    Ok(UserFields {
        user_id: None,
        ..fields(&signed.visit.text, form, problems, &at)
    })
}

/// A user's details as the form holds them.
fn form_of(line: &UserLine) -> Form {
    let person = &line.person;
    let mail = person.mail.as_ref();
    Form {
        user_type: person.role.word().to_owned(),
        user_id: person.user_id.as_str().to_owned(),
        login_method: person.login_method.word().to_owned(),
        same_person: person.same_person,
        name: person.name.as_str().to_owned(),
        mail: mail.map_or("", MailAddress::as_str).to_owned(),
    }
}

/// The user, unless the merchant has none of this id.
///
/// # Errors
/// [`Halt::NotFound`]; other merchants' users are not told from those that never were.
pub async fn find(visit: &Visit, admin: AdminOf, id: PersonId) -> Result<UserLine, Halt> {
    visit.app().user(admin, id).await?.ok_or(Halt::NotFound)
}

/// The 管理 user's address, if it stands for the user's own (USER-9).
pub async fn admin_mail(
    signed: &Signed<AdminOf>,
    line: &UserLine,
) -> Result<Option<MailAddress>, Halt> {
    if line.person.mail.is_some() {
        return Ok(None);
    }
    Ok(signed
        .visit
        .app()
        .circumstances(&signed.session)
        .await?
        .admin_mail)
}

/// A user's details as they stand; with 管理者ユーザと同一 the address is 管理's.
pub fn details(line: &UserLine, admin_mail: Option<&MailAddress>) -> UserDetails {
    let person = &line.person;
    let shared = admin_mail.filter(|_| person.same_person);
    let mail = person.mail.as_ref().or(shared);
    UserDetails {
        user_type: user_type(person.role),
        user_id: person.user_id.as_str().to_owned(),
        method: method(person.login_method),
        same_person: person.same_person,
        name: person.name.as_str().to_owned(),
        mail: mail.map_or("", MailAddress::as_str).to_owned(),
    }
}

fn actions(line: &UserLine, text: &Text) -> Vec<UserAction> {
    let signs = line.signs;
    let action = |target, act: &str, unavailable| UserAction {
        target,
        href: format!("{}/{act}", user_href(line)),
        unavailable,
    };
    let mut actions = vec![
        action(ActionTarget::Password, "password", None),
        action(
            ActionTarget::Code,
            "secret",
            (!signs.has_secret).then(|| text.users_no_secret()),
        ),
        action(
            ActionTarget::Lock,
            "lock",
            (!signs.can_be_released()).then(|| text.users_not_locked()),
        ),
    ];
    if signs.waits() {
        actions.push(action(ActionTarget::FirstMail, "resend", None));
    }
    if signs.waits() && line.person.mail.is_none() && !line.person.same_person {
        actions.push(action(ActionTarget::Paper, "handout", None));
    }
    actions.push(action(ActionTarget::User, "delete", None));
    actions
}

fn notice(visit: &Visit) -> Option<Notice> {
    let text = match visit.query().text("done") {
        "password" => visit.text.users_password_reset(),
        "secret" => visit.text.users_code_reset(),
        "lock" => visit.text.users_lock_released(),
        "change" => visit.text.users_changed(),
        "resend" => visit.text.change_resent(),
        "handout" => {
            return Some(Notice {
                kind: NoticeKind::Info,
                text: visit.text.handout_before(),
            });
        }
        _ => return None,
    };
    Some(Notice {
        kind: NoticeKind::Success,
        text,
    })
}

#[cfg(test)]
mod tests {
    use super::person_id;

    #[test]
    fn one_user_has_one_address() {
        let id = "019a0000-0000-7000-8000-00000000000a";
        assert!(person_id(id).is_some());
        for other in [
            id.to_uppercase(),
            id.replace('-', ""),
            format!("{{{id}}}"),
            format!("urn:uuid:{id}"),
            "new".to_owned(),
            String::new(),
        ] {
            assert!(person_id(&other).is_none(), "{other}");
        }
    }
}
