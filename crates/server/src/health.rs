//! Looks at an installation from outside, without opening its store (for `config check`).

use crate::config::Config;
use crate::gateway::{Gateway, OpenError, open_channels};
use channels::{Finding, Level};

impl Gateway {
    /// Checks what a configuration names: channels with their certificates and connections, and what it
    /// leaves out.
    ///
    /// # Errors
    /// The configuration cannot be used at all.
    pub async fn check(config: &Config) -> Result<Vec<Finding>, OpenError> {
        let mut findings = vec![finding(
            "configuration",
            &format!("{} senders, {} letter types", config.senders.len(), config.letter_types.len()),
        )];
        for sender in config.senders.iter().filter(|sender| sender.digital.is_none()) {
            findings.push(Finding {
                level: Level::Warning,
                subject: format!("sender {}", sender.id),
                found: "no digital channel: every letter takes its fallback".to_owned(),
                remedy: "set digital once the agreement is signed".to_owned(),
            });
        }
        let mut channels: Vec<_> = open_channels(config)?.by_kind.into_iter().collect();
        channels.sort_by_key(|(kind, _)| *kind);
        for (_, channel) in channels {
            findings.extend(channel.check().await);
        }
        Ok(findings)
    }
}

fn finding(subject: &str, found: &str) -> Finding {
    Finding { level: Level::Ok, subject: subject.to_owned(), found: found.to_owned(), remedy: String::new() }
}
