//! `user`: users of many merchants.

use super::open;
use crate::cli;
use crate::failure::Failure;
use crate::import::{self, Asked};

/// Carries out `user …`.
pub async fn user(command: cli::User) -> Result<(), Failure> {
    let cli::User::Import(asked) = command;
    let (app, _) = open(&asked.config).await?;
    let answer = import::import_users(&app, &Asked::from(asked)).await;
    app.store().close().await;
    answer
}
