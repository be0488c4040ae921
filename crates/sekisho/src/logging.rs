//! Log lines on standard error: one per event, as text or as JSON, without secrets.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::LogForm;

/// The crates whose log lines are ours to answer for.
const OURS: [&str; 8] = [
    "app", "crypto", "domain", "jobs", "mail", "sekisho", "store", "web",
];

/// Starts logging. Libraries are heard from `warn` on only: what they say below that is not
/// ours to keep free of secrets.
pub fn start(form: LogForm, level: LevelFilter) {
    let ours = OURS.into_iter().map(|name| (name, level));
    let filter = Targets::new()
        .with_default(LevelFilter::WARN.min(level))
        .with_targets(ours);
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false);
    let layer = match form {
        LogForm::Text => lines.boxed(),
        LogForm::Json => lines.json().flatten_event(true).boxed(),
    };
    // A second start in one process, as in tests, keeps the first.
    let _ = tracing_subscriber::registry()
        .with(layer.with_filter(filter))
        .try_init();
}
