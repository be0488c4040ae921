//! The centre's people. They stand in the same tables as merchants' users, under the centre.

use crate::read::{fault, moment, moment_or_null};
use crate::tallies::LockLimits;
use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::ids::PersonId;
use domain::mail_address::MailAddress;
use domain::merchant::CENTRE;
use domain::person::{PersonName, UserId};
use domain::time::Timestamp;

statements! {
    LIST_OPERATORS = "SELECT p.id, p.user_id, p.name, p.mail, p.created_at, \
        (SELECT COUNT(*) FROM attempt t WHERE t.budget = p.budget AND t.known = 0 AND t.slot < $2 \
            AND (t.failed_at IS NOT NULL OR t.reserved_until <= $3)) AS failed, \
        (SELECT COUNT(*) FROM factor f WHERE f.person_id = p.id AND f.state = 'confirmed') AS secrets, \
        (SELECT MAX(u.last_used_at) FROM factor u WHERE u.person_id = p.id) AS last_login_at \
        FROM person p WHERE p.merchant_id = $1 AND p.role = 'operator' ORDER BY p.user_id_folded";
    KEEP_OPERATORS_NAME = "INSERT INTO departed (person_id, merchant_id, user_id, name, departed_at) \
        SELECT p.id, p.merchant_id, p.user_id, p.name, $3 FROM person p \
        WHERE p.id = $1 AND p.merchant_id = $2 AND p.role = 'operator'";
    DELETE_OPERATOR = "DELETE FROM person WHERE id = $1 AND merchant_id = $2 AND role = 'operator'";
}

/// An operator as the list shows it.
#[derive(Clone, Debug)]
pub struct OperatorLine {
    /// Identity.
    pub id: PersonId,
    /// ユーザID.
    pub user_id: UserId,
    /// Name.
    pub name: PersonName,
    /// Address.
    pub mail: Option<MailAddress>,
    /// When the account was made.
    pub created_at: Timestamp,
    /// The budget of tries is spent.
    pub locked: bool,
    /// A secret is in force.
    pub has_secret: bool,
    /// The last completed log-in.
    pub last_login_at: Option<Timestamp>,
}

/// All operators, ordered by ユーザID.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    store: &Store,
    limits: LockLimits,
    now: Timestamp,
) -> Result<Vec<OperatorLine>, StoreError> {
    let values = values![CENTRE.uuid(), limits.attempts, now.as_micros()];
    let rows = store.fetch_all(&LIST_OPERATORS, &values).await?;
    rows.iter().map(|row| line(row, limits)).collect()
}

/// Removes an operator with everything that hangs on the account; the trail keeps the name. False
/// when there is none.
///
/// # Errors
/// [`StoreError`].
pub async fn remove(tx: &mut Tx, id: PersonId, now: Timestamp) -> Result<bool, StoreError> {
    let (person, centre) = (id.uuid(), CENTRE.uuid());
    let values = values![person, centre, now.as_micros()];
    tx.execute(&KEEP_OPERATORS_NAME, &values).await?;
    Ok(tx
        .execute(&DELETE_OPERATOR, &values![person, centre])
        .await?
        == 1)
}

fn line(row: &Row, limits: LockLimits) -> Result<OperatorLine, StoreError> {
    let mail = row.text_or_null("mail")?;
    Ok(OperatorLine {
        id: PersonId::new(row.uuid("id")?),
        user_id: UserId::parse(&row.text("user_id")?).ok_or_else(|| fault("user_id"))?,
        name: PersonName::parse(&row.text("name")?).map_err(|_| fault("name"))?,
        mail: mail.and_then(|text| MailAddress::parse(&text).ok()),
        created_at: moment(row, "created_at")?,
        locked: row.int("failed")? >= i64::from(limits.attempts),
        has_secret: row.int("secrets")? > 0,
        last_login_at: moment_or_null(row, "last_login_at")?,
    })
}
