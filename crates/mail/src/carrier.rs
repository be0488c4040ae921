//! Handing a message over.

use std::future::Future;
use std::pin::Pin;

use crate::Composed;

/// What became of one try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken over; whether a person reads it is no longer ours to know.
    Delivered {
        /// The other side's words, at most 500 characters, on one line.
        answer: String,
    },
    /// It was not taken over.
    Refused {
        /// Trying this message again would not help.
        permanent: bool,
        /// The other side's words or what went wrong, at most 500 characters, on one line.
        answer: String,
    },
}

impl Outcome {
    pub(crate) fn delivered(answer: &str) -> Self {
        Self::Delivered {
            answer: one_line(answer),
        }
    }

    pub(crate) fn refused(permanent: bool, answer: &str) -> Self {
        Self::Refused {
            permanent,
            answer: one_line(answer),
        }
    }
}

/// A server's words as a log may hold them.
fn one_line(answer: &str) -> String {
    answer
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(500)
        .collect()
}

/// A try under way.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// A way out of the house. One try per call: when to try again is the caller's to decide.
pub trait Carrier: Send + Sync {
    /// Hands `message` over; never waits without an end.
    fn send<'a>(&'a self, message: &'a Composed) -> Sending<'a>;
}
