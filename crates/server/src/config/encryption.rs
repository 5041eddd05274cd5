//! Where the master key comes from.

use super::ConfigError;
use keystore::{SecretSource, TokenSecret};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{FileKeys, KeyedHash, MasterKey, ModuleKeys};
use zeroize::Zeroizing;

/// `[encryption]`: one of its settings; or a security module, and beside it the file or variable whose key it replaces.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Encryption {
    /// File with the master key, readable by the gateway's user alone.
    pub master_key_file: Option<PathBuf>,
    /// Environment variable with the master key.
    pub master_key_env: Option<String>,
    /// Generic secret keys in a security module (PKCS #11), the current one first. They never leave it. Keys of file or
    /// variable only open what they closed then.
    pub master_key_pkcs11: Option<SecretSource>,
}

/// A key of the module, as the store asks for it.
#[derive(Debug)]
struct InModule(TokenSecret);

impl KeyedHash for InModule {
    fn hash(&self, message: &[u8]) -> Result<Zeroizing<[u8; 32]>, String> {
        self.0.hash(message).map_err(|error| error.to_string())
    }
}

impl Encryption {
    pub(super) fn anchor(&mut self, folder: &Path) {
        if let Some(file) = self.master_key_file.as_mut().filter(|file| file.is_relative()) {
            *file = folder.join(&*file);
        }
        if let Some(source) = self.master_key_pkcs11.as_mut() {
            source.pin_file = folder.join(&source.pin_file);
        }
    }

    /// Reads the master key.
    ///
    /// # Errors
    /// [`ConfigError::Meaning`] names the setting and what to do.
    pub fn master(&self) -> Result<Arc<dyn MasterKey>, ConfigError> {
        let clear = match (&self.master_key_file, &self.master_key_env) {
            (Some(file), None) => Some(FileKeys::read(file)),
            (None, Some(name)) => {
                let text = Zeroizing::new(std::env::var(name).map_err(|_| {
                    ConfigError::Meaning(format!("encryption.master_key_env: {name} is not set"))
                })?);
                Some(FileKeys::parse(name, &text.replace([',', ' '], "\n")))
            }
            (None, None) if self.master_key_pkcs11.is_some() => None,
            _ => {
                let text =
                    "[encryption] needs one of master_key_file and master_key_env, or master_key_pkcs11";
                return Err(ConfigError::Meaning(text.to_owned()));
            }
        };
        let clear = clear.transpose().map_err(|error| ConfigError::Meaning(error.to_string()))?;
        let Some(source) = &self.master_key_pkcs11 else {
            let keys = clear.map(|keys| Arc::new(keys) as _);
            return keys.ok_or_else(|| ConfigError::Meaning("[encryption] has no key".to_owned()));
        };
        let meaning = |error: String| ConfigError::Meaning(format!("encryption.master_key_pkcs11: {error}"));
        let keys = TokenSecret::open(source).map_err(|error| meaning(error.to_string()))?;
        let keys = keys.into_iter().map(|key| Box::new(InModule(key)) as _).collect();
        let keys = ModuleKeys::new(keys, clear).map_err(|error| meaning(error.to_string()))?;
        Ok(Arc::new(keys))
    }
}
