//! Print through KOMBIT: `Fysisk Post`, for senders without a print service of their own.

use super::{Kombi, cannot_be_asked, consignment, request, way};
use crate::channel::{
    Answer, Channel, ComposeError, ComposeJob, ConnectionProblem, DeliverJob, Delivery, Finding, Message,
    RawReceipt, ReadReceipt, SizeJob, TooLarge,
};
use crate::shown::Shown;
use crate::{senders, size};
use async_trait::async_trait;
use bytes::Bytes;
use catalogue::Code;
use letter::{ChannelKind, Lookup, MessageUuid, Outcome, Route, SenderId};
use party::PartyId;
use std::sync::Arc;

/// The KOMBIT road as a print service. Its print events come as PostStatus, like all receipts of this road.
pub struct KombiPaper(Arc<Kombi>);

impl KombiPaper {
    /// Prints through this road.
    pub fn new(kombi: Arc<Kombi>) -> KombiPaper {
        KombiPaper(kombi)
    }
}

#[async_trait]
impl Channel for KombiPaper {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Print
    }

    async fn lookup(&self, _sender: &SenderId, recipients: &[PartyId]) -> Vec<Lookup> {
        vec![Lookup::Yes { reason: Code::FallbackPrint, endpoint: None }; recipients.len()]
    }

    fn route(&self, _lookup: &Lookup) -> Route {
        way(ChannelKind::Print)
    }

    fn check_size(&self, job: &SizeJob) -> Result<(), TooLarge> {
        let raw = job.document_sizes.iter().copied().fold(0, u64::saturating_add);
        size::judge(raw, self.0.settings.print.max_bytes)
    }

    async fn compose(&self, job: ComposeJob) -> Result<Message, ComposeError> {
        let Some(tenant) = self.0.tenant(&job.letter.sender) else {
            return Err(senders::cannot_compose(&job.letter.sender, ChannelKind::Kombi));
        };
        let (config, settings) = (tenant.config.clone(), self.0.settings.clone());
        senders::composed(move || request::compose_print(&job, &settings, &config)).await
    }

    /// The pages that are handed over; the platform puts the address in front.
    fn shown(&self, bytes: &Bytes) -> Option<Shown> {
        let files = consignment::files(bytes)?;
        Some(Shown::Paper(files)).filter(|_| bytes.starts_with(request::START))
    }

    async fn deliver(&self, job: DeliverJob) -> Delivery {
        // A job that was built for a hot folder before the sender changed its print service.
        if !job.bytes.starts_with(request::START) {
            let detail = Some("not built for KOMBIT".to_owned());
            let outcome = Outcome::Refused { problem: Code::BlobDamaged, detail, raw: None };
            return Delivery { outcome, answer: None };
        }
        self.0.send(job).await
    }

    async fn ask(&self, _sender: &SenderId, _message: MessageUuid, _transmission: Option<&str>) -> Answer {
        cannot_be_asked()
    }

    /// Always empty: they are pushed, see [`Kombi::receive`].
    async fn receipts(&self) -> Result<Vec<RawReceipt>, ConnectionProblem> {
        Ok(Vec::new())
    }

    async fn acknowledge(&self, _receipt: &RawReceipt) -> Result<(), ConnectionProblem> {
        Ok(())
    }

    fn read_receipt(&self, raw: &[u8]) -> Option<ReadReceipt> {
        self.0.read_receipt(raw)
    }

    /// Nothing beside what [`Kombi`] finds.
    async fn check(&self) -> Vec<Finding> {
        Vec::new()
    }
}
