//! Providers of neutral notices: e-mail by SMTP, text messages by a provider's HTTP interface (R102 to R107).
//!
//! A provider gets an address and a finished text. It never sees the letter, its recipient's number or its subject.

mod config;
mod email;
mod sms;
mod text;

pub use config::{EmailConfig, NoticeConfig, SmsConfig, SmsFormat, SmtpSecurity};
pub use text::NoticeTexts;

use crate::config::{ConfigError, Environment};
use catalogue::{Code, Language};
use letter::NoticeWay;

/// One notice to send, once.
#[derive(Clone)]
pub struct NoticeJob {
    /// By which way.
    pub way: NoticeWay,
    /// E-mail address or telephone number. A secret: never logged.
    pub address: String,
    /// The finished text; see [`Notices::standing_text`].
    pub text: String,
    /// Subject of an e-mail, neutral.
    pub subject: String,
    /// The same for every try of this notice: providers that know it again do not send twice.
    pub id: String,
}

impl std::fmt::Debug for NoticeJob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NoticeJob").field("way", &self.way).field("id", &self.id).finish_non_exhaustive()
    }
}

/// What came of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The provider took it, under this id.
    Sent(Option<String>),
    /// It certainly did not leave; later it may.
    Later(Code, String),
    /// The provider refused it for good.
    Refused(String),
    /// Nobody knows: it is not repeated.
    Unknown(String),
}

/// The configured providers.
pub struct Notices {
    texts: NoticeTexts,
    email: Option<email::Email>,
    sms: Option<sms::Sms>,
}

impl Notices {
    /// Reads secrets and checks addresses; connects to nothing.
    ///
    /// # Errors
    /// The setting that cannot be used, and what to do about it.
    pub fn open(config: NoticeConfig, environment: Environment) -> Result<Notices, ConfigError> {
        let inside = |error: ConfigError| error.inside("notices");
        config.texts.check().map_err(inside)?;
        let email = config.email.map(email::Email::open).transpose();
        let sms = config.sms.map(|sms| sms::Sms::open(sms, environment)).transpose();
        Ok(Notices {
            texts: config.texts,
            email: email.map_err(|error| inside(error.inside("email")))?,
            sms: sms.map_err(|error| inside(error.inside("sms")))?,
        })
    }

    /// Whether there is a provider for this way.
    pub fn can(&self, way: NoticeWay) -> bool {
        match way {
            NoticeWay::Email => self.email.is_some(),
            NoticeWay::Sms => self.sms.is_some(),
        }
    }

    /// The neutral text: that something lies in the mailbox, and from which municipality (B10, R103).
    pub fn standing_text(&self, way: NoticeWay, sender: &str, language: Language) -> String {
        self.texts.standing(way, sender, language)
    }

    /// The neutral subject of an e-mail.
    pub fn subject(&self, sender: &str, language: Language) -> String {
        text::subject(sender, language)
    }

    /// Sends a notice, once.
    pub async fn send(&self, job: NoticeJob) -> Told {
        let missing = || Told::Later(Code::NoticeProviderDown, "no provider is configured".to_owned());
        match job.way {
            NoticeWay::Email => match &self.email {
                Some(email) => email.send(&job).await,
                None => missing(),
            },
            NoticeWay::Sms => match &self.sms {
                Some(sms) => sms.send(&job).await,
                None => missing(),
            },
        }
    }
}
