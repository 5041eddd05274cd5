//! Every rule broken and kept, on variants of one message, with the schema's verdict beside ours.
#![allow(clippy::unwrap_used)]

#[path = "support/cases.rs"]
mod cases;
#[path = "support/more.rs"]
mod more;
mod support;

use cases::{BASE, Schema, base_1_1, edit, nemsms, sound};
use memo::{CheckOptions, Finding, Report, Severity, Version, check, rules};

fn broken() -> Vec<(&'static str, String, String, Schema)> {
    cases::broken().into_iter().chain(more::broken()).collect()
}

fn judge(xml: &str) -> Report {
    check(xml.as_bytes(), &CheckOptions::default())
}

fn ids(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|f| f.rule).collect()
}

fn has(report: &Report, rule: &str) -> bool {
    report.findings.iter().any(|f| f.rule == rule)
}

#[test]
fn the_bases_are_sound() {
    for (xml, version) in
        [(BASE.to_owned(), Version::V1_2), (base_1_1(), Version::V1_1), (nemsms(), Version::V1_2)]
    {
        let report = judge(&xml);
        assert!(report.valid && report.findings.is_empty(), "{version}: {:#?}", report.findings);
        assert_eq!(report.memo_version, Some(version));
        if let Some(verdict) = support::xmllint(xml.as_bytes(), version) {
            assert_eq!(verdict, Ok(()));
        }
    }
}

#[test]
fn broken_variants_are_found_by_the_right_rule() {
    let mut faults = Vec::new();
    for (rule, from, to, schema) in broken() {
        let xml = edit(BASE, &from, &to);
        let report = judge(&xml);
        let found = report.findings.iter().find(|f| f.rule == rule);
        let shown = to.chars().take(50).collect::<String>();
        let Some(found) = found else {
            faults.push(format!("{rule} not found for {shown:?}: {:?}", ids(&report.findings)));
            continue;
        };
        if found.line == 0 || found.column == 0 || found.path.is_empty() || found.message.is_empty() {
            faults.push(format!("{rule} has no place: {found:?}"));
        }
        if schema == Schema::Rejects && report.valid {
            faults.push(format!("{rule} {shown:?}: valid although the schema rejects it"));
        }
        let verdict = support::xmllint(xml.as_bytes(), Version::V1_2);
        if verdict.as_ref().is_some_and(|v| v.is_ok() != (schema == Schema::Accepts)) {
            faults.push(format!("{rule} {shown:?}: xmllint says {verdict:?}"));
        }
        for personal in ["2211771212", "221177-1212"] {
            if report.findings.iter().any(|f| f.message.contains(personal) || f.path.contains(personal)) {
                faults.push(format!("{rule}: a finding repeats a personal number"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn sound_variants_do_not_break_the_rule() {
    let mut faults = Vec::new();
    for (rule, from, to) in sound() {
        let xml = edit(BASE, from, &to);
        let report = judge(&xml);
        if has(&report, rule) || !report.valid {
            faults.push(format!("{rule} {to:?}: {:?}", report.findings));
        }
        if let Some(Err(text)) = support::xmllint(xml.as_bytes(), Version::V1_2) {
            faults.push(format!("{rule} {to:?}: xmllint says {text}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn rules_of_1_1() {
    for (rule, from, to) in [
        ("A6", " memoSchVersion=\"1.1.0\"", ""),
        ("C10", "<memo:mandatory>false</memo:mandatory>", ""),
        ("C10", "<memo:legalNotification>false</memo:legalNotification>", ""),
        (
            "D8",
            "</memo:ContactPoint>",
            "</memo:ContactPoint><memo:Representative><memo:representativeID>87654321</memo:representativeID><memo:idType>CVR</memo:idType><memo:label>x</memo:label></memo:Representative>",
        ),
        (
            "G5",
            "<memo:comment>hej</memo:comment></memo:ForwardData>",
            "<memo:originalRepresentative>x</memo:originalRepresentative></memo:ForwardData>",
        ),
    ] {
        let xml = edit(&base_1_1(), from, to);
        let report = judge(&xml);
        assert!(has(&report, rule) && !report.valid, "{rule}: {:?}", report.findings);
        if let Some(verdict) = support::xmllint(xml.as_bytes(), Version::V1_1) {
            assert!(verdict.is_err(), "{rule}");
        }
    }
    let labelled = edit(
        &base_1_1(),
        "<memo:idType>CPR</memo:idType>",
        "<memo:idType>CPR</memo:idType><memo:idTypeLabel>x</memo:idTypeLabel>",
    );
    assert!(judge(&labelled).valid);
}

#[test]
fn rules_of_nemsms() {
    let body = &BASE[BASE.find("<memo:MessageBody>").unwrap()..BASE.find("</memo:Message>").unwrap()];
    let telephone = "<memo:AttentionData><memo:Telephone><memo:telephoneNumber>12345678</memo:telephoneNumber></memo:Telephone></memo:AttentionData></memo:Recipient>";
    for (rule, from, to, valid) in [
        ("J1", "<memo:notification>Du har post</memo:notification>\n", String::new(), false),
        ("J1", "Du har post", " \n".to_owned(), false),
        ("J2", "Du har post", "a".repeat(151), false),
        ("C6", "Du har post", "a".repeat(151), false),
        ("J3", "</memo:MessageHeader>", format!("</memo:MessageHeader>{body}"), true),
        ("J6", "Du har post", "Om 2211771212".to_owned(), false),
        ("J7", "</memo:Recipient>", telephone.to_owned(), true),
    ] {
        let report = judge(&edit(&nemsms(), from, &to));
        assert!(has(&report, rule), "{rule}: {:?}", report.findings);
        assert_eq!(report.valid, valid, "{rule}: {:?}", report.findings);
    }
}

#[test]
fn archetypes_by_option() {
    use memo::Archetype::{Appointment, Decision, InformationRequest, Payment, SignatureRequest};
    let plain = |xml: &str, archetype| {
        let options = CheckOptions { archetype: Some(archetype), ..CheckOptions::default() };
        check(xml.as_bytes(), &options)
    };
    let without_actions = {
        let start = BASE.find("<memo:Action>").unwrap();
        let end = BASE.rfind("</memo:Action>").unwrap() + "</memo:Action>".len();
        let text = format!("{}{}", &BASE[..start], &BASE[end..]);
        edit(&text, "<memo:replyByDateTime>2026-03-01T22:59:59Z</memo:replyByDateTime>\n", "")
    };
    for (rule, archetype) in [
        ("N10", Decision),
        ("N11", Appointment),
        ("N12", InformationRequest),
        ("N13", SignatureRequest),
        ("N14", Payment),
    ] {
        let report = plain(&without_actions, archetype);
        assert_eq!(ids(&report.findings), [rule], "{:?}", report.findings);
        assert!(report.valid, "N-rules are warnings");
        if rule != "N13" {
            assert!(!has(&plain(BASE, archetype), rule), "{rule}");
        }
    }
}

#[test]
fn all_faults_are_reported_with_their_places() {
    let xml = edit(BASE, "DIGITALPOST", "BREV");
    let xml = edit(&xml, "2026-03-01T22:59:59Z</memo:replyBy", "2026-03-01</memo:replyBy");
    let xml = edit(&xml, "QmlsYWc=", "QmlsY*c=");
    let xml = edit(&xml, "<memo:language>da", "<memo:language>dansk");
    let report = judge(&xml);
    let errors: Vec<(&str, u64)> =
        report.findings.iter().filter(|f| f.severity == Severity::Error).map(|f| (f.rule, f.line)).collect();
    assert_eq!(errors, [("C1", 4), ("C7", 11), ("H6", 45), ("H5", 49)], "{:#?}", report.findings);
    let base64 = report.findings.iter().find(|f| f.rule == "H5").unwrap();
    assert_eq!(
        base64.path,
        "/memo:Message/memo:MessageBody/memo:AdditionalDocument[1]/memo:File[1]/memo:content"
    );
    let line = xml.lines().nth(48).unwrap();
    assert_eq!(line.as_bytes()[base64.column as usize - 1], b'*');
}

#[test]
fn incoming_messages_are_flagged_not_refused() {
    let options = CheckOptions { incoming: true, ..CheckOptions::default() };
    for (from, to, rule) in [
        ("BETALING", "KLIK", Some("I3")),
        ("<memo:idType>CVR", "<memo:idType>SE", Some("D4")),
        ("https://eksempel.dk", "http://eksempel.dk", Some("I6")),
        ("memoVersion", "xmlns:x=\"urn:x\" memoVersion", None),
    ] {
        let report = check(edit(BASE, from, to).as_bytes(), &options);
        assert!(report.valid, "{:?}", report.findings);
        assert_eq!(report.findings.first().map(|f| f.rule), rule);
    }
    let odd = BASE.replace("memo:", "m:").replace("xmlns:memo", "xmlns:m");
    assert!(check(odd.as_bytes(), &options).findings.is_empty());
    assert_eq!(ids(&judge(&odd).findings), ["A9"]);
    assert!(
        !check(edit(BASE, "DIGITALPOST", "BREV").as_bytes(), &options).valid,
        "unreadable stays an error"
    );
}

#[test]
fn examples_pass_in_both_directions() {
    for (name, xml, embedded) in support::examples() {
        for incoming in [false, true] {
            let options = CheckOptions { incoming, ..CheckOptions::default() };
            let report = if embedded { memo::check_embedded(&xml, &options) } else { check(&xml, &options) };
            assert!(report.valid, "{name} incoming={incoming}: {:#?}", report.findings);
        }
    }
}

#[test]
fn findings_speak_three_languages() {
    use memo::Language::{Da, En, Sv};
    let xml = edit(BASE, "DIGITALPOST", "BREV");
    let text = |language| {
        let options = CheckOptions { language, ..CheckOptions::default() };
        check(xml.as_bytes(), &options).findings[0].message.clone()
    };
    assert_eq!(text(Da), "messageType er DIGITALPOST eller NEMSMS.");
    assert_eq!(text(Sv), "messageType är DIGITALPOST eller NEMSMS.");
    assert_eq!(text(En), "messageType must be DIGITALPOST or NEMSMS");
    let page = memo::rules_markdown(En);
    assert!(rules().all(|r| page.contains(&format!("| {} |", r.id))));
}
