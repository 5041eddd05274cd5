//! `ForsendelseI`: the physical part, for the platform's print vendor (`transport.md` §4).

use super::address;
use super::config::{KombiPrint, KombiSender};
use super::request::position;
use super::xml::element;
use crate::channel::{ComposeError, ComposeJob};
use crate::pages::{self, Letterhead, of_pdf};
use bytes::Bytes;
use catalogue::{Code, Language};
use party::{PartyId, PartyKind};

/// The pieces come from several namespaces; children without a prefix belong to `urn:oio:fjernprint:1.0.0`.
const START: &str = "<ForsendelseI xmlns=\"urn:oio:fjernprint:1.0.0\" xmlns:dkal=\"urn:oio:dkal:1.0.0\" \
    xmlns:adir=\"urn:oio:adir:dagpenge:2009.07.01\" xmlns:sagdok=\"urn:oio:sagdok:3.0.0\" \
    xmlns:itst=\"http://rep.oio.dk/itst.dk/xml/schemas/2006/01/17/\" \
    xmlns:a=\"http://rep.oio.dk/ebxml/xml/schemas/dkcc/2005/03/15/\" \
    xmlns:b=\"http://rep.oio.dk/ebxml/xml/schemas/dkcc/2003/02/13/\" \
    xmlns:l=\"http://rep.oio.dk/ebxml/xml/schemas/dkcc/2005/05/19/\">";
/// Written when the recipient has no number that the schema knows.
const NO_CPR: &str = "0000000000";
const TITLE_MAX_CHARS: usize = 300;
const UNIT_MAX_CHARS: usize = 2_000;
const ENCLOSURES_MAX: usize = 100;

/// Builds the physical part, or says why the letter cannot be printed.
pub(super) fn build(
    job: &ComposeJob,
    print: &KombiPrint,
    sender: &KombiSender,
) -> Result<Vec<u8>, ComposeError> {
    let letter = &job.letter;
    let Some(address) = &letter.address else {
        return Err(refused(Code::NoPostalAddress, "the letter has no postal address (C20)"));
    };
    // The errors name the field, never the address.
    address.check().map_err(|error| refused(Code::AddressInvalid, &error.to_string()))?;
    let documents = pages::pdfs(job, &Letterhead { name: &sender.name, language: Language::Da })?;
    let Some((first, others)) = documents.split_first() else {
        return Err(refused(Code::DocumentMissing, "neither document nor text"));
    };
    check_pages(&documents, print)?;

    let mut out =
        Vec::with_capacity(documents.iter().map(|pdf| pdf.len() / 3 * 4 + 512).sum::<usize>() + 4096);
    out.extend_from_slice(START.as_bytes());
    element(&mut out, "AfsendelseIdentifikator", &job.message_uuid.to_string());
    if let Some(number) = sender.print_type {
        element(&mut out, "ForsendelseTypeIdentifikator", &number.to_string());
    }
    out.extend_from_slice(b"<ForsendelseModtager><dkal:AfsendelseModtager>");
    let (name, number) = identity(&letter.recipient);
    element(&mut out, name, number);
    out.extend_from_slice(b"</dkal:AfsendelseModtager><ModtagerAdresse>");
    address::write(&mut out, address).map_err(|error| refused(Code::AddressInvalid, &error.to_string()))?;
    out.extend_from_slice(b"</ModtagerAdresse></ForsendelseModtager>");
    element(&mut out, "dkal:FilformatNavn", "pdf");
    content(&mut out, "dkal:MeddelelseIndholdData", first);
    out.extend_from_slice(b"<DokumentParametre>");
    element(&mut out, "sagdok:TitelTekst", &cut(&letter.subject, TITLE_MAX_CHARS));
    out.extend_from_slice(b"</DokumentParametre>");
    if let Some(system) = sender.system_name.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
        out.extend_from_slice(b"<KanalUafhaengigeParametreI>");
        if let Some(unit) = letter.unit.as_deref().map(str::trim).filter(|unit| !unit.is_empty()) {
            element(&mut out, "EnhedTekst", &cut(unit, UNIT_MAX_CHARS));
        }
        element(&mut out, "BrugerNavn", system);
        out.extend_from_slice(b"</KanalUafhaengigeParametreI>");
    }
    out.extend_from_slice(b"<PrintParametre>");
    element(&mut out, "SimplexDuplexKode", if print.duplex { "Duplex" } else { "Simplex" });
    element(&mut out, "FarveSHKode", if print.colour { "Farve" } else { "SH" });
    out.extend_from_slice(b"</PrintParametre><PostParametre>");
    element(&mut out, "PostKategoriKode", print.postage.code());
    out.extend_from_slice(b"</PostParametre>");
    enclosures(&mut out, job, others);
    out.extend_from_slice(b"</ForsendelseI>");
    Ok(out)
}

fn refused(code: Code, detail: &str) -> ComposeError {
    ComposeError { code, detail: detail.to_owned() }
}

/// What the print vendor demands: whole PDFs, A4 portrait, not too many and not too large.
fn check_pages(documents: &[Bytes], print: &KombiPrint) -> Result<(), ComposeError> {
    if documents.len() > ENCLOSURES_MAX {
        let detail = format!("{} documents, at most {ENCLOSURES_MAX} can be printed", documents.len());
        return Err(refused(Code::DocumentsTooMany, &detail));
    }
    let size: u64 = documents.iter().map(|pdf| pdf.len() as u64).sum();
    if size > print.max_bytes {
        let detail = format!("{size} bytes to print, at most {}", print.max_bytes);
        return Err(refused(Code::MessageTooLargeToSend, &detail));
    }
    for (number, pdf) in documents.iter().enumerate() {
        let facts = paper::preflight(pdf, &paper::Limits::default()).map_err(|error| of_pdf(&error))?;
        if !facts.first_page_a4_portrait {
            let detail = format!("document {} does not begin with a page in A4 portrait", number + 1);
            return Err(refused(Code::PrintRejected, &detail));
        }
    }
    Ok(())
}

/// Element and number of the recipient. Numbers that the schema's pattern refuses (replacement numbers) are left out:
/// the address finds the recipient.
fn identity(recipient: &PartyId) -> (&'static str, &str) {
    let number = recipient.reveal();
    match recipient.kind() {
        PartyKind::Cvr => ("adir:CVRnummerIdentifikator", number),
        PartyKind::Cpr if begins_with_a_date(number) => ("adir:CPRnummerIdentifikator", number),
        _ => ("adir:CPRnummerIdentifikator", NO_CPR),
    }
}

fn begins_with_a_date(number: &str) -> bool {
    let part = |from: usize| number.get(from..from + 2).and_then(|text| text.parse::<u8>().ok()).unwrap_or(0);
    let last = match part(2) {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 29,
        _ => 0,
    };
    (1..=last).contains(&part(0))
}

fn content(out: &mut Vec<u8>, name: &str, bytes: &[u8]) {
    out.extend_from_slice(format!("<{name}>").as_bytes());
    base64_simd::STANDARD.encode_append(bytes, out);
    out.extend_from_slice(format!("</{name}>").as_bytes());
}

/// The PDF files of a physical part, in the order of printing.
pub(super) fn files(request: &[u8]) -> Option<Vec<Bytes>> {
    let mut files = Vec::new();
    let mut rest = request;
    for (tag, repeats) in
        [(&b"dkal:MeddelelseIndholdData>"[..], false), (&b"dkal:VedhaeftningIndholdData>"[..], true)]
    {
        while let Some(at) = position(rest, tag) {
            rest = rest.get(at + tag.len()..)?;
            let end = rest.iter().position(|byte| *byte == b'<')?;
            files.push(base64_simd::STANDARD.decode_to_vec(rest.get(..end)?).ok()?.into());
            rest = rest.get(end + 2 + tag.len()..)?;
            if !repeats {
                break;
            }
        }
    }
    Some(files).filter(|files| !files.is_empty())
}

fn enclosures(out: &mut Vec<u8>, job: &ComposeJob, others: &[Bytes]) {
    if others.is_empty() {
        return;
    }
    out.extend_from_slice(b"<BilagSamling>");
    for (number, pdf) in others.iter().enumerate() {
        let name = job.letter.documents.get(number + 1).map_or("Bilag", |document| document.name.as_str());
        out.extend_from_slice(b"<Bilag>");
        element(out, "BilagNavn", &cut(name, TITLE_MAX_CHARS));
        element(out, "dkal:FilformatNavn", "pdf");
        element(out, "BilagSorteringsIndeksIdentifikator", &(number + 1).to_string());
        content(out, "dkal:VedhaeftningIndholdData", pdf);
        out.extend_from_slice(b"</Bilag>");
    }
    out.extend_from_slice(b"</BilagSamling>");
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_that_the_schema_knows() {
        for (number, fits) in
            [("2211771212", true), ("3104991234", false), ("2902001234", true), ("8211771212", false)]
        {
            assert_eq!(begins_with_a_date(number), fits, "{}", &number[..4]);
        }
        assert!(!begins_with_a_date(""));
    }
}
