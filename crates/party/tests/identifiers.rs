//! Every value listed in sections 1 to 7 of the reference on identifiers, and the official Danish examples.

use jiff::civil::date;
use party::{Country, PartyError, PartyId, PartyKind, cpr_modulus_11_ok};

fn se(text: &str) -> Result<PartyId, PartyError> {
    PartyId::parse(Country::Se, text)
}

fn dk(text: &str) -> Result<PartyId, PartyError> {
    PartyId::parse(Country::Dk, text)
}

#[track_caller]
fn accepted(country: Country, text: &str, kind: PartyKind, wire: &str) {
    let id = PartyId::parse(country, text).unwrap_or_else(|e| panic!("{text}: {e}"));
    assert_eq!((id.kind(), id.reveal()), (kind, wire), "{text}");
    assert_eq!(id.country(), country);
    assert_eq!(id.is_person(), kind.is_person());
    // What we put on the wire, we understand when it comes back.
    assert_eq!(PartyId::parse_wire(country, wire), Ok(id), "{text}");
}

/// Rules A2.
#[test]
fn swedish_person_numbers() {
    for number in [
        "189001019802",
        "195303231855",
        "198101052382",
        "198101032384",
        "192705178354",
        "200001102391",
        "201001212388",
        "201301172399",
        "189202299815",
        "202312312388",
        "191212121212",
    ] {
        accepted(Country::Se, number, PartyKind::Personnummer, number);
        let hyphenated = format!("{}-{}", &number[..8], &number[8..]);
        accepted(Country::Se, &hyphenated, PartyKind::Personnummer, number);
    }
    accepted(Country::Se, " 19810105-2382\n", PartyKind::Personnummer, "198101052382");
}

/// Rules A4, A5.
#[test]
fn swedish_person_numbers_refused() {
    for (number, why) in [
        ("198101052383", PartyError::CheckDigit),
        ("198102302382", PartyError::DateImpossible),
        ("202502299999", PartyError::DateImpossible),
        ("197810182382", PartyError::CheckDigit),
        ("190101010159", PartyError::CheckDigit),
        ("192301010168", PartyError::CheckDigit),
        ("170001012381", PartyError::Malformed),
        ("8101052382", PartyError::Ambiguous),
        ("810105-2382", PartyError::Ambiguous),
        ("810105+2382", PartyError::Ambiguous),
        ("8101052383", PartyError::CheckDigit),
        ("198101050009", PartyError::Malformed),
        ("19810105+2382", PartyError::Malformed),
        ("1981-01-05-2382", PartyError::Malformed),
        ("19810105 2382", PartyError::Malformed),
        ("1981010523820", PartyError::Malformed),
        ("１９８１０１０５２３８２", PartyError::Malformed),
        ("", PartyError::Missing),
        ("   ", PartyError::Missing),
        ("kommun@example.org", PartyError::Malformed),
        ("Tolvan Tolvansson", PartyError::Malformed),
        ("+46701740605", PartyError::Malformed),
    ] {
        assert_eq!(se(number), Err(why), "{number}");
    }
    // The written form is for people; on the wire there is no separator.
    assert_eq!(PartyId::parse_wire(Country::Se, "19810105-2382"), Err(PartyError::Malformed));
}

/// Rules A3.
#[test]
fn swedish_century_needs_a_day() {
    let today = date(2026, 11, 22);
    for (text, wire) in [
        ("810105-2382", "198101052382"),
        ("000110-2391", "200001102391"),
        ("130117-2399", "201301172399"),
        ("270517+8354", "182705178354"),
        ("900101+9802", "189001019802"),
        ("530323-1855", "195303231855"),
        ("140168-2396", "201401682396"),
        ("140168+2396", "191401682396"),
        ("701063-2391", "197010632391"),
        ("212000-2411", "162120002411"),
    ] {
        let id = PartyId::parse_on(Country::Se, text, today).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(id.reveal(), wire, "{text}");
    }
    assert_eq!(PartyId::parse_on(Country::Se, "8101052382", today), Err(PartyError::Ambiguous));
    assert_eq!(PartyId::parse_on(Country::Se, "810105-2383", today), Err(PartyError::CheckDigit));
    assert_eq!(PartyId::parse_on(Country::Se, "212000+2411", today), Err(PartyError::Malformed));
    // Born today, and the day before being born.
    assert_eq!(
        PartyId::parse_on(Country::Se, "231231-2388", date(2023, 12, 31)).unwrap().reveal(),
        "202312312388"
    );
    assert_eq!(
        PartyId::parse_on(Country::Se, "231231-2388", date(2023, 12, 30)).unwrap().reveal(),
        "192312312388"
    );
    // 1892 had a 29 February, 1992 too; 1900 had none and 2000 had.
    assert_eq!(PartyId::parse_on(Country::Se, "920229+9815", today).unwrap().reveal(), "189202299815");
    assert_eq!(se("190002299815"), Err(PartyError::DateImpossible));
}

#[test]
fn swedish_coordination_numbers() {
    for number in [
        "191401682396",
        "191403702390",
        "191403742396",
        "191404722397",
        "191711602399",
        "191806602395",
        "197010632391",
    ] {
        accepted(Country::Se, number, PartyKind::Samordningsnummer, number);
    }
    for (number, why) in [
        ("191500722390", PartyError::NotAddressable),
        ("191401682397", PartyError::CheckDigit),
        ("191400922391", PartyError::DateImpossible),
        ("191402312396", PartyError::DateImpossible),
        ("19140168239", PartyError::Malformed),
        ("191401992391", PartyError::DateImpossible),
    ] {
        assert_eq!(se(number), Err(why), "{number}");
    }
}

/// Rules A7.
#[test]
fn swedish_interim_numbers_are_refused() {
    for number in [
        "20000101T220",
        "20000101R220",
        "20000101S220",
        "20000101U220",
        "20000101W220",
        "20000101-T220",
        "000101-T220",
        "000101T220",
    ] {
        assert_eq!(se(number), Err(PartyError::Interim), "{number}");
    }
    for number in ["20000101A220", "2010010TT220", "2010TT220", "T20000101220", "20000101T22", "20000101t220"]
    {
        assert_eq!(se(number), Err(PartyError::Malformed), "{number}");
    }
}

/// Rules A8.
#[test]
fn swedish_organisation_numbers() {
    for wire in [
        "162021004748",
        "162021003898",
        "162120002411",
        "162021006883",
        "165568402266",
        "165560009994",
        "167696009997",
    ] {
        let ten = &wire[2..];
        accepted(Country::Se, wire, PartyKind::Organisationsnummer, wire);
        accepted(Country::Se, ten, PartyKind::Organisationsnummer, wire);
        let hyphenated = format!("{}-{}", &ten[..6], &ten[6..]);
        accepted(Country::Se, &hyphenated, PartyKind::Organisationsnummer, wire);
        assert_eq!(PartyId::parse_wire(Country::Se, ten), Err(PartyError::Malformed), "prefix needed: {ten}");
    }
    for (number, why) in [
        ("165591628136", PartyError::CheckDigit),
        ("165560160681", PartyError::CheckDigit),
        ("162120002412", PartyError::CheckDigit),
        ("165568402265", PartyError::CheckDigit),
        ("161020304050", PartyError::CheckDigit),
        ("161021004748", PartyError::CheckDigit),
        ("5560160681", PartyError::CheckDigit),
        // A sole trader: the owner's number, 198101052382, in an organisation's clothes.
        ("168101052382", PartyError::SoleTrader),
        ("168101052383", PartyError::CheckDigit),
        ("21200024111", PartyError::Malformed),
        ("SE212000241101", PartyError::Malformed),
    ] {
        assert_eq!(se(number), Err(why), "{number}");
    }
}

/// Rules A6.
#[test]
fn an_answer_of_the_register_is_not_checked_again() {
    // Numbers from recorded answers, which fail the checksum.
    for (number, kind) in [
        ("165591628136", PartyKind::Organisationsnummer),
        ("190101010159", PartyKind::Personnummer),
        ("192301010168", PartyKind::Personnummer),
        ("198102302382", PartyKind::Personnummer),
        ("191401992391", PartyKind::Samordningsnummer),
    ] {
        assert_eq!(PartyId::parse_wire(Country::Se, number).map(|id| id.kind()), Ok(kind), "{number}");
    }
    for number in
        ["191500722390", "170001012381", "19810105238", "20000101T220", " 198101052382", "198101052382 "]
    {
        assert_eq!(PartyId::parse_wire(Country::Se, number), Err(PartyError::Malformed), "{number}");
    }
    assert_eq!(PartyId::parse_wire(Country::Se, ""), Err(PartyError::Missing));
    assert_eq!(PartyId::parse_wire(Country::Dk, "3002851234").map(|id| id.kind()), Ok(PartyKind::Cpr));
    assert_eq!(PartyId::parse_wire(Country::Dk, "300285-1234"), Err(PartyError::Malformed));
}

#[test]
fn danish_person_numbers() {
    for number in [
        "2512489996",
        "2911829996",
        "0107729995",
        "1509819996",
        "3103979995",
        "2509479989",
        "0505239996",
        "0108589995",
        "2512169996",
        "2110625629",
        "2211771212",
    ] {
        accepted(Country::Dk, number, PartyKind::Cpr, number);
        let hyphenated = format!("{}-{}", &number[..6], &number[6..]);
        accepted(Country::Dk, &hyphenated, PartyKind::Cpr, number);
    }
    for (number, why) in [
        ("3002851234", PartyError::DateImpossible),
        ("0113801234", PartyError::DateImpossible),
        ("0013801234", PartyError::DateImpossible),
        ("251248999", PartyError::Malformed),
        ("25124899967", PartyError::Malformed),
        ("251248-999A", PartyError::Malformed),
        ("2512-489996", PartyError::Malformed),
        ("251248 9996", PartyError::Malformed),
        // Day + 60: administrative numbers, unknown to Digital Post.
        ("8512489996", PartyError::NotAddressable),
        ("6112489996", PartyError::NotAddressable),
        ("6012489996", PartyError::DateImpossible),
        ("9212489996", PartyError::DateImpossible),
        ("198101052382", PartyError::WrongCountry),
        ("19810105-2382", PartyError::WrongCountry),
        ("198101052383", PartyError::Malformed),
        ("", PartyError::Missing),
    ] {
        assert_eq!(dk(number), Err(why), "{number}");
    }
}

#[test]
fn danish_centuries() {
    for (number, year) in [
        ("2211771212", 1977),
        ("2110625629", 1862),
        ("0505239996", 2023),
        ("2512169996", 2016),
        ("2512489996", 1948),
        ("0107729995", 1972),
        ("0101574123", 1957),
        ("0101364123", 2036),
        ("0101575123", 2057),
        ("0101585123", 1858),
        ("0101990123", 1999),
        ("0101003123", 1900),
    ] {
        assert_eq!(dk(number).unwrap().birth_date().unwrap().year(), year, "{number}");
    }
    // 29 February 1900 did not exist, that of 2000 did: the century decides.
    assert_eq!(dk("2902000123"), Err(PartyError::DateImpossible));
    assert!(dk("2902004123").is_ok());
}

#[test]
fn the_danish_modulus_is_a_hint_only() {
    assert_eq!(cpr_modulus_11_ok(&dk("2110625629").unwrap()), Some(true));
    assert_eq!(cpr_modulus_11_ok(&dk("2512489996").unwrap()), Some(false));
    assert_eq!(cpr_modulus_11_ok(&dk("12345678").unwrap()), None);
    assert_eq!(cpr_modulus_11_ok(&se("198101052382").unwrap()), None);
}

#[test]
fn danish_company_numbers() {
    for number in [
        "13748136", "34051178", "26919991", "29189420", "55133018", "13585628", "12345678", "13585627",
        "29189421",
    ] {
        accepted(Country::Dk, number, PartyKind::Cvr, number);
    }
    for number in ["00000000", "1374813", "DK1374813", "DK13748136", "137481360", "1374-8136"] {
        assert_eq!(dk(number), Err(PartyError::Malformed), "{number}");
    }
}

/// Rules A10.
#[test]
fn age_is_counted_to_the_day() {
    let child = se("201301172399").unwrap();
    assert_eq!(child.is_under_18_on(date(2031, 1, 16)), Some(true));
    assert_eq!(child.is_under_18_on(date(2031, 1, 17)), Some(false));
    assert_eq!(se("189001019802").unwrap().is_under_18_on(date(2026, 11, 22)), Some(false));
    // A coordination number counts its day less 60 (rule A10).
    let coordination = se("191401682396").unwrap();
    assert_eq!(coordination.birth_date(), Some(date(1914, 1, 8)));
    assert_eq!(coordination.is_under_18_on(date(1932, 1, 7)), Some(true));
    assert_eq!(coordination.is_under_18_on(date(1932, 1, 8)), Some(false));
    // Unknown day: the latest the number allows.
    assert_eq!(se("191711602399").unwrap().birth_date(), Some(date(1917, 11, 30)));
    assert_eq!(dk("0505239996").unwrap().is_under_18_on(date(2026, 11, 22)), Some(true));
    assert_eq!(se("162120002411").unwrap().is_under_18_on(date(2026, 11, 22)), None);
    assert_eq!(dk("12345678").unwrap().birth_date(), None);
    // Born on a leap day: grown up on 28 February.
    let leap = se("189202299815").unwrap();
    assert_eq!(leap.is_under_18_on(date(1910, 2, 27)), Some(true));
    assert_eq!(leap.is_under_18_on(date(1910, 2, 28)), Some(false));
    // A date that a service sent and no calendar has.
    assert_eq!(PartyId::parse_wire(Country::Se, "198102302382").unwrap().birth_date(), None);
}

/// Rules A1.
#[test]
fn a_recipient_is_a_number_and_nothing_else() {
    for text in ["post@kommun.example", "+46701740605", "070-174 06 05", "Åsa Öberg", "192705178354@x", ""]
    {
        assert!(se(text).is_err(), "{text}");
    }
}
