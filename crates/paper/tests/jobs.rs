//! Print jobs, and the recipient's number in metadata.

mod tools;

use lopdf::{Document, Object, dictionary};
use paper::{
    Addressing, Colour, Envelope, JobAddress, JobFileRole, JobMetadata, Limits, PdfError, PrintOrder, Window,
    number_in_metadata, preflight, print_job, simple_letter,
};
use party::{Country, PartyId};
use tools::*;

const NUMBER: &str = "192705178354";

fn limits() -> Limits {
    Limits::default()
}

fn letter() -> Vec<u8> {
    simple_letter(&danish_letter()).unwrap()
}

fn recipient() -> PartyId {
    PartyId::parse(Country::Se, NUMBER).unwrap()
}

fn order(addressing: Addressing) -> PrintOrder {
    PrintOrder {
        job_id: "0192a7c4-job".into(),
        letter_reference: "2026-004711".into(),
        sender: "Ærøskøbing Kommune".into(),
        class: 2,
        colour: Colour::Monochrome,
        duplex: false,
        envelope: None,
        addressing,
    }
}

fn addressed() -> Addressing {
    Addressing::AddressPage {
        recipient: danish_address(),
        return_address: "Afs.: Ærøskøbing Kommune".into(),
        posted_in: "DK".into(),
        window: Window::DANISH,
    }
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut octets = Vec::new();
    document.save_to(&mut octets).unwrap();
    octets
}

fn signed_letter() -> Vec<u8> {
    let mut document = Document::load_mem(&letter()).unwrap();
    document.add_object(dictionary! {
        "Type" => "Sig",
        "ByteRange" => vec![0.into(), 10.into(), 20.into(), 30.into()],
        "Contents" => Object::string_literal("0000"),
    });
    saved(document)
}

#[test]
fn the_address_page_comes_first() {
    let job = print_job(&letter(), &order(addressed()), &limits()).unwrap();
    qpdf_check(&job.pdf);
    assert_eq!(preflight(&job.pdf, &limits()).unwrap().pages, 2);
    assert_eq!((job.metadata.pages, job.metadata.sheets, job.metadata.envelope), (2, 2, Envelope::M65));
    assert!(job.cover.is_none());
    if let Some(text) = pdftotext(&job.pdf) {
        let pages: Vec<&str> = text.split('\u{c}').collect();
        assert!(pages[0].contains("5970 Ærøskøbing") && !pages[0].contains("børnehave"), "{text}");
        assert!(pages[1].contains("Afgørelse om plads i børnehave"), "{text}");
    }
}

#[test]
fn in_duplex_the_letter_begins_on_a_sheet_of_its_own() {
    let job = print_job(&letter(), &PrintOrder { duplex: true, ..order(addressed()) }, &limits()).unwrap();
    qpdf_check(&job.pdf);
    assert_eq!(preflight(&job.pdf, &limits()).unwrap().pages, 3);
    assert_eq!((job.metadata.pages, job.metadata.sheets), (3, 2));
    if let Some(text) = pdftotext(&job.pdf) {
        assert_eq!(
            text.split('\u{c}').nth(1).map(str::trim),
            Some(""),
            "the back of the address page is blank"
        );
    }
}

#[test]
fn letters_of_other_shapes_get_their_address_page() {
    if !has("qpdf") {
        return;
    }
    for options in [&["--linearize", "--object-streams=generate"][..], &["--rotate=90"], &["--qdf"]] {
        let folder = Folder::new();
        let (from, to) = (folder.put("in.pdf", &letter()), text(&folder.path("out.pdf")));
        assert!(run("qpdf", &[options, &[&from, &to]].concat()).0);
        let job = print_job(&folder.get("out.pdf"), &order(addressed()), &limits()).unwrap();
        qpdf_check(&job.pdf);
        let facts = preflight(&job.pdf, &limits()).unwrap();
        assert_eq!((facts.pages, facts.first_page_a4_portrait), (2, true), "{options:?}");
    }
}

#[test]
fn our_page_inherits_nothing_from_the_letter() {
    // A page tree that says landscape, turned, and with fonts of its own for all below it.
    let mut document = Document::load_mem(&letter()).unwrap();
    let root = document.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
    let page = document.page_iter().next().unwrap();
    let resources = document.get_dictionary_mut(page).unwrap().remove(b"Resources").unwrap();
    let sheet: Vec<Object> = vec![0.into(), 0.into(), 842.into(), 595.into()];
    let root = document.get_dictionary_mut(root).unwrap();
    root.set("Resources", resources);
    root.set("MediaBox", sheet);
    root.set("Rotate", 90);
    let job = print_job(&saved(document), &order(addressed()), &limits()).unwrap();
    qpdf_check(&job.pdf);
    assert!(preflight(&job.pdf, &limits()).unwrap().first_page_a4_portrait);
}

#[test]
fn a_signed_letter_stays_as_it_is() {
    let signed = signed_letter();
    let job = print_job(&signed, &order(addressed()), &limits()).unwrap();
    assert!(job.pdf == signed, "not one octet changed");
    let cover = job.cover.expect("an address page of its own");
    qpdf_check(&cover);
    assert_eq!(
        job.metadata.files.iter().map(|f| f.role).collect::<Vec<_>>(),
        [JobFileRole::Cover, JobFileRole::Letter]
    );
    assert_eq!(job.metadata.pages, 2);

    let job =
        print_job(&signed, &order(Addressing::ByPrintShop { recipient: recipient() }), &limits()).unwrap();
    assert!(job.pdf == signed);
    assert_eq!(number_in_metadata::read(&job.cover.unwrap(), &limits()), Ok(Some(recipient())));

    assert_eq!(number_in_metadata::write(&signed, &recipient(), &limits()), Err(PdfError::Signed));
    assert_eq!(number_in_metadata::remove(&signed, &limits()), Err(PdfError::Signed));
}

#[test]
fn metadata_round_trips_as_json() {
    let job = print_job(&letter(), &order(addressed()), &limits()).unwrap();
    let json = serde_json::to_value(&job.metadata).unwrap();
    assert_eq!(json["format"], 1);
    assert_eq!(json["address"]["on_address_page"]["postcode"], "5970");
    assert_eq!(json["files"][0]["name"], "0192a7c4-job.pdf");
    assert_eq!(serde_json::from_value::<JobMetadata>(json).unwrap(), job.metadata);

    let job =
        print_job(&letter(), &order(Addressing::ByPrintShop { recipient: recipient() }), &limits()).unwrap();
    assert_eq!(job.metadata.address, JobAddress::ByPrintShop);
    let json = serde_json::to_string(&job.metadata).unwrap();
    assert!(
        json.contains("\"address\":\"by_print_shop\"") && json.contains("\"colour\":\"monochrome\""),
        "{json}"
    );
    assert!(!json.contains(&NUMBER[2..]), "the number is in the PDF only");
    assert_eq!(number_in_metadata::read(&job.pdf, &limits()), Ok(Some(recipient())));
    assert!(!format!("{job:?} {:?}", order(addressed())).contains("Vestergade"), "no address in a log");
}

#[test]
fn broken_letters_make_no_job() {
    assert_eq!(print_job(b"", &order(addressed()), &limits()).unwrap_err(), PdfError::Empty);
    assert_eq!(print_job(b"hello", &order(addressed()), &limits()).unwrap_err(), PdfError::NotPdf);
}

#[test]
fn the_number_goes_in_and_comes_out_without_a_trace() {
    let marked = number_in_metadata::write(&letter(), &recipient(), &limits()).unwrap();
    qpdf_check(&marked);
    assert_eq!(number_in_metadata::read(&marked, &limits()), Ok(Some(recipient())));
    assert!(holds(&marked, NUMBER));
    if let (Some(text), Some(info)) = (pdftotext(&marked), pdfinfo(&marked)) {
        assert!(
            !text.contains(NUMBER) && info.contains("Afgørelse"),
            "not on the page, and the title is kept"
        );
    }
    // Another recipient replaces the first.
    let dane = PartyId::parse(Country::Dk, "2211771212").unwrap();
    let marked = number_in_metadata::write(&marked, &dane, &limits()).unwrap();
    assert_eq!(number_in_metadata::read(&marked, &limits()), Ok(Some(dane)));
    assert!(!holds(&marked, NUMBER));

    let clean = number_in_metadata::remove(&marked, &limits()).unwrap();
    qpdf_check(&clean);
    assert_eq!(number_in_metadata::read(&clean, &limits()), Ok(None));
    assert!(!holds(&clean, "2211771212") && !holds(&clean, "BrevdueRecipient"));
    assert!(!holds(&clean, number_in_metadata::NAMESPACE));
    assert_eq!(preflight(&clean, &limits()).unwrap().title, preflight(&letter(), &limits()).unwrap().title);
    // Again and again leaves no litter.
    let mut again = clean.clone();
    for _ in 0..5 {
        again = number_in_metadata::write(&again, &recipient(), &limits()).unwrap();
        again = number_in_metadata::remove(&again, &limits()).unwrap();
    }
    assert!(again.len() < clean.len() + 64, "grew from {} to {}", clean.len(), again.len());
    assert_eq!(preflight(&again, &limits()), preflight(&clean, &limits()));
}

/// Whether the octets hold the text plainly or as UTF-16.
fn holds(octets: &[u8], text: &str) -> bool {
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    [text.as_bytes(), &utf16].iter().any(|needle| octets.windows(needle.len()).any(|w| w == *needle))
}

#[test]
fn metadata_written_by_others_survives_and_is_not_trusted() {
    let packet = |inside: &str| {
        format!(
            "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>\
             <r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>{inside}</r:RDF></x:xmpmeta>\
             <?xpacket end='w'?>"
        )
    };
    let with_packet = |packet: String| {
        let mut document = Document::load_mem(&letter()).unwrap();
        let stream =
            lopdf::Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, packet.into());
        let id = document.add_object(stream);
        document.catalog_mut().unwrap().set("Metadata", id);
        saved(document)
    };
    let pdf_a =
        "<r:Description r:about='' xmlns:p='http://www.aiim.org/pdfa/ns/id/' p:part='3' p:conformance='U'/>";
    let pdf = with_packet(packet(pdf_a));
    assert_eq!(preflight(&pdf, &limits()).unwrap().pdf_a.map(|a| a.to_string()).as_deref(), Some("PDF/A-3u"));
    let marked = number_in_metadata::write(&pdf, &recipient(), &limits()).unwrap();
    assert_eq!(preflight(&marked, &limits()).unwrap().pdf_a.map(|a| a.part), Some(3), "kept");
    assert_eq!(number_in_metadata::read(&marked, &limits()), Ok(Some(recipient())));
    // With our address page it is PDF/A no more.
    let job = print_job(&pdf, &order(addressed()), &limits()).unwrap();
    assert_eq!(preflight(&job.pdf, &limits()).unwrap().pdf_a, None);

    // Our property rewritten as an attribute by another tool: read, and removed.
    let ns = number_in_metadata::NAMESPACE;
    let attribute = format!(
        "<r:Description r:about='' xmlns:b='{ns}' b:RecipientCountry='se' b:RecipientNumber='{NUMBER}'/>"
    );
    let pdf = with_packet(packet(&attribute));
    assert_eq!(number_in_metadata::read(&pdf, &limits()), Ok(Some(recipient())));
    let clean = number_in_metadata::remove(&pdf, &limits()).unwrap();
    assert!(!holds(&clean, NUMBER));

    // Nonsense in our property is an error, not a recipient.
    for number in ["", "12", "<b:x/>", "19270517-8354"] {
        let element = format!(
            "<r:Description r:about='' xmlns:b='{ns}'><b:RecipientCountry>se</b:RecipientCountry>\
             <b:RecipientNumber>{number}</b:RecipientNumber></r:Description>"
        );
        let read = number_in_metadata::read(&with_packet(packet(&element)), &limits());
        assert!(matches!(read, Err(PdfError::Unreadable(_))), "{number}: {read:?}");
    }

    // A packet with a document type, and one that is not XML: no claim, and replaced when a number goes in.
    for broken in
        ["<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>".to_owned(), "<<<".to_owned(), packet("<r:Description>")]
    {
        let pdf = with_packet(broken.clone());
        assert_eq!(preflight(&pdf, &limits()).unwrap().pdf_a, None);
        let marked = number_in_metadata::write(&pdf, &recipient(), &limits()).unwrap();
        assert_eq!(number_in_metadata::read(&marked, &limits()), Ok(Some(recipient())), "{broken}");
    }
}

#[test]
fn two_places_that_disagree_are_an_error() {
    let marked = number_in_metadata::write(&letter(), &recipient(), &limits()).unwrap();
    let mut document = Document::load_mem(&marked).unwrap();
    let info = document.trailer.get(b"Info").unwrap().as_reference().unwrap();
    let info = document.get_dictionary_mut(info).unwrap();
    info.set("BrevdueRecipientNumber", Object::string_literal("198101052382"));
    let read = number_in_metadata::read(&saved(document), &limits());
    assert_eq!(read, Err(PdfError::Unreadable("its metadata names two different recipients".into())));
}
