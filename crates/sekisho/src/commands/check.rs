//! `check-config`.

use crate::cli::Config;
use crate::config::Settings;
use crate::failure::Failure;
use crate::{keys, node, output};

/// Checks the configuration, the keys and the way out for mail; connects to nothing.
pub async fn check_config(config: &Config) -> Result<(), Failure> {
    let settings = Settings::load(&config.file)?;
    let keyring = keys::read(&settings.keys)?;
    node::carrier(&settings.mail).await?;
    for warning in &settings.warnings {
        output::complain(&format!("warning: {warning}"));
    }
    let file = config.file.display();
    let url = &settings.network.public_url;
    let key = keyring.current_id();
    output::result(&format!("{file} is in order: {url}, key {key}"))
}
