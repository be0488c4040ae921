//! What a log-in reads, in one statement.

use crate::browsers::{self, KnownBrowser};
use crate::factors::{FactorRow, factor};
use crate::people::addresses;
use crate::read::{fault, moment, moment_or_null};
use crate::{Row, Store, StoreError, statements, values};
use domain::ids::{MerchantId, PersonId};
use domain::mail_log_in::MailStanding;
use domain::networks::Networks;
use domain::person::{Giver, LoginMethod, Role};
use domain::reset::Addresses;
use domain::time::Timestamp;

statements! {
    LOAD_ACCOUNT = "SELECT m.id AS merchant_id, m.access_key, m.suspended_at, m.closed_at, \
        m.networks, m.mail_method, m.tablet, m.version AS merchant_version, p.version, \
        p.login_method, p.mail_login_at, \
        p.id AS person_id, p.role, p.epoch, p.created_at, p.password_sealed, \
        p.password_changed_at, p.temporary_sealed, p.temporary_until, p.enrolment_until, \
        p.given_by, p.user_id, p.mail, p.same_person, p.locale, m.contact_mail, \
        m.contact_mail_next, m.contact_mail_next_at, \
        (SELECT a.mail FROM person a WHERE a.merchant_id = m.id AND a.role = 'admin') AS admin_mail, \
        f.id AS factor_id, f.kind, f.state, f.sealed, f.number, f.name, \
        f.created_at AS issued_at, \
        f.issued_by, f.last_step, f.last_used_at, f.refunds, f.wrong_codes, \
        (SELECT MAX(u.last_used_at) FROM factor u WHERE u.person_id = p.id) AS last_login_at, \
        s.obligations AS repeated, \
        k.proven AS browser_proven, k.last_seen_at AS browser_seen_at \
        FROM merchant m JOIN person p ON p.merchant_id = m.id \
        LEFT JOIN factor f ON f.person_id = p.id AND f.state <> 'revoked' \
        LEFT JOIN session s ON s.token = $3 AND s.person_id = p.id AND s.epoch = p.epoch \
        LEFT JOIN known_browser k ON k.person_id = p.id AND k.mark = $4 \
        WHERE m.code = $1 AND p.user_id_folded = $2 \
        ORDER BY f.state, f.last_used_at DESC, f.id DESC";
}

/// An account as the log-in finds it.
#[derive(Clone, Debug)]
pub struct AccountRow {
    /// Its merchant.
    pub merchant: MerchantId,
    /// The merchant's access key.
    pub access_key: String,
    /// The merchant is suspended, or closed.
    pub suspended: bool,
    /// The client networks its people may come from.
    pub networks: Networks,
    /// Moves on with every change of the merchant.
    pub merchant_version: i64,
    /// Its person.
    pub person: PersonId,
    /// 権限.
    pub role: Role,
    /// Moves on with every reset; sessions of an older one are dead.
    pub epoch: i64,
    /// Moves on with every change of the person's details.
    pub version: i64,
    /// Whether the mail method is open to the person.
    pub mail: MailStanding,
    /// When it was made.
    pub created_at: Timestamp,
    /// The last completed log-in, by either method.
    pub last_login_at: Option<Timestamp>,
    /// The sealed hash of the present password.
    pub password: Option<Vec<u8>>,
    /// When it was chosen.
    pub password_changed_at: Option<Timestamp>,
    /// The sealed hash of the newest 仮パスワード.
    pub temporary: Option<Vec<u8>>,
    /// Until when it works.
    pub temporary_until: Option<Timestamp>,
    /// Until when a secret may be enrolled.
    pub enrolment_until: Option<Timestamp>,
    /// Who last gave a credential.
    pub given_by: Option<Giver>,
    /// ユーザID as it was registered.
    pub user_id: String,
    /// Where mails about the person can go.
    pub addresses: Addresses,
    /// The person's language: `ja` or `en`.
    pub locale: String,
    /// The factors in use, those in force first, the one that was accepted last before the others.
    pub factors: Vec<FactorRow>,
    /// The duties of a session that this very form has opened already.
    pub repeated: Option<i64>,
    /// The browser's mark is one of the person's.
    pub known_browser: Option<KnownBrowser>,
}

/// What a form would leave behind if it succeeds, and what came with it.
#[derive(Clone, Copy, Debug)]
pub struct Traces {
    /// Digest of the session token that the form would open, so that a form sent twice finds the
    /// session of its first time.
    pub session: [u8; 32],
    /// Digest of the browser's mark.
    pub mark: Option<[u8; 32]>,
}

/// Reads the account of a name.
///
/// # Errors
/// [`StoreError`].
pub async fn load(
    store: &Store,
    merchant_code: &str,
    user_id_folded: &str,
    traces: Traces,
) -> Result<Option<AccountRow>, StoreError> {
    let values = values![merchant_code, user_id_folded, traces.session, traces.mark];
    account(&store.fetch_all(&LOAD_ACCOUNT, &values).await?)
}

/// Reads an account from its rows: one for each factor, and one at least.
pub(crate) fn account(rows: &[Row]) -> Result<Option<AccountRow>, StoreError> {
    let factors = rows.iter().map(factor).filter_map(Result::transpose);
    let factors = factors.collect::<Result<_, _>>()?;
    let row = rows.first();
    row.map(|row| one_account(row, factors)).transpose()
}

fn one_account(row: &Row, factors: Vec<FactorRow>) -> Result<AccountRow, StoreError> {
    let role = Role::from_word(&row.text("role")?).ok_or_else(|| fault("role"))?;
    let addresses = addresses(row)?;
    Ok(AccountRow {
        merchant: MerchantId::new(row.uuid("merchant_id")?),
        access_key: row.text("access_key")?,
        suspended: row.int_or_null("suspended_at")?.is_some()
            || row.int_or_null("closed_at")?.is_some(),
        networks: networks(row)?,
        merchant_version: row.int("merchant_version")?,
        person: PersonId::new(row.uuid("person_id")?),
        role,
        epoch: row.int("epoch")?,
        version: row.int("version")?,
        mail: MailStanding {
            role,
            method: login_method(row)?,
            merchant_offers: row.flag("mail_method")?,
            tablet: row.flag("tablet")?,
            reachable: addresses.own.is_some(),
        },
        created_at: moment(row, "created_at")?,
        last_login_at: moment_or_null(row, "last_login_at")?
            .max(moment_or_null(row, "mail_login_at")?),
        password: row.bytes_or_null("password_sealed")?,
        password_changed_at: moment_or_null(row, "password_changed_at")?,
        temporary: row.bytes_or_null("temporary_sealed")?,
        temporary_until: moment_or_null(row, "temporary_until")?,
        enrolment_until: moment_or_null(row, "enrolment_until")?,
        given_by: row
            .text_or_null("given_by")?
            .and_then(|word| Giver::from_word(&word)),
        user_id: row.text("user_id")?,
        addresses,
        locale: row.text("locale")?,
        factors,
        repeated: row.int_or_null("repeated")?,
        known_browser: browsers::known(row)?,
    })
}

fn login_method(row: &Row) -> Result<LoginMethod, StoreError> {
    let word = row.text("login_method")?;
    LoginMethod::from_word(&word).ok_or_else(|| fault("login_method"))
}

/// Reads `networks`.
pub(crate) fn networks(row: &Row) -> Result<Networks, StoreError> {
    Networks::parse(&row.text("networks")?).map_err(|_| fault("networks"))
}
