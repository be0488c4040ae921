//! The audit trail's chain: sealed whoever writes and whenever they commit, broken by nobody unseen,
//! forgetting what it has to forget. docs/audit.md says what is promised.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]
#![allow(
    clippy::doc_markdown,
    reason = "SQLite and PostgreSQL are names, not code"
)]

mod breaking;
mod events;
mod forgetting;
mod sealing;

use std::path::{Path, PathBuf};
use store::{Statement, Store};
use testkit::world::{World, origin};
use trail::{Evidence, Export, Report};

/// An export in a folder of its own.
pub(crate) struct Copy {
    folder: tempfile::TempDir,
    keys: Vec<String>,
}

impl Copy {
    /// Exports everything.
    pub(crate) async fn of(world: &World) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let to = Export::create(&folder.path().join("export")).unwrap();
        let done = world.app.export_audit(to, &origin()).await.unwrap();
        assert!(done.rows > 0 && done.checkpoints > 0);
        let keys = world.app.audit_keys();
        Self { folder, keys }
    }

    /// A file in the export.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("export").join(name)
    }

    /// The lines of a file in the export.
    pub(crate) fn lines(&self, name: &str) -> Vec<String> {
        let text = std::fs::read_to_string(self.file(name)).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    /// Writes the lines of a file in the export anew.
    pub(crate) fn write(&self, name: &str, lines: &[String]) {
        std::fs::write(self.file(name), lines.join("\n") + "\n").unwrap();
    }

    /// What the check says.
    pub(crate) fn verify(&self) -> Report {
        self.verify_with(&[])
    }

    /// What the check says with further files of checkpoints.
    pub(crate) fn verify_with(&self, checkpoints: &[&Path]) -> Report {
        let keys = self.keys.iter().map(|key| trail::public_key(key).unwrap());
        let evidence = Evidence {
            export: self.folder.path().join("export"),
            keys: keys.collect(),
            checkpoints: checkpoints.iter().map(|path| path.to_path_buf()).collect(),
        };
        trail::verify_export(&evidence).unwrap()
    }
}

/// What somebody with all rights on the database does.
pub(crate) async fn tamper(store: &Store, sql: &'static str) -> u64 {
    store
        .execute(&Statement::shared("TAMPER", sql), &[])
        .await
        .unwrap()
}

/// Takes the database's own guard away, as its owner can.
pub(crate) async fn unguard(store: &Store) {
    for guard in [
        Statement::per_engine(
            "GUARD",
            "DROP TRIGGER audit_stays",
            "DROP TRIGGER audit_stays ON audit",
        ),
        Statement::per_engine(
            "GUARD",
            "DROP TRIGGER audit_goes_late",
            "DROP TRIGGER audit_goes_late ON audit",
        ),
    ] {
        store.execute(&guard, &[]).await.unwrap();
    }
}

/// How many rows the query tells.
pub(crate) async fn count(store: &Store, sql: &'static str) -> i64 {
    let row = store
        .fetch_optional(&Statement::shared("COUNT", sql), &[])
        .await
        .unwrap();
    row.unwrap().int("n").unwrap()
}
