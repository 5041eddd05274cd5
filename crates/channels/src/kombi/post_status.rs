//! PostStatus: the receipts of this road, pushed by Beskedfordeler (SF1461, `transport.md` §3).

use super::xml::{Texts, escape};
use crate::channel::ReadReceipt;
use crate::danish::problem_of;
use crate::scrub::{foreign_id, scrub};
use catalogue::Code;
use letter::{MessageUuid, ReceiptKind};
use uuid::{Uuid, uuid};

/// Largest envelope that is read, bytes. The examples have six thousand.
const ENVELOPE_MAX_BYTES: usize = 1024 * 1024;
const ENVELOPE_NAMESPACE: &str = "urn:oio:sts:1.0.0";
const MESSAGE_NAMESPACE: &str = "urn:oio:besked:kuvert:1.0";
const STATUS_NAMESPACE: &str = "http://serviceplatformen.dk/xml/print/PKO_PostStatus/1/types";
/// `Beskedtype` of a PostStatus.
const POST_STATUS: Uuid = uuid!("d2bed63c-4853-4008-b6e0-a74c15b15fbf");

/// Words of the print vendor alone.
fn is_of_print((word, ..): &(&str, Uuid, PostStatusKind)) -> bool {
    *word != "Fejlet" && !word.ends_with("Digital Post")
}

/// What happened to a message or consignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostStatusKind {
    /// On its way.
    Progress,
    /// In the mailbox, or printed and posted.
    Delivered,
    /// Refused.
    Failed,
    /// Taken back before it was printed.
    Recalled,
}

/// Status words and the ids that say the same in the envelope (`beskedfordeler-poststatus-uuids.csv`).
const STATUSES: &[(&str, Uuid, PostStatusKind)] = &[
    ("Modtaget Digital Post", uuid!("eb866ca2-b871-4387-b501-12cde577bd58"), PostStatusKind::Progress),
    ("Afleveret Digital Post", uuid!("f7161a89-5068-4023-bc80-d7f4daad2a2e"), PostStatusKind::Delivered),
    ("Fejlet", uuid!("e225a75c-4b63-46c4-9423-77f5c8762445"), PostStatusKind::Failed),
    ("Modtaget fjernprint", uuid!("dd98e71c-41ac-4305-a47b-8f86b00e639b"), PostStatusKind::Progress),
    ("Klar", uuid!("e2b30d57-504a-4e2e-ae2d-a1394a9cb0b8"), PostStatusKind::Progress),
    (
        "Afleveret til print og kuvertering",
        uuid!("e3c0a021-2070-40d4-b7b7-754aeba762e9"),
        PostStatusKind::Progress,
    ),
    ("Afsendt", uuid!("db5a6025-caa3-45c3-8e02-4e6fa8142ade"), PostStatusKind::Delivered),
    ("Modtaget Post Danmark", uuid!("e94a0a8b-60a0-42ad-8b83-52c9e15d0fb3"), PostStatusKind::Progress),
    ("Opdatering fra Post Danmark", uuid!("f4e6eb11-0261-4198-8b5d-be92a9b1a35d"), PostStatusKind::Progress),
    ("Tilbagekaldt", uuid!("f03904aa-df6e-417f-bd74-6a01a61adbcf"), PostStatusKind::Recalled),
];

/// A PostStatus with what is needed of its envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostStatus {
    /// `BeskedId`: the same one twice is the same receipt.
    pub id: Uuid,
    /// CVR of the authority that it is for, 8 digits.
    pub authority: Option<String>,
    /// `MessageUUID`; for paper `AfsendelseIdentifikator`, which is the same here.
    pub message_uuid: Option<Uuid>,
    /// `TransmissionId`.
    pub transmission_id: Option<String>,
    /// `KanalKode` is `Fysisk Post`, or the status is one of print.
    pub on_paper: bool,
    /// What happened; `None` for a word that is not known here.
    pub kind: Option<PostStatusKind>,
    /// The word itself, cleaned.
    pub status: String,
    /// `FejlKode`, cleaned; nothing on success, where `FejlDetaljer` is empty.
    pub error_code: Option<String>,
    /// `FejlTekst`, cleaned.
    pub error_text: Option<String>,
}

/// Bytes that are no PostStatus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostStatusError {
    /// Not XML, too large, or with a DOCTYPE.
    #[error("not readable as XML of at most 1 MiB")]
    NotXml,
    /// Not a `ModtagBeskedInput` with a `BeskedId`.
    #[error("not a ModtagBeskedInput with a BeskedId")]
    NotAnEnvelope,
    /// Another kind of message: answer it with 20 and leave it, or it comes again for ever.
    #[error("a message of another type than PostStatus")]
    OtherType,
    /// The data are not a readable `PKO_PostStatus`.
    #[error("the data of the message are not a readable PKO_PostStatus")]
    NoStatus,
    /// For an authority that is not configured here.
    #[error("for an authority that is not among the configured senders")]
    UnknownAuthority,
}

impl PostStatusError {
    /// Whether sending it again could help: then it is answered with 40.
    pub const fn wants_redelivery(self) -> bool {
        !matches!(self, PostStatusError::OtherType)
    }
}

/// Reads what Beskedfordeler pushes, or what lies in its queue. Pure; never panics.
///
/// # Errors
/// What the bytes are instead.
pub fn read_post_status(envelope: &[u8]) -> Result<PostStatus, PostStatusError> {
    const BESKED: &str = "Haendelsesbesked";
    let texts = Texts::read(envelope, ENVELOPE_MAX_BYTES).ok_or(PostStatusError::NotXml)?;
    // A push wraps the message, a queue may hold it bare.
    let bare = texts.root == BESKED && texts.namespace == MESSAGE_NAMESPACE;
    let wrapped = texts.root == "ModtagBeskedInput" && texts.namespace == ENVELOPE_NAMESPACE;
    let get = |path: &str| if bare { texts.get(path) } else { texts.get(&format!("{BESKED}/{path}")) };
    let id = get("BeskedId/UUIDIdentifikator").and_then(|text| Uuid::parse_str(text).ok());
    let id = id.filter(|_| bare || wrapped);
    let id = id.ok_or(PostStatusError::NotAnEnvelope)?;
    let filter = "Beskedkuvert/Filtreringsdata";
    let in_filter = |path: &str| get(&format!("{filter}/{path}"));
    let kind = in_filter("Beskedtype/UUIDIdentifikator").and_then(|text| Uuid::parse_str(text).ok());
    if kind.is_some_and(|kind| kind != POST_STATUS) {
        return Err(PostStatusError::OtherType);
    }
    let authority = in_filter("ObjektRegistrering/ObjektAnsvarligMyndighed/URNIdentifikator")
        .or_else(|| in_filter("TilladtModtager/URNIdentifikator"))
        .and_then(|urn| urn.strip_prefix("urn:oio:cvr:"))
        .filter(|cvr| cvr.len() == 8 && cvr.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned);
    let action = in_filter("ObjektRegistrering/ObjektHandling/UUIDIdentifikator");
    let action = action.and_then(|text| Uuid::parse_str(text).ok());

    let data: String = get("Beskeddata/Base64").unwrap_or_default().split_ascii_whitespace().collect();
    let data = base64_simd::STANDARD.decode_to_vec(data).map_err(|_| PostStatusError::NoStatus)?;
    let inner = Texts::read(&data, ENVELOPE_MAX_BYTES)
        .filter(|inner| inner.root == "PKO_PostStatus" && inner.namespace == STATUS_NAMESPACE)
        .ok_or(PostStatusError::NoStatus)?;
    let uuid_at = |path: &str| inner.get(path).and_then(|text| Uuid::parse_str(text).ok());
    let word = inner.get("TransaktionsStatusKode").unwrap_or_default();
    let known = match word {
        "" => STATUSES.iter().find(|(_, id, _)| Some(*id) == action),
        word => STATUSES.iter().find(|(known, ..)| known.eq_ignore_ascii_case(word)),
    };
    let cleaned = |path: &str| inner.get(path).map(scrub).filter(|text| !text.is_empty());
    Ok(PostStatus {
        id,
        authority,
        message_uuid: uuid_at("MessageUUID").or_else(|| uuid_at("AfsendelseIdentifikator")),
        transmission_id: inner.get("TransmissionId").and_then(foreign_id),
        on_paper: inner.get("KanalKode") == Some("Fysisk Post") || known.is_some_and(is_of_print),
        kind: known.map(|(.., kind)| *kind),
        status: known.map_or_else(|| scrub(word), |(known, ..)| (*known).to_owned()),
        error_code: cleaned("FejlDetaljer/FejlKode"),
        error_text: cleaned("FejlDetaljer/FejlTekst"),
    })
}

/// Error codes whose cause is the recipient, not the message: only then another channel may follow (§6).
pub(super) fn is_about_recipient(code: &str) -> bool {
    code.starts_with("recipient.") || code.starts_with("contact.not.")
}

impl PostStatus {
    /// The receipt that it is; `None` when it names no message, an unknown status, or contradicts itself.
    pub fn receipt(&self) -> Option<ReadReceipt> {
        let about_recipient = self.error_code.as_deref().is_some_and(is_about_recipient);
        let (kind, problem) = match (self.kind?, &self.error_code) {
            (PostStatusKind::Progress, None) => (ReceiptKind::Received, None),
            (PostStatusKind::Delivered, None) if self.on_paper => (ReceiptKind::Posted, None),
            (PostStatusKind::Delivered, None) => (ReceiptKind::Delivered, None),
            // Success and an error at once is neither.
            (PostStatusKind::Progress | PostStatusKind::Delivered, Some(_)) => return None,
            (PostStatusKind::Recalled, _) => (ReceiptKind::Invalid, Some(Code::PrintRejected)),
            (PostStatusKind::Failed, _) if self.on_paper => (ReceiptKind::Invalid, Some(Code::PrintRejected)),
            (PostStatusKind::Failed, _) if about_recipient => {
                (ReceiptKind::NotAllowed, Some(Code::SendingNotAllowed))
            }
            (PostStatusKind::Failed, code) => {
                (ReceiptKind::Invalid, Some(problem_of(code.as_deref().unwrap_or_default())))
            }
        };
        let mut parts = vec![self.status.clone()];
        parts.extend(self.error_code.clone());
        parts.extend(self.error_text.clone());
        parts.extend(self.transmission_id.as_ref().map(|id| format!("transmission {id}")));
        let message_uuid = MessageUuid(self.message_uuid?);
        Some(ReadReceipt { message_uuid, kind, problem, detail: Some(parts.join("; ")) })
    }
}

/// The answer to Beskedfordeler, to be sent with HTTP 200 and `application/xml`: status 20 once the message is
/// stored, 40 with a word of explanation when it shall come again.
pub fn post_status_answer(problem: Option<&str>) -> String {
    let mut out = Vec::from(
        &b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sts:ModtagBeskedOutput xmlns:sts=\"urn:oio:sts:1.0.0\" \
           xmlns=\"urn:oio:sagdok:3.0.0\"><StandardRetur><StatusKode>"[..],
    );
    match problem {
        None => out.extend_from_slice(b"20</StatusKode>"),
        Some(problem) => {
            out.extend_from_slice(b"40</StatusKode><FejlbeskedTekst>");
            escape(&mut out, problem);
            out.extend_from_slice(b"</FejlbeskedTekst>");
        }
    }
    out.extend_from_slice(b"</StandardRetur></sts:ModtagBeskedOutput>\n");
    String::from_utf8(out).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MESSAGE: &str = "3f2b8c4d-1e5f-4a6b-8c7d-9e0f1a2b3c4d";

    fn envelope(kind: &str, data: &str) -> String {
        let data = base64_simd::STANDARD.encode_to_string(data);
        format!(
            "<s:ModtagBeskedInput xmlns:s='urn:oio:sts:1.0.0' xmlns='urn:oio:sagdok:3.0.0' xmlns:k='urn:oio:besked:kuvert:1.0'>\
             <k:Haendelsesbesked><k:BeskedId><UUIDIdentifikator>bd12c645-de98-453a-ac80-f58a76942eda</UUIDIdentifikator></k:BeskedId>\
             <k:Beskedkuvert><k:Filtreringsdata><k:Beskedtype><UUIDIdentifikator>{kind}</UUIDIdentifikator></k:Beskedtype>\
             <k:TilladtModtager><URNIdentifikator>urn:oio:cvr:12345678</URNIdentifikator></k:TilladtModtager></k:Filtreringsdata>\
             </k:Beskedkuvert><k:Beskeddata><Base64 xmlns='urn:besked:kuvert:1.0'>{data}</Base64></k:Beskeddata>\
             </k:Haendelsesbesked></s:ModtagBeskedInput>"
        )
    }

    fn status(inside: &str) -> Result<PostStatus, PostStatusError> {
        let data = format!("<PKO_PostStatus xmlns='{STATUS_NAMESPACE}'>{inside}</PKO_PostStatus>");
        read_post_status(envelope(&POST_STATUS.to_string(), &data).as_bytes())
    }

    #[test]
    fn each_status_has_its_kind() {
        use ReceiptKind::{Delivered, Invalid, NotAllowed, Posted, Received};
        let failed = |code: &str| format!("<FejlDetaljer><FejlKode>{code}</FejlKode></FejlDetaljer>");
        let nothing = "<FejlDetaljer/>".to_owned();
        for (word, channel, error, expected) in [
            ("Modtaget Digital Post", "Digital Post", nothing.clone(), Some((Received, None))),
            ("Afleveret Digital Post", "Digital Post", nothing.clone(), Some((Delivered, None))),
            ("Afsendt", "Fysisk Post", nothing.clone(), Some((Posted, None))),
            ("Afsendt", "", nothing.clone(), Some((Posted, None))),
            ("Klar", "Fysisk Post", nothing.clone(), Some((Received, None))),
            ("Tilbagekaldt", "Fysisk Post", nothing.clone(), Some((Invalid, Some(Code::PrintRejected)))),
            ("Fejlet", "Digital Post", failed("memo.invalid"), Some((Invalid, Some(Code::MemoInvalid)))),
            ("Fejlet", "Digital Post", nothing.clone(), Some((Invalid, Some(Code::MemoInvalid)))),
            ("Fejlet", "Fysisk Post", failed("address"), Some((Invalid, Some(Code::PrintRejected)))),
            (
                "Fejlet",
                "Digital Post",
                failed("recipient.not.allowed"),
                Some((NotAllowed, Some(Code::SendingNotAllowed))),
            ),
            ("Afleveret Digital Post", "Digital Post", failed("memo.invalid"), None),
            ("A new word", "Digital Post", nothing.clone(), None),
        ] {
            let inside = format!(
                "<MessageUUID>{MESSAGE}</MessageUUID><KanalKode>{channel}</KanalKode>\
                 <TransaktionsStatusKode>{word}</TransaktionsStatusKode>{error}"
            );
            let receipt = status(&inside).unwrap().receipt();
            assert_eq!(receipt.as_ref().map(|r| (r.kind, r.problem)), expected, "{word} {error}");
            assert!(receipt.is_none_or(|r| r.message_uuid.to_string() == MESSAGE));
        }
        let paper = format!(
            "<AfsendelseIdentifikator>{MESSAGE}</AfsendelseIdentifikator><TransaktionsStatusKode>Klar</TransaktionsStatusKode>"
        );
        assert_eq!(status(&paper).unwrap().message_uuid.unwrap().to_string(), MESSAGE);
        assert_eq!(status(&paper).unwrap().authority.as_deref(), Some("12345678"));
        assert_eq!(status("").unwrap().receipt(), None);
    }

    #[test]
    fn what_is_something_else_is_said() {
        let read = |text: &str| read_post_status(text.as_bytes()).unwrap_err();
        let ours = POST_STATUS.to_string();
        assert_eq!(read("{}"), PostStatusError::NotXml);
        assert_eq!(read("<a/>"), PostStatusError::NotAnEnvelope);
        assert_eq!(
            read(&envelope("", "x").replace("urn:oio:sts:1.0.0", "urn:x")),
            PostStatusError::NotAnEnvelope
        );
        let other = read(&envelope("00000000-0000-4000-8000-000000000000", "<a/>"));
        assert_eq!((other, other.wants_redelivery()), (PostStatusError::OtherType, false));
        assert_eq!(read(&envelope(&ours, "no XML")), PostStatusError::NoStatus);
        assert_eq!(read(&envelope(&ours, "<PKO_PostStatus/>")), PostStatusError::NoStatus);
    }

    #[test]
    fn answers() {
        let read = |problem| {
            let answer = post_status_answer(problem);
            let texts = Texts::read(answer.as_bytes(), 10_000).unwrap();
            let text = texts.get("StandardRetur/FejlbeskedTekst").map(str::to_owned);
            assert_eq!(
                (texts.root.as_str(), texts.namespace.as_str()),
                ("ModtagBeskedOutput", ENVELOPE_NAMESPACE)
            );
            (texts.get("StandardRetur/StatusKode").unwrap().to_owned(), text)
        };
        assert_eq!(read(None), ("20".to_owned(), None));
        assert_eq!(read(Some("disk < full")), ("40".to_owned(), Some("disk < full".to_owned())));
    }

    proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300), inside in "[<>/a-zA-Z&;# =\"]{0,120}", cut in any::<prop::sample::Index>()) {
            let _ = read_post_status(&bytes);
            let _ = status(&inside).map(|status| status.receipt());
            let whole = envelope(&POST_STATUS.to_string(), &inside);
            let _ = read_post_status(&whole.as_bytes()[..cut.index(whole.len())]);
        }

        #[test]
        fn no_number_gets_through(text in "\\PC{0,40}") {
            let inside = format!(
                "<MessageUUID>{MESSAGE}</MessageUUID><TransaktionsStatusKode>Fejlet</TransaktionsStatusKode><FejlDetaljer>\
                 <FejlKode>221177-1212</FejlKode><FejlTekst><![CDATA[{}2211771212]]></FejlTekst></FejlDetaljer>",
                text.replace("]]>", "")
            );
            if let Ok(found) = status(&inside) {
                prop_assert!(!party::find_personal_numbers(&found.receipt().unwrap().detail.unwrap()));
            }
        }
    }
}
