//! What a node counts of itself, for whoever watches over it. A label is a word of a fixed list or an
//! address as the router knows it (`/console/users/{id}`): no measure tells whose it is.

mod register;

pub use register::Measure;

use crate::log_in::Way;
use crate::{App, AppError, LoggedIn, MailFinished};
use domain::time::{Span, Timestamp};
use register::{Labels, Register, in_seconds};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use store::outbox;

const fn measure(name: &'static str, kind: &'static str, help: &'static str) -> Measure {
    Measure { name, help, kind }
}

const REQUESTS: Measure = measure(
    "sekisho_http_requests_total",
    "counter",
    "Requests by route, method and class of status",
);
const REQUEST_SECONDS: Measure = measure(
    "sekisho_http_request_seconds",
    "histogram",
    "How long requests took, by route and method",
);
const LOG_INS: Measure = measure(
    "sekisho_log_ins_total",
    "counter",
    "Log-ins by way and outcome",
);
const REFUSALS: Measure = measure(
    "sekisho_refusals_total",
    "counter",
    "Refused tries by way and reason",
);
const LOCK_OUTS: Measure = measure(
    "sekisho_lock_outs_total",
    "counter",
    "Failures that used up the tries of an account",
);
const HASHES: Measure = measure(
    "sekisho_hash_evaluations_total",
    "counter",
    "Password hashes evaluated",
);
const HASHES_REFUSED: Measure = measure(
    "sekisho_hash_refused_total",
    "counter",
    "Requests that found no place in the hash queue",
);
const HASHES_WAITING: Measure = measure(
    "sekisho_hash_waiting",
    "gauge",
    "Jobs that wait for a hashing thread",
);
const HASH_PLACES: Measure = measure(
    "sekisho_hash_places_taken",
    "gauge",
    "Places taken in the hash queue, those at work included",
);
const HASH_MEMORY: Measure = measure(
    "sekisho_hash_memory_bytes",
    "gauge",
    "Memory of the hashing threads",
);
const MAILS: Measure = measure(
    "sekisho_mails_total",
    "counter",
    "Mails handed over or refused",
);
const OUTBOX: Measure = measure("sekisho_outbox_waiting", "gauge", "Mails that wait");
const OUTBOX_OLDEST: Measure = measure(
    "sekisho_outbox_oldest_seconds",
    "gauge",
    "Age of the oldest mail that waits",
);
const UNSEALED: Measure = measure(
    "sekisho_audit_unsealed_seconds",
    "gauge",
    "Age of the oldest row of the audit trail without a seal",
);
const JOB_RUNS: Measure = measure(
    "sekisho_job_runs_total",
    "counter",
    "Runs of jobs by outcome",
);
const JOB_SUCCESS: Measure = measure(
    "sekisho_job_last_success_timestamp_seconds",
    "gauge",
    "When a job last succeeded on this node",
);
const DATABASE: Measure = measure(
    "sekisho_database_up",
    "gauge",
    "Whether the database answered",
);
const CONNECTIONS: Measure = measure(
    "sekisho_database_connections",
    "gauge",
    "Open connections to the database",
);
const CONNECTIONS_IDLE: Measure = measure(
    "sekisho_database_connections_idle",
    "gauge",
    "Connections that nobody uses",
);
const BUILD: Measure = measure(
    "sekisho_build_info",
    "gauge",
    "Always 1, with the version and the database engine",
);

/// Every measure, in the order of the exposition.
pub const ALL: [Measure; 20] = [
    REQUESTS,
    REQUEST_SECONDS,
    LOG_INS,
    REFUSALS,
    LOCK_OUTS,
    HASHES,
    HASHES_REFUSED,
    HASHES_WAITING,
    HASH_PLACES,
    HASH_MEMORY,
    MAILS,
    OUTBOX,
    OUTBOX_OLDEST,
    UNSEALED,
    JOB_RUNS,
    JOB_SUCCESS,
    DATABASE,
    CONNECTIONS,
    CONNECTIONS_IDLE,
    BUILD,
];

/// The counts of this process.
#[derive(Default)]
pub struct Measures {
    register: Register,
    /// When each job last succeeded.
    succeeded: Mutex<BTreeMap<&'static str, Timestamp>>,
}

impl Measures {
    /// Counts a request. `route`: as the router knows it; `status`: its class, e.g. `2xx`.
    pub fn request(&self, route: &str, method: &'static str, status: &'static str, took: Span) {
        let mut labels: Labels = vec![("route", route.to_owned()), ("method", method.to_owned())];
        self.register.took(REQUEST_SECONDS, labels.clone(), took);
        labels.push(("status", status.to_owned()));
        self.register.count(REQUESTS, labels);
    }

    /// Counts a run of a job.
    pub fn job(&self, job: &'static str, succeeded: bool, at: Timestamp) {
        let outcome = if succeeded { "ok" } else { "failed" };
        self.count(JOB_RUNS, [("job", job), ("outcome", outcome)]);
        if succeeded {
            let mut all = self
                .succeeded
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            all.insert(job, at);
        }
    }

    /// Counts a mail that was handed over, or was not.
    pub fn mail(&self, delivered: bool) {
        let outcome = if delivered { "delivered" } else { "refused" };
        self.count(MAILS, [("outcome", outcome)]);
    }

    pub(crate) fn log_in(&self, way: Way, answer: &Result<LoggedIn, AppError>) {
        let outcome = match answer {
            Ok(LoggedIn::Open { .. }) => "open",
            Ok(LoggedIn::Refused) => "refused",
            Ok(LoggedIn::Locked) => "locked",
            Err(error) => failed(error),
        };
        self.count(LOG_INS, [("way", way.word()), ("outcome", outcome)]);
    }

    pub(crate) fn mail_log_in(&self, answer: &Result<MailFinished, AppError>) {
        let outcome = match answer {
            Ok(MailFinished::Open { .. }) => "open",
            Ok(MailFinished::Refused) => "refused",
            Ok(MailFinished::Locked) => "locked",
            Ok(MailFinished::Over) => "over",
            Err(error) => failed(error),
        };
        self.count(LOG_INS, [("way", "mail"), ("outcome", outcome)]);
    }

    /// `locks`: with it the budget of a known account is spent.
    pub(crate) fn refusal(&self, way: Way, why: &'static str, locks: bool) {
        self.count(REFUSALS, [("way", way.word()), ("why", why)]);
        if locks {
            self.count(LOCK_OUTS, []);
        }
    }

    fn count<const N: usize>(&self, of: Measure, labels: [(&'static str, &'static str); N]) {
        let labels = labels.map(|(label, value)| (label, value.to_owned()));
        self.register.count(of, labels.into());
    }

    fn successes(&self) -> Vec<(Measure, Labels, String)> {
        let all = self
            .succeeded
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let level = |(job, at): (&&'static str, &Timestamp)| {
            let labels = vec![("job", (*job).to_owned())];
            (JOB_SUCCESS, labels, at.unix_seconds().to_string())
        };
        all.iter().map(level).collect()
    }
}

const fn failed(error: &AppError) -> &'static str {
    match error {
        AppError::Busy { .. } => "busy",
        _ => "fault",
    }
}

impl App {
    /// What was counted and how everything stands now, as Prometheus reads it. Levels that the database
    /// does not tell are left out, and [`ALL`] has one that says so.
    pub async fn measured(&self, version: &str) -> String {
        let engine = self.store().engine().word();
        let build = vec![
            ("version", version.to_owned()),
            ("engine", engine.to_owned()),
        ];
        let hashes = self.pool().counts();
        let (open, idle) = self.store().connections();
        let plain = |of: Measure, value: String| (of, Labels::new(), value);
        let mut levels = vec![
            (BUILD, build, "1".to_owned()),
            plain(HASHES, hashes.evaluations.to_string()),
            plain(HASHES_REFUSED, hashes.refused.to_string()),
            plain(HASHES_WAITING, hashes.waiting.to_string()),
            plain(HASH_PLACES, hashes.places.to_string()),
            plain(HASH_MEMORY, (hashes.memory_kib * 1024).to_string()),
            plain(CONNECTIONS, open.to_string()),
            plain(CONNECTIONS_IDLE, idle.to_string()),
        ];
        levels.extend(self.measures().successes());
        let answered = match self.told_by_database().await {
            Ok(told) => {
                levels.extend(told.map(|(of, value)| plain(of, value)));
                "1"
            }
            Err(error) => {
                tracing::warn!(%error, "the database does not tell its measures");
                "0"
            }
        };
        levels.push(plain(DATABASE, answered.to_owned()));
        self.measures().register.exposed(&ALL, &levels)
    }

    async fn told_by_database(&self) -> Result<[(Measure, String); 3], AppError> {
        let (waiting, oldest) = outbox::waiting(self.store()).await?;
        let age = oldest.map_or(Span::ZERO, |since| self.now().since(since));
        let seconds = |span: Span| in_seconds(span.as_micros().max(0).unsigned_abs());
        Ok([
            (OUTBOX, waiting.to_string()),
            (OUTBOX_OLDEST, seconds(age)),
            (UNSEALED, seconds(self.seal_waits().await?)),
        ])
    }
}
