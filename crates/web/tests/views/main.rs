//! What holds on every page, in every state and both languages, and what single pages promise.

#![allow(
    clippy::unwrap_used,
    reason = "a page without what a test looks for is the failure"
)]

#[path = "../../examples/gallery/samples/mod.rs"]
mod samples;

mod every_page;
mod promises;

use i18n::{Catalog, Locale};
use scraper::{ElementRef, Html, Selector};
use web::assets::AssetLinks;

use samples::{Sample, Scene};

fn scene(locale: Locale) -> Scene {
    Scene::new(Catalog::load().unwrap().text(locale), AssetLinks::default())
}

fn pages(locale: Locale) -> Vec<Sample> {
    samples::every_page(&scene(locale))
}

/// Runs `check` on every page; the first argument says which it is.
fn on_every_page(check: impl Fn(&str, Locale, &Html)) {
    for locale in Locale::ALL {
        for (name, page) in pages(locale) {
            check(
                &format!("{} {name}", locale.code()),
                locale,
                &Html::parse_document(&page),
            );
        }
    }
}

fn page(locale: Locale, wanted: &str) -> Html {
    let (_, page) = pages(locale)
        .into_iter()
        .find(|(name, _)| *name == wanted)
        .unwrap();
    Html::parse_document(&page)
}

fn all<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element
        .text()
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn texts(html: &Html, selector: &str) -> Vec<String> {
    all(html, selector).into_iter().map(text).collect()
}

/// The visible fields, as label and name.
fn fields(html: &Html) -> Vec<(String, String)> {
    all(html, "input:not([type=hidden])")
        .into_iter()
        .map(|input| {
            let id = input.attr("id").unwrap();
            let label = texts(html, &format!("label[for={id}]")).pop().unwrap();
            (label, input.attr("name").unwrap().to_owned())
        })
        .collect()
}
