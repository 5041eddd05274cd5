//! Rules that need the clock, a register or another message: silent without the fact, right with it.
#![allow(clippy::unwrap_used)]

#[path = "support/cases.rs"]
mod cases;
mod support;

use cases::{BASE, edit, nemsms};
use memo::{
    CheckOptions, ContactPointFacts, ContactState, Context, Limits, OrganisationFacts, PartyRole,
    RecipientFacts, check, read,
};

fn judge(xml: &str, context: Context) -> Vec<&'static str> {
    let options = CheckOptions { context, ..CheckOptions::default() };
    check(xml.as_bytes(), &options).findings.iter().map(|f| f.rule).collect()
}

fn at(now: &str) -> Context {
    Context { now: Some(now.parse().unwrap()), ..Context::default() }
}

fn organisation() -> OrganisationFacts {
    OrganisationFacts {
        cvr_numbers: vec!["12345678".to_owned()],
        role: PartyRole::Authority,
        mandatory_allowed: true,
        legal_notification_allowed: true,
    }
}

fn recipient() -> RecipientFacts {
    RecipientFacts {
        state: ContactState::Registered,
        role: PartyRole::Citizen,
        exemption_end: None,
        nemsms: Some(true),
    }
}

fn by(sender: OrganisationFacts) -> Context {
    Context { sender: Some(sender), ..Context::default() }
}

fn to(recipient: RecipientFacts) -> Context {
    Context { recipient: Some(recipient), ..Context::default() }
}

const NONE: [&str; 0] = [];

#[test]
fn the_danish_day_decides() {
    // The base is not to be delivered before 1 February; at 23:30 UTC on 1 February it is the second in Denmark.
    assert_eq!(judge(BASE, at("2026-02-01T22:30:00Z")), NONE);
    assert_eq!(judge(BASE, at("2026-02-01T23:30:00Z")), ["C11"]);
    let far = |max| Context { max_days_ahead: Some(max), ..at("2026-01-02T12:00:00Z") };
    assert_eq!(judge(BASE, far(30)), NONE);
    assert_eq!(judge(BASE, far(29)), ["C12"]);
}

#[test]
fn identities() {
    for (used, rules) in [(Some(true), vec!["C13"]), (Some(false), vec![]), (None, vec![])] {
        assert_eq!(judge(BASE, Context { message_uuid_used: used, ..Context::default() }), rules);
    }
    let own = "1E0B0F5A-6a3b-4c2d-8e1f-0a1b2c3d4e01";
    let query = |id: &str| Context { query_uuid: Some(id.to_owned()), ..Context::default() };
    assert_eq!(judge(BASE, query(own)), NONE);
    assert_eq!(judge(BASE, query("1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e02")), ["L5"]);
    let entry = |name: String| Context { entry_name: Some(name), ..Context::default() };
    assert_eq!(judge(BASE, entry(format!("{own}.xml"))), NONE);
    assert_eq!(judge(BASE, entry(own.to_owned())), ["L3"]);
}

#[test]
fn rights_of_the_organisation() {
    let mandatory = edit(BASE, "<memo:mandatory>false", "<memo:mandatory>true");
    let legal = edit(BASE, "<memo:legalNotification>false", "<memo:legalNotification>true");
    assert_eq!(judge(BASE, by(organisation())), NONE);
    assert_eq!(judge(&mandatory, by(organisation())), NONE);
    let without =
        OrganisationFacts { mandatory_allowed: false, legal_notification_allowed: false, ..organisation() };
    assert_eq!(judge(&mandatory, by(without.clone())), ["K1"]);
    assert_eq!(judge(&legal, by(without)), ["K2"]);
    let other = OrganisationFacts { cvr_numbers: vec!["87654321".to_owned()], ..organisation() };
    assert_eq!(judge(BASE, by(other)), ["D10"]);
    let company = OrganisationFacts { role: PartyRole::Company, ..organisation() };
    assert_eq!(judge(&mandatory, by(company)), ["D12", "D12"]);
}

#[test]
fn state_of_the_recipient() {
    let state = |state| RecipientFacts { state, ..recipient() };
    assert_eq!(judge(BASE, to(recipient())), NONE);
    assert_eq!(judge(BASE, to(state(ContactState::Exempt))), ["K3"]);
    assert_eq!(
        judge(&edit(BASE, "<memo:mandatory>false", "<memo:mandatory>true"), to(state(ContactState::Exempt))),
        NONE
    );
    assert_eq!(judge(BASE, to(state(ContactState::Closed))), ["K4"]);
    assert_eq!(judge(BASE, to(state(ContactState::Unknown))), ["K4"]);
    assert_eq!(judge(&nemsms(), to(recipient())), NONE);
    assert_eq!(judge(&nemsms(), to(RecipientFacts { nemsms: Some(false), ..recipient() })), ["J4"]);
    let company = RecipientFacts { role: PartyRole::Company, ..state(ContactState::Exempt) };
    assert_eq!(judge(BASE, to(company.clone())), ["K3", "K9"]);
    let ended = RecipientFacts { exemption_end: Some(jiff::civil::date(2026, 1, 1)), ..company };
    let context = Context { now: at("2026-01-02T12:00:00Z").now, ..to(ended.clone()) };
    assert_eq!(judge(BASE, context), ["K3", "K9"]);
    assert_eq!(judge(BASE, Context { now: at("2026-01-01T12:00:00Z").now, ..to(ended) }), ["K3"]);
}

#[test]
fn contact_points_of_the_recipient() {
    let authority = RecipientFacts { role: PartyRole::Authority, ..recipient() };
    let company = edit(
        BASE,
        "2211771212</memo:recipientID>\n<memo:idType>CPR",
        "87654321</memo:recipientID>\n<memo:idType>CVR",
    );
    assert_eq!(judge(&company, to(authority.clone())), ["E6"]);
    assert_eq!(judge(&company, to(recipient())), NONE);
    let id = "241d39f6-998e-4929-b198-ccacbbf4b330";
    let xml = edit(
        &company,
        "</memo:Recipient>",
        &format!(
            "<memo:ContactPoint><memo:contactPointID>{id}</memo:contactPointID></memo:ContactPoint></memo:Recipient>"
        ),
    );
    let point = ContactPointFacts {
        id: id.to_uppercase(),
        active: true,
        visible: true,
        targets: vec![PartyRole::Authority],
        size_threshold_mb: Some(1),
        allowed_attachments: Some(1),
    };
    let with = |point: ContactPointFacts| Context {
        contact_points: Some(vec![point]),
        ..Context { sender: Some(organisation()), ..to(authority.clone()) }
    };
    assert_eq!(judge(&xml, with(point.clone())), NONE);
    assert_eq!(judge(&xml, with(ContactPointFacts { id: "x".to_owned(), ..point.clone() })), ["E3"]);
    assert_eq!(
        judge(&xml, with(ContactPointFacts { active: false, visible: false, ..point.clone() })),
        ["E7", "E7"]
    );
    assert_eq!(
        judge(&xml, with(ContactPointFacts { targets: vec![PartyRole::Citizen], ..point.clone() })),
        ["E7"]
    );
    assert_eq!(
        judge(&xml, with(ContactPointFacts { allowed_attachments: Some(0), ..point.clone() })),
        ["E8"]
    );
    assert_eq!(judge(&xml, with(ContactPointFacts { size_threshold_mb: Some(0), ..point })), ["E8"]);
}

#[test]
fn an_answer_is_held_against_its_original() {
    let original = read(BASE.as_bytes(), &Limits::default()).unwrap();
    let context = |xml: &str| Context {
        answers: Some(Box::new(read(xml.as_bytes(), &Limits::default()).unwrap())),
        ..Context::default()
    };
    let other = BASE.replace("1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01", "1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e77");
    assert_eq!(judge(BASE, context(BASE)), NONE);
    assert_eq!(judge(&other, context(BASE)), ["G6", "G7"]);
    let changed = BASE.replace(
        "<memo:comment>hej</memo:comment></memo:ReplyData>",
        "<memo:comment>nej</memo:comment></memo:ReplyData>",
    );
    assert_eq!(judge(&changed, context(BASE)), ["G6"]);
    assert_eq!(original.header.reply_data.len(), 1);
}

#[test]
fn a_context_file_can_be_read() {
    let json = r#"{"now":"2026-02-01T23:30:00Z","sender":{"cvr_numbers":["12345678"],"role":"AUTHORITY"},
        "recipient":{"state":"EXEMPT","role":"CITIZEN"}}"#;
    let context: Context = serde_json::from_str(json).unwrap();
    assert_eq!(judge(BASE, context), ["C11", "K3"]);
    assert!(serde_json::from_str::<Context>(r#"{"nwo":"2026-02-01T23:30:00Z"}"#).is_err());
}
