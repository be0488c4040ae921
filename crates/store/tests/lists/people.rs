//! Made-up users in every state, put into the tables as they are.

use domain::ids::MerchantId;
use domain::time::{Span, Timestamp};
use domain::user_state::end_shown_since;
use store::user_list::{Circumstances, LockLimits};
use store::{Store, Value, statements, values};
use uuid::Uuid;

statements! {
    ADD_MERCHANT = "INSERT INTO merchant (id, code, access_key, company, kind, tablet, created_at) \
        VALUES ($1, $2, '7654321', 'みほん商店', 'logistics', 0, 0)";
    ADD_PERSON = "INSERT INTO person (id, merchant_id, role, user_id, user_id_folded, login_method, \
        same_person, name, mail, mail_folded, locale, password_sealed, budget, created_at, \
        mail_login_at) VALUES ($1, $2, $3, $4, $5, 'no_mail', 0, $6, $7, $7, 'ja', $8, $1, $9, $10)";
    ADD_FACTOR = "INSERT INTO factor (id, person_id, merchant_id, kind, state, slot, number, \
        sealed, created_at, last_used_at, wrong_codes, drift_minutes) \
        VALUES ($1, $2, $3, 'totp', $4, 0, 1, $5, 0, $6, $7, $8)";
    ADD_FAILURE = "INSERT INTO attempt (budget, known, slot, id, network, reserved_until, \
        failed_at) VALUES ($1, 0, $2, $3, $3, $4, $4)";
}

/// The moment of these tests.
pub const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);
/// The merchant that is asked for.
pub const OURS: MerchantId = MerchantId::new(Uuid::from_u128(1));
const INACTIVE: Span = Span::days(91);

/// What states depend on, here.
pub fn circumstances() -> Circumstances {
    Circumstances {
        limits: LockLimits {
            attempts: 6,
            wrong_codes: 100,
        },
        now: NOW,
        end_shown_since: end_shown_since(INACTIVE, NOW),
    }
}

/// A user as the tables have it.
#[derive(Clone, Copy)]
pub struct Made {
    /// Wrong tries, of which six lock.
    pub failures: u8,
    /// Wrong codes after a right password.
    pub wrong_codes: u8,
    /// The clock was off.
    pub drift: Option<i8>,
    /// Days since the account was made.
    pub age: u32,
    /// Days since the last log-in by app.
    pub app: Option<u32>,
    /// Days since the last log-in by mail.
    pub mail: Option<u32>,
    /// A password was chosen.
    pub password: bool,
    /// The secret's state.
    pub secret: Option<&'static str>,
}

/// A merchant with this number and its 管理 user.
pub async fn merchant(store: &Store, number: u128) -> MerchantId {
    let id = Uuid::from_u128(number);
    let code = format!("{:09}", 100_000_000 + number);
    store
        .execute(&ADD_MERCHANT, &values![id, &code])
        .await
        .unwrap();
    person(store, id, ("admin", &code, "管理 花子"), (true, 0, None)).await;
    MerchantId::new(id)
}

/// An id of its own for each name under each owner.
fn derived(owner: Uuid, name: &str) -> Uuid {
    let mixed = name.bytes().fold(owner.as_u128(), |sum, byte| {
        let sum = sum.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        sum.wrapping_add(u128::from(byte) + 1)
    });
    Uuid::from_u128(mixed)
}

async fn person(
    store: &Store,
    merchant: Uuid,
    (role, user_id, name): (&str, &str, &str),
    (password, age, mail): (bool, u32, Option<u32>),
) -> Uuid {
    let id = derived(merchant, user_id);
    let sealed = password.then(|| vec![1_u8; 4]);
    let address = format!("{}@shop.example", user_id.to_ascii_lowercase());
    let made = NOW.minus(Span::days(age)).as_micros();
    let values = values![
        id,
        merchant,
        role,
        user_id,
        user_id.to_ascii_lowercase(),
        name,
        address,
        Value::Bytes(sealed),
        made,
        mail.map(|days| NOW.minus(Span::days(days)).as_micros()),
    ];
    store.execute(&ADD_PERSON, &values).await.unwrap();
    id
}

/// A 一般 user.
pub async fn user(store: &Store, merchant: MerchantId, (id, name): (&str, &str), made: Made) {
    let about = (made.password, made.age, made.mail);
    let person = person(store, merchant.uuid(), ("general", id, name), about).await;
    if let Some(state) = made.secret {
        let used = made.app.map(|days| NOW.minus(Span::days(days)).as_micros());
        let values = values![
            derived(person, "factor"),
            person,
            merchant.uuid(),
            state,
            vec![1_u8; 4],
            used,
            made.wrong_codes,
            made.drift.map(i64::from),
        ];
        store.execute(&ADD_FACTOR, &values).await.unwrap();
    }
    for slot in 0..made.failures {
        let attempt = derived(person, &slot.to_string());
        let values = values![person, slot, attempt, NOW.as_micros()];
        store.execute(&ADD_FAILURE, &values).await.unwrap();
    }
}

/// One user in every state that the tables can hold, some 400, with names that do not follow IDs.
pub async fn every_state(store: &Store) {
    let mut number = 0_u32;
    for (failures, wrong_codes, drift) in [
        (0, 0, None),
        (5, 99, Some(7)),
        (6, 0, None),
        (6, 100, Some(-3)),
        (0, 100, None),
    ] {
        for (age, app, mail) in [
            (10, None, None),
            (78, None, None),
            (77, None, Some(76)),
            (200, Some(77), None),
            (200, Some(90), Some(3)),
            (200, Some(5), Some(90)),
        ] {
            for (password, secret) in [
                (false, None),
                (true, None),
                (true, Some("pending")),
                (false, Some("confirmed")),
                (true, Some("confirmed")),
            ] {
                number += 1;
                let made = Made {
                    failures,
                    wrong_codes,
                    drift,
                    age,
                    app,
                    mail,
                    password,
                    secret,
                };
                let id = format!("User{:03}", number * 37 % 997);
                let name = format!("店員 {}", number % 7);
                user(store, OURS, (&id, &name), made).await;
            }
        }
    }
}
