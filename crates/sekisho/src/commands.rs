//! The subcommands but `demo`.

mod announce;
mod api_key;
mod audit;
mod backup;
mod check;
mod doctor;
mod job;
mod keys;
mod merchant;
mod migrate;
mod operator;
mod papers;
mod serve;
mod user;

pub use announce::{Announce, announce};
pub use api_key::api_key;
pub use audit::audit;
pub use backup::{backup, restore};
pub use check::check_config;
pub use doctor::doctor;
pub use job::job;
pub use keys::{keys, no_clash};
pub use merchant::{create, merchant};
pub use migrate::migrate;
pub use operator::operator;
pub use papers::{completions, man};
pub use serve::serve;
pub use user::user;

use app::{App, Origin};
use crypto::Network;

use crate::config::Settings;
use crate::failure::Failure;
use crate::logging;
use crate::product;

/// Where acts on the command line come from.
pub fn here() -> Origin {
    Origin {
        network: Network::new([0; 16]),
        shown: "command line".to_owned(),
        device: String::new(),
        address: None,
        mark: None,
    }
}

/// Reads the configuration and opens the product for one command.
async fn open(config: &crate::cli::Config) -> Result<(App, Settings), Failure> {
    let settings = Settings::load(&config.file)?;
    logging::start(settings.log, settings.log_level);
    let app = product::open(&settings).await?;
    Ok((app, settings))
}
