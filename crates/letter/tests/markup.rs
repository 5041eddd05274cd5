//! Letter types with markup: what a type maps, what a letter's data make of it, and what they cannot.

mod common;

use common::*;
use jiff::tz::TimeZone;
use letter::markup::*;
use letter::*;
use party::Country;
use proptest::prelude::*;
use serde_json::json;

fn zone() -> TimeZone {
    TimeZone::get("Europe/Copenhagen").unwrap()
}

fn signing() -> SigningApplication {
    SigningApplication {
        name: "Underskriv".into(),
        url: Leaf::optional("https://sign.example/{letter.id}").unwrap(),
    }
}

fn setting(signing: Option<&SigningApplication>) -> Setting<'_> {
    Setting { country: Country::Dk, zone: zone(), signing }
}

/// The ready types of a country.
fn archetypes(country: Country) -> Vec<LetterType> {
    let file: TypeCatalogue = toml::from_str(archetype_catalogue(country)).unwrap();
    assert_eq!(file.check(), []);
    file.letter_types
}

fn archetype(code: &str) -> LetterType {
    archetypes(Country::Dk).into_iter().find(|kind| kind.code.0 == code).unwrap()
}

fn danish(data: serde_json::Value) -> Letter {
    Letter {
        recipient: party::PartyId::parse(Country::Dk, "2211771212").unwrap(),
        recipient_name: Some("Åse Ærlig".into()),
        unit: Some("Borgerservice".into()),
        case_id: Some("SAG-1".into()),
        data: Data::from_json(&data).unwrap(),
        ..letter()
    }
}

fn typed(markup: &str) -> LetterType {
    LetterType { markup: Some(toml::from_str(markup).unwrap()), ..letter_type(Fallback::Desk) }
}

#[test]
fn the_seven_archetypes_stand_ready_in_both_countries() {
    for country in [Country::Dk, Country::Se] {
        let types = archetypes(country);
        assert_eq!(types.iter().map(|kind| kind.archetype.unwrap()).collect::<Vec<_>>(), Archetype::ALL);
        let signing = signing();
        for kind in &types {
            let with = Setting { country, zone: zone(), signing: Some(&signing) };
            assert_eq!(check_type(kind, Some(&with)), [], "{}", kind.code);
            // Every element that the archetype expects is there or mapped.
            let layers = completeness_of_type(kind).layers;
            let own = &layers[2];
            assert_eq!(own.filled, own.expected, "{}: {own:?}", kind.code);
            // Every business field has a name for people, and every name a field.
            let names: Vec<String> =
                fields(kind.markup.as_ref().unwrap()).into_iter().map(|field| field.name).collect();
            for name in kind.fields.keys() {
                assert!(names.contains(name), "{}: {name} is named but not used", kind.code);
            }
            for name in &names {
                let texts = kind.fields.get(name).unwrap_or_else(|| panic!("{}: {name}", kind.code));
                assert!([&texts.da, &texts.sv, &texts.en].iter().all(|text| !text.is_empty()));
            }
        }
    }
}

#[test]
fn a_request_for_signature_needs_a_signing_application() {
    let kind = archetype("dk-underskrift");
    let faults = check_type(&kind, Some(&setting(None)));
    assert!(
        faults.iter().any(|fault| fault.path == "archetype" && fault.remedy.contains("R168")),
        "{faults:?}"
    );
    let application = signing();
    let setting = setting(Some(&application));
    let resolved = resolve(&kind, &danish(json!({ "due": "2026-02-01" })), &setting);
    assert_eq!(resolved.gaps, []);
    let action = &resolved.markup.actions[0];
    let url = action.url.as_ref().unwrap().text();
    assert_eq!(url, "https://sign.example/0190b3c0-0000-7000-8000-000000000001");
    // The action takes the letter's deadline, the end of that day in Denmark.
    assert_eq!(action.until.as_ref().unwrap().text(), "2026-02-01T22:59:59Z");
}

#[test]
fn a_payment_is_resolved_exactly_and_refused_when_wrong() {
    let kind = archetype("dk-opkraevning");
    let right = json!({
        "amount": "1234,50", "due": "2026-07-01", "payment_url": "https://betal.example/1",
        "payment_reference": "+71<000000000012345+12345678<",
    });
    let resolved = resolve(&kind, &danish(right.clone()), &setting(None));
    assert_eq!(resolved.gaps, []);
    let payment = &resolved.markup.actions[0];
    assert_eq!(payment.kind, ActionKind::Payment);
    assert_eq!(payment.amount.as_ref().unwrap().text(), "1234.50");
    assert_eq!(payment.until.as_ref().unwrap().text(), "2026-07-01T21:59:59Z");
    assert_eq!(
        lines(&resolved, "", &zone(), catalogue::Language::Da),
        [
            "Fristen er den 1. juli 2026.",
            "Betal opkrævningen, 1.234,50 DKK, reference +71<000000000012345+12345678<, senest den 1. juli 2026:\nhttps://betal.example/1"
        ]
    );
    assert_eq!(deadline_line(&resolved, "Betal inden 1. juli 2026.", &zone(), catalogue::Language::Da), None);
    for (field, value, code) in [
        ("amount", json!("12 kr"), "data_invalid"),
        ("amount", json!(null), "data_missing"),
        ("amount", json!(-5), "data_invalid"),
        ("due", json!("1. juli"), "data_invalid"),
        ("due", json!("2025-07-01"), "data_invalid"),
        ("due", json!(null), "data_missing"),
        ("payment_url", json!("http://betal.example"), "data_invalid"),
        ("payment_url", json!("https://betal.example/2211771212"), "data_invalid"),
        ("payment_url", json!(null), "data_missing"),
        ("payment_reference", json!("GB82 WEST 1234 5698 7654 33"), "data_invalid"),
    ] {
        let mut wrong = right.clone();
        wrong[field] = value.clone();
        let faults = resolve(&kind, &danish(wrong), &setting(None)).faults();
        let found: Vec<_> =
            faults.iter().map(|fault| (fault.code.as_str(), fault.pointer.as_str())).collect();
        assert!(found.contains(&(code, format!("/data/{field}").as_str())), "{field} {value}: {found:?}");
        assert!(faults.iter().all(|fault| !fault.detail.contains("2211771212")));
    }
    // The reference may stay away: the letter is only less complete.
    let mut without = right;
    without["payment_reference"] = json!(null);
    let resolved = resolve(&kind, &danish(without), &setting(None));
    assert_eq!((resolved.faults(), resolved.gaps.len()), (vec![], 1));
}

#[test]
fn an_appointment_has_its_times_and_place() {
    let kind = archetype("dk-indkaldelse");
    let right = json!({ "meeting": {
        "about": "færdtjenst", "from": "2026-03-04T10:00", "until": "2026-03-04T11:00", "place": "Rådhuset, plan 2",
    }});
    let letter = danish(right);
    let resolved = resolve(&kind, &letter, &setting(None));
    assert_eq!(resolved.faults(), []);
    // What was not given is left out, and counted.
    assert_eq!(resolved.markup.actions.len(), 1);
    assert_eq!(
        lines(&resolved, "", &zone(), catalogue::Language::Sv),
        ["Møde hos kommunen, 4 mars 2026 kl. 10.00–11.00, Rådhuset, plan 2"]
    );
    let completeness = completeness_of_letter(&kind, &letter, &resolved);
    let of = |element| {
        let all = completeness.layers.iter().flat_map(|layer| &layer.elements);
        all.clone().find(|one| one.element == element).unwrap().standing
    };
    assert_eq!(of(Element::Calendar), Standing::Present);
    assert_eq!(of(Element::Confirm), Standing::Missing);
    assert_eq!(of(Element::Address), Standing::Present);
    assert_eq!(of(Element::Subject), Standing::Missing);
    for (from, until) in [("2026-03-04", "2026-03-05"), ("2026-03-04T10:00", "2026-03-04T10:00")] {
        let wrong = json!({ "meeting": { "about": "x", "from": from, "until": until, "place": "x" } });
        assert!(!resolve(&kind, &danish(wrong), &setting(None)).faults().is_empty(), "{from} {until}");
    }
    let resolved = resolve(&kind, &danish(json!({})), &setting(None));
    let missing: Vec<_> = resolved.faults().into_iter().map(|fault| fault.pointer).collect();
    for field in ["from", "until", "place"] {
        assert!(missing.contains(&format!("/data/meeting/{field}")), "{missing:?}");
    }
}

#[test]
fn an_appeal_deadline_is_counted_from_acceptance() {
    let kind = archetype("dk-afgoerelse");
    let resolved = resolve(&kind, &danish(json!({ "appeal_url": "https://klag.example" })), &setting(None));
    // Accepted on 15 January, 28 days: 12 February, its last second in winter time.
    assert_eq!(resolved.deadline().unwrap().at.to_string(), "2026-02-12T22:59:59Z");
    assert_eq!(resolved.markup.actions[0].until.as_ref().unwrap().text(), "2026-02-12T22:59:59Z");
    let said = deadline_line(&resolved, "", &zone(), catalogue::Language::Da).unwrap();
    assert_eq!(said, "Fristen for at klage er den 12. februar 2026.");
    assert!(resolved.markup.appeal.is_some());
}

#[test]
fn fields_in_addresses_are_encoded_and_numbers_stay_out() {
    let kind = typed(
        "content.person = { id = \"{recipient.number}\", name = \"{recipient.name}\" }\n\
         actions = [ { kind = \"self_service\", label = \"Se {what}\", url = \"https://a.example/{what}?x=1\" } ]",
    );
    let resolved = resolve(&kind, &danish(json!({ "what": "a/b?c=æ" })), &setting(None));
    let url = resolved.markup.actions[0].url.as_ref().unwrap().text();
    assert_eq!(url, "https://a.example/a%2Fb%3Fc%3D%C3%A6?x=1");
    let content = resolved.markup.content.as_ref().unwrap();
    assert_eq!(content.person.as_ref().unwrap().id.as_ref().unwrap().text(), "2211771212");
    assert!(!format!("{resolved:?}").contains("2211771212"));
    let resolved = resolve(&kind, &danish(json!({ "what": "221177-1212" })), &setting(None));
    assert!(resolved.faults().iter().any(|fault| fault.pointer == "/data/what"));
    let leaking = typed("notification = \"Til {recipient.number}\"");
    assert!(!check_type(&leaking, None).is_empty());
}

#[test]
fn types_that_cannot_work_are_named_place_by_place() {
    for (markup, place) in [
        ("deadline = {}", "markup.deadline"),
        ("deadline = { days = 0 }", "markup.deadline.days"),
        ("deadline = { kind = \"appeal\", days = 28 }", "markup.appeal"),
        ("actions = [ { kind = \"payment\", label = \"Betal\" } ]", "markup.actions[1].url"),
        ("actions = [ { kind = \"payment\", url = \"https://a.example\" } ]", "markup.actions[1].label"),
        ("actions = [ { kind = \"appointment\", label = \"x\" } ]", "markup.actions[1].from"),
        (
            "actions = [ { kind = \"information\", label = \"x\", url = \"http://a.example\" } ]",
            "markup.actions[1].url",
        ),
        (
            "actions = [ { kind = \"information\", label = \"x\", url = \"{host}/x\" } ]",
            "markup.actions[1].url",
        ),
        ("deadline = { by = \"inden {due}\" }", "markup.deadline.by"),
        ("content.vehicle = { chassis = \"{x}\" }", "markup.content.vehicle.plate"),
        ("content.vehicle = { plate = \"AB12345678\" }", "markup.content.vehicle.plate"),
        ("contact_point = { id = \"borgerservice\" }", "markup.contact_point.id"),
        (
            "reply.additional = [ { label = \"a\", value = \"b\" }, { label = \"a\", value = \"b\" }, { label = \"a\", value = \"b\" }, { label = \"a\", value = \"b\" }, { label = \"a\", value = \"b\" } ]",
            "markup.reply.additional",
        ),
        (
            "actions = [ { kind = \"payment\", label = \"x\", url = \"{u}\", currency = \"kr\" } ]",
            "markup.actions[1].currency",
        ),
    ] {
        let faults = check_type(&typed(markup), Some(&setting(None)));
        assert!(faults.iter().any(|fault| fault.path == place), "{markup}: {faults:?}");
    }
    for wrong in
        ["actions = [ { kind = \"dance\" } ]", "unknown = 1", "notification = \"{\"", "notification = 1"]
    {
        assert!(toml::from_str::<Markup>(wrong).is_err(), "{wrong}");
    }
    let mut kind = letter_type(Fallback::Desk);
    kind.kle = Some(Kle {
        subject_key: "28.6".into(),
        version: String::new(),
        activity_facet: Some("g1".into()),
        label: "x".into(),
    });
    let faults = check_type(&kind, None);
    let paths: Vec<_> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(paths, ["kle.subject_key", "kle.activity_facet", "kle.version"]);
}

#[test]
fn a_catalogue_is_written_and_read_the_same_and_compared() {
    let types = archetypes(Country::Dk);
    let file = TypeCatalogue::of(Some("test".into()), types.clone());
    let text = toml::to_string_pretty(&file).unwrap();
    let again: TypeCatalogue = toml::from_str(&text).unwrap();
    assert_eq!(again, file);
    let before = archetype("dk-opkraevning");
    let mut after = before.clone();
    after.class = ProtectionClass::Three;
    after.markup.as_mut().unwrap().actions[0].currency = None;
    let changes = diff_types(&before, &after);
    let shown: Vec<_> = changes
        .iter()
        .map(|change| (change.path.as_str(), change.before.as_deref(), change.after.as_deref()))
        .collect();
    assert_eq!(shown, [("class", Some("2"), Some("3")), ("markup.actions[1].currency", Some("DKK"), None)]);
    assert_eq!(diff_types(&before, &before), []);
    let mut twin = before.clone();
    twin.code = "opkraevning-2".into();
    twin.name.da = "Opkrævninger".into();
    assert!(looks_like_duplicate(&before, &twin));
    assert!(!looks_like_duplicate(&before, &archetype("dk-afgoerelse")));
    let mut wrong = file.clone();
    wrong.format = 2;
    wrong.letter_types.push(before);
    wrong.letter_types[0].sender = "x".into();
    assert_eq!(wrong.check().len(), 3);
}

proptest! {
    /// Whatever the data are, nothing panics, and what resolves holds no number where none may be.
    #[test]
    fn any_data_resolve_or_are_named(
        texts in proptest::collection::vec(
            prop_oneof![
                ".{0,40}",
                Just("2026-03-04T10:00".to_owned()),
                Just("2027-12-31".to_owned()),
                Just("https://a.example/x".to_owned()),
                Just("221177-1212".to_owned()),
                Just("99.95".to_owned()),
            ],
            12,
        ),
    ) {
        let application = signing();
        for kind in archetypes(Country::Dk) {
            let names = fields(kind.markup.as_ref().unwrap()).into_iter().map(|field| field.name);
            let mut data = Data::default();
            for (name, text) in names.zip(&texts) {
                let _ = data.set(&name, text);
            }
            let letter = Letter { data, ..danish(json!({})) };
            let resolved = resolve(&kind, &letter, &setting(Some(&application)));
            for action in &resolved.markup.actions {
                for value in [&action.label, &action.url, &action.place].into_iter().flatten() {
                    prop_assert!(!party::contains_personal_number(&value.text(), &[Country::Dk]));
                }
            }
            let _ = lines(&resolved, &texts[0], &zone(), catalogue::Language::Da);
            let layers = completeness_of_letter(&kind, &letter, &resolved).layers;
            prop_assert!(layers.iter().all(|layer| layer.filled <= layer.expected));
            for fault in resolved.faults() {
                prop_assert!(!fault.detail.contains("1212"));
            }
        }
    }
}
