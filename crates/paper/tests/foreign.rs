//! PDFs made by other tools, and PDFs that must be refused.

mod tools;

use lopdf::{Document, Object, dictionary};
use paper::{Barrier, Limits, PdfA, PdfError, preflight, simple_letter};
use tools::*;

fn letter() -> Vec<u8> {
    simple_letter(&danish_letter()).unwrap()
}

/// The letter after a run of qpdf with these options, if qpdf is there.
fn through_qpdf(options: &[&str]) -> Option<Vec<u8>> {
    has("qpdf").then(|| {
        let folder = Folder::new();
        let (from, to) = (folder.put("in.pdf", &letter()), text(&folder.path("out.pdf")));
        let (ok, said) = run("qpdf", &[options, &[&from, &to]].concat());
        assert!(ok, "{said}");
        folder.get("out.pdf")
    })
}

fn refused(pdf: &[u8]) -> PdfError {
    preflight(pdf, &Limits::default()).expect_err("must be refused")
}

#[test]
fn what_is_no_pdf() {
    assert_eq!(refused(b""), PdfError::Empty);
    for not in [
        &b"hello"[..],
        b"<!DOCTYPE html>",
        b"PK\x03\x04",
        b"%!PS-Adobe-3.0",
        b"\xEF\xBB\xBF%PDF-1.7",
        b"%PDF",
    ] {
        assert_eq!(refused(not), PdfError::NotPdf);
    }
    for husk in [&b"%PDF-"[..], b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\nstartxref\n99999999\n%%EOF"] {
        assert!(matches!(refused(husk), PdfError::Unreadable(_)));
    }
    let mut noise = b"%PDF-1.4\n".to_vec();
    noise.extend((0..50_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8));
    assert!(matches!(refused(&noise), PdfError::Unreadable(_)));
}

#[test]
fn a_truncated_letter_is_never_taken_for_a_whole_one() {
    let whole = letter();
    for cut in (10..whole.len() - 20).step_by(97) {
        assert!(preflight(&whole[..cut], &Limits::default()).is_err(), "cut at {cut} of {}", whole.len());
    }
}

#[test]
fn limits_hold() {
    let pdf = letter();
    let small = Limits { file_bytes: pdf.len() - 1, ..Limits::default() };
    assert_eq!(preflight(&pdf, &small), Err(PdfError::TooLarge { actual: pdf.len(), limit: pdf.len() - 1 }));
    assert!(preflight(&pdf, &Limits { file_bytes: pdf.len(), ..Limits::default() }).is_ok());
    assert!(matches!(
        preflight(&pdf, &Limits { objects: 3, ..Limits::default() }),
        Err(PdfError::TooComplex(_))
    ));
    assert_eq!(
        preflight(&pdf, &Limits { pages: 0, ..Limits::default() }),
        Err(PdfError::TooManyPages { limit: 0 })
    );
}

#[test]
fn every_error_names_a_code_of_the_catalogue() {
    for error in [
        PdfError::Empty,
        PdfError::NotPdf,
        PdfError::Encrypted,
        PdfError::Unreadable(String::new()),
        PdfError::TooLarge { actual: 2, limit: 1 },
        PdfError::TooManyPages { limit: 1 },
        PdfError::TooComplex(""),
        PdfError::Signed,
    ] {
        assert!(catalogue::Code::parse(error.code()).is_some(), "{error}");
    }
}

#[test]
fn encrypted_letters_are_refused_even_without_password() {
    for password in ["secret", ""] {
        for bits in ["40", "128", "256"] {
            let mut options = vec!["--allow-weak-crypto", "--encrypt", password, "owner", bits, "--"];
            if bits == "256" {
                options.remove(0);
            }
            if let Some(pdf) = through_qpdf(&options) {
                assert_eq!(refused(&pdf), PdfError::Encrypted, "{bits} bits, password {password:?}");
            }
        }
    }
}

#[test]
fn letters_rearranged_by_qpdf_are_the_same_letters() {
    let plain = preflight(&letter(), &Limits::default()).unwrap();
    for options in [
        &["--object-streams=generate"][..],
        &["--linearize"],
        &["--linearize", "--object-streams=generate"],
        &["--qdf"],
        &["--stream-data=uncompress"],
        &["--newline-before-endstream", "--force-version=1.4"],
    ] {
        if let Some(pdf) = through_qpdf(options) {
            let facts = preflight(&pdf, &Limits::default()).unwrap_or_else(|e| panic!("{options:?}: {e}"));
            assert_eq!((facts.pages, &facts.title), (plain.pages, &plain.title), "{options:?}");
            assert!(facts.first_page_a4_portrait && !facts.repaired, "{options:?}");
        }
    }
}

#[test]
fn turned_and_small_pages_are_seen_as_such() {
    for (options, upright) in [
        (&["--rotate=90"][..], false),
        (&["--rotate=180"], true),
        (&["--rotate=270"], false),
        (&["--rotate=0"], true),
    ] {
        if let Some(pdf) = through_qpdf(options) {
            assert_eq!(
                preflight(&pdf, &Limits::default()).unwrap().first_page_a4_portrait,
                upright,
                "{options:?}"
            );
        }
    }
    // US letter is not A4; a millimetre off is.
    for (size, a4) in [([612, 792], false), ([597, 840], true), ([842, 595], false), ([0, 0], false)] {
        let mut document = Document::load_mem(&letter()).unwrap();
        let page = document.page_iter().next().unwrap();
        let sheet: Vec<Object> = vec![0.into(), 0.into(), size[0].into(), size[1].into()];
        let page = document.get_dictionary_mut(page).unwrap();
        page.set("MediaBox", sheet);
        page.remove(b"CropBox");
        assert_eq!(
            preflight(&saved(document), &Limits::default()).unwrap().first_page_a4_portrait,
            a4,
            "{size:?}"
        );
    }
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut octets = Vec::new();
    document.save_to(&mut octets).unwrap();
    octets
}

#[test]
fn signatures_and_scripts_are_seen() {
    let mut signed = Document::load_mem(&letter()).unwrap();
    signed.add_object(dictionary! {
        "Type" => "Sig",
        "Filter" => "Adobe.PPKLite",
        "ByteRange" => vec![0.into(), 10.into(), 20.into(), 30.into()],
        "Contents" => Object::string_literal("0000"),
    });
    let facts = preflight(&saved(signed), &Limits::default()).unwrap();
    assert!(facts.signed && !facts.active_content);

    let mut scripted = Document::load_mem(&letter()).unwrap();
    let action = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
    scripted.catalog_mut().unwrap().set("OpenAction", action);
    let facts = preflight(&saved(scripted), &Limits::default()).unwrap();
    assert!(!facts.signed && facts.active_content);
}

#[test]
fn what_keeps_others_from_reading_it_is_seen() {
    let barriers = |document| preflight(&saved(document), &Limits::default()).unwrap().barriers;
    let whole = || {
        let mut document = Document::load_mem(&letter()).unwrap();
        let tree = document.add_object(dictionary! { "Type" => "StructTreeRoot" });
        let catalog = document.catalog_mut().unwrap();
        catalog.set("MarkInfo", dictionary! { "Marked" => true });
        catalog.set("StructTreeRoot", tree);
        document
    };
    assert_eq!(barriers(whole()), []);
    for (key, value) in [
        ("MarkInfo", Object::Null),
        ("MarkInfo", dictionary! { "Marked" => false }.into()),
        ("MarkInfo", dictionary! { "Marked" => "true" }.into()),
    ] {
        let mut document = whole();
        document.catalog_mut().unwrap().set(key, value);
        assert_eq!(barriers(document), [Barrier::NotTagged]);
    }
    for nothing in [Object::Null, Object::string_literal(" "), 7.into()] {
        let mut document = whole();
        document.catalog_mut().unwrap().set("Lang", nothing);
        assert_eq!(barriers(document), [Barrier::NoLanguage]);
    }
    let mut document = whole();
    document.trailer.remove(b"Info");
    document.catalog_mut().unwrap().remove(b"Metadata");
    assert_eq!(barriers(document), [Barrier::NoTitle]);
    let codes: std::collections::HashSet<_> = Barrier::ALL.iter().map(|barrier| barrier.code()).collect();
    assert_eq!(codes.len(), Barrier::ALL.len());
}

#[test]
fn a_lost_page_is_noticed() {
    let mut document = Document::load_mem(&letter()).unwrap();
    let page = document.page_iter().next().unwrap();
    document.objects.remove(&page);
    assert!(matches!(refused(&saved(document)), PdfError::Unreadable(_)));

    let mut document = Document::load_mem(&letter()).unwrap();
    let page = document.page_iter().next().unwrap();
    let content = document.get_dictionary(page).unwrap().get(b"Contents").unwrap().as_reference().unwrap();
    document.objects.remove(&content);
    assert_eq!(refused(&saved(document)), PdfError::Unreadable("page 1: its content is missing".into()));

    let mut document = Document::load_mem(&letter()).unwrap();
    let root = document.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
    document.get_dictionary_mut(root).unwrap().set("Count", 2);
    assert_eq!(refused(&saved(document)), PdfError::Unreadable("of 2 pages only 1 are there".into()));
}

#[test]
fn a_letter_from_a_word_processor() {
    if !has("soffice") {
        return;
    }
    let folder = Folder::new();
    let source = folder.put(
        "brev.html",
        "<html><head><meta charset='utf-8'><title>Brev från Åre</title></head><body><h1>Rødgrød på Østerbro</h1>\
         <p>Blåbærgrød, köttbullar och änglar.</p></body></html>"
            .as_bytes(),
    );
    let profile = format!("-env:UserInstallation=file://{}", text(&folder.path("profile")));
    let out = text(&folder.path(""));
    let archival = Some(PdfA { part: 2, conformance: Some('b') });
    for (settings, claim, tagged) in [
        ("\"UseTaggedPDF\":{\"type\":\"boolean\",\"value\":\"false\"}", None, false),
        ("\"UseTaggedPDF\":{\"type\":\"boolean\",\"value\":\"true\"}", None, true),
        ("\"SelectPdfVersion\":{\"type\":\"long\",\"value\":\"2\"}", archival, true),
    ] {
        let filter = &format!("pdf:writer_web_pdf_Export:{{{settings}}}");
        let (ok, said) =
            run("soffice", &[&profile, "--headless", "--convert-to", filter, "--outdir", &out, &source]);
        assert!(ok && folder.path("brev.pdf").exists(), "{said}");
        let pdf = folder.get("brev.pdf");
        let facts = preflight(&pdf, &Limits::default()).unwrap();
        if let Some(info) = pdfinfo(&pdf) {
            let pages = info.lines().find_map(|l| l.strip_prefix("Pages:")).map(str::trim);
            assert_eq!(pages, Some(facts.pages.to_string().as_str()));
        }
        assert_eq!(facts.pdf_a, claim);
        let barriers = if tagged { vec![] } else { vec![Barrier::NotTagged] };
        assert_eq!(facts.barriers, barriers, "{settings}");
        assert!(!facts.signed && !facts.active_content && !facts.repaired);
        assert_eq!(facts.title.as_deref(), Some("Brev från Åre"));
        std::fs::remove_file(folder.path("brev.pdf")).unwrap();
    }
}

#[test]
fn a_scanned_letter() {
    let Some(imagemagick) = imagemagick() else { return };
    let folder = Folder::new();
    let path = text(&folder.path("scan.pdf"));
    let arguments = [
        "-size",
        "1240x1754",
        "xc:white",
        "-fill",
        "black",
        "-draw",
        "rectangle 200,200 900,230",
        "-density",
        "150",
    ];
    let (ok, said) = run(imagemagick, &[&arguments[..], &["-units", "PixelsPerInch", &path]].concat());
    if !ok {
        // Some installations forbid ImageMagick to write PDF.
        assert!(
            said.contains("policy") || said.contains("not allowed") || said.contains("delegate"),
            "{said}"
        );
        return;
    }
    let facts = preflight(&folder.get("scan.pdf"), &Limits::default()).unwrap();
    assert_eq!((facts.pages, facts.first_page_a4_portrait, facts.pdf_a), (1, true, None));
    assert!(facts.barriers.contains(&Barrier::NoText) && facts.barriers.contains(&Barrier::NotTagged));
}
