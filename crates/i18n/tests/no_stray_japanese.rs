//! Japanese stands in the .ftl files only.
//!
//! Comments may name the field's terms; they are read by developers. In the binary
//! they count, because clap shows them as help.

#![cfg(test)]

#[path = "sources/rust.rs"]
mod rust;
mod sources;

use std::path::Path;

use rust::Part;

/// Kana, kanji, their punctuation and full-width forms.
fn is_japanese(c: char) -> bool {
    matches!(c,
        '\u{3000}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// Folders whose Rust never reaches a person who uses the product.
fn is_for_developers(path: &Path) -> bool {
    path.components().any(|part| {
        matches!(
            part.as_os_str().to_str(),
            Some("tests" | "examples" | "benches" | "testkit")
        )
    })
}

/// A module of tests that has its own file: `tests.rs`, named by `#[cfg(test)] mod tests;`.
fn is_test_module(path: &Path) -> bool {
    path.file_stem()
        .is_some_and(|stem| stem == "tests" || stem == "test")
}

fn stray(source: &str, comments_count: bool) -> Vec<String> {
    let kept: String = rust::without_tests(&rust::parts(source))
        .into_iter()
        .filter(|&(_, part)| comments_count || part != Part::Comment)
        .map(|(c, _)| c)
        .collect();
    kept.lines()
        .filter(|line| line.chars().any(is_japanese))
        .map(str::to_owned)
        .collect()
}

#[test]
fn rust_sources_hold_no_japanese_text() {
    let mut found = Vec::new();
    let files = sources::files(&sources::crates(), "rs").unwrap();
    assert!(
        files.len() > 10,
        "the walk found too few files to mean anything"
    );
    for (path, source) in files {
        if is_for_developers(&path) || is_test_module(&path) {
            continue;
        }
        let in_binary = path.components().any(|part| part.as_os_str() == "sekisho");
        for line in stray(&source, in_binary) {
            found.push(format!("{}: {}", path.display(), line.trim()));
        }
    }
    assert!(
        found.is_empty(),
        "put these into locales/*/*.ftl:\n{}",
        found.join("\n")
    );
}

#[test]
fn templates_hold_no_japanese_text() {
    let mut found = Vec::new();
    for extension in ["html", "svg", "js", "css"] {
        for (path, source) in sources::files(&sources::crates(), extension).unwrap() {
            for line in source.lines().filter(|line| line.chars().any(is_japanese)) {
                found.push(format!("{}: {}", path.display(), line.trim()));
            }
        }
    }
    assert!(
        found.is_empty(),
        "put these into locales/*/*.ftl:\n{}",
        found.join("\n")
    );
}

#[test]
fn japanese_in_a_literal_is_found() {
    for source in [
        "fn f() -> &'static str { \"ログイン\" }",
        "const C: char = '管';",
        "const R: &str = r#\"a \" 一般\"#;",
        "fn f<'a>(s: &'a str) { let x = \"/* \"; let y = \"出荷\"; }",
        "#[cfg(test)]\nmod tests { const A: &str = \"}\"; }\nconst B: &str = \"確認\";",
        "#[doc = \"一覧\"] struct S;",
    ] {
        assert_eq!(stray(source, false).len(), 1, "{source}");
    }
}

#[test]
fn japanese_for_readers_and_tests_is_let_be() {
    for source in [
        "// 管理\n/// 一般\n/* a /* b */ 出荷 */ fn f() {}",
        "#[cfg(test)]\nmod tests {\n fn g() { let a = \"ログイン\"; { } }\n}\nfn f() {}",
        "const Q: char = '\\''; // 確認",
        "const Q: &str = \"\\\"\"; // 確認",
    ] {
        assert!(stray(source, false).is_empty(), "{source}");
    }
    assert_eq!(stray("/// 一般\nstruct S;", true).len(), 1);
}
