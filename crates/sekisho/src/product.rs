//! The use cases on the database that the configuration names, with the keys that belong to it.

use std::sync::Arc;

use app::{App, Parts, RelyingParty};
use crypto::{HashPool, Keyring, OsEntropy};
use store::Store;
use store::installation::{self, KEY_FINGERPRINT};

use crate::clock::SystemClock;
use crate::config::Settings;
use crate::failure::Failure;
use crate::keys;

/// Opens the product. The database must have this release's schema.
///
/// # Errors
/// [`Failure`]: no keys, no database, another schema, or other keys than the database's.
pub async fn open(settings: &Settings) -> Result<App, Failure> {
    let keys = keys::read(&settings.keys)?;
    let store = Store::open(&settings.store).await?;
    store.check_schema().await?;
    put_together(settings, keys, store).await
}

/// Opens the product and brings its database to this release's schema first.
///
/// # Errors
/// [`Failure`].
pub async fn open_migrated(settings: &Settings) -> Result<App, Failure> {
    let keys = keys::read(&settings.keys)?;
    let store = Store::open(&settings.store).await?;
    store.migrate().await?;
    put_together(settings, keys, store).await
}

async fn put_together(settings: &Settings, keys: Keyring, store: Store) -> Result<App, Failure> {
    let stored = installation::keep(&store, KEY_FINGERPRINT, &keys.fingerprint()).await?;
    check(&stored, settings, &keys)?;
    let app = assemble(settings, keys, store)?;
    app.begin_digests(&stored).await?;
    app.follow_digest_key().await?;
    Ok(app)
}

/// Opens the product on a database that is to be filled, brought to this release's schema first. One
/// that belongs to other keys is refused.
///
/// # Errors
/// As [`open`].
pub async fn open_empty(settings: &Settings) -> Result<App, Failure> {
    let keys = keys::read(&settings.keys)?;
    let store = Store::open(&settings.store).await?;
    store.migrate().await?;
    if let Some(stored) = installation::find(&store, KEY_FINGERPRINT).await? {
        check(&stored, settings, &keys)?;
    }
    assemble(settings, keys, store)
}

/// Opens the product without writing anything, for whoever only looks.
///
/// # Errors
/// As [`open`].
pub async fn open_to_read(settings: &Settings) -> Result<App, Failure> {
    let keys = keys::read(&settings.keys)?;
    let store = Store::open(&settings.store).await?;
    store.check_schema().await?;
    if let Some(stored) = installation::find(&store, KEY_FINGERPRINT).await? {
        check(&stored, settings, &keys)?;
    }
    assemble(settings, keys, store)
}

/// Sealed values that nobody can open would come to light one log-in at a time.
fn check(stored: &str, settings: &Settings, keys: &Keyring) -> Result<(), Failure> {
    if keys.knows_fingerprint(stored) {
        return Ok(());
    }
    Err(Failure::Database(format!(
        "the keys in {} are not those of this database, which was made with the key {stored}.\n\
         Name the right key file in the setting keys, or the right database.",
        settings.keys.display()
    )))
}

fn assemble(settings: &Settings, keys: Keyring, store: Store) -> Result<App, Failure> {
    let entropy = Arc::new(OsEntropy);
    let pool = HashPool::start(settings.hash, Arc::<OsEntropy>::clone(&entropy))
        .map_err(|error| Failure::Fault(error.to_string()))?;
    Ok(App::new(Parts {
        store,
        pool,
        keys: Arc::new(keys),
        clock: Arc::new(SystemClock),
        entropy,
        policy: settings.policy.clone(),
        service: settings.brand.service.clone(),
        relying_party: RelyingParty::of(&settings.network.public_url.to_string()),
    }))
}
