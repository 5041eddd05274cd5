//! Shared by the test files: the reference material and xmllint.
#![allow(dead_code, clippy::unwrap_used, clippy::print_stdout)]

use memo::Version;
use std::path::PathBuf;
use std::process::Command;

/// The reference folder, or `None` with the reason printed.
pub(crate) fn reference() -> Option<PathBuf> {
    let path = std::env::var_os("BREVDUE_REFERENCE").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference"),
        PathBuf::from,
    );
    if path.join("denmark/schemas").is_dir() {
        return Some(path);
    }
    println!("skipped: no reference material (set BREVDUE_REFERENCE)");
    None
}

/// Every example message: name, bytes, whether it stands inside another document.
pub(crate) fn examples() -> Vec<(String, Vec<u8>, bool)> {
    let Some(reference) = reference() else { return Vec::new() };
    let mut found = Vec::new();
    for folder in ["memo-1.1", "memo-1.2", "own"] {
        for entry in std::fs::read_dir(reference.join("denmark/examples").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            // A physical letter alone carries no message.
            if path.extension().is_some_and(|e| e == "xml")
                && !matches!(name.as_str(), "kombi_response_ok.xml" | "kombi_request_fysisk_post.xml")
            {
                let bytes = std::fs::read(&path).unwrap();
                let embedded = name.starts_with("kombi_request");
                found.push((name, bytes, embedded));
            }
        }
    }
    found.sort();
    assert!(found.len() >= 15, "examples are missing: {}", found.len());
    found
}

/// What xmllint says of a message; `None` if it is not installed or the schemas are missing.
pub(crate) fn xmllint(xml: &[u8], version: Version) -> Option<Result<(), String>> {
    let folder = match version {
        Version::V1_1 => "denmark/schemas/memo-1.1",
        Version::V1_2 => "denmark/schemas/memo-1.2-reconstructed",
    };
    let schema = reference()?.join(folder).join("MeMo_core.xsd");
    let file = tempfile::Builder::new().suffix(".xml").tempfile().unwrap();
    std::fs::write(file.path(), xml).unwrap();
    let output = Command::new("xmllint")
        .args(["--noout", "--huge", "--schema"])
        .arg(schema)
        .arg(file.path())
        .output()
        .inspect_err(|_| println!("skipped: xmllint is not installed"))
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    Some(if output.status.success() { Ok(()) } else { Err(text) })
}
