//! API keys: 256 random bits, of which only the SHA-256 is stored.

use crate::access::{Actor, Grant, Right};
use aws_lc_rs::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use store::{ApiKey, Within};

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

    /// What it lets a system do.
    pub const fn rights(self) -> &'static [Right] {
        match self {
            Scope::LettersWrite => &[Right::Send, Right::Act, Right::SeeTypes],
            Scope::LettersRead => {
                &[Right::Read, Right::Content, Right::Evidence, Right::Figures, Right::SeeTypes]
            }
            Scope::Admin => Right::ALL,
        }
    }

    /// The smallest scope that gives one of these rights.
    pub fn giving(rights: &[Right]) -> Scope {
        let gives = |scope: &Scope| rights.iter().any(|right| scope.rights().contains(right));
        Self::ALL.into_iter().find(gives).unwrap_or(Scope::Admin)
    }

    /// The scope of that name.
    pub fn parse(name: &str) -> Option<Scope> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == name)
    }
}

/// A stored key as somebody who acts. No named sender means all; scopes that this release does not know give nothing.
pub(crate) fn actor(row: &ApiKey) -> Actor {
    let scopes = || row.scopes.iter().filter_map(|name| Scope::parse(name));
    let parts: Vec<Option<Within>> = if row.senders.is_empty() {
        vec![None]
    } else {
        row.senders.iter().cloned().map(|sender| Some(Within::whole(sender))).collect()
    };
    let grants = parts
        .into_iter()
        .flat_map(|within| scopes().map(move |scope| Grant::new(scope.rights(), within.clone())))
        .collect();
    Actor::new(row.name.clone(), grants)
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
