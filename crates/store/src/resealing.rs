//! Values that are sealed: which of them are not under the current key, and their exchange.

use crate::{Row, Statement, Store, StoreError, Tx, statements, values};
use uuid::Uuid;

/// So many values are exchanged in one transaction: on SQLite log-ins wait for it.
const BATCH: u16 = 100;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $find:ident, $put:ident, $count:ident,
        $table:literal, $column:literal, $columns:literal, $key:literal, $also:literal;)+) => {
        statements! {$(
            $find = joined("SELECT ", $columns, ", ", $column, " AS sealed FROM ", $table,
                " WHERE (", $column, " < $1 OR ", $column, " >= $2)", $also, " LIMIT $3");
            /// Only while it is what was read.
            $put = joined("UPDATE ", $table, " SET ", $column, " = $1 WHERE ", $key, " = $3 AND ",
                $column, " = $2");
            $count = joined("SELECT COUNT(*) AS sealed, COUNT(CASE WHEN ", $column, " >= $1 AND ",
                $column, " < $2 THEN 1 END) AS under FROM ", $table, " WHERE ", $column,
                " IS NOT NULL", $also);
        )+}

        /// What is sealed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum SealedKind {
            $($(#[$doc])* $name,)+
        }

        impl SealedKind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word for it.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }

            const fn statements(self) -> [&'static Statement; 3] {
                match self {
                    $(Self::$name => [&$find, &$put, &$count],)+
                }
            }
        }
    };
}

kinds! {
    /// Password hashes.
    Password = "passwords", FIND_PASSWORDS, PUT_PASSWORD, COUNT_PASSWORDS, "person",
        "password_sealed", "merchant_id, id AS person_id, id", "id", "";
    /// Hashes of temporary passwords.
    Temporary = "temporary_passwords", FIND_TEMPORARY, PUT_TEMPORARY, COUNT_TEMPORARY, "person",
        "temporary_sealed", "merchant_id, id AS person_id, id", "id", "";
    /// Hashes of former passwords.
    Former = "former_passwords", FIND_FORMER, PUT_FORMER, COUNT_FORMER, "password_history",
        "sealed", "merchant_id, person_id, person_id AS id", "person_id", "";
    /// Secrets of authenticator apps.
    App = "apps", FIND_APPS, PUT_APP, COUNT_APPS, "factor",
        "sealed", "merchant_id, person_id, id", "id", " AND kind = 'totp'";
    /// Public keys of passkeys.
    Passkey = "passkeys", FIND_PASSKEYS, PUT_PASSKEY, COUNT_PASSKEYS,
        "factor", "sealed", "merchant_id, person_id, id", "id", " AND kind = 'passkey'";
    /// Recovery codes while their page shows them.
    Shown = "shown_codes", FIND_SHOWN, PUT_SHOWN, COUNT_SHOWN, "recovery_shown",
        "sealed", "merchant_id, person_id, session_id AS id", "session_id", "";
    /// Mail that waits.
    Mail = "mails", FIND_MAILS, PUT_MAIL, COUNT_MAILS, "outbox",
        "sealed", "merchant_id, person_id, id", "id", "";
    /// Lists of users.
    List = "lists", FIND_LISTS, PUT_LIST, COUNT_LISTS, "user_import",
        "list", "merchant_id, brought_by AS person_id, id", "id", "";
    /// What became of their lines.
    Results = "list_results", FIND_RESULTS, PUT_RESULTS, COUNT_RESULTS, "user_import",
        "results", "merchant_id, brought_by AS person_id, id", "id", "";
}

/// A sealed value in its place.
#[derive(Clone, Debug)]
pub struct SealedValue {
    /// Whose merchant.
    pub merchant: Option<Uuid>,
    /// Whose.
    pub person: Option<Uuid>,
    /// The row, or what else the value is bound to.
    pub id: Uuid,
    /// The value.
    pub sealed: Vec<u8>,
}

/// What begins with `mark` lies between it and this, byte by byte. A mark ends with a letter, a digit or
/// `-`.
fn end_of(mark: &[u8]) -> Vec<u8> {
    let mut end = mark.to_vec();
    if let Some(last) = end.last_mut() {
        *last = last.saturating_add(1);
    }
    end
}

/// Some values that do not begin with `mark`.
///
/// # Errors
/// [`StoreError`].
pub async fn not_under(
    store: &Store,
    kind: SealedKind,
    mark: &[u8],
) -> Result<Vec<SealedValue>, StoreError> {
    let [find, ..] = kind.statements();
    let rows = store
        .fetch_all(find, &values![mark, end_of(mark), BATCH])
        .await?;
    rows.iter().map(value).collect()
}

fn value(row: &Row) -> Result<SealedValue, StoreError> {
    Ok(SealedValue {
        merchant: row.uuid_or_null("merchant_id")?,
        person: row.uuid_or_null("person_id")?,
        id: row.uuid("id")?,
        sealed: row.bytes("sealed")?,
    })
}

/// Puts another sealed value into the place of one. False: it is another one since.
///
/// # Errors
/// [`StoreError`].
pub async fn exchange(
    tx: &mut Tx,
    kind: SealedKind,
    old: &SealedValue,
    new: &[u8],
) -> Result<bool, StoreError> {
    let [_, put, _] = kind.statements();
    let values = values![new, &old.sealed, old.id];
    Ok(tx.execute(put, &values).await? > 0)
}

/// How many values there are, and how many begin with `mark`.
///
/// # Errors
/// [`StoreError`].
pub async fn count(store: &Store, kind: SealedKind, mark: &[u8]) -> Result<(u64, u64), StoreError> {
    let [_, _, count] = kind.statements();
    let row = store
        .fetch_optional(count, &values![mark, end_of(mark)])
        .await?;
    let number = |name| {
        row.as_ref()
            .map_or(Ok(0), |row| row.int(name).map(i64::unsigned_abs))
    };
    Ok((number("sealed")?, number("under")?))
}
