//! Reads the configuration and says what is wrong with it, and how to mend it.

use super::Config;
use std::path::{Path, PathBuf};

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read {path}: {source}; `brevdue init` writes a first one")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not what it should be; the text names line and field.
    #[error("{path}: {text}")]
    Syntax {
        /// The file.
        path: PathBuf,
        /// What toml says.
        text: String,
    },
    /// Entries contradict each other.
    #[error("{0}")]
    Meaning(String),
}

impl Config {
    /// Reads and checks a file. Relative paths in it start at its folder.
    ///
    /// # Errors
    /// See [`ConfigError`].
    pub fn load(path: &Path) -> Result<Config, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
        let mut config: Config = toml::from_str(&text)
            .map_err(|error| ConfigError::Syntax { path: path.to_owned(), text: error.to_string() })?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        config.digest = store::digest_of(text.as_bytes()).0;
        config.anchor(folder);
        super::check(&config)?;
        Ok(config)
    }

    /// Makes relative paths start at `folder`, and tells the channels which world this is.
    fn anchor(&mut self, folder: &Path) {
        let anchor = |path: &mut PathBuf| {
            if path.is_relative() {
                *path = folder.join(&*path);
            }
        };
        anchor(&mut self.data_dir);
        if let Some(file) = &mut self.client.key_file {
            anchor(file);
        }
        if let Some(file) = self.metrics.as_mut().and_then(|metrics| metrics.token_file.as_mut()) {
            anchor(file);
        }
        if let Some(blobs) = &mut self.blobs {
            blobs.anchor(folder);
        }
        if let Some(encryption) = &mut self.encryption {
            encryption.anchor(folder);
        }
        if let Some(database) = &mut self.database {
            database.settle(folder);
        }
        if let Some(notices) = &mut self.notices {
            notices.resolve_paths(folder);
        }
        if let Some(dispatcher) = &mut self.dispatcher {
            anchor(&mut dispatcher.trust);
        }
        let environment = self.environment;
        for section in self.sections() {
            section.settle(folder, environment);
        }
    }
}
