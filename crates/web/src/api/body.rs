//! JSON bodies: of the right type, within their limit, with known fields only.

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;

use super::LARGEST_BODY;
use super::problem::Refusal;

/// Reads the body as it was sent.
///
/// # Errors
/// 415 for another type, 413 for too much, 400 for a broken connection.
pub async fn read(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Refusal> {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    let is_json = ["application/json", "application/merge-patch+json"]
        .iter()
        .any(|known| essence.eq_ignore_ascii_case(known));
    if !is_json {
        let detail = "send application/json";
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
    }
    match Limited::new(body, LARGEST_BODY).collect().await {
        Ok(whole) => Ok(whole.to_bytes().to_vec()),
        Err(error) if error.is::<LengthLimitError>() => {
            let detail = "a body has 16 KiB at most";
            Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, detail))
        }
        Err(_) => Err(Refusal::new(StatusCode::BAD_REQUEST, "the body broke off")),
    }
}

/// The body as what it has to be.
///
/// # Errors
/// 400 for what is no JSON of this form, saying where.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(bytes).map_err(|error| {
        // The position is enough; what was sent is not said back.
        let detail = match error.classify() {
            serde_json::error::Category::Data => "a field is unknown or of another type",
            _ => "this is no JSON",
        };
        let (line, column) = (error.line(), error.column());
        let detail = format!("{detail} (line {line}, column {column})");
        Refusal::new(StatusCode::BAD_REQUEST, &detail)
    })
}
