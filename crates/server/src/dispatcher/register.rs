//! Is the sender registered, with us as its dispatcher (R12 step 1, R13)? Asked before anything is accepted.

use super::Dispatcher;
use super::fault::{Refusal, code};
use crate::gateway::Gateway;
use channels::Standing;
use letter::{ChannelKind, SenderId};
use std::time::{Duration, Instant};

/// Asks the register unless it said yes a short while ago.
pub(super) async fn must_be_registered(
    gateway: &Gateway,
    dispatcher: &Dispatcher,
    sender: &SenderId,
) -> Result<(), Refusal> {
    let fresh = Duration::from_millis(dispatcher.config.register_fresh_ms);
    let known = |since: &Instant| since.elapsed() < fresh;
    if dispatcher.registered.lock().is_ok_and(|registered| registered.get(sender).is_some_and(known)) {
        return Ok(());
    }
    let standing = match gateway.channel_of(sender, ChannelKind::MinaMeddelanden) {
        Some(channel) => channel.standing(sender).await,
        None => Standing::Unknown("Mina meddelanden is not configured".to_owned()),
    };
    match standing {
        Standing::Registered => {
            if let Ok(mut registered) = dispatcher.registered.lock() {
                registered.insert(sender.clone(), Instant::now());
            }
            Ok(())
        }
        Standing::NotRegistered(what) => Err(Refusal::new(code::DISPATCHER_NOT_APPROVED, what)),
        Standing::Unknown(detail) => {
            tracing::warn!(%sender, detail, "the register could not be asked about a sender");
            Err(Refusal::new(
                code::UNKNOWN,
                "the register does not answer; nothing was taken, call again later",
            ))
        }
    }
}
