//! A user's own page for the administrator (SCR-13), and the questions it asks.

use askama::Template;
use i18n::Text;

use super::user_form::{UserDetails, UserFields};
use super::{Field, FormToken, MethodChoice, Problem, Row, Shell, TypeChoice, UserState};

/// `/console/users/{id}` (USER-15). One form: the fields of [`UserFields`], `version`, `form`; the
/// button sends `step=check`.
#[derive(Clone, Debug, Template)]
#[template(path = "user_edit.html")]
pub struct UserEditPage {
    /// The frame; its notice says what was done (OTP-8, LOCK-2).
    pub shell: Shell,
    /// Who it is.
    pub details: UserDetails,
    /// The states, at least one.
    pub states: Vec<UserState>,
    /// When the user last logged in, worded.
    pub last_login: Option<String>,
    /// What can be changed, as it stands or as it was typed.
    pub fields: UserFields,
    /// Whether the user was changed elsewhere while this form was open: what is there now is
    /// shown beside what was typed.
    pub meanwhile: bool,
    /// Which state of the user the form rests on.
    pub version: i64,
    /// Where the form is sent.
    pub action: String,
    /// The form's token.
    pub form: FormToken,
    /// What can be done.
    pub actions: Vec<UserAction>,
    /// The list of users.
    pub users_href: String,
}

impl UserEditPage {
    fn rows(&self) -> Vec<Row> {
        let text = &self.shell.text;
        let mut rows = if self.meanwhile {
            self.details.rows(text)
        } else {
            vec![Row::new(text.field_user_id(), &*self.details.user_id)]
        };
        rows.push(Row::new(
            text.users_last_login(),
            self.last_login.clone().unwrap_or_default(),
        ));
        rows
    }
}

/// Something the administrator can do to a user.
#[derive(Clone, Debug)]
pub struct UserAction {
    /// What it is about; gives label, button and explanation.
    pub target: ActionTarget,
    /// The page that asks before it is done.
    pub href: String,
    /// Why it cannot be done now, worded; nothing when it can.
    pub unavailable: Option<String>,
}

/// What an action is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionTarget {
    /// Reset of the password (RESET-9).
    Password,
    /// Reset of the one-time password (OTP-8).
    Code,
    /// Release of the lock (LOCK-2).
    Lock,
    /// The first mail, again.
    FirstMail,
    /// The first password on paper.
    Paper,
    /// Deletion (USER-16).
    User,
}

impl ActionTarget {
    const fn id(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Code => "code",
            Self::Lock => "lock",
            Self::FirstMail => "first-mail",
            Self::Paper => "paper",
            Self::User => "user",
        }
    }

    fn label(self, text: &Text) -> String {
        match self {
            Self::Password => text.users_reset_password(),
            Self::Code => text.users_reset_code(),
            Self::Lock => text.users_release_lock(),
            Self::FirstMail => text.change_first_mail(),
            Self::Paper => text.handout_label(),
            Self::User => text.page_edit_user(),
        }
    }

    fn button(self, text: &Text) -> String {
        match self {
            Self::Password | Self::Code => text.users_reset_button(),
            Self::Lock => text.users_release_button(),
            Self::FirstMail => text.users_resend(),
            Self::Paper => text.handout_button(),
            Self::User => text.users_delete(),
        }
    }

    fn about(self, text: &Text) -> String {
        match self {
            Self::Password => text.page_edit_about_password(),
            Self::Code => text.page_edit_about_code(),
            Self::Lock => text.page_edit_about_lock(),
            Self::FirstMail => text.change_about_first_mail(),
            Self::Paper => text.handout_about(),
            Self::User => text.page_edit_about_user(),
        }
    }

    fn question(self, text: &Text) -> String {
        match self {
            Self::Password => text.users_ask_password(),
            Self::Code => text.users_ask_code(),
            Self::Lock => text.users_ask_release(),
            Self::FirstMail => text.change_ask_resend(),
            Self::Paper => text.handout_ask(),
            Self::User => text.users_ask_delete(),
        }
    }
}

/// Asks before something is done to a user. Fields: `reason` (if asked for), `form`.
#[derive(Clone, Debug, Template)]
#[template(path = "confirm.html")]
pub struct ConfirmPage {
    /// The frame.
    pub shell: Shell,
    /// What is about to be done.
    pub target: ActionTarget,
    /// To whom: the ID, the name and whatever else tells users apart.
    pub rows: Vec<Row>,
    /// What follows from it, a sentence each.
    pub consequences: Vec<String>,
    /// The button.
    pub button: ConfirmButton,
    /// The reason to be recorded, if one is asked for.
    pub reason: Option<Field>,
    /// Where the form is sent.
    pub action: String,
    /// Where it can be given up.
    pub cancel_href: String,
    /// The form's token.
    pub form: FormToken,
}

impl ConfirmPage {
    /// What is wrong with the reason.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let error = self.reason.as_ref().and_then(|reason| reason.error.clone());
        error
            .into_iter()
            .map(|message| Problem {
                field: "reason",
                message,
            })
            .collect()
    }

    fn button_label(&self) -> String {
        match self.button {
            ConfirmButton::Ok => self.shell.text.button_ok(),
            ConfirmButton::Confirm => self.shell.text.button_confirm(),
        }
    }
}

/// The button that does it (OTP-8, LOCK-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmButton {
    /// `OK`.
    Ok,
    /// The word that saves forms.
    Confirm,
}
