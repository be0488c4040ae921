//! Whatever somebody with all rights on the database does to the trail, the export tells of it; and
//! whatever is done to the export itself.

use crate::{Copy, count, tamper, unguard};
use data_encoding::HEXLOWER;
use testkit::world::World;
use trail::{CHECKPOINTS, Finding, ROWS, Row, START};

/// A world with a dozen sealed rows of two merchants, and more than one checkpoint.
async fn busy(world: &World) {
    let _ = world.admin().await;
    world.app.seal_all().await.unwrap();
    for _ in 0..4 {
        let _ = world.try_log_in("nobody", "Wrong2026a", "").await.unwrap();
        world.app.seal_all().await.unwrap();
    }
}

fn rows(copy: &Copy) -> Vec<Row> {
    let lines = copy.lines(ROWS);
    lines
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn write(copy: &Copy, rows: &[Row]) {
    let lines: Vec<_> = rows
        .iter()
        .map(|row| serde_json::to_string(row).unwrap())
        .collect();
    copy.write(ROWS, &lines);
}

fn found(copy: &Copy) -> Vec<Finding> {
    copy.verify().findings
}

testkit::both_engines! {
    /// Changed field, removed row, removed tail, other order, a row of another merchant, a chain
    /// rewritten without the key: each in the export's files.
    async fn a_broken_export_is_found_out(world: World) {
        busy(&world).await;
        let copy = Copy::of(&world).await;
        assert_eq!(found(&copy), []);
        let whole = rows(&copy);
        let end = whole.len() as u64;

        let mut changed = whole.clone();
        changed[3].fields.outcome = "forged".to_owned();
        write(&copy, &changed);
        assert_eq!(found(&copy), [Finding::Changed(4)]);

        let mut shorter = whole.clone();
        shorter.remove(3);
        write(&copy, &shorter);
        assert_eq!(found(&copy), [Finding::Missing(4, 4)]);

        write(&copy, &whole[..whole.len() - 2]);
        assert_eq!(found(&copy), [Finding::TailMissing(end - 1, end)]);

        let mut swapped = whole.clone();
        swapped.swap(2, 3);
        write(&copy, &swapped);
        assert!(found(&copy).contains(&Finding::OutOfOrder(3)));

        let mut copied = whole.clone();
        copied[4].fields.merchant = Some([0x77; 16]);
        write(&copy, &copied);
        assert_eq!(found(&copy), [Finding::Changed(5)]);

        let mut rewritten = Vec::new();
        let mut link = START;
        for row in &whole {
            let mut fields = row.fields.clone();
            if row.seq == 4 {
                fields.actor = None;
                fields.outcome = "forged".to_owned();
            }
            let row = Row::chain(row.seq, fields, row.remark.clone(), &link);
            link = row.link;
            rewritten.push(row);
        }
        write(&copy, &rewritten);
        let report = found(&copy);
        assert!(matches!(report[..], [Finding::Rewritten(_), ..]), "{report:?}");

        write(&copy, &whole);
        assert_eq!(found(&copy), []);
        copy.write(CHECKPOINTS, &[]);
        assert!(found(&copy).contains(&Finding::NoCheckpoint));
    }

    /// The same in the database, by its owner, with the sealer going on afterwards.
    /// Shows PCI-28.
    async fn a_changed_field_in_the_database_is_found_out(world: World) {
        busy(&world).await;
        unguard(world.app.store()).await;
        let hit = tamper(world.app.store(), "UPDATE audit SET outcome = 'forged' WHERE seq = 3").await;
        assert_eq!(hit, 1);
        assert_eq!(found(&Copy::of(&world).await), [Finding::Changed(3)]);
    }

    async fn a_removed_row_in_the_database_is_found_out(world: World) {
        busy(&world).await;
        unguard(world.app.store()).await;
        assert_eq!(tamper(world.app.store(), "DELETE FROM audit WHERE seq = 3").await, 1);
        assert_eq!(found(&Copy::of(&world).await), [Finding::Missing(3, 3)]);
    }

    async fn a_row_moved_to_another_merchant_is_found_out(world: World) {
        busy(&world).await;
        unguard(world.app.store()).await;
        let store = world.app.store();
        let sql = "UPDATE audit SET merchant_id = \
            (SELECT id FROM merchant WHERE code = '000000000') WHERE seq = 3";
        assert_eq!(tamper(store, sql).await, 1);
        assert_eq!(found(&Copy::of(&world).await), [Finding::Changed(3)]);
    }

    async fn rows_put_in_another_order_are_found_out(world: World) {
        busy(&world).await;
        unguard(world.app.store()).await;
        let store = world.app.store();
        for sql in [
            "UPDATE audit SET seq = -3 WHERE seq = 3",
            "UPDATE audit SET seq = 3 WHERE seq = 4",
            "UPDATE audit SET seq = 4 WHERE seq = -3",
        ] {
            assert_eq!(tamper(store, sql).await, 1);
        }
        let report = found(&Copy::of(&world).await);
        assert!(report.contains(&Finding::Changed(3)), "{report:?}");
    }

    /// The end cut off together with its checkpoints: the database alone looks whole, and goes on.
    /// The checkpoints that a node has in its own file tell.
    /// Shows PCI-28.
    async fn an_end_cut_off_with_its_checkpoints_is_found_out_by_the_file(world: World) {
        busy(&world).await;
        let kept = Copy::of(&world).await;
        unguard(world.app.store()).await;
        let store = world.app.store();
        let newest = "SELECT MAX(number) AS n FROM audit_checkpoint";
        let before = count(store, newest).await;
        let cut = "DELETE FROM audit WHERE seq >= (SELECT MAX(first_seq) FROM audit_checkpoint)";
        assert!(tamper(store, cut).await > 0);
        let cut = "DELETE FROM audit_checkpoint WHERE number = \
            (SELECT MAX(number) FROM audit_checkpoint)";
        assert_eq!(tamper(store, cut).await, 1);
        assert_eq!(count(store, newest).await, before - 1);
        let copy = Copy::of(&world).await;
        assert!(copy.verify().holds());
        let report = copy.verify_with(&[&kept.file(CHECKPOINTS)]);
        assert_eq!(report.findings[0], Finding::Forked(before.unsigned_abs()), "{report}");
    }

    /// All links computed anew over a forged row: nothing but the signatures can tell.
    /// Shows PCI-28.
    async fn a_chain_rewritten_in_the_database_without_the_key_is_found_out(world: World) {
        busy(&world).await;
        let whole = rows(&Copy::of(&world).await);
        unguard(world.app.store()).await;
        let store = world.app.store();
        let mut link = START;
        for row in &whole {
            let mut fields = row.fields.clone();
            if row.seq == 3 {
                fields.outcome = "forged".to_owned();
            }
            link = Row::chain(row.seq, fields.clone(), row.remark.clone(), &link).link;
            let (outcome, link) = (fields.outcome.clone(), HEXLOWER.encode(&link));
            let sql = store::Statement::per_engine(
                "TAMPER",
                "UPDATE audit SET outcome = $1, link = unhex($2) WHERE seq = $3",
                "UPDATE audit SET outcome = $1, link = decode($2, 'hex') WHERE seq = $3",
            );
            let values = store::values![outcome, link, row.seq.cast_signed()];
            assert_eq!(store.execute(&sql, &values).await.unwrap(), 1);
        }
        let report = Copy::of(&world).await.verify();
        assert!(matches!(report.findings[..], [Finding::Rewritten(1), ..]), "{report}");
    }
}
