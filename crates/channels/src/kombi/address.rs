//! `ModtagerAdresse`: street and house number where the address tells them apart, else address lines.

use super::xml::escape;
use party::PostalAddress;

const STREET_MAX: usize = 40;
/// Longest address line of the schema.
const LINE_MAX: usize = 34;
const LINE_NAMES: [&str; 6] = ["First", "Second", "Third", "Fourth", "Fifth", "Sixth"];

/// An address that the schema has no room for; holds no part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoRoom {
    #[error("the address needs more than six lines of 34 characters")]
    Lines,
    #[error("the address has no line beside name and town")]
    NoLine,
}

/// A Danish street address in its parts.
#[derive(Debug, Default, PartialEq, Eq)]
struct Street<'a> {
    care_of: Option<&'a str>,
    name: &'a str,
    building: String,
    floor: Option<&'a str>,
    suite: Option<&'a str>,
}

/// Writes the children of `ModtagerAdresse`. Prefixes are those of [`super::consignment`].
pub(super) fn write(out: &mut Vec<u8>, address: &PostalAddress) -> Result<(), NoRoom> {
    let lines: Vec<&str> = address.lines.iter().map(|line| line.trim()).filter(|l| !l.is_empty()).collect();
    let danish = address.country_code.eq_ignore_ascii_case("DK");
    let postcode: String = address.postcode.chars().filter(|c| !c.is_whitespace()).collect();
    element(out, "itst:PersonName", address.name.trim());
    match Street::read(&lines).filter(|_| danish) {
        Some(street) => {
            if let Some(care_of) = street.care_of {
                element(out, "CoNavn", care_of);
            }
            element(out, "a:StreetName", street.name);
            element(out, "b:StreetBuildingIdentifier", &street.building);
            if let Some(floor) = street.floor {
                element(out, "b:FloorIdentifier", floor);
            }
            if let Some(suite) = street.suite {
                element(out, "b:SuiteIdentifier", suite);
            }
            element(out, "a:PostCodeIdentifier", &postcode);
        }
        None => {
            let mut wrapped = Vec::new();
            for line in &lines {
                wrap(line, &mut wrapped)?;
            }
            if wrapped.is_empty() {
                return Err(NoRoom::NoLine);
            }
            if !danish {
                // The schema's postcode is Danish; a foreign one stands with its town.
                wrap(&format!("{} {}", address.postcode.trim(), address.city.trim()), &mut wrapped)?;
            }
            if wrapped.len() > LINE_NAMES.len() {
                return Err(NoRoom::Lines);
            }
            for (number, line) in LINE_NAMES.iter().zip(&wrapped) {
                element(out, &format!("l:PostalAddress{number}LineText"), line);
            }
            if danish {
                element(out, "a:PostCodeIdentifier", &postcode);
            }
        }
    }
    out.extend_from_slice(b"<b:CountryIdentificationCode scheme=\"iso3166-alpha2\">");
    escape(out, &address.country_code);
    out.extend_from_slice(b"</b:CountryIdentificationCode>");
    Ok(())
}

fn element(out: &mut Vec<u8>, name: &str, text: &str) {
    super::xml::element(out, name, text);
}

impl<'a> Street<'a> {
    /// `c/o` line if any, then exactly one line such as `Strandvejen 12A, 2. tv`.
    fn read(lines: &[&'a str]) -> Option<Street<'a>> {
        let mut street = Street::default();
        let mut place = None;
        for line in lines {
            let care_of = line.get(..3).filter(|start| start.eq_ignore_ascii_case("c/o")).and(line.get(3..));
            match care_of {
                Some(name) if street.care_of.is_none() && !name.trim().is_empty() => {
                    street.care_of = Some(name.trim());
                }
                None if place.is_none() => place = Some(*line),
                _ => return None,
            }
        }
        let (road, flat) = match place?.split_once(',') {
            Some((road, flat)) => (road.trim(), Some(flat.trim())),
            None => (place?.trim(), None),
        };
        let (name, building) = road.rsplit_once(' ')?;
        street.name = name.trim();
        street.building = building.to_ascii_uppercase();
        let fits = (1..=STREET_MAX).contains(&street.name.chars().count()) && is_building(&street.building);
        if let Some(flat) = flat {
            let (floor, suite) = flat.split_once('.').unwrap_or((flat, ""));
            street.floor = Some(floor.trim()).filter(|floor| is_floor(floor));
            street.floor?;
            let suite = suite.trim().trim_end_matches('.');
            if !suite.is_empty() {
                street.suite = Some(suite).filter(|suite| suite.chars().count() <= 4);
                street.suite?;
            }
        }
        fits.then_some(street)
    }
}

/// 1 to 999 with a letter or without.
fn is_building(text: &str) -> bool {
    let digits = text.strip_suffix(|c: char| c.is_ascii_uppercase()).unwrap_or(text);
    (1..=3).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_floor(text: &str) -> bool {
    let numbered =
        (1..=2).contains(&text.len()) && !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
    numbered || matches!(text, "kl" | "st" | "KL" | "ST")
}

/// Breaks a line at blanks.
fn wrap(line: &str, lines: &mut Vec<String>) -> Result<(), NoRoom> {
    let mut current = String::new();
    for word in line.split_whitespace() {
        let length = word.chars().count();
        if length > LINE_MAX {
            return Err(NoRoom::Lines);
        }
        if !current.is_empty() && current.chars().count() + 1 + length > LINE_MAX {
            lines.push(std::mem::take(&mut current));
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(word);
    }
    if !current.is_empty() {
        lines.push(current);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn streets_are_told_apart_where_they_can_be() {
        let read = |lines: &[&'static str]| {
            Street::read(lines).map(|s| (s.care_of, s.name, s.building.clone(), s.floor, s.suite))
        };
        let some = |care_of, name, building: &str, floor, suite| {
            Some((care_of, name, building.to_owned(), floor, suite))
        };
        assert_eq!(read(&["Søndergade 3"]), some(None, "Søndergade", "3", None, None));
        assert_eq!(
            read(&["C/O Åse Ø", "Strandvejen 12a, 2. tv"]),
            some(Some("Åse Ø"), "Strandvejen", "12A", Some("2"), Some("tv"))
        );
        assert_eq!(
            read(&["H. C. Andersens Vej 7, st."]),
            some(None, "H. C. Andersens Vej", "7", Some("st"), None)
        );
        for lines in [
            &["Postboks 12", "Ballerup"][..],
            &["Gården"],
            &["Vej 1000"],
            &["Vej 7, bagved"],
            &[],
            &["c/o X"],
        ] {
            assert_eq!(read(lines), None, "{lines:?}");
        }
    }

    proptest! {
        #[test]
        fn lines_fit_or_are_refused(lines in proptest::collection::vec("[A-Za-zæøå0-9 ,./-]{1,60}", 0..5)) {
            let address = PostalAddress {
                name: "N".into(), lines, postcode: "2300".into(), city: "Kbh".into(), country_code: "DK".into(),
            };
            let mut out = Vec::new();
            if write(&mut out, &address).is_ok() {
                let text = String::from_utf8(out).unwrap();
                for line in text.split("LineText>").skip(1).step_by(2) {
                    prop_assert!(line.split('<').next().unwrap().chars().count() <= LINE_MAX);
                }
            }
        }
    }
}
