//! PDFs made to harm: whatever comes in, an answer comes out.

mod tools;

use lopdf::{Document, Stream, dictionary};
use paper::{
    Addressing, Colour, Limits, PdfError, PrintOrder, Window, number_in_metadata, preflight, print_job,
    simple_letter,
};
use proptest::prelude::*;
use tools::*;

/// Everything that this crate does with a foreign PDF.
fn all(pdf: &[u8]) -> bool {
    let limits = Limits::default();
    let order = PrintOrder {
        job_id: "job".into(),
        letter_reference: String::new(),
        sender: String::new(),
        class: 1,
        colour: Colour::Colour,
        duplex: true,
        envelope: None,
        addressing: Addressing::AddressPage {
            recipient: swedish_address(),
            return_address: String::new(),
            posted_in: "SE".into(),
            window: Window::SWEDISH,
        },
    };
    let accepted = preflight(pdf, &limits).is_ok();
    let _ = number_in_metadata::read(pdf, &limits);
    let _ = number_in_metadata::remove(pdf, &limits);
    if let Ok(job) = print_job(pdf, &order, &limits) {
        assert!(accepted, "what preflight refuses is not printed");
        preflight(&job.pdf, &limits).expect("a job made of an accepted letter is itself acceptable");
    }
    accepted
}

/// A PDF of these objects, numbered from 1, with a true cross-reference table.
fn raw(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(pdf.len());
        pdf.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", at + 1).as_bytes());
    }
    let start = pdf.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        table.push_str(&format!("{offset:010} 00000 n \n"));
    }
    table.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    pdf.extend_from_slice(table.as_bytes());
    pdf
}

fn catalog() -> String {
    "<< /Type /Catalog /Pages 2 0 R >>".into()
}

fn page() -> String {
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".into()
}

#[test]
fn the_plain_form_is_accepted() {
    let pdf = raw(&[catalog(), "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".into(), page()], "");
    assert!(all(&pdf));
}

#[test]
fn page_trees_that_go_in_circles() {
    for kids in ["[2 0 R]", "[2 0 R 2 0 R 2 0 R 3 0 R]", "[1 0 R]", "2 0 R", "[9 0 R]", "[]", "[null 3 0 R]"]
    {
        all(&raw(&[catalog(), format!("<< /Type /Pages /Kids {kids} /Count 1 >>"), page()], ""));
    }
    for count in ["-1", "99999999999999999999", "2147483647", "3 0 R", "/x"] {
        all(&raw(&[catalog(), format!("<< /Type /Pages /Kids [3 0 R] /Count {count} >>"), page()], ""));
    }
}

#[test]
fn a_page_tree_without_its_type_loses_no_page_in_a_job() {
    for kind in ["", "/Type /Qages", "/Type 7"] {
        let pdf = raw(&[catalog(), format!("<< {kind} /Kids [3 0 R] /Count 1 >>"), page()], "");
        assert!(all(&pdf), "{kind}");
    }
}

#[test]
fn a_page_tree_as_deep_as_a_well() {
    let mut objects = vec![catalog()];
    for n in 2..5_000 {
        objects.push(format!("<< /Type /Pages /Parent {} 0 R /Kids [{} 0 R] /Count 1 >>", n - 1, n + 1));
    }
    objects.push(page());
    all(&raw(&objects, ""));
}

#[test]
fn nesting_without_end() {
    for (open, close) in [("[", "]"), ("<< /A ", ">>"), ("[<< /A [", "]>>]"), ("(", ")")] {
        for depth in [50, 1_000, 200_000] {
            let nested = format!("{}{}", open.repeat(depth), close.repeat(depth));
            all(&raw(&[catalog(), "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".into(), page(), nested], ""));
            all(&raw(
                &[catalog(), "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".into(), page(), open.repeat(depth)],
                "",
            ));
        }
    }
}

#[test]
fn streams_that_lie_about_themselves() {
    let pages = || "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned();
    for stream in [
        "<< /Length 999999999 >>\nstream\nabc\nendstream",
        "<< /Length -5 >>\nstream\nabc\nendstream",
        "<< /Length 4 0 R >>\nstream\nabc\nendstream",
        "<< /Type /ObjStm /N 1000000000 /First 9999999 /Length 3 >>\nstream\nabc\nendstream",
        "<< /Type /ObjStm /N -1 /First -1 /Length 3 >>\nstream\nabc\nendstream",
        "<< /Type /ObjStm /N 1 /First 4 /Length 20 /Filter /FlateDecode >>\nstream\n4 0 <<>>\nendstream",
        "<< /Type /XRef /W [9 9 9] /Size 99999999 /Index [0 99999999] /Length 3 >>\nstream\nabc\nendstream",
    ] {
        all(&raw(&[catalog(), pages(), page(), stream.into()], ""));
    }
    for trailer in
        ["/Prev 9", "/Prev -1", "/Prev 99999999", "/XRefStm 9", "/Info 1 0 R", "/Info 99 0 R", "/Info 7"]
    {
        all(&raw(&[catalog(), pages(), page()], trailer));
    }
    // A table that names itself as its predecessor.
    let plain = raw(&[catalog(), pages(), page()], "");
    let start = String::from_utf8_lossy(&plain).find("xref\n0").unwrap();
    all(&raw(&[catalog(), pages(), page()], &format!("/Prev {start}")));
}

#[test]
fn bombs_do_not_go_off() {
    // Each kilobyte of these inflates to a megabyte, and the loader inflates object streams.
    let mut document = Document::load_mem(&simple_letter(&danish_letter()).unwrap()).unwrap();
    let mut bomb = Stream::new(dictionary! {}, vec![b' '; 40 * 1024 * 1024]);
    bomb.compress().unwrap();
    for _ in 0..60 {
        let mut one = bomb.clone();
        one.dict.set("Kind", "Bomb");
        document.add_object(one);
    }
    let mut octets = Vec::new();
    document.save_to(&mut octets).unwrap();
    let armed = replaced(&octets, b"/Kind/Bomb", b"/Type/ObjStm/N 1/First 4");
    assert!(armed.len() < 8 * 1024 * 1024);
    all(&armed);

    // A metadata packet that inflates beyond its limit is no metadata.
    let mut document = Document::load_mem(&simple_letter(&danish_letter()).unwrap()).unwrap();
    let id = document.add_object(bomb);
    document.catalog_mut().unwrap().set("Metadata", id);
    let mut octets = Vec::new();
    document.save_to(&mut octets).unwrap();
    assert!(all(&octets));
}

/// `octets` with each `from` replaced by `to`; offsets are wrong afterwards, as in many a damaged file.
fn replaced(octets: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = octets;
    while let Some(at) = rest.windows(from.len()).position(|w| w == from) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    out.extend_from_slice(rest);
    out
}

#[test]
fn disguised_names_are_refused() {
    let object = "<< /Type /Obj#53tm /N 1 /First 4 /Length 3 >>\nstream\nabc\nendstream".to_owned();
    let pdf = raw(&[catalog(), "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".into(), page(), object], "");
    assert!(matches!(preflight(&pdf, &Limits::default()), Err(PdfError::Unreadable(_))));
}

#[test]
fn references_in_circles() {
    let pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned();
    let page = "<< /Type /Page /Parent 3 0 R /MediaBox 4 0 R /Contents 4 0 R /Rotate 4 0 R >>".to_owned();
    all(&raw(&[catalog(), pages, page, "4 0 R".into()], "/Info 4 0 R"));
    let page = "<< /Type /Page /Parent 3 0 R /Contents [4 0 R] /UserUnit 1e39 /MediaBox [0 0 1e39 -1e39] >>"
        .to_owned();
    all(&raw(&[catalog(), "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".into(), page, "[4 0 R]".into()], ""));
}

fn seeds() -> Vec<Vec<u8>> {
    let letter = simple_letter(&swedish_letter()).unwrap();
    let marked = number_in_metadata::write(
        &letter,
        &party::PartyId::parse(party::Country::Se, "192705178354").unwrap(),
        &Limits::default(),
    )
    .unwrap();
    let mut modern = Document::load_mem(&letter).unwrap();
    let mut octets = Vec::new();
    modern.save_modern(&mut octets).unwrap();
    vec![letter, marked, octets]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_octets(mut octets in prop::collection::vec(any::<u8>(), 0..2_000), headed in any::<bool>()) {
        if headed {
            octets.splice(0..0, *b"%PDF-1.7\n");
        }
        all(&octets);
    }

    #[test]
    fn mutated_letters(
        seed in prop::sample::select(seeds()),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut pdf = seed;
        for (at, byte) in changes {
            let at = at.index(pdf.len());
            pdf[at] = byte;
        }
        all(&pdf);
    }

    #[test]
    fn letters_cut_and_pasted(
        seed in prop::sample::select(seeds()),
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        length in 0_usize..400,
    ) {
        let mut pdf = seed;
        let from = from.index(pdf.len());
        let piece: Vec<u8> = pdf.drain(from..(from + length).min(pdf.len())).collect();
        let to = to.index(pdf.len() + 1);
        pdf.splice(to..to, piece);
        all(&pdf);
    }

    #[test]
    fn words_of_the_format_shuffled(words in prop::collection::vec(prop::sample::select(vec![
        "1 0 obj", "endobj", "<<", ">>", "[", "]", "/Type", "/Pages", "/Page", "/Kids", "/Count", "/Catalog", "1 0 R",
        "2 0 R", "stream\n", "\nendstream", "xref", "0 1", "trailer", "startxref", "9", "%%EOF", "/ObjStm", "/Length",
        "-1", "4294967296", "(", ")", "/Encrypt", "/Root", "/Prev", "/XRef", "/W", "/Filter", "/FlateDecode", "null",
    ]), 0..80)) {
        all(format!("%PDF-1.7\n{}", words.join(" ")).as_bytes());
    }
}
