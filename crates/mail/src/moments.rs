//! Moments as people in Japan read them.

use std::time::SystemTime;

use jiff::tz::TimeZone;

/// Part of the binary: an empty container has no zone database.
const TOKYO: TimeZone = jiff::tz::get!("Asia/Tokyo");

/// Date and time of day in Asia/Tokyo, e.g. `2026-11-22 09:41`.
pub fn moment(at: SystemTime) -> String {
    shown(at, "%Y-%m-%d %H:%M")
}

/// The date in Asia/Tokyo, e.g. `2026-11-22`.
pub fn date(at: SystemTime) -> String {
    shown(at, "%Y-%m-%d")
}

/// A dash outside years -9999 to 9999.
fn shown(at: SystemTime, form: &str) -> String {
    jiff::Timestamp::try_from(at).map_or_else(
        |_| "-".to_owned(),
        |at| at.to_zoned(TOKYO).strftime(form).to_string(),
    )
}
