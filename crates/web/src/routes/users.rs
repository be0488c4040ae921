//! `/console/users`: the list of users (SCR-9).

use axum::response::Response;
use domain::authority::AdminOf;
use domain::user_state::states;
use i18n::Text;
use store::user_list::UserLine;

use super::users_search::Asked;
use super::wording::{method, user_state, user_type};
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::moments::in_tokyo;
use crate::http::session::Signed;
use crate::http::visit::Visit;
use crate::views::{Crumb, Notice, NoticeKind, Paging, Shell, UserRow, UserState, UsersPage};

/// How many users stand on one page of the list.
pub const SIZE: u32 = 50;

/// The list: `?page=` counts from 1; `search`, `sort` and `state` are kept from page to page.
pub async fn list(signed: Signed<AdminOf>) -> Result<Response, Halt> {
    let visit = &signed.visit;
    let asked = Asked::of(visit.query());
    let found = visit.app().users(signed.right, asked.query()).await?;
    let page = UsersPage {
        shell: Shell {
            crumbs: vec![menu(&visit.text)],
            notice: notice(visit),
            ..signed.shell()?
        },
        rows: found.lines.iter().map(row).collect(),
        paging: paging(found.page, found.lines.len(), found.total, &asked.kept()),
        search: asked.drawn(&visit.text),
        new_href: "/console/users/new".to_owned(),
        import_href: "/console/users/import".to_owned(),
    };
    drawn(&page)
}

/// What was done a moment ago (USER-16).
fn notice(visit: &Visit) -> Option<Notice> {
    let text = match visit.query().text("done") {
        "delete" => visit.text.users_deleted(),
        _ => return None,
    };
    Some(Notice {
        kind: NoticeKind::Success,
        text,
    })
}

/// The menu as a step on the way to a page.
pub fn menu(text: &Text) -> Crumb {
    Crumb {
        label: text.menu_admin_title(),
        href: "/console/menu".to_owned(),
    }
}

/// Menu and list as steps on the way to a page.
pub fn way(text: &Text) -> Vec<Crumb> {
    let list = Crumb {
        label: text.users_title(),
        href: "/console/users".to_owned(),
    };
    vec![menu(text), list]
}

/// The address of a user's own page.
pub fn user_href(line: &UserLine) -> String {
    format!("/console/users/{}", line.person.id.uuid())
}

/// The states of a user, worded and drawn by the view; never empty.
pub fn drawn_states(line: &UserLine) -> Vec<UserState> {
    states(line.signs).into_iter().map(user_state).collect()
}

/// When a user last logged in.
pub fn last_login(line: &UserLine) -> Option<String> {
    line.last_login_at.map(in_tokyo)
}

fn row(line: &UserLine) -> UserRow {
    UserRow {
        user_id: line.person.user_id.as_str().to_owned(),
        name: line.person.name.as_str().to_owned(),
        user_type: user_type(line.person.role),
        method: method(line.person.login_method),
        states: drawn_states(line),
        last_login: last_login(line),
        resend_href: line
            .signs
            .waits()
            .then(|| format!("{}/resend", user_href(line))),
        edit_href: user_href(line),
    }
}

/// Where page `number` (from 0) stands; `kept` is the rest of the question.
fn paging(number: u32, shown: usize, total: u64, kept: &str) -> Paging {
    let before = u64::from(number) * u64::from(SIZE);
    let last = before.saturating_add(shown as u64);
    let href = |page: u32| format!("/console/users?page={page}{kept}");
    Paging {
        total,
        first: if shown == 0 { 0 } else { before + 1 },
        last,
        previous_href: (number > 0).then(|| href(number)),
        next_href: (last < total && shown > 0).then(|| href(number.saturating_add(2))),
    }
}

#[cfg(test)]
mod tests {
    use super::paging;

    #[test]
    fn a_long_list_is_turned_page_by_page() {
        let middle = paging(1, 50, 105, "&sort=name");
        assert_eq!((middle.first, middle.last), (51, 100));
        assert_eq!(
            middle.previous_href.as_deref(),
            Some("/console/users?page=1&sort=name")
        );
        assert_eq!(
            middle.next_href.as_deref(),
            Some("/console/users?page=3&sort=name")
        );
        let end = paging(2, 5, 105, "");
        assert_eq!((end.first, end.last), (101, 105));
        assert!(end.next_href.is_none());
        let exact = paging(1, 50, 100, "");
        assert!(exact.next_href.is_none());
    }

    #[test]
    fn an_empty_list_has_one_page() {
        let empty = paging(0, 0, 0, "");
        assert_eq!((empty.first, empty.last), (0, 0));
        assert!(empty.previous_href.is_none() && empty.next_href.is_none());
    }
}
