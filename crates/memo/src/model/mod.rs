//! The message model of MeMo 1.1 and 1.2 as typed structs (memo-model §3).
//!
//! Every class is one struct whose fields stand in the order of the schema. Required elements are plain fields,
//! optional ones `Option`, repeated ones `Vec`. One set of structs serves both versions; what exists in only one
//! of them says so, and [`crate::write`] refuses what the chosen version does not have.

mod body;
mod content_data;
mod header;
mod parties;
mod small;

pub use body::{
    Action, AdditionalDocument, EntryPoint, File, MainDocument, MessageBody, Reservation, TechnicalDocument,
};
pub use content_data::{
    AdditionalContentData, CaseId, ContentData, CprData, CvrData, Education, FormData, KleData, MotorVehicle,
    PropertyNumber,
};
pub use header::{AdditionalReplyData, ForwardData, MessageHeader, ReplyData};
pub use parties::{AttentionData, ContactInfo, ContactPoint, Recipient, Representative, Sender};
pub use small::{
    Address, AddressPoint, AttentionPerson, ContentResponsible, EMail, Eid, GeneratingSystem,
    GlobalLocationNumber, ProductionUnit, SeNumber, SorData, Telephone, UnstructuredAddress,
};

use crate::read::{Engine, Stop};
use crate::schema::{ClassDef, Field, Ns};
use crate::schema_traits::{Class, Value, Visitor, visit_slot};
use crate::version::Version;
use crate::xml::Input;

/// A whole message: one sender, one recipient, and (for a letter) the documents.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// `@memoVersion` of the message that was read; the writer is told its version and does not look here.
    pub version: Version,
    /// `@memoSchVersion` as read; required in 1.1, where the writer supplies `1.1.0` if it is missing.
    pub memo_sch_version: Option<String>,
    /// Everything but the documents.
    pub header: MessageHeader,
    /// The documents. A `DIGITALPOST` has one (rule H1), a `NEMSMS` has none (J3).
    pub body: Option<MessageBody>,
}

const FIELDS: &[Field] = &[Field::class(MessageHeader::DEF), Field::class(MessageBody::DEF).card(0, 1)];

impl Class for Message {
    const DEF: &'static ClassDef = &ClassDef { name: "Message", ns: Ns::Memo, fields: FIELDS };

    fn read_field<I: Input>(&mut self, index: usize, engine: &mut Engine<'_, I>) -> Result<(), Stop> {
        if index == 0 {
            self.header = Value::read(engine, &FIELDS[0])?;
        } else {
            self.body = Some(Value::read(engine, &FIELDS[1])?);
        }
        Ok(())
    }

    fn visit<V: Visitor>(&self, visitor: &mut V) -> Result<(), V::Error> {
        visit_slot(&FIELDS[0], std::slice::from_ref(&self.header), visitor)?;
        visit_slot(&FIELDS[1], self.body.as_slice(), visitor)
    }
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ", self.version)?;
        crate::schema_traits::debug_class(self, f)
    }
}
