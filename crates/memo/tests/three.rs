//! Every rule that can be judged is broken in three ways at least, found where it is broken, and nothing is found
//! that is not.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "support/cases.rs"]
mod cases;
#[path = "support/more.rs"]
mod more;
mod support;
#[path = "support/third.rs"]
mod third;

use cases::BASE;
use memo::{
    Archetype, CheckOptions, Context, Judged, Limits, Report, Version, check, check_message, read, rules,
};
use std::collections::{BTreeMap, BTreeSet};
use third::Base;

fn others(report: &Report, rule: &str) -> String {
    let ids: BTreeSet<&str> = report.findings.iter().map(|f| f.rule).filter(|id| *id != rule).collect();
    ids.into_iter().collect::<Vec<_>>().join(" ")
}

#[test]
fn each_case_breaks_its_rule_in_its_place_and_no_other() {
    let mut faults = Vec::new();
    for (number, case) in third::cases().iter().enumerate() {
        let context: Context = serde_json::from_str(case.context).unwrap();
        let options = CheckOptions { context, ..CheckOptions::default() };
        let report = check(case.xml.as_bytes(), &options);
        let what = format!("{number} {} {:?} {}", case.rule, case.base, case.context);
        match report.findings.iter().find(|f| f.rule == case.rule && f.path.ends_with(case.place)) {
            None => faults.push(format!("{what}: not at {}: {:#?}", case.place, report.findings)),
            Some(found) if found.line == 0 || found.column == 0 => faults.push(format!("{what}: no line")),
            Some(_) if others(&report, case.rule) != case.beside => {
                faults.push(format!("{what}: also {:?}", others(&report, case.rule)));
            }
            Some(_) => {}
        }
        // What the reader refuses, xmllint refuses for its own reasons or accepts; both must accept what is sound.
        let version = if case.base == Base::Old { Version::V1_1 } else { Version::V1_2 };
        if report.findings.iter().all(|f| rule_is_about_content(f.rule))
            && let Some(Err(verdict)) = support::xmllint(case.xml.as_bytes(), version)
        {
            faults.push(format!("{what}: only the schema refuses it: {verdict}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn rule_is_about_content(id: &str) -> bool {
    rules().any(|rule| rule.id == id && rule.judged != Judged::Structure)
}

/// Three messages without any action, of which an archetype expects one.
fn without_actions() -> [String; 3] {
    let start = BASE.find("<memo:Action>").unwrap();
    let end = BASE.rfind("</memo:Action>").unwrap() + "</memo:Action>".len();
    let none = format!("{}{}", &BASE[..start], &BASE[end..]);
    let bare = cases::edit(&none, "<memo:replyByDateTime>2026-03-01T22:59:59Z</memo:replyByDateTime>\n", "");
    let link = "<memo:Action><memo:label>Læs</memo:label><memo:actionCode>INFORMATION</memo:actionCode><memo:EntryPoint><memo:url>https://eksempel.dk/</memo:url></memo:EntryPoint></memo:Action></memo:MainDocument>";
    let linked = cases::edit(&bare, "</memo:MainDocument>", link);
    let labelled = cases::edit(&bare, "Et brev", "Brev fra kommunen");
    [bare, linked, labelled]
}

#[test]
fn archetypes_that_lack_what_they_are_for() {
    use Archetype::{Appointment, Decision, InformationRequest, Payment, SignatureRequest};
    for (rule, archetype) in [
        ("N10", Decision),
        ("N11", Appointment),
        ("N12", InformationRequest),
        ("N13", SignatureRequest),
        ("N14", Payment),
    ] {
        for xml in without_actions() {
            let options = CheckOptions { archetype: Some(archetype), ..CheckOptions::default() };
            let report = check(xml.as_bytes(), &options);
            let ids: Vec<&str> = report.findings.iter().map(|f| f.rule).collect();
            assert_eq!(ids, [rule], "{xml}");
        }
    }
}

#[test]
fn messages_that_are_too_large() {
    for limit in [1, 100, BASE.len() as u64 - 1] {
        let limits = Limits { message_bytes: limit, ..Limits::default() };
        let report = check(BASE.as_bytes(), &CheckOptions { limits, ..CheckOptions::default() });
        assert!(!report.valid && report.findings.iter().any(|f| f.rule == "L1"), "{limit}: {report:?}");
    }
}

#[test]
fn answers_that_lose_the_thread() {
    let read = |xml: &str| read(xml.as_bytes(), &Limits::default()).unwrap();
    let original = read(BASE);
    let mut two = original.clone();
    two.header.reply_data.push(memo::model::ReplyData {
        message_uuid: memo::Uuid::from_text("1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e03"),
        ..memo::model::ReplyData::default()
    });
    let context = Context { answers: Some(Box::new(two.clone())), ..Context::default() };
    let options = CheckOptions { context, ..CheckOptions::default() };
    let ids = |edit: &dyn Fn(&mut memo::Message)| -> Vec<&'static str> {
        let mut message = two.clone();
        edit(&mut message);
        let report = check_message(&message, Version::V1_2, &options);
        report.findings.iter().map(|f| f.rule).filter(|id| id.starts_with('G')).collect()
    };
    assert_eq!(ids(&|_| ()), [""; 0]);
    // G6: out of order, changed, left out; the link is still there.
    assert_eq!(ids(&|m| m.header.reply_data.reverse()), ["G6"]);
    assert_eq!(ids(&|m| m.header.reply_data[0].case_id = Some("SAG-2".into())), ["G6"]);
    assert_eq!(ids(&|m| drop(m.header.reply_data.pop())), ["G6"]);
    // G7: no entry names the answered message.
    let other = memo::Uuid::from_text("1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e05");
    assert_eq!(ids(&|m| m.header.reply_data.clear()), ["G6", "G7"]);
    assert_eq!(ids(&|m| drop(m.header.reply_data.remove(0))), ["G6", "G7"]);
    assert_eq!(ids(&|m| m.header.reply_data[0].message_uuid = other.clone()), ["G6", "G7"]);
}

#[test]
fn every_rule_is_broken_in_three_ways() {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for (rule, from, to, _) in cases::broken().iter().chain(&more::broken()) {
        // The tables are asserted on in rules.rs.
        assert_ne!(from, to);
        *count.entry(rule).or_default() += 1;
    }
    for case in third::cases() {
        *count.entry(case.rule).or_default() += 1;
    }
    // In the tests above, three ways each.
    for rule in ["N10", "N11", "N12", "N13", "N14", "L1", "G6", "G7"] {
        *count.entry(rule).or_default() += 3;
    }
    let few: Vec<(&str, usize)> = rules()
        .filter(|rule| !matches!(rule.judged, Judged::Elsewhere | Judged::Freedom))
        .map(|rule| (rule.id, count.get(rule.id).copied().unwrap_or(0)))
        .filter(|(_, count)| *count < 3)
        .collect();
    assert_eq!(few, []);
}
