//! `/operator/merchants`: 加盟店検索, a merchant's file, its users, its mails, its sheet.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use domain::authority::Operator;
use domain::mail_address::MailAddress;
use domain::merchant::{MerchantCode, MerchantKind};
use domain::user_state::states;
use i18n::Text;
use store::merchant_files::{FoundMerchant, MerchantFile, MerchantState, PersonSeen};

use super::act::OperatorDeed;
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::moments::in_tokyo;
use crate::http::session::Signed;
use crate::http::visit::Visit;
use crate::routes::wording::{user_state, user_type};
use crate::views::{
    Crumb, FileAct, FindMerchantPage, FoundRow, MerchantBadge, MerchantFilePage, MerchantUsersPage,
    Notice, NoticeKind, Paging, RegistrationSheetPage, Row, SeenUser, Shell, UserState,
};

/// How many users or mails stand on one page of a list.
pub const SIZE: u32 = 50;

/// The merchant of the address; what is no code is no page.
pub struct MerchantInPath(pub MerchantCode);

impl<S: Send + Sync> FromRequestParts<S> for MerchantInPath {
    type Rejection = Halt;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Halt> {
        let path = Path::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let Path(pairs) = path.map_err(|_| Halt::NotFound)?;
        let code = pairs.iter().find(|(name, _)| name == "code");
        let code =
            code.and_then(|(_, text)| MerchantCode::parse(text).filter(|c| c.as_str() == text));
        code.map(Self).ok_or(Halt::NotFound)
    }
}

/// 加盟店検索.
pub async fn find(signed: Signed<Operator>) -> Result<Response, Halt> {
    let query = signed.visit.query();
    let typed = |name: &str| query.text(name).chars().take(64).collect::<String>();
    let (code, company) = (typed("code"), typed("company"));
    let is_asked = !code.trim().is_empty() || !company.trim().is_empty();
    let found = if is_asked {
        let app = signed.visit.app();
        Some(app.find_merchants(signed.right, &code, &company).await?)
    } else {
        None
    };
    let text = &signed.visit.text;
    let cut = found
        .as_ref()
        .is_some_and(|rows| rows.len() >= usize::from(app::MOST_FOUND));
    drawn(&FindMerchantPage {
        shell: Shell {
            crumbs: vec![menu(text)],
            ..signed.shell()?
        },
        found: found.map(|rows| rows.iter().map(|row| found_row(row, text)).collect()),
        cut,
        code,
        company,
    })
}

/// A merchant's file; its notice says what was done a moment ago.
pub async fn show(
    MerchantInPath(code): MerchantInPath,
    signed: Signed<Operator>,
) -> Result<Response, Halt> {
    let (file, admin) = file(&signed, &code).await?;
    let text = &signed.visit.text;
    let now = signed.visit.app().now();
    let waiting = file.contact.waiting(now);
    let warning = match waiting {
        Some((mail, at)) => Some(text.operator_contact_waiting(in_tokyo(at), mail.masked())),
        None if file.contact.is_fresh(now) => Some(text.operator_contact_fresh()),
        None => None,
    };
    let acts = |deeds: &[OperatorDeed]| {
        let act = |deed: &OperatorDeed| file_act(*deed, &file, &admin, &signed.visit);
        deeds.iter().map(act).collect::<Vec<_>>()
    };
    drawn(&MerchantFilePage {
        shell: Shell {
            crumbs: way(text),
            notice: notice(&signed.visit),
            ..signed.shell()?
        },
        company: file.particulars.company.as_str().to_owned(),
        state: badge(file.state),
        rows: rows(&file, &signed.visit),
        acts: acts(&OperatorDeed::ON_FILE),
        admin_rows: admin_rows(&admin, text),
        admin_states: drawn_states(&admin),
        admin_acts: acts(&OperatorDeed::ON_ADMIN),
        warning,
        links: links(&code, text),
    })
}

/// A merchant's users, to be seen only (CS-3, LOCK-4).
pub async fn users(
    MerchantInPath(code): MerchantInPath,
    signed: Signed<Operator>,
) -> Result<Response, Halt> {
    let (file, _) = file(&signed, &code).await?;
    let number = page_number(&signed.visit);
    let app = signed.visit.app();
    let page = (SIZE, number - 1);
    let (users, total) = app.merchant_users(signed.right, file.id, page).await?;
    drawn(&MerchantUsersPage {
        shell: under(&signed, &file)?,
        company: file.particulars.company.as_str().to_owned(),
        paging: paging(
            &format!("{}/users", href(&code)),
            number,
            users.len(),
            total,
        ),
        rows: users.iter().map(seen_user).collect(),
    })
}

/// 登録完了書. It holds no password (RESET-15, B2-2).
pub async fn sheet(
    MerchantInPath(code): MerchantInPath,
    signed: Signed<Operator>,
) -> Result<Response, Halt> {
    let (file, _) = file(&signed, &code).await?;
    let text = &signed.visit.text;
    drawn(&RegistrationSheetPage {
        shell: under(&signed, &file)?,
        rows: vec![
            Row::new(text.field_company(), file.particulars.company.as_str()),
            Row::new(text.field_merchant_code(), file.code.as_str()),
            Row::new(text.field_user_id(), file.code.as_str()),
            Row::new(
                text.operator_login_address(),
                login_address(&file, &signed.visit),
            ),
        ],
    })
}

/// A merchant's file with its 管理 user.
///
/// # Errors
/// [`Halt::NotFound`] when there is none.
pub async fn file(
    signed: &Signed<Operator>,
    code: &MerchantCode,
) -> Result<(MerchantFile, PersonSeen), Halt> {
    let found = signed.visit.app().merchant_file(signed.right, code).await?;
    found.ok_or(Halt::NotFound)
}

/// The frame of a page under a merchant's file.
///
/// # Errors
/// [`Halt::Fault`] without randomness.
pub fn under(signed: &Signed<Operator>, file: &MerchantFile) -> Result<Shell, Halt> {
    let mut crumbs = way(&signed.visit.text);
    crumbs.push(Crumb {
        label: file.particulars.company.as_str().to_owned(),
        href: href(&file.code),
    });
    Ok(Shell {
        crumbs,
        ..signed.shell()?
    })
}

/// The address of a merchant's file.
pub fn href(code: &MerchantCode) -> String {
    format!("/operator/merchants/{}", code.as_str())
}

/// The menu as a step on the way to a page.
pub fn menu(text: &Text) -> Crumb {
    Crumb {
        label: text.operator_menu_title(),
        href: "/operator/menu".to_owned(),
    }
}

/// Menu and search as steps on the way to a page.
pub fn way(text: &Text) -> Vec<Crumb> {
    let find = Crumb {
        label: text.operator_find_merchant(),
        href: "/operator/merchants".to_owned(),
    };
    vec![menu(text), find]
}

/// Where a merchant's people log in.
pub fn login_address(file: &MerchantFile, visit: &Visit) -> String {
    let key = file.particulars.access_key.as_str();
    format!("{}/{key}", visit.state.settings.public_url)
}

/// Kind and contract, worded.
fn kind(kind: MerchantKind, tablet: bool, text: &Text) -> String {
    let kind = match kind {
        MerchantKind::Logistics => text.operator_logistics(),
        MerchantKind::NonLogistics => text.operator_non_logistics(),
    };
    if tablet {
        format!("{kind} / {}", text.operator_tablet())
    } else {
        kind
    }
}

const fn badge(state: MerchantState) -> MerchantBadge {
    match state {
        MerchantState::Open => MerchantBadge::Open,
        MerchantState::Suspended => MerchantBadge::Suspended,
        MerchantState::Closed => MerchantBadge::Closed,
    }
}

fn found_row(found: &FoundMerchant, text: &Text) -> FoundRow {
    FoundRow {
        code: found.code.as_str().to_owned(),
        company: found.company.as_str().to_owned(),
        kind: kind(found.kind, found.tablet, text),
        state: badge(found.state),
        href: href(&found.code),
    }
}

fn rows(file: &MerchantFile, visit: &Visit) -> Vec<Row> {
    let text = &visit.text;
    let is = &file.particulars;
    let contact = file.contact.at(visit.app().now());
    let method = if is.mail_method {
        text.operator_mail_method_open()
    } else {
        text.operator_mail_method_shut()
    };
    vec![
        Row::new(text.field_merchant_code(), file.code.as_str()),
        Row::new(text.operator_kind(), kind(is.kind, is.tablet, text)),
        Row::new(text.field_access_key(), is.access_key.as_str()),
        Row::new(text.operator_login_address(), login_address(file, visit)),
        Row::new(
            text.operator_contact(),
            contact.map(MailAddress::masked).unwrap_or_default(),
        ),
        Row::new(text.operator_mail_method(), method),
        Row::new(text.operator_networks(), is.networks.to_text()),
        Row::new(text.operator_created_at(), in_tokyo(file.created_at)),
    ]
}

fn admin_rows(admin: &PersonSeen, text: &Text) -> Vec<Row> {
    let mail = admin.mail.as_ref().map(MailAddress::masked);
    let login = admin.last_login_at.map(in_tokyo);
    let secret = if admin.signs.has_secret {
        text.operator_has_secret()
    } else {
        text.users_no_secret()
    };
    vec![
        Row::new(text.users_name_shown(), admin.name.as_str()),
        Row::new(text.users_mail(), mail.unwrap_or_default()),
        Row::new(text.operator_secret(), secret),
        Row::new(text.users_last_login(), login.unwrap_or_default()),
    ]
}

fn links(code: &MerchantCode, text: &Text) -> Vec<(String, String)> {
    [
        (text.operator_edit_merchant(), "edit"),
        (text.operator_users(), "users"),
        (text.operator_mail_status(), "mails"),
        (text.operator_print_sheet(), "sheet"),
    ]
    .into_iter()
    .map(|(label, last)| (label, format!("{}/{last}", href(code))))
    .collect()
}

fn file_act(deed: OperatorDeed, file: &MerchantFile, admin: &PersonSeen, visit: &Visit) -> FileAct {
    let text = &visit.text;
    FileAct {
        word: deed.word(),
        label: deed.label(text),
        about: deed.about(text),
        button: deed.button(text),
        href: format!("{}/{}", href(&file.code), deed.word()),
        unavailable: deed.unavailable(file, admin, visit),
        risky: deed.is_risky(),
    }
}

fn drawn_states(person: &PersonSeen) -> Vec<UserState> {
    states(person.signs).into_iter().map(user_state).collect()
}

fn seen_user(user: &PersonSeen) -> SeenUser {
    SeenUser {
        user_id: user.user_id.as_str().to_owned(),
        user_type: user_type(user.role),
        states: drawn_states(user),
        last_login: user.last_login_at.map(in_tokyo),
    }
}

/// The page of a list that the query asks for, from 1.
pub fn page_number(visit: &Visit) -> u32 {
    let asked: u32 = visit.query().text("page").parse().unwrap_or(1);
    asked.clamp(1, 100_000)
}

/// Where a page of a list stands.
pub fn paging(path: &str, number: u32, shown: usize, total: i64) -> Paging {
    let total = u64::try_from(total).unwrap_or(0);
    let before = u64::from(number - 1) * u64::from(SIZE);
    let last = before.saturating_add(shown as u64);
    let href = |page: u32| format!("{path}?page={page}");
    Paging {
        total,
        first: if shown == 0 { 0 } else { before + 1 },
        last,
        previous_href: (number > 1).then(|| href(number - 1)),
        next_href: (last < total && shown > 0).then(|| href(number + 1)),
    }
}

fn notice(visit: &Visit) -> Option<Notice> {
    let text = &visit.text;
    let (kind, words) = match visit.query().text("done") {
        "password" => (NoticeKind::Success, text.users_password_reset()),
        "secret" => (NoticeKind::Success, text.users_code_reset()),
        "lock" => (NoticeKind::Success, text.users_lock_released()),
        "asked" => (NoticeKind::Info, text.operator_done_asked()),
        "already-asked" => (NoticeKind::Warning, text.operator_already_asked()),
        "no-address" => (NoticeKind::Error, text.operator_no_address()),
        "contact" => (NoticeKind::Success, text.operator_done_contact()),
        "withdraw" => (NoticeKind::Success, text.operator_done_withdraw()),
        "edit" => (NoticeKind::Success, text.operator_done_edit()),
        "suspend" => (NoticeKind::Success, text.operator_done_suspend()),
        "reopen" => (NoticeKind::Success, text.operator_done_reopen()),
        "close" => (NoticeKind::Success, text.operator_done_close()),
        "stale" => (NoticeKind::Warning, text.operator_stale()),
        _ => return None,
    };
    Some(Notice { kind, text: words })
}
