//! Reads a form from a request's body: of the right type, within its limit.

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, StatusCode, header};
use http_body_util::BodyExt;
use zeroize::Zeroizing;

use super::fields::{Fields, FormError, decode};
use super::halt::Halt;

/// How much of a body that is refused is still read, in bytes: most clients look for the answer
/// only when they have sent everything.
const DRAINED: usize = 2 * 1024 * 1024;

/// Reads the body as a form of at most `limit` bytes.
///
/// # Errors
/// 415 for another type, 413 for too much, 400 for what is no strict form ([`FormError`]).
pub async fn read_form(headers: &HeaderMap, mut body: Body, limit: usize) -> Result<Fields, Halt> {
    if !is_form(headers) {
        drain(&mut body).await;
        return Err(Halt::Unreadable(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let bytes = read(&mut body, limit).await?;
    decode(&bytes).map_err(|error| match error {
        FormError::TooLong => Halt::Unreadable(StatusCode::PAYLOAD_TOO_LARGE),
        FormError::TooMany | FormError::Duplicate | FormError::NotText => {
            Halt::Unreadable(StatusCode::BAD_REQUEST)
        }
    })
}

/// Reads a body of at most `limit` bytes. What it holds is wiped when it is dropped.
///
/// # Errors
/// 413 for too much, 400 when the client breaks off.
pub async fn read(body: &mut Body, limit: usize) -> Result<Zeroizing<Vec<u8>>, Halt> {
    let announced = body
        .size_hint()
        .upper()
        .and_then(|size| usize::try_from(size).ok());
    // Reserved at once: what a growing buffer leaves behind is not wiped.
    let mut bytes = Zeroizing::new(Vec::with_capacity(announced.unwrap_or(limit).min(limit)));
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Halt::Unreadable(StatusCode::BAD_REQUEST))?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if bytes.len().saturating_add(data.len()) > limit {
            drain(body).await;
            return Err(Halt::Unreadable(StatusCode::PAYLOAD_TOO_LARGE));
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}

/// Reads a body that is refused, up to a bound, so that the client comes to see the answer.
async fn drain(body: &mut Body) {
    let mut read = 0_usize;
    while let Some(Ok(frame)) = body.frame().await {
        read = read.saturating_add(frame.data_ref().map_or(0, Bytes::len));
        if read > DRAINED {
            return;
        }
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let Some(Ok(kind)) = headers
        .get(header::CONTENT_TYPE)
        .map(|value| value.to_str())
    else {
        return false;
    };
    let mut parts = kind.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
        && parts
            .filter_map(|part| part.split_once('='))
            .all(|(name, value)| {
                !name.eq_ignore_ascii_case("charset")
                    || value.trim_matches('"').eq_ignore_ascii_case("utf-8")
            })
}

#[cfg(test)]
mod tests {
    use super::is_form;
    use axum::http::{HeaderMap, HeaderValue, header};

    #[test]
    fn only_forms_are_forms() {
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(text).unwrap());
            is_form(&headers)
        };
        assert!(of("application/x-www-form-urlencoded"));
        assert!(of("Application/X-WWW-Form-Urlencoded; charset=\"UTF-8\""));
        for other in [
            "",
            "text/plain",
            "application/json",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded; charset=shift_jis",
            "application/x-www-form-urlencodedx",
        ] {
            assert!(!of(other), "{other}");
        }
        assert!(!is_form(&HeaderMap::new()));
    }
}
