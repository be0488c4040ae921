//! The files of `docs/deploy`, with the addresses of a run in place of the example's.

use std::io;
use std::path::Path;

/// What operators begin with; the run shows that it works.
const PATRONI: &str = include_str!("../../../../../docs/deploy/patroni.yml");
const HAPROXY: &str = include_str!("../../../../../docs/deploy/haproxy-postgres.cfg");

/// What the files say of the superuser.
pub const SUPERUSER: (&str, &str) = ("postgres", "replace-superuser");

/// Ports of one member on loopback.
#[derive(Clone, Copy, Debug)]
pub struct Ports {
    /// PostgreSQL.
    pub postgres: u16,
    /// Patroni.
    pub rest: u16,
}

/// How the members replicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commits {
    /// A commit waits for a standby, as the file says.
    Synchronous,
    /// It does not: shows that the run notices what is lost.
    Asynchronous,
}

/// The file of the member with this number (from 1) in `folder`.
///
/// # Errors
/// The example has changed and no longer says what is replaced here.
pub fn patroni(
    number: usize,
    (folder, programs): (&Path, &Path),
    ports: Ports,
    etcd: &[u16],
    commits: Commits,
) -> io::Result<String> {
    let at = |text: &str| text.replace("FOLDER", &folder.display().to_string());
    let mut changes = vec![
        ("name: db1".to_owned(), format!("name: db{number}")),
        (
            "10.20.0.11:8008".to_owned(),
            format!("127.0.0.1:{}", ports.rest),
        ),
        (
            "10.20.0.11:5432".to_owned(),
            format!("127.0.0.1:{}", ports.postgres),
        ),
        ("10.20.0.0/24".to_owned(), "127.0.0.1/32".to_owned()),
        (
            "/usr/lib/postgresql/15/bin".to_owned(),
            programs.display().to_string(),
        ),
    ];
    for (place, port) in (21..).zip(etcd) {
        changes.push((format!("10.20.0.{place}:2379"), format!("127.0.0.1:{port}")));
    }
    let plain = [
        ("ttl: 30", "ttl: 10"),
        ("loop_wait: 10", "loop_wait: 2"),
        ("retry_timeout: 10", "retry_timeout: 4"),
        ("/var/lib/postgresql/15/sekisho", "FOLDER/data"),
        ("/var/lib/postgresql/pgpass-sekisho", "FOLDER/pgpass"),
        ("/var/run/postgresql", "FOLDER"),
        ("hostssl", "host"),
        ("    ssl: \"on\"\n", ""),
        ("    ssl_cert_file: /etc/ssl/sekisho-db.pem\n", ""),
        ("    ssl_key_file: /etc/ssl/private/sekisho-db.key\n", ""),
        // A machine that is reset would be more than this run has asked for.
        ("mode: automatic", "mode: \"off\""),
    ];
    changes.extend(plain.map(|(from, to)| (from.to_owned(), at(to))));
    if commits == Commits::Asynchronous {
        let off = ("synchronous_mode: true", "synchronous_mode: false");
        changes.push((off.0.to_owned(), off.1.to_owned()));
    }
    changed(PATRONI, &changes)
}

/// The proxy's file: it listens on `port`.
///
/// # Errors
/// As [`patroni`].
pub fn haproxy(port: u16, members: &[Ports]) -> io::Result<String> {
    let mut changes = vec![("127.0.0.1:6432".to_owned(), format!("127.0.0.1:{port}"))];
    for (place, member) in (11..).zip(members) {
        changes.push((
            format!("10.20.0.{place}:5432 port 8008"),
            format!("127.0.0.1:{} port {}", member.postgres, member.rest),
        ));
    }
    changed(HAPROXY, &changes)
}

fn changed(text: &str, changes: &[(String, String)]) -> io::Result<String> {
    let mut text = text.to_owned();
    for (from, to) in changes {
        if !text.contains(from.as_str()) {
            return Err(io::Error::other(format!("docs/deploy: {from:?} is gone")));
        }
        text = text.replace(from.as_str(), to);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_example_is_left() {
        let ports = Ports {
            postgres: 5,
            rest: 6,
        };
        let folder = Path::new("/tmp/f");
        let places = (folder, Path::new("/usr/bin"));
        for commits in [Commits::Synchronous, Commits::Asynchronous] {
            let text = patroni(2, places, ports, &[1, 2, 3], commits).unwrap();
            assert!(
                !text.contains("10.20.0.") && !text.contains("/etc/ssl"),
                "{text}"
            );
            assert!(text.contains("name: db2") && text.contains("data_dir: /tmp/f/data"));
            let waits = text.contains("synchronous_mode: true");
            assert_eq!(waits, commits == Commits::Synchronous);
        }
        let text = haproxy(9, &[ports; 3]).unwrap();
        assert!(!text.contains("10.20.0.") && text.contains("bind 127.0.0.1:9"));
    }

    #[test]
    fn a_changed_example_is_noticed() {
        let gone = [("no such line".to_owned(), String::new())];
        assert!(changed(PATRONI, &gone).is_err());
    }
}
