//! Times as people and servers write them.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// Seconds since 1970, from `1700000000`, `2026-11-26T09:00:00Z`, or the `Date` of a mail or a
/// web server; of several lines, the one that begins with `Date:` is taken.
pub fn parse_time(text: &str) -> Option<u64> {
    let named = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("date").then_some(value)
    });
    let text = named.unwrap_or(text).trim();
    if let Ok(seconds) = text.parse() {
        return Some(seconds);
    }
    let time = text.parse::<Timestamp>().ok().or_else(|| {
        let zoned = DateTimeParser::new().parse_zoned(text).ok()?;
        Some(zoned.timestamp())
    })?;
    u64::try_from(time.as_second()).ok()
}

/// The day of a time, UTC: `2026-11-26`.
pub fn day(unix_seconds: u64) -> String {
    let time = i64::try_from(unix_seconds).ok();
    let time = time.and_then(|seconds| Timestamp::from_second(seconds).ok());
    time.map_or_else(String::new, |time| time.strftime("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use super::{day, parse_time};

    #[test]
    fn times_are_read_as_people_and_servers_write_them() {
        let expected = Some(1_700_000_000);
        for text in [
            "1700000000",
            " 1700000000\n",
            "2023-11-14T22:13:20Z",
            "2023-11-15T07:13:20+09:00",
            "Tue, 14 Nov 2023 22:13:20 GMT",
            "HTTP/1.1 200 OK\r\nserver: x\r\ndate: Tue, 14 Nov 2023 22:13:20 GMT\r\n\r\n",
        ] {
            assert_eq!(parse_time(text), expected, "{text}");
        }
        for text in ["", "-1", "noon", "1960-01-01T00:00:00Z", "Date:"] {
            assert_eq!(parse_time(text), None, "{text}");
        }
        assert_eq!(day(1_700_000_000), "2023-11-14");
        assert_eq!(day(u64::MAX), "");
    }
}
