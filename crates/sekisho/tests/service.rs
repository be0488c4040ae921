//! What a service manager is told, and what it is given.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]

mod support;

use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::time::Duration;

use support::{Installation, Running, get};

/// Ready when pages can be asked for, and stopping from the signal on.
#[test]
fn systemd_is_told_of_begin_and_end() {
    let installation = Installation::migrated();
    let path = installation.at("notify");
    let manager = UnixDatagram::bind(&path).unwrap();
    manager
        .set_read_timeout(Some(Duration::from_mins(1)))
        .unwrap();
    let told = || {
        let mut text = [0; 64];
        let length = manager.recv(&mut text).unwrap();
        String::from_utf8(text[..length].to_vec()).unwrap()
    };
    let node = Running::start(installation.command(&["serve"]).env("NOTIFY_SOCKET", &path));
    assert_eq!(told(), "READY=1");
    assert!(get(node.address, "/readyz").starts_with("HTTP/1.1 200"));
    node.signal("TERM");
    assert_eq!(told(), "STOPPING=1");
    let (status, said) = node.ended();
    assert_eq!(status.code(), Some(0), "{said}");
}

/// A manager that cannot be reached is no reason not to serve.
#[test]
fn a_manager_that_is_away_stops_nothing() {
    let installation = Installation::migrated();
    let away = installation.at("nobody");
    let node = Running::start(installation.command(&["serve"]).env("NOTIFY_SOCKET", &away));
    assert!(get(node.address, "/readyz").starts_with("HTTP/1.1 200"));
    node.stop();
}

/// Everything that the package names is there, and the unit starts what the package installs.
#[test]
fn the_package_names_what_there_is() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = std::fs::read_to_string(here.join("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let deb = &manifest["package"]["metadata"]["deb"];
    let assets = deb["assets"].as_array().unwrap();
    for asset in assets {
        let source = asset[0].as_str().unwrap();
        // Those are made by packaging/build-deb.
        if source.starts_with("target/") || source.contains("/target/") {
            continue;
        }
        let source = here.join(source.trim_end_matches('*'));
        assert!(source.exists(), "{}", source.display());
    }
    let unit = here.join("../../packaging/systemd/sekisho.service");
    let unit = std::fs::read_to_string(unit).unwrap();
    for line in [
        "Type=notify",
        "ExecStart=/usr/bin/sekisho serve --config /etc/sekisho/sekisho.toml",
    ] {
        assert!(unit.lines().any(|known| known == line), "{line}");
    }
    assert_eq!(
        deb["conf-files"][0].as_str(),
        Some("/etc/sekisho/sekisho.toml")
    );
    for script in ["postinst", "prerm", "postrm"] {
        assert!(here.join("../../packaging/debian").join(script).exists());
    }
}
