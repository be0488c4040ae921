//! What holds on every page.

use std::collections::HashSet;

use i18n::{KEYS, Locale};
use scraper::{Html, Selector};

use crate::{all, fields, on_every_page, pages, text, texts};

#[test]
fn document_names_its_language_title_and_main_heading() {
    on_every_page(|name, locale, html| {
        assert_eq!(
            all(html, "html")[0].attr("lang"),
            Some(locale.code()),
            "{name}"
        );
        let title = texts(html, "title").remove(0);
        let (own, service) = title.rsplit_once(" | ").unwrap();
        assert!(!own.is_empty() && !service.is_empty(), "{name}: {title}");
        assert_eq!(texts(html, "main h1"), [own], "{name}");
        assert_eq!(all(html, "h1").len(), 1, "{name}");
    });
}

#[test]
fn headings_leave_no_level_out() {
    on_every_page(|name, _, html| {
        let mut before = 0;
        for heading in all(html, "h1, h2, h3, h4") {
            let level: u32 = heading.value().name()[1..].parse().unwrap();
            assert!(level <= before + 1, "{name}: {}", text(heading));
            before = level;
        }
    });
}

#[test]
fn ids_are_unique_and_every_reference_leads_somewhere() {
    on_every_page(|name, _, html| {
        let ids: Vec<&str> = all(html, "[id]")
            .iter()
            .map(|e| e.attr("id").unwrap())
            .collect();
        let unique: HashSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: {ids:?}");
        for attribute in [
            "for",
            "aria-describedby",
            "aria-labelledby",
            "data-shows",
            "data-when",
        ] {
            for element in all(html, &format!("[{attribute}]")) {
                for id in element.attr(attribute).unwrap().split(' ') {
                    assert!(unique.contains(id), "{name}: {attribute}={id}");
                }
            }
        }
        for link in all(html, "a[href^='#']") {
            assert!(
                unique.contains(&link.attr("href").unwrap()[1..]),
                "{name}: {}",
                text(link)
            );
        }
    });
}

#[test]
fn everything_to_press_or_fill_in_has_a_name() {
    on_every_page(|name, _, html| {
        for (label, field) in fields(html) {
            assert!(!label.is_empty(), "{name}: {field}");
        }
        for element in all(
            html,
            "button, a, label, legend, dt, th, h1, h2, h3, li, option",
        ) {
            assert!(!text(element).is_empty(), "{name}: {}", element.html());
        }
        for attribute in [
            "aria-label",
            "data-label",
            "data-show",
            "data-hide",
            "data-done",
        ] {
            for element in all(html, &format!("[{attribute}]")) {
                assert!(
                    !element.attr(attribute).unwrap().is_empty(),
                    "{name}: {attribute}"
                );
            }
        }
    });
}

/// The content policy forbids it; a page that relied on it would break silently.
#[test]
fn no_style_or_script_stands_in_a_page() {
    on_every_page(|name, _, html| {
        assert!(
            all(html, "style, base, iframe, object, embed").is_empty(),
            "{name}"
        );
        for script in all(html, "script") {
            assert!(
                script.attr("src").is_some() && text(script).is_empty(),
                "{name}"
            );
        }
        for element in all(html, "*") {
            for (attribute, value) in element.value().attrs() {
                let inline = attribute == "style" || attribute.starts_with("on");
                assert!(!inline, "{name}: {attribute} in {}", element.value().name());
                let scripted = value.trim_start().to_lowercase().starts_with("javascript:");
                assert!(!scripted, "{name}: {value}");
            }
        }
    });
}

#[test]
fn every_form_that_changes_something_carries_its_token() {
    on_every_page(|name, _, html| {
        let token = Selector::parse("input[type=hidden][name=form]").unwrap();
        for form in all(html, "form") {
            let tokens = form
                .select(&token)
                .filter(|t| !t.attr("value").unwrap().is_empty());
            let expected = usize::from(form.attr("method") == Some("post"));
            assert_eq!(tokens.count(), expected, "{name}: {}", form.html());
        }
    });
}

#[test]
fn texts_are_in_the_page_language_and_never_a_key() {
    on_every_page(|name, locale, html| {
        for node in all(html, "html")[0].text().map(str::trim) {
            assert!(!KEYS.contains(&node), "{name}: {node}");
            if locale == Locale::En && node != "日本語" {
                assert!(!node.chars().any(is_japanese), "{name}: {node}");
            }
        }
    });
}

fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

#[test]
fn both_languages_have_the_same_pages_and_fields() {
    for ((ja_name, ja), (en_name, en)) in pages(Locale::Ja).into_iter().zip(pages(Locale::En)) {
        assert_eq!(ja_name, en_name);
        let names = |page: &str| -> Vec<String> {
            fields(&Html::parse_document(page))
                .into_iter()
                .map(|(_, name)| name)
                .collect()
        };
        assert_eq!(names(&ja), names(&en), "{ja_name}");
    }
}
