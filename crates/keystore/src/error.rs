//! Keys that cannot be opened.

/// A key that cannot be opened: which setting, what is wrong with it, what to do. Never a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {problem}; {remedy}")]
pub struct KeystoreError {
    /// The setting, such as `pkcs12.password_file`.
    pub key: String,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

impl KeystoreError {
    pub(crate) fn new(key: &str, problem: impl Into<String>, remedy: &str) -> KeystoreError {
        KeystoreError { key: key.to_owned(), problem: problem.into(), remedy: remedy.to_owned() }
    }

    /// The same error, told from one level further out.
    pub(crate) fn inside(mut self, outer: &str) -> KeystoreError {
        self.key = format!("{outer}.{}", self.key);
        self
    }
}
