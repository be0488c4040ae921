//! Acts that a second operator has to agree to.

use crate::read::{fault, moment};
use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::care::{Question, ResetAdmin, Verdict};
use domain::ids::{ApprovalId, MerchantId, PersonId};
use domain::merchant::{CompanyName, MerchantCode};
use domain::time::Timestamp;

statements! {
    /// One open question for each merchant.
    INSERT_APPROVAL = "INSERT INTO approval (id, merchant_id, action, detail, reason, asked_by, \
        asked_at, expires_at, state) SELECT $1, $2, $3, $4, $5, $6, $7, $8, 'open' \
        WHERE NOT EXISTS (SELECT 1 FROM approval a \
            WHERE a.merchant_id = $2 AND a.state = 'open' AND a.expires_at > $7)";
    OPEN_APPROVALS = "SELECT a.id, a.merchant_id, m.code, m.company, a.detail, a.reason, \
        a.asked_by, a.asked_at, a.expires_at, a.state, COALESCE(p.name, d.name) AS asker \
        FROM approval a JOIN merchant m ON m.id = a.merchant_id \
        LEFT JOIN person p ON p.id = a.asked_by LEFT JOIN departed d ON d.person_id = a.asked_by \
        WHERE a.state = 'open' AND a.expires_at > $1 ORDER BY a.asked_at LIMIT 200";
    FIND_APPROVAL = "SELECT a.id, a.merchant_id, m.code, m.company, a.detail, a.reason, \
        a.asked_by, a.asked_at, a.expires_at, a.state, COALESCE(p.name, d.name) AS asker \
        FROM approval a JOIN merchant m ON m.id = a.merchant_id \
        LEFT JOIN person p ON p.id = a.asked_by LEFT JOIN departed d ON d.person_id = a.asked_by \
        WHERE a.id = $1";
    DECIDE_APPROVAL = "UPDATE approval SET state = $2, decided_by = $3, decided_at = $4 \
        WHERE id = $1 AND state = 'open' AND expires_at > $4 \
        AND ($2 = 'rejected' OR asked_by <> $3)";
}

/// The one kind of act so far.
const RESET_ADMIN: &str = "reset_admin";

/// A question to be stored.
#[derive(Clone, Debug)]
pub struct NewApproval<'a> {
    /// Identity.
    pub id: ApprovalId,
    /// Which merchant.
    pub merchant: MerchantId,
    /// What is to be done.
    pub what: ResetAdmin,
    /// Why.
    pub reason: &'a str,
    /// Who asks.
    pub asked_by: PersonId,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
}

/// A question as operators see it.
#[derive(Clone, Debug)]
pub struct Approval {
    /// Identity.
    pub id: ApprovalId,
    /// Which merchant.
    pub merchant: MerchantId,
    /// 加盟店コード.
    pub code: MerchantCode,
    /// 社名.
    pub company: CompanyName,
    /// What is to be done.
    pub what: ResetAdmin,
    /// Why.
    pub reason: String,
    /// Who asked, by name.
    pub asker: String,
    /// When.
    pub asked_at: Timestamp,
    /// Who may answer, and until when.
    pub question: Question,
}

/// Stores a question. False when one is open for the merchant.
///
/// # Errors
/// [`StoreError`].
pub async fn ask(tx: &mut Tx, new: &NewApproval<'_>, now: Timestamp) -> Result<bool, StoreError> {
    let values = values![
        new.id.uuid(),
        new.merchant.uuid(),
        RESET_ADMIN,
        new.what.words(),
        new.reason,
        new.asked_by.uuid(),
        now.as_micros(),
        new.expires_at.as_micros(),
    ];
    Ok(tx.execute(&INSERT_APPROVAL, &values).await? == 1)
}

/// The questions that can be answered, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn open(store: &Store, now: Timestamp) -> Result<Vec<Approval>, StoreError> {
    let rows = store
        .fetch_all(&OPEN_APPROVALS, &values![now.as_micros()])
        .await?;
    rows.iter().map(approval).collect()
}

/// A question, answered or not.
///
/// # Errors
/// [`StoreError`].
pub async fn find(store: &Store, id: ApprovalId) -> Result<Option<Approval>, StoreError> {
    let row = store
        .fetch_optional(&FIND_APPROVAL, &values![id.uuid()])
        .await?;
    row.as_ref().map(approval).transpose()
}

/// Answers a question. False when it is not open, or `by` may not.
///
/// # Errors
/// [`StoreError`].
pub async fn decide(
    tx: &mut Tx,
    id: ApprovalId,
    verdict: Verdict,
    by: PersonId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let word = match verdict {
        Verdict::Approve => "approved",
        Verdict::Reject => "rejected",
    };
    let values = values![id.uuid(), word, by.uuid(), now.as_micros()];
    Ok(tx.execute(&DECIDE_APPROVAL, &values).await? == 1)
}

fn approval(row: &Row) -> Result<Approval, StoreError> {
    Ok(Approval {
        id: ApprovalId::new(row.uuid("id")?),
        merchant: MerchantId::new(row.uuid("merchant_id")?),
        code: MerchantCode::parse(&row.text("code")?).ok_or_else(|| fault("code"))?,
        company: CompanyName::parse(&row.text("company")?).ok_or_else(|| fault("company"))?,
        what: ResetAdmin::from_words(&row.text("detail")?),
        reason: row.text("reason")?,
        asker: row.text_or_null("asker")?.unwrap_or_default(),
        asked_at: moment(row, "asked_at")?,
        question: Question {
            asked_by: PersonId::new(row.uuid("asked_by")?),
            expires_at: moment(row, "expires_at")?,
            open: row.text("state")? == "open",
        },
    })
}
