//! Broken and sound variants of one message, by rule. An edit replaces its first text by its second.
#![allow(dead_code)]

/// What the schema says of a variant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Schema {
    /// xmllint must reject it too.
    Rejects,
    /// The rule goes beyond the schema, so xmllint must accept it.
    Accepts,
}
use Schema::{Accepts, Rejects};

pub(crate) const BASE: &str = include_str!("base.xml");

/// The base as MeMo 1.1.
pub(crate) fn base_1_1() -> String {
    let mut text = BASE.replace("memoVersion=\"1.2\"", "memoVersion=\"1.1\" memoSchVersion=\"1.1.0\"");
    for (from, to) in [
        ("<memo:Representative>", "</memo:Representative>"),
        ("<memo:originalRepresentative>", "</memo:originalRepresentative>"),
    ] {
        let start = text.find(from).expect("in the base");
        let end = text.find(to).expect("in the base") + to.len();
        text.replace_range(start..end, "");
    }
    text
}

pub(crate) fn edit(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "the base does not hold {from}");
    text.replacen(from, to, 1)
}

/// Turns the base into a NemSMS.
pub(crate) fn nemsms() -> String {
    let text = edit(BASE, "DIGITALPOST", "NEMSMS");
    let start = text.find("<memo:MessageBody>").expect("in the base");
    let end = text.find("</memo:MessageBody>").expect("in the base") + "</memo:MessageBody>".len();
    format!("{}{}", &text[..start], &text[end..])
}

fn long(count: usize) -> String {
    "ø".repeat(count)
}

/// (rule, from, to, schema): variants of the 1.2 base that break the rule.
pub(crate) fn broken() -> Vec<(&'static str, String, String, Schema)> {
    let file = "<memo:File><memo:encodingFormat>text/plain</memo:encodingFormat><memo:filename>brev.txt</memo:filename><memo:language>da</memo:language><memo:content>VGhpcyBpcyBhIHRlc3Q=</memo:content></memo:File>";
    let body_start = BASE.find("<memo:MessageBody>").expect("in the base");
    let body_end = BASE.find("</memo:MessageBody>").expect("in the base") + "</memo:MessageBody>".len();
    let body = &BASE[body_start..body_end];
    let recipient =
        &BASE[BASE.find("<memo:Recipient>").expect("base")..BASE.find("<memo:ContentData>").expect("base")];
    let additional = &BASE[BASE.find("<memo:AdditionalDocument>").expect("base")
        ..BASE.find("<memo:TechnicalDocument>").expect("base")];
    let kle = "<kle:KLEdata><kle:subjectKey>32.03.12</kle:subjectKey><kle:version>2024</kle:version><kle:activityFacet>Ø54</kle:activityFacet><kle:label>Emne</kle:label></kle:KLEdata>";
    let info = "<memo:ContactInfo><memo:label>a</memo:label><memo:value>b</memo:value></memo:ContactInfo>";
    let more = "<memo:AdditionalContentData><memo:contentDataName>a</memo:contentDataName><memo:contentDataValue>b</memo:contentDataValue></memo:AdditionalContentData>";
    let reply_more = "<memo:AdditionalReplyData><memo:label>a</memo:label><memo:value>b</memo:value></memo:AdditionalReplyData>";
    let telephone = "<memo:AttentionData><memo:Telephone><memo:telephoneNumber>12345678</memo:telephoneNumber></memo:Telephone></memo:AttentionData></memo:Recipient>";
    let action = "<memo:Action><memo:label>Betal</memo:label><memo:actionCode>BETALING</memo:actionCode><memo:endDateTime>2026-03-01T22:59:59Z</memo:endDateTime><memo:EntryPoint><memo:url>https://eksempel.dk/betal</memo:url></memo:EntryPoint></memo:Action>";
    let case =
        "<memo:CaseID><memo:caseID>SAG-1</memo:caseID><memo:caseSystem>ESDH</memo:caseSystem></memo:CaseID>";
    let rows: Vec<(&'static str, &str, String, Schema)> = vec![
        ("A1", "</memo:MessageBody>", "".into(), Rejects),
        ("A1", "Et brev", "Et & brev".into(), Rejects),
        ("A1", "Et brev", "Et \u{1} brev".into(), Rejects),
        ("A1", "</memo:Message>", "</memo:Message><a/>".into(), Rejects),
        ("A1", "Et brev", "Et ]]> brev".into(), Rejects),
        ("A1", "<memo:label>Et brev", "<!-- a -- b --><memo:label>Et brev".into(), Rejects),
        ("A1", "encoding=\"UTF-8\"", "encoding=\"UTF-7\"".into(), Rejects),
        ("A2", "<memo:Message ", "<!DOCTYPE a><memo:Message ".into(), Accepts),
        ("A2", "Et brev", "Et&nbsp;brev".into(), Rejects),
        ("A2", "<memo:Message ", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><memo:Message ".into(), Accepts),
        ("A3", "https://DigitalPost.dk/MeMo-1", "https://DigitalPost.dk/MeMo-2".into(), Rejects),
        ("A4", " memoVersion=\"1.2\"", "".into(), Rejects),
        ("A4", "memoVersion=\"1.2\"", "memoVersion=\"x\"".into(), Rejects),
        ("A5", "memoVersion=\"1.2\"", "memoVersion=\"1.3\"".into(), Accepts),
        ("A5", "memoVersion=\"1.2\"", "memoVersion=\"-1.2\"".into(), Accepts),
        ("A7", "memoVersion=\"1.2\"", "memoVersion=\"1.2\" memoSchVersion=\"1.2.0\"".into(), Rejects),
        ("A8", "<memo:label>Et brev", "<memo:extra>x</memo:extra><memo:label>Et brev".into(), Rejects),
        ("A8", "<memo:label>Et brev", "<memo:label id=\"1\">Et brev".into(), Rejects),
        ("A8", "<memo:Recipient>", "tekst<memo:Recipient>".into(), Rejects),
        ("A8", "Et brev", "Et <b>brev</b>".into(), Rejects),
        ("A8", "memoVersion=\"1.2\"", "memoVersion=\"1.2\" more=\"1\"".into(), Rejects),
        ("A9", "<memo:label>Et brev</memo:label>", "<label xmlns=\"https://DigitalPost.dk/MeMo-1\">Et brev</label>".into(), Accepts),
        ("A10", "memoVersion=\"1.2\"", "memoVersion=\"1.2\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"a b\"".into(), Accepts),
        ("B1", "<memo:messageID>MSG-1</memo:messageID>\n<memo:messageCode>BREV</memo:messageCode>", "<memo:messageCode>BREV</memo:messageCode><memo:messageID>MSG-1</memo:messageID>".into(), Rejects),
        ("B1", "<memo:caseID>SAG-1</memo:caseID><memo:caseSystem>ESDH</memo:caseSystem>", "<memo:caseSystem>ESDH</memo:caseSystem><memo:caseID>SAG-1</memo:caseID>".into(), Rejects),
        ("B2", "<memo:messageID>MSG-1</memo:messageID>", "<memo:messageID>MSG-1</memo:messageID><memo:messageID>MSG-1</memo:messageID>".into(), Rejects),
        ("B2", "<memo:messageID>MSG-1</memo:messageID>", "<memo:messageID/>".into(), Accepts),
        ("B3", "<grd:ProductionUnit>", "<memo:ProductionUnit>".into(), Rejects),
        ("B3", "<memo:label>Et brev</memo:label>", "<grd:label>Et brev</grd:label>".into(), Rejects),
        ("C1", "DIGITALPOST", "BREV".into(), Rejects),
        ("C1", "<memo:messageType>DIGITALPOST</memo:messageType>", "".into(), Rejects),
        ("C2", "<memo:messageUUID>1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01</memo:messageUUID>\n", "".into(), Rejects),
        ("C3", "1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01", "1e0b0f5a-6a3b-1c2d-8e1f-0a1b2c3d4e01".into(), Rejects),
        ("C3", "1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01", "".into(), Rejects),
        ("C3", "1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01", " 1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01".into(), Rejects),
        ("C4", "<memo:label>Et brev</memo:label>", "".into(), Rejects),
        ("C5", "Et brev", long(257), Rejects),
        ("C5", "SAG-1", long(300), Rejects),
        ("C6", "Du har post", long(151), Rejects),
        ("C7", "2026-03-01T22:59:59Z", "2026-03-01T22:59:59+01:00".into(), Rejects),
        ("C7", "2026-03-01T22:59:59Z", "".into(), Rejects),
        ("C7", "2026-02-10T09:00:00Z", "2026-02-10T09:00:00".into(), Rejects),
        ("C8", "2026-02-01<", "2026-02-01T00:00:00Z<".into(), Rejects),
        ("C8", "2026-02-01<", "2026-02-30<".into(), Rejects),
        ("C9", "<memo:reply>true", "<memo:reply>ja".into(), Rejects),
        ("C9", "<memo:mandatory>false", "<memo:mandatory>FALSE".into(), Rejects),
        ("C14", "<memo:reply>true</memo:reply>\n", "".into(), Accepts),
        ("C14", "<memo:reply>true", "<memo:reply>0".into(), Accepts),
        ("C15", "2026-03-01T22:59:59Z", "2025-03-01T22:59:59Z".into(), Accepts),
        ("C15", "2026-02-01<", "2026-04-01<".into(), Accepts),
        ("C16", "Et brev", "Brev om 221177-1212".into(), Accepts),
        ("C16", "Du har post", "Post til 2211771212".into(), Accepts),
        ("C16", "MSG-1", "2211771212".into(), Accepts),
        ("D1", recipient, "".into(), Rejects),
        ("D1", recipient, format!("{recipient}{recipient}"), Rejects),
        ("D1", "<memo:senderID>12345678</memo:senderID>", "".into(), Rejects),
        ("D2", "<memo:label>Eksempel Kommune</memo:label>", "".into(), Rejects),
        ("D3", "<memo:idType>CVR</memo:idType>", "".into(), Rejects),
        ("D3", "<memo:idType>CPR</memo:idType>", "".into(), Rejects),
        ("D4", "<memo:idType>CVR", "<memo:idType>MyndighedsID".into(), Accepts),
        ("D4", "<memo:idType>CPR", "<memo:idType>cpr".into(), Accepts),
        ("D4", "<memo:idType>CPR", "<memo:idType>".into(), Accepts),
        ("D5", "2211771212", "221177-1212".into(), Accepts),
        ("D5", "2211771212", "221177121".into(), Accepts),
        ("D6", "12345678<", "1234567<".into(), Accepts),
        ("D6", "12345678<", "DK12345678<".into(), Accepts),
        ("D7", "<memo:idType>CPR</memo:idType>", "<memo:idType>CPR</memo:idType><memo:idTypeLabel>x</memo:idTypeLabel>".into(), Rejects),
        ("D9", "<memo:representativeID>87654321</memo:representativeID>", "".into(), Rejects),
        ("D9", "87654321</memo:representativeID><memo:idType>CVR", "87654321</memo:representativeID><memo:idType>SE".into(), Accepts),
        ("D9", "<memo:representativeID>87654321</memo:representativeID><memo:idType>CVR</memo:idType>", "<memo:idType>CVR</memo:idType><memo:representativeID>87654321</memo:representativeID>".into(), Rejects),
        ("D13", "Eksempel Kommune", "Kommune 221177-1212".into(), Accepts),
        ("D13", "Eksempel Kommune", "Kommune 12345678".into(), Accepts),
        ("E1", "</memo:Recipient>", telephone.into(), Accepts),
        ("E2", "<memo:contactPointID>163710ae-5078-350c-0000-000000000440</memo:contactPointID>", "<memo:label>x</memo:label>".into(), Rejects),
        ("E3", "163710ae-5078-350c-0000-000000000440", "pladsanvisning".into(), Accepts),
        ("E3", "163710ae-5078-350c-0000-000000000440", "163710ae5078350c0000000000000440".into(), Accepts),
        ("E4", "</memo:contactPointID>", format!("</memo:contactPointID>{info}{info}{info}"), Rejects),
        ("E5", "5798000012345", "57980000123456".into(), Rejects),
        ("E5", "1234567890", "12345678901".into(), Rejects),
        ("E5", "5798000012345", "GLN".into(), Rejects),
        ("E9", "<memo:ContactPoint><memo:contactPointID>163710ae-5078-350c-0000-000000000440</memo:contactPointID></memo:ContactPoint>\n", "".into(), Accepts),
        ("E12", "<memo:generatingSystemID>SYS</memo:generatingSystemID>", "".into(), Rejects),
        ("F1", kle, format!("{kle}{kle}"), Rejects),
        ("F1", case, format!("{case}{case}"), Rejects),
        ("F2", "<dmv:MotorVehicle>", "<grd:MotorVehicle>".into(), Rejects),
        ("F2", "<memo:ContentData>", "<memo:ContentData><memo:CPRdata><grd:cprNumber>2211771212</grd:cprNumber></memo:CPRdata>".into(), Rejects),
        ("F3", "AB12345", "AB123456".into(), Rejects),
        ("F4", "</memo:ContentData>", format!("{}</memo:ContentData>", more.repeat(11)), Rejects),
        ("F5", "<kle:version>2024</kle:version>", "".into(), Rejects),
        ("F5", "<form:label>Opgave</form:label>", "".into(), Rejects),
        ("F6", "32.03.12", "32.3.12".into(), Accepts),
        ("F6", "Ø54", "Ø5".into(), Accepts),
        ("F6", "Ø54", ",54".into(), Accepts),
        ("F7", "<memo:caseSystem>ESDH</memo:caseSystem>", "".into(), Rejects),
        ("F7", "<memo:caseID>SAG-1</memo:caseID><memo:caseSystem>", "<memo:caseSystem>".into(), Rejects),
        ("F9", "</memo:ContentData>", "<grd:Address><grd:city>Aalborg</grd:city></grd:Address><grd:UnstructuredAddress><grd:unstructured>Aalborg</grd:unstructured></grd:UnstructuredAddress></memo:ContentData>".into(), Accepts),
        ("G1", "<memo:ReplyData><memo:messageUUID>1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01</memo:messageUUID>", "<memo:ReplyData>".into(), Rejects),
        ("G1", "<memo:ReplyData><memo:messageUUID>1e0b0f5a-6a3b-4c2d", "<memo:ReplyData><memo:messageUUID>1e0b0f5a-6a3b-3c2d".into(), Rejects),
        ("G2", "</memo:ReplyData>", format!("{}</memo:ReplyData>", reply_more.repeat(5)), Rejects),
        ("G3", "<memo:originalSender>Kommunen</memo:originalSender>", "".into(), Rejects),
        ("G3", "2025-12-01T12:00:00Z", "2025-12-01T12:00:00+01:00".into(), Rejects),
        ("G3", "<memo:ForwardData><memo:messageUUID>1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e09</memo:messageUUID>", "<memo:ForwardData>".into(), Rejects),
        ("G4", "<memo:comment>hej", format!("<memo:comment>{}", long(513)), Rejects),
        ("G9", "<memo:reply>true", "<memo:reply>false".into(), Accepts),
        ("G10", "1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e09", "1E0B0F5A-6A3B-4C2D-8E1F-0A1B2C3D4E01".into(), Accepts),
        ("H1", body, "".into(), Accepts),
        ("H2", "<memo:createdDateTime>2026-01-05T09:00:00Z</memo:createdDateTime>", "".into(), Rejects),
        ("H2", "2026-01-05T09:00:00Z", "2026-01-05T09:00:00".into(), Rejects),
        ("H3", "<memo:MainDocument>", format!("{additional}<memo:MainDocument>"), Rejects),
        ("H3", "</memo:MainDocument>", format!("</memo:MainDocument><memo:MainDocument>{file}</memo:MainDocument>"), Rejects),
        ("H4", file, "".into(), Rejects),
        ("H5", "VGhpcyBpcyBhIHRlc3Q=", "VGhpcyBpcyBhIHRlc3Q".into(), Rejects),
        ("H5", "VGhpcyBpcyBhIHRlc3Q=", "VGhp*yBpcyBhIHRlc3Q=".into(), Rejects),
        ("H5", "VGhpcyBpcyBhIHRlc3Q=", "VGhpcyBpcyBhIHRlc-_=".into(), Rejects),
        ("H5", "<memo:content>VGhpcyBpcyBhIHRlc3Q=</memo:content>", "".into(), Rejects),
        ("H6", "<memo:language>da", "<memo:language>dan".into(), Rejects),
        ("H6", "<memo:language>da", "<memo:language>".into(), Rejects),
        ("H7", "<memo:filename>brev.txt</memo:filename>", "".into(), Rejects),
        ("H7", "<memo:encodingFormat>text/plain</memo:encodingFormat>", "".into(), Rejects),
        ("H8", "VGhpcyBpcyBhIHRlc3Q=", "".into(), Accepts),
        ("H8", "VGhpcyBpcyBhIHRlc3Q=", "\n ".into(), Accepts),
        ("H9", "brev.txt", "brev.xyz".into(), Accepts),
        ("H9", "bilag.txt", "bilag.EXE".into(), Accepts),
        ("H10", "brev.txt", "brev: 1.txt".into(), Accepts),
        ("H10", "brev.txt", "brev\u{A0}1.txt".into(), Accepts),
        ("H10", "bilag.txt", "a/b.txt".into(), Accepts),
        ("H11", "</memo:TechnicalDocument>", format!("{action}</memo:TechnicalDocument>"), Rejects),
        ("H12", "text/plain", "application/pdf".into(), Accepts),
        ("H12", "VGhpcyBpcyBhIHRlc3Q=", "JVBERi0xLjQK".into(), Accepts),
        ("H13", "brev.txt", "brev".into(), Accepts),
        ("H13", "brev.txt", " brev.txt".into(), Accepts),
        ("H14", file, format!("{file}{file}"), Accepts),
        ("H15", "text/xml", "application/pdf".into(), Accepts),
        ("H17", "brev.txt", "brev.docm".into(), Accepts),
        ("H17", "text/plain</memo:encodingFormat><memo:filename>brev.txt</memo:filename><memo:language>da</memo:language><memo:content>VGhpcyBpcyBhIHRlc3Q=", "text/html</memo:encodingFormat><memo:filename>brev.html</memo:filename><memo:language>da</memo:language><memo:content>PFNDUklQVD4=".into(), Accepts),
        ("H17", "VGhpcyBpcyBhIHRlc3Q=", "TVqQAAM=".into(), Accepts),
        ("I1", "</memo:Reservation>", "</memo:Reservation><memo:EntryPoint><memo:url>https://a.dk</memo:url></memo:EntryPoint>".into(), Rejects),
        ("I1", "</memo:EntryPoint>", "</memo:EntryPoint><memo:EntryPoint><memo:url>https://a.dk</memo:url></memo:EntryPoint>".into(), Rejects),
        ("I2", "<memo:label>Betal</memo:label>", "".into(), Rejects),
        ("I2", "<memo:actionCode>AFTALE</memo:actionCode>", "".into(), Rejects),
        ("I3", "BETALING", "Betaling".into(), Accepts),
        ("I3", "BETALING", "KLIK".into(), Accepts),
        ("I4", "BETALING", "AFTALE".into(), Accepts),
        ("I5", "AFTALE", "INFORMATION".into(), Accepts),
        ("I5", "<memo:EntryPoint><memo:url>https://eksempel.dk/betal</memo:url></memo:EntryPoint>", "".into(), Accepts),
        ("I6", "https://eksempel.dk/betal", "http://eksempel.dk/betal".into(), Accepts),
        ("I6", "https://eksempel.dk/betal", "mailto:a@eksempel.dk".into(), Accepts),
        ("I7", "https://eksempel.dk/betal", "/betal".into(), Accepts),
        ("I7", "https://eksempel.dk/betal", format!("https://eksempel.dk/{}", "a".repeat(240)), Rejects),
        ("I7", "https://eksempel.dk/betal", "https://".into(), Accepts),
        ("I8", "<memo:abstract>Kort</memo:abstract>", "".into(), Rejects),
        ("I8", "<memo:endDateTime>2026-02-10T09:30:00Z</memo:endDateTime>", "".into(), Rejects),
        ("I9", "5b1d9f1c-2f5e-4a77-9a1e-7d3c1a2b4c5d", "5b1d9f1c-2f5e-5a77-9a1e-7d3c1a2b4c5d".into(), Rejects),
        ("I10", "2026-02-10T09:30:00Z", "2026-02-10T09:00:00Z".into(), Accepts),
        ("I10", "2026-02-10T09:30:00Z", "2026-02-09T09:30:00Z".into(), Accepts),
        ("I11", "<memo:endDateTime>2026-03-01", "<memo:startDateTime>2026-04-01T10:00:00Z</memo:startDateTime><memo:endDateTime>2026-03-01".into(), Accepts),
        ("I12", "<memo:actionCode>BETALING</memo:actionCode><memo:endDateTime>2026-03-01T22:59:59Z</memo:endDateTime>", "<memo:actionCode>BETALING</memo:actionCode><memo:startDateTime>2026-03-01T22:59:59Z</memo:startDateTime>".into(), Accepts),
        ("I13", "<memo:endDateTime>2026-03-01T22:59:59Z", "<memo:endDateTime>2026-03-02T22:59:59Z".into(), Accepts),
        ("I13", "<memo:replyByDateTime>2026-03-01T22:59:59Z", "<memo:replyByDateTime>2026-03-01T23:59:59Z".into(), Accepts),
        ("I15", action, format!("{action}{action}"), Accepts),
        ("K6", "<memo:mandatory>false</memo:mandatory>\n<memo:legalNotification>false", "<memo:mandatory>true</memo:mandatory><memo:legalNotification>1".into(), Accepts),
        ("L2", "</memo:MainDocument>", format!("</memo:MainDocument>{}", additional.repeat(10)), Accepts),
        ("N1", kle, "".into(), Accepts),
        ("N2", case, "".into(), Accepts),
        ("N3", "<memo:messageCode>BREV</memo:messageCode>\n", "".into(), Accepts),
        ("N4", "<memo:ReplyData><memo:messageUUID>1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01</memo:messageUUID><memo:caseID>SAG-1</memo:caseID><memo:comment>hej</memo:comment></memo:ReplyData>", "".into(), Accepts),
        ("N5", "<memo:caseID>SAG-1</memo:caseID><memo:comment>", "<memo:caseID>SAG-2</memo:caseID><memo:comment>".into(), Accepts),
        ("N6", "<memo:ContentResponsible><memo:label>Borgerservice</memo:label></memo:ContentResponsible>\n", "".into(), Accepts),
        ("N7", "<memo:endDateTime>2026-03-01T22:59:59Z", "<memo:endDateTime>2026-03-02T22:59:59Z".into(), Accepts),
        ("N13", "BREV<", "ANMODNING_UNDERSKRIFT<".into(), Accepts),
        ("N15", "BREV<", "INFORMATION<".into(), Accepts),
    ];
    rows.into_iter().map(|(rule, from, to, schema)| (rule, from.to_owned(), to, schema)).collect()
}

/// (rule, from, to): variants that come close to breaking the rule, but do not.
pub(crate) fn sound() -> Vec<(&'static str, &'static str, String)> {
    vec![
        ("A1", "<?xml", "\u{FEFF}<?xml".into()),
        ("A1", "Et brev", "<![CDATA[Et & <brev>]]>".into()),
        ("A1", "Et brev", "Et <!-- x --> brev &#x2603; &amp;".into()),
        ("A2", "Et brev", "&lt;!DOCTYPE&gt;".into()),
        ("A5", "memoVersion=\"1.2\"", "memoVersion=\"1.20\"".into()),
        ("A8", "<memo:Recipient>", "<?pi x?><!-- y --><memo:Recipient >".into()),
        ("A8", "<memo:label>Et", "<memo:label xmlns:x=\"urn:x\">Et".into()),
        ("B2", "</memo:MessageHeader>", "</memo:MessageHeader>\n\n".into()),
        ("C3", "1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01", "1E0B0F5A-6A3B-4C2D-BE1F-0A1B2C3D4E01".into()),
        ("C5", "Et brev", long(256)),
        ("C6", "Du har post", long(150)),
        ("C7", "2026-01-05T09:00:00Z", "2026-01-05T09:00:00.1234567Z".into()),
        ("C7", "2026-01-05T09:00:00Z", "\n2026-01-05T09:00:00Z ".into()),
        ("C9", "<memo:mandatory>false", "<memo:mandatory>0".into()),
        ("C16", "Et brev", "Sag 9922771212, faktura 12345678901".into()),
        ("C16", "Et brev", "d. 22-11-1977 kl. 12.12".into()),
        ("D5", "2211771212", "9900000000".into()),
        ("D6", "12345678<", "00000000<".into()),
        ("E3", "163710ae-5078-350c-0000-000000000440", "241D39F6-998E-4929-B198-CCACBBF4B330".into()),
        ("E5", "5798000012345", "0005798000012345".into()),
        ("F3", "AB12345", "ÆØÅ1234".into()),
        ("G4", "<memo:comment>hej", format!("<memo:comment>{}", long(512))),
        ("H5", "VGhpcyBpcyBhIHRlc3Q=", "\r\n VGhpcyBp\r\ncyBhIHRl\tc3Q=\n".into()),
        ("H5", "VGhpcyBpcyBhIHRlc3Q=", "VGhpcyBp<!-- x -->cyBhIHRlc3Q&#61;".into()),
        ("H8", "VGhpcyBpcyBhIHRlc3Q=", "YQ==".into()),
        ("H9", "brev.txt", "brev.TXT".into()),
        ("H10", "brev.txt", "blåbær (1), æble & øl.txt".replace('&', "&amp;")),
        ("I6", "https://eksempel.dk/betal", "https://eksempel.dk/spørgeskema".into()),
        (
            "I11",
            "<memo:endDateTime>2026-03-01",
            "<memo:startDateTime>2026-01-01T10:00:00Z</memo:startDateTime><memo:endDateTime>2026-03-01"
                .into(),
        ),
        ("L2", "Et brev", "Elleve bilag ville være for mange".into()),
    ]
}
