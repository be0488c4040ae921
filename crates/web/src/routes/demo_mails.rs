//! `/demo/mails`: the mails of a demonstration. These addresses exist in demo mode only.

use std::path::{Path as FilePath, PathBuf};

use axum::extract::Path;
use axum::response::Response;
use domain::time::Timestamp;
use mail_parser::{Message, MessageParser};

use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::moments::in_tokyo;
use crate::http::visit::Visit;
use crate::views::{DemoMailLine, DemoMailPage, DemoMailsPage};

/// How many mails are listed, the newest first.
const MOST: usize = 200;
/// The largest mail that is read, in bytes: ours have some kilobytes.
const LARGEST: u64 = 256 * 1024;

const LIST: &str = "/demo/mails";

/// The list.
pub async fn list(visit: Visit) -> Result<Response, Halt> {
    let folder = folder(&visit)?;
    let mut names = names(&folder).await?;
    // Names begin with the moment of sending.
    names.sort_unstable_by(|a, b| b.cmp(a));
    names.truncate(MOST);
    let mut mails = Vec::with_capacity(names.len());
    for name in names {
        if let Some(mail) = read(&folder, &name).await {
            let href = format!("{LIST}/{name}");
            mails.push(DemoMailLine {
                subject: mail.subject,
                to: mail.to,
                date: mail.date,
                href,
            });
        }
    }
    drawn(&DemoMailsPage {
        shell: visit.shell(),
        mails,
    })
}

/// One mail.
pub async fn show(visit: Visit, Path(name): Path<String>) -> Result<Response, Halt> {
    if !is_mail_name(&name) {
        return Err(Halt::NotFound);
    }
    let mail = read(&folder(&visit)?, &name).await.ok_or(Halt::NotFound)?;
    drawn(&DemoMailPage {
        shell: visit.shell(),
        subject: mail.subject,
        to: mail.to,
        date: mail.date,
        body: mail.body,
        list_href: LIST.to_owned(),
    })
}

struct Mail {
    subject: String,
    to: String,
    date: String,
    body: String,
}

fn folder(visit: &Visit) -> Result<PathBuf, Halt> {
    let demo = visit.state.settings.demo.as_ref();
    demo.map(|demo| demo.folder.clone()).ok_or(Halt::NotFound)
}

/// Names that cannot leave the folder: letters, digits, `.-_@` only, not hidden, ending `.eml`.
fn is_mail_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_@".contains(&byte);
    name.strip_suffix(".eml").is_some()
        && !name.starts_with('.')
        && name.len() <= 255
        && name.bytes().all(plain)
}

/// The mails in the folder; none while there is no folder yet.
async fn names(folder: &FilePath) -> Result<Vec<String>, Halt> {
    let mut entries = match tokio::fs::read_dir(folder).await {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Halt::fault("mail folder", error)),
    };
    let mut names = Vec::new();
    loop {
        match entries.next_entry().await {
            Ok(Some(entry)) => names.extend(entry.file_name().into_string().ok()),
            Ok(None) => break,
            Err(error) => return Err(Halt::fault("mail folder", error)),
        }
    }
    names.retain(|name| is_mail_name(name));
    Ok(names)
}

/// A mail; nothing when it is gone, too large or no mail.
async fn read(folder: &FilePath, name: &str) -> Option<Mail> {
    let path = folder.join(name);
    let about = tokio::fs::symlink_metadata(&path).await.ok()?;
    if !about.is_file() || about.len() > LARGEST {
        return None;
    }
    let bytes = tokio::fs::read(&path).await.ok()?;
    MessageParser::default()
        .parse(&bytes)
        .map(|message| mail(&message))
}

fn mail(message: &Message<'_>) -> Mail {
    let to = message
        .to()
        .and_then(|to| to.first())
        .and_then(|to| to.address());
    let sent = message
        .date()
        .map(|date| date.to_timestamp().saturating_mul(1_000_000));
    Mail {
        subject: message.subject().unwrap_or_default().to_owned(),
        to: to.unwrap_or_default().to_owned(),
        date: sent
            .map(|micros| in_tokyo(Timestamp::from_micros(micros)))
            .unwrap_or_default(),
        body: message
            .body_text(0)
            .map(|text| text.trim_end().to_owned())
            .unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_mail_name;

    #[test]
    fn no_name_leaves_the_folder() {
        assert!(is_mail_name("000001795000000000-0a-b@console.example.eml"));
        for bad in [
            "", ".eml", ".x.eml", "..", "../keys", "../a.eml", "a/b.eml", "a\\b.eml", "a.eml\0",
            "a.txt", "keys", "あ.eml",
        ] {
            assert!(!is_mail_name(bad), "{bad}");
        }
    }
}
