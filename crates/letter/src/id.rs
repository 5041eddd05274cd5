//! Ids typed by what they name, so that mixing two of them does not compile.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// A letter's id: a UUIDv7, made when the letter is accepted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LetterId(pub Uuid);

/// The id of one composed message (MeMo `messageUUID`, Mina meddelanden `Message/Header/Id`): a
/// UUIDv4, stored before anything leaves the house and kept over every repeated attempt (C13, F11).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageUuid(pub Uuid);

/// SHA-256 of a stored blob, written as 64 lower-case hex digits. It is also the blob's address.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(pub String);

/// The configured id of a sender: one municipality, one legal sender towards the infrastructure (R6).
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SenderId(pub String);

/// The code of a letter type, unique in an installation.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TypeCode(pub String);

macro_rules! shown {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, concat!(stringify!($name), "({})"), self.0) }
        }
    )*};
}
shown!(LetterId, MessageUuid, Digest, SenderId, TypeCode);

macro_rules! parsed_uuid {
    ($($name:ident),*) => {$(
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { Uuid::parse_str(text).map($name) }
        }
    )*};
}
parsed_uuid!(LetterId, MessageUuid);

macro_rules! from_text {
    ($($name:ident),*) => {$(
        impl From<&str> for $name { fn from(text: &str) -> Self { $name(text.to_owned()) } }
        impl From<String> for $name { fn from(text: String) -> Self { $name(text) } }
        impl AsRef<str> for $name { fn as_ref(&self) -> &str { &self.0 } }
    )*};
}
from_text!(Digest, SenderId, TypeCode);
