//! Letters and address pages, seen with the eyes of other tools.

mod tools;

use paper::{AddressPage, LetterText, Limits, PdfError, Window, address_page, preflight, simple_letter};
use tools::*;

#[test]
fn a_danish_letter_is_whole() {
    let pdf = simple_letter(&danish_letter()).unwrap();
    qpdf_check(&pdf);
    let facts = preflight(&pdf, &Limits::default()).unwrap();
    assert_eq!((facts.pages, facts.first_page_a4_portrait, facts.signed), (1, true, false));
    assert_eq!(facts.title.as_deref(), Some("Afgørelse om plads i børnehave"));
    if let Some(text) = pdftotext(&pdf) {
        for part in [
            "Ærøskøbing Kommune",
            "Vestergade 12, 2. tv.",
            "22. november 2026",
            "2026-004711",
            "Før I begynder",
            "• ",
            "regntøj",
            "Pædagogisk konsulent Åse Bjørn",
            "Side 1 af 1",
            "mandag–fredag",
        ] {
            assert!(text.contains(part), "{part} is missing in:\n{text}");
        }
    }
    if let Some(info) = pdfinfo(&pdf) {
        assert!(info.contains("Afgørelse om plads") && info.contains("A4"), "{info}");
    }
    let raw = String::from_utf8_lossy(&pdf);
    assert!(raw.contains("/Lang") && raw.contains("da-DK") && raw.contains("<rdf:li>da-DK</rdf:li>"));
    assert_eq!(pdf, simple_letter(&danish_letter()).unwrap(), "same text, same octets");
}

#[test]
fn a_swedish_letter_is_whole() {
    let pdf = simple_letter(&swedish_letter()).unwrap();
    qpdf_check(&pdf);
    if let Some(text) = pdftotext(&pdf) {
        for part in
            ["Örnköldsås kommun", "Åsa Öberg", "2 november 2026", "Sida 1 av 1", "”växeln”", "Jörgen Älv"]
        {
            assert!(text.contains(part), "{part} is missing in:\n{text}");
        }
    }
}

#[test]
fn a_long_letter_has_numbered_pages_and_loses_nothing() {
    let paragraph = "Dette er et langt afsnit om spildevand, høringssvar og naboorientering. ".repeat(9);
    let body: Vec<String> = (1..=60).map(|n| format!("Afsnit nummer {n}: {paragraph}")).collect();
    let pdf = simple_letter(&LetterText { body: body.join("\n\n"), ..danish_letter() }).unwrap();
    qpdf_check(&pdf);
    let pages = preflight(&pdf, &Limits::default()).unwrap().pages;
    assert!((8..30).contains(&pages), "{pages}");
    if let Some(text) = pdftotext(&pdf) {
        for n in 1..=60 {
            assert!(text.contains(&format!("Afsnit nummer {n}:")), "paragraph {n}");
        }
        for n in 1..=pages {
            assert!(text.contains(&format!("Side {n} af {pages}")), "page {n}");
        }
        assert_eq!(text.matches("naboorientering").count(), 60 * 9);
    }
}

#[test]
fn an_empty_letter_and_an_endless_one() {
    let empty = simple_letter(&LetterText::default()).unwrap();
    qpdf_check(&empty);
    assert_eq!(preflight(&empty, &Limits::default()).unwrap().pages, 1);
    let endless = LetterText { body: "a\n".repeat(60_000), ..LetterText::default() };
    assert_eq!(simple_letter(&endless), Err(PdfError::TooManyPages { limit: 500 }));
}

#[test]
fn signs_of_the_page_language_do_no_harm() {
    let text =
        r"Backslash \ (parentheses) ) ( unbalanced \) \n and <tags> & ampersands %PDF endstream endobj";
    let letter =
        LetterText { subject: text.into(), body: text.into(), sender: text.into(), ..danish_letter() };
    let pdf = simple_letter(&letter).unwrap();
    qpdf_check(&pdf);
    assert_eq!(preflight(&pdf, &Limits::default()).unwrap().title.as_deref(), Some(text));
    if let Some(found) = pdftotext(&pdf) {
        assert!(found.contains(r"Backslash \ (parentheses) ) ( unbalanced"), "{found}");
    }
}

#[test]
fn names_beyond_the_encoding_are_printed_as_near_as_can_be() {
    let letter =
        LetterText { recipient: vec!["Łukasz Žižek".into(), "Nguyễn Ngọc".into()], ..danish_letter() };
    if let Some(text) = pdftotext(&simple_letter(&letter).unwrap()) {
        assert!(text.contains("Lukasz Žižek"), "{text}");
    }
}

fn danish_page() -> AddressPage {
    AddressPage {
        recipient: Some(danish_address()),
        return_address: "Afs.: Ærøskøbing Kommune, Rådhustorvet 1, 5970 Ærøskøbing".into(),
        posted_in: "DK".into(),
        window: Window::DANISH,
    }
}

/// Where pdftotext finds a word, in millimetres from the upper left corner.
fn place(pdf: &[u8], word: &str) -> Option<(f32, f32)> {
    has("pdftotext").then(|| {
        let folder = Folder::new();
        let (ok, said) = run("pdftotext", &["-bbox", &folder.put("a.pdf", pdf), "-"]);
        assert!(ok, "{said}");
        let line = said
            .lines()
            .find(|l| l.contains(&format!(">{word}<")))
            .unwrap_or_else(|| panic!("{word}: {said}"));
        let value = |name: &str| -> f32 {
            let rest = line.split(&format!("{name}=\"")).nth(1).unwrap();
            rest.split('"').next().unwrap().parse::<f32>().unwrap() * 25.4 / 72.0
        };
        (value("xMin"), value("yMin"))
    })
}

#[test]
fn the_address_lies_in_the_window() {
    for (page, words) in [
        (danish_page(), ["Søren", "Vestergade", "Ærøskøbing"]),
        (
            AddressPage {
                recipient: Some(swedish_address()),
                return_address: "Örnköldsås kommun, 837 80 Åre".into(),
                posted_in: "SE".into(),
                window: Window::SWEDISH,
            },
            ["Åsa", "Älvvägen", "ÅRE"],
        ),
    ] {
        let pdf = address_page(&page).unwrap();
        qpdf_check(&pdf);
        assert!(preflight(&pdf, &Limits::default()).unwrap().first_page_a4_portrait);
        let w = page.window;
        for word in words {
            if let Some((x, y)) = place(&pdf, word) {
                assert!(x >= w.left_mm - 0.5 && x <= w.left_mm + w.width_mm, "{word} at {x}");
                assert!(y >= w.top_mm - 0.5 && y <= w.top_mm + w.height_mm, "{word} at {y}");
            }
        }
    }
}

#[test]
fn the_longest_address_still_lies_in_the_window() {
    let mut page = danish_page();
    let address = page.recipient.as_mut().unwrap();
    address.name = "Wwwww mmmmm ".repeat(5).trim().to_owned();
    address.lines = vec!["Mmmmm wwwww ".repeat(5).trim().to_owned(); 4];
    address.city = "Wlast ".repeat(6).trim().to_owned();
    address.country_code = "SE".into();
    address.postcode = "12345".into();
    assert_eq!(address.check(), Ok(()));
    let pdf = address_page(&page).unwrap();
    if let Some((_, y)) = place(&pdf, "SVERIGE") {
        assert!(y <= Window::DANISH.top_mm + Window::DANISH.height_mm, "the last line is at {y}");
    }
}

#[test]
fn an_empty_window_for_the_print_shop() {
    let pdf = address_page(&AddressPage { recipient: None, ..danish_page() }).unwrap();
    qpdf_check(&pdf);
    assert_eq!(preflight(&pdf, &Limits::default()).unwrap().pages, 1);
}
