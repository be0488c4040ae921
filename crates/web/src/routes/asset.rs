//! `/assets/{hash}/{name}`: stylesheet, script, icon.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::Response;

use crate::assets;
use crate::http::halt::Halt;

/// The address changes with the content, so browsers may keep it for ever.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// A file of this build.
pub async fn serve(Path((hash, name)): Path<(String, String)>) -> Result<Response, Halt> {
    let asset = assets::find(&hash, &name).ok_or(Halt::NotFound)?;
    let mut response = Response::new(Body::from(asset.bytes));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(asset.content_type),
    );
    headers.insert(header::CACHE_CONTROL, FOR_EVER);
    Ok(response)
}
