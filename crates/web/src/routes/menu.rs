//! `/console/menu`: what a role can do (SCR-8).

use axum::response::Response;
use domain::authority::Member;
use domain::first_steps;
use domain::person::Role;

use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::session::Signed;
use crate::views::{
    DoorLink, FirstStep, FirstSteps, MenuEntry, MenuKind, MenuPage, MenuRole, Notice, NoticeKind,
    RecoveryHint, Shell,
};

/// `/console`.
pub async fn enter(_: Signed<Member>) -> Halt {
    Halt::to("/console/menu")
}

/// The menu of the person's role (ROLE-10).
pub async fn show(signed: Signed<Member>) -> Result<Response, Halt> {
    let shell = Shell {
        notice: notice(&signed),
        announcements: signed.visit.notices.to_vec(),
        ..signed.shell()?
    };
    let page = MenuPage {
        shell,
        role: role(signed.right.role())?,
        doors: doors(&signed),
        recovery: recovery(&signed).await?,
        entries: entries(signed.right.role()),
        steps: steps(&signed).await?,
    };
    drawn(&page)
}

/// No operator is a member; should one ever be, there is no menu here.
fn role(role: Role) -> Result<MenuRole, Halt> {
    match role {
        Role::Admin => Ok(MenuRole::Admin),
        Role::General => Ok(MenuRole::General),
        Role::Shipping => Ok(MenuRole::Shipping),
        Role::Operator => Err(Halt::NotFound),
    }
}

fn entries(role: Role) -> Vec<MenuEntry> {
    let all: &[(MenuKind, &str)] = match role {
        Role::Admin => &[
            (MenuKind::Users, "/console/users"),
            (MenuKind::RegisterUser, "/console/users/new"),
            (MenuKind::OwnDetails, "/console/me"),
            (MenuKind::Password, "/console/password"),
            (MenuKind::Passes, "/console/passes"),
            (MenuKind::Sessions, "/console/sessions"),
            (MenuKind::LoginHistory, "/console/logins"),
            (MenuKind::Activity, "/console/activity"),
        ],
        Role::General | Role::Shipping => &[
            (MenuKind::OwnDetails, "/console/me"),
            (MenuKind::Password, "/console/password"),
            (MenuKind::Passes, "/console/passes"),
            (MenuKind::Sessions, "/console/sessions"),
            (MenuKind::LoginHistory, "/console/logins"),
        ],
        Role::Operator => &[],
    };
    all.iter()
        .map(|&(kind, href)| MenuEntry {
            kind,
            href: href.to_owned(),
        })
        .collect()
}

/// The doors that are open to the person, in the order of the configuration (ROLE-10).
fn doors(signed: &Signed<Member>) -> Vec<DoorLink> {
    let locale = signed.visit.text.locale();
    let (role, kind) = (signed.right.role(), signed.session.kind);
    let entries = &signed.visit.state.settings.doors;
    let open = entries.iter().filter(|entry| entry.door.admits(role, kind));
    open.map(|entry| DoorLink {
        label: entry.label.text(locale).to_owned(),
        about: entry.about.text(locale).to_owned(),
        href: entry.href.clone(),
    })
    .collect()
}

/// Until there are recovery codes, and when few are left.
async fn recovery(signed: &Signed<Member>) -> Result<Option<RecoveryHint>, Halt> {
    let state = signed.visit.app().recovery_state(&signed.session).await?;
    let is_due = state.offered && (state.made_at.is_none() || state.runs_out());
    Ok(is_due.then(|| RecoveryHint {
        left: state.made_at.map(|_| state.unused),
        href: "/console/recovery".to_owned(),
    }))
}

/// 管理's four first steps, until all are done (GUIDE-2, GUIDE-3).
async fn steps(signed: &Signed<Member>) -> Result<Option<FirstSteps>, Halt> {
    let Some(admin) = signed.session.standing.as_admin() else {
        return Ok(None);
    };
    let steps = signed.visit.app().first_steps(admin).await?;
    Ok((!steps.all_done()).then(|| four_steps(steps)))
}

fn four_steps(steps: first_steps::FirstSteps) -> FirstSteps {
    let [app, own_key, users, user_keys] = steps.done();
    let step = |done, href: Option<&str>| FirstStep {
        done,
        href: href.map(str::to_owned),
    };
    FirstSteps {
        app: step(app, None),
        own_key: step(own_key, None),
        users: step(users, Some("/console/users/new")),
        user_keys: step(user_keys, Some("/console/users")),
    }
}

fn notice(signed: &Signed<Member>) -> Option<Notice> {
    let text = match signed.visit.query().text("done") {
        "password" => signed.visit.text.password_changed(),
        "secret" => signed.visit.text.secret_done(),
        _ => return None,
    };
    Some(Notice {
        kind: NoticeKind::Success,
        text,
    })
}
