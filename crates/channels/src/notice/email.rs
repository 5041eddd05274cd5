//! Notices by e-mail.

use super::{EmailConfig, NoticeJob, SmtpSecurity, Told};
use crate::config::{ConfigError, read_text};
use catalogue::Code;
use lettre::address::Envelope;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, header};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::{Error, PoolConfig};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;

/// Connections that are kept; one is taken up again only if the server still answers on it.
const KEPT_CONNECTIONS: u32 = 4;
const IDLE: Duration = Duration::from_secs(30);

/// An open mail server.
pub(super) struct Email {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Email {
    pub(super) fn open(config: EmailConfig) -> Result<Email, ConfigError> {
        let from: Mailbox = config.from.parse().map_err(|_| {
            ConfigError::new(
                "from",
                "is no e-mail address",
                "write name@host.domain, or Name <name@host.domain>",
            )
        })?;
        let local = matches!(config.host.as_str(), "localhost" | "127.0.0.1" | "::1");
        if config.security == SmtpSecurity::None && !local {
            let remedy = "use starttls or tls; none is for a relay on this machine";
            return Err(ConfigError::new(
                "security",
                "the line to another machine must be protected",
                remedy,
            ));
        }
        let tls = |host: &str| {
            TlsParameters::new(host.to_owned())
                .map_err(|error| ConfigError::new("host", &error.to_string(), "give the server's host name"))
        };
        let (security, port) = match config.security {
            SmtpSecurity::StartTls => (Tls::Required(tls(&config.host)?), 587),
            SmtpSecurity::Tls => (Tls::Wrapper(tls(&config.host)?), 465),
            SmtpSecurity::None => (Tls::None, 25),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&config.host)
            .port(config.port.unwrap_or(port))
            .tls(security)
            .timeout(Some(Duration::from_millis(config.timeout_ms)))
            .pool_config(PoolConfig::new().max_size(KEPT_CONNECTIONS).idle_timeout(IDLE));
        if let Some(user) = config.user {
            let Some(file) = &config.password_file else {
                return Err(ConfigError::new(
                    "password_file",
                    "is missing",
                    "name the file with the password",
                ));
            };
            let password = read_text("password_file", file)?.trim().to_owned();
            builder = builder.credentials(Credentials::new(user, password));
        }
        Ok(Email { transport: builder.build(), from })
    }

    /// A server that does not greet us has seen nothing yet; what happens later may have sent the notice.
    pub(super) async fn send(&self, job: &NoticeJob) -> Told {
        let message = match self.message(job) {
            Ok(message) => message,
            Err(detail) => return Told::Refused(detail),
        };
        let down = |detail: String| Told::Later(Code::NoticeProviderDown, detail);
        match self.transport.test_connection().await {
            Ok(true) => {}
            Ok(false) => return down("the mail server does not take a connection".to_owned()),
            Err(error) => return down(told(&error)),
        }
        match self.transport.send(message).await {
            Ok(_) => Told::Sent(None),
            Err(error) if error.is_permanent() => Told::Refused(told(&error)),
            Err(error) if error.is_transient() || error.is_client() || error.is_tls() => down(told(&error)),
            Err(error) => Told::Unknown(told(&error)),
        }
    }

    fn message(&self, job: &NoticeJob) -> Result<Message, String> {
        let unusable = |_| "the e-mail address cannot be used".to_owned();
        let address: Address = job.address.parse().map_err(unusable)?;
        let envelope = Envelope::new(Some(self.from.email.clone()), vec![address.clone()])
            .map_err(|_| "the e-mail address cannot be used".to_owned())?;
        Message::builder()
            .envelope(envelope)
            .from(self.from.clone())
            .to(Mailbox::new(None, address))
            .subject(&job.subject)
            .message_id(Some(format!("<{}@{}>", job.id, self.from.email.domain())))
            // Automatic answers would come to an address that nobody reads (RFC 3834).
            .raw_header(header::HeaderValue::new(
                header::HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .header(ContentType::TEXT_PLAIN)
            .body(job.text.clone())
            .map_err(|error| error.to_string())
    }
}

/// What a server says may repeat the address: only its code is kept.
fn told(error: &Error) -> String {
    match error.status() {
        Some(code) => format!("the mail server answered {code}"),
        None if error.is_timeout() => "the mail server fell silent".to_owned(),
        None if error.is_tls() => "TLS with the mail server failed".to_owned(),
        None => "the connection to the mail server failed".to_owned(),
    }
}
