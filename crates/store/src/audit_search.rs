//! Looking something up in the audit trail, with the user IDs of those it is about.

use crate::read::moment;
use crate::{Row, Store, StoreError, statements, values};
use domain::ids::MerchantId;
use domain::time::Timestamp;

statements! {
    /// Acts that are looked at all day are left out unless they are asked for.
    SEARCH_MERCHANT = "SELECT a.at, a.actor_kind, a.action, a.outcome, a.origin, a.remark, \
        m.code AS merchant_code, COALESCE(pa.user_id, da.user_id) AS actor_id, \
        COALESCE(ps.user_id, ds.user_id) AS subject_id \
        FROM (SELECT n.id, n.at, n.merchant_id, n.actor_kind, n.actor, n.action, n.outcome, \
                n.subject, n.origin, n.remark \
            FROM audit n WHERE n.merchant_id = $1 AND n.at >= $2 AND n.at < $3 \
            AND (n.action = $4 OR ($4 = '' AND n.action NOT IN ('log_in', 'log_out', 'read_audit'))) \
            AND ($5 = '' OR EXISTS (SELECT 1 FROM person p WHERE p.merchant_id = $1 \
                    AND p.user_id_folded = $5 AND (p.id = n.actor OR p.id = n.subject)) \
                OR EXISTS (SELECT 1 FROM departed d WHERE d.merchant_id = $1 \
                    AND lower(d.user_id) = $5 AND (d.person_id = n.actor OR d.person_id = n.subject))) \
            ORDER BY n.at DESC, n.id DESC LIMIT $6 OFFSET $7) a \
        LEFT JOIN merchant m ON m.id = a.merchant_id \
        LEFT JOIN person pa ON pa.id = a.actor AND pa.merchant_id = $1 \
        LEFT JOIN departed da ON da.person_id = a.actor AND da.merchant_id = $1 \
        LEFT JOIN person ps ON ps.id = a.subject AND ps.merchant_id = $1 \
        LEFT JOIN departed ds ON ds.person_id = a.subject AND ds.merchant_id = $1 \
        ORDER BY a.at DESC, a.id DESC";
    /// The whole installation, for the centre. The same values, $1 and all.
    SEARCH_EVERYWHERE = "SELECT a.at, a.actor_kind, a.action, a.outcome, a.origin, a.remark, \
        m.code AS merchant_code, COALESCE(pa.user_id, da.user_id) AS actor_id, \
        COALESCE(ps.user_id, ds.user_id) AS subject_id \
        FROM (SELECT n.id, n.at, n.merchant_id, n.actor_kind, n.actor, n.action, n.outcome, \
                n.subject, n.origin, n.remark \
            FROM audit n LEFT JOIN merchant m ON m.id = n.merchant_id \
            WHERE ($1 = '' OR m.code = $1) AND n.at >= $2 AND n.at < $3 \
            AND (n.action = $4 OR ($4 = '' AND n.action NOT IN ('log_in', 'log_out', 'read_audit'))) \
            AND ($5 = '' OR EXISTS (SELECT 1 FROM person p WHERE p.user_id_folded = $5 \
                    AND (p.id = n.actor OR p.id = n.subject)) \
                OR EXISTS (SELECT 1 FROM departed d WHERE lower(d.user_id) = $5 \
                    AND (d.person_id = n.actor OR d.person_id = n.subject))) \
            ORDER BY n.at DESC, n.id DESC LIMIT $6 OFFSET $7) a \
        LEFT JOIN merchant m ON m.id = a.merchant_id \
        LEFT JOIN person pa ON pa.id = a.actor LEFT JOIN departed da ON da.person_id = a.actor \
        LEFT JOIN person ps ON ps.id = a.subject LEFT JOIN departed ds ON ds.person_id = a.subject \
        ORDER BY a.at DESC, a.id DESC";
}

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// From this moment on.
    pub from: Timestamp,
    /// Before this moment.
    pub before: Timestamp,
    /// One act by its word, or empty.
    pub action: &'static str,
    /// One person by folded ユーザID, as actor or as subject, or empty.
    pub person: String,
    /// So many lines at most.
    pub most: u32,
    /// So many of the newest are passed over.
    pub skip: u32,
}

/// A line of the trail for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailLine {
    /// When.
    pub at: Timestamp,
    /// In which merchant, by code; `None` outside all.
    pub merchant_code: Option<String>,
    /// What kind of actor.
    pub actor_kind: String,
    /// Who, by ユーザID, also one who is gone.
    pub actor: Option<String>,
    /// What.
    pub action: String,
    /// `ok` or why not.
    pub outcome: String,
    /// To whom, by ユーザID.
    pub subject: Option<String>,
    /// From which network.
    pub origin: String,
    /// Remark.
    pub remark: String,
}

/// Lines of one merchant, the newest first. People of others have no name there.
///
/// # Errors
/// [`StoreError`].
pub async fn of_merchant(
    store: &Store,
    merchant: MerchantId,
    wanted: &Wanted,
) -> Result<Vec<TrailLine>, StoreError> {
    let values = values![
        merchant.uuid(),
        wanted.from.as_micros(),
        wanted.before.as_micros(),
        wanted.action,
        &wanted.person,
        wanted.most,
        wanted.skip,
    ];
    let rows = store.fetch_all(&SEARCH_MERCHANT, &values).await?;
    rows.iter().map(line).collect()
}

/// Lines of everybody, or with a code of one merchant, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn everywhere(
    store: &Store,
    merchant_code: &str,
    wanted: &Wanted,
) -> Result<Vec<TrailLine>, StoreError> {
    let values = values![
        merchant_code,
        wanted.from.as_micros(),
        wanted.before.as_micros(),
        wanted.action,
        &wanted.person,
        wanted.most,
        wanted.skip,
    ];
    let rows = store.fetch_all(&SEARCH_EVERYWHERE, &values).await?;
    rows.iter().map(line).collect()
}

fn line(row: &Row) -> Result<TrailLine, StoreError> {
    Ok(TrailLine {
        at: moment(row, "at")?,
        merchant_code: row.text_or_null("merchant_code")?,
        actor_kind: row.text("actor_kind")?,
        actor: row.text_or_null("actor_id")?,
        action: row.text("action")?,
        outcome: row.text("outcome")?,
        subject: row.text_or_null("subject_id")?,
        origin: row.text("origin")?,
        remark: row.text("remark")?,
    })
}
