//! Doors: ways from the menu to other applications of the company, open to some and shut to
//! everybody else.

use crate::merchant::MerchantKind;
use crate::person::Role;
use std::fmt;

/// The name of a door: 1 to 32 characters of `a-z`, `0-9`, `-`. It is also the audience of what
/// is said at it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DoorId(String);

impl DoorId {
    /// Reads a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        ((1..=32).contains(&text.len()) && text.bytes().all(allowed)).then(|| Self(text.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DoorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The users a door can be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DoorRole {
    /// 一般.
    General,
    /// 出荷.
    Shipping,
}

impl DoorRole {
    /// Reads a right by its word. There is no door for 管理, which has the management menu and
    /// nothing else (ROLE-3).
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match Role::from_word(word)? {
            Role::General => Some(Self::General),
            Role::Shipping => Some(Self::Shipping),
            _ => None,
        }
    }

    const fn role(self) -> Role {
        match self {
            Self::General => Role::General,
            Self::Shipping => Role::Shipping,
        }
    }
}

/// Who may pass a door. What is not listed is shut out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// Its name.
    pub id: DoorId,
    /// For users of these rights.
    pub roles: Vec<DoorRole>,
    /// At merchants of these kinds.
    pub kinds: Vec<MerchantKind>,
}

impl Door {
    /// Whether somebody of this right at a merchant of this kind may pass (ROLE-3, ROLE-10,
    /// ROLE-12).
    #[must_use]
    pub fn admits(&self, role: Role, kind: MerchantKind) -> bool {
        self.roles.iter().any(|listed| listed.role() == role) && self.kinds.contains(&kind)
    }
}

#[cfg(test)]
mod tests {
    use super::{Door, DoorId, DoorRole};
    use crate::merchant::MerchantKind;
    use crate::person::Role;

    /// Shows ROLE-3, ROLE-10: a door is for the listed rights and kinds, never for 管理.
    #[test]
    fn role_3_who_is_not_listed_stays_outside() {
        let words = ["general", "shipping", "admin", "operator", ""];
        let known: Vec<_> = words.into_iter().filter_map(DoorRole::from_word).collect();
        assert_eq!(known, [DoorRole::General, DoorRole::Shipping]);
        let door = Door {
            id: DoorId::parse("orders").unwrap(),
            roles: vec![DoorRole::General],
            kinds: vec![MerchantKind::Logistics],
        };
        for role in [Role::Admin, Role::General, Role::Shipping] {
            for kind in [MerchantKind::Logistics, MerchantKind::NonLogistics] {
                let listed = role == Role::General && kind == MerchantKind::Logistics;
                assert_eq!(door.admits(role, kind), listed, "{role:?} {kind:?}");
            }
        }
    }

    #[test]
    fn names_fit_into_addresses_and_headers() {
        assert!(DoorId::parse("orders-2").is_some());
        for bad in ["", "Orders", "a/b", "a b", "あ", "a\n", &"a".repeat(33)] {
            assert!(DoorId::parse(bad).is_none(), "{bad:?}");
        }
    }
}
