//! What a translation file may hold, whether two languages agree, and the code made from them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

/// One file of one language.
pub struct Source {
    /// The file's name, without its folder.
    pub file: String,
    /// Its whole text.
    pub text: String,
}

/// One message of one language.
pub struct Message {
    /// The file that holds it.
    pub file: String,
    /// Its variables, in alphabetical order.
    pub variables: BTreeSet<String>,
    /// Its text with `{ $name }` for variables, for the accessor's documentation.
    pub shown: String,
}

/// The messages of one language by key.
pub type Messages = BTreeMap<String, Message>;

/// An accessor has at most five arguments, `self` among them.
const MAX_VARIABLES: usize = 4;
/// Names that a Rust argument cannot have and a text might well want.
const RESERVED: [&str; 10] = [
    "as", "for", "in", "loop", "match", "move", "ref", "self", "type", "use",
];

/// Parses all files of one language; returns its messages and what is wrong with them.
pub fn read_locale(locale: &str, sources: &[Source]) -> (Messages, Vec<String>) {
    let mut messages = Messages::new();
    let mut problems = Vec::new();
    for source in sources {
        let place = format!("{locale}/{}", source.file);
        let resource = match parser::parse(source.text.as_str()) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                problems.extend(errors.iter().map(|error| {
                    let line = source.text.get(..error.pos.start).map_or(0, count_lines);
                    format!("{place}:{line}: {error}")
                }));
                resource
            }
        };
        for entry in resource.body {
            match read_entry(&entry) {
                Ok(Some((key, mut message))) => {
                    message.file.clone_from(&source.file);
                    if messages.insert(key.clone(), message).is_some() {
                        problems.push(format!("{place}: `{key}` stands twice in {locale}"));
                    }
                }
                Ok(None) => {}
                Err(problem) => problems.push(format!("{place}: {problem}")),
            }
        }
    }
    (messages, problems)
}

fn count_lines(text: &str) -> usize {
    text.matches('\n').count() + 1
}

/// A message, or nothing for a comment (and for junk, which the parser reported).
fn read_entry(entry: &Entry<&str>) -> Result<Option<(String, Message)>, String> {
    let message = match entry {
        Entry::Message(message) => message,
        Entry::Term(term) => return Err(format!("term `-{}`: terms are not used", term.id.name)),
        _ => return Ok(None),
    };
    let key = message.id.name;
    if !is_key(key) {
        return Err(format!("`{key}`: a key is lower case, `subject-meaning`"));
    }
    if !message.attributes.is_empty() {
        return Err(format!(
            "`{key}`: attributes are not used, make it a message"
        ));
    }
    let Some(pattern) = &message.value else {
        return Err(format!("`{key}` has no text"));
    };
    let mut read = Message {
        file: String::new(),
        variables: BTreeSet::new(),
        shown: String::new(),
    };
    read_pattern(pattern, &mut read).map_err(|problem| format!("`{key}`: {problem}"))?;
    if read.variables.len() > MAX_VARIABLES {
        return Err(format!(
            "`{key}` has over {MAX_VARIABLES} variables, make it two messages"
        ));
    }
    Ok(Some((key.to_owned(), read)))
}

fn is_key(key: &str) -> bool {
    key.contains('-')
        && key.split('-').all(|part| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
        && key.starts_with(|c: char| c.is_ascii_lowercase())
}

fn read_pattern(pattern: &Pattern<&str>, into: &mut Message) -> Result<(), String> {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => into.shown.push_str(value),
            PatternElement::Placeable { expression } => read_expression(expression, into)?,
        }
    }
    Ok(())
}

fn read_expression(expression: &Expression<&str>, into: &mut Message) -> Result<(), String> {
    match expression {
        Expression::Inline(InlineExpression::StringLiteral { value }) => {
            into.shown.push_str(value);
        }
        Expression::Inline(InlineExpression::VariableReference { id }) => {
            add_variable(id.name, into)?;
            let _ = write!(into.shown, "{{ ${} }}", id.name);
        }
        Expression::Select {
            selector: InlineExpression::VariableReference { id },
            variants,
        } => {
            add_variable(id.name, into)?;
            for variant in variants {
                if !into.shown.is_empty() {
                    into.shown.push_str(" | ");
                }
                read_pattern(&variant.value, into)?;
            }
        }
        _ => return Err("only text, variables and choices by a variable are used".to_owned()),
    }
    Ok(())
}

fn add_variable(name: &str, into: &mut Message) -> Result<(), String> {
    let plain = name
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !plain || RESERVED.contains(&name) {
        return Err(format!("variable `${name}` cannot be an argument's name"));
    }
    into.variables.insert(name.to_owned());
    Ok(())
}

/// Every key and variable that one language has and the other lacks.
pub fn compare(ja: &Messages, en: &Messages) -> Vec<String> {
    let mut problems = lacking("en", en, "ja", ja);
    problems.extend(lacking("ja", ja, "en", en));
    for (key, message) in ja {
        if let Some(other) = en.get(key)
            && other.file != message.file
        {
            problems.push(format!(
                "`{key}` is in ja/{} but en/{}",
                message.file, other.file
            ));
        }
    }
    problems
}

fn lacking(name: &str, messages: &Messages, other: &str, full: &Messages) -> Vec<String> {
    let mut problems = Vec::new();
    for (key, message) in full {
        let file = &message.file;
        let Some(own) = messages.get(key) else {
            problems.push(format!(
                "`{key}` of {other}/{file} is missing in {name}/{file}"
            ));
            continue;
        };
        for variable in message.variables.difference(&own.variables) {
            problems.push(format!(
                "`{key}` has ${variable} in {other}/{file} but not in {name}/{}",
                own.file
            ));
        }
    }
    problems
}

/// The Rust text: the files themselves, the list of keys, and a method on `Text` per message.
pub fn accessors(ja: &Messages, en: &Messages, files: &[(&str, &[Source])]) -> String {
    let mut code = String::new();
    for (name, sources) in files {
        let folder = name.to_lowercase();
        let _ = writeln!(code, "pub(crate) const {name}: &[(&str, &str)] = &[");
        for Source { file, .. } in *sources {
            let _ = writeln!(
                code,
                "    ({file:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \
                 \"/locales/{folder}/{file}\"))),"
            );
        }
        code.push_str("];\n");
    }
    code.push_str("/// Every message key, in alphabetical order.\npub const KEYS: &[&str] = &[\n");
    for key in ja.keys() {
        let _ = writeln!(code, "    {key:?},");
    }
    code.push_str("];\nimpl crate::Text {\n");
    for (key, message) in ja {
        let english = en.get(key).map_or("", |other| other.shown.as_str());
        accessor(&mut code, key, message, english);
    }
    code.push_str("}\n");
    code
}

fn accessor(code: &mut String, key: &str, message: &Message, english: &str) {
    for paragraph in [&message.shown, english] {
        // Indented code: what stands in a text is never read as markup.
        for line in paragraph.lines() {
            let _ = writeln!(code, "    #[doc = {:?}]", format!("     {line}"));
        }
        code.push_str("    #[doc = \"\"]\n");
    }
    let name = key.replace('-', "_");
    let arguments = &message.variables;
    let mut parameters = String::new();
    let mut values = String::new();
    for variable in arguments {
        let _ = write!(
            parameters,
            ", {variable}: impl Into<fluent_bundle::FluentValue<'a>>"
        );
        let _ = write!(values, "({variable:?}, {variable}.into()), ");
    }
    let lifetime = if arguments.is_empty() { "" } else { "<'a>" };
    let _ = writeln!(
        code,
        "    #[must_use]\n    pub fn {name}{lifetime}(&self{parameters}) -> String {{\n        \
         self.format({key:?}, [{values}])\n    }}"
    );
}
