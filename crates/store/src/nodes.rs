//! Which nodes run on the database, and which keys they hold: rows of the table of leases.

use crate::{Store, StoreError, statements, values};
use domain::time::Timestamp;
use uuid::Uuid;

statements! {
    ANNOUNCE_NODE = "INSERT INTO lease (name, holder, until) VALUES ($1, $2, $3) \
        ON CONFLICT (name) DO UPDATE SET until = excluded.until";
    NODES_ALIVE = "SELECT name, holder, until FROM lease WHERE name LIKE 'node/%' AND until > $1 \
        ORDER BY name";
    FORGET_NODES = "DELETE FROM lease WHERE name LIKE 'node/%' AND (holder = $1 OR until < $2)";
}

/// A node that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alive {
    /// Which.
    pub node: Uuid,
    /// The names of its keys, the current one first.
    pub keys: Vec<String>,
    /// It counts as running until then.
    pub until: Timestamp,
}

/// Says that a node runs with these keys, until `until`.
///
/// # Errors
/// [`StoreError`].
pub async fn announce(store: &Store, alive: &Alive) -> Result<(), StoreError> {
    let name = format!("node/{}/{}", alive.node, alive.keys.join(","));
    let values = values![name, alive.node, alive.until.as_micros()];
    store.execute(&ANNOUNCE_NODE, &values).await.map(drop)
}

/// The nodes that run now.
///
/// # Errors
/// [`StoreError`].
pub async fn alive(store: &Store, now: Timestamp) -> Result<Vec<Alive>, StoreError> {
    let rows = store
        .write_all(&NODES_ALIVE, &values![now.as_micros()])
        .await?;
    rows.iter()
        .map(|row| {
            let name = row.text("name")?;
            let keys = name.rsplit('/').next().unwrap_or_default();
            Ok(Alive {
                node: row.uuid("holder")?,
                keys: keys.split(',').map(str::to_owned).collect(),
                until: Timestamp::from_micros(row.int("until")?),
            })
        })
        .collect()
}

/// A node has stopped; forgets others that were gone before `before`.
///
/// # Errors
/// [`StoreError`].
pub async fn gone(store: &Store, node: Uuid, before: Timestamp) -> Result<(), StoreError> {
    let values = values![node, before.as_micros()];
    store.execute(&FORGET_NODES, &values).await.map(drop)
}
