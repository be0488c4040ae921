//! Finds the tests of a Rust file and the IDs they name.
//!
//! Works on tokens, so that text inside strings is never taken for a test. A test is a
//! function with an attribute whose path ends in `test` (`#[test]`, `#[tokio::test]`), or a
//! function handed to one of [`TEST_MACROS`]. Ignored tests show nothing.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::Test;
use crate::ids::{self, Family, Id};

/// Macros of testkit that make tests of the functions in them.
const TEST_MACROS: &[&str] = &["both_engines"];

/// The tests of a file. A file that is not Rust is an error.
pub fn find(path: &str, text: &str, families: &[Family]) -> Result<Vec<Test>, String> {
    let tokens: TokenStream = text.parse().map_err(|fault| format!("not Rust: {fault}"))?;
    let mut search = Search {
        path,
        families,
        tests: Vec::new(),
    };
    search.walk(tokens, &Context::default());
    Ok(search.tests)
}

/// What stands around a run of tokens.
#[derive(Default)]
struct Context {
    /// Every function here is a test.
    in_test_macro: bool,
    /// IDs named above the macro, which hold for all tests in it.
    shows: BTreeSet<Id>,
}

/// The attributes seen since the last item ended.
#[derive(Default)]
struct Pending {
    doc: String,
    test: bool,
    ignored: bool,
}

struct Search<'a> {
    path: &'a str,
    families: &'a [Family],
    tests: Vec<Test>,
}

impl Search<'_> {
    fn walk(&mut self, tokens: TokenStream, context: &Context) {
        let mut pending = Pending::default();
        let mut before: Vec<TokenTree> = Vec::new();
        for token in tokens {
            match &token {
                TokenTree::Group(group) if is_attribute(&before, group) => pending.take(group),
                TokenTree::Group(group) => {
                    let inner = self.inner_context(&before, &pending);
                    self.walk(group.stream(), &inner);
                    if group.delimiter() == Delimiter::Brace || inner.in_test_macro {
                        pending = Pending::default();
                    }
                }
                TokenTree::Ident(name) if follows_fn(&before) => {
                    self.function(&name.to_string(), &pending, context);
                }
                TokenTree::Punct(punct) if punct.as_char() == ';' => pending = Pending::default(),
                _ => {}
            }
            before.push(token);
        }
    }

    /// Only what stands directly in a test macro is a test: a function's body holds statements.
    fn inner_context(&self, before: &[TokenTree], pending: &Pending) -> Context {
        if is_test_macro(before) {
            return Context {
                in_test_macro: true,
                shows: self.shown_by(&pending.doc),
            };
        }
        Context::default()
    }

    fn function(&mut self, name: &str, pending: &Pending, context: &Context) {
        if pending.ignored || !(pending.test || context.in_test_macro) {
            return;
        }
        let mut shows = ids::in_name(name, self.families);
        shows.extend(self.shown_by(&pending.doc));
        shows.extend(context.shows.iter().cloned());
        self.tests.push(Test {
            path: self.path.to_owned(),
            name: name.to_owned(),
            shows,
        });
    }

    /// The IDs of every sentence that begins with "Shows".
    fn shown_by(&self, doc: &str) -> BTreeSet<Id> {
        doc.split("Shows ")
            .skip(1)
            .map(|after| {
                after
                    .split_once(". ")
                    .map_or(after, |(sentence, _)| sentence)
            })
            .flat_map(|sentence| ids::in_prose(sentence, self.families))
            .collect()
    }
}

impl Pending {
    fn take(&mut self, attribute: &Group) {
        let tokens: Vec<TokenTree> = attribute.stream().into_iter().collect();
        let path: Vec<String> = tokens
            .iter()
            .take_while(|token| match token {
                TokenTree::Ident(_) => true,
                TokenTree::Punct(punct) => punct.as_char() == ':',
                _ => false,
            })
            .filter(|token| matches!(token, TokenTree::Ident(_)))
            .map(ToString::to_string)
            .collect();
        match path.last().map(String::as_str) {
            Some("test") => self.test = true,
            Some("ignore") => self.ignored = true,
            Some("doc") => {
                if let Some(TokenTree::Literal(text)) = tokens.last() {
                    self.doc.push_str(text.to_string().trim_matches('"').trim());
                    self.doc.push(' ');
                }
            }
            _ => {}
        }
    }
}

fn is_attribute(before: &[TokenTree], group: &Group) -> bool {
    let hash = match before {
        [.., TokenTree::Punct(hash), TokenTree::Punct(bang)] if bang.as_char() == '!' => {
            hash.as_char()
        }
        [.., TokenTree::Punct(hash)] => hash.as_char(),
        _ => return false,
    };
    group.delimiter() == Delimiter::Bracket && hash == '#'
}

fn is_test_macro(before: &[TokenTree]) -> bool {
    matches!(before, [.., TokenTree::Ident(name), TokenTree::Punct(bang)]
        if bang.as_char() == '!' && TEST_MACROS.contains(&name.to_string().as_str()))
}

fn follows_fn(before: &[TokenTree]) -> bool {
    matches!(before.last(), Some(TokenTree::Ident(word)) if *word == "fn")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<(String, Vec<String>)> {
        let families = ["LOGIN", "OTP"].map(|name| Family(name.to_owned()));
        find("crates/gate/src/lib.rs", source, &families)
            .unwrap()
            .into_iter()
            .map(|test| {
                (
                    test.name,
                    test.shows.iter().map(ToString::to_string).collect(),
                )
            })
            .collect()
    }

    fn test(name: &str, shows: &[&str]) -> (String, Vec<String>) {
        (
            name.to_owned(),
            shows.iter().map(ToString::to_string).collect(),
        )
    }

    #[test]
    fn names_and_doc_comments_are_read_on_tests_of_every_kind() {
        let source = r#"
            #[cfg(test)] mod tests {
                #[test] fn login_1_opens() {}
                /// Words before. Shows LOGIN-2, OTP-1..2. Not LOGIN-9.
                #[tokio::test(flavor = "multi_thread")]
                async fn both() { let x = 1; }
                #[test]
                /// Shows LOGIN-3,
                /// OTP-4.
                #[should_panic] pub fn below_the_attribute() {}
            }"#;
        assert_eq!(
            found(source),
            [
                test("login_1_opens", &["LOGIN-1"]),
                test("both", &["LOGIN-2", "OTP-1", "OTP-2"]),
                test("below_the_attribute", &["LOGIN-3", "OTP-4"]),
            ]
        );
    }

    #[test]
    fn functions_in_a_test_macro_are_tests_and_share_its_comment() {
        let source = "/// Shows LOGIN-7.\n testkit::both_engines!(async fn otp_12_once(s: Store) { fn inner() {} });
            both_engines! {
                /// Shows OTP-3.
                async fn first(s: Store) {}
                async fn second(s: Store) {}
            }";
        assert_eq!(
            found(source),
            [
                test("otp_12_once", &["LOGIN-7", "OTP-12"]),
                test("first", &["OTP-3"]),
                test("second", &[]),
            ]
        );
    }

    #[test]
    fn property_tests_are_found_inside_their_macro() {
        let source =
            "proptest! { #[test] fn login_4_any(x in 0..9u8) { assert!(x < 9) } fn no() {} }";
        assert_eq!(found(source), [test("login_4_any", &["LOGIN-4"])]);
    }

    #[test]
    fn helpers_strings_and_ignored_tests_show_nothing() {
        let source = r##"
            /// Shows LOGIN-1.
            fn helper() {}
            const TEXT: &str = r#"#[test] fn login_2_in_a_string() {}"#;
            // #[test] fn login_3_commented_out() {}
            #[test] #[ignore = "slow"] fn login_4_ignored() {}
            #[cfg(test)] fn login_5_only_compiled_for_tests() {}"##;
        assert_eq!(found(source), []);
    }

    #[test]
    fn a_comment_of_one_item_does_not_reach_the_next() {
        let source = "/// Shows LOGIN-1.\nconst A: u8 = 1;\n#[test] fn plain() {}";
        assert_eq!(found(source), [test("plain", &[])]);
    }

    #[test]
    fn what_is_not_rust_is_an_error() {
        assert!(find("x.rs", "fn (", &[]).is_err());
    }
}
