//! `WinAuth`: text of 3.5 and 3.6, a ZIP around it, and `winauth.xml`.
//!
//! Its counters are the last used ones. It has one name for an entry; `Issuer (account)` is how
//! it joins the two that a URI has.

mod entry;
mod protection;
mod secret_data;
pub(super) mod text;
pub(super) mod xml;
mod xml_tree;
pub(super) mod zip;

use super::Format;
use super::names::Names;
use super::writing::{Loss, WinAuthVersion};
use crate::{Entry, Kind};
use otp::{Algorithm, Period};

/// Where in [`Entry::kept`] its own fields are.
const APP: &str = "winauth";

/// What is kept of a Battle.net or Trion entry's serial number.
const SERIAL: &str = "serial";
/// What is kept of a Steam or Trion entry.
const DEVICE_ID: &str = "deviceid";
/// What is kept of a Steam entry: Steam's own JSON.
const DATA: &str = "data";

/// It counts with signed 32-bit numbers in text.
const MOST_COUNTER: u64 = i32::MAX as u64;

/// What `entry` loses in a format of version `version`.
pub(super) fn losses(format: Format, entry: &Entry, version: WinAuthVersion) -> Vec<Loss> {
    if let Some(loss) = left_out(format, entry, version) {
        return vec![loss];
    }
    let mut losses = match format {
        Format::WinAuthXml => entry::losses(entry),
        _ => text::losses(entry),
    };
    if matches!(entry.kind, Kind::BattleNet) && kept(entry, SERIAL).is_none() {
        losses.push(Loss::KindChanged);
    }
    if let Kind::Hotp {
        next_counter: 0, ..
    } = entry.kind
    {
        losses.push(Loss::CounterShifts);
    }
    losses
}

fn left_out(format: Format, entry: &Entry, version: WinAuthVersion) -> Option<Loss> {
    match entry.kind {
        Kind::Totp {
            algorithm, period, ..
        } => {
            let plain = algorithm == Algorithm::Sha1 && period == Period::STANDARD;
            (version == WinAuthVersion::V3_5 && !plain).then_some(Loss::ParameterLeftOut)
        }
        Kind::Hotp {
            algorithm,
            next_counter,
            ..
        } => (algorithm != Algorithm::Sha1 || next_counter > MOST_COUNTER)
            .then_some(Loss::ParameterLeftOut),
        // Its own import makes an ordinary token with wrong codes of the text.
        Kind::Trion => (format != Format::WinAuthXml).then_some(Loss::LeftOut),
        Kind::Steam | Kind::BattleNet => None,
    }
}

/// The counter that it stores: the one before the next.
fn last_used(next_counter: u64) -> u64 {
    next_counter.saturating_sub(1)
}

/// A text that was kept.
fn kept<'a>(entry: &'a Entry, name: &str) -> Option<&'a str> {
    super::json::text(entry.kept.get(APP)?, name)
}

/// Takes `Issuer (account)` apart as its text export does; what does not come out the same when
/// it is joined again stays one name.
fn split_name(name: &str) -> Names {
    let name = name.trim();
    let split = name
        .strip_suffix(')')
        .and_then(|rest| rest.split_once('('))
        .filter(|(issuer, account)| !issuer.trim().is_empty() && !account.trim().is_empty())
        .map(|(issuer, account)| Names::new(issuer, account))
        .filter(|names| names.title() == name);
    split.unwrap_or_else(|| Names::new("", name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_is_taken_apart_only_where_it_can_be_joined_again() {
        for (name, issuer, account) in [
            ("GitHub (alice)", "GitHub", "alice"),
            ("My Site (zoë@x.org)", "My Site", "zoë@x.org"),
            ("管理用", "", "管理用"),
            ("GitHub(alice)", "", "GitHub(alice)"),
            ("(alice)", "", "(alice)"),
            ("A (b) (c)", "A", "b) (c"),
            ("A ()", "", "A ()"),
        ] {
            assert_eq!(split_name(name), Names::new(issuer, account), "{name}");
        }
    }
}
