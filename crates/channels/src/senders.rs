//! What every channel does alike with its list of senders.

use crate::channel::{ComposeError, Message};
use crate::config::ConfigError;
use crate::work::on_processor;
use catalogue::Code;
use letter::{ChannelKind, SenderId};

/// Opens each entry of `senders`, in order. A sender stands there once; errors name the entry.
pub(crate) fn open_each<S, T>(
    senders: Vec<S>,
    id: impl Fn(&S) -> &str,
    open: impl Fn(S) -> Result<T, ConfigError>,
) -> Result<Vec<T>, ConfigError> {
    for (number, sender) in senders.iter().enumerate() {
        if senders.iter().take(number).any(|other| id(other) == id(sender)) {
            let twice = ConfigError::new("sender", "is there twice", "keep one entry per sender");
            return Err(twice.inside(&entry(number)));
        }
    }
    let opened = senders.into_iter().enumerate();
    opened.map(|(number, sender)| open(sender).map_err(|error| error.inside(&entry(number)))).collect()
}

fn entry(number: usize) -> String {
    format!("senders[{number}]")
}

/// The word for a sender that a channel does not have.
pub(crate) fn unknown(sender: &SenderId, channel: ChannelKind) -> String {
    format!("sender {sender} is not configured for {}", channel.as_str())
}

/// The same as a letter that cannot be composed.
pub(crate) fn cannot_compose(sender: &SenderId, channel: ChannelKind) -> ComposeError {
    ComposeError { code: Code::SenderNotAllowed, detail: unknown(sender, channel) }
}

/// Builds a message away from the tasks that wait for the network.
pub(crate) async fn composed<M: Into<Message> + Send + 'static>(
    work: impl FnOnce() -> Result<M, ComposeError> + Send + 'static,
) -> Result<Message, ComposeError> {
    let stopped = || Err(ComposeError { code: Code::ComposeFailed, detail: "composing stopped".to_owned() });
    on_processor(work).await.unwrap_or_else(stopped).map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_named_by_their_place() {
        let open = |senders: &[&str]| {
            let senders = senders.iter().map(|text| (*text).to_owned()).collect();
            let wrong = |sender: String| match sender.as_str() {
                "bad" => Err(ConfigError::new("key", "is wrong", "mend it")),
                _ => Ok(sender),
            };
            open_each(senders, |sender: &String| sender, wrong).map_err(|error| error.key)
        };
        assert_eq!(open(&["a", "b"]), Ok(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(open(&["a", "bad"]), Err("senders[1].key".to_owned()));
        assert_eq!(open(&["a", "b", "a"]), Err("senders[2].sender".to_owned()));
    }
}
