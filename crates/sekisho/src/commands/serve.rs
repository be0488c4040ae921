//! `serve`.

use crate::cli::Config;
use crate::config::Settings;
use crate::failure::Failure;
use crate::node::{self, Node};
use crate::{logging, product};

/// Runs the product until a signal ends it.
pub async fn serve(config: &Config) -> Result<(), Failure> {
    let mut settings = Settings::load(&config.file)?;
    logging::start(settings.log, settings.log_level);
    for warning in &settings.warnings {
        tracing::warn!("{warning}");
    }
    let (listener, address) = node::listen(settings.network.listen).await?;
    let public_url = settings.network.public_url.at_port(address.port());
    settings.network.public_url = public_url.clone();
    let node = Node {
        app: product::open(&settings).await?,
        catalog: node::catalog()?,
        public_url,
        demo_mails: None,
    };
    node.run(
        listener,
        &settings,
        &format!("listening on http://{address}"),
    )
    .await
}
