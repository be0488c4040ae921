//! Just enough of Rust's grammar to tell what a person could see from what only a reader sees.

/// What a character of a source file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Code,
    Comment,
    Literal,
}

/// Each character with its part.
pub fn parts(source: &str) -> Vec<(char, Part)> {
    let chars: Vec<char> = source.chars().collect();
    let mut out = Vec::with_capacity(chars.len());
    let mut at = 0;
    while at < chars.len() {
        let (part, end) = next(&chars, at);
        out.extend(chars[at..end].iter().map(|&c| (c, part)));
        at = end;
    }
    out
}

fn next(chars: &[char], at: usize) -> (Part, usize) {
    let rest = &chars[at..];
    let before_is_word = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    match rest {
        ['/', '/', ..] => {
            let length = rest.iter().position(|&c| c == '\n').unwrap_or(rest.len());
            (Part::Comment, at + length)
        }
        ['/', '*', ..] => (Part::Comment, at + block_comment(rest)),
        ['r', '"' | '#', ..] if !before_is_word => match raw_string(rest) {
            Some(length) => (Part::Literal, at + length),
            None => (Part::Code, at + 1),
        },
        ['"', ..] => (Part::Literal, at + quoted(rest, '"')),
        // A lifetime is one quote; a character is closed after one or an escape.
        ['\'', '\\', ..] | ['\'', _, '\'', ..] => (Part::Literal, at + quoted(rest, '\'')),
        _ => (Part::Code, at + 1),
    }
}

fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match &rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] if depth == 1 => return at + 2,
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    at
}

fn raw_string(rest: &[char]) -> Option<usize> {
    let hashes = rest[1..].iter().take_while(|&&c| c == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return None;
    }
    let body = 2 + hashes;
    let close = (body..rest.len()).find(|&at| {
        rest[at] == '"'
            && rest[at + 1..]
                .iter()
                .take(hashes)
                .filter(|&&c| c == '#')
                .count()
                == hashes
    });
    Some(close.map_or(rest.len(), |at| at + 1 + hashes))
}

fn quoted(rest: &[char], quote: char) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            c if c == quote => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// The file without its `#[cfg(test)]` items; what was cut becomes nothing.
pub fn without_tests(parts: &[(char, Part)]) -> Vec<(char, Part)> {
    const MARK: &str = "#[cfg(test)]";
    let mut out = Vec::with_capacity(parts.len());
    let mut at = 0;
    while at < parts.len() {
        let marked = parts[at..]
            .iter()
            .map(|(c, _)| *c)
            .take(MARK.len())
            .eq(MARK.chars());
        if marked && parts[at].1 == Part::Code {
            at = item_end(parts, at + MARK.len());
        } else {
            out.push(parts[at]);
            at += 1;
        }
    }
    out
}

/// Where the item ends that starts at `from`: its closing brace or its semicolon.
fn item_end(parts: &[(char, Part)], from: usize) -> usize {
    let mut depth = 0usize;
    for (at, (c, part)) in parts.iter().enumerate().skip(from) {
        match (c, part) {
            ('{', Part::Code) => depth += 1,
            ('}', Part::Code) if depth <= 1 => return at + 1,
            ('}', Part::Code) => depth -= 1,
            (';', Part::Code) if depth == 0 => return at + 1,
            _ => {}
        }
    }
    parts.len()
}
