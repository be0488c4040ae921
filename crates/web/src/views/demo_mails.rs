//! The mails of the demo, readable in the browser. Only demo mode has these pages.

use askama::Template;

use super::Shell;

/// The list of mails, the newest first.
#[derive(Clone, Debug, Template)]
#[template(path = "demo_mails.html")]
pub struct DemoMailsPage {
    /// The frame.
    pub shell: Shell,
    /// The mails.
    pub mails: Vec<DemoMailLine>,
}

/// A mail in the list.
#[derive(Clone, Debug)]
pub struct DemoMailLine {
    /// Its subject.
    pub subject: String,
    /// To whom it went.
    pub to: String,
    /// When, in the page's time zone.
    pub date: String,
    /// The mail itself.
    pub href: String,
}

/// One mail.
#[derive(Clone, Debug, Template)]
#[template(path = "demo_mail.html")]
pub struct DemoMailPage {
    /// The frame.
    pub shell: Shell,
    /// Its subject.
    pub subject: String,
    /// To whom it went.
    pub to: String,
    /// When, in the page's time zone.
    pub date: String,
    /// Its plain text.
    pub body: String,
    /// The list.
    pub list_href: String,
}

/// A piece of a mail's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Text as it is.
    Plain(&'a str),
    /// An address that can be opened.
    Link(&'a str),
}

impl DemoMailPage {
    /// The text with its addresses picked out; nothing is added or left out.
    fn segments(&self) -> Vec<Segment<'_>> {
        segments(&self.body)
    }
}

fn segments(body: &str) -> Vec<Segment<'_>> {
    let mut found = Vec::new();
    let mut rest = body;
    while let Some(start) = next_address(rest) {
        let (before, from) = rest.split_at(start);
        let end = from
            .find(|c: char| !is_address_character(c))
            .unwrap_or(from.len());
        let (address, after) = from.split_at(end);
        if !before.is_empty() {
            found.push(Segment::Plain(before));
        }
        found.push(Segment::Link(address));
        rest = after;
    }
    if !rest.is_empty() {
        found.push(Segment::Plain(rest));
    }
    found
}

fn next_address(text: &str) -> Option<usize> {
    ["https://", "http://"]
        .iter()
        .filter_map(|scheme| text.find(scheme))
        .min()
}

fn is_address_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picks_addresses_out_and_keeps_every_character() {
        let body = "1\nhttp://127.0.0.1:8080/reset/a-b_c\nを開き、https://x.example/ です。";
        let found = segments(body);
        assert_eq!(
            found,
            [
                Segment::Plain("1\n"),
                Segment::Link("http://127.0.0.1:8080/reset/a-b_c"),
                Segment::Plain("\nを開き、"),
                Segment::Link("https://x.example/"),
                Segment::Plain(" です。"),
            ]
        );
        assert_eq!(segments(""), []);
        assert_eq!(segments("javascript:x"), [Segment::Plain("javascript:x")]);
    }
}
