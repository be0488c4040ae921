//! The build script refuses what would leave a reader without a text.

#![cfg(test)]

#[allow(
    dead_code,
    reason = "the tests use the checks, not the code they lead to"
)]
#[path = "../build/check.rs"]
mod check;

use check::{Source, accessors, compare, read_locale};

fn problems(ja: &str, en: &str) -> Vec<String> {
    let source = |text: &str| {
        [Source {
            file: "a.ftl".to_owned(),
            text: text.to_owned(),
        }]
    };
    let (ja, mut problems) = read_locale("ja", &source(ja));
    let (en, more) = read_locale("en", &source(en));
    problems.extend(more);
    problems.extend(compare(&ja, &en));
    problems
}

#[test]
fn equal_languages_pass() {
    assert!(
        problems(
            "a-b = x { $n }\n",
            "a-b = { $n ->\n [one] y\n *[other] { $n } z\n }\n"
        )
        .is_empty()
    );
}

#[test]
fn a_key_that_one_language_lacks_is_named() {
    let found = problems("a-b = x\na-c = y\n", "a-b = x\n");
    assert_eq!(found, ["`a-c` of ja/a.ftl is missing in en/a.ftl"]);
    let found = problems("a-b = x\n", "a-b = x\na-c = y\n");
    assert_eq!(found, ["`a-c` of en/a.ftl is missing in ja/a.ftl"]);
}

#[test]
fn a_variable_that_one_language_lacks_is_named() {
    let found = problems("a-b = x { $days }\n", "a-b = x\n");
    assert_eq!(found, ["`a-b` has $days in ja/a.ftl but not in en/a.ftl"]);
}

#[test]
fn what_has_no_accessor_is_refused() {
    for text in [
        "a-b =\n    .title = x\n",
        "-a-b = x\n",
        "a-b = { NUMBER($n) }\n",
        "a-b = { other-key }\n",
        "a-b = { -term }\n",
        "a-b = { $type }\n",
        "a-b = { $a } { $b } { $c } { $d } { $e }\n",
        "login = x\n",
        "a-B = x\n",
        "a-b = { $n\n",
        "a-b = x\na-b = y\n",
    ] {
        assert!(!problems(text, text).is_empty(), "{text}");
    }
}

#[test]
fn a_syntax_error_names_its_line() {
    let found = problems("# c\na-b = x\na-c = { $\n", "a-b = x\n");
    assert!(found[0].starts_with("ja/a.ftl:3"), "{found:?}");
}

#[test]
fn arguments_stand_in_alphabetical_order() {
    let source = [Source {
        file: "a.ftl".to_owned(),
        text: "a-b = { $min } { $max }\n".to_owned(),
    }];
    let (ja, _) = read_locale("ja", &source);
    let code = accessors(&ja, &ja, &[]);
    assert!(code.find("max: impl").unwrap() < code.find("min: impl").unwrap());
}
