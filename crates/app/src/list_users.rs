//! ユーザー一覧 and the four first steps, for 管理.

use crate::{App, AppError};
use domain::authority::AdminOf;
use domain::first_steps::FirstSteps;
use domain::ids::PersonId;
use domain::typed::{composed, narrowed};
use domain::user_state::{self, StateFilter};
use store::people;
use store::user_list::{self, Circumstances, ListOrder, Pattern, Question, Slice, UserLine};

/// In which order the list stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sorting {
    /// ユーザID.
    #[default]
    UserId,
    /// ユーザ名.
    Name,
    /// 最終ログイン, the longest ago first; whoever never logged in before all others.
    LastLogin,
    /// 状態, the most urgent first.
    State,
}

impl Sorting {
    const fn order(self) -> ListOrder {
        match self {
            Self::UserId => ListOrder::UserId,
            Self::Name => ListOrder::Name,
            Self::LastLogin => ListOrder::LastLogin,
            Self::State => ListOrder::Urgency,
        }
    }
}

/// Which part of the list is asked for.
#[derive(Clone, Copy, Debug)]
pub struct UserQuery<'a> {
    /// 検索: a part of a ユーザID, name or address; empty for all.
    pub search: &'a str,
    /// 並べ替え.
    pub sorting: Sorting,
    /// 状態.
    pub state: Option<StateFilter>,
    /// The page, from 0; beyond the last one the last is given.
    pub page: u32,
    /// Lines on a page, at least 1.
    pub size: u32,
}

impl UserQuery<'_> {
    /// A page of all users, ordered by ユーザID.
    #[must_use]
    pub const fn of_page(page: u32, size: u32) -> Self {
        Self {
            search: "",
            sorting: Sorting::UserId,
            state: None,
            page,
            size,
        }
    }
}

/// A page of the list.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Its lines.
    pub lines: Vec<UserLine>,
    /// Which page it is, from 0.
    pub page: u32,
    /// How many users the question finds in all.
    pub total: u64,
}

impl App {
    /// A page of the merchant's users (USER-22).
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn users(&self, admin: AdminOf, query: UserQuery<'_>) -> Result<Listing, AppError> {
        let merchant = admin.merchant();
        let question = Question {
            pattern: Pattern::of(&narrowed(query.search), &composed(query.search)),
            state: query.state,
            order: query.sorting.order(),
        };
        let at = Circumstances {
            limits: self.limits(),
            now: self.now(),
            end_shown_since: user_state::end_shown_since(self.policy().inactive, self.now()),
        };
        let total = user_list::count(self.store(), merchant, &question, at).await?;
        let page = held(query.page, query.size, total);
        let slice = Slice {
            most: query.size,
            skip: u64::from(page) * u64::from(query.size),
        };
        let lines = user_list::list(self.store(), merchant, &question, at, slice).await?;
        let lines = lines.into_iter().map(|line| self.with_end(line)).collect();
        Ok(Listing { lines, page, total })
    }

    /// One user of the merchant; 管理 is none of them.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn user(
        &self,
        admin: AdminOf,
        person: PersonId,
    ) -> Result<Option<UserLine>, AppError> {
        let merchant = admin.merchant();
        let line = user_list::show(self.store(), merchant, self.limits(), self.now(), person);
        Ok(line.await?.map(|line| self.with_end(line)))
    }

    /// The line with the end that is near, if it is.
    fn with_end(&self, mut line: UserLine) -> UserLine {
        let inactive = self.policy().inactive;
        line.signs.days_left =
            user_state::days_left(line.last_login_at, line.created_at, inactive, self.now());
        line
    }

    /// Which of the four first steps are done (GUIDE-2, GUIDE-3).
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn first_steps(&self, admin: AdminOf) -> Result<FirstSteps, AppError> {
        let (users, enrolled) = people::count(self.store(), admin.merchant()).await?;
        Ok(FirstSteps {
            admin_enrolled: true,
            user_registered: users > 0,
            user_enrolled: enrolled > 0,
        })
    }
}

/// The page asked for, or the last there is.
fn held(page: u32, size: u32, total: u64) -> u32 {
    let pages = total.div_ceil(u64::from(size.max(1)));
    let last = u32::try_from(pages.saturating_sub(1)).unwrap_or(u32::MAX);
    page.min(last)
}
