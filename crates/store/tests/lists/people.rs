//! Made-up users in every state, put into the tables as they are.

use domain::ids::MerchantId;
use domain::policy::OutsiderRules;
use domain::time::{Span, Timestamp};
use domain::user_state::end_shown_since;
use store::tallies::LockLimits;
use store::user_list::Circumstances;
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
        failed_at) VALUES ($1, $5, $2, $3, $3, $4, $4)";
    ADD_BROWSER = "INSERT INTO known_browser (person_id, merchant_id, mark, network, device, \
        proven, first_seen_at, last_seen_at) VALUES ($1, $2, $1, '', '', $3, 0, 0)";
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
            outsiders: Some(OutsiderRules {
                known_tries: 3,
                shut_after: 10,
                shut_within: Span::days(30),
            }),
        },
        now: NOW,
        end_shown_since: end_shown_since(INACTIVE, NOW),
    }
}

/// Wrong tries, and the browser in which the user has logged in.
#[derive(Clone, Copy, Default)]
pub struct Tries {
    /// In the open slots, of which six lock.
    pub open: u8,
    /// Of strangers, before a log-in: with the open ones, ten keep strangers out.
    pub earlier: u8,
    /// The same, longer ago than they count.
    pub long_ago: u8,
    /// In a known browser's three slots.
    pub known: u8,
    /// There is a browser, and both factors were shown in it.
    pub browser: Option<bool>,
}

/// A user as the tables have it.
#[derive(Clone, Copy)]
pub struct Made {
    /// Wrong tries.
    pub tries: Tries,
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
    tried(store, person, merchant, made.tries).await;
}

async fn tried(store: &Store, person: Uuid, merchant: MerchantId, tries: Tries) {
    let days = |days| NOW.minus(Span::days(days)).as_micros();
    for (count, known, has_slot, at) in [
        (tries.open, 0, true, days(0)),
        (tries.known, 1, true, days(0)),
        (tries.earlier, 0, false, days(29)),
        (tries.long_ago, 0, false, days(31)),
    ] {
        for number in 0..count {
            let attempt = derived(person, &format!("{known} {at} {number}"));
            let slot = has_slot.then_some(i64::from(number));
            let values = values![person, slot, attempt, at, known];
            store.execute(&ADD_FAILURE, &values).await.unwrap();
        }
    }
    if let Some(proven) = tries.browser {
        let values = values![person, merchant.uuid(), proven];
        store.execute(&ADD_BROWSER, &values).await.unwrap();
    }
}

/// Every lock there is, and what comes close to one.
fn every_lock() -> [(Tries, u8, Option<i8>); 12] {
    let tries = |open, earlier, known, browser| Tries {
        open,
        earlier,
        long_ago: 0,
        known,
        browser,
    };
    let long_ago = Tries {
        long_ago: 10,
        ..tries(5, 4, 0, Some(true))
    };
    [
        (tries(0, 0, 0, None), 0, None),
        (long_ago, 99, Some(7)),
        (tries(6, 0, 0, None), 0, None),
        (tries(6, 0, 0, Some(false)), 0, None),
        (tries(6, 0, 0, Some(true)), 100, Some(-3)),
        (tries(6, 0, 2, Some(true)), 0, None),
        (tries(6, 0, 3, Some(true)), 0, None),
        (tries(0, 0, 3, Some(true)), 100, None),
        (tries(0, 10, 0, Some(true)), 0, None),
        (tries(1, 9, 2, Some(true)), 100, None),
        (tries(6, 10, 3, Some(true)), 0, None),
        (tries(0, 10, 0, None), 0, Some(2)),
    ]
}

/// One user in every state that the tables can hold, some 360, with names that do not follow IDs.
pub async fn every_state(store: &Store) {
    let mut number = 0_u32;
    for (tries, wrong_codes, drift) in every_lock() {
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
                    tries,
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
