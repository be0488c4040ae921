//! `migrate`: to this release's schema, or from one database into another.

use std::path::{Path, PathBuf};

use store::Store;
use store::copy;

use crate::cli::Config;
use crate::config::Settings;
use crate::failure::Failure;
use crate::{logging, output, product};

/// Brings the database to this release's schema, and moves another one into it if one is named.
pub async fn migrate(config: &Config, from: Option<PathBuf>) -> Result<(), Failure> {
    let settings = Settings::load(&config.file)?;
    logging::start(settings.log, settings.log_level);
    if let Some(old) = from {
        return move_in(&settings, &old).await;
    }
    let app = product::open_migrated(&settings).await?;
    let version = app.store().schema_version().await?;
    app.store().close().await;
    output::result(&format!("the database has schema {version}"))
}

/// The keys have to be the same: what is sealed stays sealed on the way.
async fn move_in(settings: &Settings, old: &Path) -> Result<(), Failure> {
    let old = Settings::load(old)?;
    let from = product::open(&Settings {
        keys: settings.keys.clone(),
        ..old
    })
    .await?;
    let to = Store::open(&settings.store).await?;
    to.migrate().await?;
    let copied = copy::copy(from.store(), &to).await?;
    from.store().close().await;
    to.close().await;
    let mut all = 0;
    for table in copied {
        all += table.rows;
        output::result(&format!("{:>10}  {}", table.rows, table.table))?;
    }
    output::result(&format!(
        "{all:>10}  rows in all, each read back as it was written"
    ))
}
