//! One authenticator of `winauth.xml`.

use super::super::Why;
use super::super::reading::{Draft, Refusal};
use super::super::writing::{Loss, WinAuthVersion};
use super::secret_data::{self, SecretData, refusal};
use super::xml_tree::Element;
use super::{APP, split_name};
use crate::{Entry, EntryId};
use quick_xml::escape::escape;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Its fields that are kept and given back as they are.
const KEPT: [&str; 5] = [
    "autorefresh",
    "allowcopy",
    "copyoncode",
    "hideserial",
    "skin",
];

/// Those of its data: the distance of its clock to the service's.
const KEPT_DATA: [&str; 2] = ["servertimediff", "lastservertime"];

/// What is kept of the milliseconds of the time of creation.
const CREATED: &str = "created";
const HOTKEY: &str = "hotkey";

/// Reads an authenticator whose data is clear.
pub(super) fn read(element: &Element, data: &Element) -> Result<Draft, Refusal> {
    let title = title(element);
    let class = element
        .attribute("type")
        .and_then(|class| class.rsplit('.').next())
        .and_then(|class| class.strip_suffix("Authenticator"))
        // An early class without a name of its own is Battle.net's.
        .filter(|class| !class.is_empty())
        .unwrap_or("BattleNet");
    let secret = data
        .child_text("secretdata")
        .ok_or_else(|| refusal(title, Why::NoSecret))?;
    let secret = SecretData::parse(class, secret).map_err(|why| refusal(title, why))?;
    let names = split_name(title);
    let created = element
        .child_text(CREATED)
        .and_then(|milliseconds| milliseconds.parse::<u64>().ok());
    let mut own = secret.own;
    own.extend(own_fields(element, data));
    own.insert("type".to_owned(), Value::String(class.to_owned()));
    let entry = Entry {
        id: EntryId::default(),
        issuer: names.issuer,
        account: names.account,
        name: String::new(),
        key: secret.key,
        kind: secret.kind,
        pinned: false,
        created: created.map(|milliseconds| milliseconds / 1000),
        kept: BTreeMap::from([(APP.to_owned(), own)]),
    };
    Ok(Draft {
        entry,
        remarks: Vec::new(),
    })
}

/// Its name.
pub(super) fn title(element: &Element) -> &str {
    element.child_text("name").unwrap_or_default()
}

fn own_fields(element: &Element, data: &Element) -> Map<String, Value> {
    let string = |text: &str| Value::String(text.to_owned());
    let mut own = Map::new();
    if let Some(id) = element.attribute("id") {
        own.insert("id".to_owned(), string(id));
    }
    for name in KEPT.iter().chain(&[CREATED]) {
        if let Some(text) = element.child_text(name) {
            own.insert((*name).to_owned(), string(text));
        }
    }
    for name in KEPT_DATA {
        if let Some(text) = data.child_text(name) {
            own.insert(name.to_owned(), string(text));
        }
    }
    if let Some(hotkey) = element.child(HOTKEY) {
        let parts = hotkey.children.iter();
        let parts: Map<String, Value> = parts
            .map(|part| (part.name.clone(), string(part.text.trim())))
            .collect();
        own.insert(HOTKEY.to_owned(), Value::Object(parts));
    }
    own
}

/// It has one name: more than that is lost, and so is a pin.
pub(super) fn losses(entry: &Entry) -> Vec<Loss> {
    let mut losses = Vec::new();
    let has_parts = !entry.issuer.is_empty() || !entry.account.is_empty();
    let has_both = has_parts && !entry.name.is_empty();
    if has_both || entry.pinned {
        losses.push(Loss::DetailsLeftOut);
    }
    let names = split_name(&entry.title());
    let same = names.issuer == entry.issuer && names.account == entry.account;
    if entry.name.is_empty() && !same {
        losses.push(Loss::NameChanged);
    }
    losses
}

/// Its XML.
pub(super) fn write(entry: &Entry, version: WinAuthVersion) -> String {
    let empty = Map::new();
    let own = entry.kept.get(APP).unwrap_or(&empty);
    let text = |name: &str| super::super::json::text(own, name);
    let (class, secret) = secret_data::write(entry, version);
    let id = text("id").map_or_else(|| entry.id.0.to_string(), str::to_owned);
    let counts = class == "HOTP";
    let defaults = [
        ("autorefresh", if counts { "false" } else { "true" }),
        ("allowcopy", "false"),
        ("copyoncode", "false"),
        ("hideserial", "true"),
        ("skin", ""),
    ];
    let mut xml = format!(
        "<WinAuthAuthenticator id=\"{}\" type=\"WinAuth.{class}Authenticator\">",
        escape(id)
    );
    let mut element = |name: &str, text: &str| {
        xml.extend(["<", name, ">", &escape(text), "</", name, ">"]);
    };
    element("name", &entry.title());
    element(CREATED, &created(entry, text(CREATED)).to_string());
    for (name, default) in defaults {
        element(name, text(name).unwrap_or(default));
    }
    if let Some(Value::Object(hotkey)) = own.get(HOTKEY) {
        xml.push_str(&hotkey_xml(hotkey));
    }
    xml.push_str("<authenticatordata>");
    for (name, default) in [("servertimediff", "0"), ("lastservertime", "0")] {
        xml.extend(["<", name, ">", &escape(text(name).unwrap_or(default))]);
        xml.extend(["</", name, ">"]);
    }
    xml.extend(["<secretdata>", &escape(secret.as_str()), "</secretdata>"]);
    xml.push_str("</authenticatordata></WinAuthAuthenticator>");
    xml
}

/// Milliseconds: as they were kept if they are of the same second, else of that second.
fn created(entry: &Entry, kept: Option<&str>) -> u64 {
    let kept = kept.and_then(|kept| kept.parse::<u64>().ok());
    match (entry.created, kept) {
        (Some(seconds), Some(kept)) if kept / 1000 == seconds => kept,
        (Some(seconds), _) => seconds.saturating_mul(1000),
        (None, kept) => kept.unwrap_or(0),
    }
}

fn hotkey_xml(hotkey: &Map<String, Value>) -> String {
    let mut xml = format!("<{HOTKEY}>");
    for (name, value) in hotkey {
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let begins = name.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
        if let (Value::String(text), true, true) = (value, plain, begins) {
            xml.extend(["<", name, ">", &escape(text.as_str()), "</", name, ">"]);
        }
    }
    xml.extend(["</", HOTKEY, ">"]);
    xml
}
