//! Sizes as English sentences say them: decimal units, at most one place.

const UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];

/// "2.1 GB", "16 MB", "300 bytes".
pub(super) fn words(bytes: u64) -> String {
    match UNITS.iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => format!("{} {name}", places(bytes, *unit)),
        None => format!("{bytes} bytes"),
    }
}

/// "1.2 of 2.1 MB"; in bytes where the unit would not show what is missing.
pub(super) fn part(have: u64, need: u64) -> String {
    let unit = UNITS.iter().find(|(unit, _)| need >= *unit);
    match unit.map(|(unit, name)| (places(have, *unit), places(need, *unit), name)) {
        Some((have, need, name)) if have != need && have != "0" => {
            format!("{have} of {need} {name}")
        }
        _ => format!("{have} of {need} bytes"),
    }
}

fn places(bytes: u64, unit: u64) -> String {
    let tenths = bytes.saturating_mul(10) / unit;
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        place => format!("{}.{place}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        let cases = [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_000, "1 kB"),
            (16_777_216, "16.7 MB"),
            (10_000_000_000, "10 GB"),
        ];
        for (bytes, said) in cases {
            assert_eq!(words(bytes), said);
        }
    }

    #[test]
    fn a_part_always_differs_from_the_whole() {
        assert_eq!(part(1_234_567, 2_100_000), "1.2 of 2.1 MB");
        assert_eq!(part(2_100_000, 2_100_001), "2100000 of 2100001 bytes");
        assert_eq!(part(20, 300), "20 of 300 bytes");
        assert_eq!(part(0, 5_000_000), "0 of 5000000 bytes");
    }
}
