//! Third cases, with the place at which the rule must be found and everything else that is found beside it.

use super::cases::{BASE, base_1_1, edit, nemsms};

/// The message that is broken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Base {
    Old,
    New,
    Sms,
}
use Base::{New, Old, Sms};

/// One way to break a rule.
pub(crate) struct Case {
    pub(crate) rule: &'static str,
    pub(crate) base: Base,
    pub(crate) xml: String,
    /// Facts from outside, as JSON.
    pub(crate) context: &'static str,
    /// End of the path.
    pub(crate) place: &'static str,
    /// Ids of whatever else is found, in alphabetical order.
    pub(crate) beside: &'static str,
}

fn part(from: &str, to: &str) -> &'static str {
    let start = BASE.find(from).expect("in the base");
    let end = start + BASE[start..].find(to).expect("in the base") + to.len();
    &BASE[start..end]
}

/// Replaces the main document's file by one of this type with this text.
fn main_file(media_type: &str, name: &str, content: &[u8]) -> String {
    let content = base64_simd::STANDARD.encode_to_string(content);
    format!(
        "<memo:File><memo:encodingFormat>{media_type}</memo:encodingFormat><memo:filename>{name}</memo:filename><memo:language>da</memo:language><memo:content>{content}</memo:content></memo:File>"
    )
}

type Row<'a> = (&'static str, Base, &'a str, String, &'static str, &'static str);

pub(crate) fn cases() -> Vec<Case> {
    let file = part("<memo:File>", "</memo:File>");
    let body = part("<memo:MessageBody>", "</memo:MessageBody>");
    let main = part("<memo:MainDocument>", "</memo:MainDocument>");
    let additional = part("<memo:AdditionalDocument>", "</memo:AdditionalDocument>");
    let technical = part("<memo:TechnicalDocument>", "</memo:TechnicalDocument>");
    let reply = part("<memo:ReplyData>", "</memo:ReplyData>");
    let forward = part("<memo:ForwardData>", "</memo:ForwardData>");
    let both = format!("{forward}\n{reply}");
    let form = part("<form:FORMdata>", "</form:FORMdata>");
    let vehicle = part("<dmv:MotorVehicle>", "</dmv:MotorVehicle>");
    let reservation = part("<memo:Reservation>", "</memo:Reservation>");
    let action = part("<memo:Action>", "</memo:Action>");
    let html = |text: &str| main_file("text/html", "brev.html", text.as_bytes());
    let pair = |count| {
        "<memo:AdditionalReplyData><memo:label>a</memo:label><memo:value>b</memo:value></memo:AdditionalReplyData>".repeat(count)
    };
    let rows: Vec<Row<'_>> = vec![
        ("A3", New, "<memo:Message ", "<memo:Besked ".into(), "/", ""),
        ("A4", New, "memoVersion=\"1.2\"", "memoVersion=\"1,2\"".into(), "", ""),
        ("A5", New, "memoVersion=\"1.2\"", "memoVersion=\"2.0\"".into(), "", ""),
        ("A6", Old, " memoSchVersion=\"1.1.0\"", "".into(), "/memo:Message", ""),
        ("A6", Old, "memoSchVersion", "memoschVersion".into(), "/memo:Message", "A8"),
        ("A6", Old, " memoSchVersion=\"1.1.0\"", " xmlns:s=\"urn:s\" s:memoSchVersion=\"1.1.0\"".into(), "/memo:Message", "A8"),
        ("A7", New, "memoVersion=\"1.2\"", "memoVersion=\"1.2\" memoSchVersion=\"1.1.0\"".into(), "/memo:Message", ""),
        ("A9", New, "<memo:CaseID>", "<CaseID xmlns=\"https://DigitalPost.dk/MeMo-1\">".into(), "", "A1"),
        ("A10", New, "<memo:MessageHeader>", "<memo:MessageHeader xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"a b\">".into(), "", ""),
        ("B1", New, &both, format!("{reply}{forward}"), "", ""),
        ("B2", New, "<memo:caseSystem>ESDH</memo:caseSystem>", "<memo:caseSystem>ESDH</memo:caseSystem><memo:caseSystem>ESDH</memo:caseSystem>".into(), "", ""),
        ("B3", New, "<kle:subjectKey>32.03.12</kle:subjectKey>", "<memo:subjectKey>32.03.12</memo:subjectKey>".into(), "", ""),
        ("C1", New, "DIGITALPOST", " DIGITALPOST".into(), "/memo:messageType", ""),
        ("C2", Old, "<memo:messageUUID>1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01</memo:messageUUID>\n", "".into(), "/memo:messageUUID", ""),
        ("C4", Old, "<memo:label>Et brev</memo:label>", "".into(), "/memo:MessageHeader/memo:label", ""),
        ("C5", New, "BREV<", format!("{}<", "x".repeat(257)), "/memo:messageCode", ""),
        ("C6", Sms, "Du har post", "x".repeat(151), "/memo:notification", "J2"),
        ("C8", New, "2026-02-01<", "1. februar<".into(), "/memo:doNotDeliverUntilDate", ""),
        ("C9", New, "<memo:legalNotification>false", "<memo:legalNotification>nej".into(), "/memo:legalNotification", ""),
        ("C10", Old, "<memo:mandatory>false</memo:mandatory>\n", "".into(), "/memo:mandatory", ""),
        ("C10", Old, "<memo:legalNotification>false</memo:legalNotification>\n", "".into(), "/memo:legalNotification", ""),
        ("C10", Old, "<memo:mandatory>false</memo:mandatory>", "<!-- <memo:mandatory>false</memo:mandatory> -->".into(), "/memo:mandatory", ""),
        ("C14", New, "<memo:reply>true", "<memo:reply>false".into(), "/memo:replyByDateTime", "G9"),
        ("C15", New, "<memo:replyByDateTime>2026-03-01T22:59:59Z", "<memo:replyByDateTime>2026-01-05T08:59:59Z".into(), "/memo:replyByDateTime", "I13 N7"),
        ("D2", Old, "<memo:label>Eksempel Kommune</memo:label>", "".into(), "/memo:Sender/memo:label", ""),
        ("D3", Old, "<memo:idType>CVR</memo:idType>", "".into(), "/memo:Sender/memo:idType", ""),
        ("D5", New, "2211771212", "22117712122".into(), "/memo:recipientID", ""),
        ("D6", New, "12345678<", "123456789<".into(), "/memo:senderID", ""),
        ("D7", New, "<memo:idType>CPR</memo:idType>", "<memo:idType>CPR</memo:idType><memo:idTypeLabel/>".into(), "", "B2"),
        ("D8", Old, "</memo:ContactPoint>", "</memo:ContactPoint><memo:Representative><memo:representativeID>87654321</memo:representativeID><memo:idType>CVR</memo:idType><memo:label>x</memo:label></memo:Representative>".into(), "", ""),
        ("D8", Old, "</memo:ContactPoint>", "</memo:ContactPoint><memo:Representative/>".into(), "", "D9"),
        ("D8", Old, "<memo:AttentionData>", "<memo:Representative></memo:Representative><memo:AttentionData>".into(), "", "D9"),
        ("D13", New, "Eksempel Kommune", "Kommune (12345678)".into(), "/memo:Sender/memo:label", ""),
        ("E1", New, "</memo:Recipient>", "<memo:AttentionData><memo:GeneratingSystem><memo:generatingSystemID>x</memo:generatingSystemID></memo:GeneratingSystem></memo:AttentionData></memo:Recipient>".into(), "", ""),
        ("E2", New, "</memo:Recipient>", "<memo:ContactPoint><memo:contactGroup>KLE</memo:contactGroup></memo:ContactPoint></memo:Recipient>".into(), "/memo:Recipient/memo:ContactPoint/memo:contactPointID", ""),
        ("E3", New, "163710ae-5078-350c-0000-000000000440", "{163710ae-5078-350c-0000-000000000440}".into(), "/memo:contactPointID", ""),
        ("E4", Old, "</memo:contactPointID>", format!("</memo:contactPointID>{}", "<memo:ContactInfo><memo:label>a</memo:label><memo:value>b</memo:value></memo:ContactInfo>".repeat(3)), "", ""),
        ("E9", Old, part("<memo:ContactPoint>", "</memo:ContactPoint>"), "".into(), "", "N4"),
        ("E12", Old, "<memo:generatingSystemID>SYS</memo:generatingSystemID>", "".into(), "/memo:generatingSystemID", ""),
        ("F1", New, form, format!("{form}{form}"), "", ""),
        ("F2", New, vehicle, "<memo:MotorVehicle><dmv:licenseNumber>AB12345</dmv:licenseNumber></memo:MotorVehicle>".into(), "", ""),
        ("F3", Old, "AB12345", "AB-12.345".into(), "/dmv:licenseNumber", ""),
        ("F4", Old, "</memo:ContentData>", format!("{}</memo:ContentData>", "<memo:AdditionalContentData><memo:contentDataName>a</memo:contentDataName><memo:contentDataValue>b</memo:contentDataValue></memo:AdditionalContentData>".repeat(11)), "", ""),
        ("F5", New, "<kle:label>Emne</kle:label>", "".into(), "/kle:KLEdata/kle:label", ""),
        ("F7", Old, "<memo:caseSystem>ESDH</memo:caseSystem>", "".into(), "/memo:CaseID/memo:caseSystem", ""),
        ("F9", New, "</memo:AttentionData>\n<memo:ContactPoint>", "<grd:Address><grd:city>Aalborg</grd:city></grd:Address><grd:UnstructuredAddress><grd:unstructured>Aalborg</grd:unstructured></grd:UnstructuredAddress></memo:AttentionData>\n<memo:ContactPoint>".into(), "", ""),
        ("G1", New, reply, format!("{reply}<memo:ReplyData><memo:messageID>MSG-0</memo:messageID></memo:ReplyData>"), "/memo:ReplyData[2]/memo:messageUUID", ""),
        ("G2", Old, "</memo:ReplyData>", format!("{}</memo:ReplyData>", pair(5)), "", ""),
        ("G4", New, "<memo:comment>hej</memo:comment></memo:ReplyData>", format!("<memo:comment>{}</memo:comment></memo:ReplyData>", "ø".repeat(600)), "/memo:comment", ""),
        ("G5", Old, "<memo:comment>hej</memo:comment></memo:ForwardData>", "<memo:originalRepresentative>x</memo:originalRepresentative></memo:ForwardData>".into(), "", ""),
        ("G5", Old, "<memo:comment>hej</memo:comment></memo:ForwardData>", "<memo:originalRepresentative/></memo:ForwardData>".into(), "", "B2"),
        ("G5", Old, "<memo:ForwardData>", "<memo:ForwardData><memo:originalRepresentative>x</memo:originalRepresentative>".into(), "", "B1"),
        ("G9", Old, "<memo:reply>true", "<memo:reply>0".into(), "/memo:ReplyData[1]", "C14"),
        ("G10", Old, "1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e09", "1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01".into(), "/memo:ForwardData/memo:messageUUID", ""),
        ("H1", Old, body, "".into(), "/memo:Message", ""),
        ("H2", New, "2026-01-05T09:00:00Z", "5. januar 2026".into(), "/memo:createdDateTime", "C7"),
        ("H3", New, main, format!("{additional}{main}"), "", ""),
        ("H4", Old, file, "".into(), "/memo:MainDocument/memo:File[1]", ""),
        ("H6", New, "<memo:language>da", "<memo:language>12".into(), "/memo:language", ""),
        ("H7", New, "<memo:filename>bilag.txt</memo:filename>", "".into(), "/memo:AdditionalDocument[1]/memo:File[1]/memo:filename", ""),
        ("H8", New, "<memo:content>QmlsYWc=</memo:content>", "<memo:content/>".into(), "/memo:AdditionalDocument[1]/memo:File[1]/memo:content", ""),
        ("H9", New, "data.xml", "data.dwg".into(), "/memo:TechnicalDocument[1]/memo:File[1]/memo:filename", "H12"),
        ("H11", Old, "</memo:TechnicalDocument>", format!("{action}</memo:TechnicalDocument>"), "", ""),
        ("H12", New, file, main_file("image/png", "brev.png", b"GIF89a"), "/memo:MainDocument/memo:File[1]", ""),
        ("H13", New, "bilag.txt", "bilag.txt ".into(), "/memo:AdditionalDocument[1]/memo:File[1]/memo:filename", ""),
        ("H14", New, additional, additional.replace("</memo:AdditionalDocument>", &format!("{}</memo:AdditionalDocument>", file)), "/memo:AdditionalDocument[1]/memo:File[2]", ""),
        ("H15", New, technical, technical.replace("text/xml", "text/plain").replace("data.xml", "data.txt"), "/memo:TechnicalDocument[1]/memo:File[1]", ""),
        ("H17", New, file, html("<p onclick=\"x()\">Hej</p>"), "/memo:MainDocument/memo:File[1]", ""),
        ("I1", Old, "</memo:Reservation>", "</memo:Reservation><memo:EntryPoint><memo:url>https://a.dk</memo:url></memo:EntryPoint>".into(), "", ""),
        ("I2", Old, "<memo:actionCode>AFTALE</memo:actionCode>", "".into(), "/memo:Action[2]/memo:actionCode", ""),
        ("I3", New, "AFTALE", "aftale".into(), "/memo:Action[2]/memo:actionCode", ""),
        ("I4", New, reservation, "<memo:EntryPoint><memo:url>https://eksempel.dk/</memo:url></memo:EntryPoint>".into(), "", ""),
        ("I5", New, "AFTALE", "UNDERSKRIV".into(), "", ""),
        ("I6", New, "https://eksempel.dk/betal", "ftp://eksempel.dk/betal".into(), "/memo:url", ""),
        ("I8", New, "<memo:location>Rådhuset</memo:location>", "".into(), "/memo:Reservation/memo:location", ""),
        ("I9", New, "5b1d9f1c-2f5e-4a77-9a1e-7d3c1a2b4c5d", "".into(), "/memo:reservationUUID", ""),
        ("I10", New, "2026-02-10T09:00:00Z", "2026-02-10T10:00:00Z".into(), "", ""),
        ("I11", Old, "<memo:endDateTime>2026-03-01", "<memo:startDateTime>2026-04-01T10:00:00Z</memo:startDateTime><memo:endDateTime>2026-03-01".into(), "", ""),
        ("I12", Old, "<memo:actionCode>BETALING</memo:actionCode><memo:endDateTime>2026-03-01T22:59:59Z</memo:endDateTime>", "<memo:actionCode>TILMELDING</memo:actionCode><memo:startDateTime>2026-03-01T22:59:59Z</memo:startDateTime>".into(), "", ""),
        ("I13", Old, "<memo:endDateTime>2026-03-01T22:59:59Z", "<memo:endDateTime>2026-02-28T22:59:59Z".into(), "", "N7"),
        ("I15", Old, action, format!("{action}{action}"), "/memo:Action[2]", ""),
        ("J1", Sms, "<memo:notification>Du har post</memo:notification>\n", "".into(), "/memo:notification", ""),
        ("J1", Sms, "Du har post", " \n".into(), "/memo:notification", ""),
        ("J1", Sms, "<memo:notification>Du har post</memo:notification>", "<memo:notification/>".into(), "/memo:notification", "B2"),
        ("J2", Sms, "Du har post", "a".repeat(151), "/memo:notification", "C6"),
        ("J2", Sms, "Du har post", "æ".repeat(160), "/memo:notification", "C6"),
        ("J2", Sms, "Du har post", "&amp;".repeat(151), "/memo:notification", "C6"),
        ("J3", Sms, "</memo:MessageHeader>", format!("</memo:MessageHeader>{body}"), "/memo:MessageBody", ""),
        ("J3", Sms, "</memo:MessageHeader>", format!("</memo:MessageHeader>{}", body.replace(action, "")), "/memo:MessageBody", ""),
        ("J3", Sms, "</memo:MessageHeader>", format!("</memo:MessageHeader>{}", body.replace(technical, "").replace(additional, "")), "/memo:MessageBody", ""),
        ("J6", Sms, "Du har post", "Om 2211771212".into(), "/memo:notification", "C16"),
        ("J6", Sms, "Du har post", "Om 221177-1212.".into(), "/memo:notification", "C16"),
        ("J6", Sms, "Du har post", "CPR: 2211771212, husk det".into(), "/memo:notification", "C16"),
        ("J7", Sms, "</memo:Recipient>", "<memo:AttentionData><memo:Telephone><memo:telephoneNumber>12345678</memo:telephoneNumber></memo:Telephone></memo:AttentionData></memo:Recipient>".into(), "", "E1"),
        ("J7", Sms, "</memo:Recipient>", "<memo:AttentionData><memo:Telephone><memo:telephoneNumber>+4512345678</memo:telephoneNumber></memo:Telephone></memo:AttentionData></memo:Recipient>".into(), "", "E1"),
        ("J7", Sms, "</memo:Recipient>", "<memo:AttentionData><memo:Telephone><memo:telephoneNumber>12345678</memo:telephoneNumber><memo:relatedAgent>x</memo:relatedAgent></memo:Telephone></memo:AttentionData></memo:Recipient>".into(), "", "E1"),
        ("K6", Old, "<memo:mandatory>false</memo:mandatory>\n<memo:legalNotification>false", "<memo:mandatory>1</memo:mandatory>\n<memo:legalNotification>true".into(), "", ""),
        ("L2", Old, additional, additional.repeat(11), "/memo:AdditionalDocument[11]", ""),
        ("N1", Old, part("<kle:KLEdata>", "</kle:KLEdata>"), "".into(), "", ""),
        ("N2", Old, part("<memo:CaseID>", "</memo:CaseID>"), "".into(), "", ""),
        ("N3", New, "BREV<", "<".into(), "/memo:MessageHeader", "B2"),
        ("N4", Old, reply, "".into(), "", ""),
        ("N5", Old, "<memo:caseID>SAG-1</memo:caseID><memo:comment>", "<memo:caseID>SAG-2</memo:caseID><memo:comment>".into(), "", ""),
        ("N6", Old, "<memo:ContentResponsible><memo:label>Borgerservice</memo:label></memo:ContentResponsible>\n", "".into(), "", ""),
        ("N7", Old, "<memo:endDateTime>2026-03-01T22:59:59Z", "<memo:endDateTime>2026-03-01T23:00:00Z".into(), "", "I13"),
        ("N13", Old, "BREV<", "ANMODNING_UNDERSKRIFT<".into(), "", ""),
        ("N15", Old, "BREV<", "INFORMATION<".into(), "", ""),
        ("X1", New, file, html("<p>Hej<img src=\"https://eksempel.dk/1.gif\">"), "/memo:File[1]/memo:content", ""),
        ("X1", New, file, html("<form action=\"https://eksempel.dk/\"><input name=a></form>"), "/memo:File[1]/memo:content", ""),
        ("X1", New, file, html("<meta http-equiv=\"refresh\" content=\"0;url=https://eksempel.dk/\">"), "/memo:File[1]/memo:content", ""),
        ("X1", New, file, html("<style>p { background: url(https://eksempel.dk/1.gif) }</style>"), "/memo:File[1]/memo:content", ""),
        ("X2", New, file, main_file("text/plain", "brev.txt", b"Bl\xe5b\xe6r"), "/memo:File[1]/memo:content", ""),
        ("X2", New, file, main_file("text/plain; charset=utf-8", "brev.txt", b"Bl\xe5"), "/memo:File[1]/memo:content", ""),
        ("X2", Old, file, main_file("text/html", "brev.html", b"<p>Bl\xe5</p>"), "/memo:File[1]/memo:content", ""),
    ];
    let mut cases: Vec<Case> = rows
        .into_iter()
        .map(|(rule, base, from, to, place, beside)| {
            let text = match base {
                Old => base_1_1(),
                New => BASE.to_owned(),
                Sms => nemsms(),
            };
            Case { rule, base, xml: edit(&text, from, &to), context: "{}", place, beside }
        })
        .collect();
    cases.extend(with_facts());
    cases
}

fn with_facts() -> Vec<Case> {
    let company = edit(
        BASE,
        "2211771212</memo:recipientID>\n<memo:idType>CPR",
        "87654321</memo:recipientID>\n<memo:idType>CVR",
    );
    let pointed = edit(
        &company,
        "</memo:Recipient>",
        "<memo:ContactPoint><memo:contactPointID>241d39f6-998e-4929-b198-ccacbbf4b330</memo:contactPointID></memo:ContactPoint></memo:Recipient>",
    );
    let flag = |name: &str| edit(BASE, &format!("<memo:{name}>false"), &format!("<memo:{name}>true"));
    let (mandatory, legal) = (flag("mandatory"), flag("legalNotification"));
    let no_day =
        edit(BASE, "<memo:doNotDeliverUntilDate>2026-02-01", "<memo:doNotDeliverUntilDate>2025-12-31");
    let base = BASE.to_owned();
    let rows: Vec<(&'static str, &String, &'static str, &'static str, &'static str)> = vec![
        ("C11", &base, r#"{"now":"2026-02-02T10:00:00Z"}"#, "/memo:doNotDeliverUntilDate", ""),
        ("C11", &base, r#"{"now":"2026-02-01T23:00:00Z"}"#, "/memo:doNotDeliverUntilDate", ""),
        ("C11", &no_day, r#"{"now":"2026-01-01T10:00:00Z"}"#, "/memo:doNotDeliverUntilDate", ""),
        (
            "C12",
            &base,
            r#"{"now":"2026-01-01T10:00:00Z","max_days_ahead":30}"#,
            "/memo:doNotDeliverUntilDate",
            "",
        ),
        (
            "C12",
            &base,
            r#"{"now":"2026-01-31T10:00:00Z","max_days_ahead":0}"#,
            "/memo:doNotDeliverUntilDate",
            "",
        ),
        (
            "C12",
            &base,
            r#"{"now":"2025-01-31T10:00:00Z","max_days_ahead":365}"#,
            "/memo:doNotDeliverUntilDate",
            "",
        ),
        ("C13", &base, r#"{"message_uuid_used":true}"#, "/memo:messageUUID", ""),
        ("C13", &company, r#"{"message_uuid_used":true}"#, "/memo:messageUUID", ""),
        (
            "C13",
            &mandatory,
            r#"{"message_uuid_used":true,"now":"2026-01-10T10:00:00Z"}"#,
            "/memo:messageUUID",
            "",
        ),
        ("D10", &base, r#"{"sender":{"cvr_numbers":["87654321"],"role":"AUTHORITY"}}"#, "/memo:senderID", ""),
        ("D10", &base, r#"{"sender":{"cvr_numbers":[],"role":"AUTHORITY"}}"#, "/memo:senderID", ""),
        ("D10", &base, r#"{"sender":{"cvr_numbers":["1234567"],"role":"AUTHORITY"}}"#, "/memo:senderID", ""),
        ("D12", &base, r#"{"sender":{"cvr_numbers":["12345678"],"role":"COMPANY"}}"#, "", ""),
        (
            "D12",
            &company,
            r#"{"sender":{"cvr_numbers":["12345678"],"role":"COMPANY"},"recipient":{"state":"REGISTERED","role":"COMPANY"}}"#,
            "",
            "",
        ),
        (
            "D12",
            &legal,
            r#"{"sender":{"cvr_numbers":["12345678"],"role":"COMPANY","legal_notification_allowed":true},"recipient":{"state":"REGISTERED","role":"AUTHORITY"}}"#,
            "",
            "E6",
        ),
        ("E6", &company, r#"{"recipient":{"state":"REGISTERED","role":"AUTHORITY"}}"#, "/memo:Recipient", ""),
        (
            "E6",
            &company,
            r#"{"recipient":{"state":"REGISTERED","role":"AUTHORITY"},"contact_points":[]}"#,
            "/memo:Recipient",
            "",
        ),
        (
            "E6",
            &company,
            r#"{"now":"2026-01-10T10:00:00Z","recipient":{"state":"REGISTERED","role":"AUTHORITY"}}"#,
            "/memo:Recipient",
            "",
        ),
        (
            "E7",
            &pointed,
            r#"{"contact_points":[{"id":"241d39f6-998e-4929-b198-ccacbbf4b330","active":false,"visible":true,"targets":["AUTHORITY"]}]}"#,
            "/memo:Recipient/memo:ContactPoint",
            "",
        ),
        (
            "E7",
            &pointed,
            r#"{"contact_points":[{"id":"241d39f6-998e-4929-b198-ccacbbf4b330","active":true,"visible":false,"targets":["AUTHORITY"]}]}"#,
            "/memo:Recipient/memo:ContactPoint",
            "",
        ),
        (
            "E7",
            &pointed,
            r#"{"sender":{"cvr_numbers":["12345678"],"role":"AUTHORITY"},"contact_points":[{"id":"241d39f6-998e-4929-b198-ccacbbf4b330","active":true,"visible":true,"targets":[]}]}"#,
            "/memo:Recipient/memo:ContactPoint",
            "",
        ),
        (
            "E8",
            &pointed,
            r#"{"contact_points":[{"id":"241d39f6-998e-4929-b198-ccacbbf4b330","active":true,"visible":true,"targets":["AUTHORITY"],"size_threshold_mb":0}]}"#,
            "",
            "",
        ),
        (
            "E8",
            &pointed,
            r#"{"contact_points":[{"id":"241d39f6-998e-4929-b198-ccacbbf4b330","active":true,"visible":true,"targets":["AUTHORITY"],"allowed_attachments":0}]}"#,
            "",
            "",
        ),
        (
            "E8",
            &pointed,
            r#"{"contact_points":[{"id":"241D39F6-998E-4929-B198-CCACBBF4B330","active":true,"visible":true,"targets":["AUTHORITY"],"allowed_attachments":0,"size_threshold_mb":1}]}"#,
            "",
            "",
        ),
        (
            "K1",
            &mandatory,
            r#"{"sender":{"cvr_numbers":["12345678"],"role":"AUTHORITY"}}"#,
            "/memo:mandatory",
            "",
        ),
        (
            "K1",
            &mandatory,
            r#"{"sender":{"cvr_numbers":["12345678"],"role":"AUTHORITY","legal_notification_allowed":true}}"#,
            "/memo:mandatory",
            "",
        ),
        (
            "K1",
            &mandatory,
            r#"{"sender":{"cvr_numbers":["12345678"],"role":"AUTHORITY"},"recipient":{"state":"EXEMPT","role":"CITIZEN"}}"#,
            "/memo:mandatory",
            "",
        ),
        (
            "K2",
            &legal,
            r#"{"sender":{"cvr_numbers":["12345678"],"role":"AUTHORITY"}}"#,
            "/memo:legalNotification",
            "",
        ),
        (
            "K2",
            &legal,
            r#"{"sender":{"cvr_numbers":["12345678"],"role":"AUTHORITY","mandatory_allowed":true}}"#,
            "/memo:legalNotification",
            "",
        ),
        (
            "K2",
            &legal,
            r#"{"now":"2026-01-10T10:00:00Z","sender":{"cvr_numbers":["12345678"],"role":"AUTHORITY","mandatory_allowed":true}}"#,
            "/memo:legalNotification",
            "",
        ),
        ("K3", &base, r#"{"recipient":{"state":"EXEMPT","role":"CITIZEN"}}"#, "", ""),
        ("K3", &legal, r#"{"recipient":{"state":"EXEMPT","role":"CITIZEN"}}"#, "", ""),
        (
            "K3",
            &company,
            r#"{"now":"2026-01-02T12:00:00Z","recipient":{"state":"EXEMPT","role":"COMPANY","exemption_end":"2026-12-31"}}"#,
            "",
            "",
        ),
        ("K4", &base, r#"{"recipient":{"state":"CLOSED","role":"CITIZEN"}}"#, "", ""),
        ("K4", &base, r#"{"recipient":{"state":"UNKNOWN","role":"CITIZEN"}}"#, "", ""),
        ("K4", &mandatory, r#"{"recipient":{"state":"CLOSED","role":"CITIZEN"}}"#, "", ""),
        ("K9", &company, r#"{"recipient":{"state":"EXEMPT","role":"COMPANY"}}"#, "", "K3"),
        (
            "K9",
            &company,
            r#"{"now":"2026-01-02T12:00:00Z","recipient":{"state":"EXEMPT","role":"COMPANY","exemption_end":"2026-01-01"}}"#,
            "",
            "K3",
        ),
        (
            "K9",
            &company,
            r#"{"now":"2026-06-02T12:00:00Z","recipient":{"state":"EXEMPT","role":"COMPANY","exemption_end":"2026-01-01"}}"#,
            "",
            "C11 K3",
        ),
        ("L3", &base, r#"{"entry_name":"1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01"}"#, "/memo:messageUUID", ""),
        (
            "L3",
            &base,
            r#"{"entry_name":"1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e02.xml"}"#,
            "/memo:messageUUID",
            "",
        ),
        ("L3", &base, r#"{"entry_name":"brev.xml"}"#, "/memo:messageUUID", ""),
        ("L5", &base, r#"{"query_uuid":"1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e02"}"#, "/memo:messageUUID", ""),
        ("L5", &base, r#"{"query_uuid":""}"#, "/memo:messageUUID", ""),
        ("L5", &base, r#"{"query_uuid":"1e0b0f5a6a3b4c2d8e1f0a1b2c3d4e01"}"#, "/memo:messageUUID", ""),
    ];
    let mut cases: Vec<Case> = rows
        .into_iter()
        .map(|(rule, xml, context, place, beside)| Case {
            rule,
            base: New,
            xml: xml.clone(),
            context,
            place,
            beside,
        })
        .collect();
    let unsubscribed = r#"{"recipient":{"state":"REGISTERED","role":"CITIZEN","nemsms":false}}"#;
    let exempt = r#"{"recipient":{"state":"EXEMPT","role":"CITIZEN","nemsms":false}}"#;
    let closed = r#"{"recipient":{"state":"CLOSED","role":"CITIZEN","nemsms":false}}"#;
    for (context, beside) in [(unsubscribed, ""), (exempt, ""), (closed, "K4")] {
        cases.push(Case { rule: "J4", base: Sms, xml: nemsms(), context, place: "", beside });
    }
    cases
}
