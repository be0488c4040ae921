//! A merchant's application for lists and programs: its words, and that one fault is enough.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use domain::mail_address::MailAddressError;
use domain::merchant_form::{Field, Form, Problem, Source, check, check_change};
use domain::notice::MerchantPart;
use domain::person::PersonNameError;

fn form() -> Form {
    Form {
        code: "１２３４５６７８９".to_owned(),
        company: "みほん物産".to_owned(),
        kind: "logistics".to_owned(),
        contact_mail: "a@shop.example".to_owned(),
        ..Form::default()
    }
}

/// The words that lists and programs use are promised in docs/openapi.json.
#[test]
fn words_of_fields() {
    let words = Field::OF_APPLICATION.map(Field::word);
    let expected = [
        "merchant_code",
        "company",
        "access_key",
        "kind",
        "tablet",
        "contact_mail",
        "admin_name",
        "admin_mail",
    ];
    assert_eq!(words, expected);
    for (problem, demand) in [
        (Problem::Missing(Field::Code), "has to be given"),
        (Problem::CodeReserved, "is reserved"),
        (Problem::CodeTaken, "is taken"),
        (
            Problem::ShippingUsers,
            "cannot be non_logistics while there are shipping users",
        ),
        (
            Problem::Mail(Field::AdminMail, MailAddressError::TooLong),
            "has to be 64 characters at most",
        ),
        (
            Problem::Mail(Field::AdminMail, MailAddressError::Malformed),
            "has to be a mail address",
        ),
        (
            Problem::Name(PersonNameError::TooLong),
            "has to fit 60 half-width columns",
        ),
        (
            Problem::Name(PersonNameError::NotAllowed),
            "has to be a name without addresses or hidden characters",
        ),
    ] {
        assert_eq!(problem.demand(), demand);
    }
}

#[test]
fn one_fault_is_enough() {
    for (tablet, expected) in [("true", true), ("false", false), ("", false)] {
        let tablet = tablet.to_owned();
        assert_eq!(
            check(&Form { tablet, ..form() }, Source::List)
                .unwrap()
                .tablet,
            expected
        );
    }
    let wrong = || "x".to_owned();
    for (form, field) in [
        (
            Form {
                contact_mail: wrong(),
                ..form()
            },
            Field::ContactMail,
        ),
        (
            Form {
                admin_mail: wrong(),
                ..form()
            },
            Field::AdminMail,
        ),
        (
            Form {
                admin_name: "evil.example".to_owned(),
                ..form()
            },
            Field::AdminName,
        ),
    ] {
        let problems = check(&form, Source::List).unwrap_err();
        let fields: Vec<_> = problems.into_iter().map(Problem::field).collect();
        assert_eq!(fields, [field]);
    }
}

#[test]
fn what_may_be_left_out_depends_on_the_source() {
    let read = check(&form(), Source::List).unwrap();
    assert_eq!(read.code.as_ref().unwrap().as_str(), "123456789");
    assert!(read.access_key.is_none() && read.admin_name.is_none());
    assert!(read.admin_mail.is_none() && !read.tablet && read.has_address());
    let bare = Form {
        code: String::new(),
        contact_mail: String::new(),
        ..form()
    };
    let drawn = check(&bare, Source::Program).unwrap();
    assert!(drawn.code.is_none() && !drawn.has_address());
    let missing = |fields: &[Field]| -> Vec<Problem> {
        fields.iter().copied().map(Problem::Missing).collect()
    };
    assert_eq!(
        check(&bare, Source::List).unwrap_err(),
        missing(&[Field::Code])
    );
    let typed = [Field::Code, Field::AccessKey, Field::AdminName];
    assert_eq!(check(&bare, Source::Console).unwrap_err(), missing(&typed));
}

/// Shows CS-7: each field of the application form is checked, each fault named once.
#[test]
fn cs_7_what_is_wrong_is_named() {
    let wrong = Form {
        code: "12".to_owned(),
        company: " ".to_owned(),
        access_key: "1".to_owned(),
        kind: "tablet".to_owned(),
        tablet: "maybe".to_owned(),
        contact_mail: "x".to_owned(),
        admin_name: "evil.example".to_owned(),
        admin_mail: format!("{}@shop.example", "a".repeat(60)),
        ..Form::default()
    };
    for source in [Source::Console, Source::List, Source::Program] {
        let problems = check(&wrong, source).unwrap_err();
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
        assert_eq!(fields, Field::OF_APPLICATION);
    }
}

#[test]
fn the_centres_code_is_nobodys() {
    let code = "000 000 000".to_owned();
    let form = Form { code, ..form() };
    assert_eq!(check(&form, Source::List), Err(vec![Problem::CodeReserved]));
}

fn change() -> Form {
    Form {
        access_key: "1000009".to_owned(),
        mail_method: true,
        ..form()
    }
}

/// Shows CS-7: the same for what is changed later.
#[test]
fn cs_7_what_is_wrong_with_a_change_is_named() {
    assert!(check_change(&change()).is_ok());
    let wrong = Form {
        company: String::new(),
        access_key: String::new(),
        kind: String::new(),
        tablet: "maybe".to_owned(),
        networks: "here".to_owned(),
        ..Form::default()
    };
    assert_eq!(
        check_change(&wrong).unwrap_err(),
        [
            Problem::Missing(Field::Company),
            Problem::Missing(Field::AccessKey),
            Problem::Missing(Field::Kind),
            Problem::Tablet,
            Problem::NetworksMalformed,
        ]
    );
    let networks: Vec<_> = (0..51).map(|n| format!("203.0.113.{n}")).collect();
    let many = Form {
        networks: networks.join(" "),
        ..change()
    };
    let problems = check_change(&many).unwrap_err();
    assert_eq!(problems, [Problem::NetworksTooMany]);
    assert_eq!(problems[0].field(), Field::Networks);
}

/// Shows TAB-2: a tablet contract closes the mail method.
#[test]
fn tab_2_a_tablet_contract_closes_the_mail_method() {
    let before = check_change(&change()).unwrap();
    assert!(before.mail_method && !before.tablet);
    let tablet = "true".to_owned();
    let after = check_change(&Form { tablet, ..change() }).unwrap();
    assert!(after.tablet && !after.mail_method);
    assert_eq!(
        after.changed_from(&before),
        [MerchantPart::Tablet, MerchantPart::MailMethod]
    );
    assert!(before.changed_from(&before).is_empty());
}
