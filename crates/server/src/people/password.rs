//! Passwords of people who sign in here. Only Argon2id hashes are stored, in PHC string form.

use crate::gateway::random_32;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::LazyLock;

/// Shortest password, characters. Length is what counts (NIST SP 800-63B, 3.1.1.2).
const LEAST_CHARS: usize = 12;
/// Longest password, bytes.
const MOST_BYTES: usize = 256;

/// A password that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too short or too long.
    #[error("a password has at least 12 characters and at most 256 bytes")]
    Length,
    /// It could not be hashed.
    #[error("the password could not be hashed")]
    Hash,
}

/// A hash of nobody's password, for names that nobody has.
static NOBODYS: LazyLock<String> =
    LazyLock::new(|| hash_password(&hex::encode(random_32())).unwrap_or_default());

/// A new random password, for people to copy: 25 letters and digits in groups, 124 bits.
pub fn new_password() -> String {
    // 31 signs that are not mistaken for each other; bytes above 247 are passed over, so that all are equally likely.
    const SIGNS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut text = String::new();
    let mut count = 0;
    while count < 25 {
        for byte in random_32().into_iter().filter(|byte| *byte < 248).take(25 - count) {
            if count > 0 && count % 5 == 0 {
                text.push('-');
            }
            text.push(SIGNS.get(usize::from(byte) % SIGNS.len()).copied().map_or('a', char::from));
            count += 1;
        }
    }
    text
}

/// What is stored of a password.
///
/// # Errors
/// See [`PasswordError`].
pub fn hash_password(password: &str) -> Result<String, PasswordError> {
    if password.chars().count() < LEAST_CHARS || password.len() > MOST_BYTES {
        return Err(PasswordError::Length);
    }
    let hash = Argon2::default().hash_password(password.as_bytes()).map_err(|_| PasswordError::Hash)?;
    Ok(hash.to_string())
}

/// Whether a password is the one of a stored hash. Takes some ten milliseconds and 19 MiB.
pub(crate) fn matches(password: &str, stored: &str) -> bool {
    password.len() <= MOST_BYTES
        && PasswordHash::new(stored)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Takes as long as [`matches`], so that a name that nobody has is not told by its time.
pub(crate) fn spend(password: &str) {
    matches(password, &NOBODYS);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_matches() {
        let stored = hash_password("correct horse battery").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_ne!(stored, hash_password("correct horse battery").unwrap());
        assert!(matches("correct horse battery", &stored));
        assert!(!matches("correct horse batterz", &stored) && !matches("", &stored));
        assert!(!matches("correct horse battery", "nonsense"));
        assert_eq!(hash_password("elevenchars"), Err(PasswordError::Length));
        assert_eq!(hash_password(&"x".repeat(257)), Err(PasswordError::Length));
    }

    #[test]
    fn new_passwords_can_be_used_and_differ() {
        let (one, other) = (new_password(), new_password());
        assert_eq!(one.len(), 29);
        assert_ne!(one, other);
        assert!(hash_password(&one).is_ok());
    }
}
