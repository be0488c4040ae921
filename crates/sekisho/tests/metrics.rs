//! `/metrics` of a running node, and the dashboard that is made of it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]

mod support;

use std::collections::BTreeSet;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;

use app::measures::ALL;
use support::{Installation, get, said};

/// Labels, and which words they may have; `None`: see [`is_route`] and [`is_word`].
const LABELS: [(&str, Option<&[&str]>); 10] = [
    ("route", None),
    ("why", None),
    ("le", None),
    ("version", None),
    (
        "method",
        Some(&["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "other"]),
    ),
    ("status", Some(&["1xx", "2xx", "3xx", "4xx", "5xx"])),
    (
        "way",
        Some(&["code", "mail", "recovery", "passkey", "again"]),
    ),
    (
        "outcome",
        Some(&[
            "open",
            "refused",
            "locked",
            "busy",
            "fault",
            "over",
            "ok",
            "failed",
            "delivered",
        ]),
    ),
    ("job", Some(&["sweep", "purge", "expire", "invite", "seal"])),
    ("engine", Some(&["sqlite", "postgresql"])),
];

/// What is in an address of somebody's has digits or capitals; what the router knows has not.
fn is_route(value: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || "/_-{}.".contains(c);
    value == "none" || (value.starts_with('/') && value.chars().all(plain))
}

fn is_word(value: &str) -> bool {
    value.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// Name, labels and value of a line.
fn parsed(line: &str) -> (&str, Vec<(&str, &str)>, f64) {
    let (series, value) = line.rsplit_once(' ').unwrap();
    let value = value.parse().unwrap();
    let Some((name, labels)) = series.split_once('{') else {
        return (series, Vec::new(), value);
    };
    let labels = labels.strip_suffix("\"}").unwrap().split("\",");
    let labels = labels.map(|label| label.split_once("=\"").unwrap());
    (name, labels.collect(), value)
}

fn without_ending(name: &str) -> &str {
    let endings = ["_bucket", "_sum", "_count"];
    endings
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(name)
}

fn allowed(name: &str, value: &str) -> bool {
    match LABELS.iter().find(|(known, _)| *known == name) {
        Some((_, Some(words))) => words.contains(&value),
        Some(("route", None)) => is_route(value),
        Some(("why", None)) => is_word(value),
        Some((_, None)) => value
            .chars()
            .all(|c| c.is_ascii_digit() || ".+Inf".contains(c)),
        None => false,
    }
}

/// An installation that tells what it counts at `address`.
fn measured(address: SocketAddr) -> Installation {
    let installation = Installation::on_sqlite();
    let more = format!("metrics.listen = \"{address}\"\n");
    installation.configure("sqlite:../database/sekisho.db", &more);
    let migrated = installation.run(&["migrate"]);
    assert!(migrated.status.success(), "{}", said(&migrated));
    installation
}

/// Pages, addresses that nobody has, and whatever somebody might hope to find again.
fn asks_around(address: SocketAddr) {
    for path in [
        "/",
        "/1000001",
        "/1000001/reset",
        "/no/such/Page7",
        "/console/menu",
        "/readyz",
        "/help/faq",
        "/reset/GeheimesZeichen7",
        "/console/users/01a218b6-ed02-7c1e-be44-84ca62ca5b1d",
        "/assets/x/y.css",
        "/metrics",
        "/%22%7D%0Aevil%7B",
        "/door/check/lager",
    ] {
        get(address, path);
    }
}

/// The names and routes in an exposition whose labels are all allowed.
fn labels_of(body: &str) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let (mut seen, mut routes) = (BTreeSet::new(), BTreeSet::new());
    for line in body.lines().filter(|line| !line.starts_with('#')) {
        let (name, labels, value) = parsed(line);
        seen.insert(without_ending(name));
        assert!(value >= 0.0, "{line}");
        for (label, value) in labels {
            assert!(allowed(label, value), "{label}=\"{value}\" in {line}");
            if label == "route" {
                routes.insert(value);
            }
        }
    }
    (seen, routes)
}

/// Nothing that people sent, and nobody's name, becomes a label, whatever is asked for.
#[test]
fn labels_are_words_of_fixed_lists() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let installation = measured(port);
    let node = installation.serve();
    let key = "1000001";
    asks_around(node.address);
    let answer = get(port, "/metrics");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("text/plain; version=0.0.4"), "{head}");
    let (seen, routes) = labels_of(body);
    for wanted in [
        "/",
        "/{access_key}",
        "/readyz",
        "/console/users/{id}",
        "/reset/{token}",
        "none",
    ] {
        assert!(routes.contains(wanted), "{wanted} is not in {routes:?}");
    }
    for measure in ALL {
        assert!(
            body.contains(&format!("# TYPE {} {}\n", measure.name, measure.kind)),
            "{measure:?}"
        );
    }
    for name in [
        "sekisho_build_info",
        "sekisho_database_up",
        "sekisho_outbox_waiting",
        "sekisho_job_runs_total",
    ] {
        assert!(seen.contains(name), "{name}");
    }
    assert!(
        !body.contains(key) && !body.contains("Geheim") && !body.contains("evil"),
        "{body}"
    );
    assert!(get(port, "/").starts_with("HTTP/1.1 404"));
    let outside = get(node.address, "/metrics");
    assert!(
        !outside.contains("sekisho_build_info"),
        "only on the port of its own"
    );
    node.stop();
}

fn expressions(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(map) => {
            if let Some(text) = map.get("expr").and_then(serde_json::Value::as_str) {
                found.push(text.to_owned());
            }
            map.values().for_each(|value| expressions(value, found));
        }
        serde_json::Value::Array(all) => all.iter().for_each(|value| expressions(value, found)),
        _ => {}
    }
}

/// The dashboard and the rules ask for nothing that is not measured, and leave nothing out.
#[test]
fn the_dashboard_knows_every_measure() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/deploy");
    let text = std::fs::read_to_string(folder.join("grafana.json")).unwrap();
    let mut asked = Vec::new();
    expressions(&serde_json::from_str(&text).unwrap(), &mut asked);
    let rules = std::fs::read_to_string(folder.join("alerts.yml")).unwrap();
    asked.extend(
        rules
            .lines()
            .filter_map(|line| Some(line.trim().strip_prefix("expr:")?.to_owned())),
    );
    assert!(asked.len() > 15, "{asked:?}");
    let word = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    let names: BTreeSet<&str> = asked
        .iter()
        .flat_map(|text| text.split(word))
        .filter(|name| name.starts_with("sekisho_"))
        .map(without_ending)
        .collect();
    let known: BTreeSet<&str> = ALL.iter().map(|measure| measure.name).collect();
    assert_eq!(names, known);
}
