//! ユーザー一覧 and the four first steps, for 管理.

use crate::{App, AppError};
use domain::authority::AdminOf;
use domain::first_steps::FirstSteps;
use domain::ids::{MerchantId, PersonId};
use domain::typed::{composed, narrowed};
use domain::user_state::{self, UserState, states};
use store::people;
use store::user_list::{self, ListOrder, Pattern, Slice, UserLine};

/// The most users that are looked at for an order or a filter that the database does not know.
const MOST: u32 = 20_000;

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

/// Which users the list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateFilter {
    /// 初回ログイン待ち.
    FirstLogin,
    /// 秘密鍵未登録, or to be registered again.
    NoSecret,
    /// 利用中.
    Active,
    /// ロック中.
    Locked,
    /// {n}日後に削除.
    Deletion,
}

impl StateFilter {
    fn fits(self, line: &UserLine) -> bool {
        states(line.signs).into_iter().any(|state| match self {
            Self::FirstLogin => state == UserState::WaitingForFirstLogin,
            Self::NoSecret => matches!(state, UserState::NoSecret | UserState::SecretSpent),
            Self::Active => state == UserState::Active,
            Self::Locked => state == UserState::Locked,
            Self::Deletion => matches!(state, UserState::DeletionIn(_)),
        })
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
        let pattern = pattern(query.search);
        match (query.sorting, query.state) {
            (Sorting::UserId, None) => self.slice(merchant, &pattern, query, ListOrder::UserId),
            (Sorting::Name, None) => self.slice(merchant, &pattern, query, ListOrder::Name),
            _ => return self.weighed(merchant, &pattern, query).await,
        }
        .await
    }

    /// A page that the database puts in order.
    async fn slice(
        &self,
        merchant: MerchantId,
        pattern: &Pattern,
        query: UserQuery<'_>,
        order: ListOrder,
    ) -> Result<Listing, AppError> {
        let total = user_list::count(self.store(), merchant, pattern).await?;
        let page = held(query.page, query.size, total);
        let slice = Slice {
            order,
            most: query.size,
            skip: u64::from(page) * u64::from(query.size),
        };
        let lines = self.lines(merchant, pattern, slice).await?;
        Ok(Listing { lines, page, total })
    }

    /// A page by what the domain says of each user.
    async fn weighed(
        &self,
        merchant: MerchantId,
        pattern: &Pattern,
        query: UserQuery<'_>,
    ) -> Result<Listing, AppError> {
        let order = match query.sorting {
            Sorting::Name => ListOrder::Name,
            Sorting::UserId | Sorting::LastLogin | Sorting::State => ListOrder::UserId,
        };
        let slice = Slice {
            order,
            most: MOST,
            skip: 0,
        };
        let mut lines = self.lines(merchant, pattern, slice).await?;
        if let Some(state) = query.state {
            lines.retain(|line| state.fits(line));
        }
        match query.sorting {
            Sorting::UserId | Sorting::Name => {}
            Sorting::LastLogin => lines.sort_by_key(|line| line.last_login_at),
            Sorting::State => lines.sort_by_key(|line| user_state::urgency(line.signs)),
        }
        let total = lines.len() as u64;
        let page = held(query.page, query.size, total);
        let before = usize::try_from(u64::from(page) * u64::from(query.size));
        let most = usize::try_from(query.size).unwrap_or(usize::MAX);
        let lines = lines.into_iter().skip(before.unwrap_or(usize::MAX));
        let lines = lines.take(most).collect();
        Ok(Listing { lines, page, total })
    }

    async fn lines(
        &self,
        merchant: MerchantId,
        pattern: &Pattern,
        slice: Slice,
    ) -> Result<Vec<UserLine>, AppError> {
        let at = (self.limits(), self.now());
        let lines = user_list::list(self.store(), merchant, pattern, at, slice).await?;
        Ok(lines.into_iter().map(|line| self.with_end(line)).collect())
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

fn pattern(search: &str) -> Pattern {
    Pattern::of(&narrowed(search), &composed(search))
}

/// The page asked for, or the last there is.
fn held(page: u32, size: u32, total: u64) -> u32 {
    let pages = total.div_ceil(u64::from(size.max(1)));
    let last = u32::try_from(pages.saturating_sub(1)).unwrap_or(u32::MAX);
    page.min(last)
}
