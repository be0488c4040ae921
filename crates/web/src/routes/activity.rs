//! `/console/activity`: what was done in the merchant, for 管理.

use app::Reader;
use axum::response::Response;
use domain::audit::Action;
use domain::authority::AdminOf;
use i18n::Text;
use store::audit_search::TrailLine;

use super::trail::{self, Asked};
use super::users::menu;
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::moments::in_tokyo;
use crate::http::session::Signed;
use crate::views::{ActivityPage, ActivityRow, Shell};

/// How many lines stand on one page.
const SIZE: u32 = 50;

const PATH: &str = "/console/activity";

/// The list, the newest first; `?page=` counts from 1.
pub async fn list(signed: Signed<AdminOf>) -> Result<Response, Halt> {
    let asked = Asked::of(signed.visit.query());
    let reader = Reader::Admin(signed.right);
    let (app, origin) = (signed.visit.app(), &signed.visit.origin);
    let place = (asked.page, SIZE);
    let found = app
        .search_audit(reader, &asked.query(), place, origin)
        .await?;
    let text = &signed.visit.text;
    let shell = Shell {
        crumbs: vec![menu(text)],
        ..signed.shell()?
    };
    drawn(&ActivityPage {
        shell,
        finder: asked.finder(PATH, false, text),
        rows: found.lines.iter().map(|line| row(line, text)).collect(),
        previous_href: (asked.page > 0).then(|| asked.href(PATH, asked.page)),
        next_href: found.more.then(|| asked.href(PATH, asked.page + 2)),
    })
}

/// The list as a file.
pub async fn export(signed: Signed<AdminOf>) -> Result<Response, Halt> {
    let asked = Asked::of(signed.visit.query());
    let reader = Reader::Admin(signed.right);
    let (app, origin) = (signed.visit.app(), &signed.visit.origin);
    let found = app.take_audit(reader, &asked.query(), origin).await?;
    let form = signed.visit.query().text("format");
    trail::file((PATH, form), &asked, &found, &signed.visit.text)
}

/// A line in words.
pub fn row(line: &TrailLine, text: &Text) -> ActivityRow {
    ActivityRow {
        time: in_tokyo(line.at),
        who: who(line, text),
        what: what(&line.action, text),
        whom: line.subject.clone().unwrap_or_default(),
        detail: detail(line, text),
        network: line.origin.clone(),
        merchant: line.merchant_code.clone().unwrap_or_default(),
    }
}

/// Who it was: people of the merchant by ユーザID, everybody else by what they are.
pub fn who(line: &TrailLine, text: &Text) -> String {
    match (&line.actor, line.actor_kind.as_str()) {
        (Some(user_id), "person" | "operator") => user_id.clone(),
        (_, "schedule") => text.own_who_schedule(),
        (_, "nobody") => text.own_who_nobody(),
        (_, "operator" | "api") => text.role_operator(),
        _ => text.own_who_gone(),
    }
}

/// What it was. Acts that a newer node wrote have no word here yet.
pub fn what(word: &str, text: &Text) -> String {
    Action::from_word(word).map_or_else(|| text.own_do_other(), |act| worded(act, text))
}

/// Every act in words: a new one does not compile without.
#[allow(clippy::too_many_lines, reason = "one line per action")]
fn worded(act: Action, text: &Text) -> String {
    match act {
        Action::LogIn => text.own_do_log_in(),
        Action::LogOut => text.own_do_log_out(),
        Action::SendMailCode => text.own_do_mail_code(),
        Action::RequestReset => text.own_do_request_reset(),
        Action::SendTemporaryPassword => text.own_do_temporary(),
        Action::ChangePassword => text.own_do_password(),
        Action::IssueSecret => text.own_do_issue(),
        Action::ConfirmSecret => text.own_do_confirm(),
        Action::ProveAgain => text.own_do_prove_again(),
        Action::RenamePass => text.own_do_rename_pass(),
        Action::RemovePass => text.own_do_remove_pass(),
        Action::AddPasskey => text.own_do_add_passkey(),
        Action::RemovePasskey => text.own_do_remove_passkey(),
        Action::MakeRecoveryCodes => text.own_do_recovery(),
        Action::RegisterUser => text.own_do_register(),
        Action::ImportUsers => text.own_do_import(),
        Action::ExpireUser => text.own_do_expire(),
        Action::ResetUserPassword => text.own_do_reset_password(),
        Action::ResetUserSecret => text.own_do_reset_secret(),
        Action::ReleaseLock => text.own_do_release(),
        Action::ResendInvitation => text.own_do_resend(),
        Action::HandOut => text.own_do_handout(),
        Action::ChangeOwnDetails => text.own_do_own(),
        Action::AskAddressChange => text.own_do_ask_address(),
        Action::ChangeAddress => text.own_do_address(),
        Action::ChangeUser => text.own_do_change(),
        Action::DeleteUser => text.own_do_delete(),
        Action::Announce => text.own_do_announce(),
        Action::WithdrawAnnouncement => text.own_do_announce_end(),
        Action::CreateMerchant => text.own_do_create_merchant(),
        Action::SuspendMerchant => text.own_do_suspend(),
        Action::ResetAdmin => text.own_do_reset_admin(),
        Action::CreateOperator => text.own_do_operator_new(),
        Action::ResetOperator => text.own_do_operator_reset(),
        Action::RemoveOperator => text.own_do_operator_gone(),
        Action::ChangeMerchant => text.own_do_change_merchant(),
        Action::CloseMerchant => text.own_do_close_merchant(),
        Action::ChangeContact => text.own_do_contact(),
        Action::WithdrawContact => text.own_do_contact_withdrawn(),
        Action::ContactInEffect => text.own_do_contact_done(),
        Action::AskApproval => text.own_do_ask_approval(),
        Action::Approve => text.own_do_approve(),
        Action::Reject => text.own_do_reject(),
        Action::CreateApiKey => text.own_do_api_key(),
        Action::RevokeApiKey => text.own_do_api_key_gone(),
        Action::StartNode => text.own_do_start_node(),
        Action::StopNode => text.own_do_stop_node(),
        Action::ReadAudit => text.own_do_read_audit(),
        Action::ReadEvidence => text.evidence_did(),
        Action::ExportAudit => text.own_do_export_audit(),
        Action::PurgeAudit => text.own_do_purge_audit(),
        Action::ErasePerson => text.own_do_erase(),
        Action::BackUp => text.own_do_back_up(),
        Action::RestoreBackup => text.own_do_restore(),
        Action::RotateKeys => text.own_do_rotate(),
        Action::AskForbiddenPage => text.own_do_forbidden(),
    }
}
/// What was changed, and why: remarks that people wrote, not those that machines read.
pub fn detail(line: &TrailLine, text: &Text) -> String {
    let reason = match line.action.as_str() {
        "reset_user_password"
        | "reset_user_secret"
        | "release_lock"
        | "delete_user"
        | "resend_invitation"
        | "hand_out" => line.remark.as_str(),
        // The number that the sheet bears.
        "read_evidence" => line.remark.trim_start_matches("sha256="),
        _ => line
            .remark
            .split_once("reason=")
            .map_or("", |(_, reason)| reason),
    };
    if line.action == Action::ImportUsers.word() {
        return imported(&line.remark, text);
    }
    let failed = (line.outcome != "ok").then(|| text.own_failed());
    let fields = fields(&line.remark, text);
    let parts = [failed.as_deref().unwrap_or_default(), &fields, reason];
    let said: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(" / ")
}

/// How many lines a list had, and how many users were registered from it.
fn imported(remark: &str, text: &Text) -> String {
    let number = |name: &str| {
        let words = remark.split(' ').filter_map(|word| word.split_once('='));
        let mut found = words.filter(|(known, _)| *known == name);
        found
            .next()
            .and_then(|(_, value)| value.parse().ok())
            .unwrap_or(0_u32)
    };
    text.own_detail_import(number("lines"), number("new"))
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

#[cfg(test)]
mod tests {
    use super::what;
    use domain::audit::Action;
    use i18n::{Catalog, Locale};
    use std::collections::BTreeSet;

    /// Shows CS-6: every act has words of its own, in both languages.
    #[test]
    fn cs_6_every_act_has_words_of_its_own() {
        let catalog = Catalog::load().unwrap();
        for locale in Locale::ALL {
            let text = catalog.text(locale);
            let all: BTreeSet<_> = Action::ALL
                .iter()
                .map(|act| what(act.word(), &text))
                .collect();
            assert_eq!(all.len(), Action::ALL.len(), "{locale:?}");
            assert!(!all.contains(&text.own_do_other()));
            assert_eq!(what("of a newer node", &text), text.own_do_other());
        }
    }
}
