//! Official matters and invoices (rule D17).

use super::Judge;
use crate::ns::INVOICE_OLD;
use crate::{ForeignElement, Invoice, OfficialMatter, RawXml};

impl Judge<'_> {
    pub(super) fn matter(&mut self, path: &str, matter: &OfficialMatter) {
        match matter {
            OfficialMatter::Extension(extension) => {
                let path = format!("{path}/OfficialMatterExtension");
                let identity = extension.identity.as_ref();
                let texts = [
                    ("MatterSubject", extension.matter_subject.as_deref()),
                    ("EventType", extension.event_type.as_deref()),
                    ("Identity/EventId", identity.and_then(|i| i.event_id.as_deref())),
                    ("Identity/OfficialMatterId", identity.and_then(|i| i.official_matter_id.as_deref())),
                    ("Identity/PrecedingEventId", identity.and_then(|i| i.preceding_event_id.as_deref())),
                ];
                for (name, text) in texts {
                    self.words(&format!("{path}/{name}"), text.unwrap_or_default());
                }
                for element in &extension.elements {
                    match element {
                        ForeignElement::Invoice(invoice) => self.invoice(&format!("{path}/Invoice"), invoice),
                        ForeignElement::Raw(raw) => self.raw(&path, raw),
                    }
                }
            }
            OfficialMatter::Foreign(elements) => elements.iter().for_each(|raw| self.raw(path, raw)),
        }
    }

    fn raw(&mut self, path: &str, raw: &RawXml) {
        let old = format!("<Invoice xmlns=\"{INVOICE_OLD}\"");
        if raw.as_str().starts_with(&old) {
            self.error("D17", &format!("{path}/Invoice"), "is in the old namespace; use Invoice/v1 with öre");
        }
    }

    fn invoice(&mut self, path: &str, invoice: &Invoice) {
        if invoice.amount_ore == 0 {
            self.error("D17", &format!("{path}/Amount"), "must be a whole number of öre above zero");
        }
        if invoice.account_number.trim().is_empty() {
            self.error("D17", &format!("{path}/AccountNumber"), "is blank");
        }
        if invoice
            .currency
            .as_ref()
            .is_some_and(|code| code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()))
        {
            self.error(
                "D17",
                &format!("{path}/Amount"),
                "CurrencyCode must be three capital letters such as SEK",
            );
        }
        for (name, text) in [
            ("AccountNumber", invoice.account_number.as_str()),
            ("OcrNumber", invoice.ocr_number.as_deref().unwrap_or_default()),
        ] {
            self.words(&format!("{path}/{name}"), text);
        }
        if let Some(ocr) = &invoice.ocr_number
            && ocr.len() >= 2
            && ocr.bytes().all(|b| b.is_ascii_digit())
            && !luhn(ocr)
        {
            // Not every account demands a check digit, and free text may stand here: the type decides.
            self.warn("D17", &format!("{path}/OcrNumber"), "the check digit is wrong");
        }
    }
}

/// Luhn over all digits.
pub(crate) fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(index, b)| {
            let digit = u32::from(b.wrapping_sub(b'0'));
            let weighted = if index % 2 == 1 { digit * 2 } else { digit };
            weighted / 10 + weighted % 10
        })
        .sum();
    sum.is_multiple_of(10)
}
