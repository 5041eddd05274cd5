//! The master key: from a file or an environment variable, or kept by a security module behind [`MasterKey`].

use super::seal::{Purpose, SealKey};
use crate::StoreError;
use crate::blob::sha256_of_parts;
use std::path::Path;
use zeroize::Zeroizing;

/// Names a master key without telling it: 16 hex digits.
pub type KeyId = String;

/// 256 bits that nobody may see; wiped when dropped.
pub struct Secret(Zeroizing<[u8; 32]>);

impl Secret {
    /// New bits from the operating system.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] without a source of randomness.
    pub fn random() -> Result<Secret, StoreError> {
        let mut bytes = Zeroizing::new([0; 32]);
        aws_lc_rs::rand::fill(bytes.as_mut_slice())
            .map_err(|_| StoreError::Unavailable { detail: "no randomness".to_owned() })?;
        Ok(Secret(bytes))
    }

    /// The secret with these bits; nothing if they are not 256.
    pub fn from_slice(bytes: &[u8]) -> Option<Secret> {
        let bytes: [u8; 32] = bytes.try_into().ok()?;
        Some(Secret(Zeroizing::new(bytes)))
    }

    /// The bits, for a cipher.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Why a master key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// The file cannot be read.
    #[error("master key: {place}: {source}; restore it from where you keep it")]
    Unreadable {
        /// File.
        place: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// Others may read the file.
    #[error("master key: {place} can be read by others; let only the gateway's user read it (chmod 600)")]
    Exposed {
        /// File.
        place: String,
    },
    /// What stands there is no key.
    #[error("master key: {place}, line {line}: not 64 hexadecimal digits")]
    NotAKey {
        /// File or variable.
        place: String,
        /// Line, from 1.
        line: usize,
    },
    /// Nothing stands there.
    #[error("master key: {place} holds no key")]
    Empty {
        /// File or variable.
        place: String,
    },
    /// No key of that id is at hand: another master key was used for this store.
    #[error(
        "master key {wanted} is not at hand (there is {found}): give the master key that this store was made \
         with; without it no letter can be read"
    )]
    Unknown {
        /// The id that the store names.
        wanted: KeyId,
        /// Ids at hand.
        found: String,
    },
    /// The key is the right one, what it should open is not what it closed; or the module failed.
    #[error("master key {id} does not open the key of {about}: {detail}")]
    Failed {
        /// Its id.
        id: KeyId,
        /// What was to be opened or closed.
        about: String,
        /// Detail.
        detail: String,
    },
}

/// Something that wraps keys and does not give itself away.
pub trait MasterKey: Send + Sync + std::fmt::Debug {
    /// The key that wraps new keys.
    fn current(&self) -> KeyId;

    /// Wraps the key of `about` with the current key.
    ///
    /// # Errors
    /// [`MasterKeyError::Failed`].
    fn wrap(&self, about: &str, key: &Secret) -> Result<Vec<u8>, MasterKeyError>;

    /// Unwraps what the key `id` wrapped.
    ///
    /// # Errors
    /// [`MasterKeyError::Unknown`] and [`MasterKeyError::Failed`].
    fn unwrap(&self, id: &str, about: &str, wrapped: &[u8]) -> Result<Secret, MasterKeyError>;
}

/// Master keys out of a text: one per line, 64 hexadecimal digits each, `#` begins a remark. The first is current;
/// the others still open what they closed, which is how a key is changed without a gap.
pub struct FileKeys(Vec<(KeyId, SealKey)>);

impl std::fmt::Debug for FileKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(id, _)| id)).finish()
    }
}

impl FileKeys {
    /// Reads a file that only its owner may read.
    ///
    /// # Errors
    /// [`MasterKeyError`] names the file and the line, never what stands there.
    pub fn read(path: &Path) -> Result<FileKeys, MasterKeyError> {
        let place = path.display().to_string();
        let unreadable = |source| MasterKeyError::Unreadable { place: place.clone(), source };
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let mode = std::fs::metadata(path).map_err(unreadable)?.mode();
            if mode & 0o007 != 0 {
                return Err(MasterKeyError::Exposed { place });
            }
        }
        let text = Zeroizing::new(std::fs::read_to_string(path).map_err(unreadable)?);
        FileKeys::parse(&place, &text)
    }

    /// Reads keys out of a text that came from `place`.
    ///
    /// # Errors
    /// [`MasterKeyError::NotAKey`], [`MasterKeyError::Empty`].
    pub fn parse(place: &str, text: &str) -> Result<FileKeys, MasterKeyError> {
        let mut keys = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            let not_a_key = || MasterKeyError::NotAKey { place: place.to_owned(), line: number + 1 };
            let mut bytes = Zeroizing::new([0; 32]);
            hex::decode_to_slice(line, bytes.as_mut_slice()).map_err(|_| not_a_key())?;
            let secret = Secret(bytes);
            let key = SealKey::new(&secret).map_err(|_| not_a_key())?;
            keys.push((key_id(&secret), key));
        }
        if keys.is_empty() {
            return Err(MasterKeyError::Empty { place: place.to_owned() });
        }
        Ok(FileKeys(keys))
    }

    /// Whether the key of that id is one of these.
    pub(super) fn has(&self, id: &str) -> bool {
        self.0.iter().any(|(known, _)| known == id)
    }

    /// The line of a new key.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] without a source of randomness.
    pub fn new_line() -> Result<Zeroizing<String>, StoreError> {
        Ok(Zeroizing::new(format!("{}\n", hex::encode(Secret::random()?.bytes()))))
    }
}

fn key_id(secret: &Secret) -> KeyId {
    let hash = sha256_of_parts(&[b"brevdue master key", secret.bytes()]);
    hex::encode(hash.get(..8).unwrap_or_default())
}

impl MasterKey for FileKeys {
    fn current(&self) -> KeyId {
        self.0.first().map(|(id, _)| id.clone()).unwrap_or_default()
    }

    fn wrap(&self, about: &str, key: &Secret) -> Result<Vec<u8>, MasterKeyError> {
        let failed =
            |detail: String| MasterKeyError::Failed { id: self.current(), about: about.to_owned(), detail };
        let (_, master) = self.0.first().ok_or_else(|| failed("no key".to_owned()))?;
        let wrapped = master.seal(Purpose::TenantKey, about.as_bytes(), key.bytes());
        wrapped.map_err(|error| failed(error.to_string()))
    }

    fn unwrap(&self, id: &str, about: &str, wrapped: &[u8]) -> Result<Secret, MasterKeyError> {
        let Some((_, master)) = self.0.iter().find(|(known, _)| known == id) else {
            let found = self.0.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(", ");
            return Err(MasterKeyError::Unknown { wanted: id.to_owned(), found });
        };
        let clear = master.open(Purpose::TenantKey, about.as_bytes(), wrapped).map(Zeroizing::new);
        clear.and_then(|clear| Secret::from_slice(&clear)).ok_or_else(|| MasterKeyError::Failed {
            id: id.to_owned(),
            about: about.to_owned(),
            detail: "the wrapped key was changed".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    const TWO: &str = "ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    #[test]
    fn the_first_key_wraps_and_all_unwrap() {
        let old = FileKeys::parse("test", ONE).unwrap();
        let key = Secret::random().unwrap();
        let wrapped = old.wrap("uppsala", &key).unwrap();
        let both = FileKeys::parse("test", &format!("# new\n{TWO} # since May\n{ONE}\n")).unwrap();
        assert_ne!(both.current(), old.current());
        assert_eq!(both.unwrap(&old.current(), "uppsala", &wrapped).unwrap().bytes(), key.bytes());
        assert!(matches!(both.unwrap(&old.current(), "lund", &wrapped), Err(MasterKeyError::Failed { .. })));
        let new = FileKeys::parse("test", TWO).unwrap();
        let error = new.unwrap(&old.current(), "uppsala", &wrapped).unwrap_err();
        assert!(error.to_string().contains(&old.current()) && error.to_string().contains(&new.current()));
    }

    #[test]
    fn wrong_files_name_the_line_and_not_its_content() {
        let error = FileKeys::parse("master.key", &format!("{ONE}\nsecretword")).unwrap_err();
        assert_eq!(error.to_string(), "master key: master.key, line 2: not 64 hexadecimal digits");
        assert!(matches!(FileKeys::parse("x", "# none\n\n"), Err(MasterKeyError::Empty { .. })));
        assert!(!format!("{:?}", FileKeys::parse("x", ONE)).contains(ONE));
    }
}
