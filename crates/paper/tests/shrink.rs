//! Smaller files that show the same: judged by poppler and qpdf where they are installed.

mod tools;

use lopdf::{Document, Object, Stream, dictionary};
use paper::{Limits, PdfError, preflight, shrink, simple_letter};
use proptest::prelude::*;
use tools::*;

fn letter() -> Vec<u8> {
    simple_letter(&danish_letter()).unwrap()
}

/// The letter as a careless program writes it: streams unpacked, a picture twice on one page, rubbish beside it.
fn careless() -> Vec<u8> {
    let mut document = Document::load_mem(&letter()).unwrap();
    document.decompress();
    let picture: Vec<u8> = (0..200_u32 * 200 * 3).map(|n| ((n / 600) ^ (n % 7)) as u8).collect();
    let image = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => 200, "Height" => 200,
        "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8,
    };
    let one = document.add_object(Stream::new(image.clone(), picture.clone()));
    let two = document.add_object(Stream::new(image, picture.clone()));
    document.add_object(Stream::new(dictionary! {}, picture));
    let page = document.page_iter().next().unwrap();
    let resources = document.add_object(dictionary! { "XObject" => dictionary! { "A" => one, "B" => two } });
    let fonts = match document.get_dictionary(page).unwrap().get_deref(b"Resources", &document) {
        Ok(Object::Dictionary(old)) => old.get(b"Font").unwrap().clone(),
        _ => panic!("no fonts"),
    };
    document.get_dictionary_mut(resources).unwrap().set("Font", fonts);
    let drawn = b"\nq 100 0 0 100 300 300 cm /A Do Q q 100 0 0 100 420 300 cm /B Do Q\n".to_vec();
    let more = document.add_object(Stream::new(dictionary! {}, drawn));
    let contents = document.get_dictionary(page).unwrap().get(b"Contents").unwrap().clone();
    let dictionary = document.get_dictionary_mut(page).unwrap();
    dictionary.set("Resources", resources);
    dictionary.set("Contents", vec![contents, more.into()]);
    let mut octets = Vec::new();
    document.save_to(&mut octets).unwrap();
    octets
}

/// Every page as octets of a picture, if poppler is there.
fn drawn(pdf: &[u8]) -> Option<Vec<Vec<u8>>> {
    has("pdftoppm").then(|| {
        let folder = Folder::new();
        let file = folder.put("in.pdf", pdf);
        let (ok, said) = run("pdftoppm", &["-r", "72", &file, &text(&folder.path("page"))]);
        assert!(ok, "{said}");
        (1..10).map_while(|page| std::fs::read(folder.path(&format!("page-{page}.ppm"))).ok()).collect()
    })
}

#[test]
fn a_careless_file_becomes_much_smaller_and_shows_the_same() {
    let before = careless();
    let after = shrink(&before, &Limits::default()).unwrap().expect("smaller");
    assert!(after.len() * 5 < before.len(), "{} of {}", after.len(), before.len());
    let facts = |pdf: &[u8]| preflight(pdf, &Limits::default()).unwrap();
    assert_eq!(facts(&after).pages, facts(&before).pages);
    assert_eq!(facts(&after).title, facts(&before).title);
    if let (Some(one), Some(two)) = (drawn(&before), drawn(&after)) {
        assert!(!one.is_empty() && one == two, "the pages look different");
    }
    if has("qpdf") {
        let folder = Folder::new();
        let (ok, said) = run("qpdf", &["--check", &folder.put("after.pdf", &after)]);
        assert!(ok, "{said}");
    }
    // Once is enough.
    assert_eq!(shrink(&after, &Limits::default()).unwrap(), None);
}

#[test]
fn what_other_programs_wrote_shows_the_same() {
    if !has("qpdf") {
        return;
    }
    let folder = Folder::new();
    let from = folder.put("in.pdf", &careless());
    for options in [
        &["--stream-data=uncompress"][..],
        &["--linearize", "--object-streams=disable"],
        &["--object-streams=generate", "--compress-streams=n"],
    ] {
        let to = text(&folder.path("out.pdf"));
        let (ok, said) = run("qpdf", &[options, &[&from, &to]].concat());
        assert!(ok, "{said}");
        let before = folder.get("out.pdf");
        let after = shrink(&before, &Limits::default()).unwrap().expect("smaller");
        assert!(drawn(&before) == drawn(&after), "{options:?} looks different");
    }
}

#[test]
fn a_signed_file_is_never_rewritten_and_a_tight_one_left_alone() {
    let mut document = Document::load_mem(&careless()).unwrap();
    document.add_object(dictionary! {
        "Type" => "Sig", "ByteRange" => vec![0.into(), 1.into(), 2.into(), 3.into()],
        "Contents" => Object::string_literal("signature"),
    });
    let mut signed = Vec::new();
    document.save_to(&mut signed).unwrap();
    assert_eq!(shrink(&signed, &Limits::default()), Err(PdfError::Signed));
    assert_eq!(shrink(b"", &Limits::default()), Err(PdfError::Empty));
    assert_eq!(shrink(b"hello", &Limits::default()), Err(PdfError::NotPdf));
}

#[test]
fn pdf_a_1_stays_without_object_streams() {
    let mut document = Document::load_mem(&careless()).unwrap();
    let packet = r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"#;
    let metadata = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    let metadata = document.add_object(Stream::new(metadata, packet.as_bytes().to_vec()));
    document.catalog_mut().unwrap().set("Metadata", metadata);
    document.version = "1.4".to_owned();
    document.reference_table.cross_reference_type = lopdf::xref::XrefType::CrossReferenceTable;
    let mut before = Vec::new();
    document.save_to(&mut before).unwrap();
    let after = shrink(&before, &Limits::default()).unwrap().expect("smaller");
    let facts = preflight(&after, &Limits::default()).unwrap();
    assert_eq!((facts.pdf_a.unwrap().to_string(), facts.version), ("PDF/A-1b".to_owned(), "1.4".to_owned()));
    let found = |name: &[u8]| after.windows(name.len()).any(|window| window == name);
    assert!(!found(b"/ObjStm"), "object streams");
    assert!(found(b"\ntrailer"), "no plain trailer");
    assert!(found(packet.as_bytes()), "the metadata are packed");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn damaged_files_are_refused_or_keep_their_pages(at in 0_usize..1_000_000, byte: u8) {
        let mut pdf = careless();
        let place = at % pdf.len();
        pdf[place] = byte;
        if let Ok(before) = preflight(&pdf, &Limits::default())
            && let Ok(Some(after)) = shrink(&pdf, &Limits::default())
        {
            prop_assert_eq!(preflight(&after, &Limits::default()).unwrap().pages, before.pages);
        }
    }
}
