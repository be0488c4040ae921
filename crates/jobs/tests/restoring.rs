//! A node's file of checkpoints around a backup that was put back: it goes on, and the check by it
//! says what is lost.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]

use app::App;
use jobs::{Witness, WitnessError};
use std::fs;
use std::path::Path;
use store::{Statement, Store};
use testkit::databases::{Database, Engine, OnDatabase as _};
use testkit::world::{World, origin};
use trail::{Evidence, Export, Note, Report, public_key, verify_export};
use uuid::Uuid;

async fn another_row(app: &App) {
    app.note_start(Uuid::nil(), "0").await.unwrap();
    app.seal_all().await.unwrap();
}

async fn checked(app: &App, folder: &Path, files: &[&Path]) -> Report {
    let out = folder.join("export");
    let _ = fs::remove_dir_all(&out);
    // Checkpoint files are copied before the export.
    let kept: Vec<_> = files
        .iter()
        .map(|file| file.with_extension("kept"))
        .collect();
    for (file, kept) in files.iter().zip(&kept) {
        fs::copy(file, kept).unwrap();
    }
    app.export_audit(Export::create(&out).unwrap(), &origin())
        .await
        .unwrap();
    let keys = app.audit_keys();
    verify_export(&Evidence {
        export: out,
        checkpoints: kept,
        keys: keys.iter().map(|key| public_key(key).unwrap()).collect(),
    })
    .unwrap()
}

testkit::both_engines! {
    /// Two nodes' files are ahead of the backup, one of them further than the other; a third is behind
    /// it, a fourth is new. All go on, and the check holds with each of them and names what is lost.
    async fn the_files_go_on_and_the_check_names_what_is_lost(world: World) {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let (behind, ahead, further, new) = (at("a.jsonl"), at("b.jsonl"), at("c.jsonl"), at("d.jsonl"));
        another_row(&world.app).await;
        Witness::open(&behind).unwrap().follow(&world.app).await.unwrap();
        another_row(&world.app).await;
        let (file, head) = world.app.back_up(Vec::new(), ("here", "0"), &origin()).await.unwrap();
        another_row(&world.app).await;
        Witness::open(&ahead).unwrap().follow(&world.app).await.unwrap();
        for _ in 0..5 {
            another_row(&world.app).await;
        }
        Witness::open(&further).unwrap().follow(&world.app).await.unwrap();
        assert_eq!(Witness::open(&further).unwrap().last(), 8);

        for engine in [Engine::Sqlite, Engine::Postgres] {
            let database = Database::new(engine);
            Store::on(&database).await;
            let node = world.node_on(&database).await;
            let known = Witness::open(&ahead).unwrap().last();
            let done = node.restore(file.as_slice(), &head, (known, &origin())).await.unwrap();
            another_row(&node).await;
            for (n, name) in [&behind, &ahead, &further, &new].into_iter().enumerate() {
                let path = at(&format!("{engine:?}{n}.jsonl"));
                if name.exists() {
                    fs::copy(name, &path).unwrap();
                }
                let mut witness = Witness::open(&path).unwrap();
                witness.compare(&node).await.unwrap();
                assert!(witness.follow(&node).await.unwrap() >= 2);
                assert_eq!(witness.last(), node.newest_checkpoint().await.unwrap());
                let report = checked(&node, folder.path(), &[&path, &further]).await;
                assert_eq!(report.findings, [], "{report}");
                let lost = report.notes.iter().find_map(|note| match note {
                    Note::Restored(number, _, lost) if *number == done.checkpoint => *lost,
                    _ => None,
                });
                assert!(lost.is_some_and(|(from, to)| from < to), "{report}");
            }
            // What is cut off afterwards is found as before.
            let mut witness = Witness::open(&at(&format!("{engine:?}0.jsonl"))).unwrap();
            another_row(&node).await;
            witness.follow(&node).await.unwrap();
            let cut = "DELETE FROM audit_checkpoint WHERE kind = 'seal' AND number > 1000";
            node.store().execute(&Statement::shared("CUT", cut), &[]).await.unwrap();
            assert!(matches!(witness.compare(&node).await, Err(WitnessError::Lost(_))));
        }
    }
}
