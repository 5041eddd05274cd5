//! The outgoing adapters behind one trait [`Channel`]: Digital Post, KOMBIT, Mina meddelanden, print.
//!
//! Each adapter is opened once from its configuration, holds no letter state, and turns what it sees into the
//! words of the core: a [`letter::Lookup`] with three answers, an [`letter::Outcome`] that says whether a retry is
//! safe, a [`ReadReceipt`]. Errors, details and logs hold no personal number.

mod channel;
mod config;
mod danish;
mod digital_post;
mod http;
mod identity;
mod kombi;
mod log;
mod mina_meddelanden;
mod notice;
mod pages;
mod print;
mod push_client;
mod scrub;
mod senders;
mod shown;
mod size;
mod work;

pub use channel::{
    Answer, Channel, ComposeError, ComposeJob, ConnectionProblem, DeliverJob, Delivery, Finding, Hold, Level,
    Measure, Message, RawReceipt, ReadReceipt, SizeJob, Standing, TooLarge,
};
pub use config::{ConfigError, Environment, Section};
pub use danish::{ContactPointConfig, MemoVersion};
pub use digital_post::{DigitalPost, DigitalPostConfig, DigitalPostSender, Secret};
pub use http::{PeerClock, peer_clocks};
pub use keystore::expiry::WARNING_DAYS;
pub use keystore::{KeyConfig, KeySource, Pkcs11Source, Pkcs12Source};
pub use kombi::{
    Kombi, KombiConfig, KombiEntities, KombiMode, KombiPaper, KombiPrint, KombiQueue, KombiSender,
    PostStatus, PostStatusError, PostStatusKind, Postage, post_status_answer, read_post_status,
};
pub use mina_meddelanden::{
    CallError, LineConfig, MinaMeddelanden, MinaMeddelandenConfig, MinaSender, OperatorConfig, Registered,
};
pub use notice::{
    EmailConfig, NoticeConfig, NoticeJob, NoticeTexts, Notices, SmsConfig, SmsFormat, SmtpSecurity, Told,
};
pub use print::{AddressPolicy, Print, PrintConfig, PrintSender};
pub use scrub::scrub;
pub use shown::Shown;
