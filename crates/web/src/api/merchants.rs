//! `/api/v1/merchants`: set up, read, amend.

use app::{Amendment, ApiAnswer, ApiCall};
use axum::body::Body;
use axum::extract::{Path, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::mail_address::MailAddress;
use domain::merchant::{CompanyName, MerchantCode, MerchantKind};
use domain::merchant_form::{self, Field, Form, Problem as Found, Source};
use serde::{Deserialize, Serialize};
use store::merchant_records::MerchantRecord;
use utoipa::ToSchema;

use super::body::{parse, read};
use super::caller::Caller;
use super::problem::{Problem, Refusal};
use crate::http::moments::in_utc;
use crate::words::unnamed_admin;

/// A merchant to be set up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "merchant_code": "123456789", "company": "Mihon Trading Co., Ltd.", "kind": "logistics",
    "contact_mail": "tantou@mihon-bussan.example", "admin_name": "Hanako Mihon"
}))]
pub struct NewMerchant {
    /// Nine digits; drawn when left out.
    merchant_code: Option<String>,
    /// The company's name, 1 to 60 characters.
    #[schema(min_length = 1)]
    company: String,
    /// Two to seven digits; drawn when left out.
    access_key: Option<String>,
    /// `logistics` (ships goods) or `non_logistics`.
    #[schema(pattern = "^(logistics|non_logistics)$")]
    kind: String,
    /// It has a tablet contract.
    #[serde(default)]
    tablet: bool,
    /// The contact person's address. This or `admin_mail` has to be given: the invitation of the
    /// admin user goes there.
    contact_mail: Option<String>,
    /// The admin user's name.
    admin_name: Option<String>,
    /// The admin user's address.
    admin_mail: Option<String>,
}

/// What is to be changed; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "company": "Mihon Holdings Co., Ltd.", "suspended": true }))]
pub struct MerchantChange {
    /// The company's name, 1 to 60 characters.
    company: Option<String>,
    /// `logistics` or `non_logistics`; the latter only without shipping users.
    kind: Option<String>,
    /// It has a tablet contract; log-in by mail is closed with one.
    tablet: Option<bool>,
    /// The contact person's address. Takes effect after 72 hours; the old one is told at once.
    contact_mail: Option<String>,
    /// Its people are kept out.
    suspended: Option<bool>,
}

/// A merchant as it is. There is never a password in it.
#[allow(
    clippy::struct_field_names,
    reason = "the names are those of the document, the same in every call"
)]
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "merchant_code": "123456789", "company": "Mihon Trading Co., Ltd.", "access_key": "7654321",
    "login_url": "https://console.example.jp/7654321", "kind": "logistics", "tablet": false,
    "contact_mail": "tantou@mihon-bussan.example", "contact_mail_next": null,
    "contact_mail_next_at": null, "suspended": false
}))]
pub struct Merchant {
    /// Nine digits; also the admin user's ID.
    merchant_code: String,
    /// The company's name.
    company: String,
    /// Two to seven digits.
    access_key: String,
    /// Where its people log in.
    login_url: String,
    /// `logistics` or `non_logistics`.
    kind: &'static str,
    /// It has a tablet contract.
    tablet: bool,
    /// The contact person's address.
    contact_mail: Option<String>,
    /// The address that takes its place.
    contact_mail_next: Option<String>,
    /// When (RFC 3339, UTC).
    contact_mail_next_at: Option<String>,
    /// Its people are kept out.
    suspended: bool,
}

/// Set a merchant up
///
/// Its admin user gets the first password by mail; no answer ever holds one.
#[utoipa::path(post, path = "/api/v1/merchants", operation_id = "create_merchant", request_body = NewMerchant,
    params(("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]([ -~]{0,253}[!-~])?$",
        description = "1 to 255 characters of the sender's choice, kept for 48 hours: sent again, \
                       the same request has no second effect and gets its answer again")),
    responses(
        (status = 201, description = "Set up", body = Merchant),
        (status = 400, description = "No JSON of this form", body = Problem,
            content_type = "application/problem+json"),
        (status = 401, description = "No valid key", body = Problem,
            content_type = "application/problem+json"),
        (status = 409, description = "The code is taken", body = Problem,
            content_type = "application/problem+json"),
        (status = 413, description = "More than 16 KiB", body = Problem,
            content_type = "application/problem+json"),
        (status = 415, description = "Another type than application/json", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "Fields that cannot be used, or an Idempotency-Key that was \
                                      used for another request", body = Problem,
            content_type = "application/problem+json"),
        (status = 429, description = "Too many requests; Retry-After says when", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "Busy; Retry-After says when", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn create(caller: Caller, request: Request) -> Result<Response, Refusal> {
    let bytes = body_of(request).await?;
    let form = form(parse(&bytes)?);
    let application = merchant_form::check(&form, Source::Program).map_err(Refusal::form)?;
    let admin = unnamed_admin(&caller.visit.state.catalog)
        .ok_or_else(|| Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "no name for the role"))?;
    let app = caller.visit.app();
    let answer = app
        .enlist_merchant(call(&caller, &bytes), &application, &admin)
        .await?;
    let merchant = shown(&caller, answer)?;
    let place = format!("/api/v1/merchants/{}", merchant.merchant_code);
    let mut response = json(StatusCode::CREATED, &merchant);
    if let Ok(place) = HeaderValue::try_from(place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// Read a merchant
#[utoipa::path(get, path = "/api/v1/merchants/{code}", operation_id = "read_merchant",
    params(("code" = String, Path, description = "The merchant's code, nine digits")),
    responses(
        (status = 200, description = "The merchant", body = Merchant),
        (status = 401, description = "No valid key", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "No merchant has this code, or it is closed", body = Problem,
            content_type = "application/problem+json"),
        (status = 429, description = "Too many requests; Retry-After says when", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "Busy; Retry-After says when", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn show(caller: Caller, Path(code): Path<String>) -> Result<Response, Refusal> {
    let code = code_of(&code)?;
    let record = caller.visit.app().merchant_record(&code).await?;
    let record = record.ok_or_else(no_such_merchant)?;
    Ok(json(StatusCode::OK, &merchant(&caller, &record)))
}

/// Change a merchant
///
/// Its contact person and its admin user are told by mail.
#[utoipa::path(patch, path = "/api/v1/merchants/{code}", operation_id = "change_merchant", request_body = MerchantChange,
    params(
        ("code" = String, Path, description = "The merchant's code, nine digits"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]([ -~]{0,253}[!-~])?$",
            description = "As with POST")),
    responses(
        (status = 200, description = "The merchant after the change", body = Merchant),
        (status = 400, description = "No JSON of this form", body = Problem,
            content_type = "application/problem+json"),
        (status = 401, description = "No valid key", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "No merchant has this code, or it is closed", body = Problem,
            content_type = "application/problem+json"),
        (status = 413, description = "More than 16 KiB", body = Problem,
            content_type = "application/problem+json"),
        (status = 415, description = "Another type than application/json", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "Fields that cannot be used, or an Idempotency-Key that was \
                                      used for another request", body = Problem,
            content_type = "application/problem+json"),
        (status = 429, description = "Too many requests; Retry-After says when", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "Busy; Retry-After says when", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn amend(
    caller: Caller,
    Path(code): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    let code = code_of(&code)?;
    let bytes = body_of(request).await?;
    let amendment = amendment(parse(&bytes)?)?;
    let app = caller.visit.app();
    let answer = app
        .amend_merchant(call(&caller, &bytes), &code, &amendment)
        .await?;
    let merchant = shown(&caller, answer)?;
    Ok(json(StatusCode::OK, &merchant))
}

async fn body_of(request: Request) -> Result<Vec<u8>, Refusal> {
    let (parts, body) = request.into_parts();
    read(&parts.headers, body).await
}

fn call<'a>(caller: &'a Caller, body: &'a [u8]) -> ApiCall<'a> {
    ApiCall {
        key: caller.key,
        once: caller.once.as_deref(),
        body,
        origin: &caller.visit.origin,
    }
}

fn form(new: NewMerchant) -> Form {
    Form {
        code: new.merchant_code.unwrap_or_default(),
        company: new.company,
        access_key: new.access_key.unwrap_or_default(),
        kind: new.kind,
        tablet: new.tablet.to_string(),
        contact_mail: new.contact_mail.unwrap_or_default(),
        admin_name: new.admin_name.unwrap_or_default(),
        admin_mail: new.admin_mail.unwrap_or_default(),
        ..Form::default()
    }
}

fn amendment(change: MerchantChange) -> Result<Amendment, Refusal> {
    let mut problems = Vec::new();
    let company = change.company.and_then(|text| {
        let name = CompanyName::parse(&text);
        problems.extend(name.is_none().then_some(Found::Company));
        name
    });
    let kind = change.kind.and_then(|word| {
        let kind = MerchantKind::from_word(&word);
        problems.extend(kind.is_none().then_some(Found::Kind));
        kind
    });
    let contact_mail = change.contact_mail.and_then(|text| {
        let mail = MailAddress::parse(&text);
        problems.extend(
            mail.as_ref()
                .err()
                .map(|e| Found::Mail(Field::ContactMail, *e)),
        );
        mail.ok()
    });
    if !problems.is_empty() {
        return Err(Refusal::form(problems));
    }
    Ok(Amendment {
        company,
        kind,
        tablet: change.tablet,
        contact_mail,
        suspended: change.suspended,
    })
}

fn shown(caller: &Caller, answer: ApiAnswer) -> Result<Merchant, Refusal> {
    match answer {
        ApiAnswer::Done(record) => Ok(merchant(caller, &record)),
        ApiAnswer::CodeTaken => Err(Refusal::new(StatusCode::CONFLICT, "the code is taken")),
        ApiAnswer::NoSuchMerchant => Err(no_such_merchant()),
        ApiAnswer::KeyReused => Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "this Idempotency-Key was used for another request",
        )),
        ApiAnswer::NoAddress => Err(Refusal::field(
            Field::ContactMail.word(),
            "this or admin_mail has to be given",
        )),
        ApiAnswer::ShippingUsers => Err(Refusal::form(vec![Found::ShippingUsers])),
    }
}

fn merchant(caller: &Caller, record: &MerchantRecord) -> Merchant {
    let public_url = &caller.visit.state.settings.public_url;
    let next = record.contact_next.as_ref();
    Merchant {
        merchant_code: record.code.as_str().to_owned(),
        company: record.company.as_str().to_owned(),
        access_key: record.access_key.as_str().to_owned(),
        login_url: format!("{public_url}/{}", record.access_key.as_str()),
        kind: record.kind.word(),
        tablet: record.tablet,
        contact_mail: record
            .contact_mail
            .as_ref()
            .map(|mail| mail.as_str().to_owned()),
        contact_mail_next: next.map(|(mail, _)| mail.as_str().to_owned()),
        contact_mail_next_at: next.map(|(_, from)| in_utc(*from)),
        suspended: record.suspended_at.is_some(),
    }
}

fn code_of(text: &str) -> Result<MerchantCode, Refusal> {
    let code = MerchantCode::parse(text).filter(|code| code.as_str() == text);
    code.ok_or_else(no_such_merchant)
}

fn no_such_merchant() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "no merchant has this code")
}

fn json(status: StatusCode, value: &impl Serialize) -> Response {
    let text = serde_json::to_string(value).unwrap_or_default();
    let kind = HeaderValue::from_static("application/json");
    let mut response = (status, Body::from(text)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}
