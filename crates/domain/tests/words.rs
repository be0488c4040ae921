//! The words that databases, trails and settings keep: they may not change, and read back.

use domain::announcement::AnnouncementKind;
use domain::audit::{Action, Actor};
use domain::change_due::ChangeDue;
use domain::door::DoorId;
use domain::ids::{ApiKeyId, FactorId, PersonId};
use domain::log_in::{Refusal, Strength};
use domain::mail_log_in::Matched;
use domain::merchant::MerchantKind;
use domain::notice::{MerchantPart, Notice};
use domain::person::{Giver, Role};
use domain::registration::Field;
use uuid::Uuid;

/// Each word stands for its value alone, and is read back.
fn read_back<T: Copy + PartialEq + std::fmt::Debug>(
    words: &[(T, &str)],
    word: fn(T) -> &'static str,
    from_word: fn(&str) -> Option<T>,
) {
    for (value, expected) in words {
        assert_eq!(word(*value), *expected);
        assert_eq!(from_word(expected), Some(*value));
    }
    for other in ["", "xyzzy", "ADMIN"] {
        assert_eq!(from_word(other), None);
    }
}

#[test]
fn stored_words_read_back() {
    use {AnnouncementKind as A, ChangeDue as C, Giver as G, Matched as M, Strength as S};
    read_back(
        &[(A::Notice, "notice"), (A::Maintenance, "maintenance")],
        A::word,
        A::from_word,
    );
    read_back(
        &[
            (C::First, "first"),
            (C::Expired, "expired"),
            (C::Reset, "reset"),
        ],
        C::word,
        C::from_word,
    );
    read_back(
        &[
            (G::Own, "own"),
            (G::Admin, "admin"),
            (G::Operator, "operator"),
        ],
        G::word,
        G::from_word,
    );
    read_back(
        &[(M::Current, "current"), (M::Temporary, "temporary")],
        M::word,
        M::from_word,
    );
    read_back(
        &[
            (S::Password, "password"),
            (S::Totp, "totp"),
            (S::Mail, "mail"),
            (S::Recovery, "recovery"),
            (S::Passkey, "passkey"),
        ],
        S::word,
        S::from_word,
    );
}

#[test]
fn words_of_people_and_merchants_read_back() {
    use Role as R;
    let roles = [
        (R::Admin, "admin"),
        (R::General, "general"),
        (R::Shipping, "shipping"),
        (R::Operator, "operator"),
    ];
    read_back(&roles, R::word, R::from_word);
    let kinds = [
        (MerchantKind::Logistics, "logistics"),
        (MerchantKind::NonLogistics, "non_logistics"),
    ];
    read_back(&kinds, MerchantKind::word, MerchantKind::from_word);
    let parts = [
        "company",
        "access_key",
        "kind",
        "tablet",
        "mail_method",
        "networks",
        "admin_name",
        "admin_mail",
    ];
    let parts: Vec<_> = MerchantPart::ALL.into_iter().zip(parts).collect();
    read_back(&parts, MerchantPart::word, MerchantPart::from_word);
}

/// PCI DSS 10.2.2: the trail names who acted.
/// Shows PCI-27.
#[test]
fn actors_are_named() {
    let id = Uuid::from_u128(5);
    let person = PersonId::new(id);
    for (actor, word, by, stands) in [
        (Actor::Nobody, "nobody", None, None),
        (Actor::Person(person), "person", Some(person), Some(id)),
        (
            Actor::Operator(Some(person)),
            "operator",
            Some(person),
            Some(id),
        ),
        (Actor::Operator(None), "operator", None, None),
        (Actor::Schedule, "schedule", None, None),
        (Actor::Api(ApiKeyId::new(id)), "api", None, Some(id)),
    ] {
        assert_eq!(
            (actor.word(), actor.person(), actor.id()),
            (word, by, stands)
        );
    }
}

/// Every word of the trail is its own.
#[test]
fn acts_refusals_and_mails_have_their_own_words() {
    let acts = [
        (Action::Announce, "announce"),
        (Action::LogIn, "log_in"),
        (Action::SuspendMerchant, "suspend_merchant"),
        (Action::WithdrawContact, "withdraw_contact"),
        (Action::RevokeApiKey, "revoke_api_key"),
    ];
    for (act, word) in acts {
        assert_eq!(act.word(), word);
    }
    let factor = FactorId::new(Uuid::nil());
    let refusals = [
        (Refusal::Unknown, "unknown"),
        (Refusal::Dormant, "dormant"),
        (
            Refusal::CodeWrong {
                counts_on: factor,
                drift: None,
            },
            "code_wrong",
        ),
        (Refusal::MailedCodeWrong, "mailed_code_wrong"),
    ];
    for (refusal, word) in refusals {
        assert_eq!(refusal.word(), word);
    }
    assert_eq!(Notice::Locked.word(), "locked");
    assert_eq!(Notice::ContactChanged.word(), "contact_changed");
    for (suspended, closed, word) in [
        (true, false, "merchant_suspended"),
        (false, false, "merchant_reopened"),
        (false, true, "merchant_closed"),
        (true, true, "merchant_closed"),
    ] {
        assert_eq!(Notice::MerchantSuspended { suspended, closed }.word(), word);
    }
    let fields = [
        (Field::UserType, "type"),
        (Field::UserId, "user_id"),
        (Field::LoginMethod, "method"),
        (Field::SamePerson, "same_person"),
        (Field::Name, "name"),
        (Field::Mail, "mail"),
    ];
    for (field, word) in fields {
        assert_eq!(field.word(), word);
    }
    let door = DoorId::parse("orders-2").map(|door| (door.as_str().to_owned(), door.to_string()));
    assert_eq!(door, Some(("orders-2".to_owned(), "orders-2".to_owned())));
}
