//! Real PDF tools, if this machine has them, and letters to try them on.

// Each test file uses some of these.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::process::Command;

use catalogue::Language;
use paper::LetterText;
use party::PostalAddress;

/// Whether a program is there; says so when it is not, so that a skipped test is seen.
#[allow(clippy::print_stderr)]
pub(crate) fn has(program: &str) -> bool {
    let found = std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()));
    if !found {
        eprintln!("skipped: {program} is not installed");
    }
    found
}

/// Runs a program; its output, and whether it was content.
pub(crate) fn run(program: &str, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(program).args(arguments).output().expect("the program starts");
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.success(), said)
}

/// ImageMagick under one of its names. Something else may be called `convert`.
#[allow(clippy::print_stderr)]
pub(crate) fn imagemagick() -> Option<&'static str> {
    let ours = |name: &&str| {
        let version = Command::new(name).arg("-version").output();
        version.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("ImageMagick"))
    };
    let found = ["magick", "convert-im6.q16", "convert"].into_iter().find(ours);
    if found.is_none() {
        eprintln!("skipped: ImageMagick is not installed");
    }
    found
}

/// A folder for one test.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a folder"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn put(&self, name: &str, octets: &[u8]) -> String {
        let path = self.path(name);
        std::fs::write(&path, octets).expect("written");
        text(&path)
    }

    pub(crate) fn get(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }
}

pub(crate) fn text(path: &Path) -> String {
    path.to_str().expect("UTF-8 path").to_owned()
}

/// Fails unless qpdf finds nothing to say about the file.
#[track_caller]
pub(crate) fn qpdf_check(octets: &[u8]) {
    if has("qpdf") {
        let folder = Folder::new();
        let (ok, said) = run("qpdf", &["--check", &folder.put("a.pdf", octets)]);
        assert!(ok && !said.contains("WARNING"), "{said}");
    }
}

/// The text that pdftotext finds, if it is there.
pub(crate) fn pdftotext(octets: &[u8]) -> Option<String> {
    has("pdftotext").then(|| {
        let folder = Folder::new();
        let (ok, said) = run("pdftotext", &["-layout", "-enc", "UTF-8", &folder.put("a.pdf", octets), "-"]);
        assert!(ok, "{said}");
        said
    })
}

/// What pdfinfo says, if it is there.
pub(crate) fn pdfinfo(octets: &[u8]) -> Option<String> {
    has("pdfinfo").then(|| {
        let folder = Folder::new();
        let (ok, said) = run("pdfinfo", &[&folder.put("a.pdf", octets)]);
        assert!(ok, "{said}");
        said
    })
}

pub(crate) fn danish_letter() -> LetterText {
    LetterText {
        language: Language::Da,
        sender: "Ærøskøbing Kommune".into(),
        department: "Børn, Unge og Læring".into(),
        contact: vec![
            "Rådhustorvet 1, 5970 Ærøskøbing".into(),
            "Telefon 63 52 50 00".into(),
            "www.kommune.example".into(),
            "Åbent mandag–fredag 9–14".into(),
        ],
        recipient: vec!["Søren Ågård".into(), "Vestergade 12, 2. tv.".into(), "5970 Ærøskøbing".into()],
        date: Some(jiff::civil::date(2026, 11, 22)),
        reference: "2026-004711".into(),
        subject: "Afgørelse om plads i børnehave".into(),
        body: "Kære Søren Ågård\n\nDit barn har fået plads i Børnehaven Blåbærhaven fra den 1. januar 2027. \
               Du skal ikke gøre mere, hvis du ønsker pladsen.\n\n\
               Før I begynder, beder vi jer om at tage følgende med:\n\
               - skiftetøj og regntøj med navn i, da vi er meget ude, også når vejret er vådt og koldt, og tøjet \
               gerne skal kunne tåle det\n- en sovedyne\n- madpakke\n\n\
               Du kan klage over afgørelsen inden fire uger fra den dag, du har modtaget dette brev. Klagen skal \
               sendes til kommunen, som først vurderer sagen igen. Fastholder vi afgørelsen, sender vi klagen videre \
               til Ankestyrelsen."
            .into(),
        closing: vec!["Med venlig hilsen".into(), "Pædagogisk konsulent Åse Bjørn".into()],
        ..LetterText::default()
    }
}

pub(crate) fn swedish_letter() -> LetterText {
    LetterText {
        language: Language::Sv,
        sender: "Örnköldsås kommun".into(),
        department: "Miljö- och byggnadsnämnden".into(),
        contact: vec!["Järnvägsgatan 3, 837 52 Åre".into(), "0647-000 00".into(), "www.kommun.example".into()],
        recipient: vec!["Åsa Öberg".into(), "Älvvägen 7 B".into(), "837 52 ÅRE".into()],
        date: Some(jiff::civil::date(2026, 11, 2)),
        reference: "BYGG 2026/0815".into(),
        subject: "Beslut om bygglov för tillbyggnad av enbostadshus på fastigheten Måsen 4:12".into(),
        body: "Miljö- och byggnadsnämnden beviljar bygglov. Åtgärden får påbörjas fyra veckor efter kungörelsen.\n\n\
               Läs hela beslutet noga – det gäller även dina grannar. Frågor? Ring oss på ”växeln”."
            .into(),
        closing: vec!["Vänliga hälsningar".into(), "Jörgen Älv, bygglovshandläggare".into()],
        accent: [0x00, 0x5A, 0x4E],
    }
}

pub(crate) fn danish_address() -> PostalAddress {
    PostalAddress {
        name: "Søren Ågård".into(),
        lines: vec!["c/o Øster Æblegård".into(), "Vestergade 12, 2. tv.".into()],
        postcode: "5970".into(),
        city: "Ærøskøbing".into(),
        country_code: "DK".into(),
    }
}

pub(crate) fn swedish_address() -> PostalAddress {
    PostalAddress {
        name: "Åsa Öberg".into(),
        lines: vec!["Älvvägen 7 B".into()],
        postcode: "83752".into(),
        city: "Åre".into(),
        country_code: "SE".into(),
    }
}
