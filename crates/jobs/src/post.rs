//! The mail worker: claims what is due, writes the letter, hands it over, notes the answer.

use std::sync::Arc;
use std::time::Duration;

use app::{App, AppError, DueMail};
use i18n::Catalog;
use mail::{Brand, Carrier, Outcome, compose};
use tokio::task::JoinSet;

use crate::{Stop, letters};

/// So many mails are handed over at the same time, at most.
pub const LANES: u32 = 4;

/// How long nobody asks for mail when there was none.
const IDLE: Duration = Duration::from_millis(500);
/// How long to wait when the database was away.
const TROUBLED: Duration = Duration::from_secs(5);
/// How often and at which distances a mail's end is noted when the database is away: a mail
/// whose end is not noted is sent again.
const NOTING: [Duration; 4] = [
    Duration::from_millis(200),
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(15),
];

/// What the worker works with. Clones share it.
#[derive(Clone)]
pub struct Post {
    /// The use cases.
    pub app: App,
    /// The way out.
    pub carrier: Arc<dyn Carrier>,
    /// The texts.
    pub catalog: Catalog,
    /// Who sends.
    pub brand: Arc<Brand>,
    /// Where links lead, without a slash at its end.
    pub public_url: Arc<str>,
}

/// What became of the mails of one round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Handed over.
    pub delivered: u32,
    /// Refused; tried again later unless the refusal was for good.
    pub refused: u32,
}

/// Hands mail over until told to stop, and then finishes what it has in hand.
pub async fn run_mail(post: &Post, mut stop: Stop) {
    let mut lanes = JoinSet::new();
    while !stop.is_given() {
        let wait = claim(post, &mut lanes).await;
        tokio::select! {
            () = stop.given() => {}
            Some(_) = lanes.join_next() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
    while lanes.join_next().await.is_some() {}
}

/// Fills the free lanes, and tells how long there is nothing more to do.
async fn claim(post: &Post, lanes: &mut JoinSet<bool>) -> Duration {
    while lanes.try_join_next().is_some() {}
    let free = (LANES as usize).saturating_sub(lanes.len());
    if free == 0 {
        return IDLE;
    }
    match post.app.claim_mail(u16::try_from(free).unwrap_or(1)).await {
        Ok(due) => {
            for mail in due {
                let post = post.clone();
                lanes.spawn(async move { post.send(mail).await });
            }
            IDLE
        }
        Err(error) => {
            tracing::warn!(%error, "no mail can be claimed; it is tried again");
            TROUBLED
        }
    }
}

/// Hands over everything that is due now, one after the other.
///
/// # Errors
/// [`AppError`] when the database is away.
pub async fn send_due(post: &Post) -> Result<Sent, AppError> {
    let mut sent = Sent::default();
    loop {
        // One at a time: a claim holds for minutes, not for a whole queue behind a slow server.
        let due = post.app.claim_mail(1).await?;
        if due.is_empty() {
            return Ok(sent);
        }
        for mail in due {
            if post.send(mail).await {
                sent.delivered += 1;
            } else {
                sent.refused += 1;
            }
        }
    }
}

impl Post {
    /// One try. True when the mail was handed over.
    async fn send(&self, due: DueMail) -> bool {
        let (mail, template) = (due.id.uuid(), due.notice.word());
        let outcome = self.hand_over(&due).await;
        let delivered = matches!(outcome, Outcome::Delivered { .. });
        match &outcome {
            Outcome::Delivered { .. } => {
                tracing::info!(%mail, template, tries = due.tries, "mail handed over");
            }
            Outcome::Refused { permanent, answer } => {
                tracing::warn!(%mail, template, tries = due.tries, permanent, answer, "mail refused");
            }
        }
        self.app.measures().mail(delivered);
        self.note(&due, &outcome).await;
        delivered
    }

    async fn hand_over(&self, due: &DueMail) -> Outcome {
        // It was claimed in time, but may have waited for its turn since.
        if self.app.now() >= due.not_after {
            let answer = "too late: what it tells is no longer valid".to_owned();
            return Outcome::Refused {
                permanent: true,
                answer,
            };
        }
        let letter = letters::letter(due, self.app.policy(), &self.public_url);
        match compose(&self.catalog, &self.brand, &letter, &letters::posting(due)) {
            Ok(message) => without_address(self.carrier.send(&message).await, due),
            Err(error) => Outcome::Refused {
                permanent: true,
                answer: error.to_string(),
            },
        }
    }

    async fn note(&self, due: &DueMail, outcome: &Outcome) {
        let mut distances = NOTING.into_iter();
        loop {
            let noted = match outcome {
                Outcome::Delivered { answer } => self.app.mail_sent(due.id, answer).await,
                Outcome::Refused { permanent, answer } => {
                    self.app.mail_refused(due, *permanent, answer).await
                }
            };
            let Err(error) = noted else { return };
            let mail = due.id.uuid();
            tracing::warn!(%mail, %error, "what became of a mail cannot be noted");
            match distances.next() {
                Some(distance) => tokio::time::sleep(distance).await,
                None => return,
            }
        }
    }
}

/// Mail servers repeat the recipient's address, which has no place in logs.
fn without_address(outcome: Outcome, due: &DueMail) -> Outcome {
    let hidden = |answer: String| answer.replace(due.to.as_str(), "(recipient)");
    match outcome {
        Outcome::Delivered { answer } => Outcome::Delivered {
            answer: hidden(answer),
        },
        Outcome::Refused { permanent, answer } => Outcome::Refused {
            permanent,
            answer: hidden(answer),
        },
    }
}
