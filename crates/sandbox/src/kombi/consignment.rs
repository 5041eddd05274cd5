//! `ForsendelseI` as the print vendor reads it: order and presence of its elements, the address, the pages.

use paper::{Limits, preflight};

const FJERNPRINT: &str = "urn:oio:fjernprint:1.0.0";
const DKAL: &str = "urn:oio:dkal:1.0.0";

/// A row of a sequence: name, whether it must be there.
type Row = (&'static str, bool);

/// Children of `ForsendelseI` in their order.
const CONSIGNMENT: &[Row] = &[
    ("AfsendelseIdentifikator", true),
    ("ForsendelseTypeIdentifikator", false),
    ("ForsendelseModtager", true),
    ("FilformatNavn", true),
    ("MeddelelseIndholdData", true),
    ("TransaktionsParametreI", false),
    ("DokumentParametre", true),
    ("KanalUafhaengigeParametreI", false),
    ("PrintParametre", false),
    ("DigitalPostParametre", false),
    ("PostParametre", false),
    ("BilagSamling", false),
];
/// Children of `ModtagerAdresse`, with a street …
const STREET: &[Row] = &[
    ("PersonName", true),
    ("CoNavn", false),
    ("StreetName", true),
    ("StreetBuildingIdentifier", true),
    ("FloorIdentifier", false),
    ("SuiteIdentifier", false),
    ("MailDeliverySublocationIdentifier", false),
    ("PostCodeIdentifier", true),
    ("DistrictSubdivisionIdentifier", false),
    ("PostOfficeBoxIdentifier", false),
    ("CountryIdentificationCode", true),
];
/// … or with lines.
const LINES: &[Row] = &[
    ("PersonName", true),
    ("PostalAddressFirstLineText", true),
    ("PostalAddressSecondLineText", false),
    ("PostalAddressThirdLineText", false),
    ("PostalAddressFourthLineText", false),
    ("PostalAddressFifthLineText", false),
    ("PostalAddressSixthLineText", false),
    ("PostCodeIdentifier", false),
    ("CountryIdentificationCode", true),
];

/// One physical part as it was read.
#[derive(Debug, Default)]
pub(super) struct Consignment {
    /// (namespace, path below `ForsendelseI`, text), in document order; parents have no text.
    pub(super) elements: Vec<(String, String, String)>,
}

/// A physical part that can be printed.
#[derive(Debug)]
pub(super) struct Sheets {
    pub(super) id: String,
    pub(super) pages: u32,
    /// CPR or CVR; all zeros when the sender knows none. Never log it.
    pub(super) number: String,
    pub(super) name: String,
    pub(super) title: String,
}

impl Consignment {
    fn text(&self, path: &str) -> &str {
        self.elements.iter().find(|(_, at, _)| at == path).map_or("", |(.., text)| text.trim())
    }

    fn children(&self, parent: &str) -> Vec<&str> {
        let below = |path: &'_ str| -> Option<usize> {
            let rest = if parent.is_empty() { path } else { path.strip_prefix(parent)?.strip_prefix('/')? };
            (!rest.is_empty() && !rest.contains('/')).then(|| path.len() - rest.len())
        };
        let names = self.elements.iter().filter_map(|(_, path, _)| below(path).and_then(|at| path.get(at..)));
        names.collect()
    }

    /// Judges it as the print vendor would.
    pub(super) fn judge(&self) -> Result<Sheets, (&'static str, String)> {
        let structure = |what: &str| ("forsendelse.structure", what.to_owned());
        sequence(&self.children(""), CONSIGNMENT).map_err(|what| structure(&what))?;
        for (name, namespace) in [
            ("AfsendelseIdentifikator", FJERNPRINT),
            ("DokumentParametre", FJERNPRINT),
            ("ForsendelseModtager", FJERNPRINT),
            ("FilformatNavn", DKAL),
            ("MeddelelseIndholdData", DKAL),
        ] {
            if !self.elements.iter().any(|(ns, path, _)| path == name && ns == namespace) {
                return Err(structure(&format!("{name} stands in the wrong namespace")));
            }
        }
        let id = self.text("AfsendelseIdentifikator");
        if !(1..=38).contains(&id.chars().count()) {
            return Err(structure("AfsendelseIdentifikator has 1 to 38 characters"));
        }
        let address = "ForsendelseModtager/ModtagerAdresse";
        let parts = self.children(address);
        sequence(&parts, STREET)
            .or_else(|_| sequence(&parts, LINES))
            .map_err(|what| ("address", format!("ModtagerAdresse: {what}")))?;
        if self.text("FilformatNavn") != "pdf" {
            return Err(("file.format", "only pdf is printed".to_owned()));
        }
        let receiver = "ForsendelseModtager/AfsendelseModtager";
        let number = ["CPRnummerIdentifikator", "CVRnummerIdentifikator"]
            .map(|name| self.text(&format!("{receiver}/{name}")))
            .into_iter()
            .find(|number| !number.is_empty());
        let contents = self.elements.iter().filter(|(_, path, _)| {
            matches!(path.as_str(), "MeddelelseIndholdData" | "BilagSamling/Bilag/VedhaeftningIndholdData")
        });
        let mut pages = 0;
        for (.., text) in contents {
            let compact: String = text.split_ascii_whitespace().collect();
            let pdf = base64_simd::STANDARD.decode_to_vec(compact);
            let pdf = pdf.map_err(|_| structure("content is not base64"))?;
            let facts = preflight(&pdf, &Limits::default()).map_err(|error| ("pdf", error.to_string()))?;
            if !facts.first_page_a4_portrait {
                return Err(("pdf", "the first page is not A4 portrait".to_owned()));
            }
            pages += facts.pages;
        }
        Ok(Sheets {
            id: id.to_owned(),
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
            number: number.unwrap_or_default().to_owned(),
            name: self.text(&format!("{address}/PersonName")).to_owned(),
            title: self.text("DokumentParametre/TitelTekst").to_owned(),
        })
    }
}

/// Whether these names are this sequence: in order, each once, the required ones there.
fn sequence(names: &[&str], rows: &[Row]) -> Result<(), String> {
    let mut names = names.iter().peekable();
    for (row, required) in rows {
        if names.next_if(|name| *name == row).is_none() && *required {
            return Err(format!("{row} is missing or stands in the wrong place"));
        }
    }
    names.next().map_or(Ok(()), |name| Err(format!("{name} is not expected there")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences() {
        let rows: &[Row] = &[("a", true), ("b", false), ("c", true)];
        assert!(sequence(&["a", "c"], rows).is_ok() && sequence(&["a", "b", "c"], rows).is_ok());
        for wrong in [&["a"][..], &["c", "a"], &["a", "b", "b", "c"], &["a", "c", "d"], &[]] {
            assert!(sequence(wrong, rows).is_err(), "{wrong:?}");
        }
    }
}
