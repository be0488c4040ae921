//! Counts and durations, and the text that Prometheus reads (exposition format 0.0.4).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::time::Span;

/// Upper ends of the buckets of durations, in milliseconds.
const BUCKETS: [u32; 10] = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000];

/// Label and value; in the order of the measure.
pub(super) type Labels = Vec<(&'static str, String)>;

/// What is measured: its name in the exposition and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its name.
    pub name: &'static str,
    /// What it tells, a phrase.
    pub help: &'static str,
    /// `counter`, `gauge` or `histogram`.
    pub kind: &'static str,
}

/// Durations by bucket.
#[derive(Clone, Default)]
struct Durations {
    /// How many fell into each bucket and no lower one.
    buckets: [u64; BUCKETS.len()],
    count: u64,
    micros: u64,
}

#[derive(Default)]
struct Known {
    counts: BTreeMap<(&'static str, Labels), u64>,
    durations: BTreeMap<(&'static str, Labels), Durations>,
}

/// All counts of this process.
#[derive(Default)]
pub(super) struct Register {
    known: Mutex<Known>,
}

impl Register {
    fn known(&self) -> MutexGuard<'_, Known> {
        // Nothing is left half done under this lock, so a poisoned one is as good as any.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn count(&self, of: Measure, labels: Labels) {
        let mut known = self.known();
        let count = known.counts.entry((of.name, labels)).or_default();
        *count = count.saturating_add(1);
    }

    pub(super) fn took(&self, of: Measure, labels: Labels, span: Span) {
        let micros = span.as_micros().max(0).unsigned_abs();
        let mut known = self.known();
        let durations = known.durations.entry((of.name, labels)).or_default();
        let fitting = BUCKETS
            .iter()
            .position(|end| micros <= u64::from(*end) * 1_000);
        if let Some(bucket) = fitting.and_then(|at| durations.buckets.get_mut(at)) {
            *bucket = bucket.saturating_add(1);
        }
        durations.count = durations.count.saturating_add(1);
        durations.micros = durations.micros.saturating_add(micros);
    }

    /// Everything as text: `levels` are what the caller has just looked at.
    pub(super) fn exposed(&self, all: &[Measure], levels: &[(Measure, Labels, String)]) -> String {
        let (counts, durations) = {
            let known = self.known();
            (known.counts.clone(), known.durations.clone())
        };
        let mut text = String::new();
        for measure in all {
            let Measure { name, help, kind } = measure;
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
            for ((_, labels), count) in counts.iter().filter(|((of, _), _)| of == name) {
                let _ = writeln!(text, "{name}{} {count}", braced(labels, None));
            }
            for ((_, labels), spans) in durations.iter().filter(|((of, _), _)| of == name) {
                in_buckets(&mut text, name, labels, spans);
            }
            for (_, labels, value) in levels.iter().filter(|(of, ..)| of == measure) {
                let _ = writeln!(text, "{name}{} {value}", braced(labels, None));
            }
        }
        text
    }
}

fn in_buckets(text: &mut String, name: &str, labels: &[(&'static str, String)], spans: &Durations) {
    let mut so_far = 0_u64;
    for (end, count) in BUCKETS.iter().zip(spans.buckets) {
        so_far = so_far.saturating_add(count);
        let end = in_seconds(u64::from(*end) * 1_000);
        let _ = writeln!(text, "{name}_bucket{} {so_far}", braced(labels, Some(&end)));
    }
    let (sum, count) = (in_seconds(spans.micros), spans.count);
    let _ = writeln!(
        text,
        "{name}_bucket{} {count}",
        braced(labels, Some("+Inf"))
    );
    let _ = writeln!(text, "{name}_sum{} {sum}", braced(labels, None));
    let _ = writeln!(text, "{name}_count{} {count}", braced(labels, None));
}

/// Microseconds as seconds in decimal digits.
pub(super) fn in_seconds(micros: u64) -> String {
    let (whole, rest) = (micros / 1_000_000, micros % 1_000_000);
    let digits = format!("{whole}.{rest:06}");
    digits
        .trim_end_matches('0')
        .trim_end_matches('.')
        .to_owned()
}

fn braced(labels: &[(&'static str, String)], end: Option<&str>) -> String {
    let end = end.map(|end| ("le", end));
    let all = labels
        .iter()
        .map(|(label, value)| (*label, value.as_str()))
        .chain(end);
    let all: Vec<String> = all
        .map(|(label, value)| format!("{label}=\"{}\"", escaped(value)))
        .collect();
    if all.is_empty() {
        String::new()
    } else {
        format!("{{{}}}", all.join(","))
    }
}

fn escaped(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::{Measure, Register};
    use domain::time::Span;

    const TRIES: Measure = Measure {
        name: "tries_total",
        help: "Tries",
        kind: "counter",
    };
    const TOOK: Measure = Measure {
        name: "took_seconds",
        help: "Durations",
        kind: "histogram",
    };
    const LEVEL: Measure = Measure {
        name: "level",
        help: "A level",
        kind: "gauge",
    };

    #[test]
    fn the_text_is_what_prometheus_reads() {
        let register = Register::default();
        let labels = |word: &str| vec![("way", word.to_owned())];
        register.count(TRIES, labels("code"));
        register.count(TRIES, labels("code"));
        register.count(TRIES, labels("a\"b\\c\nd"));
        for millis in [5, 7, 60_000] {
            register.took(TOOK, Vec::new(), Span::milliseconds(millis));
        }
        register.took(
            TOOK,
            Vec::new(),
            Span::milliseconds(1).minus(Span::seconds(1)),
        );
        let text = register.exposed(
            &[TRIES, TOOK, LEVEL],
            &[(LEVEL, Vec::new(), "3".to_owned())],
        );
        let expected = "# HELP tries_total Tries\n# TYPE tries_total counter\n\
            tries_total{way=\"a\\\"b\\\\c\\nd\"} 1\ntries_total{way=\"code\"} 2\n\
            # HELP took_seconds Durations\n# TYPE took_seconds histogram\n\
            took_seconds_bucket{le=\"0.005\"} 2\ntook_seconds_bucket{le=\"0.01\"} 3\n";
        assert!(text.starts_with(expected), "{text}");
        let ending = "took_seconds_bucket{le=\"10\"} 3\ntook_seconds_bucket{le=\"+Inf\"} 4\n\
            took_seconds_sum 60.012\ntook_seconds_count 4\n\
            # HELP level A level\n# TYPE level gauge\nlevel 3\n";
        assert!(text.ends_with(ending), "{text}");
    }
}
