//! Reading a pack: whole, within limits, and with nothing in it that its manifest does not name.

use crate::pack::{FORMAT, Manifest};
use crate::sign::Certificate;
use crate::tar;
use std::collections::BTreeMap;

/// A file that is no pack, or one that was tampered with so that nothing more can be said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// Not an archive as `brevdue evidence export` writes it.
    #[error("not an evidence pack: {what}")]
    NotAPack {
        /// What is wrong.
        what: &'static str,
    },
    /// Larger than any pack.
    #[error("not an evidence pack: it is larger than {limit} MB", limit = tar::MOST_BYTES >> 20)]
    TooLarge,
    /// More files than any pack.
    #[error("not an evidence pack: it has more than {limit} files", limit = tar::MOST_FILES)]
    TooMany,
    /// A name that leads out of the pack, comes twice, or belongs to something that is no plain file.
    #[error("not an evidence pack: an entry has a name or kind that packs do not have")]
    Name,
    /// A file that belongs to every pack is missing or unreadable.
    #[error("{file} is missing or unreadable: the pack is not complete")]
    Part {
        /// Which.
        file: &'static str,
    },
}

/// A pack, cut into its files.
#[derive(Clone, Debug)]
pub struct Pack<'a> {
    /// Its table of contents.
    pub manifest: Manifest,
    /// Who signed it.
    pub certificate: Certificate,
    pub(crate) manifest_bytes: &'a [u8],
    pub(crate) signature: &'a [u8],
    /// All files but those three.
    pub(crate) files: BTreeMap<String, &'a [u8]>,
}

impl<'a> Pack<'a> {
    /// Reads a pack. Nothing is verified yet: that is [`crate::verify`].
    ///
    /// # Errors
    /// [`PackError`].
    pub fn read(archive: &'a [u8]) -> Result<Pack<'a>, PackError> {
        let mut files: BTreeMap<String, &[u8]> = tar::files(archive)?.into_iter().collect();
        let mut take = |file: &'static str| files.remove(file).ok_or(PackError::Part { file });
        let manifest_bytes = take("manifest.json")?;
        let signature = take("manifest.sig")?;
        let certificate = take("certificate.pem")?;
        let manifest: Manifest = serde_json::from_slice(manifest_bytes)
            .ok()
            .filter(|manifest: &Manifest| manifest.format == FORMAT)
            .ok_or(PackError::Part { file: "manifest.json" })?;
        let certificate =
            std::str::from_utf8(certificate).ok().and_then(|text| Certificate::from_pem(text).ok());
        let certificate = certificate.ok_or(PackError::Part { file: "certificate.pem" })?;
        Ok(Pack { manifest, certificate, manifest_bytes, signature, files })
    }

    /// A file by name.
    pub fn file(&self, name: &str) -> Option<&'a [u8]> {
        self.files.get(name).copied()
    }

    pub(crate) fn json<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_slice(self.file(name)?).ok()
    }
}
