//! `/console/activity`: what was done in the merchant, for 管理.

use axum::response::Response;
use domain::authority::AdminOf;
use i18n::Text;
use store::own_sessions::ActivityLine;

use super::users::menu;
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::moments::in_tokyo;
use crate::http::session::Signed;
use crate::views::{ActivityPage, ActivityRow, Shell};

/// How many lines stand on one page.
const SIZE: u32 = 50;

/// The list, the newest first; `?page=` counts from 1.
pub async fn list(signed: Signed<AdminOf>) -> Result<Response, Halt> {
    let asked: u32 = signed.visit.query().text("page").parse().unwrap_or(1);
    let page = asked.saturating_sub(1).min(1_000_000);
    let app = signed.visit.app();
    let (lines, more) = app.activity(signed.right, page, SIZE).await?;
    let text = &signed.visit.text;
    let href = |page: u32| format!("/console/activity?page={page}");
    drawn(&ActivityPage {
        shell: Shell {
            crumbs: vec![menu(text)],
            ..signed.shell()?
        },
        rows: lines.iter().map(|line| row(line, text)).collect(),
        previous_href: (page > 0).then(|| href(page)),
        next_href: more.then(|| href(page.saturating_add(2))),
    })
}

fn row(line: &ActivityLine, text: &Text) -> ActivityRow {
    ActivityRow {
        time: in_tokyo(line.at),
        who: who(line, text),
        what: what(&line.action, text),
        whom: line.subject.clone().unwrap_or_default(),
        detail: detail(line, text),
    }
}

/// Who it was: people of the merchant by ユーザID, everybody else by what they are.
fn who(line: &ActivityLine, text: &Text) -> String {
    match (&line.actor, line.actor_kind.as_str()) {
        (Some(user_id), "person") => user_id.clone(),
        (_, "schedule") => text.own_who_schedule(),
        (_, "nobody") => text.own_who_nobody(),
        (_, "operator" | "program") => text.role_operator(),
        _ => text.own_who_gone(),
    }
}

/// What it was, by the words of [`domain::audit::Action`].
fn what(action: &str, text: &Text) -> String {
    match action {
        "request_reset" => text.own_do_request_reset(),
        "send_temporary_password" => text.own_do_temporary(),
        "change_password" => text.own_do_password(),
        "issue_secret" => text.own_do_issue(),
        "confirm_secret" => text.own_do_confirm(),
        "register_user" => text.own_do_register(),
        "reset_user_password" => text.own_do_reset_password(),
        "reset_user_secret" => text.own_do_reset_secret(),
        "release_lock" => text.own_do_release(),
        "change_user" => text.own_do_change(),
        "delete_user" => text.own_do_delete(),
        "resend_invitation" => text.own_do_resend(),
        "hand_out" => text.own_do_handout(),
        "change_own_details" => text.own_do_own(),
        "ask_address_change" => text.own_do_ask_address(),
        "change_address" => text.own_do_address(),
        "create_merchant" => text.own_do_create_merchant(),
        "suspend_merchant" => text.own_do_suspend(),
        "reset_admin" => text.own_do_reset_admin(),
        _ => text.own_do_other(),
    }
}

/// What was changed, and why: remarks that people wrote, not those that machines read.
fn detail(line: &ActivityLine, text: &Text) -> String {
    let reason = match line.action.as_str() {
        "reset_user_password"
        | "reset_user_secret"
        | "release_lock"
        | "delete_user"
        | "resend_invitation"
        | "hand_out" => line.remark.as_str(),
        _ => line
            .remark
            .split_once("reason=")
            .map_or("", |(_, reason)| reason),
    };
    let fields = fields(&line.remark, text);
    let parts = [fields.as_str(), reason];
    let said: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(" / ")
}

/// The labels of the fields that a change names.
fn fields(remark: &str, text: &Text) -> String {
    let named = remark.strip_prefix("fields=").unwrap_or_default();
    let named = named.split(' ').next().unwrap_or_default();
    let labels: Vec<_> = named
        .split(',')
        .filter_map(|word| label(word, text))
        .collect();
    labels.join(", ")
}

fn label(word: &str, text: &Text) -> Option<String> {
    match word {
        "type" => Some(text.users_type()),
        "method" => Some(text.users_login_method()),
        "same_person" => Some(text.users_details()),
        "name" => Some(text.users_name_shown()),
        "mail" => Some(text.users_mail()),
        _ => None,
    }
}
