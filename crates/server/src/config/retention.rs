//! How long the gateway keeps what it has sent (R59).

use super::{Config, ConfigError};
use letter::CONTENT_DAYS_MAX;
use serde::Deserialize;

/// `[retention]`. What a sender and a letter type say of themselves goes before it.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Days after a letter's end for which its content is kept; without them it is kept for as long as the store lasts.
    pub content_days: Option<u32>,
}

impl Retention {
    /// # Errors
    /// [`ConfigError::Meaning`] names the setting and what to do.
    pub(super) fn check(self, config: &Config) -> Result<(), ConfigError> {
        let of_senders =
            config.senders.iter().map(|sender| (format!("sender `{}`: ", sender.id), sender.content_days));
        for (whose, days) in of_senders.chain([("retention.".to_owned(), self.content_days)]) {
            let Some(days) = days else { continue };
            if days > CONTENT_DAYS_MAX {
                let text = format!("{whose}content_days is at most {CONTENT_DAYS_MAX} (a hundred years)");
                return Err(ConfigError::Meaning(text));
            }
            if config.encryption.is_none() {
                let text = format!("{whose}content_days needs [encryption]: content is deleted with its key");
                return Err(ConfigError::Meaning(text));
            }
        }
        Ok(())
    }
}
