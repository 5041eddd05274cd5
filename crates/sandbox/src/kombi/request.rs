//! Reading a `kombi_request`.

use memo::{Limits, Message};
use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;

use super::consignment::{Consignment, Sheets};
use crate::digital_post::head::{self, Head};
use crate::memos::{self, Nature};

const MEMO: &str = "https://DigitalPost.dk/MeMo-1";
const MESSAGE: &[u8] = b"<memo:Message";
const FJERNPRINT: &str = "urn:oio:fjernprint:1.0.0";
const DEPTH_MAX: usize = 32;
const ELEMENTS_MAX: usize = 20_000;

/// `KombiValgKode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    DigitalPost,
    NemSms,
    Print,
    Automatic,
}

/// Word, meaning, whether the digital and the physical part must be there.
const CHOICES: &[(&str, Choice, bool, bool)] = &[
    ("Digital Post", Choice::DigitalPost, true, false),
    ("NemSMS", Choice::NemSms, true, false),
    ("Fysisk Post", Choice::Print, false, true),
    ("Automatisk Valg", Choice::Automatic, true, true),
];

/// A request that was found in order, but for the rules of MeMo.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) choice: Choice,
    /// What the MeMo's header says, valid or not.
    pub(super) head: Option<Head>,
    /// The MeMo, if it can be read.
    pub(super) message: Option<Message>,
    /// What the rules say of the MeMo: told by a PostStatus, not by the answer.
    pub(super) nature: Nature,
    pub(super) sheets: Option<Sheets>,
}

/// `FejlId` and `FejlTekst`.
pub(super) type Refusal = (&'static str, String);

fn refuse(code: &'static str, what: &str) -> Refusal {
    (code, what.to_owned())
}

/// What stands in the frame.
#[derive(Default)]
struct Frame {
    choice: Option<String>,
    memos: u32,
    consignments: Vec<Consignment>,
}

/// The request without its XML declaration: it speaks of the frame, and clients in use write `utf8` there, which the
/// reader of the MeMo would not take.
fn without_declaration(octets: &[u8]) -> Result<&[u8], Refusal> {
    let octets = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets).trim_ascii_start();
    if !octets.starts_with(b"<?xml ") {
        return Ok(octets);
    }
    let end = octets.windows(2).position(|two| two == b"?>").map_or(octets.len(), |at| at + 2);
    let (declaration, rest) = octets.split_at(end);
    let declaration = String::from_utf8_lossy(declaration).to_ascii_lowercase();
    let named = declaration
        .split("encoding")
        .nth(1)
        .map_or("utf-8", |rest| rest.trim_start_matches([' ', '=', '"', '\'']));
    if ["utf-8", "utf8"].iter().any(|known| named.starts_with(known)) {
        Ok(rest)
    } else {
        Err(refuse("xml.invalid", "the XML declaration names an encoding other than UTF-8"))
    }
}

pub(super) fn read(octets: &[u8]) -> Result<Request, Refusal> {
    let octets = without_declaration(octets)?;
    let frame = frame(octets)?;
    let word = frame.choice.as_deref().map(str::trim).unwrap_or_default();
    let row = CHOICES.iter().find(|(known, ..)| *known == word);
    let &(_, choice, digital, physical) =
        row.ok_or_else(|| refuse("kombi.choice", "KombiValgKode is missing or unknown"))?;
    if (frame.memos == 1) != digital || frame.memos > 1 {
        return Err(refuse("kombi.parts", "memo:Message does not fit KombiValgKode"));
    }
    if (frame.consignments.len() == 1) != physical || frame.consignments.len() > 1 {
        return Err(refuse("kombi.parts", "ForsendelseISamling does not fit KombiValgKode"));
    }
    let sheets = frame.consignments.first().map(Consignment::judge).transpose()?;
    if !digital {
        return Ok(Request { choice, head: None, message: None, nature: Nature::default(), sheets });
    }
    let report = memo::check_embedded(octets, &memos::options());
    if let Some(finding) = report.findings.iter().find(|finding| finding.rule == "A9") {
        return Err(("memo.prefix", finding.to_string()));
    }
    let message = memo::read_embedded(octets, &Limits::default()).ok();
    let nature = Nature::of(message.as_ref(), &report);
    if message.is_some() && nature.nemsms != (choice == Choice::NemSms) {
        return Err(refuse("kombi.choice", "messageType does not fit KombiValgKode"));
    }
    // Every element has its prefix by now.
    let start = octets.windows(MESSAGE.len()).position(|bytes| bytes == MESSAGE);
    let head = start.and_then(|at| octets.get(at..)).map(head::read);
    Ok(Request { choice, head, message, nature, sheets })
}

/// Reads the frame; the MeMo inside is left to its own reader.
fn frame(octets: &[u8]) -> Result<Frame, Refusal> {
    let broken = || refuse("xml.invalid", "not well-formed XML in UTF-8, or with a DOCTYPE");
    let text = std::str::from_utf8(octets).map_err(|_| broken())?;
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().expand_empty_elements = true;
    let mut frame = Frame::default();
    let mut path: Vec<(String, String)> = Vec::new();
    let mut elements = 0;
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|_| broken())?;
        match event {
            Event::DocType(_) => return Err(broken()),
            Event::Start(start) => {
                let namespace = match namespace {
                    ResolveResult::Bound(bound) => bound.into_inner().to_owned(),
                    ResolveResult::Unbound => String::new(),
                    ResolveResult::Unknown(_) => return Err(broken()),
                };
                elements += 1;
                if path.len() >= DEPTH_MAX || elements > ELEMENTS_MAX {
                    return Err(refuse("xml.invalid", "too many elements"));
                }
                path.push((namespace, start.local_name().into_inner().to_owned()));
                begin(&mut frame, &path)?;
            }
            Event::End(_) => {
                path.pop();
            }
            Event::Text(text) => write(&mut frame, &path, &text),
            Event::CData(text) => write(&mut frame, &path, &text),
            Event::GeneralRef(reference) => {
                let character = match &*reference {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    "apos" => '\'',
                    _ => reference.resolve_char_ref().ok().flatten().ok_or_else(broken)?,
                };
                write(&mut frame, &path, character.encode_utf8(&mut [0; 4]));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !path.is_empty() || elements == 0 {
        return Err(broken());
    }
    Ok(frame)
}

fn begin(frame: &mut Frame, path: &[(String, String)]) -> Result<(), Refusal> {
    let names: Vec<(&str, &str)> = path.iter().map(|(ns, name)| (ns.as_str(), name.as_str())).collect();
    match names.as_slice() {
        [("", "kombi_request")] | [_, (FJERNPRINT, "ForsendelseISamling")] => {}
        [_, (MEMO, "Message")] => frame.memos += 1,
        [_, (MEMO, "Message"), ..] => {}
        [_, ("", "KombiValgKode")] if frame.choice.is_none() && frame.memos == 0 => {
            frame.choice = Some(String::new());
        }
        [_, _, (FJERNPRINT, "ForsendelseI")] => frame.consignments.push(Consignment::default()),
        [_, _, (FJERNPRINT, "ForsendelseI"), rest @ .., (namespace, last)] => {
            let consignment = frame.consignments.last_mut();
            let names = rest.iter().map(|(_, name)| *name).chain([*last]).collect::<Vec<_>>().join("/");
            if let Some(consignment) = consignment {
                consignment.elements.push(((*namespace).to_owned(), names, String::new()));
            }
        }
        _ => return Err(refuse("kombi.structure", "an element is not expected there")),
    }
    Ok(())
}

fn write(frame: &mut Frame, path: &[(String, String)], text: &str) {
    match path {
        [_, (_, name)] if name == "KombiValgKode" => {
            frame.choice.get_or_insert_default().push_str(text);
        }
        [_, _, (_, name), _, ..] if name == "ForsendelseI" => {
            let last = frame.consignments.last_mut().and_then(|consignment| consignment.elements.last_mut());
            if let Some((.., value)) = last {
                value.push_str(text);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_request_is_said() {
        let code = |text: &str| read(text.as_bytes()).unwrap_err().0;
        let request = |inside: &str| format!("<kombi_request>{inside}</kombi_request>");
        let choice = |word: &str| format!("<KombiValgKode>{word}</KombiValgKode>");
        assert_eq!(code(""), "xml.invalid");
        assert_eq!(code("<kombi_request>"), "xml.invalid");
        assert_eq!(code("<!DOCTYPE a><kombi_request/>"), "xml.invalid");
        assert_eq!(code("<other/>"), "kombi.structure");
        assert_eq!(code("<?xml version='1.0' encoding='utf8'?>\n<kombi_request/>"), "kombi.choice");
        assert_eq!(code("<?xml version='1.0' encoding='UTF-16'?><kombi_request/>"), "xml.invalid");
        assert_eq!(code("<?xml "), "xml.invalid");
        assert_eq!(code(&request("")), "kombi.choice");
        assert_eq!(code(&request(&choice("Brevdue"))), "kombi.choice");
        assert_eq!(code(&request(&choice("Digital Post"))), "kombi.parts");
        assert_eq!(code(&request(&choice("Fysisk Post"))), "kombi.parts");
        let empty = format!(
            "{}<ForsendelseISamling xmlns='{FJERNPRINT}'><ForsendelseI/></ForsendelseISamling>",
            choice("Fysisk Post")
        );
        assert_eq!(code(&request(&empty)), "forsendelse.structure");
        assert_eq!(code(&"<a>".repeat(100_000)), "kombi.structure");
    }
}
