//! What PostForespørg says (`transport.md` §2.4): yes or no, and "no" also to numbers that are none.

use super::api::CallError;
use crate::http::Answer;
use catalogue::Code;
use letter::Lookup;
use party::PartyId;
use serde::Deserialize;

/// The two questions that PostForespørg answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Has the recipient an open mailbox?
    Mailbox,
    /// Does the recipient take NemSMS? The exempt may (J5).
    NemSms,
}

impl Asked {
    /// Last part of the service's address.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Asked::Mailbox => "digitalpost",
            Asked::NemSms => "nemsms",
        }
    }

    const fn answer(self, yes: bool) -> Lookup {
        let reason = match (self, yes) {
            (Asked::Mailbox, true) => Code::MailboxOpen,
            // It does not say whether exempt, closed or unknown.
            (Asked::Mailbox, false) => Code::NoOpenMailbox,
            (Asked::NemSms, true) => Code::NemSmsOpen,
            (Asked::NemSms, false) => Code::NoNemSms,
        };
        if yes { Lookup::Yes { reason, endpoint: None } } else { Lookup::No { reason } }
    }
}

#[derive(Deserialize)]
struct Said {
    result: bool,
}

/// Query parameter and number, if the number has the form that a "no" can be believed for.
pub(super) fn question(recipient: &PartyId) -> Option<(&'static str, &str)> {
    let parameter = crate::danish::parameter(recipient)?;
    let digits = if parameter == "cprNumber" { 10 } else { 8 };
    let number = recipient.reveal();
    let fits = number.len() == digits && number.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some((parameter, number))
}

/// Reads the answer. Anything but the plain word is unknown.
pub(super) fn read(answer: Result<Answer, CallError>, asked: Asked) -> Lookup {
    let unknown = |reason, detail: String| Lookup::Unknown { reason, detail: Some(detail) };
    let answer = match answer {
        Ok(answer) => answer,
        Err(CallError::Token(problem)) => return unknown(of_token(problem.code), problem.detail),
        Err(CallError::Call(failure)) => {
            let refused = failure.is_certificate_refused();
            let code = if refused { Code::DigitalPostUnauthorised } else { Code::RegisterUnavailable };
            return unknown(code, failure.detail().to_owned());
        }
    };
    let reason = match answer.status {
        200 => match serde_json::from_slice::<Said>(&answer.body) {
            Ok(Said { result }) => return asked.answer(result),
            Err(_) => {
                let detail = "the answer says neither true nor false".to_owned();
                return unknown(Code::RegisterAnswerUnusable, detail);
            }
        },
        401 => Code::DigitalPostUnauthorised,
        403 => Code::RegisterAccessDenied,
        _ => Code::RegisterUnavailable,
    };
    unknown(reason, format!("status {}", answer.status))
}

/// The register is as far away as its token.
fn of_token(code: Code) -> Code {
    if code == Code::DigitalPostUnavailable { Code::RegisterUnavailable } else { code }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use party::Country;

    #[test]
    fn three_answers() {
        let read = |status, body: &'static str| {
            let answer = Answer { status, body: Bytes::from_static(body.as_bytes()), retry_after: None };
            let lookup = super::read(Ok(answer), Asked::Mailbox);
            (matches!(lookup, Lookup::Unknown { .. }), lookup.reason())
        };
        for (status, body, expected) in [
            (200, r#"{"result": true}"#, (false, Code::MailboxOpen)),
            (200, r#"{"result":false,"more":1}"#, (false, Code::NoOpenMailbox)),
            (200, r#"{"result":"false"}"#, (true, Code::RegisterAnswerUnusable)),
            (200, "{}", (true, Code::RegisterAnswerUnusable)),
            (200, "false", (true, Code::RegisterAnswerUnusable)),
            (200, "", (true, Code::RegisterAnswerUnusable)),
            (204, "", (true, Code::RegisterUnavailable)),
            (401, "", (true, Code::DigitalPostUnauthorised)),
            (403, "", (true, Code::RegisterAccessDenied)),
            (404, r#"{"result":false}"#, (true, Code::RegisterUnavailable)),
            (503, "", (true, Code::RegisterUnavailable)),
        ] {
            assert_eq!(read(status, body), expected, "{status} {body}");
        }
    }

    #[test]
    fn only_danish_numbers_are_asked_for() {
        let of = |country, number| question(&PartyId::parse(country, number).unwrap()).map(|(name, _)| name);
        assert_eq!(of(Country::Dk, "2211771212"), Some("cprNumber"));
        assert_eq!(of(Country::Dk, "12345678"), Some("cvrNumber"));
        assert_eq!(of(Country::Se, "192705178354"), None);
    }
}
