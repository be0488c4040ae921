//! `user import`: users of many merchants.

use app::{App, TakenOver, USERS_AT_ONCE, UserOfMerchant};
use domain::mail_address::{MailAddress, MailAddressError};
use domain::merchant::MerchantCode;
use domain::person::{PersonNameError, UserId};
use domain::registration::{Field, Form, Problem};
use i18n::Text;

use super::report::{Outcome, Report};
use super::table::{Column, Line, Table};
use super::{Asked, FirstLines, Word, Words};
use crate::failure::Failure;

/// Reads the list and takes its users over, batch by batch; a line with errors is left out, the
/// others are not.
pub async fn import_users(app: &App, asked: &Asked) -> Result<(), Failure> {
    let words = Words::load()?;
    let table = Table::read(&asked.file, &columns(&words))?;
    let mut report = Report::new(table.len(), asked.json, asked.dry_run);
    let mut taken = FirstLines::default();
    let mut batch: Vec<(u64, UserOfMerchant)> = Vec::new();
    for line in table.lines() {
        match checked(&words, &line, &mut taken) {
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

/// The places of the columns below.
fn columns(words: &Words) -> Vec<Column> {
    let columns: [(&'static str, Word, bool); 7] = [
        ("merchant_code", Text::field_merchant_code, true),
        ("user_type", Text::users_type, true),
        ("user_id", Text::field_user_id, true),
        ("login_method", Text::users_login_method, true),
        ("same_person", Text::import_same_person, false),
        ("name", Text::import_user_name, false),
        ("mail", Text::users_mail, false),
    ];
    columns
        .into_iter()
        .map(|(name, shown, required)| Column {
            name,
            shown: words.0.iter().map(shown).collect(),
            required,
        })
        .collect()
}

fn checked(
    words: &Words,
    line: &Line<'_>,
    taken: &mut FirstLines,
) -> Result<UserOfMerchant, String> {
    let merchant = MerchantCode::parse(line.cell(0));
    let merchant = merchant.ok_or_else(|| "merchant_code has to be nine digits".to_owned())?;
    let form = form(words, line);
    let code = merchant.as_str();
    let id = UserId::parse(&form.user_id).map(|id| format!("{code} id {}", id.folded()));
    let mail = MailAddress::parse(&form.mail).ok();
    let mail = mail.map(|mail| format!("{code} mail {}", mail.folded()));
    let same = form.same_person.then(|| format!("{code} same"));
    for (column, value) in [("user_id", id), ("mail", mail), ("same_person", same)] {
        if let Some(first) = value.and_then(|value| taken.before(value, line.number)) {
            return Err(format!("{column} stands in line {first} already"));
        }
    }
    Ok(UserOfMerchant { merchant, form })
}

fn form(words: &Words, line: &Line<'_>) -> Form {
    let types: [(&str, Word); 2] = [
        ("general", Text::role_general),
        ("shipping", Text::role_shipping),
    ];
    let methods: [(&str, Word); 2] = [
        ("mail", Text::import_by_mail),
        ("no_mail", Text::import_not_by_mail),
    ];
    let answers: [(&str, Word); 2] = [("true", Text::import_yes), ("false", Text::import_no)];
    Form {
        user_type: words.machine(line.cell(1), &types),
        user_id: line.cell(2).to_owned(),
        login_method: words.machine(line.cell(3), &methods),
        same_person: words.machine(line.cell(4), &answers) == "true",
        name: line.cell(5).to_owned(),
        mail: line.cell(6).to_owned(),
    }
}
