//! Writes a letter, an address page and a print job into a folder, to look at.
//!
//! `cargo run -p paper --example pages -- FOLDER`

#[path = "../tests/tools/mod.rs"]
mod tools;

use paper::{
    AddressPage, Addressing, Colour, LetterText, Limits, PrintOrder, Window, address_page, print_job,
    simple_letter,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).ok_or("which folder?")?);
    let danish = simple_letter(&tools::danish_letter())?;
    let order = PrintOrder {
        job_id: "job-1".into(),
        letter_reference: "2026-004711".into(),
        sender: "Ærøskøbing Kommune".into(),
        class: 1,
        colour: Colour::Colour,
        duplex: true,
        envelope: None,
        addressing: Addressing::AddressPage {
            recipient: tools::danish_address(),
            return_address: "Afs.: Ærøskøbing Kommune, Rådhustorvet 1, 5970 Ærøskøbing".into(),
            posted_in: "DK".into(),
            window: Window::DANISH,
        },
    };
    let page = AddressPage {
        recipient: Some(tools::swedish_address()),
        return_address: "Örnköldsås kommun, Järnvägsgatan 3, 837 80 Åre".into(),
        posted_in: "SE".into(),
        window: Window::SWEDISH,
    };
    let long = LetterText { body: tools::danish_letter().body.repeat(3), ..tools::danish_letter() };
    std::fs::write(folder.join("letter-da.pdf"), &danish)?;
    std::fs::write(folder.join("letter-sv.pdf"), simple_letter(&tools::swedish_letter())?)?;
    std::fs::write(folder.join("letter-long.pdf"), simple_letter(&long)?)?;
    std::fs::write(folder.join("address-se.pdf"), address_page(&page)?)?;
    std::fs::write(folder.join("job.pdf"), print_job(&danish, &order, &Limits::default())?.pdf)?;
    Ok(())
}
