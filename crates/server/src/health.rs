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
        if config.database.is_some() {
            findings.extend(database(&config.store()?).await);
        }
        let mut channels: Vec<_> = open_channels(config)?.by_kind.into_iter().collect();
        channels.sort_by_key(|(kind, _)| *kind);
        for (_, channel) in channels {
            findings.extend(channel.check().await);
        }
        Ok(findings)
    }
}

/// What is to be said about the database server.
async fn database(store: &store::StoreConfig) -> Vec<Finding> {
    let Some(server) = &store.server else { return Vec::new() };
    match server.about().await {
        Ok((version, problems)) => {
            let problems = problems.into_iter().map(|problem| {
                let (found, remedy) = problem.split_once(": ").unwrap_or((&problem, ""));
                Finding {
                    level: Level::Warning,
                    subject: "database".to_owned(),
                    found: found.to_owned(),
                    remedy: remedy.to_owned(),
                }
            });
            std::iter::once(finding("database", &format!("PostgreSQL {version} answers")))
                .chain(problems)
                .collect()
        }
        Err(error) => vec![Finding {
            level: Level::Error,
            subject: "database".to_owned(),
            found: error.to_string(),
            remedy: "see docs/POSTGRESQL.md: is the server up, and do url, password_file and ca_file fit?"
                .to_owned(),
        }],
    }
}

fn finding(subject: &str, found: &str) -> Finding {
    Finding { level: Level::Ok, subject: subject.to_owned(), found: found.to_owned(), remedy: String::new() }
}
