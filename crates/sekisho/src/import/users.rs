//! `user import`: users of many merchants.

use app::table::{Column, Line};
use app::{App, TakenOver, USERS_AT_ONCE, Unclear, UserOfMerchant, UserReader};
use domain::mail_address::MailAddressError;
use domain::merchant::MerchantCode;
use domain::person::PersonNameError;
use domain::registration::{Field, Problem};
use i18n::Text;
use web::words;

use super::report::{Outcome, Report};
use super::{Asked, table};
use crate::failure::Failure;
use crate::node;

/// Reads the list and takes its users over, batch by batch; a line with errors is left out, the
/// others are not.
pub async fn import_users(app: &App, asked: &Asked) -> Result<(), Failure> {
    let catalog = node::catalog()?;
    let words = words::of_users(&catalog);
    let mut columns = vec![Column {
        word: words::of(&catalog, "merchant_code", &Text::field_merchant_code),
        required: true,
    }];
    columns.extend(words.columns.iter().cloned());
    let table = table(&asked.file, &columns)?;
    let mut report = Report::new(table.len(), asked.json, asked.dry_run);
    let mut reader = UserReader::new(&words, 1);
    let mut batch: Vec<(u64, UserOfMerchant)> = Vec::new();
    for line in table.lines() {
        match checked(&line, &mut reader) {
            Ok(user) => batch.push((line.number, user)),
            Err(why) => report.tell(line.number, &key(&line), Outcome::Refused, &[why])?,
        }
        if batch.len() == USERS_AT_ONCE {
            carry_out(app, asked, &mut batch, &mut report).await?;
        }
    }
    carry_out(app, asked, &mut batch, &mut report).await?;
    report.end()
}

async fn carry_out(
    app: &App,
    asked: &Asked,
    batch: &mut Vec<(u64, UserOfMerchant)>,
    report: &mut Report,
) -> Result<(), Failure> {
    let (lines, users): (Vec<u64>, Vec<UserOfMerchant>) = batch.drain(..).unzip();
    let results = app.import_users(&users, asked.dry_run).await?;
    for ((line, user), result) in lines.into_iter().zip(&users).zip(results) {
        let key = format!("{} {}", user.merchant.as_str(), user.form.user_id.trim());
        let (outcome, why) = worded(result);
        report.tell(line, &key, outcome, &why)?;
    }
    report.step()
}

fn worded(result: TakenOver<Field>) -> (Outcome, Vec<String>) {
    let refused = |why: &str| (Outcome::Refused, vec![why.to_owned()]);
    match result {
        TakenOver::New => (Outcome::New, Vec::new()),
        TakenOver::Same => (Outcome::Same, Vec::new()),
        TakenOver::Differs(fields) => {
            let names = fields.into_iter().map(|field| name(field).to_owned());
            (Outcome::Differs, names.collect())
        }
        TakenOver::Unclear(Unclear::Word(field)) => {
            refused(&format!("{} has to be true or false", name(field)))
        }
        TakenOver::Unclear(Unclear::Twice(field, line)) => {
            refused(&format!("{} stands in line {line} already", name(field)))
        }
        TakenOver::NoMerchant => refused("merchant_code: no merchant has it"),
        TakenOver::NoAddress => {
            refused("mail has to be given: neither the user nor the admin user has an address")
        }
        TakenOver::Refused(problems) => {
            let worded = problems
                .into_iter()
                .map(|problem| format!("{} {}", name(problem.field()), demand(problem)));
            (Outcome::Refused, worded.collect())
        }
    }
}

const fn name(field: Field) -> &'static str {
    match field {
        Field::UserType => "user_type",
        Field::UserId => "user_id",
        Field::LoginMethod => "login_method",
        Field::SamePerson => "same_person",
        Field::Name => "name",
        Field::Mail => "mail",
    }
}

const fn demand(problem: Problem) -> &'static str {
    match problem {
        Problem::UserIdMissing
        | Problem::Name(PersonNameError::Empty)
        | Problem::Mail(MailAddressError::Empty) => "has to be given",
        Problem::UserTypeMissing => "has to be general or shipping",
        Problem::ShippingNotAllowed => "cannot be shipping at a merchant that ships nothing",
        Problem::UserIdMalformed => "has to be 1 to 20 letters and digits",
        Problem::UserIdReserved => "cannot be nine digits",
        Problem::UserIdTaken => "is taken",
        Problem::LoginMethodMissing => "has to be mail or no_mail",
        Problem::MailMethodNotAllowed => "cannot be mail at a merchant with a tablet contract",
        Problem::SamePersonTaken => "another user is the same person as the admin user",
        Problem::SamePersonNotGeneral => "goes with the type general only",
        Problem::SamePersonWithoutMail => "the admin user has no address",
        Problem::Name(PersonNameError::TooLong) => "has to fit 60 half-width columns",
        Problem::Name(PersonNameError::NotAllowed) => "holds an address or hidden characters",
        Problem::Mail(MailAddressError::TooLong) => "has to be 64 characters at most",
        Problem::Mail(MailAddressError::Malformed) => "has to be a mail address",
        Problem::MailIsAdmins => "is the admin user's",
        Problem::MailTaken => "is another user's",
    }
}

fn key(line: &Line<'_>) -> String {
    format!("{} {}", line.cell(0).trim(), line.cell(2).trim())
}

fn checked(line: &Line<'_>, reader: &mut UserReader<'_>) -> Result<UserOfMerchant, String> {
    let merchant = MerchantCode::parse(line.cell(0));
    let merchant = merchant.ok_or_else(|| "merchant_code has to be nine digits".to_owned())?;
    let (form, unclear) = reader.read(line, merchant.as_str());
    Ok(UserOfMerchant {
        merchant,
        form,
        unclear,
    })
}
