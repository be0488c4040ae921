//! 加盟店 set up and changed (CS-7).

use askama::Template;

use crate::views::shell::problems;
use crate::views::{Field, FormToken, Problem, Row, Shell};

/// `/operator/merchants/new` and `/operator/merchants/{code}/edit`. Fields: `code`, `company`,
/// `access_key`, `kind` (`logistics`, `non_logistics`), `tablet`, `mail_method`, `networks`, `contact_mail`,
/// `admin_name`, `admin_mail`, `first_password` (`mail`, `shown`), `reason`, `version`, `form`.
#[derive(Clone, Debug, Template)]
#[template(path = "operator/form.html")]
pub struct MerchantFormPage {
    /// The frame.
    pub shell: Shell,
    /// The heading, worded.
    pub title: String,
    /// What only a new merchant is asked for.
    pub new: Option<NewMerchantFields>,
    /// 社名.
    pub company: Field,
    /// アクセスキー.
    pub access_key: Field,
    /// The chosen kind.
    pub kind: String,
    /// What is wrong with the kind.
    pub kind_error: Option<String>,
    /// タブレット決済 contract.
    pub tablet: bool,
    /// The mail method is open.
    pub mail_method: bool,
    /// The networks that logging in is allowed from.
    pub networks: Field,
    /// The reason to be recorded.
    pub reason: Field,
    /// Where the form is sent.
    pub action: String,
    /// Where it can be given up.
    pub cancel_href: String,
    /// The state of the merchant's file that a change rests on.
    pub version: i64,
    /// Somebody else has changed the file meanwhile, worded.
    pub stale: Option<String>,
    /// The form's token.
    pub form: FormToken,
}

/// What only a new merchant is asked for.
#[derive(Clone, Debug, Default)]
pub struct NewMerchantFields {
    /// 加盟店コード.
    pub code: Field,
    /// The contact person's address.
    pub contact: Field,
    /// The 管理 user's name.
    pub admin_name: Field,
    /// The 管理 user's address.
    pub admin_mail: Field,
    /// The first password goes out by mail.
    pub by_mail: bool,
    /// What is wrong with that.
    pub by_mail_error: Option<String>,
}

impl MerchantFormPage {
    /// What is wrong with the fields.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let new = self.new.clone().unwrap_or_default();
        problems([
            ("code", &new.code.error),
            ("company", &self.company.error),
            ("access_key", &self.access_key.error),
            ("kind_logistics", &self.kind_error),
            ("networks", &self.networks.error),
            ("contact_mail", &new.contact.error),
            ("admin_name", &new.admin_name.error),
            ("admin_mail", &new.admin_mail.error),
            ("by_mail", &new.by_mail_error),
            ("reason", &self.reason.error),
        ])
    }
}

/// A merchant was set up; the first password is shown this once, unless it went out by mail.
#[derive(Clone, Debug, Template)]
#[template(path = "operator/opened.html")]
pub struct MerchantOpenedPage {
    /// The frame.
    pub shell: Shell,
    /// Company, code, address; the first password, if it is shown.
    pub rows: Vec<Row>,
    /// The first password went out by mail.
    pub by_mail: bool,
    /// The merchant's file.
    pub file_href: String,
    /// 登録完了書.
    pub sheet_href: String,
}
