//! `/console/users/new`, `/check` and `/{id}/registered`: a new user in three pages
//! (SCR-10 to SCR-12).

use app::{RegisterUser, Registered};
use axum::response::Response;
use domain::authority::AdminOf;
use domain::merchant::MerchantKind;
use domain::person::{LoginMethod, Role};
use domain::registration::{self, Circumstances, Form, NewPerson, Problem};
use i18n::Text;

use super::user::{UserInPath, admin_mail, details, find};
use super::users::way;
use super::wording::{method, registration_problem, user_type};
use crate::http::draw::drawn;
use crate::http::fields::Fields;
use crate::http::halt::Halt;
use crate::http::session::{Sent, Signed};
use crate::views::{
    Field, MethodChoice, Shell, TypeChoice, UserChoices, UserConfirmPage, UserDetails,
    UserDonePage, UserFields, UserFormPage,
};

/// First page, blank.
pub async fn blank(signed: Signed<AdminOf>) -> Result<Response, Halt> {
    let at = signed.visit.app().circumstances(&signed.session).await?;
    let method = if at.tablet {
        LoginMethod::AppOnly
    } else {
        LoginMethod::MailToo
    };
    let form = Form {
        user_type: Role::General.word().to_owned(),
        login_method: method.word().to_owned(),
        ..Form::default()
    };
    enter(&signed, &form, &[]).await
}

/// The second page's address, opened by hand.
pub async fn back(_: Signed<AdminOf>) -> Halt {
    Halt::to("/console/users/new")
}

/// 確認, 確定 and `< 前画面へ戻る`, told apart by the button that was pressed.
pub async fn step(sent: Sent<AdminOf>) -> Result<Response, Halt> {
    let form = read(&sent.fields);
    match sent.fields.text("step") {
        "back" => enter(&sent.signed, &form, &[]).await,
        "confirm" => register(&sent, &form).await,
        _ => check(&sent.signed, &form).await,
    }
}

async fn check(signed: &Signed<AdminOf>, form: &Form) -> Result<Response, Halt> {
    let app = signed.visit.app();
    let new = match app.check_user(&signed.session, signed.right, form).await? {
        Ok(new) => new,
        Err(problems) => return enter(signed, form, &problems).await,
    };
    let at = app.circumstances(&signed.session).await?;
    drawn(&UserConfirmPage {
        shell: shell(signed)?,
        action: "/console/users/new".to_owned(),
        details: summary(&new, &at),
        form: signed.form()?,
    })
}

async fn register(sent: &Sent<AdminOf>, form: &Form) -> Result<Response, Halt> {
    let signed = &sent.signed;
    let typed = RegisterUser {
        session: &signed.session,
        admin: signed.right,
        form,
        nonce: sent.nonce,
        origin: &signed.visit.origin,
    };
    match signed.visit.app().register_user(typed).await? {
        Registered::Done(id) => Err(Halt::to(format!("/console/users/{}/registered", id.uuid()))),
        Registered::Broken(problems) => enter(signed, form, &problems).await,
    }
}

/// Third page (USER-13).
pub async fn done(UserInPath(id): UserInPath, signed: Signed<AdminOf>) -> Result<Response, Halt> {
    let line = find(&signed.visit, signed.right, id).await?;
    let admin_mail = admin_mail(&signed, &line).await?;
    drawn(&UserDonePage {
        shell: shell(&signed)?,
        details: details(&line, admin_mail.as_ref()),
        sent_to_admin: line.person.mail.is_none(),
        menu_href: "/console/menu".to_owned(),
        another_href: "/console/users/new".to_owned(),
    })
}

async fn enter(
    signed: &Signed<AdminOf>,
    form: &Form,
    problems: &[Problem],
) -> Result<Response, Halt> {
    let at = signed.visit.app().circumstances(&signed.session).await?;
    drawn(&page(signed, form, problems, &at)?)
}

fn page(
    signed: &Signed<AdminOf>,
    form: &Form,
    problems: &[Problem],
    at: &Circumstances,
) -> Result<UserFormPage, Halt> {
    Ok(UserFormPage {
        shell: shell(signed)?,
        action: "/console/users/check".to_owned(),
        fields: fields(&signed.visit.text, form, problems, at),
        cancel_href: "/console/users".to_owned(),
        form: signed.form()?,
    })
}

/// The fields of the form as typed, each with what is wrong with it.
pub fn fields(text: &Text, form: &Form, problems: &[Problem], at: &Circumstances) -> UserFields {
    let error = |field| error(text, problems, field);
    let field = |value: &str, of| Field {
        value: cut(value),
        error: error(of),
    };
    UserFields {
        user_type: chosen_type(form),
        user_type_error: error(registration::Field::UserType),
        user_id: Some(field(&form.user_id, registration::Field::UserId)),
        method: chosen_method(form),
        method_error: error(registration::Field::LoginMethod),
        same_person: form.same_person,
        same_person_error: error(registration::Field::SamePerson),
        name: field(&form.name, registration::Field::Name),
        mail: field(&form.mail, registration::Field::Mail),
        choices: choices(at),
    }
}

fn choices(at: &Circumstances) -> UserChoices {
    UserChoices {
        shipping: at.kind == MerchantKind::Logistics,
        mail_method: !at.tablet,
        same_person: !at.same_person_taken,
    }
}

/// The frame of a page below the list.
pub fn shell(signed: &Signed<AdminOf>) -> Result<Shell, Halt> {
    Ok(Shell {
        crumbs: way(&signed.visit.text),
        ..signed.shell()?
    })
}

/// The form as it was sent.
pub fn read(fields: &Fields) -> Form {
    let text = |name| fields.text(name).to_owned();
    Form {
        user_type: text("user_type"),
        user_id: text("user_id"),
        login_method: text("login_method"),
        same_person: fields.has("same_person"),
        name: text("name"),
        mail: text("mail"),
    }
}

fn error(text: &Text, problems: &[Problem], field: registration::Field) -> Option<String> {
    let problem = problems.iter().find(|problem| problem.field() == field);
    problem.map(|problem| registration_problem(text, *problem))
}

/// What was typed, shown again; no valid value is as long as the cut.
pub fn cut(typed: &str) -> String {
    typed.chars().take(domain::typed::LONGEST_FIELD).collect()
}

fn chosen_type(form: &Form) -> Option<TypeChoice> {
    let all = [TypeChoice::General, TypeChoice::Shipping];
    all.into_iter()
        .find(|choice| choice.value() == form.user_type)
}

fn chosen_method(form: &Form) -> Option<MethodChoice> {
    let all = [MethodChoice::Mail, MethodChoice::NoMail];
    all.into_iter()
        .find(|choice| choice.value() == form.login_method)
}

/// What will be registered, as it was understood: narrowed and trimmed.
pub fn summary(new: &NewPerson, at: &Circumstances) -> UserDetails {
    let shared = at.admin_mail.as_ref().filter(|_| new.same_person);
    let mail = new.mail.as_ref().or(shared);
    UserDetails {
        user_type: user_type(new.role),
        user_id: new.user_id.as_str().to_owned(),
        method: method(new.login_method),
        same_person: new.same_person,
        name: new.name.as_str().to_owned(),
        mail: mail
            .map_or("", domain::mail_address::MailAddress::as_str)
            .to_owned(),
    }
}
