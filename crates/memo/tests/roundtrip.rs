//! Arbitrary messages: whatever the writer writes, the reader reads back, the checker and the schema accept.
#![allow(clippy::unwrap_used)]

mod support;

use memo::model::*;
use memo::{
    CheckOptions, Content, Date, DateTime, Limits, Message, MessageType, Uuid, Version, check, read,
    read_from, write_to_vec,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[ -~æøåÆØÅ\u{2603}\u{1F600}\n\t\r]{1,40}",
        1 => Just("a&b<c>]]>\"'".to_owned()),
        1 => "[ø]{256}",
    ]
}

fn uuid() -> impl Strategy<Value = Uuid> {
    (any::<u128>(), any::<bool>()).prop_map(|(n, upper)| {
        let id = uuid::Builder::from_random_bytes(n.to_be_bytes()).into_uuid().to_string();
        Uuid::from_text(if upper { id.to_uppercase() } else { id })
    })
}

fn time() -> impl Strategy<Value = DateTime> {
    (0..4_000_000_000i64).prop_map(|s| DateTime::from(jiff::Timestamp::from_second(s).unwrap()))
}

fn address() -> impl Strategy<Value = Address> {
    (of(text()), of(text()), of(text())).prop_map(|(id, city, height)| Address {
        id,
        city,
        address_point: height
            .map(|h| AddressPoint { geographic_height_measure: Some(h), ..AddressPoint::default() }),
        ..Address::default()
    })
}

fn attention() -> impl Strategy<Value = AttentionData> {
    (of(text()), of(0..9_999_999_999u64), of(0..9_999_999_999_999u64), of(address()), of(text()), of(text()))
        .prop_map(|(person, unit, gln, address, eid, sor)| AttentionData {
            attention_person: person.map(|p| AttentionPerson { person_id: None, label: Some(p) }),
            production_unit: unit.map(|u| ProductionUnit {
                production_unit_number: u.to_string(),
                ..ProductionUnit::default()
            }),
            global_location_number: gln.map(|g| GlobalLocationNumber {
                global_location_number: format!("{g:013}"),
                ..GlobalLocationNumber::default()
            }),
            address,
            eid: eid.map(|eid| Eid { eid, label: None }),
            sor_data: sor.map(|s| SorData { sor_identifier: s, entry_name: None }),
            ..AttentionData::default()
        })
}

fn contact_point() -> impl Strategy<Value = ContactPoint> {
    (text(), vec((text(), text()), 0..=2)).prop_map(|(contact_point_id, info)| ContactPoint {
        contact_point_id,
        contact_info: info.into_iter().map(|(label, value)| ContactInfo { label, value }).collect(),
        ..ContactPoint::default()
    })
}

fn content_data() -> impl Strategy<Value = ContentData> {
    (
        of(text()),
        of("[A-Z0-9]{1,7}"),
        of((text(), text())),
        of(text()),
        of(text()),
        vec((text(), text()), 0..=10),
    )
        .prop_map(|(name, plate, case, kle, education, more)| ContentData {
            cpr_data: name.map(|n| CprData { cpr_number: "2211771212".to_owned(), name: Some(n) }),
            motor_vehicle: plate.map(|p| MotorVehicle { license_number: p, chassis_number: None }),
            case_id: case.map(|(case_id, case_system)| CaseId { case_id, case_system }),
            kle_data: kle.map(|k| KleData {
                subject_key: k.clone(),
                version: k.clone(),
                activity_facet: None,
                label: k,
            }),
            education: education.map(|e| Education { education_code: e, education_name: None }),
            additional: more
                .into_iter()
                .map(|(n, v)| AdditionalContentData {
                    content_data_type: None,
                    content_data_name: n,
                    content_data_value: v,
                })
                .collect(),
            ..ContentData::default()
        })
}

fn file() -> impl Strategy<Value = File> {
    (text(), text(), "[a-z]{1,2}", vec(any::<u8>(), 0..400)).prop_map(
        |(encoding_format, filename, language, bytes)| File {
            encoding_format,
            filename,
            language,
            content: Content::Bytes(bytes),
        },
    )
}

fn action() -> impl Strategy<Value = Action> {
    let entry = "[a-z]{1,20}".prop_map(|p| EntryPoint { url: format!("https://eksempel.dk/{p}?a=1&b=ø") });
    let reservation =
        (uuid(), time(), time(), text()).prop_map(|(reservation_uuid, start_date_time, end_date_time, t)| {
            Reservation {
                description: t.clone(),
                reservation_uuid,
                abstract_text: t.clone(),
                location: t,
                start_date_time,
                end_date_time,
                ..Reservation::default()
            }
        });
    (text(), text(), of(time()), of(time()), of(entry), of(reservation)).prop_map(
        |(label, action_code, start_date_time, end_date_time, entry_point, reservation)| Action {
            label,
            action_code,
            start_date_time,
            end_date_time,
            entry_point: entry_point.filter(|_| reservation.is_none()),
            reservation,
        },
    )
}

fn body() -> impl Strategy<Value = MessageBody> {
    let documents = vec((of(text()), vec(file(), 1..3), vec(action(), 0..2)), 1..4);
    (time(), documents, of(file())).prop_map(|(created_date_time, mut documents, technical)| {
        let (label, files, actions) = documents.remove(0);
        MessageBody {
            created_date_time,
            main_document: MainDocument { id: None, label, files, actions },
            additional_documents: documents
                .into_iter()
                .map(|(label, files, actions)| AdditionalDocument {
                    id: Some("1".to_owned()),
                    label,
                    files,
                    actions,
                })
                .collect(),
            technical_documents: technical
                .map(|f| TechnicalDocument { id: None, label: None, files: vec![f] })
                .into_iter()
                .collect(),
        }
    })
}

fn threads() -> impl Strategy<Value = (Option<ForwardData>, Vec<ReplyData>)> {
    let forward = (uuid(), time(), text(), of(text())).prop_map(
        |(message_uuid, original_message_date_time, original_sender, comment)| ForwardData {
            message_uuid,
            original_message_date_time,
            original_sender,
            comment,
            ..ForwardData::default()
        },
    );
    let reply = (uuid(), of(uuid()), of(text()), vec((text(), text()), 0..=4)).prop_map(
        |(message_uuid, reply_uuid, case_id, more)| ReplyData {
            message_uuid,
            reply_uuid,
            case_id,
            additional: more.into_iter().map(|(label, value)| AdditionalReplyData { label, value }).collect(),
            ..ReplyData::default()
        },
    );
    (of(forward), vec(reply, 0..3))
}

fn message() -> impl Strategy<Value = Message> {
    let parties = (of(attention()), of(contact_point()), of(attention()), of(text()));
    let flags = (of(any::<bool>()), of(any::<bool>()), of(any::<bool>()), of(time()), any::<bool>());
    (uuid(), text(), parties, flags, of(content_data()), threads(), of(body())).prop_map(
        |(
            message_uuid,
            label,
            (a, c, b, to),
            (reply, mandatory, legal_notification, by, sms),
            content_data,
            (forward_data, reply_data),
            body,
        )| {
            let header = MessageHeader {
                message_type: if sms { MessageType::NemSms } else { MessageType::DigitalPost },
                message_uuid,
                label: label.clone(),
                notification: Some(label.chars().take(150).collect()),
                reply,
                reply_by_date_time: by,
                do_not_deliver_until_date: Some(Date::from(jiff::civil::date(2026, 2, 28))),
                mandatory,
                legal_notification,
                sender: Sender {
                    sender_id: "12345678".to_owned(),
                    id_type: "CVR".to_owned(),
                    label,
                    attention_data: a,
                    contact_point: c,
                    ..Sender::default()
                },
                recipient: Recipient {
                    recipient_id: "2211771212".to_owned(),
                    id_type: "CPR".to_owned(),
                    label: to,
                    attention_data: b,
                    ..Recipient::default()
                },
                content_data,
                forward_data,
                reply_data,
                ..MessageHeader::default()
            };
            Message { header, body, ..Message::default() }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_and_accepted(mut message in message(), representative in of(text())) {
        message.header.sender.representative = representative.map(|label| Representative {
            representative_id: "87654321".to_owned(),
            id_type: "CVR".to_owned(),
            label,
        });
        let represented = message.header.sender.representative.is_some();
        for version in Version::ALL {
            let (message, losses) = memo::convert(message.clone(), version);
            prop_assert_eq!(!losses.is_empty(), represented && version == Version::V1_1);
            let xml = write_to_vec(&message, version).map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
            let again = read(&xml, &Limits::default()).map_err(|f| TestCaseError::fail(format!("{f:?}")))?;
            prop_assert_eq!(&again, &message);
            let streamed = read_from(&xml[..], &Limits::default(), &mut memo::MemorySink::default());
            prop_assert_eq!(&streamed.unwrap(), &message);
            // Nothing is wrong with its structure; rules about meaning may well be broken by arbitrary texts.
            for incoming in [true, false] {
                let report = check(&xml, &CheckOptions { incoming, ..CheckOptions::default() });
                prop_assert_eq!(report.memo_version, Some(version));
                prop_assert!(report.valid || !incoming, "{:?}", report.findings);
                let structural = |finding: &&memo::Finding| {
                    finding.severity == memo::Severity::Error
                        && memo::rule(finding.rule).is_some_and(|r| r.judged == memo::Judged::Structure)
                };
                prop_assert!(report.findings.iter().find(structural).is_none(), "{:?}", report.findings);
            }
            if let Some(verdict) = support::xmllint(&xml, version) {
                prop_assert_eq!(verdict, Ok(()));
            }
        }
    }

    #[test]
    fn what_is_composed_from_sound_values_is_valid(
        label in "[A-Za-zæøåÆØÅ ,.]{1,80}", case in "[A-Z]{2,5}-[0-9]{1,4}", days in 1i64..300, files in vec(vec(any::<u8>(), 1..3000), 1..=11),
        reply in any::<bool>(), version in prop_oneof![Just(Version::V1_1), Just(Version::V1_2)],
    ) {
        let created = jiff::Timestamp::from_second(1_767_600_000).unwrap();
        let at = |days: i64| DateTime::from(created + jiff::SignedDuration::from_hours(24 * days));
        let mut message = read(include_bytes!("support/base.xml"), &Limits::default()).unwrap();
        let header = &mut message.header;
        header.label = format!("x{label}");
        header.reply = Some(reply);
        header.reply_by_date_time = reply.then(|| at(days + 40));
        if !reply {
            header.reply_data.clear();
        }
        header.content_data.as_mut().unwrap().case_id.as_mut().unwrap().case_id.clone_from(&case);
        for data in &mut header.reply_data {
            data.case_id = Some(case.clone());
        }
        let body = message.body.as_mut().unwrap();
        body.main_document.actions[0].end_date_time = Some(at(days + 40));
        let file = |(number, bytes): (usize, &Vec<u8>)| File {
            encoding_format: "application/pdf".to_owned(),
            filename: format!("bilag {number}.pdf"),
            language: "da".to_owned(),
            content: Content::Bytes([b"%PDF-1.7\n".as_slice(), bytes].concat()),
        };
        let mut files = files.iter().enumerate().map(file);
        body.main_document.files = files.by_ref().take(1).collect();
        body.additional_documents = files.map(|file| AdditionalDocument { files: vec![file], ..AdditionalDocument::default() }).collect();
        let (message, _) = memo::convert(message, version);
        let xml = write_to_vec(&message, version).map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
        let report = check(&xml, &CheckOptions::default());
        prop_assert!(report.valid && report.findings.is_empty(), "{:#?}", report.findings);
        if let Some(verdict) = support::xmllint(&xml, version) {
            prop_assert_eq!(verdict, Ok(()));
        }
    }
}

#[test]
fn the_writer_refuses_what_cannot_be_valid() {
    let mut message = Message::default();
    let refused = |message: &Message| match write_to_vec(message, Version::V1_2) {
        Err(memo::WriteError::Invalid(findings)) => findings.iter().map(|f| f.rule).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(&message), ["C3"]);
    message.header.message_uuid =
        Uuid::from(uuid::Uuid::from_u128(0x1e0b_0f5a_6a3b_4c2d_8e1f_0a1b_2c3d_4e01));
    message.header.label = "x\u{0}".to_owned();
    message.header.notification = Some("x".repeat(151));
    assert_eq!(refused(&message), ["A1", "C6"]);
    message.header.label.clear();
    message.header.notification = None;
    message.body =
        Some(MessageBody { created_date_time: DateTime::from_text("now"), ..MessageBody::default() });
    assert_eq!(refused(&message), ["H2", "H4"]);
    message.body = None;
    assert!(write_to_vec(&message, Version::V1_2).is_ok());
}

#[test]
fn stored_contents_come_from_their_source() {
    let mut message = read(include_bytes!("support/base.xml"), &Limits::default()).unwrap();
    let plain = write_to_vec(&message, Version::V1_2).unwrap();
    let body = message.body.as_mut().unwrap();
    let kept = body.main_document.files[0].content.bytes().unwrap().to_vec();
    body.main_document.files[0].content =
        Content::Stored { handle: "a".to_owned(), length: kept.len() as u64 };
    let mut source = |handle: &str| {
        assert_eq!(handle, "a");
        Ok(std::io::Cursor::new(kept.clone()))
    };
    let mut written = Vec::new();
    memo::write_with(&message, Version::V1_2, &mut source, &mut written).unwrap();
    assert_eq!(written, plain);
    let mut short = |_: &str| Ok(std::io::Cursor::new(vec![1, 2]));
    let error = memo::write_with(&message, Version::V1_2, &mut short, &mut Vec::new()).unwrap_err();
    assert!(matches!(error, memo::WriteError::Length { expected: 14, found: 2 }));
    assert!(matches!(
        memo::write(&message, Version::V1_2, &mut Vec::new()),
        Err(memo::WriteError::Content(_))
    ));
}
