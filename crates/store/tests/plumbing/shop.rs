//! The schema of these tests.

use store::{Row, Store, Value, statements, values};
use testkit::databases::Empty;

statements! {
    MAKE_SHOP = sqlite "CREATE TABLE shop (id BLOB NOT NULL CONSTRAINT shop_pkey PRIMARY KEY, \
            code TEXT NOT NULL, town TEXT NOT NULL, stock INTEGER NOT NULL CHECK (stock >= 0), \
            open INTEGER NOT NULL DEFAULT 1, note TEXT, seal BLOB, opened INTEGER) STRICT",
        postgres "CREATE TABLE shop (id BYTEA NOT NULL CONSTRAINT shop_pkey PRIMARY KEY, \
            code TEXT NOT NULL, town TEXT NOT NULL, stock BIGINT NOT NULL CHECK (stock >= 0), \
            open BIGINT NOT NULL DEFAULT 1, note TEXT, seal BYTEA, opened BIGINT)";
    MAKE_CODE_KEY = "CREATE UNIQUE INDEX shop_code ON shop (town, code)";
    MAKE_FOLDED_KEY = "CREATE UNIQUE INDEX shop_folded ON shop (lower(code))";
    MAKE_OPEN_KEY = "CREATE UNIQUE INDEX shop_one_open ON shop (note, open) WHERE open = 1";
    MAKE_TILL = sqlite "CREATE TABLE till (shop BLOB NOT NULL REFERENCES shop (id)) STRICT",
        postgres "CREATE TABLE till (shop BYTEA NOT NULL REFERENCES shop (id))";
    ADD_SHOP = "INSERT INTO shop (id, code, town, stock) VALUES ($1, $2, $3, $4)";
    ADD_NOTED = "INSERT INTO shop (id, code, town, stock, note, seal, opened, open) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    ADD_TILL = "INSERT INTO till (shop) VALUES ($1)";
    ADD_ONCE = "INSERT INTO shop (id, code, town, stock) VALUES ($1, $2, $3, $4) \
        ON CONFLICT DO NOTHING";
    GET_SHOP = "SELECT id, code, town, stock, open, note, seal, opened FROM shop WHERE id = $1";
    ALL_SHOPS = "SELECT code, stock FROM shop ORDER BY code";
    SUM_STOCK = "SELECT CAST(SUM(stock) AS BIGINT) AS total, COUNT(*) AS shops FROM shop";
    SET_STOCK = "UPDATE shop SET stock = $2 WHERE id = $1";
    MOVE_STOCK = "UPDATE shop SET stock = stock + $2 WHERE id = $1";
    TAKE_STOCK = "UPDATE shop SET stock = stock - $2 WHERE id = $1 RETURNING stock";
    TAKE_ALL = "UPDATE shop SET stock = stock - $1 RETURNING code, stock";
}

/// The id of shop number `n`.
pub fn id(n: u8) -> [u8; 16] {
    [n; 16]
}

/// An empty shop table.
pub async fn schema(store: &Store) {
    for what in [
        MAKE_SHOP,
        MAKE_CODE_KEY,
        MAKE_FOLDED_KEY,
        MAKE_OPEN_KEY,
        MAKE_TILL,
    ] {
        store.execute(&what, &[]).await.unwrap();
    }
}

/// Shops 1 to `count` with a stock of 100 each.
pub async fn shops(empty: &Empty, count: u8) -> Store {
    schema(&empty.store).await;
    for n in 1..=count {
        let added = empty.store.execute(&ADD_SHOP, &shop(n)).await.unwrap();
        assert_eq!(added, 1);
    }
    empty.store.clone()
}

/// The values of [`ADD_SHOP`].
pub fn shop(n: u8) -> [Value; 4] {
    values![id(n), format!("s{n}"), "Edo", 100_i64]
}

/// Shop number `n`.
pub async fn get(store: &Store, n: u8) -> Row {
    store
        .fetch_optional(&GET_SHOP, &values![id(n)])
        .await
        .unwrap()
        .unwrap()
}

/// The stock of shop number `n`.
pub async fn stock(store: &Store, n: u8) -> i64 {
    get(store, n).await.int("stock").unwrap()
}

/// The stock of all shops.
pub async fn total(store: &Store) -> i64 {
    store
        .fetch_optional(&SUM_STOCK, &[])
        .await
        .unwrap()
        .unwrap()
        .int("total")
        .unwrap()
}
