//! API keys: 256 random bits, of which only the SHA-256 is stored.

use aws_lc_rs::digest::{SHA256, digest};
use letter::SenderId;
use serde::{Deserialize, Serialize};

/// What a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// Hand in, cancel, retry and resolve letters.
    #[serde(rename = "letters:write")]
    LettersWrite,
    /// Look at letters and ask the channel switch.
    #[serde(rename = "letters:read")]
    LettersRead,
    /// Everything.
    #[serde(rename = "admin")]
    Admin,
}

impl Scope {
    /// All scopes.
    pub const ALL: [Scope; 3] = [Scope::LettersWrite, Scope::LettersRead, Scope::Admin];

    /// The name in APIs and files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Scope::LettersWrite => "letters:write",
            Scope::LettersRead => "letters:read",
            Scope::Admin => "admin",
        }
    }

    /// The scope of that name.
    pub fn parse(name: &str) -> Option<Scope> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == name)
    }
}

/// A key that was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthedKey {
    /// Its name: the source system, shown with each letter.
    pub name: String,
    /// Senders it may use; empty means all.
    pub senders: Vec<SenderId>,
    /// What it may do.
    pub scopes: Vec<Scope>,
}

impl AuthedKey {
    /// Whether it may do this.
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.iter().any(|held| *held == scope || *held == Scope::Admin)
    }

    /// Whether it may use this sender.
    pub fn may_use(&self, sender: &SenderId) -> bool {
        self.senders.is_empty() || self.senders.contains(sender)
    }
}

/// A key just made: the only moment at which its text exists.
pub struct NewKey {
    /// The key, to hand to its user.
    pub text: String,
    /// What is stored.
    pub hash: [u8; 32],
}

/// Makes a key from 32 random bytes.
pub fn new_key(random: [u8; 32]) -> NewKey {
    let text = format!("brevdue_{}", hex::encode(random));
    let hash = hash_key(&text);
    NewKey { text, hash }
}

/// What is stored for a key. The key itself is 256 random bits, so a plain hash cannot be guessed back.
pub(crate) fn hash_key(text: &str) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, text.as_bytes()).as_ref());
    hash
}
