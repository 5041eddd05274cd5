//! Second cases for rules that have one in `cases.rs`: another way to break each.

use super::cases::{BASE, Schema};
use Schema::{Accepts, Rejects};

/// From the first text up to the end of the second, as it stands in the base.
fn part(from: &str, to: &str) -> &'static str {
    let start = BASE.find(from).expect("in the base");
    let end = start + BASE[start..].find(to).expect("in the base") + to.len();
    &BASE[start..end]
}

/// Commented out: there for a person's eye, but not in the message.
fn hidden(text: &str) -> String {
    format!("<!--{text}-->")
}

/// (rule, from, to, schema), as in `cases::broken`.
pub(crate) fn broken() -> Vec<(&'static str, String, String, Schema)> {
    let file = part("<memo:File>", "</memo:File>");
    let body = part("<memo:MessageBody>", "</memo:MessageBody>");
    let additional = part("<memo:AdditionalDocument>", "</memo:AdditionalDocument>");
    let kle = part("<kle:KLEdata>", "</kle:KLEdata>");
    let case = part("<memo:CaseID>", "</memo:CaseID>");
    let reply = part("<memo:ReplyData>", "</memo:ReplyData>");
    let point = part("<memo:ContactPoint>", "</memo:ContactPoint>");
    let unit = part("<memo:ContentResponsible>", "</memo:ContentResponsible>");
    let action = part("<memo:Action>", "</memo:Action>");
    let uuid = part("<memo:messageUUID>", "</memo:messageUUID>");
    let value = "<memo:AdditionalContentData><memo:contentDataName>a</memo:contentDataName><memo:contentDataValue>b</memo:contentDataValue></memo:AdditionalContentData>";
    let reply_value = "<memo:AdditionalReplyData><memo:label>a</memo:label><memo:value>b</memo:value></memo:AdditionalReplyData>";
    let mail = "<memo:AttentionData><memo:EMail><memo:emailAddress>a@b.dk</memo:emailAddress></memo:EMail></memo:AttentionData></memo:Recipient>";
    let sign = "<memo:actionCode>UNDERSKRIV</memo:actionCode><memo:startDateTime>2026-03-01T22:59:59Z</memo:startDateTime>";
    let end = "<memo:endDateTime>2026-03-01T22:59:59Z";
    let payment = part("<memo:actionCode>BETALING", "</memo:endDateTime>");
    let info = "<memo:ContactInfo><memo:label>a</memo:label><memo:value>b</memo:value></memo:ContactInfo>";
    let flags = "<memo:mandatory>false</memo:mandatory>\n<memo:legalNotification>false";
    let rows: Vec<(&'static str, &str, String, Schema)> = vec![
        ("A3", "https://DigitalPost.dk/MeMo-1", "http://DigitalPost.dk/MeMo-1".into(), Rejects),
        ("A7", "memoVersion=\"1.2\"", "memoSchVersion=\"\" memoVersion=\"1.2\"".into(), Rejects),
        (
            "A9",
            "<memo:label>Et brev</memo:label>",
            "<m:label xmlns:m=\"https://DigitalPost.dk/MeMo-1\">Et brev</m:label>".into(),
            Accepts,
        ),
        (
            "A10",
            "memoVersion=\"1.2\"",
            "memoVersion=\"1.2\" xmlns:x=\"http://www.w3.org/2001/XMLSchema-instance\" x:noNamespaceSchemaLocation=\"a\"".into(),
            Accepts,
        ),
        ("C2", uuid, hidden(uuid), Rejects),
        ("C4", "<memo:label>Et brev</memo:label>", hidden("<memo:label>Et brev</memo:label>"), Rejects),
        ("C6", "Du har post", "æ ".repeat(76), Rejects),
        ("D2", "<memo:label>Eksempel Kommune</memo:label>", hidden("<memo:label>x</memo:label>"), Rejects),
        (
            "D7",
            "<memo:idType>CVR</memo:idType>",
            "<memo:idType>CVR</memo:idType><memo:idTypeLabel>x</memo:idTypeLabel>".into(),
            Rejects,
        ),
        ("E1", "</memo:Recipient>", mail.into(), Accepts),
        ("E2", "<memo:contactPointID>163710ae-5078-350c-0000-000000000440</memo:contactPointID>", "".into(), Rejects),
        ("E4", "</memo:contactPointID>", format!("</memo:contactPointID>{}", info.repeat(9)), Rejects),
        ("I4", part("<memo:Reservation>", "</memo:Reservation>"), "".into(), Accepts),
        ("E9", point, hidden(point), Accepts),
        ("E12", "<memo:generatingSystemID>SYS</memo:generatingSystemID>", "<memo:label>SYS</memo:label>".into(), Rejects),
        ("F3", "AB12345", "AB 12 345".into(), Rejects),
        ("F4", "</memo:ContentData>", format!("{}</memo:ContentData>", value.repeat(30)), Rejects),
        (
            "F9",
            "</memo:ContentData>",
            "<grd:Address><grd:zipCode>9000</grd:zipCode></grd:Address><grd:UnstructuredAddress><grd:unstructured>Gade 1</grd:unstructured></grd:UnstructuredAddress></memo:ContentData>".into(),
            Accepts,
        ),
        ("G2", "</memo:ReplyData>", format!("{}</memo:ReplyData>", reply_value.repeat(20)), Rejects),
        (
            "G4",
            "<memo:caseID>SAG-1</memo:caseID><memo:comment>hej",
            format!("<memo:caseID>SAG-1</memo:caseID><memo:comment>{}", "a".repeat(513)),
            Rejects,
        ),
        ("G9", "<memo:reply>true</memo:reply>\n", "".into(), Accepts),
        ("G10", "1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e09", "1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01".into(), Accepts),
        ("H1", body, hidden(body), Accepts),
        ("H4", additional, "<memo:AdditionalDocument><memo:label>x</memo:label></memo:AdditionalDocument>".into(), Rejects),
        (
            "H11",
            "</memo:TechnicalDocument>",
            "<memo:Action><memo:label>a</memo:label><memo:actionCode>BEKRAEFT</memo:actionCode></memo:Action></memo:TechnicalDocument>".into(),
            Rejects,
        ),
        ("H14", file, format!("{file}{}", file.replace("brev.txt", "andet.txt")), Accepts),
        ("H15", "text/xml", "application/msword".into(), Accepts),
        ("I9", "5b1d9f1c-2f5e-4a77-9a1e-7d3c1a2b4c5d", "aftale-1".into(), Rejects),
        ("I11", end, format!("<memo:startDateTime>2026-03-01T23:00:00Z</memo:startDateTime>{end}"), Accepts),
        ("I12", payment, sign.into(), Accepts),
        ("I15", action, action.repeat(3), Accepts),
        (
            "K6",
            flags,
            flags.replace("false", "1"),
            Accepts,
        ),
        ("L2", additional, additional.repeat(12), Accepts),
        ("N1", kle, hidden(kle), Accepts),
        ("N2", case, hidden(case), Accepts),
        ("N3", "<memo:messageCode>BREV</memo:messageCode>", hidden("<memo:messageCode>BREV</memo:messageCode>"), Accepts),
        ("N4", reply, hidden(reply), Accepts),
        ("N5", "<memo:caseID>SAG-1</memo:caseID><memo:caseSystem>", "<memo:caseID>SAG-3</memo:caseID><memo:caseSystem>".into(), Accepts),
        ("N6", unit, hidden(unit), Accepts),
        ("N7", end, end.replace("22:59:59", "10:00:00"), Accepts),
        ("N13", "<memo:messageCode>BREV</memo:messageCode>", "<memo:messageCode>ANMODNING_UNDERSKRIFT</memo:messageCode>".into(), Accepts),
        ("N15", "<memo:messageCode>BREV</memo:messageCode>", "<memo:messageCode>INFORMATION</memo:messageCode>".into(), Accepts),
    ];
    rows.into_iter().map(|(rule, from, to, schema)| (rule, from.to_owned(), to, schema)).collect()
}
