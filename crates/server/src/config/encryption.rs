//! Where the master key comes from.

use super::ConfigError;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{FileKeys, MasterKey};
use zeroize::Zeroizing;

/// `[encryption]`: exactly one of its settings.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Encryption {
    /// File with the master key, readable by the gateway's user alone.
    pub master_key_file: Option<PathBuf>,
    /// Environment variable with the master key.
    pub master_key_env: Option<String>,
}

impl Encryption {
    pub(super) fn anchor(&mut self, folder: &Path) {
        if let Some(file) = self.master_key_file.as_mut().filter(|file| file.is_relative()) {
            *file = folder.join(&*file);
        }
    }

    /// Reads the master key.
    ///
    /// # Errors
    /// [`ConfigError::Meaning`] names the setting and what to do.
    pub fn master(&self) -> Result<Arc<dyn MasterKey>, ConfigError> {
        let keys = match (&self.master_key_file, &self.master_key_env) {
            (Some(file), None) => FileKeys::read(file),
            (None, Some(name)) => {
                let text = Zeroizing::new(std::env::var(name).map_err(|_| {
                    ConfigError::Meaning(format!("encryption.master_key_env: {name} is not set"))
                })?);
                FileKeys::parse(name, &text.replace([',', ' '], "\n"))
            }
            _ => {
                let text = "[encryption] needs either master_key_file or master_key_env";
                return Err(ConfigError::Meaning(text.to_owned()));
            }
        };
        keys.map(|keys| Arc::new(keys) as _).map_err(|error| ConfigError::Meaning(error.to_string()))
    }
}
