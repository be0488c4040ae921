//! What a change of a user would alter, before it is saved (USER-15).

use askama::Template;

use super::{Field, FormToken, Shell, UserDetails};

/// `/console/users/{id}/edit`: the check. Sends the fields of [`super::UserFields`] and `version`
/// again as hidden fields, `reason`, and `step=confirm` or `step=back`.
#[derive(Clone, Debug, Template)]
#[template(path = "user_change.html")]
pub struct UserChangePage {
    /// The frame.
    pub shell: Shell,
    /// Where the form is sent.
    pub action: String,
    /// What will be saved.
    pub details: UserDetails,
    /// Every field, before and after.
    pub rows: Vec<ChangeRow>,
    /// What follows from it, a sentence each.
    pub consequences: Vec<String>,
    /// Which state of the user the change rests on.
    pub version: i64,
    /// Why, for the record.
    pub reason: Field,
    /// The form's token.
    pub form: FormToken,
}

/// A field before and after.
#[derive(Clone, Debug)]
pub struct ChangeRow {
    /// The field's label.
    pub label: String,
    /// What it holds now.
    pub before: String,
    /// What it will hold; nothing when it stays.
    pub after: Option<String>,
}
