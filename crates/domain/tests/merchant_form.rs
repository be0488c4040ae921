//! A merchant's application for lists and programs: its words, and that one fault is enough.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail loudly"
)]

use domain::mail_address::MailAddressError;
use domain::merchant_form::{Field, Form, Problem, check};
use domain::person::PersonNameError;

fn form() -> Form {
    Form {
        code: "123456789".to_owned(),
        company: "みほん物産".to_owned(),
        kind: "logistics".to_owned(),
        contact_mail: "a@shop.example".to_owned(),
        ..Form::default()
    }
}

/// The words that lists and programs use are promised in docs/openapi.json.
#[test]
fn words_of_fields() {
    let words = Field::ALL.map(Field::word);
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
            check(&Form { tablet, ..form() }, false).unwrap().tablet,
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
        let problems = check(&form, false).unwrap_err();
        let fields: Vec<_> = problems.into_iter().map(Problem::field).collect();
        assert_eq!(fields, [field]);
    }
}
