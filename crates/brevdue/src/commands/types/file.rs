//! Catalogue files, and the types of a running gateway.

use std::path::{Path, PathBuf};

use letter::{LetterType, TypeCatalogue};
use serde_json::Value;

use crate::client::{Api, Call, list, read};
use crate::exit::Failure;
use crate::input::Input;
use crate::output::{FileOutput, Output};
use crate::words;

/// No catalogue is larger.
const LARGEST: u64 = 8 << 20;

/// Reads a catalogue file; `-` is standard input.
pub(super) fn catalogue(path: &Path) -> Result<TypeCatalogue, Failure> {
    let input = Input::from(PathBuf::from(path));
    let bytes = input.read(LARGEST)?;
    let name = input.name();
    if bytes.len() as u64 > LARGEST {
        return Err(Failure::new(format!("{name}: larger than {LARGEST} bytes")));
    }
    let text = String::from_utf8(bytes).map_err(|_| Failure::new(format!("{name}: not UTF-8 text")))?;
    toml::from_str(&text).map_err(|error| {
        Failure::new(format!("{name}: {}", error.to_string().trim_end()))
            .fix("docs/LETTER-TYPES.md describes the file; `brevdue types archetypes` writes one.")
    })
}

/// All letter types of the running gateway that the key may see, in full.
pub(super) async fn running(api: &Api<'_>) -> Result<Vec<LetterType>, Failure> {
    let mut answer = api.json(Call::get(&["letter-types"])).await?;
    let mut types = Vec::new();
    for entry in list(&mut answer, "letter_types") {
        let Some(code) = entry.get("code").and_then(Value::as_str) else { continue };
        types.push(one(api, code, None).await?);
    }
    Ok(types)
}

/// One letter type of the running gateway.
pub(super) async fn one(api: &Api<'_>, code: &str, version: Option<u32>) -> Result<LetterType, Failure> {
    let path = ["letter-types", code];
    let call = Call::get(&path).query("version", version.map(|version| version.to_string()));
    let answer = api.json(call).await?;
    let kind: Option<LetterType> = answer.get("letter_type").and_then(read);
    kind.ok_or_else(|| {
        Failure::new(format!(
            "letter type {code}: the gateway describes it in a way that this release does not know"
        ))
        .fix("Use the release of the gateway.")
    })
}

/// A catalogue as text.
pub(super) fn text(catalogue: &TypeCatalogue) -> Result<String, Failure> {
    toml::to_string_pretty(catalogue)
        .map_err(|error| Failure::new(format!("cannot write the catalogue: {error}")))
}

/// Writes a text to a file, or to standard output.
pub(super) fn give(text: &str, path: Option<&Path>, out: &Output) -> Result<(), Failure> {
    match path {
        None => out.bytes(text.as_bytes()),
        Some(path) => {
            let mut file = FileOutput::create(path)?;
            file.write(text.as_bytes())?;
            out.note(&format!("{}: {}", out.say(&words::SAVED), file.keep()?));
        }
    }
    Ok(())
}
