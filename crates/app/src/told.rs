//! What operators tell everybody, as a node remembers it: read for every page, it would otherwise be
//! a round trip of every page.

use domain::announcement::Announcement;
use domain::time::{Span, Timestamp};
use std::sync::{Arc, Mutex, PoisonError};

/// For so long a node goes by what it has read. An announcement that another node makes or withdraws
/// is seen that much later at most; when one begins and ends is exact.
pub(crate) const REMEMBERED: Span = Span::seconds(5);

/// What was read, and when.
#[derive(Debug, Default)]
pub(crate) struct Told(Mutex<Option<(Timestamp, Arc<[Announcement]>)>>);

impl Told {
    /// What was read, if that is not too long ago.
    pub(crate) fn remembered(&self, now: Timestamp) -> Option<Arc<[Announcement]>> {
        let told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, read) = told.as_ref()?;
        let age = now.since(*at);
        (age >= Span::ZERO && age < REMEMBERED).then(|| Arc::clone(read))
    }

    /// What was read last, however long ago.
    pub(crate) fn last(&self) -> Arc<[Announcement]> {
        let told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.as_ref()
            .map(|(_, read)| Arc::clone(read))
            .unwrap_or_default()
    }

    /// Remembers what was read at `now`.
    pub(crate) fn keep(&self, now: Timestamp, read: Arc<[Announcement]>) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *told = Some((now, read));
    }

    /// Something was announced or withdrawn here: the next page reads it.
    pub(crate) fn forget(&self) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *told = None;
    }
}
