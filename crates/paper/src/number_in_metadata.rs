//! The recipient's number in a structured metadata field of a PDF (requirement R88).
//!
//! A print shop that looks up the address itself needs the number. It stands twice: as XMP properties
//! `RecipientCountry`, `RecipientKind` and `RecipientNumber` in [`NAMESPACE`], and, for tools that know no XMP, as
//! document information `BrevdueRecipientCountry` and `BrevdueRecipientNumber`. It never stands on a page. When the job
//! is done, [`remove`] takes it out; the file is written anew, so that no older revision keeps it.
//!
//! A signed PDF is never changed (rule D8).
//!
//! ```
//! use paper::{Limits, LetterText, number_in_metadata, simple_letter};
//! use party::{Country, PartyId};
//!
//! let limits = Limits::default();
//! let id = PartyId::parse(Country::Se, "192705178354").unwrap();
//! let marked = number_in_metadata::write(&simple_letter(&LetterText::default())?, &id, &limits)?;
//! assert_eq!(number_in_metadata::read(&marked, &limits)?, Some(id));
//! let clean = number_in_metadata::remove(&marked, &limits)?;
//! assert_eq!(number_in_metadata::read(&clean, &limits)?, None);
//! # Ok::<(), paper::PdfError>(())
//! ```

use lopdf::{Dictionary, Document, Object, decode_text_string, text_string};
use party::{Country, PartyId};

use crate::build::save;
use crate::load::load;
use crate::preflight::facts;
use crate::{Limits, PdfError, xmp};

/// The XML namespace of our properties.
pub const NAMESPACE: &str = "urn:brevdue:print:1";

const INFO_COUNTRY: &str = "BrevdueRecipientCountry";
const INFO_NUMBER: &str = "BrevdueRecipientNumber";

/// The PDF with the recipient's number in its metadata; an earlier number is replaced.
///
/// # Errors
/// Those of [`crate::preflight()`]; [`PdfError::Signed`] for a signed PDF.
pub fn write(pdf: &[u8], recipient: &PartyId, limits: &Limits) -> Result<Vec<u8>, PdfError> {
    let mut document = open_unsigned(pdf, limits)?;
    set(&mut document, recipient, limits)?;
    save(&mut document)
}

/// The number in the metadata of a PDF, if it has one.
///
/// # Errors
/// Those of [`crate::preflight()`]; [`PdfError::Unreadable`] if a number is there but has no known form, or if the two
/// places name different ones: then somebody else wrote it, and no letter may be addressed by it.
pub fn read(pdf: &[u8], limits: &Limits) -> Result<Option<PartyId>, PdfError> {
    let document = load(pdf, limits)?;
    let in_xmp = xmp::read(&document, limits.metadata_bytes)
        .and_then(|packet| xmp::properties(&packet, NAMESPACE))
        .map(|found| {
            let value = |name: &str| found.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
            (value("RecipientCountry"), value("RecipientNumber"))
        });
    let in_info = document.trailer.get_deref(b"Info", &document).and_then(Object::as_dict).ok().map(|info| {
        let value = |key: &str| {
            info.get_deref(key.as_bytes(), &document).ok().and_then(|value| decode_text_string(value).ok())
        };
        (value(INFO_COUNTRY), value(INFO_NUMBER))
    });
    let mut numbers = Vec::new();
    for (country, number) in [in_xmp, in_info].into_iter().flatten() {
        let Some(number) = number else { continue };
        let known = country
            .and_then(|country| Country::parse(country.trim()))
            .and_then(|country| PartyId::parse_wire(country, number.trim()).ok());
        numbers
            .push(known.ok_or_else(|| damaged("the recipient's number in its metadata has no known form"))?);
    }
    let first = numbers.pop();
    if numbers.iter().any(|other| Some(other) != first.as_ref()) {
        return Err(damaged("its metadata names two different recipients"));
    }
    Ok(first)
}

/// The PDF without the number, written anew.
///
/// # Errors
/// As [`write()`].
pub fn remove(pdf: &[u8], limits: &Limits) -> Result<Vec<u8>, PdfError> {
    let mut document = open_unsigned(pdf, limits)?;
    clear(&mut document, limits);
    // Whatever nothing points to any more might be a copy from before.
    document.prune_objects();
    save(&mut document)
}

fn open_unsigned(pdf: &[u8], limits: &Limits) -> Result<Document, PdfError> {
    let document = load(pdf, limits)?;
    if facts(&document, limits)?.signed {
        return Err(PdfError::Signed);
    }
    Ok(document)
}

/// Puts the number into an opened document.
pub(crate) fn set(document: &mut Document, recipient: &PartyId, limits: &Limits) -> Result<(), PdfError> {
    clear(document, limits);
    let (country, kind) = (recipient.country().as_str(), recipient.kind().as_str());
    let description = format!(
        "  <rdf:Description xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" rdf:about=\"\" \
         xmlns:brevdue=\"{NAMESPACE}\">\n   \
         <brevdue:RecipientCountry>{country}</brevdue:RecipientCountry>\n   \
         <brevdue:RecipientKind>{kind}</brevdue:RecipientKind>\n   \
         <brevdue:RecipientNumber>{}</brevdue:RecipientNumber>\n  </rdf:Description>",
        recipient.reveal()
    );
    // A packet that cannot be extended (foreign encoding, broken XML) is replaced in this copy for the printer.
    let extended =
        xmp::read(document, limits.metadata_bytes).and_then(|packet| xmp::with(&packet, &description));
    let packet = extended.unwrap_or_else(|| xmp::packet(&format!("{description}\n")));
    xmp::write(document, packet).ok_or_else(|| damaged("its catalogue is missing"))?;
    let info = information(document).ok_or_else(|| damaged("its information dictionary is damaged"))?;
    info.set(INFO_COUNTRY, text_string(country));
    info.set(INFO_NUMBER, text_string(recipient.reveal()));
    Ok(())
}

fn clear(document: &mut Document, limits: &Limits) {
    if let Some(packet) = xmp::read(document, limits.metadata_bytes)
        && packet.contains(NAMESPACE)
    {
        // Rather no metadata than metadata with a number in it.
        let clean = xmp::without(&packet, NAMESPACE).unwrap_or_else(|| xmp::packet(""));
        let _ = xmp::write(document, clean);
    }
    if document.trailer.has(b"Info")
        && let Some(info) = information(document)
    {
        info.remove(INFO_COUNTRY.as_bytes());
        info.remove(INFO_NUMBER.as_bytes());
    }
}

/// The information dictionary as an object of its own, made if there is none.
fn information(document: &mut Document) -> Option<&mut Dictionary> {
    let id = match document.trailer.get(b"Info") {
        Ok(Object::Reference(id)) if document.get_dictionary(*id).is_ok() => *id,
        Ok(Object::Dictionary(direct)) => {
            let direct = direct.clone();
            let id = document.add_object(direct);
            document.trailer.set("Info", id);
            id
        }
        _ => {
            let id = document.add_object(Dictionary::new());
            document.trailer.set("Info", id);
            id
        }
    };
    document.get_dictionary_mut(id).ok()
}

fn damaged(what: &str) -> PdfError {
    PdfError::Unreadable(what.to_owned())
}
