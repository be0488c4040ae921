//! `operator`: the centre's people, and a way back for admin users from the command line.

use app::{AdminReset, Agent, NewOperator, OperatorCreated, OperatorReset};
use domain::person::UserId;
use domain::time::Timestamp;
use serde::Serialize;

use super::{here, open};
use crate::cli::{self, Config, CreateOperator, ResetAdmin, ResetOperator};
use crate::failure::Failure;
use crate::output;

/// Carries out `operator …`.
pub async fn operator(command: cli::Operator) -> Result<(), Failure> {
    match command {
        cli::Operator::ResetAdmin(asked) => reset_admin(&asked).await,
        cli::Operator::Create(asked) => create(asked).await,
        cli::Operator::List { config, json } => list(&config, json).await,
        cli::Operator::Reset(asked) => reset(&asked).await,
        cli::Operator::Remove { config, which } => remove(&config, &which.user_id).await,
    }
}

/// An operator's way in, as the commands print it.
#[derive(Serialize)]
struct WayIn<'a> {
    user_id: &'a str,
    login_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_password: Option<&'a str>,
}

impl WayIn<'_> {
    fn print(&self, as_json: bool) -> Result<(), Failure> {
        if as_json {
            return output::json(self);
        }
        let mut lines = vec![
            format!("user ID          {}", self.user_id),
            format!("log-in address   {}", self.login_url),
        ];
        lines.push(match self.first_password {
            Some(password) => format!(
                "first password   {password}\n\
                 It is shown this once and has to be changed at the first log-in."
            ),
            None => "The first password goes out by mail as soon as `serve` runs \
                     (or by: sekisho job run mail)."
                .to_owned(),
        });
        output::result(&lines.join("\n"))
    }
}

async fn create(asked: CreateOperator) -> Result<(), Failure> {
    let (app, settings) = open(&asked.config).await?;
    let new = NewOperator {
        user_id: asked.which.user_id,
        name: asked.name,
        mail: asked.mail,
        send_first_password: !asked.print,
    };
    let answer = app.create_operator(&new, &here()).await?;
    app.store().close().await;
    let refused = |why: &str| Err(Failure::Refused(why.to_owned()));
    match answer {
        OperatorCreated::Done { first_password } => WayIn {
            user_id: new.user_id.as_str(),
            login_url: format!("{}/operator", settings.network.public_url),
            first_password: asked.print.then(|| first_password.reveal()),
        }
        .print(asked.json),
        OperatorCreated::IdReserved => refused("nine digits are kept for admin users"),
        OperatorCreated::IdTaken => refused("an operator has this user ID already"),
        OperatorCreated::MailTaken => refused("an operator has this mail address already"),
    }
}

#[derive(Serialize)]
struct Listed {
    user_id: String,
    name: String,
    mail: Option<String>,
    one_time_password: bool,
    locked: bool,
    /// Unix seconds.
    last_login_at: Option<u64>,
}

async fn list(config: &Config, as_json: bool) -> Result<(), Failure> {
    let (app, _) = open(config).await?;
    let operators = app.operators().await?;
    app.store().close().await;
    let listed: Vec<Listed> = operators
        .into_iter()
        .map(|one| Listed {
            user_id: one.user_id.as_str().to_owned(),
            name: one.name.as_str().to_owned(),
            mail: one.mail.map(|mail| mail.as_str().to_owned()),
            one_time_password: one.has_secret,
            locked: one.locked,
            last_login_at: one.last_login_at.map(Timestamp::unix_seconds),
        })
        .collect();
    if as_json {
        return output::json(&listed);
    }
    let lines: Vec<String> = listed.iter().map(Listed::in_words).collect();
    output::result(&lines.join("\n"))
}

impl Listed {
    fn in_words(&self) -> String {
        let state = match (self.locked, self.one_time_password) {
            (true, _) => "locked",
            (false, true) => "active",
            (false, false) => "no secret key yet",
        };
        let mail = self.mail.as_deref().unwrap_or("-");
        format!("{:<20} {state:<18} {} <{mail}>", self.user_id, self.name)
    }
}

async fn reset(asked: &ResetOperator) -> Result<(), Failure> {
    let (app, settings) = open(&asked.config).await?;
    let user_id = &asked.which.user_id;
    let answer = app.reset_operator(user_id, !asked.print, &here()).await?;
    app.store().close().await;
    match answer {
        OperatorReset::Done { first_password } => WayIn {
            user_id: user_id.as_str(),
            login_url: format!("{}/operator", settings.network.public_url),
            first_password: asked.print.then(|| first_password.reveal()),
        }
        .print(asked.json),
        OperatorReset::NoSuchOperator => Err(no_such(user_id)),
    }
}

async fn remove(config: &Config, user_id: &UserId) -> Result<(), Failure> {
    let (app, _) = open(config).await?;
    let is_gone = app.remove_operator(user_id).await?;
    app.store().close().await;
    if is_gone {
        output::result(&format!("{} is no operator any more", user_id.as_str()))
    } else {
        Err(no_such(user_id))
    }
}

fn no_such(user_id: &UserId) -> Failure {
    Failure::Refused(format!("no operator has the user ID {}", user_id.as_str()))
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
    let agent = Agent::CommandLine {
        reason: &asked.reason,
        origin: &here(),
    };
    let answer = app.reset_admin(code, what, agent).await?;
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
        AdminReset::NotLocked => Err(Failure::Refused("the admin user is not locked".to_owned())),
        AdminReset::Asked | AdminReset::AlreadyAsked | AdminReset::NotOpen => Err(Failure::Fault(
            "a command was answered as an operator is".to_owned(),
        )),
    }
}
