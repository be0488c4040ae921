//! Small values: spans, steps, what would change, who is told, when an announcement holds.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail loudly"
)]

use domain::announcement::{
    Announcement, AnnouncementKind, AnnouncementProblem, Draft, NewAnnouncement,
};
use domain::first_steps::FirstSteps;
use domain::ids::{AnnouncementId, PersonId};
use domain::mail_address::MailAddress;
use domain::merchant::CompanyName;
use domain::networks::Networks;
use domain::obligations::Obligations;
use domain::own_details::{self, Refusal};
use domain::password_rules::{BrokenRule, PasswordRules};
use domain::person::{LoginMethod, Person, PersonName, Role, UserId};
use domain::policy::{Policy, Profile};
use domain::registration::{Field, NewPerson, Problem, changes};
use domain::reset::Addresses;
use domain::time::{Span, Timestamp};
use domain::typed::without_outer_blanks;
use domain::user_state::{SetUp, Signs};
use uuid::Uuid;

const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);

fn mail(text: &str) -> MailAddress {
    MailAddress::parse(text).unwrap()
}

#[test]
fn spans_are_counted_as_they_say() {
    let micros = Timestamp::from_micros;
    for (moment, seconds) in [
        (-1, 0),
        (-5_000_000, 0),
        (0, 0),
        (1, 0),
        (999_999, 0),
        (1_000_000, 1),
        (90_000_000, 90),
    ] {
        assert_eq!(micros(moment).unix_seconds(), seconds);
    }
    assert_eq!(Span::milliseconds(1_500).as_micros(), 1_500_000);
    let span = |n: i64| micros(n).since(micros(0));
    for (n, up) in [(-5, 0), (0, 0), (1, 1), (1_000_000, 1), (1_000_001, 2)] {
        assert_eq!(span(n).rounded_up_seconds(), up);
    }
    assert_eq!(span(-2_000_000).whole_seconds(), 0);
    assert_eq!(
        (
            Span::seconds(59).whole_minutes(),
            Span::seconds(150).whole_minutes()
        ),
        (0, 2)
    );
}

/// Shows GUIDE-2, GUIDE-3: the four steps are ticked off one by one.
#[test]
fn guide_2_steps() {
    let steps = |admin_enrolled, user_registered, user_enrolled| FirstSteps {
        admin_enrolled,
        user_registered,
        user_enrolled,
    };
    assert_eq!(steps(true, true, false).done(), [true, true, true, false]);
    assert_eq!(steps(false, true, true).done(), [false, false, true, true]);
    assert!(steps(true, true, true).all_done());
    for some in [
        steps(false, true, true),
        steps(true, false, true),
        steps(true, true, false),
    ] {
        assert!(!some.all_done());
    }
}

#[test]
fn an_announcement_holds_in_its_time() {
    let draft = Draft {
        kind: AnnouncementKind::Notice,
        ja: " 保守 ".to_owned(),
        en: " Works ".to_owned(),
        from: NOW,
        until: NOW.plus(Span::hours(1)),
    };
    let made = NewAnnouncement::check(&draft, NOW).unwrap();
    assert_eq!(
        (made.draft().ja.as_str(), made.draft().en.as_str()),
        ("保守", "Works")
    );
    let empty = Draft {
        until: NOW,
        from: NOW,
        ..draft.clone()
    };
    let answer = NewAnnouncement::check(&empty, NOW.minus(Span::hours(1)));
    assert_eq!(answer.unwrap_err(), [AnnouncementProblem::Time]);
    let announced = Announcement {
        id: AnnouncementId::new(Uuid::nil()),
        draft,
        created_by: None,
        created_at: NOW,
        withdrawn_at: None,
    };
    let micro = |n: i64| Timestamp::from_micros(NOW.as_micros() + n);
    let hour = Span::hours(1).as_micros();
    for (at, holds) in [(-1, false), (0, true), (hour - 1, true), (hour, false)] {
        assert_eq!(announced.holds(micro(at)), holds, "{at}");
    }
    let withdrawn = Announcement {
        withdrawn_at: Some(NOW),
        ..announced
    };
    assert!(!withdrawn.holds(NOW));
}

fn person() -> Person {
    Person {
        id: PersonId::new(Uuid::nil()),
        role: Role::General,
        user_id: UserId::parse("Ippan01").unwrap(),
        name: PersonName::parse("黒田 太郎").unwrap(),
        mail: None,
        login_method: LoginMethod::AppOnly,
        same_person: false,
    }
}

/// Shows USER-15: exactly what differs is named.
#[test]
fn user_15_what_changes() {
    let from = person();
    let to = || NewPerson {
        role: Role::General,
        user_id: from.user_id.clone(),
        login_method: LoginMethod::AppOnly,
        same_person: false,
        name: from.name.clone(),
        mail: None,
    };
    assert_eq!(changes(&from, &to()), []);
    let name = PersonName::parse("黒田 花子").unwrap();
    for (to, field) in [
        (
            NewPerson {
                role: Role::Shipping,
                ..to()
            },
            Field::UserType,
        ),
        (
            NewPerson {
                login_method: LoginMethod::MailToo,
                ..to()
            },
            Field::LoginMethod,
        ),
        (
            NewPerson {
                same_person: true,
                ..to()
            },
            Field::SamePerson,
        ),
        (NewPerson { name, ..to() }, Field::Name),
        (
            NewPerson {
                mail: Some(mail("a@b.example")),
                ..to()
            },
            Field::Mail,
        ),
    ] {
        assert_eq!(changes(&from, &to), [field]);
    }
    assert_eq!(from.user_id.folded(), "ippan01");
}

/// Shows USER-19: without an address one may stay so where the mail method does not need it.
#[test]
fn user_19_own_address() {
    let form = own_details::Form {
        name: "黒田 太郎".to_owned(),
        mail: String::new(),
    };
    let of = |role, login_method| {
        let person = Person {
            role,
            login_method,
            ..person()
        };
        own_details::check(&form, &person, None).map(|changes| changes.is_empty())
    };
    assert_eq!(of(Role::General, LoginMethod::AppOnly), Ok(true));
    assert_eq!(of(Role::Admin, LoginMethod::MailToo), Ok(true));
    assert!(
        matches!(of(Role::General, LoginMethod::MailToo), Err(Refusal::Broken(problems))
        if matches!(problems.as_slice(), [Problem::Mail(_)]))
    );
    let named = own_details::Form {
        name: "別 名".to_owned(),
        ..form.clone()
    };
    assert!(
        !own_details::check(&named, &person(), None)
            .unwrap()
            .is_empty()
    );
    let mailed = own_details::Form {
        mail: "a@b.example".to_owned(),
        ..form
    };
    assert!(
        !own_details::check(&mailed, &person(), None)
            .unwrap()
            .is_empty()
    );
}

/// Who is told of a registered secret key: the person and 管理, each once.
#[test]
fn person_and_admin_each_once() {
    let told = |own: Option<&str>, admin: Option<&str>| {
        let addresses = Addresses {
            own: own.map(mail),
            admin: admin.map(mail),
            ..Addresses::default()
        };
        let told: Vec<_> = addresses
            .person_and_admin()
            .map(|to| to.as_str().to_owned())
            .collect();
        told
    };
    let (a, b) = ("a@s.example", "b@s.example");
    assert_eq!(told(Some(a), Some(b)), [a, b]);
    assert_eq!(told(Some(a), Some(a)), [a]);
    assert_eq!(told(None, Some(b)), [b]);
    assert_eq!(told(Some(a), None), [a]);
}

/// 再送 is for those who have neither password nor secret of their own.
#[test]
fn who_waits_for_the_first_mail() {
    let signs = |set_up, has_secret| Signs {
        set_up,
        has_secret,
        ..Signs::default()
    };
    assert!(signs(SetUp::NoPassword, false).waits());
    for not in [
        signs(SetUp::NoPassword, true),
        signs(SetUp::NoSecret, false),
        signs(SetUp::Complete, true),
    ] {
        assert!(!not.waits(), "{not:?}");
    }
}

fn named(policy: &Policy) -> Vec<&'static str> {
    let broken = policy.check().err().unwrap_or_default();
    broken.iter().map(|error| error.setting).collect()
}

/// What is named by the manual's profile and by that of PCI DSS after a change of a setting.
fn by_both(change: fn(&mut Policy)) -> [Vec<&'static str>; 2] {
    [Profile::Manual, Profile::PciDss401].map(|profile| {
        let mut policy = Policy::of(profile);
        change(&mut policy);
        named(&policy)
    })
}

/// Floors of PCI DSS are named in its profile only.
/// Shows PCI-11, PCI-16, PCI-18, PCI-20.
#[test]
fn floors_of_pci_dss() {
    const NONE: [&str; 0] = [];
    let [manual, pci] = by_both(|p| p.password.shortest = 11);
    assert_eq!(
        (manual.as_slice(), pci.as_slice()),
        (&NONE[..], &["password.shortest"][..])
    );
    let [manual, pci] = by_both(|p| p.inactive = Span::days(91));
    assert_eq!(
        (manual.as_slice(), pci.as_slice()),
        (&NONE[..], &["inactive_days"][..])
    );
    let [manual, pci] = by_both(|p| p.mail_method.offered = true);
    assert_eq!(
        (manual.as_slice(), pci.as_slice()),
        (&NONE[..], &["mail_method.offered"][..])
    );
    assert_eq!(Policy::of(Profile::PciDss401).password.longest, 64);
}

/// Every profile's floors are named when they are broken.
#[test]
fn floors_of_everybody() {
    let [manual, pci] = by_both(|p| p.password.shortest = 7);
    assert_eq!((manual.len(), pci.len()), (1, 2));
    assert_eq!(by_both(|p| p.password.shortest = 8)[0], Vec::<&str>::new());
    let caps = by_both(|p| p.mail_method.code = Span::minutes(11));
    assert_eq!(caps, [["mail_method.code_minutes"]; 2]);
    let caps = by_both(|p| p.mails_per_recipient = 4);
    assert_eq!(caps, [["mail_caps.recipient_per_hour"]; 2]);
    let caps = by_both(|p| p.mails_per_network = 9);
    assert_eq!(caps, [["mail_caps.network_per_hour"]; 2]);
}

/// The distance between two invitations follows from their number in a minute.
#[test]
fn invitations_are_spread() {
    let mut policy = Policy::of(Profile::Manual);
    assert_eq!(policy.invitation_every(), Span::seconds(1));
    policy.invitations_per_minute = 120;
    assert_eq!(policy.invitation_every(), Span::milliseconds(500));
}

#[test]
fn texts_are_kept_and_trimmed() {
    assert_eq!(without_outer_blanks(" a b "), "a b");
    assert_eq!(
        CompanyName::parse("みほん商店").unwrap().as_str(),
        "みほん商店"
    );
    assert!(Networks::default().is_empty());
    assert!(!Networks::parse("192.0.2.0/24").unwrap().is_empty());
    let both = Obligations {
        change_password: true,
        enrol: true,
    };
    assert_eq!((both.bits(), Obligations::from_bits(3)), (3, Some(both)));
    for broken in [
        "a@",
        "a@b",
        "a@-b.example",
        "a@b-.example",
        "a@b.ex_ample",
        "a@b..example",
    ] {
        assert!(MailAddress::parse(broken).is_err(), "{broken}");
    }
    let long = "a1".repeat(200);
    let broken = PasswordRules {
        longest: 255,
        ..PasswordRules::manual()
    }
    .broken_by(&long, &long, &[]);
    assert!(broken.contains(&BrokenRule::TooLong), "{broken:?}");
}
