//! A merchant's application as somebody wrote it down, in a list or for a program: from texts to a
//! merchant who can be set up, or what is wrong with it.

use crate::mail_address::{MailAddress, MailAddressError};
use crate::merchant::{AccessKey, CompanyName, MerchantCode, MerchantKind};
use crate::person::{PersonName, PersonNameError};

/// The application as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// 加盟店コード.
    pub code: String,
    /// 社名.
    pub company: String,
    /// アクセスキー; empty: one is drawn.
    pub access_key: String,
    /// `logistics` or `non_logistics`.
    pub kind: String,
    /// タブレット決済 contract: `true` or `false`; empty: none.
    pub tablet: String,
    /// The contact person's address; may be empty.
    pub contact_mail: String,
    /// The 管理 user's name; empty: the caller's word for one.
    pub admin_name: String,
    /// The 管理 user's address; may be empty.
    pub admin_mail: String,
}

/// An application that may be saved; the database still guards the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// 加盟店コード; `None`: one is drawn.
    pub code: Option<MerchantCode>,
    /// 社名.
    pub company: CompanyName,
    /// アクセスキー; `None`: one is drawn.
    pub access_key: Option<AccessKey>,
    /// 物流 or 非物流.
    pub kind: MerchantKind,
    /// タブレット決済 contract.
    pub tablet: bool,
    /// The contact person's address.
    pub contact_mail: Option<MailAddress>,
    /// The 管理 user's name, if one was given.
    pub admin_name: Option<PersonName>,
    /// The 管理 user's address.
    pub admin_mail: Option<MailAddress>,
}

/// A field of the application, in the order of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 加盟店コード.
    Code,
    /// 社名.
    Company,
    /// アクセスキー.
    AccessKey,
    /// Whether it ships goods.
    Kind,
    /// タブレット決済 contract.
    Tablet,
    /// The contact person's address.
    ContactMail,
    /// The 管理 user's name.
    AdminName,
    /// The 管理 user's address.
    AdminMail,
}

impl Field {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 8] = [
        Self::Code,
        Self::Company,
        Self::AccessKey,
        Self::Kind,
        Self::Tablet,
        Self::ContactMail,
        Self::AdminName,
        Self::AdminMail,
    ];

    /// The word that lists and programs use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Code => "merchant_code",
            Self::Company => "company",
            Self::AccessKey => "access_key",
            Self::Kind => "kind",
            Self::Tablet => "tablet",
            Self::ContactMail => "contact_mail",
            Self::AdminName => "admin_name",
            Self::AdminMail => "admin_mail",
        }
    }
}

/// What is wrong with one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Problem {
    /// Empty, though it has to be given.
    Missing(Field),
    /// 加盟店コード: not nine digits.
    Code,
    /// 加盟店コード: `000000000` is kept for the customer-service centre.
    CodeReserved,
    /// 社名: too long, or with characters that are not allowed.
    Company,
    /// アクセスキー: not two to seven digits.
    AccessKey,
    /// The kind: neither of the two words.
    Kind,
    /// The tablet contract: neither `true` nor `false`.
    Tablet,
    /// An address: too long or malformed.
    Mail(Field, MailAddressError),
    /// The 管理 user's name.
    Name(PersonNameError),
}

impl Problem {
    /// The field it stands beside.
    #[must_use]
    pub const fn field(self) -> Field {
        match self {
            Self::Missing(field) | Self::Mail(field, _) => field,
            Self::Code | Self::CodeReserved => Field::Code,
            Self::Company => Field::Company,
            Self::AccessKey => Field::AccessKey,
            Self::Kind => Field::Kind,
            Self::Tablet => Field::Tablet,
            Self::Name(_) => Field::AdminName,
        }
    }

    /// What the field has to be, in English, for logs, lists and programs.
    #[must_use]
    pub const fn demand(self) -> &'static str {
        match self {
            Self::Missing(_) => "has to be given",
            Self::Code => "has to be nine digits",
            Self::CodeReserved => "is reserved",
            Self::Company => "has to be 1 to 60 visible characters",
            Self::AccessKey => "has to be two to seven digits",
            Self::Kind => "has to be logistics or non_logistics",
            Self::Tablet => "has to be true or false",
            Self::Mail(_, MailAddressError::TooLong) => "has to be 64 characters at most",
            Self::Mail(..) => "has to be a mail address",
            Self::Name(PersonNameError::TooLong) => "has to fit 60 half-width columns",
            Self::Name(_) => "has to be a name without addresses or hidden characters",
        }
    }
}

/// Checks an application. `may_draw`: without a code one is drawn; in a list each line has its own.
///
/// # Errors
/// Every problem, at most one for each field, in the order of the form.
pub fn check(form: &Form, may_draw: bool) -> Result<Application, Vec<Problem>> {
    let code = check_code(form, may_draw);
    let company = given(&form.company, Field::Company)
        .and_then(|text| CompanyName::parse(text).ok_or(Problem::Company));
    let access_key = optional(&form.access_key, AccessKey::parse).ok_or(Problem::AccessKey);
    let kind = given(&form.kind, Field::Kind)
        .and_then(|text| MerchantKind::from_word(text.trim()).ok_or(Problem::Kind));
    let tablet = match form.tablet.trim() {
        "true" => Ok(true),
        "" | "false" => Ok(false),
        _ => Err(Problem::Tablet),
    };
    let contact = mail(&form.contact_mail, Field::ContactMail);
    let admin_name = name(&form.admin_name);
    let admin_mail = mail(&form.admin_mail, Field::AdminMail);
    let problems: Vec<Problem> = [
        code.as_ref().err(),
        company.as_ref().err(),
        access_key.as_ref().err(),
        kind.as_ref().err(),
        tablet.as_ref().err(),
        contact.as_ref().err(),
        admin_name.as_ref().err(),
        admin_mail.as_ref().err(),
    ]
    .into_iter()
    .flatten()
    .copied()
    .collect();
    match (code, company, access_key, kind, tablet) {
        (Ok(code), Ok(company), Ok(access_key), Ok(kind), Ok(tablet)) if problems.is_empty() => {
            Ok(Application {
                code,
                company,
                access_key,
                kind,
                tablet,
                contact_mail: contact.unwrap_or_default(),
                admin_name: admin_name.unwrap_or_default(),
                admin_mail: admin_mail.unwrap_or_default(),
            })
        }
        _ => Err(problems),
    }
}

fn check_code(form: &Form, may_draw: bool) -> Result<Option<MerchantCode>, Problem> {
    if may_draw && form.code.trim().is_empty() {
        return Ok(None);
    }
    let code = MerchantCode::parse(given(&form.code, Field::Code)?).ok_or(Problem::Code)?;
    if code.is_reserved() {
        Err(Problem::CodeReserved)
    } else {
        Ok(Some(code))
    }
}

fn given(text: &str, field: Field) -> Result<&str, Problem> {
    if text.trim().is_empty() {
        Err(Problem::Missing(field))
    } else {
        Ok(text)
    }
}

/// `None` for a text that is there and cannot be read.
#[allow(
    clippy::option_option,
    reason = "not given and not readable are two things"
)]
fn optional<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    if text.trim().is_empty() {
        Some(None)
    } else {
        read(text).map(Some)
    }
}

/// An address, if one was given.
///
/// # Errors
/// The problem beside `field`.
pub fn mail(text: &str, field: Field) -> Result<Option<MailAddress>, Problem> {
    match MailAddress::parse(text) {
        Ok(mail) => Ok(Some(mail)),
        Err(MailAddressError::Empty) => Ok(None),
        Err(error) => Err(Problem::Mail(field, error)),
    }
}

fn name(text: &str) -> Result<Option<PersonName>, Problem> {
    match PersonName::parse(text) {
        Ok(name) => Ok(Some(name)),
        Err(PersonNameError::Empty) => Ok(None),
        Err(error) => Err(Problem::Name(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, Form, Problem, check};
    use crate::mail_address::MailAddressError;
    use crate::person::PersonNameError;

    fn good() -> Form {
        Form {
            code: "１２３４５６７８９".to_owned(),
            company: "みほん物産".to_owned(),
            kind: "logistics".to_owned(),
            contact_mail: "a@shop.example".to_owned(),
            ..Form::default()
        }
    }

    #[test]
    fn what_may_be_left_out_is_left_out() {
        let read = check(&good(), false).unwrap();
        assert_eq!(read.code.unwrap().as_str(), "123456789");
        assert!(read.access_key.is_none() && read.admin_name.is_none());
        assert!(read.admin_mail.is_none() && !read.tablet);
        let without = Form {
            code: String::new(),
            ..good()
        };
        assert!(check(&without, true).unwrap().code.is_none());
        assert_eq!(
            check(&without, false),
            Err(vec![Problem::Missing(Field::Code)])
        );
    }

    #[test]
    fn everything_wrong_is_named_once_in_the_order_of_the_form() {
        let form = Form {
            code: "12".to_owned(),
            company: " ".to_owned(),
            access_key: "1".to_owned(),
            kind: "tablet".to_owned(),
            tablet: "maybe".to_owned(),
            contact_mail: "x".to_owned(),
            admin_name: "evil.example".to_owned(),
            admin_mail: format!("{}@shop.example", "a".repeat(60)),
        };
        let problems = check(&form, true).unwrap_err();
        assert_eq!(
            problems,
            [
                Problem::Code,
                Problem::Missing(Field::Company),
                Problem::AccessKey,
                Problem::Kind,
                Problem::Tablet,
                Problem::Mail(Field::ContactMail, MailAddressError::Malformed),
                Problem::Name(PersonNameError::NotAllowed),
                Problem::Mail(Field::AdminMail, MailAddressError::TooLong),
            ]
        );
        let fields: Vec<_> = problems.iter().map(|problem| problem.field()).collect();
        assert_eq!(fields, Field::ALL);
    }

    #[test]
    fn the_centres_code_is_nobodys() {
        let form = Form {
            code: "000 000 000".to_owned(),
            ..good()
        };
        assert_eq!(check(&form, false), Err(vec![Problem::CodeReserved]));
    }
}
