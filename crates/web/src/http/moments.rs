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

#[cfg(test)]
mod tests {
    use super::in_tokyo;
    use domain::time::Timestamp;

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
}
