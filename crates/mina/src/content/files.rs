//! Attachments (rules D7 to D10).

use super::Judge;
use crate::Attachment;
use crate::message::checksum;

impl Judge<'_> {
    pub(super) fn attachment(&mut self, path: &str, file: &Attachment) {
        let at = |name: &str| format!("{path}/{name}");
        if !self.rules.attachment_types.contains(&file.content_type) {
            let allowed = self.rules.attachment_types.join(", ");
            self.error("D7", &at("ContentType"), format!("is not an allowed content type ({allowed})"));
        }
        if file.content.is_empty() {
            self.error("D8", &at("Body"), "the file is empty");
        } else if file.content_type == "application/pdf" && !file.content.starts_with(b"%PDF-") {
            self.error("D7", &at("Body"), "is not a PDF: it does not begin with %PDF-");
        }
        if file.content.starts_with(b"%PDF-") && is_encrypted(&file.content) {
            self.error("D8", &at("Body"), "is encrypted: mailboxes cannot open it; send it without password");
        }
        let pdf_name = file.filename.to_ascii_lowercase().ends_with(".pdf");
        if file.content_type == "application/pdf" && !pdf_name {
            self.error("D7", &at("Filename"), "the name of a PDF must end in .pdf");
        }
        self.filename(&at("Filename"), &file.filename);
        if let Some(received) = &file.received_checksum {
            self.checksum(&at("Checksum"), received, &file.content);
        }
    }

    fn filename(&mut self, path: &str, name: &str) {
        if name.trim().is_empty() {
            self.error("D10", path, "is blank");
        }
        if name.contains(['/', '\\', ':']) || matches!(name, "." | "..") {
            self.error("D10", path, "must be a name without path");
        }
        if name.chars().any(char::is_control) {
            self.error("D10", path, "holds control characters");
        }
        if party::contains_personal_number(name, &[party::Country::Se]) {
            self.error("D10", path, "holds what is a person number; take it out");
        }
    }

    /// MD5 that does not fit is an error; another form than MD5 cannot be judged and only warns (rule D9).
    fn checksum(&mut self, path: &str, received: &str, content: &[u8]) {
        let received = received.trim();
        let md5_form = received.len() == 32 && received.bytes().all(|b| b.is_ascii_hexdigit());
        if !md5_form {
            self.warn("D9", path, "is not an MD5 in hex; send 32 upper-case hex digits");
        } else if !received.eq_ignore_ascii_case(&checksum(content)) {
            self.error("D9", path, "does not fit the file");
        }
    }
}

/// Whether a PDF's trailer names an encryption. Only trailers are looked at, not what the pages say: the part that
/// `startxref` points to, or what follows the last `trailer`.
fn is_encrypted(pdf: &[u8]) -> bool {
    const START: &[u8] = b"startxref";
    let last = |name: &[u8]| pdf.windows(name.len()).rposition(|part| part == name);
    let named = |part: &[u8]| part.windows(8).any(|name| name == b"/Encrypt");
    let table = last(START).and_then(|at| {
        let digits = pdf.get(at + START.len()..)?.trim_ascii_start();
        let length = digits.iter().take_while(|b| b.is_ascii_digit()).count();
        let offset: usize = std::str::from_utf8(digits.get(..length)?).ok()?.parse().ok()?;
        // Up to the table's own end: in files made for the web it stands far ahead of the last one.
        let rest = pdf.get(offset..)?;
        rest.get(..rest.windows(START.len()).position(|part| part == START)?)
    });
    let trailer = last(b"trailer").and_then(|at| pdf.get(at..));
    [table, trailer].into_iter().flatten().any(named)
}
