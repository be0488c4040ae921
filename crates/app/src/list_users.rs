//! ユーザー一覧 and the four first steps, for 管理.

use crate::{App, AppError};
use domain::authority::AdminOf;
use domain::first_steps::FirstSteps;
use domain::ids::PersonId;
use store::people::{self, UserLine};

impl App {
    /// A page of the merchant's users (`number` from 0) and how many there are in all (USER-22).
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn users(
        &self,
        admin: AdminOf,
        number: u32,
        size: u32,
    ) -> Result<(Vec<UserLine>, i64), AppError> {
        let merchant = admin.merchant();
        let (total, _) = people::count(self.store(), merchant).await?;
        let page = (size, number);
        let lines = people::list(self.store(), merchant, self.limits(), self.now(), page).await?;
        Ok((lines, total))
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
        Ok(people::show(self.store(), merchant, self.limits(), self.now(), person).await?)
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
