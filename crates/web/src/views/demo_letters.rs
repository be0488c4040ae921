//! Every kind of mail, to be looked at. Only demo mode has these pages.

use askama::Template;

use super::Shell;

/// The list of kinds.
#[derive(Clone, Debug, Template)]
#[template(path = "demo_letters.html")]
pub struct DemoLettersPage {
    /// The frame.
    pub shell: Shell,
    /// The kinds.
    pub letters: Vec<DemoLetterLine>,
}

/// A kind in the list.
#[derive(Clone, Debug)]
pub struct DemoLetterLine {
    /// Its name in the source.
    pub kind: &'static str,
    /// Its subject in the page's language.
    pub subject: String,
    /// Its page.
    pub href: String,
}

/// One letter.
#[derive(Clone, Debug, Template)]
#[template(path = "demo_letter.html")]
pub struct DemoLetterPage {
    /// The frame.
    pub shell: Shell,
    /// Its name in the source.
    pub kind: &'static str,
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// Its HTML form.
    pub html_href: String,
    /// The list.
    pub list_href: &'static str,
}
