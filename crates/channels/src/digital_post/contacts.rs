//! What the contact register says about a recipient (`transport.md` §1.5).

use super::page::items;
use crate::http::Answer;
use catalogue::Code;
use letter::Lookup;
use party::{PartyId, PartyKind};
use serde::Deserialize;

/// What a contact may have signed up for: two things that know nothing of each other (J5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subscription {
    Mailbox,
    NemSms,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Contact {
    #[serde(default)]
    cpr_number: Option<String>,
    #[serde(default)]
    cvr_number: Option<String>,
    #[serde(default)]
    mailbox_subscription: Option<Mailbox>,
    #[serde(default)]
    nem_sms_subscription: Option<NemSms>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NemSms {
    #[serde(default)]
    verification_time: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mailbox {
    public_registration_status: Status,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Status {
    Registered,
    Exempt,
    Closed,
    #[serde(other)]
    Unknown,
}

/// Reads the answer of `contacts/`. Anything that is not a plain statement about this recipient is unknown.
pub(super) fn read(answer: &Answer, recipient: &PartyId, wanted: Subscription) -> Lookup {
    let unknown = |reason, detail: &str| Lookup::Unknown { reason, detail: Some(detail.to_owned()) };
    match answer.status {
        200 => {}
        401 => return unknown(Code::DigitalPostUnauthorised, "status 401"),
        403 => return unknown(Code::RegisterAccessDenied, "status 403"),
        status => return unknown(Code::RegisterUnavailable, &format!("status {status}")),
    }
    let unusable = |detail| unknown(Code::RegisterAnswerUnusable, detail);
    let Some(contacts) = contacts(&answer.body) else {
        return unusable("not the list of contacts that was asked for");
    };
    let mut ours = contacts.iter().filter(|contact| contact.is(recipient));
    let contact = match (ours.next(), ours.next(), contacts.len()) {
        (Some(contact), None, _) => contact,
        (None, _, 0) => return Lookup::No { reason: Code::NotInRegister },
        (None, _, _) => return unusable("contacts, but of somebody else"),
        (Some(_), Some(_), _) => return unusable("several contacts with this number"),
    };
    if wanted == Subscription::NemSms {
        // The number must have been verified (J4).
        let verified = contact.nem_sms_subscription.as_ref().and_then(|sms| sms.verification_time.as_ref());
        return match verified {
            Some(_) => Lookup::Yes { reason: Code::NemSmsOpen, endpoint: None },
            None => Lookup::No { reason: Code::NoNemSms },
        };
    }
    match contact.mailbox_subscription.as_ref().map(|subscription| subscription.public_registration_status) {
        Some(Status::Registered) => Lookup::Yes { reason: Code::MailboxOpen, endpoint: None },
        Some(Status::Exempt) => Lookup::No { reason: Code::Exempt },
        Some(Status::Closed) => Lookup::No { reason: Code::Closed },
        Some(Status::Unknown) => unusable("registration status unknown"),
        None => Lookup::No { reason: Code::NotRegistered },
    }
}

/// The contacts of a page, or the single contact that an answer is.
fn contacts(body: &[u8]) -> Option<Vec<Contact>> {
    if let Ok(contact) = serde_json::from_slice::<Contact>(body)
        && (contact.cpr_number.is_some() || contact.cvr_number.is_some())
    {
        return Some(vec![contact]);
    }
    items(body)?.into_iter().map(|item| serde_json::from_str(item.get()).ok()).collect()
}

impl Contact {
    fn is(&self, recipient: &PartyId) -> bool {
        let number = match recipient.kind() {
            PartyKind::Cpr => &self.cpr_number,
            _ => &self.cvr_number,
        };
        number.as_deref() == Some(recipient.reveal())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use party::Country;
    use proptest::prelude::*;

    fn answer(status: u16, body: &str) -> Answer {
        Answer { status, body: Bytes::copy_from_slice(body.as_bytes()), retry_after: None }
    }

    fn lookup(status: u16, body: &str) -> (&'static str, Code) {
        let recipient = PartyId::parse(Country::Dk, "2211771212").unwrap();
        let lookup = read(&answer(status, body), &recipient, Subscription::Mailbox);
        let kind = match &lookup {
            Lookup::Yes { .. } => "yes",
            Lookup::No { .. } => "no",
            Lookup::Unknown { .. } => "unknown",
        };
        (kind, lookup.reason())
    }

    fn contact(number: &str, status: &str) -> String {
        format!(
            r#"{{"type":"CITIZEN","cprNumber":"{number}","cvrNumber":null,"mailboxSubscription":{{"publicRegistrationStatus":"{status}"}}}}"#
        )
    }

    #[test]
    fn three_answers_and_nothing_between() {
        let page = |items: &str| {
            format!(r#"{{"currentPage":0,"totalPages":1,"totalElements":1,"contacts":[{items}]}}"#)
        };
        let ours = "2211771212";
        for (status, body, expected) in [
            (200, page(&contact(ours, "REGISTERED")), ("yes", Code::MailboxOpen)),
            (200, contact(ours, "REGISTERED"), ("yes", Code::MailboxOpen)),
            (200, page(&contact(ours, "EXEMPT")), ("no", Code::Exempt)),
            (200, page(&contact(ours, "CLOSED")), ("no", Code::Closed)),
            (200, page(&contact(ours, "UNKNOWN")), ("unknown", Code::RegisterAnswerUnusable)),
            (200, page(&contact(ours, "A_NEW_WORD")), ("unknown", Code::RegisterAnswerUnusable)),
            (200, page(&contact("2512169996", "REGISTERED")), ("unknown", Code::RegisterAnswerUnusable)),
            (
                200,
                page(&format!("{0},{0}", contact(ours, "REGISTERED"))),
                ("unknown", Code::RegisterAnswerUnusable),
            ),
            (200, page(""), ("no", Code::NotInRegister)),
            (
                200,
                page(r#"{"cprNumber":"2211771212","mailboxSubscription":null}"#),
                ("no", Code::NotRegistered),
            ),
            (200, "{}".to_owned(), ("unknown", Code::RegisterAnswerUnusable)),
            (200, "<html>all is well</html>".to_owned(), ("unknown", Code::RegisterAnswerUnusable)),
            (200, String::new(), ("unknown", Code::RegisterAnswerUnusable)),
            (204, String::new(), ("unknown", Code::RegisterUnavailable)),
            (302, String::new(), ("unknown", Code::RegisterUnavailable)),
            (401, String::new(), ("unknown", Code::DigitalPostUnauthorised)),
            (403, String::new(), ("unknown", Code::RegisterAccessDenied)),
            (404, String::new(), ("unknown", Code::RegisterUnavailable)),
            (503, page(&contact(ours, "EXEMPT")), ("unknown", Code::RegisterUnavailable)),
        ] {
            assert_eq!(lookup(status, &body), expected, "{status} {body}");
        }
    }

    #[test]
    fn nemsms_needs_a_verified_number_and_no_mailbox() {
        let recipient = PartyId::parse(Country::Dk, "2211771212").unwrap();
        let read = |sms: &str, mailbox: &str| {
            let body = format!(
                r#"{{"contacts":[{{"cprNumber":"2211771212","nemSmsSubscription":{sms},"mailboxSubscription":{mailbox}}}]}}"#
            );
            super::read(&answer(200, &body), &recipient, Subscription::NemSms).reason()
        };
        let exempt = r#"{"publicRegistrationStatus":"EXEMPT"}"#;
        let verified = r#"{"mobileNumber":"12345678","verificationTime":"2025-01-02T10:00:00Z"}"#;
        assert_eq!(read(verified, exempt), Code::NemSmsOpen);
        assert_eq!(read(verified, "null"), Code::NemSmsOpen);
        assert_eq!(read(r#"{"mobileNumber":"12345678","verificationTime":null}"#, "null"), Code::NoNemSms);
        assert_eq!(read("null", r#"{"publicRegistrationStatus":"REGISTERED"}"#), Code::NoNemSms);
    }

    proptest! {
        #[test]
        fn rubbish_is_never_a_yes_or_a_no(body in "\\PC{0,200}") {
            // A list without contacts is a statement; anything else is not.
            prop_assume!(items(body.as_bytes()).is_none_or(|items| !items.is_empty()));
            prop_assert_eq!(lookup(200, &body).0, "unknown");
        }
    }
}
