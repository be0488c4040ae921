//! The database round trips of one piece of work.

use std::sync::{Arc, Mutex, PoisonError};

use store::{Observer, Trip};

tokio::task_local! {
    static TRIPS: Arc<Mutex<Vec<Trip>>>;
}

/// An observer that notes trips for [`recorded`]; give it to the store of the app under test.
///
/// Trips of tasks that nobody records are forgotten, so one app may serve recorded and other
/// requests at once.
#[derive(Debug, Clone, Copy, Default)]
pub struct TripRecorder;

impl Observer for TripRecorder {
    fn sent(&self, trip: Trip) {
        // Outside `recorded` there is no list, and nothing to do.
        let _ = TRIPS.try_with(|trips| {
            trips
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(trip);
        });
    }
}

/// Runs `work` and returns, with its result, the trips that its task made, in order.
///
/// Work that `work` spawns as another task is not seen; a server that spawns a task per
/// connection wraps its handler (a middleware) rather than its client.
pub async fn recorded<T>(work: impl Future<Output = T>) -> (T, Vec<Trip>) {
    let trips = Arc::new(Mutex::new(Vec::new()));
    let result = TRIPS.scope(Arc::clone(&trips), work).await;
    let trips = std::mem::take(&mut *trips.lock().unwrap_or_else(PoisonError::into_inner));
    (result, trips)
}
