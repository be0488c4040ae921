//! From one database into another, as an operator would do it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]

mod support;

use std::fs;

use support::{Installation, code, printed, said};

#[test]
fn an_installation_moves_into_another_database() {
    let old = Installation::migrated();
    let made = old.create_merchant(&["--contact-mail", "contact@a.example"]);
    let new = Installation::on_sqlite();
    let from = old.config();
    let moves = ["migrate", "--from", from.to_str().unwrap()];

    let refused = new.run(&moves);
    assert_eq!(code(&refused), 4, "other keys\n{}", said(&refused));
    assert!(
        said(&refused).contains("are not those of this database"),
        "{}",
        said(&refused)
    );

    fs::copy(old.at("etc/keys"), new.at("etc/keys")).unwrap();
    let done = new.run(&moves);
    assert_eq!(code(&done), 0, "{}", said(&done));
    let told = printed(&done);
    assert!(
        told.contains("2  merchant\n") && told.contains("1  person\n"),
        "{told}"
    );
    assert!(
        told.contains("rows in all, each read back as it was written"),
        "{told}"
    );

    let merchant = made["merchant_code"].as_str().unwrap();
    let shown = new.json(&["merchant", "show", "--merchant", merchant]);
    assert_eq!(shown["access_key"], made["access_key"]);
    assert_eq!(
        code(&new.run(&["audit", "verify"])),
        code(&old.run(&["audit", "verify"]))
    );

    let again = new.run(&moves);
    assert_eq!(code(&again), 4);
    assert!(
        said(&again).contains("Name a new database"),
        "{}",
        said(&again)
    );
}
