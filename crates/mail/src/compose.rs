//! From a letter to a MIME message.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use i18n::{Catalog, Locale};
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, MultiPartKind, SinglePart};
use lettre::{Address, error::Error as MimeError};
use zeroize::Zeroizing;

use crate::content::{Block, Content, content, neutral};
use crate::html::html;
use crate::letter::{Brand, CentreLetter, Letter, LetterTemplate};

/// RFC 5321 §4.5.3.1.3: a path is at most 256 octets, its two brackets included.
const LONGEST_ADDRESS: usize = 254;
/// 9999-12-31T23:59:59Z: the last second that the header's date format can write.
const LAST_SECOND: Duration = Duration::from_secs(253_402_300_799);

/// The outside of a letter; stable per outbox row, so that a second try is the same message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The one address it goes to.
    pub to: String,
    /// `Date`; give the time of the cause, not of the try. Cut to 1970–9999.
    pub date: SystemTime,
    /// The part of `Message-ID` before the `@`: 1–64 of `A-Z a-z 0-9 . _ -`.
    pub message_id: String,
}

/// Why there is no message. Trying again would not help: the row is at fault.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// The address could end a header or an SMTP command, or is none.
    #[error("{0} is not a mail address that can be sent to")]
    Address(&'static str),
    /// The id could end a header, or is empty or too long.
    #[error("the message id is not 1 to 64 letters, digits, dots, hyphens or underscores")]
    MessageId,
    /// A password or link that holds anything but visible ASCII.
    #[error("the letter's secret holds a blank or a character that cannot be typed")]
    Secret,
    /// The MIME library refused.
    #[error("the message cannot be built")]
    Mime(#[from] MimeError),
}

/// A message ready to be handed over. Its bytes hold secrets: it does not print them.
pub struct Composed {
    pub(crate) envelope: Envelope,
    pub(crate) date: SystemTime,
    bytes: Zeroizing<Vec<u8>>,
    message_id: String,
    to: String,
}

impl Composed {
    /// The whole message, RFC 5322 with CRLF line ends.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The part of `Message-ID` before the `@`.
    #[must_use]
    pub fn message_id(&self) -> &str {
        &self.message_id
    }

    /// The address it goes to.
    #[must_use]
    pub fn to(&self) -> &str {
        &self.to
    }
}

impl fmt::Debug for Composed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Composed")
            .field("message_id", &self.message_id)
            .finish_non_exhaustive()
    }
}

/// Writes `letter` in its language as a message from `brand`.
///
/// Control characters and direction marks in values become blanks; in addresses, ids
/// and secrets they are refused. So no value can add a header or a line.
///
/// # Errors
/// [`ComposeError`]: always permanent.
pub fn compose(
    catalog: &Catalog,
    brand: &Brand,
    letter: &Letter,
    posting: &Posting,
) -> Result<Composed, ComposeError> {
    if !secret_of(&letter.template)
        .bytes()
        .all(|byte| byte.is_ascii_graphic())
    {
        return Err(ComposeError::Secret);
    }
    let from = address(&brand.from_address).ok_or(ComposeError::Address("the sender"))?;
    let to = address(&posting.to).ok_or(ComposeError::Address("the recipient"))?;
    if !is_id(&posting.message_id) {
        return Err(ComposeError::MessageId);
    }
    let text = catalog.text(letter.locale);
    let content = content(&text, brand, letter);
    let service = neutral(&brand.service);
    let date = after_epoch(posting.date);
    let message = Message::builder()
        .from(Mailbox::new(Some(service.clone()), from.clone()))
        .to(Mailbox::from(to.clone()))
        .subject(text.mail_subject(service, content.subject.clone()))
        .date(date)
        .message_id(Some(format!("<{}@{}>", posting.message_id, from.domain())))
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("Content-Language", text.locale().code()))
        .envelope(Envelope::new(Some(from), vec![to])?)
        .multipart(both_forms(
            &content,
            text.locale(),
            brand,
            &posting.message_id,
        ))?;
    Ok(Composed {
        envelope: message.envelope().clone(),
        date,
        bytes: Zeroizing::new(message.formatted()),
        message_id: posting.message_id.clone(),
        to: posting.to.clone(),
    })
}

/// Plain text, then HTML: a reader takes the last form that it can show (RFC 2046 §5.1.4).
fn both_forms(content: &Content, locale: Locale, brand: &Brand, message_id: &str) -> MultiPart {
    let part = |kind, body: &Zeroizing<String>| {
        SinglePart::builder().header(kind).body(String::clone(body))
    };
    // Of the id, so that a second try is the same message. Neither encoding of a body can
    // hold `=_` (RFC 2045 §6.7).
    MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(format!("=_{message_id}"))
        .singlepart(part(ContentType::TEXT_PLAIN, &plain(content)))
        .singlepart(part(ContentType::TEXT_HTML, &html(content, locale, brand)))
}

/// The value that must reach the reader to the letter; empty when there is none.
fn secret_of(template: &LetterTemplate) -> &str {
    match template {
        LetterTemplate::ResetStarted { url, .. }
        | LetterTemplate::AddressChangeAsked { url, .. } => url.expose(),
        LetterTemplate::TemporaryPassword { password, .. }
        | LetterTemplate::UserRegistered { password, .. }
        | LetterTemplate::Centre(CentreLetter::AdminReset {
            password: Some((password, _)),
            ..
        }) => password.expose(),
        LetterTemplate::MailCode { code, .. } => code.expose(),
        _ => "",
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn after_epoch(date: SystemTime) -> SystemTime {
    let since = date.duration_since(UNIX_EPOCH).unwrap_or_default();
    UNIX_EPOCH + since.min(LAST_SECOND)
}

fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

/// Stricter than the RFC in what can be quoted, laxer in dots: telephone companies in
/// Japan gave out local parts with doubled and final dots, and take them unquoted.
fn address(text: &str) -> Option<Address> {
    let (local, domain) = text.rsplit_once('@')?;
    let atom = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b);
    let host = |b: u8| b.is_ascii_alphanumeric() || b"-.".contains(&b);
    let fits = text.len() <= LONGEST_ADDRESS
        && (1..=64).contains(&local.len())
        && local.bytes().all(atom)
        && !domain.is_empty()
        && domain.bytes().all(host);
    fits.then(|| Address::new_dangerous(local, domain))
}

/// The plain-text body: blocks apart by an empty line, then the signature.
fn plain(content: &Content) -> Zeroizing<String> {
    let mut body = Zeroizing::new(String::with_capacity(4096));
    for block in &content.blocks {
        match block {
            Block::Paragraph(paragraph) => body.push_str(paragraph),
            Block::Value { label, value, .. } => {
                for piece in ["\u{25a0}", label, "\n", value] {
                    body.push_str(piece);
                }
            }
        }
        body.push_str("\n\n");
    }
    body.push_str(&"-".repeat(40));
    for line in &content.signature {
        body.push('\n');
        body.push_str(line);
    }
    body.push('\n');
    body
}
