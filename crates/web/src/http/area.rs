//! The two parts behind a log-in: the merchants' console and the operators'. Each session belongs
//! to one of them and reaches nothing of the other (CS-6).

use domain::merchant::CENTRE_KEY;
use domain::obligations::{Duty, Obligations};
use domain::person::Role;

/// A part behind a log-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// `/console`: a merchant's people.
    Console,
    /// `/operator`: the centre's people.
    Operator,
}

impl Area {
    /// Where somebody with this right belongs.
    #[must_use]
    pub const fn of(role: Role) -> Self {
        match role {
            Role::Admin | Role::General | Role::Shipping => Self::Console,
            Role::Operator => Self::Operator,
        }
    }

    /// The part that a page is in; `None` for pages before a log-in.
    #[must_use]
    pub fn of_page(path: &str) -> Option<Self> {
        match path.split('/').nth(1) {
            Some("console") => Some(Self::Console),
            Some("operator") => Some(Self::Operator),
            _ => None,
        }
    }

    /// The menu.
    #[must_use]
    pub const fn menu(self) -> &'static str {
        match self {
            Self::Console => "/console/menu",
            Self::Operator => "/operator/menu",
        }
    }

    /// Asked for by a page that is still in use.
    #[must_use]
    pub const fn stay(self) -> &'static str {
        match self {
            Self::Console => "/console/stay",
            Self::Operator => "/operator/stay",
        }
    }

    /// Change of the password.
    #[must_use]
    pub const fn password(self) -> &'static str {
        match self {
            Self::Console => "/console/password",
            Self::Operator => "/operator/password",
        }
    }

    /// Issue of a secret key.
    #[must_use]
    pub const fn secret(self) -> &'static str {
        match self {
            Self::Console => "/console/secret",
            Self::Operator => "/operator/secret",
        }
    }

    /// Where the log-out form is sent.
    #[must_use]
    pub const fn logout(self) -> &'static str {
        match self {
            Self::Console => "/console/logout",
            Self::Operator => "/operator/logout",
        }
    }

    /// The page of the next duty, else the menu.
    #[must_use]
    pub const fn next_page(self, obligations: Obligations) -> &'static str {
        match obligations.next() {
            Some(Duty::ChangePassword) => self.password(),
            Some(Duty::Enrol) => self.secret(),
            None => self.menu(),
        }
    }
}

/// The log-in page of an access key; the centre's key stands in no address.
#[must_use]
pub fn entrance(access_key: &str) -> String {
    match access_key {
        CENTRE_KEY => "/operator".to_owned(),
        key => format!("/{key}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Area, entrance};

    #[test]
    fn pages_belong_to_their_part() {
        for (path, area) in [
            ("/console/menu", Some(Area::Console)),
            ("/operator", Some(Area::Operator)),
            ("/operator/merchants/100000001", Some(Area::Operator)),
            ("/operators", None),
            ("/1234567", None),
            ("/", None),
        ] {
            assert_eq!(Area::of_page(path), area, "{path}");
        }
        assert_eq!(entrance("centre"), "/operator");
        assert_eq!(entrance("1234567"), "/1234567");
    }
}
