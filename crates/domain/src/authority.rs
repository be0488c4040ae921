//! Authorisation as types: who holds one of these may do what it names, nobody else can.

use crate::ids::{MerchantId, PersonId};
use crate::log_in::Strength;
use crate::merchant::CENTRE;
use crate::obligations::{Duty, Obligations};
use crate::person::Role;
use crate::time::Timestamp;

/// What a checked session says about its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub person: PersonId,
    /// Of which merchant.
    pub merchant: MerchantId,
    /// With which right.
    pub role: Role,
    /// How authenticated.
    pub strength: Strength,
    /// What is left to do first.
    pub obligations: Obligations,
    /// When password and second factor were last shown.
    pub stepped_up_at: Option<Timestamp>,
}

/// The right to look after the users of one merchant (ROLE-4, ROLE-12).
#[derive(Clone, Copy, Debug)]
pub struct AdminOf {
    person: PersonId,
    merchant: MerchantId,
}

/// The right to work in the operator's console (CS-6).
#[derive(Clone, Copy, Debug)]
pub struct Operator {
    person: PersonId,
}

/// The right to use the console beyond set-up, as oneself.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    person: PersonId,
    merchant: MerchantId,
    role: Role,
}

/// The right to discharge one duty, and nothing else (LOGIN-16).
#[derive(Clone, Copy, Debug)]
pub struct Obliged {
    person: PersonId,
    merchant: MerchantId,
    duty: Duty,
}

impl Standing {
    /// The console is open: nothing left to do, authenticated with both factors. Operators have
    /// a console of their own.
    #[must_use]
    pub fn as_member(&self) -> Option<Member> {
        let open = self.obligations.is_empty() && self.strength.is_full();
        (open && self.role != Role::Operator).then_some(Member {
            person: self.person,
            merchant: self.merchant,
            role: self.role,
        })
    }

    /// A person of the centre with nothing left to do, authenticated with password and app.
    #[must_use]
    pub fn as_operator(&self) -> Option<Operator> {
        let open = self.obligations.is_empty() && self.strength == Strength::Totp;
        (open && self.role == Role::Operator && self.merchant == CENTRE).then_some(Operator {
            person: self.person,
        })
    }

    /// A member with the right 管理.
    #[must_use]
    pub fn as_admin(&self) -> Option<AdminOf> {
        self.as_member()
            .filter(|member| member.role == Role::Admin)
            .map(|member| AdminOf {
                person: member.person,
                merchant: member.merchant,
            })
    }

    /// The next duty, if it is `duty`.
    #[must_use]
    pub fn as_obliged(&self, duty: Duty) -> Option<Obliged> {
        (self.obligations.next() == Some(duty)).then_some(Obliged {
            person: self.person,
            merchant: self.merchant,
            duty,
        })
    }
}

impl AdminOf {
    /// The 管理 user.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// The merchant whose users may be looked after.
    #[must_use]
    pub const fn merchant(&self) -> MerchantId {
        self.merchant
    }
}

impl Operator {
    /// Who.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.person
    }
}

impl Member {
    /// Who.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// Of which merchant.
    #[must_use]
    pub const fn merchant(&self) -> MerchantId {
        self.merchant
    }

    /// With which right.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }
}

impl Obliged {
    /// Who.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// Of which merchant.
    #[must_use]
    pub const fn merchant(&self) -> MerchantId {
        self.merchant
    }

    /// The duty.
    #[must_use]
    pub const fn duty(&self) -> Duty {
        self.duty
    }
}

#[cfg(test)]
mod tests {
    use super::Standing;
    use crate::ids::{MerchantId, PersonId};
    use crate::log_in::Strength;
    use crate::merchant::CENTRE;
    use crate::obligations::{Duty, Obligations};
    use crate::person::Role;
    use uuid::Uuid;

    const STRENGTHS: [Strength; 5] = [
        Strength::Password,
        Strength::Totp,
        Strength::Mail,
        Strength::Recovery,
        Strength::Passkey,
    ];

    /// Shows ROLE-4, ROLE-8, ROLE-12, LOGIN-16: only a 管理 user with nothing left to do and both
    /// factors shown looks after users; a session with a duty has that duty alone.
    /// Shows PCI-22, PCI-23, ASVS-5.
    #[test]
    fn role_12_rights_come_from_checked_sessions_only() {
        for role in [Role::Admin, Role::General, Role::Shipping] {
            for strength in STRENGTHS {
                for bits in 0..4 {
                    let obligations = Obligations::from_bits(bits).unwrap();
                    let standing = Standing {
                        person: PersonId::new(Uuid::nil()),
                        merchant: MerchantId::new(Uuid::nil()),
                        role,
                        strength,
                        obligations,
                        stepped_up_at: None,
                    };
                    let full = matches!(
                        strength,
                        Strength::Totp | Strength::Mail | Strength::Passkey
                    );
                    let free = bits == 0 && full;
                    assert_eq!(standing.as_member().is_some(), free);
                    assert_eq!(standing.as_admin().is_some(), free && role == Role::Admin);
                    assert_eq!(
                        standing.as_obliged(Duty::ChangePassword).is_some(),
                        bits & 1 == 1
                    );
                    assert_eq!(standing.as_obliged(Duty::Enrol).is_some(), bits == 2);
                }
            }
        }
    }

    /// Shows CS-6, CS-3: an operator has the operator's right and no other; nobody else has it,
    /// whatever a row may say.
    #[test]
    fn cs_6_operators_are_operators_only() {
        let shop = MerchantId::new(Uuid::from_u128(7));
        for role in [Role::Admin, Role::General, Role::Shipping, Role::Operator] {
            for merchant in [CENTRE, shop] {
                for strength in STRENGTHS {
                    for bits in 0..4 {
                        let standing = Standing {
                            person: PersonId::new(Uuid::nil()),
                            merchant,
                            role,
                            strength,
                            obligations: Obligations::from_bits(bits).unwrap(),
                            stepped_up_at: None,
                        };
                        let right = role == Role::Operator
                            && merchant == CENTRE
                            && strength == Strength::Totp
                            && bits == 0;
                        assert_eq!(standing.as_operator().is_some(), right);
                        if role == Role::Operator {
                            assert!(standing.as_member().is_none());
                            assert!(standing.as_admin().is_none());
                        }
                    }
                }
            }
        }
    }
}
