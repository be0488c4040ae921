//! `secretdata`: `HEXKEY [TAB digits [TAB algorithm TAB period]]`, then parts after `|`.

use super::super::Why;
use super::super::json::text;
use super::super::otpauth::{digits, number, period};
use super::super::reading::Refusal;
use super::super::writing::WinAuthVersion;
use super::{APP, DATA, DEVICE_ID, SERIAL, kept, last_used};
use crate::{Entry, Key, Kind};
use data_encoding::{HEXUPPER, HEXUPPER_PERMISSIVE};
use otp::{Algorithm, Digits, Period};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

/// What is kept of a Steam entry beside its JSON.
const SESSION: &str = "session";

/// Length of a Battle.net key, in hexadecimal digits: files of early versions have the serial
/// number right behind it.
const BATTLE_NET_DIGITS: usize = 40;

/// What a `secretdata` says.
pub(super) struct SecretData {
    pub(super) key: Key,
    pub(super) kind: Kind,
    /// What is kept of it.
    pub(super) own: Map<String, Value>,
}

impl SecretData {
    /// Reads it for an authenticator of the class `class` (`HOTP`, `Steam` and so on).
    ///
    /// # Errors
    /// [`Why`].
    pub(super) fn parse(class: &str, data: &str) -> Result<Self, Why> {
        let mut parts = data.trim().split('|');
        let head = parts.next().unwrap_or_default();
        let mut parts: Vec<&str> = parts.collect();
        let mut fields = head.split('\t').map(str::trim);
        let mut key = fields.next().unwrap_or_default();
        if class == "BattleNet" && parts.is_empty() && key.len() > BATTLE_NET_DIGITS {
            let (early_key, serial) = key
                .split_at_checked(BATTLE_NET_DIGITS)
                .ok_or(Why::BadSecret)?;
            (key, parts) = (early_key, vec![serial]);
        }
        let kind = kind(class, &fields.collect::<Vec<_>>(), &parts)?;
        let names: &[&str] = match class {
            "BattleNet" => &[SERIAL],
            "Trion" => &[SERIAL, DEVICE_ID],
            "Steam" => &[SERIAL, DEVICE_ID, DATA, SESSION],
            _ => &[],
        };
        let mut own = Map::new();
        for (name, hex) in names.iter().zip(&parts) {
            let bytes = HEXUPPER_PERMISSIVE
                .decode(hex.trim().as_bytes())
                .map_err(|_| Why::Malformed)?;
            let text = String::from_utf8(bytes).map_err(|_| Why::Malformed)?;
            own.insert((*name).to_owned(), Value::String(text));
        }
        Ok(Self {
            key: decode_key(key)?,
            kind,
            own,
        })
    }
}

fn decode_key(hex: &str) -> Result<Key, Why> {
    if hex.is_empty() {
        return Err(Why::NoSecret);
    }
    let bytes = HEXUPPER_PERMISSIVE
        .decode(hex.as_bytes())
        .map(Zeroizing::new)
        .map_err(|_| Why::BadSecret)?;
    Key::new(&bytes).ok_or(Why::BadSecret)
}

fn kind(class: &str, fields: &[&str], parts: &[&str]) -> Result<Kind, Why> {
    let field = |index: usize| fields.get(index).copied().filter(|field| !field.is_empty());
    let count = || digits(field(0).map(number).transpose()?);
    let algorithm = || match field(1) {
        None => Ok(Algorithm::default()),
        Some(name) => Algorithm::from_name(name).ok_or(Why::UnsupportedParameter),
    };
    match class {
        "BattleNet" => Ok(Kind::BattleNet),
        "Trion" => Ok(Kind::Trion),
        "Steam" => Ok(Kind::Steam),
        "HOTP" => {
            let counter = parts.first().map_or("0", |counter| counter.trim());
            Ok(Kind::Hotp {
                algorithm: algorithm()?,
                digits: count()?,
                next_counter: number(counter)?
                    .checked_add(1)
                    .ok_or(Why::UnsupportedParameter)?,
            })
        }
        "Google" | "Microsoft" | "GuildWars" | "OktaVerify" => Ok(Kind::Totp {
            algorithm: algorithm()?,
            digits: count()?,
            period: period(field(2).map(number).transpose()?)?,
        }),
        _ => Err(Why::UnknownType),
    }
}

/// The class of an authenticator and its `secretdata`.
pub(super) fn write(entry: &Entry, version: WinAuthVersion) -> (&'static str, Zeroizing<String>) {
    let key = Zeroizing::new(HEXUPPER.encode(entry.key.expose()));
    let hex = |name: &str| HEXUPPER.encode(kept(entry, name).unwrap_or_default().as_bytes());
    let eight = Digits::EIGHT.get();
    let (class, data) = match entry.kind {
        Kind::Totp {
            algorithm,
            digits,
            period,
        } => {
            let class = class_of_totp(entry);
            let mut data = format!("{}\t{}", *key, digits.get());
            if version == WinAuthVersion::V3_6 {
                data.push_str(&six(algorithm, period));
            }
            (class, data)
        }
        Kind::Hotp {
            digits,
            next_counter,
            ..
        } => {
            let mut data = format!("{}\t{}", *key, digits.get());
            if version == WinAuthVersion::V3_6 {
                data.push_str(&six(Algorithm::Sha1, Period::STANDARD));
            }
            data.extend(["|", &last_used(next_counter).to_string()]);
            ("HOTP", data)
        }
        Kind::BattleNet if kept(entry, SERIAL).is_some() => {
            ("BattleNet", format!("{}\t{eight}|{}", *key, hex(SERIAL)))
        }
        Kind::BattleNet => ("Google", format!("{}\t{eight}", *key)),
        Kind::Trion => {
            let data = format!("{}\t{eight}|{}|{}", *key, hex(SERIAL), hex(DEVICE_ID));
            ("Trion", data)
        }
        Kind::Steam => {
            let parts = [SERIAL, DEVICE_ID, DATA, SESSION].map(hex).join("|");
            ("Steam", format!("{}\t5|{parts}", *key))
        }
    };
    (class, Zeroizing::new(data))
}

fn six(algorithm: Algorithm, period: Period) -> String {
    format!("\t{algorithm}\t{}", period.seconds())
}

/// The class it had, if it was one of those that are only other names.
fn class_of_totp(entry: &Entry) -> &'static str {
    let class = entry.kept.get(APP).and_then(|own| text(own, "type"));
    match class {
        Some("Microsoft") => "Microsoft",
        Some("GuildWars") => "GuildWars",
        Some("OktaVerify") => "OktaVerify",
        _ => "Google",
    }
}

/// A refusal of an authenticator with a name.
pub(super) fn refusal(title: &str, why: Why) -> Refusal {
    Refusal {
        title: title.to_owned(),
        why,
    }
}
