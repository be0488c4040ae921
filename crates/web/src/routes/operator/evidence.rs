//! `/operator/evidence`: what standards demand, and how this installation stands, for auditors.

use axum::response::Response;
use domain::authority::Operator;

use super::merchants::menu;
use crate::evidence::Sheet;
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::session::Signed;
use crate::views::{EvidencePage, Shell};

/// The sheet, fresh; the record has its number.
pub async fn show(signed: Signed<Operator>) -> Result<Response, Halt> {
    let visit = &signed.visit;
    let (app, settings) = (visit.app(), &visit.state.settings);
    let evidence = app.gather_evidence(&settings.installation).await?;
    let sheet = Sheet::new(&evidence, env!("CARGO_PKG_VERSION"), &visit.text, &[]);
    app.note_evidence(signed.right, &sheet.number, &visit.origin)
        .await?;
    drawn(&EvidencePage {
        shell: Shell {
            crumbs: vec![menu(&visit.text)],
            ..signed.shell()?
        },
        sheet,
    })
}
