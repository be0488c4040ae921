//! `/console/passes`: the person's passes, one more, another name, one less.

use app::{AddedPass, Issue, RemovedPass, ShownSecret};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use domain::authority::Member;
use domain::confirm::Confirmation;
use domain::ids::FactorId;
use domain::pass_name::PassName;
use i18n::Text;
use store::factors::FactorKind;
use store::passes::PassLine;
use uuid::Uuid;

use super::me::to_menu;
use super::passkeys::NEW as NEW_PASSKEY;
use super::recovery::line;
use super::secret::{advice, issued};
use crate::http::draw::drawn;
use crate::http::halt::{Halt, see_other};
use crate::http::moments::in_tokyo;
use crate::http::proof::Proven;
use crate::http::session::{Sent, Signed, session_cookie};
use crate::state::Device;
use crate::views::{
    ConfirmProblem, Crumb, Field, NewPassPage, Notice, NoticeKind, PassNamePage, PassRemovePage,
    PassRow, PassesPage, PasskeysLine, Row, Shell,
};

pub const PAGE: &str = "/console/passes";
const NEW: &str = "/console/passes/new";

/// The pass of the address; what is no id is no page.
pub struct PassInPath(FactorId);

impl<S: Send + Sync> FromRequestParts<S> for PassInPath {
    type Rejection = Halt;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Halt> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = path.map_err(|_| Halt::NotFound)?;
        let id = Uuid::try_parse(&text).map_err(|_| Halt::NotFound)?;
        Ok(Self(FactorId::new(id)))
    }
}

/// The list.
pub async fn list(signed: Signed<Member>) -> Result<Response, Halt> {
    let app = signed.visit.app();
    let passes = app.own_passes(&signed.session).await?;
    let state = app.recovery_state(&signed.session).await?;
    let most = app.policy().passes.most;
    let count = |kind| passes.iter().filter(|pass| pass.kind == kind).count();
    let (apps, keys) = (count(FactorKind::Totp), count(FactorKind::Passkey));
    let is_offered = app.passkeys().is_offered();
    let more = |number| number < usize::from(most);
    let text = &signed.visit.text;
    drawn(&PassesPage {
        shell: Shell {
            crumbs: vec![to_menu(&signed)],
            notice: notice(&signed),
            ..signed.shell()?
        },
        passes: passes.iter().map(|pass| row(pass, apps, text)).collect(),
        kinds: is_offered || keys > 0,
        add_href: more(apps).then(|| NEW.to_owned()),
        passkeys: is_offered.then(|| PasskeysLine {
            add_href: more(keys).then(|| NEW_PASSKEY.to_owned()),
        }),
        most: u32::from(most),
        recovery: state.offered.then(|| line(&state)),
    })
}

/// The last app stays (`apps`: how many there are); any passkey can go.
fn row(pass: &PassLine, apps: usize, text: &Text) -> PassRow {
    let id = pass.id.uuid();
    PassRow {
        name: called(pass, text),
        kind: kind(pass, text),
        added: in_tokyo(pass.added_at),
        last_used: pass.last_used_at.map(in_tokyo).unwrap_or_default(),
        rename_href: format!("{PAGE}/{id}/name"),
        remove_href: (apps > 1 || is_passkey(pass)).then(|| format!("{PAGE}/{id}/remove")),
    }
}

/// What a pass is called: its name, else its number, as the app shows it (OTP-6).
fn called(pass: &PassLine, text: &Text) -> String {
    match (pass.name.as_str(), pass.kind) {
        ("", FactorKind::Totp) => text.passes_unnamed(pass.number),
        ("", FactorKind::Passkey) => text.passkeys_unnamed(pass.number),
        (name, _) => name.to_owned(),
    }
}

fn kind(pass: &PassLine, text: &Text) -> String {
    match pass.kind {
        FactorKind::Totp => text.passes_kind_app(),
        FactorKind::Passkey => text.passes_kind_passkey(),
    }
}

const fn is_passkey(pass: &PassLine) -> bool {
    matches!(pass.kind, FactorKind::Passkey)
}

/// The way from the menu to a page below the list.
pub fn way(signed: &Signed<Member>) -> Vec<Crumb> {
    let list = Crumb {
        label: signed.visit.text.menu_passes(),
        href: PAGE.to_owned(),
    };
    vec![to_menu(signed), list]
}

/// One more: asks for a name; shows the secret once it is issued.
pub async fn new(signed: Signed<Member>) -> Result<Response, Halt> {
    drawn(&new_page(&signed, None).await?)
}

/// The confirm form's own address, opened by hand.
pub async fn back(_: Signed<Member>) -> Halt {
    Halt::to(NEW)
}

/// 発行.
pub async fn add(proven: Proven<Member>) -> Result<Response, Halt> {
    let Proven { sent, fresh } = proven;
    let typed = sent.fields.text("name");
    let Some(name) = PassName::parse(typed) else {
        let mut page = new_page(&sent.signed, None).await?;
        page.name = bad_name(typed, &sent.signed.visit.text);
        return drawn(&page);
    };
    let (app, origin) = (sent.signed.visit.app(), &sent.signed.visit.origin);
    let added = app.add_pass(&sent.signed.session, fresh, &name, (sent.nonce, origin));
    match added.await? {
        Issue::Shown(_) | Issue::Gone => Err(Halt::to(NEW)),
        Issue::InForce => Err(Halt::to(format!("{PAGE}?done=full"))),
    }
}

/// 登録を完了する.
pub async fn confirm(sent: Sent<Member>) -> Result<Response, Halt> {
    let signed = &sent.signed;
    let (app, origin) = (signed.visit.app(), &signed.visit.origin);
    let code = sent.fields.text("code");
    let form = (sent.nonce, &**origin);
    let problem = match app
        .confirm_pass(&signed.session, signed.right, code, form)
        .await?
    {
        AddedPass::Done => return Err(Halt::to(format!("{PAGE}?done=added"))),
        AddedPass::NoSecret => return Err(Halt::to(NEW)),
        AddedPass::NotYet(Confirmation::ClockOff(minutes)) => ConfirmProblem::ClockOff {
            minutes: minutes.unsigned_abs().max(1),
        },
        AddedPass::NotYet(Confirmation::Malformed) => ConfirmProblem::Malformed,
        AddedPass::NotYet(Confirmation::Wrong | Confirmation::Right(_)) => ConfirmProblem::Wrong,
    };
    drawn(&new_page(signed, Some(problem)).await?)
}

async fn new_page(
    signed: &Signed<Member>,
    problem: Option<ConfirmProblem>,
) -> Result<NewPassPage, Halt> {
    let visit = &signed.visit;
    let shown: Option<ShownSecret> = visit.app().shown_secret(&signed.session).await?;
    let device = Device::of(&visit.origin.device);
    Ok(NewPassPage {
        shell: Shell {
            crumbs: way(signed),
            ..signed.shell()?
        },
        issued: shown.as_ref().map(issued),
        apps: advice(&visit.state.settings.app_links, device, &visit.text),
        name: Field::default(),
        problem,
        issue_action: NEW.to_owned(),
        issue_form: signed.form()?,
        confirm_action: format!("{PAGE}/confirm"),
        confirm_form: signed.form()?,
        cancel_href: PAGE.to_owned(),
    })
}

/// Asks for another name.
pub async fn ask_name(
    PassInPath(id): PassInPath,
    signed: Signed<Member>,
) -> Result<Response, Halt> {
    let pass = find(&signed, id).await?;
    let named = Field::new(pass.name.clone());
    drawn(&name_page(&signed, &pass, named)?)
}

/// Another name.
pub async fn rename(PassInPath(id): PassInPath, proven: Proven<Member>) -> Result<Response, Halt> {
    let Proven { sent, fresh } = proven;
    let signed = &sent.signed;
    let typed = sent.fields.text("name");
    let Some(name) = PassName::parse(typed) else {
        let pass = find(signed, id).await?;
        let named = bad_name(typed, &signed.visit.text);
        return drawn(&name_page(signed, &pass, named)?);
    };
    let form = (sent.nonce, &*signed.visit.origin);
    let app = signed.visit.app();
    if app
        .rename_pass(&signed.session, fresh, (id, &name), form)
        .await?
    {
        Err(Halt::to(format!("{PAGE}?done=renamed")))
    } else {
        Err(Halt::NotFound)
    }
}

fn name_page(signed: &Signed<Member>, pass: &PassLine, name: Field) -> Result<PassNamePage, Halt> {
    Ok(PassNamePage {
        shell: Shell {
            crumbs: way(signed),
            ..signed.shell()?
        },
        passkey: is_passkey(pass),
        action: format!("{PAGE}/{}/name", pass.id.uuid()),
        name,
        cancel_href: PAGE.to_owned(),
        form: signed.form()?,
    })
}

/// A name that is none.
pub fn bad_name(typed: &str, text: &Text) -> Field {
    Field {
        value: typed.chars().take(64).collect(),
        error: Some(text.passes_name_bad()),
    }
}

/// Asks whether one is to go.
pub async fn ask_removal(
    PassInPath(id): PassInPath,
    signed: Signed<Member>,
) -> Result<Response, Halt> {
    let pass = find(&signed, id).await?;
    let text = &signed.visit.text;
    let used = pass.last_used_at.map(in_tokyo).unwrap_or_default();
    drawn(&PassRemovePage {
        shell: Shell {
            crumbs: way(&signed),
            ..signed.shell()?
        },
        passkey: is_passkey(&pass),
        action: format!("{PAGE}/{}/remove", id.uuid()),
        rows: vec![
            Row::new(text.passes_name(), called(&pass, text)),
            Row::new(text.passes_added_at(), in_tokyo(pass.added_at)),
            Row::new(text.passes_last_used(), used),
        ],
        cancel_href: PAGE.to_owned(),
        form: signed.form()?,
    })
}

/// One less; all other devices are logged out.
pub async fn remove(PassInPath(id): PassInPath, proven: Proven<Member>) -> Result<Response, Halt> {
    let Proven { sent, fresh } = proven;
    let signed = &sent.signed;
    let form = (sent.nonce, &*signed.visit.origin);
    let app = signed.visit.app();
    let done = if is_passkey(&find(signed, id).await?) {
        "passkey-removed"
    } else {
        "removed"
    };
    match app.remove_pass(&signed.session, fresh, id, form).await? {
        RemovedPass::Done { token } => {
            let cookie = session_cookie(&signed.visit, &token)?;
            Ok(see_other(&format!("{PAGE}?done={done}"), Some(cookie)))
        }
        RemovedPass::Last => Err(Halt::to(format!("{PAGE}?done=last"))),
        RemovedPass::NoSuchPass => Err(Halt::NotFound),
    }
}

async fn find(signed: &Signed<Member>, id: FactorId) -> Result<PassLine, Halt> {
    let passes = signed.visit.app().own_passes(&signed.session).await?;
    let found = passes.into_iter().find(|pass| pass.id == id);
    found.ok_or(Halt::NotFound)
}

fn notice(signed: &Signed<Member>) -> Option<Notice> {
    let text = &signed.visit.text;
    let (kind, text) = match signed.visit.query().text("done") {
        "added" => (NoticeKind::Success, text.passes_added()),
        "renamed" => (NoticeKind::Success, text.users_changed()),
        "removed" => (NoticeKind::Success, text.passes_removed()),
        "passkey-added" => (NoticeKind::Success, text.passkeys_added()),
        "passkey-removed" => (NoticeKind::Success, text.passkeys_removed()),
        "passkey-full" => (NoticeKind::Warning, text.passkeys_full()),
        "written" => (NoticeKind::Success, text.recovery_written()),
        "last" => (NoticeKind::Warning, text.passes_last()),
        "full" => (NoticeKind::Warning, text.passes_full()),
        _ => return None,
    };
    Some(Notice { kind, text })
}
