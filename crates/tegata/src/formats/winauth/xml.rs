//! `winauth.xml`: settings, then authenticators, or one `data` element in which they are
//! protected. A single authenticator may be protected again.

use super::super::reading::Collector;
use super::super::writing::{WinAuthVersion, WriteError, WriteOptions};
use super::super::{Format, Place, ReadError, Reading, Unreadable, Why, limits};
use super::entry;
use super::protection::{self, Opener};
use super::secret_data::refusal;
use super::xml_tree::Element;
use crate::Entry;
use crypto::Entropy;
use data_encoding::HEXUPPER;
use md5::Md5;
use sha1::{Digest, Sha1};
use std::collections::VecDeque;
use zeroize::Zeroizing;

const FORMAT: Format = Format::WinAuthXml;

/// The newest version that is known.
const NEWEST: (u32, u32) = (3, 6);

/// Reads a file.
///
/// # Errors
/// [`ReadError`]: not this format, damaged, newer, protected.
pub(in super::super) fn read(
    text: &str,
    password: Option<&Zeroizing<String>>,
    entropy: &dyn Entropy,
) -> Result<Reading, ReadError> {
    let is_its = text.contains("<WinAuth") || text.contains("<authenticatordata");
    let not_read = if is_its {
        ReadError::Damaged(FORMAT)
    } else {
        ReadError::NotRecognised
    };
    let root = Element::parse(text).ok_or(not_read)?;
    if root.name != "WinAuth" {
        return Err(ReadError::NotRecognised);
    }
    if root.attribute("version").is_some_and(is_newer) {
        return Err(ReadError::Newer(FORMAT));
    }
    let mut opener = Opener::new(password);
    let authenticators = authenticators(root, &mut opener)?;
    let mut collector = Collector::new(FORMAT, entropy);
    for (index, element) in authenticators.iter().enumerate() {
        let read = match data(element, &mut opener)? {
            Ok(data) => entry::read(element, &data),
            Err(why) => Err(refusal(entry::title(element), why)),
        };
        collector.take(Place::Item(index + 1), read)?;
    }
    let reading = collector.finish();
    let shut = |entry: &Unreadable| entry.why == Why::OtherKey;
    let none_opened = reading.found.is_empty() && !reading.unreadable.is_empty();
    if none_opened && reading.unreadable.iter().all(shut) {
        return Err(ReadError::WrongPassword(FORMAT));
    }
    Ok(reading)
}

fn is_newer(version: &str) -> bool {
    let mut numbers = version.split('.').map(|number| number.trim().parse().ok());
    let mut next = || numbers.next().flatten().unwrap_or(0);
    (next(), next()) > NEWEST
}

/// All authenticators, those in protected elements too.
fn authenticators(root: Element, opener: &mut Opener<'_>) -> Result<Vec<Element>, ReadError> {
    let mut found = Vec::new();
    let mut waiting: VecDeque<(usize, Element)> = root
        .children
        .into_iter()
        .map(|element| (0, element))
        .collect();
    while let Some((depth, element)) = waiting.pop_front() {
        match element.name.as_str() {
            "WinAuthAuthenticator" => found.push(element),
            "config" => push(&mut waiting, depth, element.children)?,
            "data" => match element.attribute("encrypted") {
                None | Some("") => push(&mut waiting, depth, element.children)?,
                Some(letters) => {
                    let plain = opener.open(letters, &element.text)?;
                    // Well-formed by chance it is not: the password was wrong.
                    let inner = Element::parse(&plain).ok_or(ReadError::WrongPassword(FORMAT))?;
                    push(&mut waiting, depth, vec![inner])?;
                }
            },
            // Settings.
            _ => {}
        }
    }
    Ok(found)
}

fn push(
    waiting: &mut VecDeque<(usize, Element)>,
    depth: usize,
    elements: Vec<Element>,
) -> Result<(), ReadError> {
    if depth >= limits::PROTECTION_DEPTH {
        return Err(ReadError::Damaged(FORMAT));
    }
    waiting.extend(elements.into_iter().map(|element| (depth + 1, element)));
    Ok(())
}

/// The clear data of an authenticator. What only this one cannot be opened with is the inner
/// error.
fn data(element: &Element, opener: &mut Opener<'_>) -> Result<Result<Element, Why>, ReadError> {
    let Some(mut data) = element.child("authenticatordata") else {
        return Ok(Err(Why::NoSecret));
    };
    let mut layer;
    for _ in 0..=limits::PROTECTION_DEPTH {
        let letters = data.attribute("encrypted").unwrap_or_default();
        if letters.is_empty() {
            return Ok(Ok(data.clone()));
        }
        let plain = match opener.open(letters, &data.text) {
            Ok(plain) => plain,
            Err(ReadError::WindowsAccount) => return Ok(Err(Why::WindowsAccount)),
            Err(ReadError::YubiKey) => return Ok(Err(Why::YubiKey)),
            Err(ReadError::WrongPassword(_)) => return Ok(Err(Why::OtherKey)),
            Err(ReadError::Damaged(_)) => return Ok(Err(Why::Malformed)),
            Err(other) => return Err(other),
        };
        match Element::parse(&plain) {
            Some(inner) => layer = inner,
            None => return Ok(Err(Why::OtherKey)),
        }
        data = layer.child("authenticatordata").unwrap_or(&layer);
    }
    Ok(Err(Why::Malformed))
}

/// Writes a file.
///
/// # Errors
/// [`WriteError`].
pub(in super::super) fn write(
    entries: &[&Entry],
    options: &WriteOptions,
    entropy: &dyn Entropy,
) -> Result<Zeroizing<Vec<u8>>, WriteError> {
    let version = options.winauth_version;
    let mut inner = Zeroizing::new(String::new());
    for entry in entries {
        inner.push_str(&entry::write(entry, version));
    }
    let (number, is_old) = match version {
        WinAuthVersion::V3_5 => ("3.5", true),
        WinAuthVersion::V3_6 => ("3.6", false),
    };
    let body = match &options.password {
        None => inner,
        Some(password) => {
            let config = Zeroizing::new(format!(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><config>{}</config>",
                *inner
            ));
            let sealed = protection::seal(&config, password, entropy)?;
            // It is written and never looked at.
            let check = if is_old {
                format!("md5=\"{}\"", HEXUPPER.encode(&Md5::digest(&sealed)))
            } else {
                format!("sha1=\"{}\"", HEXUPPER.encode(&Sha1::digest(&sealed)))
            };
            Zeroizing::new(format!("<data encrypted=\"y\" {check}>{sealed}</data>"))
        }
    };
    let file = format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n\
         <WinAuth version=\"{number}\">{}</WinAuth>\r\n",
        *body
    );
    Ok(Zeroizing::new(file.into_bytes()))
}
