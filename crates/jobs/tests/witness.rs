//! A node's file of checkpoints: whole after every crash, and a witness against the database.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]

use jobs::{Witness, WitnessError};
use std::fs;
use std::io::Write as _;
use std::path::Path;
use store::Statement;
use testkit::world::World;
use trail::checkpoint_lines;

async fn tamper(world: &World, sql: &'static str) -> u64 {
    let store = world.app.store();
    store
        .execute(&Statement::shared("TAMPER", sql), &[])
        .await
        .unwrap()
}

async fn another_row(world: &World) {
    let _ = world.try_log_in("nobody", "Wrong2026a", "").await.unwrap();
    world.app.seal_all().await.unwrap();
}

fn numbers(path: &Path) -> Vec<u64> {
    let (found, _) = checkpoint_lines(path).unwrap();
    found.iter().map(|found| found.statement.number).collect()
}

testkit::both_engines! {
    /// Every checkpoint once, in order, over restarts and for nodes that did not sign it themselves.
    /// Shows PCI-28.
    async fn the_file_follows_over_restarts(world: World) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("checkpoints.jsonl");
        let mut witness = Witness::open(&path).unwrap();
        assert_eq!(witness.follow(&world.app).await.unwrap(), 0);
        another_row(&world).await;
        another_row(&world).await;
        assert_eq!(witness.follow(&world.app).await.unwrap(), 2);
        assert_eq!(witness.follow(&world.app).await.unwrap(), 0);
        another_row(&world).await;
        let mut again = Witness::open(&path).unwrap();
        assert_eq!(again.last(), 2);
        assert_eq!(again.follow(&world.app).await.unwrap(), 1);
        assert_eq!(numbers(&path), [1, 2, 3]);
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
    }

    /// Power lost in the middle of a line: the half is ended and left, the line written anew.
    async fn half_a_line_is_written_again_whole(world: World) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("checkpoints.jsonl");
        another_row(&world).await;
        another_row(&world).await;
        Witness::open(&path).unwrap().follow(&world.app).await.unwrap();
        let whole = fs::read(&path).unwrap();
        for cut in [1, 2, 100, whole.len() / 2 - 3] {
            fs::write(&path, &whole[..whole.len() - cut]).unwrap();
            let mut witness = Witness::open(&path).unwrap();
            witness.follow(&world.app).await.unwrap();
            let (found, torn) = checkpoint_lines(&path).unwrap();
            let numbers: Vec<_> = found.iter().map(|found| found.statement.number).collect();
            // A line that lacks its end of line only is whole.
            assert!(numbers == [1, 2], "{cut}: {numbers:?}");
            assert_eq!(torn.len(), usize::from(cut > 1), "{cut}");
        }
    }

    /// The end cut off, an older state put back, a checkpoint exchanged, one signed by a stranger:
    /// each is damage, and nothing is appended.
    async fn damage_in_the_database_is_found(world: World) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("checkpoints.jsonl");
        another_row(&world).await;
        another_row(&world).await;
        let mut witness = Witness::open(&path).unwrap();
        witness.follow(&world.app).await.unwrap();
        let before = fs::read(&path).unwrap();

        tamper(&world, "UPDATE audit_checkpoint SET at = at + 1 WHERE number = 2").await;
        let found = witness.compare(&world.app).await;
        assert!(matches!(found, Err(WitnessError::Rewritten(2))), "{found:?}");
        tamper(&world, "UPDATE audit_checkpoint SET at = at - 1 WHERE number = 2").await;
        witness.compare(&world.app).await.unwrap();

        another_row(&world).await;
        tamper(&world, "UPDATE audit_checkpoint SET at = at + 1 WHERE number = 3").await;
        let found = witness.follow(&world.app).await;
        assert!(matches!(found, Err(WitnessError::Forged(3))), "{found:?}");

        tamper(&world, "DELETE FROM audit_checkpoint WHERE number > 1").await;
        let found = witness.follow(&world.app).await;
        assert!(matches!(found, Err(WitnessError::Lost(2))), "{found:?}");
        let found = Witness::open(&path).unwrap().compare(&world.app).await;
        assert!(matches!(found, Err(WitnessError::Lost(2))), "{found:?}");
        assert_eq!(fs::read(&path).unwrap(), before);
    }

    /// What is in the file already when it is opened is left as it is.
    async fn the_file_is_only_appended_to(world: World) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("checkpoints.jsonl");
        let mut file = fs::File::create(&path).unwrap();
        writeln!(file, "not ours").unwrap();
        another_row(&world).await;
        let mut witness = Witness::open(&path).unwrap();
        witness.follow(&world.app).await.unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("not ours\n{"), "{text}");
    }

    /// The sealer at work: rows are sealed and in the file within five seconds, and at its end
    /// everything is. With a file that cannot be written, there is an alarm, and sealing goes on.
    /// Shows PCI-28, PCI-32.
    async fn the_sealer_seals_within_five_seconds(world: World) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("checkpoints.jsonl");
        let witness = Witness::open(&path).unwrap();
        let (end, stop) = jobs::Stop::channel();
        let (app, node) = (world.app.clone(), world.app.node_id().unwrap());
        let sealer = tokio::spawn(async move { jobs::run_sealer(&app, node, Some(witness), stop).await });
        let _ = world.try_log_in("nobody", "Wrong2026a", "").await.unwrap();
        let mut waited = 0;
        while world.app.newest_checkpoint().await.unwrap() != numbers(&path).len() as u64
            || numbers(&path).is_empty()
            || store::chain::state(world.app.store()).await.unwrap().waiting
        {
            waited += 1;
            assert!(waited < 100, "five seconds are over");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        let before = numbers(&path).len();
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        let _ = world.try_log_in("nobody", "Wrong2026a", "").await.unwrap();
        while world.app.audit_trouble().await.unwrap().is_none() {
            waited += 1;
            assert!(waited < 400, "no alarm");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        fs::remove_dir(&path).unwrap();
        let _ = world.try_log_in("nobody", "Wrong2026a", "").await.unwrap();
        end.send_replace(true);
        sealer.await.unwrap();
        assert_eq!(world.app.audit_trouble().await.unwrap(), None);
        assert!(!store::chain::state(world.app.store()).await.unwrap().waiting);
        let after = numbers(&path);
        assert!(!after.is_empty() && after[0] == before as u64 + 1, "{after:?}");
    }
}
