//! Nodes that run: from the first start to the end in order.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]

mod support;

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use support::{Installation, Running, code, said, sekisho, wait_until};
use testkit::databases::{Database, Engine};

/// The way of docs/operations.md, on an empty database.
fn first_start(installation: &Installation) {
    let migrated = installation.run(&["migrate"]);
    assert_eq!(code(&migrated), 0, "{}", said(&migrated));
    let made = installation.create_merchant(&[
        "--contact-mail",
        "contact@a.example",
        "--mail-first-password",
    ]);
    let node = installation.serve();
    assert!(node.get("/healthz").starts_with("HTTP/1.1 200 "));
    assert!(node.get("/readyz").starts_with("HTTP/1.1 200 "));
    let access_key = made["access_key"].as_str().unwrap();
    let page = node.get(&format!("/{access_key}"));
    assert!(
        page.starts_with("HTTP/1.1 200 ") && page.contains("ワンタイムパスワード"),
        "{page}"
    );
    let mails = installation.mails(1);
    assert!(mails[0].contains("To: contact@a.example"), "{mails:?}");

    let log = node.stop();
    let password = made["first_password"].as_str().unwrap();
    for secret in [password, "contact@a.example"] {
        assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
    }
    assert!(log.contains("mail handed over"), "{log}");
}

#[test]
fn a_first_start_on_sqlite() {
    let installation = Installation::on_sqlite();
    first_start(&installation);
    for name in ["database/sekisho.db", "etc/keys"] {
        let mode = fs::metadata(installation.at(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    // Closed in order, the log file of the database is gone.
    assert!(!installation.at("database/sekisho.db-wal").exists());
}

#[test]
fn a_first_start_on_postgres() {
    let database = Database::new(Engine::Postgres);
    first_start(&Installation::new(&database.url()));
}

#[test]
fn links_lead_to_the_port_that_is_really_listened_on() {
    let installation = Installation::migrated();
    let made = installation.create_merchant(&["--contact-mail", "contact@a.example"]);
    let node = installation.serve();
    let merchant_code = made["merchant_code"].as_str().unwrap();
    let reset = [
        "operator",
        "reset-admin",
        "--merchant",
        merchant_code,
        "--reason",
        "asked",
    ];
    installation.json(&[&reset[..], &["--one-time-password"]].concat());
    // The bodies are encoded; the address is read from its one line when it is ASCII.
    let mail = installation.mails(1).concat();
    let decoded = mail::Received::parse(mail.as_bytes()).unwrap().body;
    assert!(
        decoded.contains(&format!("http://{}/", node.address)),
        "{decoded}"
    );
    node.stop();
}

/// SIGTERM and SIGINT let the request in hand finish and take no other.
#[test]
fn a_request_in_hand_is_finished() {
    for name in ["TERM", "INT"] {
        let installation = Installation::migrated();
        let node = installation.serve();
        let mut in_hand = node.connect();
        write!(
            in_hand,
            "POST /1234567 HTTP/1.1\r\nHost: a\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 6\r\n\r\nfo"
        )
        .unwrap();
        // Answers on another connection show that the first one was accepted before.
        assert!(node.get("/healthz").starts_with("HTTP/1.1 200 "));
        node.signal(name);
        let address = node.address;
        wait_until("the port's end", || TcpStream::connect(address).is_err());
        write!(in_hand, "rm=1").unwrap();
        let mut answer = String::new();
        in_hand.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
        let (status, said) = node.ended();
        assert_eq!(status.code(), Some(0), "{said}");
    }
}

/// SIGTERM tells a proxy at once and answers on until it has noticed; the last answers close their
/// connections, so that none is cut with a request on its way.
#[test]
fn a_node_that_drains_answers_on() {
    let installation = Installation::migrated();
    let text = fs::read_to_string(installation.config()).unwrap();
    let text = text.replace("drain_seconds = 0", "drain_seconds = 2");
    fs::write(installation.config(), text).unwrap();
    let node = installation.serve();
    let mut kept = node.connect();
    let answer = ask_on(&mut kept, "/healthz");
    assert!(
        !answer.to_lowercase().contains("connection: close"),
        "{answer}"
    );
    assert!(node.get("/readyz").starts_with("HTTP/1.1 200 "));
    node.signal("TERM");
    wait_until("503", || {
        let answer = node.get("/readyz");
        answer.starts_with("HTTP/1.1 503 ") && answer.ends_with("draining\n")
    });
    assert!(node.get("/healthz").starts_with("HTTP/1.1 200 "));
    let answer = ask_on(&mut kept, "/healthz");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(
        answer.to_lowercase().contains("connection: close"),
        "{answer}"
    );
    let (status, said) = node.ended();
    assert_eq!(status.code(), Some(0), "{said}");
}

/// One answer on a connection that stays open.
fn ask_on(stream: &mut TcpStream, path: &str) -> String {
    write!(stream, "GET {path} HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
    let mut answer = String::new();
    while !answer.ends_with("ok\n") {
        let mut bytes = [0; 4096];
        let read = stream.read(&mut bytes).unwrap();
        assert!(read > 0, "the connection ended: {answer}");
        answer.push_str(&String::from_utf8_lossy(&bytes[..read]));
    }
    answer
}

#[test]
fn a_second_signal_does_not_wait() {
    let installation = Installation::migrated();
    let node = installation.serve();
    let mut in_hand = node.connect();
    write!(
        in_hand,
        "POST /1234567 HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"
    )
    .unwrap();
    assert!(node.get("/healthz").starts_with("HTTP/1.1 200 "));
    node.signal("TERM");
    let address = node.address;
    wait_until("the port's end", || TcpStream::connect(address).is_err());
    node.signal("TERM");
    let (status, said) = node.ended();
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(said.contains("second signal"), "{said}");
}

#[test]
fn oversized_heads_are_refused_and_the_node_goes_on() {
    let installation = Installation::migrated();
    let node = installation.serve();
    let mut stream = node.connect();
    let long = "x".repeat(64 * 1024);
    // It may be cut off before all of it is sent.
    let _ = write!(stream, "GET /{long} HTTP/1.1\r\nHost: a\r\n\r\n");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer);
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 4"),
        "{answer}"
    );
    assert!(node.get("/healthz").starts_with("HTTP/1.1 200 "));
    node.stop();
}

#[test]
fn log_lines_can_be_read_by_programs() {
    let installation = Installation::migrated();
    installation.configure("sqlite:../database/sekisho.db", "log = \"json\"");
    let node = installation.serve();
    node.get("/healthz");
    let log = node.stop();
    assert!(log.lines().count() >= 2, "{log}");
    for line in log.lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(
            value["timestamp"].is_string() && value["level"].is_string(),
            "{line}"
        );
    }
}

fn start_demo(data: &Path) -> (Running, serde_json::Value) {
    let data = data.to_str().unwrap();
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--data", data];
    let demo = Running::start(sekisho().args(arguments));
    let record = fs::read(Path::new(data).join("demo.json")).unwrap();
    (demo, serde_json::from_slice(&record).unwrap())
}

fn an_operator_is_named(record: &serde_json::Value, login_url: &str) {
    assert_eq!(record["operator"]["login_url"], login_url);
    assert!(
        record["operator"]["user_id"].is_string()
            && record["operator"]["first_password"].is_string()
    );
}

#[test]
fn a_demonstration_finds_everything_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (demo, first) = start_demo(&data);
    assert_eq!(first["base_url"], format!("http://{}", demo.address));
    let kinds: Vec<_> = first["merchants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["kind"])
        .collect();
    assert_eq!(kinds, ["logistics", "non_logistics", "tablet"]);
    an_operator_is_named(&first, &format!("http://{}/operator", demo.address));
    for merchant in first["merchants"].as_array().unwrap() {
        let path = format!("/{}", merchant["access_key"].as_str().unwrap());
        assert_eq!(
            merchant["login_url"],
            format!("http://{}{path}", demo.address)
        );
        assert!(demo.get(&path).starts_with("HTTP/1.1 200 "));
    }
    assert!(demo.get("/demo/mails").starts_with("HTTP/1.1 200 "));
    wait_until("the notice", || {
        demo.lines().iter().any(|line| line.contains("PLAIN HTTP"))
    });
    demo.stop();

    let (demo, second) = start_demo(&data);
    for (one, other) in first["merchants"]
        .as_array()
        .unwrap()
        .iter()
        .zip(second["merchants"].as_array().unwrap())
    {
        assert!(one["first_password"].is_string());
        assert_eq!(one["first_password"], other["first_password"]);
        assert_eq!(one["merchant_code"], other["merchant_code"]);
    }
    assert_eq!(second["base_url"], format!("http://{}", demo.address));
    demo.stop();
    for (name, mode) in [
        ("demo.json", 0o600),
        ("keys", 0o600),
        ("sekisho.db", 0o600),
        ("", 0o700),
    ] {
        let found = fs::metadata(data.join(name)).unwrap().permissions().mode();
        assert_eq!(found & 0o777, mode, "{name}");
    }
}

#[test]
fn a_demonstration_without_its_record_still_starts() {
    let folder = tempfile::tempdir().unwrap();
    let (demo, _) = start_demo(folder.path());
    demo.stop();
    fs::remove_file(folder.path().join("demo.json")).unwrap();
    let (demo, record) = start_demo(folder.path());
    assert_eq!(
        record["merchants"][0]["first_password"],
        serde_json::Value::Null
    );
    demo.stop();
}

#[test]
fn a_demonstration_whose_keys_are_lost_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let (demo, _) = start_demo(folder.path());
    demo.stop();
    fs::remove_file(folder.path().join("keys")).unwrap();
    let data = folder.path().to_str().unwrap();
    let refused = support::run(&["demo", "--listen", "127.0.0.1:0", "--data", data]);
    assert_eq!(code(&refused), 4);
    assert!(
        said(&refused).contains("remove that folder"),
        "{}",
        said(&refused)
    );
}
