//! What password hashing may cost, and whose code does it.

use crypto::{Cost, HashEngine, PoolSettings};

use super::at_least_one;
use super::document::{Problems, Section};

/// The table `hash`.
pub fn hash(root: &mut Section, problems: &mut Problems) -> PoolSettings {
    let mut settings = PoolSettings::default();
    let mut table = root.table("hash", problems);
    if let Some(engine) = engine(&mut table, problems) {
        settings.engine = engine;
    }
    let cost = settings.cost;
    let memory_kib = table
        .whole("memory_kib", problems)
        .unwrap_or(cost.memory_kib());
    let passes = table.whole("passes", problems).unwrap_or(cost.passes());
    let lanes = table.whole("lanes", problems).unwrap_or(cost.lanes());
    match Cost::new(memory_kib, passes, lanes) {
        Ok(cost) => settings.cost = cost,
        Err(error) => {
            problems.add(
                "hash.memory_kib",
                format!("with passes and lanes this is {error}"),
            );
        }
    }
    if let Some(workers) = at_least_one(&mut table, "workers", problems) {
        settings.workers = workers;
    }
    if let Some(places) = at_least_one(&mut table, "places", problems) {
        settings.places = places;
        settings.places_per_network = settings.places_per_network.min(places.div_ceil(2));
    }
    if let Some(limit) = table.whole("memory_limit_kib", problems) {
        settings.memory_limit_kib = Some(limit);
        if limit < memory_kib {
            problems.add("hash.memory_limit_kib", "not below hash.memory_kib");
        }
    }
    table.finish(problems);
    settings
}

fn engine(table: &mut Section, problems: &mut Problems) -> Option<HashEngine> {
    let name = table.text("engine", problems)?;
    let found = HashEngine::ALL
        .into_iter()
        .find(|engine| engine.name() == name);
    if found.is_none() {
        problems.add("hash.engine", "write \"argon2\" or \"argon2-rust\"");
    }
    found
}
