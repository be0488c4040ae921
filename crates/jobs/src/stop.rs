//! The word that work should end.

use tokio::sync::watch;

/// Hears when to stop. Clones hear the same word.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    /// A word to be given once, and the ear for it. If the sender goes, that is the word too.
    #[must_use]
    pub fn channel() -> (watch::Sender<bool>, Self) {
        let (sender, receiver) = watch::channel(false);
        (sender, Self(receiver))
    }

    /// Whether the word was given.
    #[must_use]
    pub fn is_given(&self) -> bool {
        *self.0.borrow() || self.0.has_changed().is_err()
    }

    /// Waits for the word.
    pub async fn given(&mut self) {
        // An error means that nobody is left to give it.
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}

#[cfg(test)]
mod tests {
    use super::Stop;

    #[tokio::test]
    async fn a_lost_sender_is_the_word_too() {
        let (sender, mut stop) = Stop::channel();
        assert!(!stop.is_given());
        drop(sender);
        stop.given().await;
        assert!(stop.is_given());
    }

    #[tokio::test]
    async fn every_ear_hears_the_word() {
        let (sender, mut stop) = Stop::channel();
        let mut other = stop.clone();
        sender.send_replace(true);
        stop.given().await;
        other.given().await;
        assert!(stop.is_given() && other.is_given());
    }
}
