//! Reading and writing of XML: bounded, without DTDs, without prefixes on the way out.

mod read;
mod scan;
mod write;

pub use read::XmlError;
pub(crate) use read::{Doc, Node, NodeExt, is_xml_char};
pub(crate) use write::{Counter, Sink, Writer};
