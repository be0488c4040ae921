//! Times the pages of ユーザー一覧 as the store gives them, on a made database.
//!
//! `lists [MERCHANTS] [USERS] [ROUNDS]` prints Markdown. With `SEKISHO_TEST_POSTGRES` it makes a
//! database in that server, without it an `SQLite` file. Nothing here asserts a time.

#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark measures real time and reads its surroundings; none of it is product"
)]

use domain::ids::MerchantId;
use domain::policy::{Policy, Profile};
use domain::time::{Span, Timestamp};
use domain::user_state::{StateFilter, end_shown_since};
use std::error::Error;
use std::time::{Duration, Instant};
use store::tallies::LockLimits;
use store::user_list::{Circumstances, ListOrder, Pattern, Question, Slice, count, list};
use store::{Statement, Store, Tx, Value, values};
use testkit::databases::{Database, Engine};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

const MERCHANT: Statement = Statement::shared(
    "MERCHANT",
    "INSERT INTO merchant (id, code, access_key, company, kind, tablet, created_at) \
     VALUES ($1, $2, '7654321', $3, 'logistics', 0, 0)",
);
const PERSON: Statement = Statement::shared(
    "PERSON",
    "INSERT INTO person (id, merchant_id, role, user_id, user_id_folded, login_method, \
     same_person, name, mail, mail_folded, locale, password_sealed, budget, created_at) \
     VALUES ($1, $2, $3, $4, $4, 'no_mail', 0, $5, $6, $6, 'ja', $7, $1, $8)",
);
const FACTOR: Statement = Statement::shared(
    "FACTOR",
    "INSERT INTO factor (id, person_id, merchant_id, kind, state, slot, number, sealed, \
     created_at, last_used_at) VALUES ($1, $1, $2, 'totp', 'confirmed', 0, 1, $3, 0, $4)",
);
const FAILURE: Statement = Statement::shared(
    "FAILURE",
    "INSERT INTO attempt (budget, known, slot, id, network, reserved_until, failed_at) \
     VALUES ($1, 0, $2, $3, $3, $4, $4)",
);
const ANALYZE: Statement = Statement::shared("ANALYZE", "ANALYZE");
const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);
const PAGE: u32 = 50;

fn main() -> Outcome<()> {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<u32>());
    let mut next = |or: u32| numbers.next().unwrap_or(Ok(or));
    let (merchants, users, rounds) = (next(20_000)?, next(10_000)?, next(50)?);
    let postgres = std::env::var_os(testkit::postgres::SERVER_VARIABLE).is_some();
    let engine = if postgres {
        Engine::Postgres
    } else {
        Engine::Sqlite
    };
    let database = Database::new(engine);
    let runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = { runtime }.worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let store = database.open().await;
        store.migrate().await?;
        eprintln!("{engine:?}: filling");
        let ours = fill(&store, merchants, users).await?;
        println!("\n{engine:?}: {merchants} merchants, {users} users of the one that is asked for; {rounds} rounds\n");
        println!("| Question | Found | Count: median / worst, ms | Page: median / worst, ms |");
        println!("|---|---:|---:|---:|");
        for (name, question, last) in questions() {
            measure(&store, ours, (name, &question, last), rounds).await?;
        }
        Ok(())
    })
}

fn id(kind: u8, number: u32) -> Vec<u8> {
    let mut bytes = vec![0_u8; 16];
    // Scattered, as random ids are.
    let mixed = u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bytes.splice(..8, mixed.to_be_bytes());
    bytes.splice(11..16, [kind].into_iter().chain(number.to_be_bytes()));
    bytes
}

fn merchant_id(bytes: &[u8]) -> Outcome<MerchantId> {
    let sixteen: [u8; 16] = bytes.try_into()?;
    Ok(MerchantId::new(uuid::Uuid::from_bytes(sixteen)))
}

/// Every merchant has its 管理 and three users, one has `users`; a tenth of all users is locked,
/// a tenth has no secret, a tenth is silent.
async fn fill(store: &Store, merchants: u32, users: u32) -> Outcome<MerchantId> {
    let mut number = 0;
    for first in (0..merchants).step_by(500) {
        let mut tx = store.begin().await?;
        for n in first..merchants.min(first + 500) {
            let merchant = id(1, n);
            let code = format!("{:09}", 100_000_000 + n);
            let company = format!("みほん商店{n}号");
            tx.execute(&MERCHANT, &values![merchant.clone(), &code, company])
                .await?;
            person(&mut tx, (&merchant, "admin"), &code, id(2, n)).await?;
            for _ in 0..if n == merchants / 2 { users } else { 3 } {
                number += 1;
                user(&mut tx, &merchant, number).await?;
            }
        }
        tx.commit().await?;
    }
    store.execute(&ANALYZE, &[]).await?;
    merchant_id(&id(1, merchants / 2))
}

async fn user(tx: &mut Tx, merchant: &[u8], number: u32) -> Outcome<()> {
    let person_id = id(3, number);
    let user_id = format!("user{:06}", number.wrapping_mul(7_919) % 1_000_003);
    person(tx, (merchant, "general"), &user_id, person_id.clone()).await?;
    let days = if number % 10 == 3 { 80 } else { number % 60 };
    let used = NOW.minus(Span::days(days)).as_micros();
    if number % 10 != 1 {
        let values = values![person_id.clone(), merchant.to_vec(), vec![1_u8; 60], used];
        tx.execute(&FACTOR, &values).await?;
    }
    for slot in 0..if number % 10 == 2 { 6 } else { 0_u8 } {
        let attempt = id(10 + slot, number);
        let values = values![person_id.clone(), slot, attempt, NOW.as_micros()];
        tx.execute(&FAILURE, &values).await?;
    }
    Ok(())
}

async fn person(
    tx: &mut Tx,
    (merchant, role): (&[u8], &str),
    user_id: &str,
    person_id: Vec<u8>,
) -> Outcome<()> {
    let values: [Value; 8] = values![
        person_id,
        merchant.to_vec(),
        role,
        user_id,
        format!("店員 {user_id}子"),
        format!("{user_id}@shop.example"),
        vec![1_u8; 140],
        NOW.minus(Span::days(30)).as_micros(),
    ];
    tx.execute(&PERSON, &values).await?;
    Ok(())
}

fn questions() -> Vec<(&'static str, Question, bool)> {
    use ListOrder::{LastLogin, Name, Urgency, UserId};
    let locked = Some(StateFilter::Locked);
    [
        ("all, by ユーザID, first page", "", None, UserId, false),
        ("all, by ユーザID, last page", "", None, UserId, true),
        ("all, by ユーザ名, first page", "", None, Name, false),
        ("all, by ユーザ名, last page", "", None, Name, true),
        (
            "all, by 最終ログイン, first page",
            "",
            None,
            LastLogin,
            false,
        ),
        ("all, by 最終ログイン, last page", "", None, LastLogin, true),
        ("all, by 状態, first page", "", None, Urgency, false),
        ("all, by 状態, last page", "", None, Urgency, true),
        (
            "検索 of a part of a ユーザID",
            "user01",
            None,
            UserId,
            false,
        ),
        (
            "検索 of a name that nobody has",
            "鈴木",
            None,
            UserId,
            false,
        ),
        ("only ロック中, by ユーザID", "", locked, UserId, false),
        (
            "only ロック中, by 最終ログイン, last page",
            "",
            locked,
            LastLogin,
            true,
        ),
    ]
    .map(asked)
    .into()
}

type Typed = (
    &'static str,
    &'static str,
    Option<StateFilter>,
    ListOrder,
    bool,
);

fn asked((name, typed, state, order, last): Typed) -> (&'static str, Question, bool) {
    let pattern = Pattern::of(typed, typed);
    (
        name,
        Question {
            pattern,
            state,
            order,
        },
        last,
    )
}

async fn measure(
    store: &Store,
    ours: MerchantId,
    (name, question, last): (&str, &Question, bool),
    rounds: u32,
) -> Outcome<()> {
    let at = Circumstances {
        limits: LockLimits::of(&Policy::of(Profile::Manual)),
        now: NOW,
        end_shown_since: end_shown_since(Span::days(91), NOW),
    };
    let (mut counts, mut pages, mut found) = (Vec::new(), Vec::new(), 0);
    for _ in 0..rounds {
        let start = Instant::now();
        found = count(store, ours, question, at).await?;
        counts.push(start.elapsed());
        let pages_before = found.saturating_sub(1) / u64::from(PAGE);
        let skip = if last {
            pages_before * u64::from(PAGE)
        } else {
            0
        };
        let start = Instant::now();
        let lines = list(store, ours, question, at, Slice { most: PAGE, skip }).await?;
        pages.push(start.elapsed());
        if lines.is_empty() != (found == 0) {
            return Err(format!("{name}: {found} found, {} on the page", lines.len()).into());
        }
    }
    println!("| {name} | {found} | {} | {} |", told(counts), told(pages));
    Ok(())
}

fn told(mut times: Vec<Duration>) -> String {
    times.sort();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    let worst = times.last().copied().unwrap_or_default();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    format!("{:.1} / {:.1}", ms(middle), ms(worst))
}
