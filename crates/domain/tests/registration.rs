//! ユーザ登録: which forms are accepted, and what is said of the others.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail loudly"
)]

use domain::mail_address::{MailAddress, MailAddressError};
use domain::merchant::MerchantKind;
use domain::person::{LoginMethod, PersonName, PersonNameError, Role};
use domain::registration::{Circumstances, Field, Form, Problem, check};

fn form() -> Form {
    Form {
        user_type: "general".to_owned(),
        user_id: "User1".to_owned(),
        login_method: "mail".to_owned(),
        same_person: false,
        name: "黒田 太郎".to_owned(),
        mail: "taro@shop.example".to_owned(),
    }
}

fn at() -> Circumstances {
    Circumstances {
        kind: MerchantKind::Logistics,
        tablet: false,
        admin_name: PersonName::parse("管理 花子").unwrap(),
        admin_mail: MailAddress::parse("admin@shop.example").ok(),
        same_person_taken: false,
    }
}

fn problems(form: &Form, at: &Circumstances) -> Vec<Problem> {
    check(form, at).err().unwrap_or_default()
}

/// Shows USER-1, USER-2, ROLE-1, ROLE-5, ROLE-6: 一般 and 出荷, never 管理.
#[test]
fn user_2_types() {
    assert_eq!(check(&form(), &at()).unwrap().role, Role::General);
    let shipping = Form {
        user_type: "shipping".to_owned(),
        ..form()
    };
    assert_eq!(check(&shipping, &at()).unwrap().role, Role::Shipping);
    for other in ["", "admin", "GENERAL", "owner"] {
        let form = Form {
            user_type: other.to_owned(),
            ..form()
        };
        assert_eq!(
            problems(&form, &at()),
            [Problem::UserTypeMissing],
            "{other:?}"
        );
    }
}

/// Shows ROLE-7, USER-2: a 非物流加盟店 has no 出荷 users, whatever a form says.
#[test]
fn role_7_no_shipping_users_without_logistics() {
    let shipping = Form {
        user_type: "shipping".to_owned(),
        ..form()
    };
    let at = Circumstances {
        kind: MerchantKind::NonLogistics,
        ..at()
    };
    assert_eq!(problems(&shipping, &at), [Problem::ShippingNotAllowed]);
    assert!(check(&form(), &at).is_ok());
}

/// Shows USER-3, USER-17: IDs.
#[test]
fn user_3_and_17_ids() {
    let with = |id: &str| {
        problems(
            &Form {
                user_id: id.to_owned(),
                ..form()
            },
            &at(),
        )
    };
    assert_eq!(with(" "), [Problem::UserIdMissing]);
    assert_eq!(with("user-1"), [Problem::UserIdMalformed]);
    assert_eq!(with("123456789"), [Problem::UserIdReserved]);
    assert_eq!(with("１２３４５６７８９"), [Problem::UserIdReserved]);
    assert_eq!(with("ｕｓｅｒ０１"), []);
}

/// Shows USER-4, USER-21, TAB-5: the method, and when an address is needed.
#[test]
fn user_4_and_21_method_and_address() {
    let no_mail = Form {
        login_method: "no_mail".to_owned(),
        mail: String::new(),
        ..form()
    };
    let saved = check(&no_mail, &at()).unwrap();
    assert_eq!(
        (saved.login_method, saved.mail),
        (LoginMethod::AppOnly, None)
    );
    let empty = Form {
        mail: " ".to_owned(),
        ..form()
    };
    assert_eq!(
        problems(&empty, &at()),
        [Problem::Mail(MailAddressError::Empty)]
    );
    let tablet = Circumstances {
        tablet: true,
        ..at()
    };
    assert_eq!(problems(&form(), &tablet), [Problem::MailMethodNotAllowed]);
    assert!(check(&no_mail, &tablet).is_ok());
    let none = Form {
        login_method: String::new(),
        ..form()
    };
    assert_eq!(problems(&none, &at()), [Problem::LoginMethodMissing]);
}

/// Shows USER-5, USER-6, USER-7, USER-9: the same person as 管理 takes name and address over.
#[test]
fn user_5_the_same_person() {
    let same = Form {
        same_person: true,
        name: "x".to_owned(),
        mail: "x".to_owned(),
        ..form()
    };
    let saved = check(&same, &at()).unwrap();
    assert_eq!(saved.name.as_str(), "管理 花子");
    assert!(saved.same_person && saved.mail.is_none());
    let taken = Circumstances {
        same_person_taken: true,
        ..at()
    };
    assert_eq!(problems(&same, &taken), [Problem::SamePersonTaken]);
    let nobody = Circumstances {
        admin_mail: None,
        ..at()
    };
    assert_eq!(problems(&same, &nobody), [Problem::SamePersonWithoutMail]);
    let shipping = Form {
        user_type: "shipping".to_owned(),
        ..same
    };
    assert_eq!(problems(&shipping, &at()), [Problem::SamePersonNotGeneral]);
}

/// Shows USER-10: the address must differ from 管理's, however it is spelt.
#[test]
fn user_10_not_the_admins_address() {
    for spelling in [
        "admin@shop.example",
        "ADMIN@Shop.Example",
        " ａｄｍｉｎ@shop.example ",
    ] {
        let form = Form {
            mail: spelling.to_owned(),
            ..form()
        };
        assert_eq!(
            problems(&form, &at()),
            [Problem::MailIsAdmins],
            "{spelling}"
        );
    }
}

/// Every problem is named at once, at most one for each field, in the order of the form.
#[test]
fn everything_wrong_is_said_at_once() {
    let wrong = problems(&Form::default(), &at());
    assert_eq!(
        wrong,
        [
            Problem::UserTypeMissing,
            Problem::UserIdMissing,
            Problem::LoginMethodMissing,
            Problem::Name(PersonNameError::Empty),
            Problem::Mail(MailAddressError::Empty),
        ]
    );
    let fields: Vec<Field> = wrong.iter().map(|problem| problem.field()).collect();
    let mut sorted = fields.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(fields, sorted);
}
