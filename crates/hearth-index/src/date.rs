//! Dates as people type them in a query: a year, a month or a day.

use std::fmt;

/// A year, month or day named in a query; it stands for the instant it begins, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatePoint {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

const MS_PER_DAY: i64 = 86_400_000;
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl DatePoint {
    /// Reads `2026`, `2026-06` or `2026-06-15`; anything else is no date.
    pub(crate) fn parse(text: &str) -> Option<DatePoint> {
        let mut parts = text.split('-');
        let year: u16 = digits(parts.next()?, 4)?;
        let month = parts
            .next()
            .map(|part| digits(part, 2).filter(|m| (1..=12).contains(m)));
        let day = parts
            .next()
            .map(|part| digits(part, 2).filter(|d| (1..=31).contains(d)));
        let point = DatePoint {
            year,
            month: known(month)?,
            day: known(day)?,
        };
        (parts.next().is_none() && year >= 1 && point.exists()).then_some(point)
    }

    /// When it begins, in Unix milliseconds.
    pub fn start_ms(self) -> i64 {
        let month = i64::from(self.month.unwrap_or(1));
        let day = i64::from(self.day.unwrap_or(1));
        days_from_civil(i64::from(self.year), month, day).saturating_mul(MS_PER_DAY)
    }

    fn exists(self) -> bool {
        let leap = self.year.is_multiple_of(4) && !self.year.is_multiple_of(100)
            || self.year.is_multiple_of(400);
        let last = match self.month {
            Some(2) if leap => 29,
            Some(2) => 28,
            Some(4 | 6 | 9 | 11) => 30,
            _ => 31,
        };
        self.day.is_none_or(|day| day <= last)
    }
}

impl fmt::Display for DatePoint {
    /// `2026`, `June 2026` or `15 June 2026`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(day) = self.day {
            write!(f, "{day} ")?;
        }
        let name = self
            .month
            .and_then(|month| MONTHS.get(usize::from(month).checked_sub(1)?));
        if let Some(name) = name {
            write!(f, "{name} ")?;
        }
        write!(f, "{}", self.year)
    }
}

fn digits<N: std::str::FromStr>(part: &str, len: usize) -> Option<N> {
    let plain = part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| part.parse().ok()).flatten()
}

/// Turns "absent, wrong or right" into "wrong" (outer `None`) or "absent or right".
fn known<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    part.map_or(Some(None), |inner| inner.map(Some))
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
///
/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "year is 1..=9999, month 1..=12, day 1..=31"
)]
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted - era * 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_begin_at_midnight_utc() {
        for (text, ms) in [
            ("1970", 0),
            ("1970-02", 31 * MS_PER_DAY),
            ("2000-03-01", 951_868_800_000),
            ("2026-06", 1_780_272_000_000),
            ("1969-12-31", -MS_PER_DAY),
        ] {
            assert_eq!(
                DatePoint::parse(text).map(DatePoint::start_ms),
                Some(ms),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "26",
            "2026-6",
            "2026-13",
            "2026-02-30",
            "2026-06-",
            "2026-06-01-1",
            "0000",
            "+026",
            "soon",
        ] {
            assert_eq!(DatePoint::parse(text), None, "{text}");
        }
        assert!(DatePoint::parse("2024-02-29").is_some());
    }

    #[test]
    fn dates_are_said_as_precisely_as_they_were_typed() {
        let said: Vec<String> = ["2026", "2026-06", "2026-06-05"]
            .iter()
            .filter_map(|text| DatePoint::parse(text))
            .map(|point| point.to_string())
            .collect();
        assert_eq!(said, ["2026", "June 2026", "5 June 2026"]);
    }
}
