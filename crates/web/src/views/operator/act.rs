//! Customer service asks before it does something to a merchant.

use askama::Template;

use crate::views::shell::problems;
use crate::views::{Field, FormToken, Problem, Row, Shell};

/// Asks before an act. Fields: `identity` (`1` when ticked), `mail` (if asked for), `reason`,
/// `version`, `form`.
#[derive(Clone, Debug, Template)]
#[template(path = "operator/act.html")]
pub struct OperatorActPage {
    /// The frame.
    pub shell: Shell,
    /// The question, worded.
    pub title: String,
    /// To whom: code, company and whatever else the caller has to know.
    pub rows: Vec<Row>,
    /// Something to take care of first, worded.
    pub warning: Option<String>,
    /// What follows from it, a sentence each.
    pub consequences: Vec<String>,
    /// The box that the caller's identity was checked.
    pub identity: IdentityBox,
    /// A new address, if one is asked for.
    pub mail: Option<Field>,
    /// The reason to be recorded.
    pub reason: Field,
    /// The button, worded.
    pub button: String,
    /// It cannot be taken back.
    pub risky: bool,
    /// Where the form is sent.
    pub action: String,
    /// Where it can be given up.
    pub cancel_href: String,
    /// The state of the merchant's file that this rests on.
    pub version: i64,
    /// The form's token.
    pub form: FormToken,
}

/// The box that code and company were asked for and agree (CS-1, CS-2).
#[derive(Clone, Debug, Default)]
pub struct IdentityBox {
    /// It was ticked.
    pub ticked: bool,
    /// It was not, and has to be.
    pub error: Option<String>,
}

impl OperatorActPage {
    /// What is wrong with the fields.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let mail = self.mail.as_ref().and_then(|field| field.error.clone());
        problems([
            ("identity", &self.identity.error),
            ("mail", &mail),
            ("reason", &self.reason.error),
        ])
    }
}
