//! `/operator/audit`: the audit trail of all merchants.

use app::Reader;
use axum::response::Response;
use domain::authority::Operator;

use super::merchants::{SIZE, menu};
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::session::Signed;
use crate::routes::activity;
use crate::routes::trail::{self, Asked};
use crate::views::{Shell, TrailPage};

const PATH: &str = "/operator/audit";

/// The list, the newest first.
pub async fn list(signed: Signed<Operator>) -> Result<Response, Halt> {
    let asked = Asked::of(signed.visit.query());
    let reader = Reader::Operator(signed.right);
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
    let rows = found.lines.iter().map(|line| activity::row(line, text));
    drawn(&TrailPage {
        shell,
        finder: asked.finder(PATH, true, text),
        rows: rows.collect(),
        previous_href: (asked.page > 0).then(|| asked.href(PATH, asked.page)),
        next_href: found.more.then(|| asked.href(PATH, asked.page + 2)),
    })
}

/// The list as a file.
pub async fn export(signed: Signed<Operator>) -> Result<Response, Halt> {
    let asked = Asked::of(signed.visit.query());
    let reader = Reader::Operator(signed.right);
    let (app, origin) = (signed.visit.app(), &signed.visit.origin);
    let found = app.take_audit(reader, &asked.query(), origin).await?;
    let form = signed.visit.query().text("format");
    trail::file((PATH, form), &asked, &found, &signed.visit.text)
}
