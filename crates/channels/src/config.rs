//! What every channel's configuration shares.

use serde::{Deserialize, Serialize};
use std::path::Path;

/// Which world the gateway lives in. Addresses of the others are refused (C24, R5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// Against Brevdue's own sandbox.
    #[default]
    Sandbox,
    /// Against the authorities' test environments.
    Test,
    /// Real letters to real people.
    Production,
}

impl Environment {
    /// The name in configuration files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Environment::Sandbox => "sandbox",
            Environment::Test => "test",
            Environment::Production => "production",
        }
    }
}

/// A configuration with which a channel cannot work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {problem}; {remedy}")]
pub struct ConfigError {
    /// The setting, such as `digital_post.senders[0].certificate`.
    pub key: String,
    /// What is wrong with it. Never a secret.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

impl ConfigError {
    pub(crate) fn new(key: &str, problem: &str, remedy: &str) -> ConfigError {
        ConfigError { key: key.to_owned(), problem: problem.to_owned(), remedy: remedy.to_owned() }
    }

    /// The same error, told from one level further out.
    pub(crate) fn inside(mut self, outer: &str) -> ConfigError {
        self.key = format!("{outer}.{}", self.key);
        self
    }
}

/// Largest PEM or token file that is read.
const FILE_MAX_BYTES: u64 = 1024 * 1024;

/// Reads a configured file.
pub(crate) fn read_file(key: &str, path: &Path) -> Result<Vec<u8>, ConfigError> {
    let unreadable = |problem: String| ConfigError::new(key, &problem, "check path and permissions");
    let size =
        std::fs::metadata(path).map_err(|error| unreadable(format!("{}: {error}", path.display())))?.len();
    if size > FILE_MAX_BYTES {
        return Err(unreadable(format!("{} is larger than {FILE_MAX_BYTES} bytes", path.display())));
    }
    std::fs::read(path).map_err(|error| unreadable(format!("{}: {error}", path.display())))
}

/// As [`read_file`], for text.
pub(crate) fn read_text(key: &str, path: &Path) -> Result<String, ConfigError> {
    String::from_utf8(read_file(key, path)?).map_err(|_| {
        ConfigError::new(key, &format!("{} is not a text file", path.display()), "give a PEM or text file")
    })
}

/// Time for name, connection and TLS unless a section says otherwise.
pub(crate) const fn default_connect_timeout_ms() -> u64 {
    5_000
}

/// Longest silence of the other side unless a section says otherwise (F16).
pub(crate) const fn default_read_timeout_ms() -> u64 {
    120_000
}

/// What a section of the configuration file is told about the rest of it.
pub trait Section {
    /// Lets relative paths begin at `base`, the folder of the configuration file, and says which world this is.
    fn settle(&mut self, base: &Path, environment: Environment);
}

/// Makes a relative path of a configuration file start at that file's folder.
pub(crate) fn at_base(base: &Path, path: &mut std::path::PathBuf) {
    if path.is_relative() {
        *path = base.join(&*path);
    }
}
