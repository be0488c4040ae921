//! `keys …`: the key file, and what is sealed under its keys.

use std::path::Path;
use std::time::Duration;

use app::{App, KeyUse, SealedKind};
use crypto::{Keyring, OsEntropy};
use serde_json::{Value, json};

use super::{here, open};
use crate::cli::{Config, Keys, WhichKey};
use crate::config::Settings;
use crate::failure::Failure;
use crate::keys::KeyFileError;
use crate::{keys as file, output};

/// By then every node has heard of another key of the digests: it asks every ten seconds.
const UNTIL_HEARD: Duration = Duration::from_secs(12);

/// Carries out `keys …`.
pub async fn keys(command: Keys) -> Result<(), Failure> {
    match command {
        Keys::Generate { out, id } => generate(&out, id),
        Keys::Add(which) => add(which),
        Keys::Use(which) => switch(&which),
        Keys::Remove(which) => remove(&which).await,
        Keys::Rotate { config, json } => rotate(&config, json).await,
        Keys::Status { config, json } => status(&config, json).await,
    }
}

fn generate(out: &Path, id: crypto::KeyId) -> Result<(), Failure> {
    let made = file::generate(out, id)?;
    let (file, key) = (out.display(), made.fingerprint());
    output::result(&format!(
        "made {file} with the key {key}\n\
         Keep a copy of it where the backups of the database are not: without it nobody can \
         read what the database holds."
    ))
}

fn changed(
    path: &Path,
    ring: Result<Keyring, crypto::keyring::KeyringError>,
) -> Result<Keyring, Failure> {
    let ring = ring.map_err(|error| KeyFileError::Text(path.to_owned(), error))?;
    file::replace(path, &ring)?;
    Ok(ring)
}

fn add(which: WhichKey) -> Result<(), Failure> {
    let path = Settings::load(&which.config.file)?.keys;
    let id = which.id.clone();
    changed(&path, file::read(&path)?.add(&OsEntropy, which.id))?;
    output::result(&format!(
        "added the key {id} to {}; it only reads for now\n\
         Copy the file to every node and to its place in the safe, restart the nodes one after the other, then: \
         sekisho keys use --config FILE --id {id}",
        path.display()
    ))
}

fn switch(which: &WhichKey) -> Result<(), Failure> {
    let path = Settings::load(&which.config.file)?.keys;
    let id = &which.id;
    changed(&path, file::read(&path)?.with_current(id))?;
    output::result(&format!(
        "the key {id} is current in {}\n\
         Copy the file to every node, restart the nodes one after the other (one that lacks the key \
         keeps the others from starting), then: sekisho keys rotate --config FILE",
        path.display()
    ))
}

/// Only what nothing needs is taken out.
async fn remove(which: &WhichKey) -> Result<(), Failure> {
    let (app, settings) = open(&which.config).await?;
    let uses = app.key_uses().await?;
    app.store().close().await;
    let id = which.id.as_str();
    let Some(found) = uses.iter().find(|found| found.key == id) else {
        return Err(Failure::Refused(format!("the key file holds no key {id}")));
    };
    if !found.is_free() {
        return Err(Failure::Refused(format!(
            "the key {id} is still needed; nothing was changed\n{}",
            in_words(found)
        )));
    }
    changed(
        &settings.keys,
        file::read(&settings.keys)?.without(&which.id),
    )?;
    output::result(&format!(
        "took the key {id} out of {}; keep it in the safe for as long as backups made under it are kept",
        settings.keys.display()
    ))
}

async fn rotate(config: &Config, as_json: bool) -> Result<(), Failure> {
    let (app, _) = open(config).await?;
    in_order(&app).await?;
    let mut kinds = serde_json::Map::new();
    for kind in SealedKind::ALL.iter().copied() {
        let done = seal_all(&app, kind, as_json).await?;
        kinds.insert(kind.word().to_owned(), json!(done));
    }
    // Somebody may have come up with the old key meanwhile.
    in_order(&app).await?;
    let moved = app.move_digests(&here()).await?;
    if app.digests_are_settling().await? {
        tokio::time::sleep(UNTIL_HEARD).await;
        app.move_digests(&here()).await?;
    }
    let uses = app.key_uses().await?;
    app.store().close().await;
    if as_json {
        let uses: Vec<_> = uses.iter().map(in_json).collect();
        return output::json(&json!({"sealed": kinds, "digests_moved": moved, "keys": uses}));
    }
    let uses: Vec<_> = uses.iter().map(in_words).collect();
    output::result(&uses.join("\n"))
}

async fn seal_all(app: &App, kind: SealedKind, as_json: bool) -> Result<u64, Failure> {
    let mut done = 0;
    loop {
        let some = app.seal_some_again(kind).await?;
        done += some;
        if some == 0 {
            return Ok(done);
        }
        if !as_json {
            let left = app.left_to_seal(kind).await?;
            output::result(&format!("{}: {done} done, {left} left", kind.word()))?;
        }
    }
}

/// Nobody may seal with another key, or be unable to read what is sealed now.
async fn in_order(app: &App) -> Result<(), Failure> {
    no_clash(app).await?;
    match app.node_behind().await? {
        None => Ok(()),
        Some((node, key)) => Err(Failure::Refused(format!(
            "the node {node} still seals with the key {key}; restart it with the new key file first. \
             What was sealed again until now stays so; run this again."
        ))),
    }
}

/// Refuses when a running node and this key file do not go together.
///
/// # Errors
/// [`Failure::Refused`].
pub async fn no_clash(app: &App) -> Result<(), Failure> {
    let Some(clash) = app.clash_of_keys().await? else {
        return Ok(());
    };
    let (node, key) = (clash.node, &clash.key);
    Err(Failure::Refused(if clash.node_lacks_it {
        format!(
            "the node {node} runs without the key {key}, which is current in this key file: it could not \
             read what would be sealed.\nGive every node the key first (keys add), restart them, and only \
             then make it current (keys use). A node that was killed counts for 30 seconds."
        )
    } else {
        format!(
            "the node {node} seals with the key {key}, which this key file does not hold.\n\
             Copy its key file here first."
        )
    }))
}

async fn status(config: &Config, as_json: bool) -> Result<(), Failure> {
    let (app, _) = open(config).await?;
    let uses = app.key_uses().await?;
    app.store().close().await;
    if as_json {
        let uses: Vec<_> = uses.iter().map(in_json).collect();
        return output::json(&json!({"keys": uses}));
    }
    let uses: Vec<_> = uses.iter().map(in_words).collect();
    output::result(&uses.join("\n"))
}

fn in_json(used: &KeyUse) -> Value {
    let sealed: serde_json::Map<_, _> = used
        .sealed
        .iter()
        .map(|(word, count)| ((*word).to_owned(), json!(count)))
        .collect();
    json!({
        "key": used.key,
        "current": used.is_current,
        "makes_digests": used.makes_digests,
        "sealed": sealed,
        "recovery_codes": used.recovery_codes,
        "removable": used.is_free(),
    })
}

fn in_words(used: &KeyUse) -> String {
    let mut words = Vec::new();
    if used.is_current {
        words.push("seals what is new".to_owned());
    }
    if used.makes_digests {
        words.push("makes digests".to_owned());
    }
    for (word, count) in used.sealed.iter().filter(|(_, count)| *count > 0) {
        words.push(format!("{count} {word}"));
    }
    if used.recovery_codes > 0 {
        words.push(format!(
            "up to {} unused recovery codes, which work until the key is gone",
            used.recovery_codes
        ));
    }
    if used.is_free() {
        words.push("nothing needs it: it can be removed".to_owned());
    }
    format!("{}: {}", used.key, words.join(", "))
}
