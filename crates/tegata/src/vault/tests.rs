use super::{Names, Unchanged, Vault, search::Resolved};
use crate::testing::{entry, hotp_entry, id};
use crate::{Entry, EntryId, Kind};
use proptest::prelude::*;

fn vault() -> Vault {
    let mut vault = Vault::new();
    vault.add(entry(1, "GitHub", "alice")).unwrap();
    vault.add(entry(2, "関所", "KANRI")).unwrap();
    vault.add(entry(3, "Bank", "alice@example.org")).unwrap();
    vault
}

fn order(vault: &Vault) -> Vec<u128> {
    vault.entries().iter().map(|e| e.id.0.as_u128()).collect()
}

/// Shows APP-AUTH-4, APP-WIN-3, APP-OTPM-4, APP-GA-4.
#[test]
fn entries_are_added_behind_the_others_once() {
    let mut vault = vault();
    assert_eq!(order(&vault), [1, 2, 3]);
    assert_eq!(vault.add(entry(2, "again", "")), Err(Unchanged::Duplicate));
    let both = vec![entry(4, "", "x"), entry(4, "", "y")];
    assert_eq!(vault.add_all(both), Err(Unchanged::Duplicate));
    assert_eq!(order(&vault), [1, 2, 3]);
}

/// Shows APP-AUTH-7, APP-WIN-8, APP-OTPM-8, APP-GA-7.
#[test]
fn a_new_name_leaves_key_and_place() {
    let mut vault = vault();
    let names = Names {
        name: Some("管理用".to_owned()),
        ..Names::default()
    };
    vault.rename(id(2), names).unwrap();
    let renamed = vault.get(id(2)).unwrap();
    assert_eq!(renamed.title(), "管理用");
    assert_eq!(renamed.account, "KANRI");
    assert_eq!(renamed.key, entry(2, "", "").key);
    assert_eq!(order(&vault), [1, 2, 3]);
    assert_eq!(
        vault.rename(id(9), Names::default()),
        Err(Unchanged::NotFound)
    );
}

#[test]
fn a_title_is_given_where_apps_carry_it() {
    let by_hand = entry(1, "", "one");
    let names = Names::for_title(&by_hand, "two");
    assert_eq!((names.account.as_deref(), names.name), (Some("two"), None));
    let own = Names::for_title(&entry(1, "GitHub", "alice"), "work");
    assert_eq!((own.account, own.name.as_deref()), (None, Some("work")));
}

/// Shows APP-AUTH-6, APP-WIN-7, APP-OTPM-7, APP-GA-6: deleted, but not lost.
#[test]
fn what_is_removed_can_be_brought_back_until_it_is_destroyed() {
    let mut vault = vault();
    vault.remove(id(2), 1000).unwrap();
    assert_eq!(order(&vault), [1, 3]);
    assert_eq!(vault.bin()[0].at, 1000);
    assert_eq!(vault.add(entry(2, "twin", "")), Err(Unchanged::Duplicate));
    assert_eq!(vault.remove(id(2), 1001), Err(Unchanged::NotFound));
    vault.restore(id(2)).unwrap();
    assert_eq!(order(&vault), [1, 3, 2]);
    assert_eq!(vault.get(id(2)), Some(&entry(2, "関所", "KANRI")));
    assert_eq!(vault.destroy(id(2)), Err(Unchanged::NotFound));
    vault.remove(id(2), 1002).unwrap();
    vault.destroy(id(2)).unwrap();
    assert_eq!(vault.restore(id(2)), Err(Unchanged::NotFound));
}

/// Shows APP-AUTH-3: what is pinned comes first.
#[test]
fn pinned_entries_come_first_and_stay_among_themselves() {
    let mut vault = vault();
    vault.pin(id(3), true).unwrap();
    assert_eq!(order(&vault), [3, 1, 2]);
    vault.pin(id(2), true).unwrap();
    assert_eq!(order(&vault), [3, 2, 1]);
    assert_eq!(vault.move_to(id(2), 0), Ok(0));
    assert_eq!(vault.move_to(id(2), 99), Ok(1));
    assert_eq!(vault.move_to(id(1), 0), Ok(2));
    vault.pin(id(3), false).unwrap();
    assert_eq!(order(&vault), [2, 3, 1]);
    assert_eq!(vault.move_to(id(1), 1), Ok(1));
    assert_eq!(order(&vault), [2, 1, 3]);
}

#[test]
fn a_counted_code_comes_once() {
    let mut vault = Vault::new();
    vault.add(hotp_entry(1, 0)).unwrap();
    vault.add(hotp_entry(2, u64::MAX)).unwrap();
    vault.add(entry(3, "", "timed")).unwrap();
    let first = vault.take_counted(id(1)).unwrap();
    assert_eq!((first.counter, first.code.expose()), (0, "282760"));
    let second = vault.take_counted(id(1)).unwrap();
    assert_eq!((second.counter, second.code.expose()), (1, "996554"));
    let before = vault.clone();
    assert_eq!(vault.take_counted(id(2)), Err(Unchanged::CounterEnds));
    assert_eq!(vault.take_counted(id(3)), Err(Unchanged::NotCounted));
    vault.advance(id(1), 1).unwrap();
    assert_eq!(vault, before, "a counter never goes back");
    vault.advance(id(1), 7).unwrap();
    assert!(matches!(
        vault.get(id(1)).unwrap().kind,
        Kind::Hotp {
            next_counter: 7,
            ..
        }
    ));
}

#[test]
fn names_are_found_however_they_are_typed() {
    let vault = vault();
    for (typed, found) in [
        ("GitHub (alice)", Resolved::One(id(1))),
        ("github", Resolved::One(id(1))),
        ("ｇｉｔＨＵＢ", Resolved::One(id(1))),
        ("ｋａｎｒｉ 関所", Resolved::One(id(2))),
        ("2", Resolved::One(id(2))),
        ("00000000-0000-0000-0000-000000000003", Resolved::One(id(3))),
        ("alice", Resolved::Several(vec![id(1), id(3)])),
        ("0", Resolved::Nothing),
        ("4", Resolved::Nothing),
        ("carol", Resolved::Nothing),
        ("  ", Resolved::Nothing),
    ] {
        assert_eq!(vault.resolve(typed), found, "{typed}");
    }
    assert_eq!(vault.search("ALICE org").len(), 1);
    assert_eq!(vault.search("").len(), 3);
}

#[test]
fn a_title_wins_over_a_number_and_over_what_is_inside_others() {
    let mut vault = vault();
    vault.add(entry(4, "", "1")).unwrap();
    assert_eq!(vault.resolve("1"), Resolved::One(id(4)));
    vault.add(entry(5, "", "git")).unwrap();
    assert_eq!(vault.resolve("git"), Resolved::One(id(5)));
}

#[derive(Clone, Debug)]
enum Step {
    Add(Entry),
    Remove(EntryId),
    Restore(EntryId),
    Destroy(EntryId),
    Pin(EntryId, bool),
    Move(EntryId, usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let one =
        (0u8..6, 0u128..8, any::<bool>(), 0usize..9).prop_map(
            |(kind, n, pinned, place)| match kind {
                0 => Step::Add(Entry {
                    pinned,
                    ..entry(n, "Issuer", "account")
                }),
                1 => Step::Remove(id(n)),
                2 => Step::Restore(id(n)),
                3 => Step::Destroy(id(n)),
                4 => Step::Pin(id(n), pinned),
                _ => Step::Move(id(n), place),
            },
        );
    proptest::collection::vec(one, 0..60)
}

fn take(vault: &mut Vault, step: Step) -> Result<(), Unchanged> {
    match step {
        Step::Add(entry) => vault.add(entry),
        Step::Remove(id) => vault.remove(id, 1),
        Step::Restore(id) => vault.restore(id),
        Step::Destroy(id) => vault.destroy(id),
        Step::Pin(id, pinned) => vault.pin(id, pinned),
        Step::Move(id, place) => vault.move_to(id, place).map(|_| ()),
    }
}

proptest! {
    #[test]
    fn whatever_is_done_nothing_is_lost_or_doubled(steps in steps()) {
        let mut vault = Vault::new();
        for step in steps {
            let before = vault.clone();
            let count = before.entries().len() + before.bin().len();
            let result = take(&mut vault, step.clone());
            let after = vault.entries().len() + vault.bin().len();
            match (&result, &step) {
                (Err(_), _) => prop_assert_eq!(&vault, &before),
                (Ok(()), Step::Add(_)) => prop_assert_eq!(after, count + 1),
                (Ok(()), Step::Destroy(_)) => prop_assert_eq!(after, count - 1),
                (Ok(()), _) => prop_assert_eq!(after, count),
            }
            prop_assert!(vault.entries().is_sorted_by_key(|e| !e.pinned));
            let again = Vault::restored(vault.entries().to_vec(), vault.bin().to_vec());
            prop_assert_eq!(again.as_ref(), Ok(&vault));
        }
    }
}
