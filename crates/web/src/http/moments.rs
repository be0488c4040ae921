//! Moments as people in Japan read them.

use domain::time::Timestamp;
use jiff::tz::TimeZone;

/// The console's time zone, part of the binary: an empty container has no zone database.
const TOKYO: TimeZone = jiff::tz::get!("Asia/Tokyo");

/// Date and time of day in Asia/Tokyo, e.g. `2026-11-22 09:41`; a dash outside years 0 to 9999.
#[must_use]
pub fn in_tokyo(moment: Timestamp) -> String {
    jiff::Timestamp::from_microsecond(moment.as_micros()).map_or_else(
        |_| "-".to_owned(),
        |moment| {
            moment
                .to_zoned(TOKYO)
                .strftime("%Y-%m-%d %H:%M")
                .to_string()
        },
    )
}

/// Date and time of day in UTC as programs read them (RFC 3339), whole seconds, e.g.
/// `2026-11-22T00:41:00Z`; a dash outside years 0 to 9999.
#[must_use]
pub fn in_utc(moment: Timestamp) -> String {
    jiff::Timestamp::from_microsecond(moment.as_micros()).map_or_else(
        |_| "-".to_owned(),
        |moment| moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    )
}

/// The moment of a local date and time in Asia/Tokyo as forms send it, e.g. `2026-11-22T09:41`.
#[must_use]
pub fn from_tokyo(text: &str) -> Option<Timestamp> {
    let local: jiff::civil::DateTime = text.trim().parse().ok()?;
    let moment = local.to_zoned(TOKYO).ok()?.timestamp();
    Some(Timestamp::from_micros(moment.as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::{from_tokyo, in_tokyo, in_utc};
    use domain::time::Timestamp;

    #[test]
    fn what_people_type_is_the_time_of_tokyo() {
        let moment = from_tokyo("2026-11-18T20:06").unwrap();
        assert_eq!(in_tokyo(moment), "2026-11-18 20:06");
        for bad in ["", "tomorrow", "2026-13-01T00:00", "99999-01-01T00:00"] {
            assert!(from_tokyo(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn people_read_the_time_of_tokyo() {
        assert_eq!(in_tokyo(Timestamp::from_micros(0)), "1970-01-01 09:00");
        assert_eq!(
            in_tokyo(Timestamp::from_micros(1_795_000_000_000_000)),
            "2026-11-18 20:06"
        );
        assert_eq!(in_tokyo(Timestamp::from_micros(i64::MAX)), "-");
        assert_eq!(in_tokyo(Timestamp::from_micros(i64::MIN)), "-");
    }

    #[test]
    fn programs_read_utc() {
        assert_eq!(
            in_utc(Timestamp::from_micros(1_795_000_000_999_999)),
            "2026-11-18T11:06:40Z"
        );
        assert_eq!(in_utc(Timestamp::from_micros(i64::MAX)), "-");
    }
}
