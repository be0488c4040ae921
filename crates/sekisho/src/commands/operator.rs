//! `operator`: a way back for admin users, until the centre has pages of its own.

use app::AdminReset;
use serde::Serialize;

use super::{here, open};
use crate::cli::{self, ResetAdmin};
use crate::failure::Failure;
use crate::output;

/// Carries out `operator …`.
pub async fn operator(command: cli::Operator) -> Result<(), Failure> {
    let cli::Operator::ResetAdmin(asked) = command;
    reset_admin(&asked).await
}

#[derive(Serialize)]
struct Done<'a> {
    merchant_code: &'a str,
    password: bool,
    one_time_password: bool,
    lock: bool,
}

async fn reset_admin(asked: &ResetAdmin) -> Result<(), Failure> {
    let (app, _) = open(&asked.config).await?;
    let code = &asked.which.code;
    let what = app::ResetAdmin {
        password: asked.password,
        secret: asked.one_time_password,
        lock: asked.lock,
    };
    let answer = app.reset_admin(code, what, &asked.reason, &here()).await?;
    app.store().close().await;
    match answer {
        AdminReset::Done if asked.json => output::json(&Done {
            merchant_code: code.as_str(),
            password: asked.password,
            one_time_password: asked.one_time_password,
            lock: asked.lock,
        }),
        AdminReset::Done => output::result(
            "Done. The mail to the contact person goes out as soon as `serve` runs \
             (or by: sekisho job run mail).",
        ),
        AdminReset::NoSuchMerchant => Err(Failure::Refused(format!(
            "no merchant has the code {}",
            code.as_str()
        ))),
        AdminReset::NoAddress => Err(Failure::Refused(
            "neither a contact person nor the admin user has a mail address, so a temporary \
             password cannot be sent"
                .to_owned(),
        )),
    }
}
