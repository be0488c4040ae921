//! Reading back what a [`FolderCarrier`](crate::FolderCarrier) wrote: for the demo's mail page
//! and for tests.

use std::io;
use std::path::PathBuf;

use mail_parser::{Address, MessageParser};
use tokio::fs;

/// A message as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The sender: display name and address.
    pub from: String,
    /// The address it went to.
    pub to: String,
    /// The subject, decoded.
    pub subject: String,
    /// `Date` in seconds since 1970 (UTC), if it could be read.
    pub date: Option<i64>,
    /// `Message-ID` without its brackets.
    pub message_id: String,
    /// The plain-text body with `\n` line ends.
    pub body: String,
    /// The HTML body with `\n` line ends; empty when there is none.
    pub html: String,
}

impl Received {
    /// Reads a whole message; `None` when it is not one with a plain-text body.
    #[must_use]
    pub fn parse(message: &[u8]) -> Option<Self> {
        let parsed = MessageParser::default().parse(message)?;
        Some(Self {
            from: parsed.from().map(shown).unwrap_or_default(),
            to: parsed.to().map(shown).unwrap_or_default(),
            subject: parsed.subject().unwrap_or_default().to_owned(),
            date: parsed.date().map(mail_parser::DateTime::to_timestamp),
            message_id: parsed.message_id().unwrap_or_default().to_owned(),
            body: parsed.body_text(0)?.replace("\r\n", "\n"),
            html: parsed
                .html_part(0)
                .and_then(|part| part.text_contents())
                .map(|html| html.replace("\r\n", "\n"))
                .unwrap_or_default(),
        })
    }
}

fn shown(address: &Address<'_>) -> String {
    let one = |addr: &mail_parser::Addr<'_>| {
        let address = addr.address().unwrap_or_default();
        addr.name()
            .map_or_else(|| address.to_owned(), |name| format!("{name} <{address}>"))
    };
    address.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// A folder of `.eml` files.
#[derive(Clone, Debug)]
pub struct Inbox {
    folder: PathBuf,
}

impl Inbox {
    /// Reads from `folder`; nothing is opened yet.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// Names of all messages, newest first; a folder that is not there is empty.
    ///
    /// # Errors
    /// What the file system answers otherwise.
    pub async fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        let mut entries = match fs::read_dir(&self.folder).await {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(names),
            Err(error) => return Err(error),
        };
        while let Some(entry) = entries.next_entry().await? {
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_name(&name) {
                names.push(name);
            }
        }
        names.sort_unstable_by(|a, b| b.cmp(a));
        Ok(names)
    }

    /// One message by its name; `None` when there is none of that name, or it is no message.
    ///
    /// # Errors
    /// What the file system answers otherwise.
    pub async fn read(&self, name: &str) -> io::Result<Option<Received>> {
        if !is_name(name) {
            return Ok(None);
        }
        match fs::read(self.folder.join(name)).await {
            Ok(bytes) => Ok(Received::parse(&bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// A name that a carrier could have given: no separator, so no way out of the folder.
fn is_name(name: &str) -> bool {
    name.strip_suffix(".eml").is_some_and(|stem| {
        stem.starts_with(|c: char| c.is_ascii_digit())
            && stem
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    })
}
