//! How mail leaves the house.

use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::mail_address::MailAddress;
use mail::{Login, Secret, Security, SmtpSettings};

use super::document::{Problems, Section};
use super::files;

/// Longest wait for the mail server, when the file does not say, in seconds.
const TIMEOUT_SECONDS: u8 = 10;

/// The sender and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailSettings {
    /// `From` and the envelope's return path.
    pub from: String,
    /// The way out.
    pub way: MailWay,
}

/// The two ways out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailWay {
    /// One `.eml` file per mail: for trials.
    Folder(PathBuf),
    /// A mail server.
    Smtp(Box<SmtpSettings>),
}

/// Reads the table `[mail]`; `None` when something that has to be there is missing or wrong.
/// Relative paths start at `base`.
pub fn read(root: &mut Section, base: &Path, problems: &mut Problems) -> Option<MailSettings> {
    let mut table = root.table("mail", problems);
    let from = from(&mut table, problems);
    let way = match required(&mut table, "carrier", problems).as_deref() {
        Some("folder") => folder(&mut table, base, problems),
        Some("smtp") => smtp(&mut table, base, problems),
        Some(_) => {
            problems.add("mail.carrier", "write \"smtp\" or \"folder\"");
            return None;
        }
        // The other settings cannot be judged without it.
        None => return None,
    };
    table.finish(problems);
    Some(MailSettings {
        from: from?,
        way: way?,
    })
}

fn required(table: &mut Section, key: &'static str, problems: &mut Problems) -> Option<String> {
    if !table.has(key) {
        problems.add(&table.name(key), "it is missing");
    }
    table.text(key, problems)
}

fn from(table: &mut Section, problems: &mut Problems) -> Option<String> {
    let text = required(table, "from", problems)?;
    let address = MailAddress::parse(&text);
    if address.is_err() {
        problems.add(
            "mail.from",
            "write a mail address, such as \"no-reply@example.jp\"",
        );
    }
    address.ok().map(|address| address.as_str().to_owned())
}

fn folder(table: &mut Section, base: &Path, problems: &mut Problems) -> Option<MailWay> {
    let folder = required(table, "folder", problems)?;
    Some(MailWay::Folder(base.join(folder)))
}

fn smtp(table: &mut Section, base: &Path, problems: &mut Problems) -> Option<MailWay> {
    let host = required(table, "host", problems);
    let security = security(table, problems);
    let port = table.whole("port", problems);
    let login = login(table, base, problems);
    let ca_pem = certificates(table, base, problems);
    let hello_name = table.text("hello_name", problems);
    let timeout = table
        .whole("timeout_seconds", problems)
        .unwrap_or(TIMEOUT_SECONDS);
    if !(1..=30).contains(&timeout) {
        problems.add("mail.timeout_seconds", "1 to 30");
    }
    let (host, security) = (host?, security?);
    if security == Security::None && !is_this_machine(&host) {
        problems.add(
            "mail.security",
            "mails hold passwords: write \"starttls\" or \"tls\"; \"none\" serves a mail server \
             on this machine only",
        );
    }
    let settings = SmtpSettings {
        port: port.unwrap_or(if security == Security::Tls { 465 } else { 587 }),
        host,
        security,
        login,
        ca_pem,
        hello_name,
        timeout: Duration::from_secs(u64::from(timeout)),
        connections: jobs::LANES,
    };
    Some(MailWay::Smtp(Box::new(settings)))
}

fn security(table: &mut Section, problems: &mut Problems) -> Option<Security> {
    match table.text("security", problems).as_deref() {
        None | Some("starttls") => Some(Security::StartTls),
        Some("tls") => Some(Security::Tls),
        Some("none") => Some(Security::None),
        Some(_) => {
            problems.add("mail.security", "write \"starttls\", \"tls\" or \"none\"");
            None
        }
    }
}

/// The same machines as in [`mail::SmtpCarrier::new`], which refuses the others once more.
fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

fn login(table: &mut Section, base: &Path, problems: &mut Problems) -> Option<Login> {
    let user = table.text("user", problems);
    let file = table.text("password_file", problems);
    match (user, file) {
        (None, None) => None,
        (Some(user), Some(file)) => match files::secret_text(&base.join(file)) {
            Ok(text) => {
                let password = Secret::new(text.trim_end_matches(['\r', '\n']).to_owned());
                Some(Login { user, password })
            }
            Err(error) => {
                problems.add("mail.password_file", error.to_string());
                None
            }
        },
        (Some(_), None) => {
            let why = "mail.user needs it: the path of a file (mode 0600) that holds the password";
            problems.add("mail.password_file", why);
            None
        }
        (None, Some(_)) => {
            problems.add(
                "mail.user",
                "mail.password_file needs it: the account's name",
            );
            None
        }
    }
}

fn certificates(table: &mut Section, base: &Path, problems: &mut Problems) -> Option<Vec<u8>> {
    let path = base.join(table.text("ca_file", problems)?);
    match fs::read(&path) {
        Ok(pem) => Some(pem),
        Err(error) => {
            let why = format!("{} cannot be read: {error}", path.display());
            problems.add("mail.ca_file", why);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MailSettings, MailWay, read};
    use crate::config::document::{Problems, Section};
    use mail::Security;
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::{Path, PathBuf};

    fn parse(text: &str, base: &Path) -> (Option<MailSettings>, Vec<String>) {
        let mut problems = Problems::default();
        let mut root = Section::parse(&format!("[mail]\n{text}"), &mut problems);
        let settings = read(&mut root, base, &mut problems);
        let list = problems.into_list();
        (settings, list.iter().map(ToString::to_string).collect())
    }

    fn named(text: &str) -> Vec<String> {
        let (_, problems) = parse(text, Path::new("/nowhere"));
        let name = |line: &String| {
            line.split(": ")
                .find(|part| part.starts_with("mail."))
                .map(str::to_owned)
        };
        problems.iter().filter_map(name).collect()
    }

    #[test]
    fn a_folder_is_found_beside_the_file() {
        let text = "carrier = \"folder\"\nfolder = \"mails\"\nfrom = \"a@b.example\"";
        let (settings, problems) = parse(text, Path::new("/etc/sekisho"));
        assert!(problems.is_empty(), "{problems:?}");
        let way = settings.unwrap().way;
        assert_eq!(way, MailWay::Folder(PathBuf::from("/etc/sekisho/mails")));
    }

    #[test]
    fn a_mail_server_is_spoken_to_by_starttls_unless_said_otherwise() {
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("secret");
        fs::write(&secret, "p w\n").unwrap();
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
        let text = "carrier = \"smtp\"\nhost = \"mail.example\"\nfrom = \"a@b.example\"\n\
            user = \"u\"\npassword_file = \"secret\"";
        let (settings, problems) = parse(text, folder.path());
        assert!(problems.is_empty(), "{problems:?}");
        let MailWay::Smtp(smtp) = settings.unwrap().way else {
            panic!("no server")
        };
        assert_eq!((smtp.security, smtp.port), (Security::StartTls, 587));
        assert_eq!(smtp.login.unwrap().password.expose(), "p w");
    }

    #[test]
    fn every_wrong_setting_is_named() {
        assert_eq!(named(""), ["mail.from", "mail.carrier"]);
        assert_eq!(
            named("carrier = \"pigeon\"\nfrom = \"a\""),
            ["mail.carrier", "mail.from"]
        );
        let from = "from = \"a@b.example\"\n";
        assert_eq!(
            named(&format!("{from}carrier = \"folder\"")),
            ["mail.folder"]
        );
        let smtp = format!("{from}carrier = \"smtp\"\n");
        assert_eq!(named(&smtp), ["mail.host"]);
        let smtp = format!("{smtp}host = \"mail.example\"\n");
        for (wrong, name) in [
            ("security = \"none\"", "mail.security"),
            ("security = \"ssl\"", "mail.security"),
            ("port = 70000", "mail.port"),
            ("user = \"u\"", "mail.password_file"),
            ("password_file = \"p\"", "mail.user"),
            ("user = \"u\"\npassword_file = \"p\"", "mail.password_file"),
            ("ca_file = \"ca\"", "mail.ca_file"),
            ("timeout_seconds = 31", "mail.timeout_seconds"),
            ("password = \"p\"", "mail.password"),
            ("folder = \"p\"", "mail.folder"),
        ] {
            assert_eq!(named(&format!("{smtp}{wrong}")), [name], "{wrong}");
        }
        let local = "security = \"none\"\nhost = \"127.0.0.1\"\ncarrier = \"smtp\"";
        assert!(named(&format!("{from}{local}")).is_empty());
    }
}
