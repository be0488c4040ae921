//! The list of users (SCR-9).

use askama::Template;
use i18n::Text;

use super::{MethodChoice, Shell, TypeChoice};

/// `/console/users` (USER-22).
#[derive(Clone, Debug, Template)]
#[template(path = "users.html")]
pub struct UsersPage {
    /// The frame.
    pub shell: Shell,
    /// The users of this page of the list.
    pub rows: Vec<UserRow>,
    /// How many users there are in all, and where this page stands.
    pub paging: Paging,
    /// What the list was asked for.
    pub search: UserSearch,
    /// The form for a new user.
    pub new_href: String,
    /// The form for a list of new users.
    pub import_href: String,
}

/// The form above the list (GET). Fields: `search`, `sort`, `state`.
#[derive(Clone, Debug, Default)]
pub struct UserSearch {
    /// Where it is sent.
    pub action: String,
    /// What is looked for.
    pub search: String,
    /// In which order.
    pub sorts: Vec<Choice>,
    /// Which states.
    pub states: Vec<Choice>,
    /// Whether anything but the order was asked for.
    pub narrowed: bool,
}

/// An entry of a list to choose from.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The value in the form.
    pub value: &'static str,
    /// The entry, worded.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// One user in the list.
#[derive(Clone, Debug)]
pub struct UserRow {
    /// The user's ID as it was typed.
    pub user_id: String,
    /// The person's name.
    pub name: String,
    /// The user's type.
    pub user_type: TypeChoice,
    /// How one-time passwords are received.
    pub method: MethodChoice,
    /// The states, at least one.
    pub states: Vec<UserState>,
    /// When the user last logged in, in the page's language and time zone.
    pub last_login: Option<String>,
    /// The page that sends the first mail again, while it may have got lost.
    pub resend_href: Option<String>,
    /// The user's own page.
    pub edit_href: String,
}

/// A state that the list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserState {
    /// Never logged in.
    FirstLogin,
    /// No confirmed secret key.
    NoSecret,
    /// Nothing is missing.
    Active,
    /// Locked.
    Locked,
    /// Too many wrong codes: the secret key has to be issued again.
    SecretSpent,
    /// Locked for browsers that the user never used.
    StrangersOut {
        /// From how many networks strangers tried.
        networks: u32,
        /// Until somebody releases it; otherwise until the user logs in.
        for_long: bool,
    },
    /// Will be deleted for want of log-ins.
    Deletion {
        /// In how many days.
        days: u32,
    },
    /// The clock of the person's device is wrong.
    ClockOff,
}

impl UserState {
    /// The state, worded.
    #[must_use]
    pub fn label(self, text: &Text) -> String {
        match self {
            Self::FirstLogin => text.users_state_first_login(),
            Self::NoSecret => text.users_state_no_secret(),
            Self::Active => text.users_state_active(),
            Self::Locked => text.users_state_locked(),
            Self::SecretSpent => text.users_state_secret_spent(),
            Self::StrangersOut {
                for_long: false, ..
            } => text.users_state_strangers(),
            Self::StrangersOut { for_long: true, .. } => text.users_state_strangers_long(),
            Self::Deletion { days } => text.users_state_deletion(days),
            Self::ClockOff => text.users_state_clock_off(),
        }
    }

    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Active => "good",
            Self::FirstLogin | Self::NoSecret => "wait",
            Self::Locked | Self::SecretSpent => "bad",
            Self::StrangersOut { .. } | Self::Deletion { .. } | Self::ClockOff => "warn",
        }
    }

    /// What stands beside the badge.
    pub(super) fn more(self, text: &Text) -> Option<String> {
        match self {
            Self::StrangersOut { networks, .. } => Some(text.users_strangers_networks(networks)),
            _ => None,
        }
    }

    /// What it means, where there is room to say so.
    pub(super) fn about(self, text: &Text) -> Option<String> {
        match self {
            Self::StrangersOut { for_long, .. } => Some(if for_long {
                text.users_strangers_about_long()
            } else {
                text.users_strangers_about()
            }),
            _ => None,
        }
    }
}

/// Where a page of a list stands.
#[derive(Clone, Debug, Default)]
pub struct Paging {
    /// How many entries there are in all.
    pub total: u64,
    /// The number of this page's first entry, from 1; 0 in an empty list.
    pub first: u64,
    /// The number of its last entry.
    pub last: u64,
    /// The page before.
    pub previous_href: Option<String>,
    /// The page after.
    pub next_href: Option<String>,
}

impl Paging {
    pub(super) fn is_needed(&self) -> bool {
        self.previous_href.is_some() || self.next_href.is_some()
    }
}
