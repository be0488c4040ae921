//! `/operator/merchants/{code}/mails`: 送信状況.

use axum::response::Response;
use domain::authority::Operator;
use domain::merchant::MerchantCode;
use domain::person::Role;
use i18n::Text;
use store::merchant_files::MailSeen;

use super::merchants::{MerchantInPath, SIZE, file, href, page_number, paging, under};
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::moments::in_tokyo;
use crate::http::session::Signed;
use crate::views::{MailAgain, MailState, MailStatusPage, SeenMail};

/// 送信状況.
pub async fn list(
    MerchantInPath(code): MerchantInPath,
    signed: Signed<Operator>,
) -> Result<Response, Halt> {
    let (file, _) = file(&signed, &code).await?;
    let number = page_number(&signed.visit);
    let app = signed.visit.app();
    let page = (SIZE, number - 1);
    let (mails, total) = app.merchant_mails(signed.right, file.id, page).await?;
    let text = &signed.visit.text;
    drawn(&MailStatusPage {
        shell: under(&signed, &file)?,
        company: file.particulars.company.as_str().to_owned(),
        paging: paging(
            &format!("{}/mails", href(&code)),
            number,
            mails.len(),
            total,
        ),
        rows: mails
            .iter()
            .map(|mail| seen_mail(mail, &code, text))
            .collect(),
    })
}

fn seen_mail(mail: &MailSeen, code: &MerchantCode, text: &Text) -> SeenMail {
    let state = match mail.state.as_str() {
        "sent" => MailState::Sent,
        "dead" => MailState::Dead,
        "expired" => MailState::Expired,
        _ => MailState::Queued,
    };
    SeenMail {
        time: in_tokyo(mail.created_at),
        kind: mail_kind(&mail.template, text),
        user_id: mail
            .about
            .as_ref()
            .map(|(_, id)| id.clone())
            .unwrap_or_default(),
        to: mail.shown_to.clone().unwrap_or_default(),
        state,
        tries: mail.tries,
        answer: mail.answer.clone().unwrap_or_default(),
        again: again(mail, code, text),
    }
}

/// A lost password can be caused again: 管理's here, everybody's where it came from.
fn again(mail: &MailSeen, code: &MerchantCode, text: &Text) -> MailAgain {
    let role = mail.about.as_ref().map(|(role, _)| *role);
    match (mail.template.as_str(), role) {
        ("temporary_password" | "admin_reset", Some(Role::Admin)) => {
            MailAgain::Here(format!("{}/password", href(code)))
        }
        ("temporary_password" | "user_registered", Some(_)) => {
            MailAgain::Ask(text.operator_again_admin())
        }
        ("reset_started" | "mail_code" | "address_change_asked", _) => {
            MailAgain::Ask(text.operator_again_self())
        }
        _ => MailAgain::Nothing,
    }
}

/// What a mail is, as its subject says.
fn mail_kind(template: &str, text: &Text) -> String {
    match template {
        "reset_started" => text.mail_subject_reset_started(),
        "temporary_password" => text.mail_subject_temporary(),
        "user_registered" => text.mail_subject_registered(),
        "secret_reset" => text.mail_subject_secret_reset(),
        "mail_code" => text.mail_subject_code(),
        "password_changed" => text.mail_subject_password_changed(),
        "secret_registered" => text.mail_subject_secret_registered(),
        "pass_removed" => text.mail_subject_pass_removed(),
        "recovery_code_used" => text.mail_subject_recovery_used(),
        "recovery_codes_made" => text.mail_subject_recovery_made(),
        "locked" => text.mail_subject_locked(),
        "admin_reset" => text.mail_subject_admin_reset(),
        "new_log_in" => text.mail_subject_new_log_in(),
        "secret_spent" => text.mail_subject_secret_spent(),
        "clock_off" => text.mail_subject_clock_off(),
        "address_change_asked" | "address_change_started" | "address_changed" => {
            text.mail_subject_address()
        }
        "contact_changing" | "contact_changed" | "contact_withdrawn" => text.mail_subject_contact(),
        "deletion_ahead" => text.mail_subject_deletion(),
        "user_deleted" => text.mail_subject_deleted(),
        "user_changed" => text.mail_subject_user_changed(),
        "lock_released" => text.mail_subject_lock_released(),
        "merchant_changed" => text.mail_subject_merchant_changed(),
        "merchant_suspended" => text.mail_subject_suspended(),
        "merchant_reopened" => text.mail_subject_reopened(),
        "merchant_closed" => text.mail_subject_closed(),
        _ => text.operator_kind_other(),
    }
}
