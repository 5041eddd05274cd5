//! What the catalogue knows about one code.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::Code;

/// One row of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The code this row explains.
    pub code: Code,
    /// Where the fact comes from.
    pub source: Source,
    /// Whether the same thing, done again unchanged, may end differently.
    pub retryable: bool,
    /// Who must act. [`Owner::Nobody`] for plain news.
    pub owner: Owner,
    /// What happened, one sentence for a case worker.
    pub what: Text,
    /// What to do now, one sentence for a case worker.
    pub fix: Text,
}

/// The same sentence in the three languages of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Text {
    /// Danish.
    pub da: &'static str,
    /// Swedish.
    pub sv: &'static str,
    /// English.
    pub en: &'static str,
}

impl Text {
    /// The sentence in `language`.
    pub const fn get(&self, language: Language) -> &'static str {
        match language {
            Language::Da => self.da,
            Language::Sv => self.sv,
            Language::En => self.en,
        }
    }
}

/// A small enum whose variants have fixed snake_case names, written once.
macro_rules! named {
    ($(#[$outer:meta])* $enum:ident { $($(#[$inner:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $enum { $($(#[$inner])* #[serde(rename = $name)] $variant,)+ }

        impl $enum {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [$enum] = &[$($enum::$variant),+];

            /// The stable name.
            pub const fn as_str(self) -> &'static str {
                match self { $($enum::$variant => $name,)+ }
            }

            /// The value with this stable name.
            pub fn parse(name: &str) -> Option<$enum> {
                match name { $($name => Some($enum::$variant),)+ _ => None }
            }
        }

        impl fmt::Display for $enum {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

named! {
    /// Where a fact comes from.
    Source {
        /// The system or person that handed the letter in.
        Caller = "caller",
        /// Brevdue itself.
        Gateway = "gateway",
        /// A national register: who has a mailbox, who is protected.
        Register = "register",
        /// A mailbox operator or the national post infrastructure.
        Operator = "operator",
        /// The print shop or the office printer.
        Printer = "printer",
        /// The recipient's own choice or circumstances.
        Recipient = "recipient",
    }
}

named! {
    /// Who must act.
    Owner {
        /// The system or person that handed the letter in.
        Caller = "caller",
        /// The case worker who is responsible for the letter.
        CaseWorker = "case_worker",
        /// Those who run this gateway.
        Operations = "operations",
        /// The national infrastructure or a mailbox operator.
        National = "national",
        /// The print shop.
        Printer = "printer",
        /// Nobody: the gateway goes on by itself, or all is well.
        Nobody = "nobody",
    }
}

named! {
    /// The languages of the catalogue, named as in ISO 639-1.
    Language {
        /// Danish.
        Da = "da",
        /// Swedish.
        Sv = "sv",
        /// English.
        En = "en",
    }
}

impl Owner {
    /// The owner in words, for screens and handbooks.
    pub const fn title(self) -> Text {
        match self {
            Owner::Caller => Text { da: "afsendersystemet", sv: "avsändande system", en: "sending system" },
            Owner::CaseWorker => Text { da: "sagsbehandler", sv: "handläggare", en: "case worker" },
            Owner::Operations => Text { da: "drift", sv: "driften", en: "operations" },
            Owner::National => {
                Text { da: "den nationale leverandør", sv: "nationell leverantör", en: "national service" }
            }
            Owner::Printer => Text { da: "printtjenesten", sv: "utskriftstjänsten", en: "print service" },
            Owner::Nobody => Text { da: "ingen", sv: "ingen åtgärd krävs", en: "nobody" },
        }
    }
}

impl Language {
    /// The best language for an `Accept-Language` header or a locale such as `da-DK`; English when none fits.
    ///
    /// ```
    /// use catalogue::Language;
    /// assert_eq!(Language::preferred("nb;q=0.9, sv-SE;q=0.8, en;q=0.1"), Language::Sv);
    /// assert_eq!(Language::preferred("en;q=0.3, da"), Language::Da);
    /// assert_eq!(Language::preferred("fi"), Language::En);
    /// ```
    pub fn preferred(header: &str) -> Language {
        let mut best = (0.0_f32, Language::En);
        for range in header.split(',').take(32) {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or("").trim().to_ascii_lowercase();
            let primary = tag.split(['-', '_']).next().unwrap_or("");
            let Some(language) = Language::parse(primary) else { continue };
            let quality = parts
                .find_map(|p| p.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()))
                .unwrap_or(1.0);
            // Strictly greater: of equals the first named wins, as browsers mean it.
            if quality > best.0 {
                best = (quality, language);
            }
        }
        best.1
    }
}
