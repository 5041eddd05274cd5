//! Print: a job with its address in a hot folder, acknowledged by a file.

mod acknowledgement;
mod bundle;
mod compose;
mod config;
mod folder;

pub use config::{AddressPolicy, PrintConfig, PrintSender};

use crate::channel::{
    Answer, Channel, ComposeError, ComposeJob, ConnectionProblem, DeliverJob, Delivery, Finding, Level,
    Message, RawReceipt, ReadReceipt, SizeJob, TooLarge,
};
use crate::config::ConfigError;
use crate::senders;
use crate::shown::Shown;
use crate::size;
use async_trait::async_trait;
use bundle::Bundle;
use bytes::Bytes;
use catalogue::Code;
use folder::{Folder, HandOver, Trace};
use letter::{ChannelKind, Lookup, MessageUuid, Outcome, Route, SenderId};
use party::PartyId;
use std::io;

/// The print channel.
pub struct Print {
    config: PrintConfig,
    folder: Folder,
}

impl Print {
    /// Opens the channel. The folders may come later; until then letters wait.
    ///
    /// # Errors
    /// The setting that cannot be used, and what to do about it.
    pub fn open(config: PrintConfig) -> Result<Print, ConfigError> {
        senders::open_each(config.senders.iter().collect(), |sender| &sender.sender, judge)
            .map_err(|error| error.inside("print"))?;
        let ack = config.ack_folder.clone().unwrap_or_else(|| config.hot_folder.join("ack"));
        let folder = Folder { hot: config.hot_folder.clone(), ack };
        Ok(Print { config, folder })
    }

    fn sender(&self, sender: &SenderId) -> Option<&PrintSender> {
        self.config.senders.iter().find(|known| known.sender == sender.0)
    }

    /// Folder work, away from the tasks that wait for the network.
    async fn at_folder<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Folder) -> io::Result<T> + Send + 'static,
    ) -> Result<T, ConnectionProblem> {
        let folder = self.folder.clone();
        let done = tokio::task::spawn_blocking(move || work(&folder)).await;
        let problem = |detail: String| ConnectionProblem { code: Code::PrintUnavailable, detail };
        match done {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(problem(format!("folder of the print shop: {error}"))),
            Err(_) => Err(problem("folder work stopped".to_owned())),
        }
    }
}

#[async_trait]
impl Channel for Print {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Print
    }

    async fn lookup(&self, _sender: &SenderId, recipients: &[PartyId]) -> Vec<Lookup> {
        vec![Lookup::Yes { reason: Code::FallbackPrint, endpoint: None }; recipients.len()]
    }

    fn route(&self, _lookup: &Lookup) -> Route {
        Route::to(ChannelKind::Print)
    }

    fn check_size(&self, job: &SizeJob) -> Result<(), TooLarge> {
        size::judge(
            job.document_sizes.iter().copied().fold(0, u64::saturating_add),
            self.config.max_job_bytes,
        )
    }

    async fn compose(&self, job: ComposeJob) -> Result<Message, ComposeError> {
        let Some(sender) = self.sender(&job.letter.sender).cloned() else {
            return Err(senders::cannot_compose(&job.letter.sender, ChannelKind::Print));
        };
        let config = self.config.clone();
        senders::composed(move || compose::compose(&job, &config, &sender)).await
    }

    fn shown(&self, bytes: &Bytes) -> Option<Shown> {
        Some(Shown::Paper(Bundle::from_bytes(bytes).ok()?.parts))
    }

    async fn deliver(&self, job: DeliverJob) -> Delivery {
        let message = job.message_uuid;
        let handed_over = self.at_folder(move |folder| hand_over(folder, &job)).await;
        let outcome = handed_over
            .unwrap_or_else(|problem| Outcome::Retry { problem: problem.code, detail: Some(problem.detail) });
        tracing::info!(channel = "print", %message, outcome = crate::log::word(&outcome), "sent");
        Delivery { outcome, answer: None }
    }

    async fn ask(&self, _sender: &SenderId, message: MessageUuid, _transmission_id: Option<&str>) -> Answer {
        match self.at_folder(move |folder| folder.trace(&message.to_string())).await {
            Ok(Trace::Acknowledged(raw)) => match acknowledgement::read(&raw) {
                Some(read) if read.message_uuid == message => Answer::Receipt(read, Bytes::from(raw)),
                _ => Answer::NoAnswer(Some("the acknowledgement is not readable".to_owned())),
            },
            Ok(Trace::Underway) => Answer::Underway,
            Ok(Trace::None) => Answer::NotSeen,
            Err(problem) => Answer::NoAnswer(Some(problem.detail)),
        }
    }

    async fn receipts(&self) -> Result<Vec<RawReceipt>, ConnectionProblem> {
        let acks = self.at_folder(|folder| folder.acknowledgements()).await?;
        let receipt = |(key, raw): (String, Vec<u8>)| RawReceipt {
            channel: ChannelKind::Print,
            // One folder serves all senders; the job's id tells whose it is.
            sender: SenderId("print".to_owned()),
            key,
            raw: Bytes::from(raw),
        };
        Ok(acks.into_iter().map(receipt).collect())
    }

    async fn acknowledge(&self, receipt: &RawReceipt) -> Result<(), ConnectionProblem> {
        let name = receipt.key.clone();
        self.at_folder(move |folder| folder.put_away(&name)).await
    }

    fn read_receipt(&self, raw: &[u8]) -> Option<ReadReceipt> {
        acknowledgement::read(raw)
    }

    async fn check(&self) -> Vec<Finding> {
        let subject = format!("print hot folder {}", self.folder.hot.display());
        let found = self.at_folder(Folder::probe).await;
        vec![match found {
            Ok(()) => Finding {
                level: Level::Ok,
                subject,
                found: "can be written".to_owned(),
                remedy: String::new(),
            },
            Err(problem) => Finding {
                level: Level::Error,
                subject,
                found: problem.detail,
                remedy: "create the folder and its ack folder, and let this user write there".to_owned(),
            },
        }]
    }
}

fn judge(sender: &PrintSender) -> Result<(), ConfigError> {
    let posted_in = sender.posted_in.as_bytes();
    if posted_in.len() != 2 || !posted_in.iter().all(u8::is_ascii_uppercase) {
        return Err(ConfigError::new("posted_in", "is no country code", "write DK or SE"));
    }
    Ok(())
}

fn hand_over(folder: &Folder, job: &DeliverJob) -> io::Result<Outcome> {
    let refused = |problem, detail: String| Ok(Outcome::Refused { problem, detail: Some(detail), raw: None });
    let bundle = match Bundle::from_bytes(&job.bytes) {
        Ok(bundle) => bundle,
        Err(error) => return refused(Code::BlobDamaged, error.to_string()),
    };
    if bundle.job.job_id != job.message_uuid.to_string() {
        return refused(Code::BlobDamaged, "the print job has another id".to_owned());
    }
    let json = serde_json::to_vec_pretty(&bundle.job)?;
    match folder.hand_over(&bundle, &json)? {
        HandOver::Written | HandOver::Known => Ok(Outcome::HandedOver { transmission_id: None, raw: None }),
        HandOver::Conflict => {
            refused(Code::PrintRejected, "another job with this id lies in the hot folder".to_owned())
        }
    }
}
