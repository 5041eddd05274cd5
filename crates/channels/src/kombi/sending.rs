//! What an answer to KombiPostAfsend means (`transport.md` §2.3). "True" is accepted, not delivered.

use super::xml::Texts;
use crate::danish::problem_of;
use crate::http::Answer;
use crate::scrub::{foreign_id, scrub};
use catalogue::Code;
use letter::Outcome;

/// A `kombi_response` has a few lines.
const RESPONSE_MAX_BYTES: usize = 256 * 1024;

/// A `kombi_response`.
#[derive(Debug, PartialEq, Eq)]
struct Response {
    accepted: bool,
    /// May be missing for print.
    transmission_id: Option<String>,
    error_code: Option<String>,
    error_text: Option<String>,
}

impl Response {
    fn parse(body: &[u8]) -> Option<Response> {
        let texts = Texts::read(body, RESPONSE_MAX_BYTES).filter(|texts| texts.root == "kombi_response")?;
        let accepted = match texts.get("Result")?.to_ascii_lowercase().as_str() {
            "true" | "1" => true,
            "false" | "0" => false,
            _ => return None,
        };
        let owned = |text: &str| text.to_owned();
        Some(Response {
            accepted,
            transmission_id: texts.get("TransmissionID").and_then(foreign_id),
            error_code: texts.anywhere("FejlId").map(owned),
            error_text: texts.anywhere("FejlTekst").map(owned),
        })
    }

    fn detail(&self, status: u16) -> String {
        let mut parts = vec![format!("status {status}")];
        parts.extend(self.error_code.as_deref().map(scrub));
        parts.extend(self.error_text.as_deref().map(scrub));
        parts.extend(self.transmission_id.as_ref().map(|id| format!("transmission {id}")));
        parts.retain(|part| !part.is_empty());
        parts.join("; ")
    }

    /// Whether they say that the id was used before: ids are random, so it was by this message.
    fn is_known_already(&self) -> bool {
        let code = self.error_code.as_deref().unwrap_or_default().to_ascii_lowercase();
        ["already", "duplicate", "dublet"].iter().any(|word| code.contains(word))
    }

    /// Why they refused it.
    fn problem(&self) -> Code {
        let code = self.error_code.as_deref().unwrap_or_default();
        if super::post_status::is_about_recipient(code) {
            return Code::SendingNotAllowed;
        }
        let about_message = ["memo.", "file.", "contact.point.", "do.not.", "empty."];
        let known = about_message.iter().any(|prefix| code.starts_with(prefix));
        if known { problem_of(code) } else { Code::InputRefused }
    }
}

/// An answer that came whole.
pub(super) fn of_answer(answer: &Answer) -> Outcome {
    let status = answer.status;
    let response = Response::parse(&answer.body);
    let mut detail = response.as_ref().map_or_else(|| format!("status {status}"), |said| said.detail(status));
    if let Some(after) = &answer.retry_after {
        detail = format!("{detail}; retry after {after}");
    }
    let detail = Some(detail);
    match (status, response) {
        (200..=299, Some(said)) if said.accepted => {
            Outcome::HandedOver { transmission_id: said.transmission_id, raw: None }
        }
        // A contradiction: accepted with a status that says no.
        (_, Some(said)) if said.accepted => Outcome::InDoubt { problem: Code::AnswerUnusable, detail },
        (200..=499, Some(said)) if said.is_known_already() => {
            Outcome::HandedOver { transmission_id: said.transmission_id, raw: None }
        }
        (401, _) => Outcome::Retry { problem: Code::DigitalPostUnauthorised, detail },
        (403, _) => Outcome::Refused { problem: Code::SendingNotAllowed, detail, raw: None },
        (413, _) => Outcome::Refused { problem: Code::MaximumExceeded, detail, raw: None },
        (429, _) => Outcome::Retry { problem: Code::OperatorBusy, detail },
        (200..=299 | 400 | 415 | 422, Some(said)) => {
            Outcome::Refused { problem: said.problem(), detail, raw: None }
        }
        (400 | 415 | 422, None) => Outcome::Refused { problem: Code::InputRefused, detail, raw: None },
        (409, _) => Outcome::InDoubt { problem: Code::AnswerUnusable, detail },
        // Wrong address or a gateway's own words: nothing was taken in, and operations can mend it.
        (300..=499, _) => Outcome::Retry { problem: Code::DigitalPostUnavailable, detail },
        // Its own word that it was not taken in, or a server that says when to come back.
        (500..=599, Some(_)) => Outcome::Retry { problem: Code::OperatorBusy, detail },
        (503, None) if answer.retry_after.is_some() => Outcome::Retry { problem: Code::OperatorBusy, detail },
        // Anything else may hide a request that went through.
        _ => Outcome::InDoubt { problem: Code::AnswerUnusable, detail },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use proptest::prelude::*;

    const OK: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kombi_response><Result>true</Result>\
        <TransmissionID>317720e2-052b-450b-b510-2a0a3ab35d38</TransmissionID><HovedoplysningerSvarREST><SvarReaktion>\
        <Advis><AdvisId>0</AdvisId><AdvisTekst>Received</AdvisTekst></Advis></SvarReaktion></HovedoplysningerSvarREST>\
        </kombi_response>";

    fn refused(code: &str) -> String {
        format!(
            "<kombi_response><Result>false</Result><HovedoplysningerSvarREST><SvarReaktion><Fejl><FejlId>{code}</FejlId>\
             <FejlTekst>no mailbox for 2211771212</FejlTekst></Fejl></SvarReaktion></HovedoplysningerSvarREST></kombi_response>"
        )
    }

    fn outcome(status: u16, body: &str, retry_after: Option<&str>) -> (&'static str, Option<Code>, String) {
        let body = Bytes::copy_from_slice(body.as_bytes());
        let answer = Answer { status, body, retry_after: retry_after.map(str::to_owned) };
        let told = of_answer(&answer);
        let kind = crate::log::word(&told);
        match told {
            Outcome::HandedOver { transmission_id, .. } | Outcome::Delivered { transmission_id, .. } => {
                (kind, None, transmission_id.unwrap_or_default())
            }
            Outcome::Retry { problem, detail }
            | Outcome::InDoubt { problem, detail }
            | Outcome::NotDelivered { problem, detail, .. }
            | Outcome::Refused { problem, detail, .. } => (kind, Some(problem), detail.unwrap_or_default()),
        }
    }

    #[test]
    fn every_answer_has_one_meaning() {
        let no = refused("memo.invalid");
        let other = refused("SP-7");
        let recipient = refused("recipient.not.allowed");
        let file = refused("file.extension.not.allowed");
        let known = refused("message.uuid.already.used");
        for (status, body, kind, problem) in [
            (200, OK, "handed_over", None),
            (201, OK, "handed_over", None),
            (200, "<kombi_response><Result>true</Result></kombi_response>", "handed_over", None),
            (200, &no, "refused", Some(Code::MemoInvalid)),
            (400, &no, "refused", Some(Code::MemoInvalid)),
            (400, &other, "refused", Some(Code::InputRefused)),
            (200, &recipient, "refused", Some(Code::SendingNotAllowed)),
            (200, &file, "refused", Some(Code::MimeTypeRefused)),
            (400, &known, "handed_over", None),
            (200, "<kombi_response/>", "in_doubt", Some(Code::AnswerUnusable)),
            (200, "<html>fine</html>", "in_doubt", Some(Code::AnswerUnusable)),
            (200, "", "in_doubt", Some(Code::AnswerUnusable)),
            (500, OK, "in_doubt", Some(Code::AnswerUnusable)),
            (302, "", "retry", Some(Code::DigitalPostUnavailable)),
            (400, "", "refused", Some(Code::InputRefused)),
            (401, "", "retry", Some(Code::DigitalPostUnauthorised)),
            (403, "", "refused", Some(Code::SendingNotAllowed)),
            (404, "", "retry", Some(Code::DigitalPostUnavailable)),
            (409, "", "in_doubt", Some(Code::AnswerUnusable)),
            (413, "", "refused", Some(Code::MaximumExceeded)),
            (415, "", "refused", Some(Code::InputRefused)),
            (429, "", "retry", Some(Code::OperatorBusy)),
            (500, &no, "retry", Some(Code::OperatorBusy)),
            (500, "", "in_doubt", Some(Code::AnswerUnusable)),
            (502, "<html>", "in_doubt", Some(Code::AnswerUnusable)),
            (503, "", "in_doubt", Some(Code::AnswerUnusable)),
            (504, "", "in_doubt", Some(Code::AnswerUnusable)),
        ] {
            let (found, code, detail) = outcome(status, body, None);
            assert_eq!((found, code), (kind, problem), "{status} {body}");
            assert!(!detail.contains("2211771212"), "{detail}");
        }
        assert_eq!(outcome(200, OK, None).2, "317720e2-052b-450b-b510-2a0a3ab35d38");
        assert_eq!(outcome(503, "", Some("3")).0, "retry");
        assert_eq!(outcome(200, &no, None).2, "status 200; memo.invalid; no mailbox for …");
    }

    proptest! {
        #[test]
        fn rubbish_is_never_an_acceptance(body in "\\PC{0,200}") {
            prop_assert_eq!(outcome(200, &body, None).0, "in_doubt");
        }
    }
}
