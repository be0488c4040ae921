//! `check-config`.

use crypto::OsEntropy;
use crypto::entropy::random_array;
use crypto::pool::StartError;

use crate::cli::Config;
use crate::config::Settings;
use crate::failure::Failure;
use crate::{keys, node, output};

/// Checks the configuration, the keys, the way out for mail and the engine of the password hash;
/// connects to nothing.
pub async fn check_config(config: &Config) -> Result<(), Failure> {
    let settings = Settings::load(&config.file)?;
    let keyring = keys::read(&settings.keys)?;
    node::carrier(&settings.mail).await?;
    hashing(&settings)?;
    for warning in &settings.warnings {
        output::complain(&format!("warning: {warning}"));
    }
    let file = config.file.display();
    let url = &settings.network.public_url;
    let key = keyring.current_id();
    output::result(&format!("{file} is in order: {url}, key {key}"))
}

/// A server with an engine that computes wrongly here would not start.
fn hashing(settings: &Settings) -> Result<(), Failure> {
    let engine = settings.hash.engine;
    let fault = |error: StartError| Failure::Fault(error.to_string());
    let salt = random_array(&OsEntropy).map_err(|error| fault(error.into()))?;
    if engine.computes_right(salt) {
        Ok(())
    } else {
        Err(fault(StartError::SelfTest(engine)))
    }
}
