//! Rows beside the measured people: shops, their people, passes and log-ins of the past, made by
//! the database itself. Nobody logs in as one of them.

use std::time::Duration;

use store::{Statement, Store, StoreSettings, values};

use crate::Outcome;
use crate::people::MERCHANT_CODE;
use crate::server::DataFolder;

/// People of one made shop.
pub const SHOP: u64 = 20;
/// Made people of one statement, so that none takes long.
const BATCH: u64 = 20_000;
/// Longest time that one statement may take.
const PATIENCE: Duration = Duration::from_mins(5);

const MERCHANTS: Statement = Statement::per_engine(
    "CROWD_MERCHANTS",
    "WITH RECURSIVE made (n) AS (SELECT $1 UNION ALL SELECT n + 1 FROM made WHERE n + 1 < $2) \
     INSERT INTO merchant (id, code, access_key, company, kind, tablet, created_at) \
     SELECT randomblob(16), printf('%09d', n), '7654321', 'Made', 'logistics', 0, 0 FROM made",
    "INSERT INTO merchant (id, code, access_key, company, kind, tablet, created_at) \
     SELECT decode(md5('merchant' || n), 'hex'), lpad(n::text, 9, '0'), '7654321', 'Made', \
     'logistics', 0, 0 FROM generate_series($1, $2 - 1) AS made (n)",
);

/// Each gets the sealed password of one of the measured people: as long as a real one.
const PEOPLE: Statement = Statement::per_engine(
    "CROWD_PEOPLE",
    "WITH RECURSIVE made (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM made WHERE n + 1 < $3), \
     one (sealed, at) AS (SELECT password_sealed, created_at FROM person \
         WHERE user_id_folded = 'bench0') \
     INSERT INTO person (id, merchant_id, role, user_id, user_id_folded, login_method, \
     same_person, name, mail, mail_folded, locale, password_sealed, password_changed_at, budget, \
     created_at) \
     SELECT randomblob(16), m.id, 'general', 'made' || n, 'made' || n, 'mail', 0, 'Made', \
     'made' || n || '@shop.example', 'made' || n || '@shop.example', 'ja', one.sealed, one.at, \
     randomblob(32), one.at FROM merchant m, made, one \
     WHERE m.code >= printf('%09d', $1) AND m.code < printf('%09d', $2)",
    "INSERT INTO person (id, merchant_id, role, user_id, user_id_folded, login_method, \
     same_person, name, mail, mail_folded, locale, password_sealed, password_changed_at, budget, \
     created_at) \
     SELECT decode(md5(m.code || n), 'hex'), m.id, 'general', 'made' || n, 'made' || n, 'mail', \
     0, 'Made', 'made' || n || '@shop.example', 'made' || n || '@shop.example', 'ja', \
     one.password_sealed, one.created_at, sha256((m.code || n)::bytea), one.created_at \
     FROM merchant m, generate_series(0, $3 - 1) AS made (n), person one \
     WHERE m.code >= lpad($1::text, 9, '0') AND m.code < lpad($2::text, 9, '0') \
     AND one.user_id_folded = 'bench0'",
);

const FACTORS: Statement = Statement::per_engine(
    "CROWD_FACTORS",
    "INSERT INTO factor (id, person_id, merchant_id, kind, state, slot, number, sealed, \
     created_at, confirmed_at, last_step, last_used_at) \
     SELECT randomblob(16), p.id, p.merchant_id, 'totp', 'confirmed', 0, 1, randomblob(60), \
     p.created_at, p.created_at, 1, p.created_at FROM person p JOIN merchant m \
     ON m.id = p.merchant_id \
     WHERE m.code >= printf('%09d', $1) AND m.code < printf('%09d', $2)",
    "INSERT INTO factor (id, person_id, merchant_id, kind, state, slot, number, sealed, \
     created_at, confirmed_at, last_step, last_used_at) \
     SELECT decode(md5('factor' || p.id::text), 'hex'), p.id, p.merchant_id, 'totp', \
     'confirmed', 0, 1, sha256(p.id) || sha256(p.budget), p.created_at, p.created_at, 1, \
     p.created_at FROM person p JOIN merchant m ON m.id = p.merchant_id \
     WHERE m.code >= lpad($1::text, 9, '0') AND m.code < lpad($2::text, 9, '0')",
);

const TRAIL: Statement = Statement::per_engine(
    "CROWD_TRAIL",
    "INSERT INTO audit (id, at, merchant_id, actor_kind, actor, action, outcome, subject, origin, \
     remark) \
     SELECT randomblob(16), p.created_at, p.merchant_id, 'person', p.id, 'log_in', 'ok', \
     p.id, '192.0.2.0/24', '' FROM person p JOIN merchant m ON m.id = p.merchant_id \
     WHERE m.code >= printf('%09d', $1) AND m.code < printf('%09d', $2)",
    "INSERT INTO audit (id, at, merchant_id, actor_kind, actor, action, outcome, subject, origin, \
     remark) \
     SELECT decode(md5('audit' || p.id::text), 'hex'), p.created_at, p.merchant_id, 'person', \
     p.id, 'log_in', 'ok', p.id, '192.0.2.0/24', '' \
     FROM person p JOIN merchant m ON m.id = p.merchant_id \
     WHERE m.code >= lpad($1::text, 9, '0') AND m.code < lpad($2::text, 9, '0')",
);

const COUNT: Statement = Statement::shared(
    "CROWD_COUNT",
    "SELECT (SELECT count(*) FROM person) AS people, \
     (SELECT count(*) FROM audit WHERE seq IS NULL) AS unsealed",
);

const ANALYZE: Statement = Statement::shared("CROWD_ANALYZE", "ANALYZE");

/// What stands in a database.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    /// People, made and measured.
    pub people: i64,
    /// Rows of the trail that the sealer has still to chain.
    pub unsealed: i64,
}

/// Fills up with whole shops until at least `people` stand in the database.
pub fn gather(data: &DataFolder, people: u64) -> Outcome<()> {
    block_on(async {
        let store = open(data).await?;
        let there = u64::try_from(counts(&store).await?.people)?;
        let shops = people.saturating_sub(there).div_ceil(SHOP);
        for first in (0..shops).step_by(usize::try_from(BATCH / SHOP)?) {
            let last = shops.min(first + BATCH / SHOP);
            shops_of(&store, first, last).await?;
        }
        store.execute(&ANALYZE, &[]).await?;
        store.close().await;
        Ok(())
    })
}

/// What stands in the database now.
pub fn count(data: &DataFolder) -> Outcome<Counts> {
    block_on(async {
        let store = open(data).await?;
        let found = counts(&store).await?;
        store.close().await;
        Ok(found)
    })
}

/// Codes of made shops begin at 200000000: none is the measured people's.
async fn shops_of(store: &Store, first: u64, last: u64) -> Outcome<()> {
    debug_assert!(MERCHANT_CODE < "200000000");
    let (first, last) = (200_000_000 + first, 200_000_000 + last);
    let range = values![i64::try_from(first)?, i64::try_from(last)?];
    let mut tx = store.begin().await?;
    tx.execute(&MERCHANTS, &range).await?;
    let of_each = values![
        i64::try_from(first)?,
        i64::try_from(last)?,
        i64::try_from(SHOP)?
    ];
    tx.execute(&PEOPLE, &of_each).await?;
    tx.execute(&FACTORS, &range).await?;
    tx.execute(&TRAIL, &range).await?;
    Ok(tx.commit().await?)
}

async fn open(data: &DataFolder) -> Outcome<Store> {
    let mut settings = StoreSettings::new(data.database());
    settings.statement_timeout = PATIENCE;
    Ok(Store::open(&settings).await?)
}

async fn counts(store: &Store) -> Outcome<Counts> {
    let row = store.fetch_optional(&COUNT, &[]).await?;
    let row = row.ok_or("a count without a row")?;
    Ok(Counts {
        people: row.int("people")?,
        unsealed: row.int("unsealed")?,
    })
}

fn block_on<T>(work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(work)
}
