//! The shipped brand is whole, and what another one lacks is named.

use std::path::Path;

use super::{Brand, read};
use crate::config::document::{Problems, Section};
use web::Device;

fn parse(text: &str) -> (Brand, Vec<String>, usize) {
    let (mut problems, mut warnings) = (Problems::default(), Problems::default());
    let mut root = Section::parse(text, &mut problems);
    let brand = read(&mut root, Path::new(""), &mut problems, &mut warnings);
    let names = problems
        .into_list()
        .into_iter()
        .map(|problem| problem.setting)
        .collect();
    (brand, names, warnings.into_list().len())
}

/// Shows ENV-1: the shipped brand advises an app for every kind of device.
#[test]
fn env_1_the_shipped_brand_is_whole() {
    let mut problems = Problems::default();
    let mut table = Section::parse(super::SHIPPED, &mut problems);
    let mut brand = Brand::default();
    brand.overlay(&mut table, Path::new(""), &mut problems);
    table.finish(&mut problems);
    let list = problems.into_list();
    assert!(list.is_empty(), "{list:?}");
    for text in [
        &brand.service,
        &brand.operator,
        &brand.phone,
        &brand.hours,
        &brand.mail,
    ] {
        assert!(!text.is_empty());
    }
    for (_, device) in Device::WORDS {
        assert!(
            brand.apps.iter().any(|app| app.devices.contains(&device)),
            "{device:?}"
        );
    }
}

#[test]
fn missing_contacts_are_warned_of() {
    let (brand, problems, warnings) = parse("");
    assert_eq!(brand.service, Brand::shipped().service);
    assert_eq!((problems.len(), warnings), (0, 7));
    let text = "[brand]\nservice = \"S\"\noperator = \"O\"\nphone = \"1\"\nhours = \"9\"\n\
        mail = \"a@b.example\"\nfaq = \"https://a.example/faq\"\n\
        [[brand.apps]]\nname = { ja = \"A\", en = \"B\" }\nwhy = { ja = \"C\", en = \"D\" }\n\
        link = \"https://a.example/app\"\ndevices = [\"phone\", \"other\"]\n\
        topic = \"winauth\"\n[brand.labels]\nreset = { ja = \"こちら\", en = \"Here\" }\n";
    let (brand, problems, warnings) = parse(text);
    assert_eq!(
        (brand.labels.reset.ja.as_str(), brand.labels.faq.ja.as_str()),
        ("こちら", "")
    );
    assert_eq!(
        (brand.service.as_str(), brand.faq.as_str()),
        ("S", "https://a.example/faq")
    );
    // access_key_help, the app's help, and an app for three kinds of devices.
    assert_eq!((problems.len(), warnings), (0, 5));
    assert_eq!(brand.apps.len(), 1);
    let app = &brand.apps[0];
    assert_eq!((app.name.en.as_str(), app.why.ja.as_str()), ("B", "C"));
    assert_eq!(app.href, "https://a.example/app");
    assert_eq!(app.devices, [Device::Phone, Device::Other]);
}

/// All that is wrong with a brand's look is named at once, before anything is served.
#[test]
fn a_look_that_cannot_be_shown_is_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("logo.svg"), "<html>").unwrap();
    let text = "service = \"S\"\noperator = \"O\"\nphone = \"1\"\nhours = \"9\"\n\
        mail = \"a@b.example\"\nlogo = \"logo.svg\"\nicon = \"none.png\"\n\
        [colors]\nprimary = \"#ffcc00\"\nhover = \"blue\"\n";
    let wrong = Brand::parse(text, folder.path()).unwrap_err();
    let names: Vec<_> = wrong
        .iter()
        .map(|problem| problem.setting.as_str())
        .collect();
    for name in [
        "logo",
        "icon",
        "colors.primary",
        "colors.hover",
        "colors.header",
    ] {
        assert!(names.contains(&name), "{name} is not among {names:?}");
    }
    assert_eq!(Brand::parse("", folder.path()).unwrap_err().len(), 5);
}

/// The second brand that is shipped as an example is whole.
#[test]
fn the_example_brand_is_sound() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let text = std::fs::read_to_string(docs.join("brand.example.toml")).unwrap();
    let brand = Brand::parse(&text, &docs).unwrap();
    assert!(brand.look.stylesheet_href().is_some() && brand.look.logo_href().is_some());
}

#[test]
fn links_lead_nowhere_but_to_https() {
    let text = "[brand]\nphone = \"a\\nb\"\nfaq = \"javascript:alert(1)\"\n\
        access_key_help = \"http://a.example\"\n[[brand.apps]]\nlink = \"x\"\n\
        name = { ja = \"A\" }\nwhy = \"C\"\ndevices = [\"fridge\"]\nprice = 1\n\
        topic = \"fridge\"\n";
    let (_, mut problems, _) = parse(text);
    problems.sort();
    problems.dedup();
    assert_eq!(
        problems,
        [
            "brand.access_key_help",
            "brand.apps[1].devices",
            "brand.apps[1].link",
            "brand.apps[1].name",
            "brand.apps[1].price",
            "brand.apps[1].topic",
            "brand.apps[1].why",
            "brand.faq",
            "brand.phone",
        ]
    );
}
