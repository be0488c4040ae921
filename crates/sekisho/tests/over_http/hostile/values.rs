//! Hostile values in every field of every form.

use super::{Target, targets};
use crate::shop::{Shop, check_refused};

/// Stands in every value, so that it can be looked for.
const CANARY: &str = "cnry7731";

fn values() -> Vec<String> {
    let long = CANARY.repeat(500);
    let too_long = CANARY.repeat(600);
    [
        "",
        " \u{3000}\t",
        long.as_str(),
        too_long.as_str(),
        "cnry7731\u{7}\u{1b}[31m",
        "cnry7731\u{202e}\u{2066}txt",
        "cnry7731\u{200b}\u{feff}",
        "ｃｎｒｙ７７３１",
        "cnry7731🏯👩‍👩‍👧",
        "cnry7731\r\nSet-Cookie: sekisho=cnry7731",
        "cnry7731\r\nBcc: evil@evil.example",
        "cnry7731\0",
        "cnry7731' OR '1'='1' --",
        "cnry7731'; DROP TABLE person; --",
        "\"><cnry7731 onload=alert(1)>",
        "'><img src=x onerror=cnry7731>",
        "{{cnry7731}}${cnry7731}%(cnry7731)s",
        "../../../../etc/cnry7731",
        "\u{fffd}cnry7731\u{ffff}",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// A form without any of its fields.
fn send_bare(target: &mut Target) {
    let token = target.token();
    let action = target.action.clone();
    let form = target.browser.form(&action, &token, &[]);
    let answer = target.browser.clone().send(&form).unwrap();
    check_refused(&answer, &action);
    assert!(matches!(answer.status, 200 | 303), "{action}: {answer:?}");
}

fn send(target: &mut Target, name: &str, value: &str) {
    let token = target.token();
    let (action, fields) = (target.action.clone(), target.with(name, value));
    let form = target.browser.form(&action, &token, &fields);
    let answer = target.browser.clone().send(&form).unwrap();
    let what = format!("{action} {name}={value:?}");
    check_refused(&answer, &what);
    let fits = matches!(answer.status, 200 | 303 | 400 | 413);
    assert!(fits, "{what}: {answer:?}");
    for raw in ["<cnry7731", "<img src=x"] {
        assert!(
            !answer.body.contains(raw),
            "{what} is shown raw: {}",
            answer.body
        );
    }
    let ours = answer
        .headers
        .iter()
        .all(|(_, value)| !value.contains(CANARY));
    assert!(ours, "{what} stands in a header: {answer:?}");
}

/// Shows LOGIN-15, RESET-12, USER-3, USER-6, USER-7 and catalogue 6.2.4, ASVS 16.4: hostile values
/// get an error or the neutral page, are shown escaped, and neither stored nor logged.
/// Shows PCI-6, ASVS-25.
#[test]
fn hostile_values_are_refused_escaped_and_forgotten() {
    let mut shop = Shop::open();
    let mut targets = targets(&mut shop);
    let before = shop.stored();
    let mut names = 0;
    for target in &mut targets {
        send_bare(target);
        let fields: Vec<_> = target.fields.iter().map(|(name, _)| *name).collect();
        for name in fields {
            for value in values() {
                // Another name each time, or the lock page hides what the values do.
                names += 1;
                if let Some(user) = target
                    .fields
                    .iter_mut()
                    .find(|(_, own)| own.contains("nobody"))
                {
                    user.1 = format!("nobody{names}");
                }
                send(target, name, &value);
            }
        }
    }
    assert_eq!(shop.stored(), before);
    let log = shop.log();
    let secrets = [shop.admin.password.as_str(), shop.member.password.as_str()];
    let session = shop.admin.browser.cookie("sekisho").unwrap();
    for kept_out in [CANARY, "ｃｎｒｙ", "nobody", "Wrong1pass", session]
        .iter()
        .chain(&secrets)
    {
        assert!(!log.contains(kept_out), "{kept_out} is in the log:\n{log}");
    }
    assert!(!log.contains("ERROR"), "{log}");
    assert!(log.contains("answered"), "the log was not captured");
}

/// Shows LOGIN-1, LOGIN-17: addresses that are none of ours are a page that says nothing.
#[test]
fn hostile_addresses_are_not_there() {
    let shop = Shop::open();
    let mut browser = shop.demo.browser();
    for path in [
        "/1",
        "/12345678",
        "/%EF%BC%91%EF%BC%92",
        "/%00",
        "/12%00",
        "/%3Ccnry7731%3E",
        "/..%2f..%2fetc%2fpasswd",
        "/assets/..%2f..%2fkeys/x",
        "/demo/mails/..%2f..%2fkeys",
        "/demo/mails/..%2fdemo.json",
        "/console/users/%27%20OR%201=1",
        "//evil.example/12",
        "/%ff%fe",
    ] {
        let answer = browser.get(path).unwrap();
        check_refused(&answer, path);
        assert!(matches!(answer.status, 303 | 404), "{path}: {answer:?}");
        let leads = answer.header("location").unwrap_or("/");
        assert!(
            leads.starts_with('/') && !leads.starts_with("//"),
            "{path}: {leads}"
        );
        assert!(
            !answer.body.contains("<cnry7731"),
            "{path}: {}",
            answer.body
        );
    }
    assert!(!shop.log().contains("cnry7731"));
}
