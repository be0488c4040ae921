//! Whose request it is: a bearer key (RFC 6750), and how often it may ask.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Extension;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use crypto::Token;
use domain::ids::ApiKeyId;
use domain::time::{Span, Timestamp};

use super::problem::Refusal;
use crate::WebState;
use crate::http::visit::Visit;

/// How long the requests of a key are counted together.
const WINDOW: Span = Span::minutes(1);
/// The longest Idempotency-Key, in bytes.
const LONGEST_ONCE: usize = 255;

/// A program with a key that lives.
pub struct Caller {
    /// Its key.
    pub key: ApiKeyId,
    /// The request.
    pub visit: Visit,
    /// The `Idempotency-Key` header.
    pub once: Option<String>,
}

/// How many requests each key has made in its present minute. Counted by this process alone, so
/// that with N nodes a key may make N times as many; it holds one entry for each key that lives.
#[derive(Clone, Debug, Default)]
pub struct Pace(Arc<Mutex<HashMap<ApiKeyId, (Timestamp, u32)>>>);

impl Pace {
    /// Counts a request at `now`.
    ///
    /// # Errors
    /// The seconds to wait when more than `most` were made within the minute.
    fn count(&self, key: ApiKeyId, now: Timestamp, most: u32) -> Result<(), u32> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, count) = counts.entry(key).or_insert((now, 0));
        if now.since(*since) >= WINDOW {
            (*since, *count) = (now, 0);
        }
        if *count >= most {
            let left = since.plus(WINDOW).since(now).whole_seconds();
            return Err(u32::try_from(left).unwrap_or(60).max(1));
        }
        *count += 1;
        Ok(())
    }
}

impl FromRequestParts<WebState> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Refusal> {
        let visit = parts.extensions.get::<Visit>().cloned();
        let visit = visit.ok_or_else(Refusal::unauthorised)?;
        let token = bearer(parts).ok_or_else(Refusal::unauthorised)?;
        let key = state.app.api_caller(&token).await?;
        let key = key.ok_or_else(Refusal::unauthorised)?;
        let pace = <Extension<Pace> as OptionalFromRequestParts<WebState>>::from_request_parts(
            parts, state,
        )
        .await;
        if let Ok(Some(Extension(pace))) = pace {
            let most = state.settings.api_requests_per_minute.unwrap_or(0);
            pace.count(key, state.app.now(), most)
                .map_err(Refusal::too_many)?;
        }
        let once = once(parts)?;
        Ok(Self { key, visit, once })
    }
}

fn bearer(parts: &Parts) -> Option<Token> {
    let mut values = parts.headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return None;
    };
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| Token::parse(token.trim()).ok())?
}

fn once(parts: &Parts) -> Result<Option<String>, Refusal> {
    let Some(value) = parts.headers.get("idempotency-key") else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default();
    if (1..=LONGEST_ONCE).contains(&text.len()) {
        return Ok(Some(text.to_owned()));
    }
    let detail = "Idempotency-Key has to be 1 to 255 visible characters";
    Err(Refusal::new(axum::http::StatusCode::BAD_REQUEST, detail))
}

#[cfg(test)]
mod tests {
    use super::Pace;
    use domain::ids::ApiKeyId;
    use domain::time::{Span, Timestamp};
    use uuid::Uuid;

    #[test]
    fn each_key_has_its_own_minute() {
        let pace = Pace::default();
        let key = |n| ApiKeyId::new(Uuid::from_u128(n));
        let start = Timestamp::from_micros(1_000_000);
        let at = |seconds| start.plus(Span::seconds(seconds));
        assert!(pace.count(key(1), at(0), 2).is_ok());
        assert!(pace.count(key(1), at(20), 2).is_ok());
        assert_eq!(pace.count(key(1), at(20), 2), Err(40));
        assert!(pace.count(key(2), at(20), 2).is_ok());
        assert!(pace.count(key(1), at(60), 2).is_ok());
    }
}
