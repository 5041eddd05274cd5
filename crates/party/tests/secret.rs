//! A number does not leak, hashes are keyed, and nothing panics.

use jiff::civil::{Date, date};
use party::{AddressProblem, Country, PartyError, PartyId, PartyKind, PostalAddress, find_personal_numbers};
use proptest::prelude::*;

const NUMBERS: &[(Country, &str, &str)] = &[
    (Country::Se, "192705178354", "Personnummer(1927****-****)"),
    (Country::Se, "191401682396", "Samordningsnummer(1914****-****)"),
    (Country::Se, "162120002411", "Organisationsnummer(1621****-****)"),
    (Country::Dk, "2211771212", "Cpr(****77-****)"),
    (Country::Dk, "12345678", "Cvr(1234****)"),
];

#[test]
fn debug_is_masked() {
    for (country, number, shown) in NUMBERS {
        let id = PartyId::parse(*country, number).unwrap();
        assert_eq!(format!("{id:?}"), *shown);
        assert!(!format!("{:#?}", Some(&id)).contains(&number[6..]));
        assert!(!id.masked().contains(&number[number.len() - 4..]));
    }
}

#[test]
fn errors_do_not_hold_the_number() {
    for text in ["198101052383", "8101052382", "3002851234", "20000101T220", "168101052382"] {
        for country in Country::ALL {
            let Err(error) = PartyId::parse(*country, text) else { panic!("{text} must be refused") };
            let said = format!("{error} {error:?}");
            assert!(!said.contains(&text[2..6]), "{said}");
        }
    }
}

#[test]
fn error_codes_are_distinct_catalogue_strings() {
    let codes: std::collections::HashSet<_> = PartyError::ALL.iter().map(|e| e.code()).collect();
    assert_eq!(codes.len(), PartyError::ALL.len());
    assert!(codes.iter().all(|c| c.starts_with("recipient_")));
}

#[test]
fn hashes_are_keyed_and_kinds_apart() {
    let id = PartyId::parse(Country::Dk, "2211771212").unwrap();
    assert_eq!(id.keyed_hash(b"key"), id.clone().keyed_hash(b"key"));
    assert_ne!(id.keyed_hash(b"key"), id.keyed_hash(b"other"));
    // HMAC-SHA256("key", "dk|cpr|2211771212"), computed with another tool; stored hashes depend on it.
    let hex: String = id.keyed_hash(b"key").iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(hex, "55f103a179f26097e9dee9e94d0e0adaf59da2f60f419ea824ea9f0d4916052a");
    // Same digits, another kind.
    let org = PartyId::parse_wire(Country::Se, "162120002411").unwrap();
    let hashes: std::collections::HashSet<_> =
        NUMBERS.iter().map(|(c, n, _)| PartyId::parse(*c, n).unwrap().keyed_hash(b"k")).collect();
    assert_eq!(hashes.len(), NUMBERS.len());
    assert!(hashes.contains(&org.keyed_hash(b"k")));
    id.keyed_hash(&[]);
    id.keyed_hash(&[7; 500]);
}

#[test]
fn written_forms_read_back() {
    for (country, number, _) in NUMBERS {
        let id = PartyId::parse(*country, number).unwrap();
        assert_eq!(PartyId::parse(*country, &id.reveal_written()), Ok(id));
    }
    let id = PartyId::parse(Country::Se, "2120002411").unwrap();
    assert_eq!(id.reveal_written(), "212000-2411");
}

#[test]
fn countries_and_kinds_keep_their_names() {
    assert_eq!(serde_json::to_string(&Country::Dk).unwrap(), "\"dk\"");
    assert_eq!(serde_json::to_string(&PartyKind::Personnummer).unwrap(), "\"personnummer\"");
    assert_eq!(Country::parse("SE"), Some(Country::Se));
    assert_eq!(Country::parse("no"), None);
    assert_eq!(PartyKind::Cvr.country(), Country::Dk);
}

fn address() -> PostalAddress {
    PostalAddress {
        name: "Søren Ærø".into(),
        lines: vec!["c/o Öberg".into(), "Kirkevej 7, 2. th.".into()],
        postcode: "8000".into(),
        city: "Aarhus C".into(),
        country_code: "DK".into(),
    }
}

#[test]
fn addresses_are_checked_field_by_field() {
    assert_eq!(address().check(), Ok(()));
    let refused = |change: fn(&mut PostalAddress)| {
        let mut a = address();
        change(&mut a);
        let e = a.check().unwrap_err();
        (e.field, e.problem)
    };
    assert_eq!(refused(|a| a.name = "  ".into()), ("name".into(), AddressProblem::Empty));
    assert_eq!(refused(|a| a.name = "å".repeat(61)), ("name".into(), AddressProblem::TooLong(60)));
    assert_eq!(refused(|a| a.lines[1] = "a\nb".into()), ("lines/1".into(), AddressProblem::Control));
    assert_eq!(refused(|a| a.lines = vec!["x".into(); 5]), ("lines".into(), AddressProblem::TooLong(4)));
    assert_eq!(refused(|a| a.postcode = "800".into()), ("postcode".into(), AddressProblem::Form));
    assert_eq!(refused(|a| a.city = String::new()), ("city".into(), AddressProblem::Empty));
    assert_eq!(refused(|a| a.country_code = "dk".into()), ("country_code".into(), AddressProblem::Form));
    let mut longest = address();
    longest.name = "å".repeat(60);
    assert_eq!(longest.check(), Ok(()), "counted in characters, not bytes");
}

#[test]
fn addresses_are_printed_in_the_national_manner() {
    assert_eq!(address().printed("DK"), ["Søren Ærø", "c/o Öberg", "Kirkevej 7, 2. th.", "8000 Aarhus C"]);
    assert_eq!(address().printed("SE")[3..], ["DK-8000 Aarhus C", "DANMARK"]);
    let mut swede = address();
    swede.country_code = "SE".into();
    swede.postcode = "852 30".into();
    swede.city = "Åre".into();
    assert_eq!(swede.check(), Ok(()));
    assert_eq!(swede.printed("SE").last().unwrap(), "852 30 ÅRE");
    swede.country_code = "JP".into();
    assert_eq!(swede.printed("SE").last().unwrap(), "JP");
}

#[test]
fn an_address_says_nothing_in_a_log_and_round_trips_as_json() {
    let said = format!("{:?}", address());
    assert!(!said.contains("Ærø") && !said.contains("8000") && !said.contains("Aarhus"), "{said}");
    let json = serde_json::to_string(&address()).unwrap();
    assert_eq!(serde_json::from_str::<PostalAddress>(&json).unwrap(), address());
    assert!(serde_json::from_str::<PostalAddress>(&json.replace("\"city\"", "\"town\"")).is_err());
}

fn any_day() -> impl Strategy<Value = Date> {
    (1900_i16..2100, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| date(y, m, d))
}

proptest! {
    #[test]
    fn nothing_panics(text in ".{0,40}", day in any_day(), country in prop::sample::select(Country::ALL)) {
        let _ = PartyId::parse(country, &text);
        let _ = PartyId::parse_on(country, &text, day);
        let _ = PartyId::parse_wire(country, &text);
        let _ = find_personal_numbers(&text);
    }

    #[test]
    fn number_like_text_is_refused_or_understood(
        text in "[0-9TA]{6,8}[-+ ]?[0-9T]{3,4}",
        day in any_day(),
        country in prop::sample::select(Country::ALL),
    ) {
        if let Ok(id) = PartyId::parse_on(country, &text, day) {
            prop_assert_eq!(PartyId::parse_wire(country, id.reveal()), Ok(id.clone()));
            prop_assert_eq!(PartyId::parse(country, id.reveal()), Ok(id.clone()));
            prop_assert_eq!(PartyId::parse(country, &id.reveal_written()), Ok(id.clone()));
            prop_assert_eq!(id.is_person(), id.birth_date().is_some());
            if id.is_person() {
                let sentence = format!("Vedrørende {} i dag", id.reveal());
                prop_assert!(find_personal_numbers(&sentence));
            }
        }
    }

    #[test]
    fn a_short_form_is_never_in_the_future(
        year in 0_u8..100, month in 1_u8..=12, day in 1_u8..=28, serial in 1_u16..1000, today in any_day(),
    ) {
        // Nine digits and the one that makes them pass.
        let nine = format!("{year:02}{month:02}{day:02}{serial:03}");
        let found = (0..10).find_map(|check| {
            PartyId::parse_on(Country::Se, &format!("{}-{}{check}", &nine[..6], &nine[6..]), today).ok()
        });
        let birth = found.expect("one of ten digits fits").birth_date().unwrap();
        prop_assert!(birth <= today);
        prop_assert!(today.year() - birth.year() <= 100);
    }
}
