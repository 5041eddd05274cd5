//! Reading files that hold keys and passwords.

use std::path::Path;

use zeroize::Zeroizing;

use crate::error::KeystoreError;

/// Largest file that is read: no key, certificate chain or password is larger.
const LARGEST_BYTES: u64 = 1024 * 1024;

/// The octets of a file.
pub(crate) fn file(setting: &str, path: &Path) -> Result<Zeroizing<Vec<u8>>, KeystoreError> {
    let unreadable = |problem: String| KeystoreError::new(setting, problem, "check path and permissions");
    let failed = |error: std::io::Error| unreadable(format!("{}: {error}", path.display()));
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > LARGEST_BYTES {
        return Err(unreadable(format!("{} is larger than {LARGEST_BYTES} bytes", path.display())));
    }
    std::fs::read(path).map(Zeroizing::new).map_err(failed)
}

/// A text file.
pub(crate) fn text(setting: &str, path: &Path) -> Result<Zeroizing<String>, KeystoreError> {
    let octets = file(setting, path)?;
    std::str::from_utf8(&octets).map(|text| Zeroizing::new(text.to_owned())).map_err(|_| {
        let problem = format!("{} is not a text file", path.display());
        KeystoreError::new(setting, problem, "give a PEM or text file")
    })
}

/// A password or PIN: the first line of a file, without its line end.
pub(crate) fn secret(setting: &str, path: &Path) -> Result<Zeroizing<String>, KeystoreError> {
    let text = text(setting, path)?;
    Ok(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()))
}
