use super::{Difference, Differing, Done, Planned, Standing, apply, plan};
use crate::formats::{Format, Found, Place, Reading};
use crate::testing::{entry, hotp_entry, id, standard};
use crate::{Entry, Key, Kind, Vault};

fn reading(entries: Vec<Entry>) -> Reading {
    let found = entries.into_iter().enumerate().map(|(index, entry)| Found {
        entry,
        place: Place::Item(index + 1),
        remarks: Vec::new(),
    });
    Reading {
        format: Format::UriList,
        found: found.collect(),
        unreadable: Vec::new(),
    }
}

fn with_key(entry: Entry, key: &[u8]) -> Entry {
    Entry {
        key: Key::new(key).unwrap(),
        ..entry
    }
}

fn vault() -> Vault {
    let mut vault = Vault::new();
    vault.add(entry(1, "GitHub", "alice")).unwrap();
    vault.add(with_key(hotp_entry(2, 5), b"counting")).unwrap();
    vault
}

fn standings(entries: Vec<Entry>) -> Vec<Standing> {
    let plan = plan(&vault(), reading(entries));
    plan.items.into_iter().map(|item| item.standing).collect()
}

fn differs(number: u128, what: Difference) -> Standing {
    Standing::Differs {
        there: id(number),
        what,
    }
}

/// Shows MIG-2, MIG-4, MIG-6, MIG-8: a second import doubles nothing.
#[test]
fn each_entry_is_told_apart_from_those_that_are_there() {
    let other_name = entry(11, "GitHub", "bob");
    let eight = Entry {
        kind: Kind::Totp {
            algorithm: otp::Algorithm::Sha1,
            digits: otp::Digits::EIGHT,
            period: otp::Period::STANDARD,
        },
        ..entry(12, "GitHub", "alice")
    };
    let got = standings(vec![
        entry(10, "GitHub", "alice"),
        other_name,
        eight,
        with_key(entry(13, "GitHub", "alice"), b"another"),
        with_key(entry(14, "New", "carol"), b"carol's"),
        with_key(entry(15, "New", "carol"), b"carol's"),
        with_key(hotp_entry(16, 7), b"counting"),
    ]);
    let expected = [
        Standing::Same,
        differs(1, Difference::Names),
        differs(1, Difference::Parameters),
        differs(1, Difference::Key),
        Standing::New,
        Standing::Same,
        differs(2, Difference::Counter { there: 5, read: 7 }),
    ];
    assert_eq!(got, expected);
}

#[test]
fn a_title_is_as_good_as_issuer_and_account() {
    let mut named = entry(10, "", "");
    named.name = "GitHub (alice)".to_owned();
    assert_eq!(standings(vec![named]), [Standing::Same]);
}

#[test]
fn two_names_for_one_key_are_two_names() {
    let named = |number, name: &str| {
        let mut entry = entry(number, "", "");
        name.clone_into(&mut entry.name);
        entry
    };
    let mut vault = Vault::new();
    vault.add(named(1, "one")).unwrap();
    let plan = plan(&vault, reading(vec![named(2, "two")]));
    let expected = differs(1, Difference::Names);
    assert_eq!(plan.items[0].standing, expected);
}

#[test]
fn nameless_entries_are_not_taken_for_each_other() {
    let entries = vec![
        with_key(entry(10, "", ""), b"one"),
        with_key(entry(11, "", ""), b"two"),
    ];
    assert_eq!(standings(entries), [Standing::New, Standing::New]);
}

#[test]
fn what_differs_is_left_put_beside_or_replaced() {
    let read = || {
        vec![
            with_key(entry(10, "GitHub", "alice"), b"another"),
            with_key(hotp_entry(11, 7), b"counting"),
            with_key(entry(12, "New", ""), b"new"),
        ]
    };
    let run = |differing| {
        let mut vault = vault();
        let plan = plan(&vault, reading(read()));
        assert_eq!(plan.counts(), (1, 0, 2));
        let done = apply(&mut vault, plan, differing, 99).unwrap();
        (vault, done)
    };
    let (left, done) = run(Differing::Leave);
    assert_eq!((done.added, done.left, left.entries().len()), (1, 2, 3));
    assert_eq!(left.get(id(1)), vault().get(id(1)));

    let (beside, done) = run(Differing::Beside);
    assert_eq!((done.added, done.advanced), (2, 1));
    assert_eq!(beside.entries().len(), 4);

    let (replaced, done) = run(Differing::Replace);
    let expected = Done {
        added: 1,
        replaced: 1,
        advanced: 1,
        left: 0,
    };
    assert_eq!(done, expected);
    assert_eq!(replaced.entries()[0].id, id(10), "in the same place");
    assert_eq!(
        replaced.bin()[0].entry.id,
        id(1),
        "and the old one is not lost"
    );
    assert!(matches!(
        replaced.get(id(2)).unwrap().kind,
        Kind::Hotp {
            next_counter: 7,
            ..
        }
    ));
}

#[test]
fn a_counter_never_goes_back() {
    for differing in [Differing::Leave, Differing::Beside, Differing::Replace] {
        let mut vault = vault();
        let plan = plan(
            &vault,
            reading(vec![with_key(hotp_entry(9, 1), b"counting")]),
        );
        let done = apply(&mut vault, plan, differing, 0).unwrap();
        assert_eq!((done.left, vault.entries().len()), (1, 2));
        assert_eq!(vault, self::vault());
    }
}

#[test]
fn what_an_app_keeps_of_a_known_entry_is_noted() {
    let mut vault = vault();
    let mut read = entry(10, "GitHub", "alice");
    read.kept
        .insert("winauth".to_owned(), serde_json::Map::new());
    let plan = plan(&vault, reading(vec![read]));
    apply(&mut vault, plan, Differing::Leave, 0).unwrap();
    assert!(vault.get(id(1)).unwrap().kept.contains_key("winauth"));
}

#[test]
fn a_plan_for_another_vault_changes_nothing() {
    let plan = plan(
        &vault(),
        reading(vec![with_key(entry(10, "GitHub", "alice"), b"x")]),
    );
    assert!(matches!(plan.items.as_slice(), [Planned { .. }]));
    let mut other = Vault::new();
    other
        .add(Entry {
            kind: standard(),
            ..entry(10, "", "y")
        })
        .unwrap();
    let before = other.clone();
    assert!(apply(&mut other, plan, Differing::Replace, 0).is_err());
    assert_eq!(other, before);
}
