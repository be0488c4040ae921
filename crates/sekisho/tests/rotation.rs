//! A key is added, used and taken out, as an operator would do it; killed in the middle, and again.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "another process is given some time before it is killed"
)]

mod support;

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use support::{Installation, code, printed, said};

#[test]
fn a_key_is_exchanged_while_a_node_runs() {
    let shop = Installation::migrated();
    let made = shop.create_merchant(&["--contact-mail", "contact@a.example"]);
    let before = shop.serve();
    let added = shop.run(&["keys", "add", "--id", "second"]);
    assert_eq!(code(&added), 0, "{}", said(&added));
    assert_eq!(code(&shop.run(&["keys", "add", "--id", "second"])), 3);
    the_dangerous_order_is_refused(&shop);

    // The right one: both read it, then one after the other uses it.
    before.stop();
    let reads = shop.serve();
    assert_eq!(code(&shop.run(&["keys", "use", "--id", "second"])), 0);
    let seals = shop.serve();
    refuses(&shop, &["keys", "rotate"], "still seals with the key first");
    reads.stop();
    killed_in_the_middle(&shop);
    let done = shop.json(&["keys", "rotate"]);
    assert_eq!(done["keys"][0]["key"], "second");
    assert_eq!(done["keys"][0]["makes_digests"], true);
    assert_eq!(done["keys"][1]["removable"], true, "{done}");
    refuses(&shop, &["keys", "remove", "--id", "second"], "key");
    let removed = shop.run(&["keys", "remove", "--id", "first"]);
    assert_eq!(code(&removed), 0, "{}", said(&removed));
    seals.stop();

    let alone = shop.serve();
    let merchant = made["merchant_code"].as_str().unwrap();
    let shown = shop.json(&["merchant", "show", "--merchant", merchant]);
    assert_eq!(shown["access_key"], made["access_key"]);
    let status = printed(&shop.run(&["keys", "status"]));
    assert!(
        status.contains("second: seals what is new, makes digests"),
        "{status}"
    );
    alone.stop();
    let keys = fs::read_to_string(shop.at("etc/keys")).unwrap();
    assert!(!keys.contains("first"));
}

/// The node that runs has not read the new key.
fn the_dangerous_order_is_refused(shop: &Installation) {
    assert_eq!(code(&shop.run(&["keys", "use", "--id", "second"])), 0);
    refuses(shop, &["serve"], "runs without the key second");
    refuses(shop, &["keys", "rotate"], "key");
    assert_eq!(code(&shop.run(&["keys", "use", "--id", "first"])), 0);
}

fn refuses(shop: &Installation, words: &[&str], why: &str) {
    let refused = shop.run(words);
    let reason = said(&refused);
    assert_eq!(code(&refused), 5, "{reason}");
    assert!(reason.contains(why), "{reason}");
}

fn killed_in_the_middle(shop: &Installation) {
    for millis in [0, 10, 20, 40, 60, 80] {
        let mut command = shop.command(&["keys", "rotate"]);
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(millis));
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
