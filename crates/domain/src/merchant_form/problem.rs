//! What can be wrong with a merchant's form, and where.

use crate::mail_address::MailAddressError;
use crate::person::PersonNameError;

/// A field of the form, in its order.
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
    /// The networks that logging in is allowed from.
    Networks,
    /// The contact person's address.
    ContactMail,
    /// The 管理 user's name.
    AdminName,
    /// The 管理 user's address.
    AdminMail,
}

impl Field {
    /// The fields of an application, in the order of the form.
    pub const OF_APPLICATION: [Self; 8] = [
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
            Self::Networks => "networks",
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
    /// 加盟店コード: another merchant has it.
    CodeTaken,
    /// 社名: too long, or with characters that are not allowed.
    Company,
    /// アクセスキー: not two to seven digits.
    AccessKey,
    /// The kind: neither of the two words.
    Kind,
    /// 非物流 while there are 出荷 users (ROLE-7).
    ShippingUsers,
    /// The tablet contract: neither `true` nor `false`.
    Tablet,
    /// Networks: an entry is neither an address nor a range.
    NetworksMalformed,
    /// Networks: more than the list may have.
    NetworksTooMany,
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
            Self::Code | Self::CodeReserved | Self::CodeTaken => Field::Code,
            Self::Company => Field::Company,
            Self::AccessKey => Field::AccessKey,
            Self::Kind | Self::ShippingUsers => Field::Kind,
            Self::Tablet => Field::Tablet,
            Self::NetworksMalformed | Self::NetworksTooMany => Field::Networks,
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
            Self::CodeTaken => "is taken",
            Self::Company => "has to be 1 to 60 visible characters",
            Self::AccessKey => "has to be two to seven digits",
            Self::Kind => "has to be logistics or non_logistics",
            Self::ShippingUsers => "cannot be non_logistics while there are shipping users",
            Self::Tablet => "has to be true or false",
            Self::NetworksMalformed => "has to be addresses or ranges",
            Self::NetworksTooMany => "has more entries than are allowed",
            Self::Mail(_, MailAddressError::TooLong) => "has to be 64 characters at most",
            Self::Mail(..) => "has to be a mail address",
            Self::Name(PersonNameError::TooLong) => "has to fit 60 half-width columns",
            Self::Name(_) => "has to be a name without addresses or hidden characters",
        }
    }
}
