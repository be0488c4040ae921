//! 操作履歴: 管理 looks up what was done in the own merchant, operators what was done anywhere. To have
//! looked is an act of its own and stands in the trail (PCI DSS 10.2.1.3).

use crate::{App, AppError, Origin};
use domain::audit::{Action, Actor, Event};
use domain::authority::{AdminOf, Operator};
use domain::ids::MerchantId;
use domain::merchant::CENTRE;
use domain::time::Timestamp;
use store::audit;
use store::audit_search::{self, TrailLine, Wanted};

/// So many lines an export holds at most, the newest: all of it is in memory for a moment.
pub const EXPORTED_AT_MOST: u32 = 20_000;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct AuditQuery {
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub before: Option<Timestamp>,
    /// One act; without one, everything but log-ins, log-outs and readings.
    pub action: Option<Action>,
    /// One person, by ユーザID.
    pub person: String,
    /// One merchant, by code; for operators.
    pub merchant_code: String,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct AuditLines {
    /// The lines, the newest first.
    pub lines: Vec<TrailLine>,
    /// There are more.
    pub more: bool,
}

/// Who looks.
#[derive(Clone, Copy, Debug)]
pub enum Reader {
    /// 管理, in the own merchant.
    Admin(AdminOf),
    /// An operator, everywhere.
    Operator(Operator),
}

impl Reader {
    const fn merchant(&self) -> MerchantId {
        match self {
            Self::Admin(admin) => admin.merchant(),
            Self::Operator(_) => CENTRE,
        }
    }

    const fn actor(&self) -> Actor {
        match self {
            Self::Admin(admin) => Actor::Person(admin.person()),
            Self::Operator(operator) => Actor::Operator(Some(operator.person())),
        }
    }
}

impl App {
    /// A page of the trail: `page` from 0, of `size` lines.
    ///
    /// # Errors
    /// [`AppError`]; what could not be noted is not shown.
    pub async fn search_audit(
        &self,
        reader: Reader,
        query: &AuditQuery,
        (page, size): (u32, u32),
        origin: &Origin,
    ) -> Result<AuditLines, AppError> {
        let wanted = wanted(query, size, page.saturating_mul(size));
        let found = self.found(reader, query, wanted).await?;
        let remark = format!("page={} {}", page.saturating_add(1), asked(query));
        self.note_look(reader, Action::ReadAudit, remark, origin)
            .await?;
        Ok(found)
    }

    /// The trail to take away: the newest [`EXPORTED_AT_MOST`] lines.
    ///
    /// # Errors
    /// [`AppError`]; what could not be noted is not handed out.
    pub async fn take_audit(
        &self,
        reader: Reader,
        query: &AuditQuery,
        origin: &Origin,
    ) -> Result<AuditLines, AppError> {
        let found = self
            .found(reader, query, wanted(query, EXPORTED_AT_MOST, 0))
            .await?;
        let remark = format!("lines={} {}", found.lines.len(), asked(query));
        self.note_look(reader, Action::ExportAudit, remark, origin)
            .await?;
        Ok(found)
    }

    /// One line more than asked for tells whether there are more.
    async fn found(
        &self,
        reader: Reader,
        query: &AuditQuery,
        wanted: Wanted,
    ) -> Result<AuditLines, AppError> {
        let one_more = Wanted {
            most: wanted.most.saturating_add(1),
            ..wanted.clone()
        };
        let store = self.store();
        let mut lines = match reader {
            Reader::Admin(admin) => {
                audit_search::of_merchant(store, admin.merchant(), &one_more).await?
            }
            Reader::Operator(_) => {
                audit_search::everywhere(store, query.merchant_code.trim(), &one_more).await?
            }
        };
        let shown = usize::try_from(wanted.most).unwrap_or(usize::MAX);
        let more = lines.len() > shown;
        lines.truncate(shown);
        Ok(AuditLines { lines, more })
    }

    async fn note_look(
        &self,
        reader: Reader,
        action: Action,
        remark: String,
        origin: &Origin,
    ) -> Result<(), AppError> {
        let event = Event {
            at: self.now(),
            merchant: Some(reader.merchant()),
            actor: reader.actor(),
            action,
            outcome: "ok",
            subject: None,
            origin: origin.shown.clone(),
            remark,
        };
        let mut tx = self.store().begin().await?;
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        Ok(tx.commit().await?)
    }
}

fn wanted(query: &AuditQuery, most: u32, skip: u32) -> Wanted {
    Wanted {
        from: query.from.unwrap_or(Timestamp::from_micros(i64::MIN)),
        before: query.before.unwrap_or(Timestamp::from_micros(i64::MAX)),
        action: query.action.map_or("", Action::word),
        person: query.person.trim().to_ascii_lowercase(),
        most,
        skip,
    }
}

/// What was asked, without what was typed: a user ID may be a password in the wrong field.
fn asked(query: &AuditQuery) -> String {
    let act = query.action.map_or("", Action::word);
    let person = if query.person.trim().is_empty() {
        "no"
    } else {
        "yes"
    };
    format!("act={act} person={person}")
}
