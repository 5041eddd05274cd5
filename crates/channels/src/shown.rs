//! A message read back from its bytes, so that a person sees what its recipient will see.

use bytes::Bytes;

/// What the recipient gets.
#[derive(Clone, Debug)]
pub enum Shown {
    /// A Danish message.
    Memo(Box<memo::Message>),
    /// A Swedish message.
    Mina(Box<mina::Delivery>),
    /// Paper: PDF files in the order of printing.
    Paper(Vec<Bytes>),
}

impl Shown {
    /// A MeMo document.
    pub(crate) fn memo(xml: &[u8]) -> Option<Shown> {
        let message = memo::read_embedded(xml, &memo::Limits::default()).ok()?;
        Some(Shown::Memo(Box::new(message)))
    }

    /// A sealed delivery.
    pub(crate) fn mina(sealed: &[u8]) -> Option<Shown> {
        let sealed = mina::SealedDelivery::from_octets(sealed.to_vec()).ok()?;
        let envelope = mina::deliver_secure_envelope(&sealed);
        let received = mina::parse_deliver_secure(&envelope, &mina::ReceiveOptions::default()).ok()?;
        Some(Shown::Mina(Box::new(received.delivery)))
    }
}
