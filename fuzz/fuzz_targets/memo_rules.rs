#![no_main]
//! The rule engine behind the parser: a sound message whose tags and texts are exchanged, left out, doubled and
//! overwritten, so that nearly every input is a document that can be read far enough to be judged.

use memo::{
    CheckOptions, ContactPointFacts, ContactState, Context, Limits, Message, OrganisationFacts, PartyRole,
    RecipientFacts, Version,
};
use std::sync::LazyLock;

const BASE: &str = include_str!("../../crates/memo/tests/support/base.xml");

/// The message cut at every tag: tags and texts in turn.
static TOKENS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut tokens = Vec::new();
    for piece in BASE.split_inclusive('>') {
        let (text, tag) = piece.split_at(piece.find('<').unwrap_or(piece.len()));
        tokens.extend([text, tag]);
    }
    tokens
});

static ORIGINAL: LazyLock<Message> =
    LazyLock::new(|| memo::read(BASE.as_bytes(), &Limits::default()).expect("the base is sound"));

fn all_facts() -> Context {
    Context {
        now: "2026-01-15T12:00:00Z".parse().ok(),
        max_days_ahead: Some(30),
        sender: Some(OrganisationFacts {
            cvr_numbers: vec!["87654321".to_owned()],
            role: PartyRole::Company,
            mandatory_allowed: false,
            legal_notification_allowed: false,
        }),
        recipient: Some(RecipientFacts {
            state: ContactState::Exempt,
            role: PartyRole::Authority,
            exemption_end: "2026-01-14".parse().ok(),
            nemsms: Some(false),
        }),
        contact_points: Some(vec![ContactPointFacts {
            id: "163710ae-5078-350c-0000-000000000440".to_owned(),
            active: false,
            visible: false,
            targets: vec![PartyRole::Citizen],
            size_threshold_mb: Some(0),
            allowed_attachments: Some(0),
        }]),
        message_uuid_used: Some(true),
        query_uuid: Some("1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e02".to_owned()),
        entry_name: Some("brev.xml".to_owned()),
        answers: Some(Box::new(ORIGINAL.clone())),
    }
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let mut tokens: Vec<String> = TOKENS.iter().map(|token| (*token).to_owned()).collect();
    // One edit per line: what to do, where, and with which text.
    for edit in data.split(|byte| *byte == b'\n').take(32) {
        let [kind, high, low, rest @ ..] = edit else { continue };
        let count = tokens.len();
        let at = usize::from(u16::from_be_bytes([*high, *low])) % count;
        let text = String::from_utf8_lossy(rest);
        match kind % 5 {
            0 => tokens[at] = text.replace('<', "&lt;"),
            1 => tokens[at].push_str(&text),
            2 => drop(tokens.remove(at)),
            3 => tokens.insert(at, tokens[at].clone()),
            _ => {
                let length = rest.first().map_or(1, |byte| usize::from(*byte) % 24);
                let end = (at + length).min(count);
                let run = tokens[at..end].to_vec();
                tokens.splice(end..end, run);
            }
        }
        if tokens.len() < 2 {
            return;
        }
    }
    let xml = tokens.concat();
    for (incoming, context) in [(false, Context::default()), (false, all_facts()), (true, all_facts())] {
        let options = CheckOptions { incoming, context, ..CheckOptions::default() };
        let report = memo::check(xml.as_bytes(), &options);
        // What can be read gets the same verdict when it is judged as a message being composed.
        let Ok(message) = memo::read(xml.as_bytes(), &options.limits) else { continue };
        let composed = memo::check_message(&message, message.version, &options);
        let errors = |report: &memo::Report| -> Vec<&'static str> {
            let found = report.findings.iter().filter(|f| f.severity == memo::Severity::Error);
            // A text that XML cannot carry has no way into `report`, and the envelope none into `composed`.
            let mut ids: Vec<_> = found.map(|f| f.rule).filter(|id| !id.starts_with('A')).collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        assert_eq!(errors(&report), errors(&composed), "{xml}");
        for version in [Version::V1_1, Version::V1_2] {
            let _ = memo::check_message(&message, version, &options);
        }
    }
});
