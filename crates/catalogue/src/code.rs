//! The enum of all codes, made from the tables.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

use crate::entry::{Entry, Owner, Source, Text};

/// The end of the chain of tables: all rows in, one enum out.
macro_rules! define_codes {
    ([] $(
        $variant:ident $name:literal ($source:ident, $retryable:literal, $owner:ident)
            da $what_da:literal $fix_da:literal
            sv $what_sv:literal $fix_sv:literal
            en $what_en:literal $fix_en:literal;
    )+) => {
        /// What happened, as one stable word. Serialised as its snake_case string.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = concat!("`", $name, "`: ", $what_en)] #[serde(rename = $name)] $variant,)+
        }

        // In the order of the variants, so that a variant's number is its place.
        const CODES: &[Code] = &[$(Code::$variant),+];

        static ENTRIES: &[Entry] = &[$(Entry {
            code: Code::$variant,
            source: Source::$source,
            retryable: $retryable,
            owner: Owner::$owner,
            what: Text { da: $what_da, sv: $what_sv, en: $what_en },
            fix: Text { da: $fix_da, sv: $fix_sv, en: $fix_en },
        }),+];

        impl Code {
            /// The stable snake_case string of this code.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $name,)+ }
            }

            /// The code with this string.
            pub fn parse(text: &str) -> Option<Code> {
                match text { $($name => Some(Code::$variant),)+ _ => None }
            }
        }
    };
}

caller! { [reception delivery printing life define_codes] }

impl Code {
    /// Every code, in the order of the tables: caller, reception, delivery, printing, life.
    pub const fn all() -> &'static [Code] {
        CODES
    }

    /// What the catalogue knows about this code.
    pub fn entry(self) -> &'static Entry {
        &ENTRIES[self as usize]
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is no code of this catalogue; perhaps a newer version wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownCode;

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a code of the catalogue")
    }
}

impl std::error::Error for UnknownCode {}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Code, UnknownCode> {
        Code::parse(text).ok_or(UnknownCode)
    }
}
