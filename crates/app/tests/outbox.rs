//! What the outbox keeps of a mail: enough for customer service, too little for a thief.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::RequestReset;
use store::Statement;
use testkit::world::{ACCESS_KEY, MERCHANT_CODE, World, origin};

const ROWS: Statement = Statement::shared(
    "ROWS",
    "SELECT shown_to, recipient, merchant_id, person_id, state FROM outbox ORDER BY created_at, id",
);

async fn request(world: &World, merchant_code: &str, user_id: &str) {
    let origin = origin();
    let typed = RequestReset {
        access_key: ACCESS_KEY,
        merchant_code,
        user_id,
        nonce: world.nonce(),
        origin: &origin,
    };
    world.app.request_reset(typed).await.unwrap();
}

testkit::both_engines! {
    /// Shows CS-5, CS-6: a mail's address is kept masked and as a keyed digest, equal for equal
    /// addresses; a row for a name that does not exist has neither.
    async fn cs_5_addresses_are_masked_and_countable(world: World) {
        request(&world, MERCHANT_CODE, MERCHANT_CODE).await;
        request(&world, MERCHANT_CODE, MERCHANT_CODE).await;
        request(&world, MERCHANT_CODE, "nobody").await;
        let rows = world.app.store().fetch_all(&ROWS, &[]).await.unwrap();
        assert_eq!(rows.len(), 3);
        let mut digests = Vec::new();
        for row in &rows {
            if row.text("state").unwrap() == "void" {
                assert_eq!(row.text_or_null("shown_to").unwrap(), None);
                assert_eq!(row.bytes_or_null("recipient").unwrap(), None);
                assert_eq!(row.uuid_or_null("merchant_id").unwrap(), None);
            } else {
                assert_eq!(row.text("shown_to").unwrap(), "c•••t@s•••.example");
                assert!(row.uuid_or_null("person_id").unwrap().is_some());
                digests.push(row.bytes("recipient").unwrap());
            }
        }
        assert_eq!(digests.len(), 2);
        assert_eq!(digests[0], digests[1]);
        assert_eq!(digests[0].len(), 32);
        assert!(!digests[0].windows(4).any(|part| part == b"shop"));
        // A sent mail keeps what customer service needs, and nothing that opens anything.
        assert_eq!(world.mails().await.len(), 2);
        let rows = world.app.store().fetch_all(&ROWS, &[]).await.unwrap();
        assert_eq!(rows.iter().filter(|row| row.text("state").unwrap() == "sent").count(), 2);
    }
}
