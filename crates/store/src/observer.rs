//! Who wants to know of each round trip to the database.

use crate::StoreError;

/// One round trip to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trip {
    /// Opens a transaction.
    Begin,
    /// Runs the statement of this name.
    Statement(&'static str),
    /// Commits a transaction.
    Commit,
    /// Rolls a transaction back, also when a [`Tx`](crate::Tx) is dropped.
    Rollback,
}

/// Told of every round trip of the [`Store`](crate::Store) it was given to.
///
/// Both methods are called synchronously, inside the task that asked for the statement. So an
/// observer that wants the trips of *one* request keeps its list in a task-local
/// (`tokio::task_local!`) that the caller sets around that request's future; trips of other
/// tasks then find none, or their own. It must not block and must not call the store.
///
/// Not told: connecting, migrating, and the first preparation of a statement on a new
/// connection to PostgreSQL (one more round trip per connection and statement, ever).
pub trait Observer: Send + Sync {
    /// `trip` is about to be sent.
    fn sent(&self, trip: Trip);

    /// `trip` was answered; `error` is `None` on success. Not called when the caller gave up
    /// (dropped the future), nor for the roll-back of a dropped transaction.
    fn answered(&self, trip: Trip, error: Option<&StoreError>) {
        let _ = (trip, error);
    }
}
