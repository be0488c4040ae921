//! Finds the browser tests of a JavaScript file: the titles given to `test(…)` and `it(…)`.

use crate::Test;
use crate::ids::{self, Family, Id};

/// The tests of a file whose title is a literal; `test.skip` and `test.todo` show nothing.
pub fn find(path: &str, text: &str, families: &[Family]) -> Vec<Test> {
    text.lines()
        .scan(false, |opened, line| Some(title_on(line, opened)))
        .flatten()
        .map(|title| Test {
            path: path.to_owned(),
            shows: ids::in_prose(&title, families),
            name: without_ids(&title).to_owned(),
        })
        .collect()
}

/// `LOGIN-1, OTP-2..3: opens` is called `opens`; a title of another shape is left whole.
fn without_ids(title: &str) -> &str {
    let is_list = |head: &str| {
        head.split(", ")
            .all(|word| Id::parse(word.split("..").next().unwrap_or(word)).is_some())
    };
    title
        .split_once(": ")
        .filter(|(head, _)| is_list(head))
        .map_or(title, |(_, name)| name)
}

/// The title on this line, if it begins a test or the line before opened one (`test(` alone).
fn title_on(line: &str, opened: &mut bool) -> Option<String> {
    let line = line.trim();
    let arguments = ["test(", "it(", "await t.test(", "t.test("]
        .iter()
        .find_map(|call| line.strip_prefix(call))
        .or_else(|| opened.then_some(line));
    *opened = arguments == Some("");
    let arguments = arguments?;
    let quote = arguments
        .chars()
        .next()
        .filter(|c| matches!(c, '\'' | '"' | '`'))?;
    let title = arguments.strip_prefix(quote)?.split(quote).next()?;
    Some(title.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_read_in_every_quote_and_on_the_next_line() {
        let source = "test('LOGIN-1: opens', async () => {});\n  it(\"OTP-2..3\", () => {});\n\
            test(\n  `LOGIN-4 ${language}`,\n  () => {},\n);\ntest.skip('LOGIN-5', f);\n\
            // test('LOGIN-6', f)\nawait t.test('now: LOGIN-7', f);\nlatest('LOGIN-8')";
        let families = ["LOGIN", "OTP"].map(|name| Family(name.to_owned()));
        let found: Vec<(String, Vec<String>)> = find("e2e/a.test.js", source, &families)
            .into_iter()
            .map(|test| {
                (
                    test.name,
                    test.shows.iter().map(ToString::to_string).collect(),
                )
            })
            .collect();
        let test = |name: &str, shows: &[&str]| {
            (
                name.to_owned(),
                shows.iter().map(ToString::to_string).collect::<Vec<_>>(),
            )
        };
        assert_eq!(
            found,
            [
                test("opens", &["LOGIN-1"]),
                test("OTP-2..3", &["OTP-2", "OTP-3"]),
                test("LOGIN-4 ${language}", &["LOGIN-4"]),
                test("now: LOGIN-7", &["LOGIN-7"]),
            ]
        );
    }
}
