//! The message as types: what is sent, and what is read back.

mod delivery;
mod matter;
mod message;

pub use delivery::{Delivery, Sender};
pub use matter::{
    AccountMethod, ForeignElement, Invoice, MatterExtension, MatterIdentity, MatterStatus, OfficialMatter,
    RawXml, RawXmlError,
};
pub use message::{Attachment, Body, Metadata, ReceiptRequest, Reply, SecureMessage, SupportInfo};

/// An enumeration of the contracts with its words on the wire.
macro_rules! wire_words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// The word on the wire.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value of a word on the wire, white space around it ignored.
            pub fn parse(text: &str) -> Option<Self> {
                match text.trim() { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl crate::wire::Value for $name {
            const CONTENT: crate::schema::Content =
                crate::schema::Content::Simple(crate::schema::simple::Simple::OneOf(&[$($word),+]), &[]);

            fn put(&self, w: &mut crate::xml::Writer<Vec<u8>>, ns: &str, name: &str) {
                w.leaf(ns, name, self.as_str());
            }

            fn take(node: crate::xml::Node<'_, '_>) -> Result<Self, crate::AnswerError> {
                let text = crate::xml::NodeExt::content(node);
                Self::parse(&text).ok_or_else(|| crate::soap::malformed("D19", node, "is not a word of the contract"))
            }
        }
    };
}
pub(crate) use wire_words;
