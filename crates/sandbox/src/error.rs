//! Why a sandbox could not start or enrol somebody.

use std::path::{Path, PathBuf};

/// What went wrong while starting, enrolling or stopping.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// A file or folder could not be read or written: check its permissions and the free space.
    #[error("{path}: {source}")]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A port could not be opened: another process has it, or it is not allowed.
    #[error("cannot listen on {address}: {source}; choose another port")]
    Listen {
        /// Which address and port.
        address: std::net::SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// A certificate or key could not be made or read. Removing the file named makes the sandbox issue a new one.
    #[error("certificate {what}: {reason}")]
    Certificate {
        /// Which certificate.
        what: String,
        /// Why.
        reason: String,
    },
    /// TLS could not be set up with the certificates in the data folder.
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
    /// A file in the data folder does not have the form this version writes.
    #[error("{path}, line {line}: {reason}; move the data folder away to begin anew")]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// Line, counted from 1.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// The number given for a sender is not an organisation number of its country.
    #[error("a sender needs {0}")]
    SenderNumber(&'static str),
    /// No such recipient, or an outcome of the other country.
    #[error("no test recipient has this alias, or the outcome belongs to the other country")]
    NoSuchRecipient,
}

impl SandboxError {
    pub(crate) fn certificate(what: impl Into<String>, reason: impl ToString) -> Self {
        Self::Certificate { what: what.into(), reason: reason.to_string() }
    }
}

/// Adds the path to an input or output error.
pub(crate) fn at(path: &Path) -> impl FnOnce(std::io::Error) -> SandboxError + '_ {
    move |source| SandboxError::File { path: path.to_owned(), source }
}
