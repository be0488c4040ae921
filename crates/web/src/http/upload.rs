//! Forms that bring a file.

use app::Nonce;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode, header};

use super::body::read_form;
use super::halt::Halt;
use super::session::{Right, Signed, admitted, resume};
use super::visit::Visit;

/// A form with a file that somebody signed in has sent: from a page of ours, to this session, once.
/// A form without a file is one that brings nothing.
pub struct Uploaded<R> {
    /// Who.
    pub signed: Signed<R>,
    /// The form's nonce.
    pub nonce: Nonce,
    /// What was brought.
    pub parts: Parts,
}

/// The parts of a form that are looked at.
#[derive(Default)]
pub struct Parts {
    form: Vec<u8>,
    /// The file.
    pub file: Vec<u8>,
    /// What was pasted instead.
    pub pasted: Vec<u8>,
}

/// Each part is read a little further than anything that is taken, so that its reader can say that
/// it is too long.
const MOST: usize = app::LARGEST_LIST + 1;
/// Longer than any hidden value of ours.
const LONGEST_NONCE: usize = 1024;

impl<S: Send + Sync, R: Right> FromRequest<S> for Uploaded<R> {
    type Rejection = Halt;

    async fn from_request(request: Request, state: &S) -> Result<Self, Halt> {
        let headers = request.headers().clone();
        let (parts, body) = request.into_parts();
        let visit = Visit::of(&parts)?;
        let parts = if is_multipart(&headers) {
            // What a stranger brings is read past and not kept: its memory would be for the taking.
            let most = resume(&visit).await.map_or(0, |_| MOST);
            let request = Request::from_parts(parts, body);
            let multipart = Multipart::from_request(request, state).await;
            let multipart = multipart.map_err(|_| Halt::Unreadable(StatusCode::BAD_REQUEST))?;
            read(multipart, most).await?
        } else {
            let limit = visit.state.settings.body_limit;
            let fields = read_form(&headers, body, limit).await?;
            Parts {
                form: fields.text("form").as_bytes().to_vec(),
                pasted: fields.text("pasted").as_bytes().to_vec(),
                ..Parts::default()
            }
        };
        let form = std::str::from_utf8(&parts.form).unwrap_or_default();
        let (signed, nonce) = admitted(visit, &headers, form).await?;
        Ok(Self {
            signed,
            nonce,
            parts,
        })
    }
}

fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("multipart/form-data")
}

/// Keeps at most `most` bytes of a file or a list.
async fn read(mut multipart: Multipart, most: usize) -> Result<Parts, Halt> {
    let mut parts = Parts::default();
    while let Some(field) = multipart
        .next_field()
        .await
        .map_err(|error| unreadable(&error))?
    {
        let (place, most) = match field.name() {
            Some("form") => (&mut parts.form, LONGEST_NONCE),
            Some("file") => (&mut parts.file, most),
            Some("pasted") => (&mut parts.pasted, most),
            _ => continue,
        };
        if !place.is_empty() {
            return Err(Halt::Unreadable(StatusCode::BAD_REQUEST));
        }
        *place = bytes(field, most).await?;
    }
    Ok(parts)
}

async fn bytes(mut field: Field<'_>, most: usize) -> Result<Vec<u8>, Halt> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| unreadable(&error))? {
        let room = most.saturating_sub(bytes.len());
        bytes.extend(chunk.iter().take(room));
    }
    Ok(bytes)
}

fn unreadable(error: &MultipartError) -> Halt {
    Halt::Unreadable(error.status())
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_NONCE, Parts, read};
    use axum::body::Body;
    use axum::extract::{FromRequest as _, Multipart};
    use axum::http::Request;

    async fn parts(most: usize) -> Parts {
        let part = |name: &str, value: &str| {
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let (form, long) = ("f".repeat(LONGEST_NONCE + 1), "y".repeat(100_000));
        let body = [("form", &form), ("file", &long), ("pasted", &long)]
            .map(|(name, value)| part(name, value))
            .concat();
        let request = Request::post("/")
            .header("content-type", "multipart/form-data; boundary=x")
            .body(Body::from(body + "--x--\r\n"))
            .unwrap();
        let multipart = Multipart::from_request(request, &()).await.unwrap();
        read(multipart, most).await.unwrap_or_default()
    }

    /// Whoever has no session fills no memory by sending files.
    #[tokio::test]
    async fn what_a_stranger_brings_is_not_kept() {
        let stranger = parts(0).await;
        assert_eq!(stranger.form.len(), LONGEST_NONCE);
        assert!(stranger.file.is_empty() && stranger.pasted.is_empty());
        assert_eq!(stranger.file.capacity() + stranger.pasted.capacity(), 0);
        let known = parts(70_000).await;
        assert_eq!((known.file.len(), known.pasted.len()), (70_000, 70_000));
    }
}
