//! Registration of a user in three pages (SCR-10 to SCR-12).

use askama::Template;
use i18n::Text;

use super::shell::problems;
use super::{Field, FormToken, Problem, Row, Shell};

/// The type of a user (USER-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeChoice {
    /// A general user.
    General,
    /// A shipping user.
    Shipping,
}

impl TypeChoice {
    /// The value in forms (`user_type`).
    #[must_use]
    pub const fn value(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Shipping => "shipping",
        }
    }

    /// The choice, worded.
    #[must_use]
    pub fn label(self, text: &Text) -> String {
        match self {
            Self::General => text.role_general(),
            Self::Shipping => text.role_shipping(),
        }
    }
}

/// How a user may receive one-time passwords (USER-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodChoice {
    /// One-time passwords by e-mail as well.
    Mail,
    /// An app only.
    NoMail,
}

impl MethodChoice {
    /// The value in forms (`login_method`).
    #[must_use]
    pub const fn value(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::NoMail => "no_mail",
        }
    }

    /// The choice, worded in full.
    #[must_use]
    pub fn label(self, text: &Text) -> String {
        match self {
            Self::Mail => text.users_by_mail(),
            Self::NoMail => text.users_not_by_mail(),
        }
    }

    /// The choice in few words, for lists.
    pub(super) fn short(self, text: &Text) -> String {
        match self {
            Self::Mail => text.page_users_mail_short(),
            Self::NoMail => text.page_users_no_mail_short(),
        }
    }
}

/// The fields of a user: `user_type` (`general`, `shipping`), `user_id` (a new user's only),
/// `login_method` (`mail`, `no_mail`), `same_person` (`1` when ticked), `name`, `mail`.
///
/// With script, a ticked `same_person` switches `name` and `mail` off, so they are not sent
/// (USER-6, USER-7).
#[derive(Clone, Debug)]
pub struct UserFields {
    /// The chosen type.
    pub user_type: Option<TypeChoice>,
    /// What is wrong with the type.
    pub user_type_error: Option<String>,
    /// The user's ID; nothing when it exists already and cannot be changed.
    pub user_id: Option<Field>,
    /// The chosen log-in method.
    pub method: Option<MethodChoice>,
    /// What is wrong with the method.
    pub method_error: Option<String>,
    /// Whether it is the administrator's own user.
    pub same_person: bool,
    /// What is wrong with that.
    pub same_person_error: Option<String>,
    /// The person's name.
    pub name: Field,
    /// The person's address.
    pub mail: Field,
    /// What this merchant may choose.
    pub choices: UserChoices,
}

/// First page: the form, [`UserFields`] and `form`; the button sends `step=check`.
#[derive(Clone, Debug, Template)]
#[template(path = "user_form.html")]
pub struct UserFormPage {
    /// The frame.
    pub shell: Shell,
    /// Where the form is sent.
    pub action: String,
    /// The fields.
    pub fields: UserFields,
    /// Where the form can be given up.
    pub cancel_href: String,
    /// The form's token.
    pub form: FormToken,
}

/// What a merchant may choose for a new user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserChoices {
    /// Whether the merchant may have shipping users (ROLE-7).
    pub shipping: bool,
    /// Whether the merchant may use the mail method (TAB-5).
    pub mail_method: bool,
    /// Whether no other user is the administrator's own (USER-5).
    pub same_person: bool,
}

impl UserFields {
    /// What is wrong with the fields.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        problems([
            ("user_type_general", &self.user_type_error),
            (
                "user_id",
                self.user_id.as_ref().map_or(&None, |id| &id.error),
            ),
            ("login_method_mail", &self.method_error),
            ("same_person", &self.same_person_error),
            ("name", &self.name.error),
            ("mail", &self.mail.error),
        ])
    }

    pub(super) fn is_type(&self, choice: TypeChoice) -> bool {
        self.user_type == Some(choice)
    }

    pub(super) fn is_method(&self, choice: MethodChoice) -> bool {
        self.method == Some(choice)
    }
}

/// A user's details as the later pages show them (USER-12).
#[derive(Clone, Debug)]
pub struct UserDetails {
    /// The type.
    pub user_type: TypeChoice,
    /// The ID.
    pub user_id: String,
    /// The log-in method.
    pub method: MethodChoice,
    /// Whether it is the administrator's own user.
    pub same_person: bool,
    /// The person's name; the administrator's if it is the same person.
    pub name: String,
    /// The person's address; may be empty.
    pub mail: String,
}

impl UserDetails {
    /// The rows in the order of the form.
    #[must_use]
    pub fn rows(&self, text: &Text) -> Vec<Row> {
        let same = if self.same_person {
            text.users_same_person_value()
        } else {
            text.users_not_same_person_value()
        };
        vec![
            Row::new(text.users_type(), self.user_type.label(text)),
            Row::new(text.field_user_id(), self.user_id.as_str()),
            Row::new(text.users_login_method(), self.method.label(text)),
            Row::new(text.users_details(), same),
            Row::new(text.users_name_shown(), self.name.as_str()),
            Row::new(text.users_mail(), self.mail.as_str()),
        ]
    }
}

/// Second page: the check. Sends the details of [`UserFormPage`] again as hidden fields, with
/// `step=confirm` or `step=back`.
#[derive(Clone, Debug, Template)]
#[template(path = "user_confirm.html")]
pub struct UserConfirmPage {
    /// The frame.
    pub shell: Shell,
    /// Where the form is sent.
    pub action: String,
    /// What will be registered.
    pub details: UserDetails,
    /// The form's token.
    pub form: FormToken,
}

/// Third page: done (USER-13).
#[derive(Clone, Debug, Template)]
#[template(path = "user_done.html")]
pub struct UserDonePage {
    /// The frame.
    pub shell: Shell,
    /// What was registered.
    pub details: UserDetails,
    /// Whether the first password went to the administrator's address instead of the user's.
    pub sent_to_admin: bool,
    /// The menu.
    pub menu_href: String,
    /// The form for another user.
    pub another_href: String,
}
