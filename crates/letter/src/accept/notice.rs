//! Where a notice may go: judged with the rest of the letter (B5, B11, R113).

use super::Fault;
use crate::{LetterType, NoticeRule, NoticeTo};
use catalogue::Code;

/// Longest e-mail address (RFC 5321).
const EMAIL_MAX_CHARS: usize = 254;

/// The addresses as they are kept, or what is wrong with them.
pub(super) fn judge(
    given: Option<&NoticeTo>,
    letter_type: &LetterType,
    faults: &mut Vec<Fault>,
) -> Option<NoticeTo> {
    let given = given?;
    let some = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let (email, phone) = (some(&given.email), some(&given.phone));
    if email.is_none() && phone.is_none() {
        return None;
    }
    if letter_type.notice == NoticeRule::Never {
        let detail = "letters of this type are followed by no SMS and no e-mail (B11)";
        faults.push(Fault::new(Code::NoticeForbidden, "/notice", detail));
        return None;
    }
    if email.as_deref().is_some_and(|email| !is_email(email)) {
        let detail = "must be one address, like name@host.domain";
        faults.push(Fault::new(Code::FieldInvalid, "/notice/email", detail));
    }
    let phone =
        phone.map(|text| text.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect::<String>());
    if phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
        let detail = "must begin with + and the country's code, then 8 to 15 digits in all";
        faults.push(Fault::new(Code::FieldInvalid, "/notice/phone", detail));
    }
    Some(NoticeTo { email, phone })
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
    let host_fits = host
        .split('.')
        .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'));
    text.chars().count() <= EMAIL_MAX_CHARS
        && !name.is_empty()
        && name.chars().all(plain)
        && host.contains('.')
        && host_fits
}

/// E.164.
fn is_phone(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (8..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for good in ["a@b.se", "anna.b+c@post.example.dk", "x@åre.se"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "a@b..se",
            "a b@c.se",
            "a@b.se,c@d.se",
            "a@b.se\r\nBcc: x@y.se",
            "<a@b.se>",
            "@b.se",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
        for good in ["+46701740605", "+4512345678"] {
            assert!(is_phone(good), "{good}");
        }
        for bad in ["", "0701740605", "+0701740605", "+46", "+46701740605123456", "+4670174o605", "+46;drop"]
        {
            assert!(!is_phone(bad), "{bad}");
        }
    }
}
