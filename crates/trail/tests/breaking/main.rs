//! Whatever is done to an export without the key is found (PCI DSS 10.3.4).

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]

mod program;
mod restoring;

use ed25519_dalek::{Signer as _, SigningKey};
use proptest::prelude::*;
use trail::{Checkpoint, Fields, Finding, Kind, Link, Remark, Row, START, Statement, Verifier};

const DAY: i64 = 86_400_000_000;

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn fields(seq: u8, merchant: u8) -> Fields {
    Fields {
        id: [seq; 16],
        at: i64::from(seq) * 1_000,
        merchant: Some([merchant; 16]),
        actor_kind: "person".to_owned(),
        actor: Some([3; 16]),
        action: "log_in".to_owned(),
        outcome: "ok".to_owned(),
        subject: Some([3; 16]),
        origin: "192.0.2.0/24".to_owned(),
    }
}

fn sign(statement: Statement, key: &SigningKey) -> Checkpoint {
    let signature = key.sign(&statement.message()).to_bytes();
    let x = data_encoding::BASE64URL_NOPAD.encode(key.verifying_key().as_bytes());
    Checkpoint::new(statement, x, &signature)
}

fn seal(number: u64, rows: &[Row], previous: &Link, key: &SigningKey) -> Checkpoint {
    let statement = Statement {
        number,
        kind: Kind::Seal,
        first: rows[0].seq,
        last: rows[rows.len() - 1].seq,
        previous: *previous,
        head: rows[rows.len() - 1].link,
        youngest: rows[rows.len() - 1].fields.at,
        at: DAY,
    };
    sign(statement, key)
}

/// Rows of two merchants in turn, sealed by threes.
fn chain(rows: u8, key: &SigningKey) -> (Vec<Row>, Vec<Checkpoint>) {
    let mut link = START;
    let mut made = Vec::new();
    for seq in 1..=rows {
        let remark = Remark::new("totp", [seq; 16]);
        let row = Row::chain(seq.into(), fields(seq, seq % 2), remark, &link);
        link = row.link;
        made.push(row);
    }
    let mut previous = START;
    let mut checkpoints = Vec::new();
    for (number, rows) in (1..).zip(made.chunks(3)) {
        checkpoints.push(seal(number, rows, &previous, key));
        previous = rows[rows.len() - 1].link;
    }
    (made, checkpoints)
}

fn findings(rows: &[Row], checkpoints: &[Checkpoint]) -> Vec<Finding> {
    let mut verifier = Verifier::new(vec![key().verifying_key()]);
    for checkpoint in checkpoints {
        verifier.checkpoint(checkpoint.clone());
    }
    for row in rows {
        verifier.row(row);
    }
    verifier.finish().findings
}

/// Gives every row from `from` on the link that its fields have now: all that can be done without
/// the key.
fn rechain(rows: &mut [Row]) {
    let mut link = START;
    for (seq, row) in (1..).zip(rows) {
        *row = Row::chain(seq, row.fields.clone(), row.remark.clone(), &link);
        link = row.link;
    }
}

#[test]
fn an_untouched_chain_holds_and_the_same_checkpoints_may_come_twice() {
    let (rows, checkpoints) = chain(10, &key());
    assert_eq!(checkpoints.len(), 4);
    let twice = [checkpoints.clone(), checkpoints].concat();
    assert_eq!(findings(&rows, &twice), []);
}

#[test]
fn a_changed_field_is_found_and_named() {
    let (mut rows, checkpoints) = chain(10, &key());
    rows[4].fields.outcome = "refused".to_owned();
    assert_eq!(findings(&rows, &checkpoints), [Finding::Changed(5)]);
    let (mut rows, checkpoints) = chain(10, &key());
    rows[4].remark.text = Some("mail".to_owned());
    assert_eq!(findings(&rows, &checkpoints), [Finding::RemarkChanged(5)]);
}

#[test]
fn a_removed_row_is_found() {
    let (mut rows, checkpoints) = chain(10, &key());
    rows.remove(4);
    assert_eq!(findings(&rows, &checkpoints), [Finding::Missing(5, 5)]);
    // The same with the places closed up again.
    rechain(&mut rows);
    let found = findings(&rows, &checkpoints);
    assert!(found.contains(&Finding::Rewritten(2)), "{found:?}");
    assert!(found.contains(&Finding::TailMissing(10, 10)), "{found:?}");
}

#[test]
fn a_removed_tail_is_found_by_the_latest_checkpoint() {
    let (mut rows, checkpoints) = chain(10, &key());
    rows.truncate(6);
    assert_eq!(findings(&rows, &checkpoints), [Finding::TailMissing(7, 10)]);
    // With its checkpoints gone as well, only one that was kept elsewhere tells.
    assert_eq!(findings(&rows, &checkpoints[..2]), []);
    assert_eq!(findings(&[], &checkpoints), [Finding::TailMissing(1, 10)]);
}

#[test]
fn a_removed_head_is_found() {
    let (mut rows, checkpoints) = chain(10, &key());
    rows.drain(..3);
    assert_eq!(findings(&rows, &checkpoints), [Finding::Missing(1, 3)]);
}

#[test]
fn other_orders_are_found() {
    let (mut rows, checkpoints) = chain(10, &key());
    rows.swap(4, 5);
    let found = findings(&rows, &checkpoints);
    assert!(found.contains(&Finding::OutOfOrder(5)), "{found:?}");
    rechain(&mut rows);
    let found = findings(&rows, &checkpoints);
    assert!(found.contains(&Finding::Rewritten(2)), "{found:?}");
}

#[test]
fn a_row_copied_from_another_merchant_is_found() {
    let (rows, checkpoints) = chain(10, &key());
    // Over another row, in its place.
    let mut copied = rows.clone();
    copied[4].fields = Fields {
        merchant: rows[4].fields.merchant,
        ..rows[5].fields.clone()
    };
    assert_eq!(findings(&copied, &checkpoints), [Finding::Changed(5)]);
    // Given to the other merchant where it stands.
    let mut moved = rows.clone();
    moved[5].fields.merchant = rows[4].fields.merchant;
    assert_eq!(findings(&moved, &checkpoints), [Finding::Changed(6)]);
    // Appended, well linked.
    let mut longer = rows.clone();
    let added = Row::chain(
        11,
        rows[5].fields.clone(),
        rows[5].remark.clone(),
        &rows[9].link,
    );
    longer.push(added);
    assert_eq!(findings(&longer, &checkpoints), [Finding::Unsigned(11)]);
}

#[test]
fn a_chain_rewritten_without_the_key_is_found() {
    let (mut rows, checkpoints) = chain(10, &key());
    rows[0].fields.actor = Some([9; 16]);
    rechain(&mut rows);
    let found = findings(&rows, &checkpoints);
    assert!(found.contains(&Finding::Rewritten(1)), "{found:?}");
    // Signed with a key of the forger's own.
    let (rows, forged) = chain(10, &SigningKey::from_bytes(&[8; 32]));
    assert!(findings(&rows, &forged).contains(&Finding::UnknownKey(1)));
    // The same under the name of the right key.
    let renamed: Vec<_> = forged
        .iter()
        .zip(&checkpoints)
        .map(|(forged, real)| Checkpoint {
            key: real.key.clone(),
            ..forged.clone()
        })
        .collect();
    assert!(findings(&rows, &renamed).contains(&Finding::BadSignature(1)));
    assert!(findings(&rows, &[]).contains(&Finding::NoCheckpoint));
}

/// Whoever has the key can rewrite everything but what was kept elsewhere.
#[test]
fn a_chain_rewritten_with_the_key_is_found_by_a_checkpoint_kept_elsewhere() {
    let (mut rows, kept) = chain(10, &key());
    rows[9].fields.outcome = "refused".to_owned();
    rechain(&mut rows);
    let mut forged = kept.clone();
    forged[3] = seal(4, &rows[9..], &rows[8].link, &key());
    assert_eq!(findings(&rows, &forged), []);
    let found = findings(&rows, &[forged, kept].concat());
    assert_eq!(found, [Finding::Forked(4)]);
}

#[test]
fn what_was_removed_after_its_time_is_no_gap_and_before_it_is_one() {
    let (rows, mut checkpoints) = chain(10, &key());
    let start = |at| Statement {
        number: 5,
        kind: Kind::Start,
        first: 1,
        last: 6,
        previous: START,
        head: rows[5].link,
        youngest: rows[5].fields.at,
        at,
    };
    let late = sign(start(rows[5].fields.at + 365 * DAY), &key());
    checkpoints.push(late);
    assert_eq!(findings(&rows[6..], &checkpoints), []);
    assert_eq!(findings(&rows[6..], &checkpoints[2..]), []);
    let found = findings(&rows[7..], &checkpoints);
    assert_eq!(found, [Finding::Missing(7, 7)]);
    checkpoints[4] = sign(start(rows[5].fields.at + 365 * DAY - 1), &key());
    let found = findings(&rows[6..], &checkpoints);
    assert_eq!(found, [Finding::RemovedTooEarly(5)]);
    // Without the statement it is a gap, however old.
    let found = findings(&rows[6..], &checkpoints[..4]);
    assert_eq!(found, [Finding::Missing(1, 6)]);
}

#[test]
fn every_bit_of_a_checkpoint_counts() {
    let (rows, checkpoints) = chain(3, &key());
    let line = checkpoints[0].line().unwrap();
    for (at, byte) in line.bytes().enumerate() {
        let mut bent = line.clone().into_bytes();
        bent[at] = match byte {
            b'0'..=b'8' | b'a'..=b'e' => byte + 1,
            b'9' => b'0',
            _ => b'f',
        };
        let bent = String::from_utf8(bent).unwrap();
        if bent == line {
            continue;
        }
        if let Ok(bent) = Checkpoint::read(&bent) {
            assert_ne!(findings(&rows, &[bent]), [], "byte {at} of {line}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Any set of rows in any order but the right one is found out.
    #[test]
    fn only_the_whole_in_its_order_holds(picked in prop::collection::vec(0_usize..10, 0..14)) {
        let (rows, checkpoints) = chain(10, &key());
        let picked_rows: Vec<Row> = picked.iter().map(|at| rows[*at].clone()).collect();
        let whole = picked.iter().copied().eq(0..10);
        prop_assert_eq!(findings(&picked_rows, &checkpoints).is_empty(), whole);
        let mut linked = picked_rows;
        rechain(&mut linked);
        prop_assert_eq!(findings(&linked, &checkpoints).is_empty(), whole);
    }
}
