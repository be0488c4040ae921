//! 加盟店 set up and changed by customer service: from what was typed to what may be saved (CS-7).

use crate::mail_address::{MailAddress, MailAddressError};
use crate::merchant::{AccessKey, CompanyName, MerchantCode, MerchantKind};
use crate::networks::{Networks, NetworksError};
use crate::notice::MerchantPart;
use crate::person::{PersonName, PersonNameError};

/// The form as typed. Setting up uses all of it, a change only the middle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// 加盟店コード (setting up).
    pub code: String,
    /// 社名.
    pub company: String,
    /// アクセスキー.
    pub access_key: String,
    /// `logistics` or `non_logistics`.
    pub kind: String,
    /// タブレット決済 contract.
    pub tablet: bool,
    /// The mail method is open (change).
    pub mail_method: bool,
    /// The networks that logging in is allowed from (change).
    pub networks: String,
    /// The contact person's address (setting up; later it waits, so it has a form of its own).
    pub contact_mail: String,
    /// The 管理 user's name (setting up).
    pub admin_name: String,
    /// The 管理 user's address (setting up).
    pub admin_mail: String,
}

/// What can be changed about a merchant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Particulars {
    /// 社名.
    pub company: CompanyName,
    /// アクセスキー.
    pub access_key: AccessKey,
    /// 物流 or 非物流.
    pub kind: MerchantKind,
    /// タブレット決済 contract.
    pub tablet: bool,
    /// The mail method is open. Never with a tablet contract (TAB-2).
    pub mail_method: bool,
    /// The networks that logging in is allowed from; empty: every network.
    pub networks: Networks,
}

/// A merchant to be set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// 加盟店コード.
    pub code: MerchantCode,
    /// What can be changed later.
    pub particulars: Particulars,
    /// The contact person's address.
    pub contact_mail: Option<MailAddress>,
    /// The 管理 user's name.
    pub admin_name: PersonName,
    /// The 管理 user's address.
    pub admin_mail: Option<MailAddress>,
}

/// What is wrong with one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Problem {
    /// 加盟店コード: not nine digits, or the centre's own.
    CodeMalformed,
    /// 加盟店コード: taken.
    CodeTaken,
    /// 社名: empty, longer than 60 characters or with hidden ones.
    CompanyMalformed,
    /// アクセスキー: not two to seven digits.
    AccessKeyMalformed,
    /// No kind was chosen.
    KindMissing,
    /// 非物流 while there are 出荷 users (ROLE-7).
    ShippingUsers,
    /// Networks: an entry is neither an address nor a range.
    NetworksMalformed,
    /// Networks: more than the list may have.
    NetworksTooMany,
    /// The contact person's address.
    Contact(MailAddressError),
    /// The 管理 user's name.
    AdminName(PersonNameError),
    /// The 管理 user's address.
    AdminMail(MailAddressError),
}

/// Which field a problem stands beside, in the order of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 加盟店コード.
    Code,
    /// 社名.
    Company,
    /// アクセスキー.
    AccessKey,
    /// 物流 or 非物流.
    Kind,
    /// Networks.
    Networks,
    /// The contact person's address.
    Contact,
    /// The 管理 user's name.
    AdminName,
    /// The 管理 user's address.
    AdminMail,
}

impl Problem {
    /// The field it stands beside.
    #[must_use]
    pub const fn field(self) -> Field {
        match self {
            Self::CodeMalformed | Self::CodeTaken => Field::Code,
            Self::CompanyMalformed => Field::Company,
            Self::AccessKeyMalformed => Field::AccessKey,
            Self::KindMissing | Self::ShippingUsers => Field::Kind,
            Self::NetworksMalformed | Self::NetworksTooMany => Field::Networks,
            Self::Contact(_) => Field::Contact,
            Self::AdminName(_) => Field::AdminName,
            Self::AdminMail(_) => Field::AdminMail,
        }
    }
}

/// Checks the form of a new merchant.
///
/// # Errors
/// Every problem, at most one for each field, in the order of the form.
pub fn check_opening(form: &Form) -> Result<Opening, Vec<Problem>> {
    let code = MerchantCode::parse(&form.code)
        .filter(|code| !code.is_reserved())
        .ok_or(Problem::CodeMalformed);
    // What is not asked for at the beginning: the mail method is open unless a tablet forbids it.
    let open = Form {
        mail_method: !form.tablet,
        ..form.clone()
    };
    let particulars = check_change(&open);
    let contact = optional(&form.contact_mail).map_err(Problem::Contact);
    let name = PersonName::parse(&form.admin_name).map_err(Problem::AdminName);
    let mail = optional(&form.admin_mail).map_err(Problem::AdminMail);
    match (code, particulars, contact, name, mail) {
        (Ok(code), Ok(particulars), Ok(contact_mail), Ok(admin_name), Ok(admin_mail)) => {
            Ok(Opening {
                code,
                particulars,
                contact_mail,
                admin_name,
                admin_mail,
            })
        }
        (code, particulars, contact, name, mail) => {
            let mut problems: Vec<Problem> = code.err().into_iter().collect();
            problems.extend(particulars.err().unwrap_or_default());
            problems.extend(
                [contact.err(), name.err(), mail.err()]
                    .into_iter()
                    .flatten(),
            );
            Err(problems)
        }
    }
}

/// Checks the form of a change.
///
/// # Errors
/// Every problem, at most one for each field, in the order of the form.
pub fn check_change(form: &Form) -> Result<Particulars, Vec<Problem>> {
    let company = CompanyName::parse(&form.company).ok_or(Problem::CompanyMalformed);
    let key = AccessKey::parse(&form.access_key).ok_or(Problem::AccessKeyMalformed);
    let kind = MerchantKind::from_word(&form.kind).ok_or(Problem::KindMissing);
    let networks = Networks::parse(&form.networks).map_err(|error| match error {
        NetworksError::TooMany => Problem::NetworksTooMany,
        NetworksError::Malformed(_) => Problem::NetworksMalformed,
    });
    match (company, key, kind, networks) {
        (Ok(company), Ok(access_key), Ok(kind), Ok(networks)) => Ok(Particulars {
            company,
            access_key,
            kind,
            tablet: form.tablet,
            mail_method: form.mail_method && !form.tablet,
            networks,
        }),
        (company, key, kind, networks) => {
            let problems = [company.err(), key.err(), kind.err(), networks.err()];
            Err(problems.into_iter().flatten().collect())
        }
    }
}

impl Particulars {
    /// What differs from `before`, in the order in which a mail lists it.
    #[must_use]
    pub fn changed_from(&self, before: &Self) -> Vec<MerchantPart> {
        [
            (self.company != before.company, MerchantPart::Company),
            (
                self.access_key != before.access_key,
                MerchantPart::AccessKey,
            ),
            (self.kind != before.kind, MerchantPart::Kind),
            (self.tablet != before.tablet, MerchantPart::Tablet),
            (
                self.mail_method != before.mail_method,
                MerchantPart::MailMethod,
            ),
            (self.networks != before.networks, MerchantPart::Networks),
        ]
        .into_iter()
        .filter_map(|(differs, part)| differs.then_some(part))
        .collect()
    }
}

fn optional(typed: &str) -> Result<Option<MailAddress>, MailAddressError> {
    match MailAddress::parse(typed) {
        Ok(mail) => Ok(Some(mail)),
        Err(MailAddressError::Empty) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, Problem, check_change, check_opening};
    use crate::mail_address::MailAddressError;
    use crate::notice::MerchantPart;
    use crate::person::PersonNameError;

    fn form() -> Form {
        Form {
            code: "100000009".to_owned(),
            company: "新店".to_owned(),
            access_key: "1000009".to_owned(),
            kind: "logistics".to_owned(),
            tablet: false,
            mail_method: true,
            networks: String::new(),
            contact_mail: "tantou@shop.example".to_owned(),
            admin_name: "管理 花子".to_owned(),
            admin_mail: String::new(),
        }
    }

    /// Shows CS-7: each field of the application form is checked, each fault named once.
    #[test]
    fn cs_7_what_is_wrong_is_named() {
        assert!(check_opening(&form()).is_ok());
        let wrong = Form {
            code: "000000000".to_owned(),
            company: " ".to_owned(),
            access_key: "1".to_owned(),
            kind: String::new(),
            contact_mail: "no address".to_owned(),
            admin_name: String::new(),
            admin_mail: "x@".to_owned(),
            ..form()
        };
        assert_eq!(
            check_opening(&wrong).unwrap_err(),
            [
                Problem::CodeMalformed,
                Problem::CompanyMalformed,
                Problem::AccessKeyMalformed,
                Problem::KindMissing,
                Problem::Contact(MailAddressError::Malformed),
                Problem::AdminName(PersonNameError::Empty),
                Problem::AdminMail(MailAddressError::Malformed),
            ]
        );
    }

    /// Shows TAB-2: a tablet contract closes the mail method.
    #[test]
    fn tab_2_a_tablet_contract_closes_the_mail_method() {
        let before = check_change(&form()).unwrap();
        assert!(before.mail_method);
        let tablet = Form {
            tablet: true,
            ..form()
        };
        let after = check_change(&tablet).unwrap();
        assert!(!after.mail_method);
        assert!(!check_opening(&tablet).unwrap().particulars.mail_method);
        // At the beginning nobody is asked: it is open.
        let unasked = Form {
            mail_method: false,
            ..form()
        };
        assert!(check_opening(&unasked).unwrap().particulars.mail_method);
        assert_eq!(
            after.changed_from(&before),
            [MerchantPart::Tablet, MerchantPart::MailMethod]
        );
        assert!(before.changed_from(&before).is_empty());
    }
}
