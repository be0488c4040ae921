//! A backup that was put back is told of, breaks nothing, and covers nothing up.

use crate::{DAY, chain, fields, findings, key, seal, sign};
use ed25519_dalek::SigningKey;
use trail::{Checkpoint, Finding, Kind, Note, Remark, Report, Row, START, Statement, Verifier};

/// Rows `from` to `to` of another life, behind `before`.
fn behind(before: &Row, to: u64) -> Vec<Row> {
    let mut link = before.link;
    let mut made = Vec::new();
    for seq in before.seq + 1..=to {
        let remark = Remark::new("since", [9; 16]);
        let row = Row::chain(seq, fields(u8::try_from(seq).unwrap(), 1), remark, &link);
        link = row.link;
        made.push(row);
    }
    made
}

fn restored(number: u64, rows: &[Row], before: &Row, key: &SigningKey) -> Checkpoint {
    let mut statement = seal(number, rows, &before.link, key).statement;
    statement.kind = Kind::Restored;
    sign(statement, key)
}

fn report(rows: &[Row], checkpoints: &[Checkpoint]) -> Report {
    let mut verifier = Verifier::new(vec![key().verifying_key()]);
    for checkpoint in checkpoints {
        verifier.checkpoint(checkpoint.clone());
    }
    for row in rows {
        verifier.row(row);
    }
    verifier.finish()
}

/// Checkpoints kept elsewhere go further than the backup: the check holds, and names what is lost.
#[test]
fn what_is_lost_is_named_and_the_check_holds() {
    let (rows, kept) = chain(10, &key());
    let since = behind(&rows[5], 8);
    let now = [&rows[..6], &since].concat();
    let back = restored(1_000, &since, &rows[5], &key());
    let all = [kept.clone(), vec![back.clone()]].concat();
    let found = report(&now, &all);
    assert_eq!(found.findings, []);
    assert_eq!(found.notes, [Note::Restored(1_000, DAY, Some((7, 10)))]);
    assert_eq!(found.proven_to, 8);
    assert!(
        found.to_string().contains("rows 7 to 10 is lost"),
        "{found}"
    );
    // By the database's own checkpoints alone it is told as well.
    let own = [&kept[..2], &[back]].concat();
    let found = report(&now, &own);
    assert_eq!(found.notes, [Note::Restored(1_000, DAY, None)]);
    // Without the signed word it is damage, as ever.
    assert_ne!(findings(&now, &kept), []);
}

/// The word covers only what was signed before it, and only where the chain parts.
#[test]
fn it_covers_nothing_up() {
    let (rows, kept) = chain(10, &key());
    let since = behind(&rows[5], 8);
    let now = [&rows[..6], &since].concat();
    let all = [
        kept.clone(),
        vec![restored(1_000, &since, &rows[5], &key())],
    ]
    .concat();
    let mut bent = now.clone();
    bent[2].fields.outcome = "refused".to_owned();
    assert_eq!(findings(&bent, &all), [Finding::Changed(3)]);
    let mut bent = now.clone();
    bent.truncate(7);
    assert_eq!(findings(&bent, &all), [Finding::TailMissing(8, 8)]);
    assert_ne!(
        findings(&rows, &all),
        [],
        "the life before is not the one that goes on"
    );
    // What was signed after it has to be there.
    let later = behind(&since[1], 9);
    let after = seal(1_001, &later, &since[1].link, &key());
    let more = [all.clone(), vec![after]].concat();
    assert_eq!(findings(&now, &more), [Finding::TailMissing(9, 9)]);
    // A stranger's word is none.
    let strange = SigningKey::from_bytes(&[8; 32]);
    let strange = [kept, vec![restored(1_000, &since, &rows[5], &strange)]].concat();
    assert_ne!(findings(&now, &strange), []);
}

/// Put back twice, the second time a newer backup of the first life: only the way that leads to the
/// newest checkpoint counts.
#[test]
fn several_are_put_back_one_after_the_other() {
    let (rows, kept) = chain(10, &key());
    let second = behind(&rows[2], 5);
    let first_back = restored(1_000, &second, &rows[2], &key());
    let third = behind(&rows[8], 9 + 1);
    let second_back = restored(2_000, &third, &rows[8], &key());
    let now = [&rows[..9], &third].concat();
    let all = [kept, vec![first_back, second_back]].concat();
    let found = report(&now, &all);
    assert_eq!(found.findings, []);
    assert_eq!(found.notes, [Note::Restored(2_000, DAY, Some((10, 10)))]);
}

/// Rows that were removed after their time, after the backup was made, are there again.
#[test]
fn a_removal_that_is_lost_is_none() {
    let (rows, mut kept) = chain(10, &key());
    let removal = Statement {
        number: 5,
        kind: Kind::Start,
        first: 1,
        last: 3,
        previous: START,
        head: rows[2].link,
        youngest: rows[2].fields.at,
        at: rows[2].fields.at + 365 * DAY,
    };
    kept.push(sign(removal, &key()));
    let since = behind(&rows[5], 8);
    let now = [&rows[..6], &since].concat();
    let all = [kept, vec![restored(1_000, &since, &rows[5], &key())]].concat();
    assert_eq!(findings(&now, &all), []);
    assert_eq!(findings(&now[3..], &all), [], "or it was in the backup");
    assert_eq!(findings(&now[2..], &all), [Finding::Missing(1, 2)]);
}
