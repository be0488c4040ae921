//! What the list of users is asked for: 検索, 状態, 並べ替え, and the page.

use app::{Sorting, StateFilter, UserQuery};
use i18n::Text;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::users::SIZE;
use crate::http::fields::Fields;
use crate::views::{Choice, UserSearch};

const SORTS: [(&str, Sorting); 4] = [
    ("id", Sorting::UserId),
    ("name", Sorting::Name),
    ("login", Sorting::LastLogin),
    ("state", Sorting::State),
];

const STATES: [(&str, StateFilter); 6] = [
    ("first", StateFilter::FirstLogin),
    ("no_secret", StateFilter::NoSecret),
    ("active", StateFilter::Active),
    ("locked", StateFilter::Locked),
    ("strangers", StateFilter::Strangers),
    ("deletion", StateFilter::Deletion),
];

/// The question of an address; what it does not know, it takes for nothing.
pub struct Asked {
    search: String,
    sorting: Sorting,
    state: Option<StateFilter>,
    page: u32,
}

impl Asked {
    /// Reads a query.
    pub fn of(query: &Fields) -> Self {
        let sort = SORTS.iter().find(|(word, _)| *word == query.text("sort"));
        let state = STATES.iter().find(|(word, _)| *word == query.text("state"));
        let page: u32 = query.text("page").parse().unwrap_or(1);
        Self {
            search: query.text("search").trim().to_owned(),
            sorting: sort.map(|(_, sorting)| *sorting).unwrap_or_default(),
            state: state.map(|(_, state)| *state),
            page: page.saturating_sub(1),
        }
    }

    /// The question to the use case.
    pub fn query(&self) -> UserQuery<'_> {
        UserQuery {
            search: &self.search,
            sorting: self.sorting,
            state: self.state,
            page: self.page,
            size: SIZE,
        }
    }

    /// The question without its page, to be added to an address.
    pub fn kept(&self) -> String {
        let sort = (self.sorting != Sorting::default()).then(|| self.sort_word());
        let state = STATES.iter().find(|(_, state)| self.state == Some(*state));
        let parts = [
            (
                "search",
                Some(self.search.as_str()).filter(|s| !s.is_empty()),
            ),
            ("sort", sort),
            ("state", state.map(|(word, _)| *word)),
        ];
        let mut kept = String::new();
        for (name, value) in parts {
            if let Some(value) = value {
                kept.extend(["&", name, "="]);
                kept.extend(utf8_percent_encode(value, NON_ALPHANUMERIC));
            }
        }
        kept
    }

    /// The form above the list.
    pub fn drawn(&self, text: &Text) -> UserSearch {
        UserSearch {
            action: "/console/users".to_owned(),
            search: self.search.clone(),
            sorts: SORTS
                .iter()
                .map(|&(value, sorting)| Choice {
                    value,
                    label: sort_label(sorting, text),
                    chosen: self.sorting == sorting,
                })
                .collect(),
            states: self.states(text),
            narrowed: !self.search.is_empty() || self.state.is_some(),
        }
    }

    fn sort_word(&self) -> &'static str {
        let known = SORTS.iter().find(|(_, sorting)| self.sorting == *sorting);
        known.map_or("", |(word, _)| *word)
    }

    fn states(&self, text: &Text) -> Vec<Choice> {
        let all = Choice {
            value: "",
            label: text.list_all_states(),
            chosen: self.state.is_none(),
        };
        let each = STATES.iter().map(|&(value, state)| Choice {
            value,
            label: state_label(state, text),
            chosen: self.state == Some(state),
        });
        std::iter::once(all).chain(each).collect()
    }
}

fn sort_label(sorting: Sorting, text: &Text) -> String {
    match sorting {
        Sorting::UserId => text.field_user_id(),
        Sorting::Name => text.users_name_shown(),
        Sorting::LastLogin => text.users_last_login(),
        Sorting::State => text.users_state(),
    }
}

fn state_label(state: StateFilter, text: &Text) -> String {
    match state {
        StateFilter::FirstLogin => text.users_state_first_login(),
        StateFilter::NoSecret => text.users_state_no_secret(),
        StateFilter::Active => text.users_state_active(),
        StateFilter::Locked => text.users_state_locked(),
        StateFilter::Strangers => text.users_state_strangers(),
        StateFilter::Deletion => text.list_near_deletion(),
    }
}
