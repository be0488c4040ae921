//! What all pages have in common: the frame, messages, form fields.

use std::fmt;
use std::sync::Arc;

use i18n::Text;

use crate::Wording;
use crate::assets::AssetLinks;

/// The frame around every page.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The texts of the page's language.
    pub text: Text,
    /// Names and contacts of the operator of this installation.
    pub brand: Arc<BrandView>,
    /// Where the mark at the top leads: the menu when signed in, else the log-in page.
    pub home_href: String,
    /// The address of the help pages.
    pub help_href: String,
    /// Who is signed in, if anybody.
    pub signed_in: Option<SignedIn>,
    /// The languages, the page's own among them.
    pub languages: Vec<LanguageLink>,
    /// The way from the menu to this page, the page itself left out.
    pub crumbs: Vec<Crumb>,
    /// A message at the top of the page.
    pub notice: Option<Notice>,
    /// What operators tell everybody, above everything else.
    pub announcements: Vec<String>,
    /// In demo mode, the address of the page that shows the mails.
    pub demo_mails_href: Option<String>,
    /// Where stylesheet, script and icon are.
    pub assets: AssetLinks,
}

/// Names and contacts that the configuration gives (requirements `CS-4`).
#[derive(Clone, Debug, Default)]
pub struct BrandView {
    /// The service's name.
    pub service: String,
    /// The company that runs it.
    pub operator: String,
    /// Telephone number of the customer-service centre; empty: not shown.
    pub phone: String,
    /// When it answers; empty: not shown.
    pub hours: String,
    /// Its e-mail address; empty: not shown.
    pub mail: String,
    /// The address of an external page of questions and answers; empty: not shown.
    pub faq_href: String,
    /// The address of an explanation of the access key (LOGIN-1); empty: not shown.
    pub access_key_help_href: String,
    /// Labels of links that are called otherwise than shipped (CON-7).
    pub labels: LinkLabels,
}

/// Labels of links; an empty one is as shipped.
#[derive(Clone, Debug, Default)]
pub struct LinkLabels {
    /// To the reset of the password, on the log-in pages (LOGIN-8).
    pub reset: Wording,
    /// To the page of questions and answers, below every page.
    pub faq: Wording,
    /// To the customer-service centre's address, below every page.
    pub contact: Wording,
}

impl Shell {
    fn label(&self, own: &Wording, shipped: String) -> String {
        let own = own.text(self.text.locale());
        if own.is_empty() {
            shipped
        } else {
            own.to_owned()
        }
    }

    /// The link to the reset of the password (LOGIN-8, CON-7).
    #[must_use]
    pub fn reset_label(&self) -> String {
        self.label(&self.brand.labels.reset, self.text.login_reset_link())
    }

    /// The link to the page of questions and answers.
    #[must_use]
    pub fn faq_label(&self) -> String {
        self.label(&self.brand.labels.faq, self.text.help_questions())
    }

    /// The link to the centre's address.
    #[must_use]
    pub fn contact_label(&self) -> String {
        self.label(&self.brand.labels.contact, self.text.help_contact())
    }
}

/// Who is signed in, for the top of the page (ROLE-11).
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The person's name.
    pub user_name: String,
    /// The merchant's code, nine digits; empty for operators, who are nobody's.
    pub merchant_code: String,
    /// The merchant's name.
    pub company: String,
    /// The person's role, worded.
    pub role: String,
    /// Where the log-out form is sent.
    pub logout_action: String,
    /// The log-out form's token.
    pub logout_form: FormToken,
    /// When the session ends for want of use.
    pub idle: IdleView,
}

/// What a script needs to warn before a session ends for want of use.
#[derive(Clone, Debug, Default)]
pub struct IdleView {
    /// Seconds left when the page was made.
    pub seconds: u32,
    /// Asked for to stay.
    pub stay_href: String,
    /// Where to go when it has ended; tells why from there.
    pub menu_href: String,
}

/// A link that shows the same page in another language.
#[derive(Clone, Debug)]
pub struct LanguageLink {
    /// The language's code (`ja`, `en`).
    pub code: &'static str,
    /// The language's own name for itself.
    pub name: String,
    /// The same page in it.
    pub href: String,
    /// Whether the page is in it now.
    pub current: bool,
}

/// A step on the way to the page.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// The page's title.
    pub label: String,
    /// Its address.
    pub href: String,
}

/// A message at the top of a page.
#[derive(Clone, Debug)]
pub struct Notice {
    /// How it is meant.
    pub kind: NoticeKind,
    /// The message, worded.
    pub text: String,
}

/// How a message is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// What was asked for is done.
    Success,
    /// Something to know.
    Info,
    /// Something to take care of.
    Warning,
    /// What was asked for was not done.
    Error,
}

impl NoticeKind {
    /// The class of the banner.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error-tone",
        }
    }

    /// The name of the banner's icon.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Success => "check",
            Self::Info => "info",
            Self::Warning | Self::Error => "alert",
        }
    }
}

/// The one-time value that a form carries in its hidden field `form`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FormToken(pub String);

impl FormToken {
    /// The value, for the page only.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for FormToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FormToken(..)")
    }
}

/// A form field's content and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// What the person typed, shown again.
    pub value: String,
    /// What is wrong with it, worded.
    pub error: Option<String>,
}

impl Field {
    /// A field without fault.
    #[must_use]
    pub fn new(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            error: None,
        }
    }

    /// A refused field.
    #[must_use]
    pub fn refused(value: impl Into<String>, error: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            error: Some(error.into()),
        }
    }
}

/// A line of the list of faults at the top of a form; leads to the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The `id` of the field.
    pub field: &'static str,
    /// What is wrong, worded.
    pub message: String,
}

/// Gathers the faults of a form's fields, in the order given.
pub(super) fn problems<'a>(
    fields: impl IntoIterator<Item = (&'static str, &'a Option<String>)>,
) -> Vec<Problem> {
    fields
        .into_iter()
        .filter_map(|(field, error)| {
            Some(Problem {
                field,
                message: error.clone()?,
            })
        })
        .collect()
}

/// A labelled value, both worded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The label.
    pub label: String,
    /// The value; empty is shown as a dash.
    pub value: String,
}

impl Row {
    /// A labelled value.
    #[must_use]
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
        }
    }
}
