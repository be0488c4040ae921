//! What SQL finds and how it orders, against the domain.

use domain::user_state::{StateFilter, days_left, urgency};
use store::Store;
use store::user_list::{ListOrder, Pattern, Question, Slice, UserLine, count, list};
use testkit::both_engines;

use crate::people::{Made, NOW, OURS, Tries, circumstances, every_state, merchant, user};
use domain::time::Span;

const ORDERS: [ListOrder; 4] = [
    ListOrder::UserId,
    ListOrder::Name,
    ListOrder::LastLogin,
    ListOrder::Urgency,
];
const STATES: [Option<StateFilter>; 7] = [
    None,
    Some(StateFilter::FirstLogin),
    Some(StateFilter::NoSecret),
    Some(StateFilter::Active),
    Some(StateFilter::Locked),
    Some(StateFilter::Deletion),
    Some(StateFilter::Strangers),
];

async fn all(store: &Store, question: &Question) -> Vec<UserLine> {
    let slice = Slice {
        most: 10_000,
        skip: 0,
    };
    let lines = list(store, OURS, question, circumstances(), slice)
        .await
        .unwrap();
    lines.into_iter().map(with_end).collect()
}

fn with_end(mut line: UserLine) -> UserLine {
    line.signs.days_left = days_left(line.last_login_at, line.created_at, Span::days(91), NOW);
    line
}

fn folded(line: &UserLine) -> String {
    line.person.user_id.as_str().to_ascii_lowercase()
}

/// The list as the domain would make it, from all users.
fn expected(mut users: Vec<UserLine>, question: &Question) -> Vec<String> {
    users.retain(|line| question.state.is_none_or(|state| state.fits(line.signs)));
    users.sort_by_key(folded);
    match question.order {
        ListOrder::UserId => {}
        ListOrder::Name => users.sort_by_key(|line| line.person.name.as_str().to_owned()),
        ListOrder::LastLogin => users.sort_by_key(|line| line.last_login_at),
        ListOrder::Urgency => users.sort_by_key(|line| urgency(line.signs)),
    }
    users.iter().map(folded).collect()
}

both_engines! {
    /// Shows USER-22: every order of every state, whole and in pages, is what the domain says of
    /// one user after the other; and none of another merchant's, and never 管理.
    async fn user_22_sql_agrees_with_the_domain(store: Store) {
        merchant(&store, 1).await;
        let other = merchant(&store, 2).await;
        let fine = Made { tries: Tries::default(), wrong_codes: 0, drift: None, age: 1, app: None, mail: None,
            password: true, secret: None };
        user(&store, other, ("User001", "店員 1"), fine).await;
        every_state(&store).await;
        let everybody = Question { pattern: Pattern::any(), state: None, order: ListOrder::UserId };
        let users = all(&store, &everybody).await;
        assert_eq!(users.len(), 360);
        for state in STATES {
            for order in ORDERS {
                let question = Question { pattern: Pattern::any(), state, order };
                let expected = expected(users.clone(), &question);
                assert!(expected.len() > 3, "{state:?} tells something");
                let found: Vec<_> = all(&store, &question).await.iter().map(folded).collect();
                assert_eq!(found, expected, "{question:?}");
                let total = count(&store, OURS, &question, circumstances()).await.unwrap();
                assert_eq!(total, expected.len() as u64, "{question:?}");
                let slice = Slice { most: 2, skip: total - 3 };
                let page = list(&store, OURS, &question, circumstances(), slice).await.unwrap();
                let page: Vec<_> = page.iter().map(folded).collect();
                assert_eq!(page, expected[expected.len() - 3..expected.len() - 1], "{question:?}");
            }
        }
    }

    /// Shows USER-22: a search takes every sign for itself, in ID, name and address, together with
    /// a state as without one.
    async fn user_22_signs_mean_themselves(store: Store) {
        merchant(&store, 1).await;
        let fine = Made { tries: Tries { open: 6, ..Tries::default() }, wrong_codes: 0, drift: None, age: 1, app: None, mail: None,
            password: true, secret: None };
        for (id, name) in [("one", "100% Yamada"), ("two", "a_b! 山田"), ("three", r"c\d")] {
            user(&store, OURS, (id, name), fine).await;
        }
        let cases: [(&str, &[&str]); 13] = [
            ("%", &["one"]), ("_", &["two"]), ("!", &["two"]), (r"\", &["three"]), ("yama", &["one"]),
            ("山", &["two"]), ("THREE", &["three"]), ("@shop.", &["one", "three", "two"]),
            ("", &["one", "three", "two"]), ("%%", &[]), ("a%b", &[]), ("' OR 1=1 --", &[]), ("$4", &[]),
        ];
        for (typed, expected) in cases {
            for state in [None, Some(StateFilter::Locked)] {
                let pattern = Pattern::of(typed, typed);
                let question = Question { pattern, state, order: ListOrder::UserId };
                let found: Vec<_> = all(&store, &question).await.iter().map(folded).collect();
                assert_eq!(found, expected, "{typed} {state:?}");
                let total = count(&store, OURS, &question, circumstances()).await.unwrap();
                assert_eq!(total, expected.len() as u64, "{typed} {state:?}");
            }
        }
    }
}
