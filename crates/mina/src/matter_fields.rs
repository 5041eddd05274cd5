//! An official matter, and the invoice in it, out of a letter's business fields (rule D17, §3).
//!
//! Fields are texts under dotted names, as line-of-business systems hand them in:
//!
//! | field | meaning |
//! |---|---|
//! | `invoice.due_date` | day the money is due, `2026-02-28` |
//! | `invoice.amount` | in kronor, with `.` or `,` and at most two decimals: `1234.50` |
//! | `invoice.currency` | three letters; `SEK` when absent |
//! | `invoice.bankgiro`, `invoice.plusgiro` | account number, exactly one of the two |
//! | `invoice.ocr` | payment reference; digits must have a right check digit |
//! | `matter.id`, `matter.event_id`, `matter.preceding_event_id` | identity of the matter, up to 255 characters |
//! | `matter.subject`, `matter.event_type` | in words, up to 2,000 characters |
//! | `matter.status` | `senderinitiative`, `recipientinitiative` or `closed` |

use jiff::civil::Date;

use crate::content::luhn;
use crate::{
    AccountMethod, ForeignElement, Invoice, MatterExtension, MatterIdentity, MatterStatus, OfficialMatter,
    XmlDate,
};

/// Longest id of a matter, and longest text about it (OM3).
const ID_MAX_CHARS: usize = 255;
const TEXT_MAX_CHARS: usize = 2_000;
/// Longest account number or payment reference: no account in use comes near.
const NUMBER_MAX_CHARS: usize = 25;
/// Fields of an invoice that must be there once one of its fields is.
const INVOICE: [&str; 5] =
    ["invoice.due_date", "invoice.amount", "invoice.bankgiro", "invoice.plusgiro", "invoice.ocr"];

/// A field that does not make an official matter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("D17: {field}: {problem}")]
pub struct FieldProblem {
    /// The field's dotted name.
    pub field: &'static str,
    /// What is wrong with it, and what is wanted. Never its value.
    pub problem: &'static str,
}

/// Builds the official matter of a letter made on `today`; `None` when no field speaks of one.
///
/// # Errors
/// Every field that is missing or wrong.
pub fn matter_from_fields<'a>(
    fields: impl Fn(&str) -> Option<&'a str>,
    today: Date,
) -> Result<Option<OfficialMatter>, Vec<FieldProblem>> {
    let mut reader = Reader {
        get: |name: &str| fields(name).map(str::trim).filter(|text| !text.is_empty()),
        problems: Vec::new(),
    };
    let invoice = reader.invoice();
    let identity = MatterIdentity {
        event_id: reader.text("matter.event_id", ID_MAX_CHARS),
        official_matter_id: reader.text("matter.id", ID_MAX_CHARS),
        preceding_event_id: reader.text("matter.preceding_event_id", ID_MAX_CHARS),
    };
    let mut extension = MatterExtension::new(XmlDate::from(today));
    extension.matter_subject = reader.text("matter.subject", TEXT_MAX_CHARS);
    extension.event_type = reader.text("matter.event_type", TEXT_MAX_CHARS);
    extension.matter_status = reader.status();
    extension.identity = (identity != MatterIdentity::default()).then_some(identity);
    extension.elements = invoice.map(ForeignElement::Invoice).into_iter().collect();
    if !reader.problems.is_empty() {
        return Err(reader.problems);
    }
    let empty = extension == MatterExtension::new(XmlDate::from(today));
    Ok((!empty).then(|| OfficialMatter::Extension(Box::new(extension))))
}

struct Reader<'a, G: Fn(&str) -> Option<&'a str>> {
    get: G,
    problems: Vec<FieldProblem>,
}

impl<'a, G: Fn(&str) -> Option<&'a str>> Reader<'a, G> {
    fn wrong<T>(&mut self, field: &'static str, problem: &'static str) -> Option<T> {
        self.problems.push(FieldProblem { field, problem });
        None
    }

    fn text(&mut self, field: &'static str, max_chars: usize) -> Option<String> {
        let text = (self.get)(field)?;
        if text.chars().count() > max_chars {
            return self.wrong(field, "is too long: at most 255 characters for ids, 2,000 for texts");
        }
        Some(text.to_owned())
    }

    fn status(&mut self) -> Option<MatterStatus> {
        let field = "matter.status";
        let text = (self.get)(field)?;
        match MatterStatus::parse(text) {
            Some(status) => Some(status),
            None => self.wrong(field, "must be senderinitiative, recipientinitiative or closed"),
        }
    }

    fn invoice(&mut self) -> Option<Invoice> {
        if INVOICE.iter().all(|field| (self.get)(field).is_none()) {
            return None;
        }
        let due_date = self.needed("invoice.due_date", "must be a day such as 2026-02-28", |text| {
            text.parse::<Date>().ok().filter(|_| text.len() == 10)
        });
        let amount_ore =
            self.needed("invoice.amount", "must be kronor above zero, such as 1234.50", parse_ore);
        let currency = match (self.get)("invoice.currency") {
            None => Some("SEK".to_owned()),
            Some(code) if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) => {
                Some(code.to_owned())
            }
            Some(_) => self.wrong("invoice.currency", "must be three capital letters such as SEK"),
        };
        let account = self.account();
        let ocr_number = match (self.get)("invoice.ocr") {
            Some(ocr) if ocr.chars().count() > NUMBER_MAX_CHARS => self.wrong("invoice.ocr", "is too long"),
            Some(ocr) if ocr.bytes().all(|b| b.is_ascii_digit()) && (ocr.len() < 2 || !luhn(ocr)) => {
                self.wrong("invoice.ocr", "has a wrong check digit")
            }
            other => other.map(str::to_owned),
        };
        let (account_method, account_number) = account?;
        Some(Invoice {
            due_date: XmlDate::from(due_date?),
            amount_ore: amount_ore?,
            currency,
            account_method,
            account_number,
            ocr_number,
        })
    }

    fn needed<T>(
        &mut self,
        field: &'static str,
        wanted: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        match (self.get)(field).and_then(parse) {
            Some(value) => Some(value),
            None => self.wrong(field, wanted),
        }
    }

    fn account(&mut self) -> Option<(AccountMethod, String)> {
        let (bankgiro, plusgiro) = ((self.get)("invoice.bankgiro"), (self.get)("invoice.plusgiro"));
        let (method, field, number) = match (bankgiro, plusgiro) {
            (Some(number), None) => (AccountMethod::Bankgiro, "invoice.bankgiro", number),
            (None, Some(number)) => (AccountMethod::Plusgiro, "invoice.plusgiro", number),
            _ => return self.wrong("invoice.bankgiro", "give exactly one of bankgiro and plusgiro"),
        };
        let digits: String = number.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
        let plain = digits.bytes().all(|b| b.is_ascii_digit());
        // Bankgiro has seven or eight digits, plusgiro two to eight; both end in a check digit.
        let lengths = if method == AccountMethod::Bankgiro { 7..=8 } else { 2..=8 };
        if !plain || !lengths.contains(&digits.len()) || !luhn(&digits) {
            return self.wrong(field, "is no account number: digits, or its check digit, are wrong");
        }
        Some((method, number.to_owned()))
    }
}

/// Kronor with at most two decimals as öre: never through a floating-point number.
fn parse_ore(text: &str) -> Option<u64> {
    let compact: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}')).collect();
    let (kronor, decimals) = compact.split_once(['.', ',']).unwrap_or((&compact, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if kronor.is_empty() || !digits(kronor) || !digits(decimals) || decimals.len() > 2 {
        return None;
    }
    let ore: u64 = format!("{decimals:0<2}").parse().ok()?;
    kronor.parse::<u64>().ok()?.checked_mul(100)?.checked_add(ore).filter(|ore| *ore > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Body, ContentRules, Delivery, SecureMessage, Sender, Severity, SupportInfo, WireId};
    use std::collections::BTreeMap;

    const TODAY: Date = jiff::civil::date(2026, 1, 15);

    fn sound() -> BTreeMap<&'static str, &'static str> {
        BTreeMap::from([
            ("invoice.due_date", "2026-02-28"),
            ("invoice.amount", "1 234,50"),
            ("invoice.bankgiro", "5050-1055"),
            ("invoice.ocr", "1234567897"),
            ("matter.id", "BUN-2026-17"),
            ("matter.event_id", "e-1"),
            ("matter.subject", "Förskoleavgift"),
            ("matter.status", "recipientinitiative"),
        ])
    }

    fn build(
        fields: &BTreeMap<&'static str, &'static str>,
    ) -> Result<Option<OfficialMatter>, Vec<FieldProblem>> {
        matter_from_fields(|name| fields.get(name).copied(), TODAY)
    }

    #[test]
    fn a_whole_invoice_passes_the_rules_and_the_schema() {
        let Ok(Some(OfficialMatter::Extension(extension))) = build(&sound()) else { panic!() };
        let invoice = extension.invoices().next().unwrap();
        assert_eq!((invoice.amount_ore, invoice.account_method), (123_450, AccountMethod::Bankgiro));
        assert_eq!(invoice.currency.as_deref(), Some("SEK"));
        assert_eq!(extension.matter_status, Some(MatterStatus::RecipientInitiative));
        let mut message =
            SecureMessage::new("m-1", "Faktura", SupportInfo::text("Ring oss."), Body::plain("Se fakturan."));
        message.official_matter = Some(OfficialMatter::Extension(extension));
        let sender = Sender::new(WireId::new("162021004748"), "Kommun A");
        let delivery = Delivery::new(sender, WireId::new("192705178354"), message);
        let findings = crate::judge(&delivery, &ContentRules::default());
        assert!(findings.iter().all(|finding| finding.severity != Severity::Error), "{findings:?}");
    }

    #[test]
    fn no_field_is_no_matter_and_case_status_alone_is_one() {
        assert_eq!(build(&BTreeMap::new()), Ok(None));
        assert_eq!(build(&BTreeMap::from([("child.name", "Emil"), ("matter.id", " ")])), Ok(None));
        let Ok(Some(OfficialMatter::Extension(matter))) =
            build(&BTreeMap::from([("matter.status", "closed")]))
        else {
            panic!()
        };
        assert_eq!(
            (matter.matter_status, matter.elements.len(), matter.identity),
            (Some(MatterStatus::Closed), 0, None)
        );
    }

    #[test]
    fn every_wrong_field_is_named_without_its_value() {
        let cases = [
            ("invoice.due_date", "2026-02-30"),
            ("invoice.due_date", "28/2 2026"),
            ("invoice.amount", "0"),
            ("invoice.amount", "-5"),
            ("invoice.amount", "12.345"),
            ("invoice.amount", "1e3"),
            ("invoice.currency", "kr"),
            ("invoice.bankgiro", "5050-1056"),
            ("invoice.bankgiro", "x"),
            ("invoice.ocr", "1234567890"),
            ("matter.status", "open"),
        ];
        for (field, value) in cases {
            let mut fields = sound();
            fields.insert(field, value);
            let problems = build(&fields).unwrap_err();
            assert_eq!(problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), [field], "{value}");
            assert!(!problems[0].to_string().contains(value) || value.len() < 2, "{}", problems[0]);
        }
        let problems = build(&BTreeMap::from([("invoice.ocr", "1234567897")])).unwrap_err();
        let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["invoice.due_date", "invoice.amount", "invoice.bankgiro"]);
        let mut both = sound();
        both.insert("invoice.plusgiro", "1-8");
        assert_eq!(build(&both).unwrap_err().len(), 1);
    }

    #[test]
    fn amounts_are_exact() {
        for (text, ore) in [("1", 100), ("0,5", 50), ("0.05", 5), ("1 000 000.99", 100_000_099)] {
            assert_eq!(parse_ore(text), Some(ore), "{text}");
        }
        for text in ["", ".", "1.2.3", "٣", "99999999999999999999", "1,2 kr"] {
            assert_eq!(parse_ore(text), None, "{text}");
        }
    }
}
