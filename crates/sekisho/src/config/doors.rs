//! Doors: ways from the menu to other applications of the company.

use domain::door::{Door, DoorId, DoorRole};
use domain::merchant::MerchantKind;
use url::Url;
use web::DoorEntry;

use super::brand::wording;
use super::document::{Problems, Section};
use super::network::PublicUrl;

/// First parts of paths that are the console's own.
const OWN: [&str; 12] = [
    "", "api", "assets", "centre", "console", "demo", "door", "healthz", "help", "operator",
    "readyz", "reset",
];

/// Reads the tables `[[door]]`. `public_url`: where the console stands, if that is known.
pub fn read(
    root: &mut Section,
    public_url: Option<&PublicUrl>,
    problems: &mut Problems,
) -> Vec<DoorEntry> {
    let mut doors: Vec<DoorEntry> = Vec::new();
    for mut table in root.tables("door", problems).unwrap_or_default() {
        let id_name = table.name("id");
        let found = door(&mut table, public_url, problems);
        table.finish(problems);
        let Some(entry) = found else { continue };
        if doors.iter().any(|known| known.door.id == entry.door.id) {
            problems.add(&id_name, "another door has this id");
        }
        doors.push(entry);
    }
    doors
}

fn door(
    table: &mut Section,
    public_url: Option<&PublicUrl>,
    problems: &mut Problems,
) -> Option<DoorEntry> {
    let id = id(table, problems);
    let label = wording("label", table, problems);
    let about = wording("about", table, problems);
    let href = href(table, public_url, problems);
    let roles = words(table, "roles", ROLES, DoorRole::from_word, problems);
    let kinds = words(table, "kinds", KINDS, MerchantKind::from_word, problems);
    Some(DoorEntry {
        door: Door {
            id: id?,
            roles,
            kinds,
        },
        label,
        about,
        href: href?,
    })
}

const ROLES: &str = "write \"general\", \"shipping\" or both, such as [\"general\"]; the admin \
                     user has the management menu only";
const KINDS: &str = "write \"logistics\", \"non_logistics\" or both, such as [\"logistics\"]";

fn id(table: &mut Section, problems: &mut Problems) -> Option<DoorId> {
    const FORM: &str = "write 1 to 32 characters of a-z, 0-9 and -";
    let name = table.name("id");
    if !table.has("id") {
        problems.add(&name, format!("it is missing; {FORM}"));
    }
    let id = DoorId::parse(&table.text("id", problems)?);
    if id.is_none() {
        problems.add(&name, FORM);
    }
    id
}

/// A list of one word at least, all of them known.
fn words<T>(
    table: &mut Section,
    key: &'static str,
    form: &str,
    read: impl Fn(&str) -> Option<T>,
    problems: &mut Problems,
) -> Vec<T> {
    let name = table.name(key);
    let missing = !table.has(key);
    let texts = table.texts(key, problems);
    let known: Vec<T> = texts.iter().filter_map(|word| read(word)).collect();
    if missing {
        problems.add(&name, format!("it is missing; {form}"));
    } else if known.is_empty() || known.len() < texts.len() {
        problems.add(&name, form);
    }
    known
}

fn href(
    table: &mut Section,
    public_url: Option<&PublicUrl>,
    problems: &mut Problems,
) -> Option<String> {
    const FORM: &str = "write a path on the console's host, such as \"/apps/orders/\", or an \
                        https address on that host; the session is known nowhere else";
    let name = table.name("href");
    if !table.has("href") {
        problems.add(&name, format!("it is missing; {FORM}"));
    }
    let text = table.text("href", problems)?;
    if !is_plain(&text) || !(is_path(&text) || is_on_host(&text, public_url)) {
        problems.add(&name, FORM);
        return None;
    }
    Some(text)
}

fn is_plain(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~%?=&:#".contains(&byte);
    text.len() <= 200 && text.bytes().all(plain)
}

/// A path that is neither the console's own nor an entrance (`/1234567`).
fn is_path(text: &str) -> bool {
    let Some(path) = text.strip_prefix('/') else {
        return false;
    };
    let first = path.split(['/', '?', '#']).next().unwrap_or_default();
    let is_key = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    !path.contains("..") && !is_key && !OWN.contains(&first)
}

/// Cookies know hosts, not ports: an address on another port of the host is fine, too.
fn is_on_host(text: &str, public_url: Option<&PublicUrl>) -> bool {
    let Ok(url) = Url::parse(text) else {
        return false;
    };
    let bare = url.username().is_empty() && url.password().is_none();
    let host = public_url.and_then(PublicUrl::host);
    bare && url.scheme() == "https"
        && (public_url.is_none() || url.host_str().map(str::to_owned) == host)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::config::document::{Problems, Section};
    use crate::config::network::PublicUrl;
    use domain::merchant::MerchantKind;
    use domain::person::Role;
    use web::DoorEntry;

    const GOOD: &str = "[[door]]\nid = \"orders\"\nlabel = { ja = \"受注\", en = \"Orders\" }\n\
        about = { ja = \"受注の一覧\", en = \"All orders\" }\nhref = \"/apps/orders/\"\n\
        roles = [\"general\"]\nkinds = [\"logistics\", \"non_logistics\"]\n";

    fn parse(text: &str) -> (Vec<DoorEntry>, Vec<String>) {
        let mut problems = Problems::default();
        let mut root = Section::parse(text, &mut problems);
        let url = PublicUrl::parse("https://console.example").unwrap();
        let doors = read(&mut root, Some(&url), &mut problems);
        root.finish(&mut problems);
        let named = problems.into_list().into_iter().map(|one| one.setting);
        (doors, named.collect())
    }

    #[test]
    fn a_door_is_read() {
        let (doors, problems) = parse(GOOD);
        assert!(problems.is_empty(), "{problems:?}");
        let door = &doors[0];
        assert_eq!(
            (door.label.en.as_str(), door.href.as_str()),
            ("Orders", "/apps/orders/")
        );
        assert!(door.door.admits(Role::General, MerchantKind::NonLogistics));
        assert!(!door.door.admits(Role::Shipping, MerchantKind::Logistics));
        assert!(parse("").0.is_empty());
    }

    /// Shows ROLE-3: no door can be opened to 管理, and whatever is wrong or missing is named.
    #[test]
    fn role_3_everything_wrong_with_a_door_is_named() {
        let named = |from: &str, to: &str| parse(&GOOD.replace(from, to)).1;
        for (from, to, name) in [
            ("\"orders\"", "\"Orders\"", "door[1].id"),
            ("[\"general\"]", "[\"general\", \"admin\"]", "door[1].roles"),
            ("[\"general\"]", "[\"operator\"]", "door[1].roles"),
            ("[\"general\"]", "[]", "door[1].roles"),
            ("\"non_logistics\"", "\"tablet\"", "door[1].kinds"),
            (", en = \"Orders\"", "", "door[1].label"),
            ("href", "hreff", "door[1].href"),
            ("roles", "role", "door[1].roles"),
        ] {
            assert!(named(from, to).contains(&name.to_owned()), "{to}");
        }
        let mut missing = parse("[[door]]\n").1;
        missing.sort();
        let all = ["about", "href", "id", "kinds", "label", "roles"];
        assert_eq!(missing, all.map(|key| format!("door[1].{key}")));
        assert_eq!(parse(&format!("{GOOD}{GOOD}")).1, ["door[2].id"]);
    }

    #[test]
    fn a_door_leads_nowhere_but_to_the_same_host() {
        let refused = |href: &str| {
            let (_, problems) = parse(&GOOD.replace("/apps/orders/", href));
            problems == ["door[1].href"]
        };
        for good in [
            "/apps/orders/",
            "/orders?tab=1",
            "https://console.example/apps/",
            "https://console.example:8443/x",
        ] {
            assert!(!refused(good), "{good}");
        }
        for bad in [
            "",
            "apps",
            "/",
            "//evil.example/",
            "/\\evil.example",
            "/console/menu",
            "/1234567",
            "/door/keys",
            "/apps/../console",
            "http://console.example/apps/",
            "https://evil.example/",
            "https://console.example@evil.example/",
            "https://console.example.evil.example/",
            "javascript:alert(1)",
        ] {
            assert!(refused(bad), "{bad}");
        }
    }
}
