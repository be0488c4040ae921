//! `/console/password`: change of the password, as a duty or by one's own wish (SCR-6).

use app::{ChangePassword, PasswordChange};
use axum::response::Response;
use crypto::Password;
use domain::change_due::ChangeDue;
use domain::password_rules::BrokenRule;
use domain::time::Span;

use super::wording::{broken_rule, password_rules};
use crate::http::area::Area;
use crate::http::draw::drawn;
use crate::http::fields::Fields;
use crate::http::halt::{Halt, SignInReason};
use crate::http::session::{PasswordChanger, Sent, Signed};
use crate::views::{Crumb, ForcedChange, PasswordPage, Shell};

/// The page.
pub async fn show(signed: Signed<PasswordChanger>) -> Result<Response, Halt> {
    drawn(&page(&signed)?)
}

/// Changes the password; the session goes on under a new token.
pub async fn change(mut sent: Sent<PasswordChanger>) -> Result<Response, Halt> {
    let [current, new, again] = ["current_password", "new_password", "new_password_again"]
        .map(|name| password(&mut sent.fields, name));
    let signed = &sent.signed;
    let is_free = matches!(signed.right, PasswordChanger::Free);
    let typed = ChangePassword {
        current: is_free.then_some(&current),
        new: &new,
        again: &again,
        nonce: sent.nonce,
        origin: &signed.visit.origin,
    };
    let app = signed.visit.app();
    match app.change_password(&signed.session, typed).await? {
        PasswordChange::Done { token, obligations } => signed.goes_on(&token, obligations),
        PasswordChange::Broken(rules) => drawn(&refused(signed, &rules)?),
        PasswordChange::Locked => drawn(&locked(signed)?),
        PasswordChange::Gone => Err(Halt::SignIn(SignInReason::Ended)),
    }
}

fn password(fields: &mut Fields, name: &str) -> Password {
    Password::new(std::mem::take(&mut *fields.take(name)))
}

fn page(signed: &Signed<PasswordChanger>) -> Result<PasswordPage, Halt> {
    let policy = signed.visit.app().policy();
    let text = &signed.visit.text;
    let is_free = matches!(signed.right, PasswordChanger::Free);
    let area = Area::of(signed.session.standing.role);
    let menu = Crumb {
        label: text.link_menu(),
        href: area.menu().to_owned(),
    };
    Ok(PasswordPage {
        shell: Shell {
            crumbs: is_free.then_some(menu).into_iter().collect(),
            ..signed.shell()?
        },
        action: area.password().to_owned(),
        rules: password_rules(text, policy),
        forced: forced(signed),
        secret_follows: signed.session.standing.obligations.enrol,
        current_error: None,
        new_error: None,
        again_error: None,
        cancel_href: is_free.then(|| area.menu().to_owned()),
        form: signed.form()?,
    })
}

/// Why the change is a duty (PWD-2).
fn forced(signed: &Signed<PasswordChanger>) -> Option<ForcedChange> {
    let age = signed.visit.app().policy().password_max_age;
    let days = age.map_or(0, Span::whole_days);
    let cause = match signed.right {
        PasswordChanger::Free => return None,
        PasswordChanger::Obliged => signed.session.change_due,
    };
    Some(match cause {
        Some(ChangeDue::First) => ForcedChange::First,
        Some(ChangeDue::Expired) => ForcedChange::Expired {
            days: u32::try_from(days).unwrap_or(u32::MAX),
        },
        Some(ChangeDue::Reset) | None => ForcedChange::Reset,
    })
}

/// Too many wrong values, here or at an entrance.
fn locked(signed: &Signed<PasswordChanger>) -> Result<PasswordPage, Halt> {
    Ok(PasswordPage {
        current_error: Some(signed.visit.text.proof_locked()),
        ..page(signed)?
    })
}

/// Each broken rule beside its field; of several beside one field, the first.
fn refused(signed: &Signed<PasswordChanger>, rules: &[BrokenRule]) -> Result<PasswordPage, Halt> {
    let mut page = page(signed)?;
    let policy = signed.visit.app().policy();
    for rule in rules {
        let beside = match rule {
            BrokenRule::CurrentWrong => &mut page.current_error,
            BrokenRule::NotTheSame => &mut page.again_error,
            BrokenRule::Empty
            | BrokenRule::TooShort
            | BrokenRule::TooLong
            | BrokenRule::OtherCharacters
            | BrokenRule::LetterOrDigitMissing
            | BrokenRule::EqualRun
            | BrokenRule::Guessable(_)
            | BrokenRule::SameAsCurrent
            | BrokenRule::UsedBefore => &mut page.new_error,
        };
        if beside.is_none() {
            *beside = Some(broken_rule(&signed.visit.text, policy, *rule));
        }
    }
    Ok(page)
}
