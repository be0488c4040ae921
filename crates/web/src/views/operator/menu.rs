//! The operators' first page after the log-in.

use askama::Template;
use i18n::Text;

use crate::views::Shell;

/// `/operator/menu`.
#[derive(Clone, Debug, Template)]
#[template(path = "operator/menu.html")]
pub struct OperatorMenuPage {
    /// The frame.
    pub shell: Shell,
    /// What can be done, in order.
    pub entries: Vec<OperatorEntry>,
}

/// A way from the menu to a page.
#[derive(Clone, Debug)]
pub struct OperatorEntry {
    /// What it is; gives label, description and icon.
    pub kind: OperatorMenuKind,
    /// Its address.
    pub href: String,
}

/// What customer service can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperatorMenuKind {
    /// 加盟店検索.
    Find,
    /// A new merchant.
    New,
    /// Questions to a second operator.
    Approvals,
    /// Notices and maintenance.
    Notices,
    /// The record of what was done.
    Trail,
    /// Evidence for auditors.
    Evidence,
    /// Change of the own password.
    Password,
}

impl OperatorMenuKind {
    fn label(self, text: &Text) -> String {
        match self {
            Self::Find => text.operator_find_merchant(),
            Self::New => text.operator_new_merchant(),
            Self::Approvals => text.operator_approvals(),
            Self::Notices => text.operator_notices(),
            Self::Trail => text.operator_trail(),
            Self::Evidence => text.evidence_title(),
            Self::Password => text.menu_password(),
        }
    }

    fn about(self, text: &Text) -> String {
        match self {
            Self::Find => text.operator_about_find(),
            Self::New => text.operator_about_new(),
            Self::Approvals => text.operator_about_approvals(),
            Self::Notices => text.operator_about_notices(),
            Self::Trail => text.operator_about_trail(),
            Self::Evidence => text.evidence_about(),
            Self::Password => text.page_menu_password(),
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::Find => "users",
            Self::New => "add-user",
            Self::Approvals | Self::Evidence => "check",
            Self::Notices => "info",
            Self::Trail => "list",
            Self::Password => "key",
        }
    }
}
