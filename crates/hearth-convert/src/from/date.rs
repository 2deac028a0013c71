//! The shapes in which dates are found.
//!
//! ISO 8601 with or without time and zone, `01/31/2020` (month first unless that cannot be),
//! `31.01.2020`, `January 31, 2020`, mail dates, and seconds or milliseconds since 1970. A time
//! without a zone is taken as UTC; the day is the one written, in whatever zone.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use serde_json::Value;

/// A point in time as precisely as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct When {
    /// `YYYY-MM-DD`.
    pub(super) day: String,
    /// Milliseconds since 1970; `None` before that.
    pub(super) ms: Option<u64>,
}

/// Numbers from here on count seconds: March 1973. Smaller ones are years, counts, anything.
const FIRST_SECONDS: i64 = 100_000_000;

/// Numbers from here on count milliseconds: March 1973 again.
const FIRST_MILLISECONDS: i64 = 100_000_000_000;

const DAYS: [&str; 7] = [
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%Y%m%d",
    "%B %d, %Y",
    "%d %B %Y",
    "%d-%b-%Y",
];

const TIMES: [&str; 4] = [
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
];

const ZONED: [&str; 3] = [
    "%Y-%m-%dT%H:%M:%S%.f%#z",
    "%Y-%m-%d %H:%M:%S%.f %#z",
    "%Y-%m-%d %H:%M:%S%.f%#z",
];

/// Reads a date; `None` when it has no shape that is known, or a year outside 1 to 9999.
pub(super) fn read(value: &Value) -> Option<When> {
    match value {
        Value::Number(number) => from_number(number.as_i64().or_else(|| whole(number.as_f64()?))?),
        Value::String(text) => from_text(text.trim()),
        _ => None,
    }
}

/// Writes milliseconds since 1970 as [`read`] reads them; `None` beyond the year 9999.
pub(crate) fn write_ms(ms: u64) -> Option<String> {
    let time = DateTime::from_timestamp_millis(i64::try_from(ms).ok()?)?;
    let text = time.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
    (text.len() == 24).then_some(text)
}

fn whole(number: f64) -> Option<i64> {
    // The casts below 2^53 are exact.
    (number.abs() < 9e15).then_some(number.trunc() as i64)
}

fn from_number(number: i64) -> Option<When> {
    let time = match number {
        ..FIRST_SECONDS => return None,
        FIRST_SECONDS..FIRST_MILLISECONDS => DateTime::from_timestamp(number, 0)?,
        _ => DateTime::from_timestamp_millis(number)?,
    };
    when(time.naive_utc(), time.timestamp_millis())
}

fn from_text(text: &str) -> Option<When> {
    let zoned = text.strip_suffix(" UTC").map(|text| format!("{text}Z"));
    let zoned = zoned.as_deref().unwrap_or(text);
    let parsed = ZONED
        .iter()
        .find_map(|shape| DateTime::parse_from_str(zoned, shape).ok());
    let parsed = parsed.or_else(|| with_letter_zone(zoned));
    if let Some(time) = parsed.or_else(|| DateTime::parse_from_rfc2822(text).ok()) {
        return when(time.naive_local(), time.timestamp_millis());
    }
    let time = TIMES
        .iter()
        .find_map(|shape| NaiveDateTime::parse_from_str(text, shape).ok());
    if let Some(time) = time.or_else(|| Some(day(text)?.and_time(NaiveTime::MIN))) {
        return when(time, time.and_utc().timestamp_millis());
    }
    from_number(text.parse().ok()?)
}

/// `2020-01-31T10:00:00Z` and `2020-01-31 10:00:00Z`.
fn with_letter_zone(text: &str) -> Option<DateTime<chrono::FixedOffset>> {
    let bare = text.strip_suffix(['Z', 'z'])?.trim_end();
    let time = TIMES
        .iter()
        .find_map(|shape| NaiveDateTime::parse_from_str(bare, shape).ok())?;
    Some(time.and_utc().fixed_offset())
}

fn day(text: &str) -> Option<NaiveDate> {
    let shaped = DAYS
        .iter()
        .find_map(|shape| NaiveDate::parse_from_str(text, shape).ok());
    shaped.or_else(|| {
        let numbers: Option<Vec<u32>> = text.split('/').map(|part| part.parse().ok()).collect();
        let [first, second, year] = <[u32; 3]>::try_from(numbers?).ok()?;
        let (month, day) = if first > 12 {
            (second, first)
        } else {
            (first, second)
        };
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
    })
}

fn when(local: NaiveDateTime, ms: i64) -> Option<When> {
    let day = local.format("%Y-%m-%d").to_string();
    (1..=9999).contains(&local.year()).then(|| When {
        day,
        ms: u64::try_from(ms).ok(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(value: Value, day: &str, ms: Option<u64>) {
        assert_eq!(
            read(&value),
            Some(When {
                day: day.into(),
                ms
            }),
            "{value}"
        );
    }

    #[test]
    fn every_shape_names_its_day() {
        let midnight = Some(1_580_428_800_000);
        for text in [
            "2020-01-31",
            "2020/01/31",
            "01/31/2020",
            "1/31/2020",
            "31/01/2020",
            "31.01.2020",
            "31.1.2020",
            "20200131",
            "January 31, 2020",
            "Jan 31, 2020",
            "31 January 2020",
            "31-Jan-2020",
            " 2020-01-31 ",
            "2020-01-31T00:00",
            "1580428800",
        ] {
            check(json!(text), "2020-01-31", midnight);
        }
        check(json!("4/12/2015"), "2015-04-12", Some(1_428_796_800_000));
        check(
            json!("2014-01-21T20:26:05.383"),
            "2014-01-21",
            Some(1_390_335_965_383),
        );
        check(
            json!("2014-01-21 20:26:05Z"),
            "2014-01-21",
            Some(1_390_335_965_000),
        );
        check(
            json!("2014-01-21 20:26:05 UTC"),
            "2014-01-21",
            Some(1_390_335_965_000),
        );
        check(json!(1_390_335_965), "2014-01-21", Some(1_390_335_965_000));
        check(
            json!(1_390_335_965_383_i64),
            "2014-01-21",
            Some(1_390_335_965_383),
        );
        check(
            json!(1_390_335_965.5),
            "2014-01-21",
            Some(1_390_335_965_000),
        );
    }

    #[test]
    fn the_day_is_the_one_written() {
        check(
            json!("2014-01-21T23:30:00-05:00"),
            "2014-01-21",
            Some(1_390_365_000_000),
        );
        check(
            json!("2014-01-21 23:30:00 -0500"),
            "2014-01-21",
            Some(1_390_365_000_000),
        );
        check(
            json!("Tue, 21 Jan 2014 23:30:00 -0500"),
            "2014-01-21",
            Some(1_390_365_000_000),
        );
        check(json!("1965-03-18"), "1965-03-18", None);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for value in [
            json!("soon"),
            json!(""),
            json!("2020"),
            json!("2020-02-30"),
            json!("13/13/2020"),
            json!(null),
            json!(true),
            json!(2020),
            json!(-1),
            json!("1/2"),
            json!("99999-01-01"),
            json!(u64::MAX),
            json!(1e300),
        ] {
            assert_eq!(read(&value), None, "{value}");
        }
    }

    #[test]
    fn what_is_written_can_be_read() {
        for ms in [0, 1, 1_390_335_965_383, 253_402_300_799_999] {
            assert_eq!(
                read(&json!(write_ms(ms))).and_then(|when| when.ms),
                Some(ms)
            );
        }
        assert_eq!(write_ms(u64::MAX), None);
    }
}
