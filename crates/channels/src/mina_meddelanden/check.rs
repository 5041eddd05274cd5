//! Is the Swedish channel fit to send? For `config check`, and at the start of the gateway (A15, A16).

use super::{CallError, MinaMeddelanden, Tenant};
use crate::channel::{Finding, Level};
use letter::SenderId;
use mina::authority::{Dispatcher, GetDispatchers, GetSenders, is_registered_for};
use mina::{Sender, WireId};
use std::sync::PoisonError;

impl MinaMeddelanden {
    pub(super) async fn findings(&self) -> Vec<Finding> {
        let now = jiff::Timestamp::now();
        let mut findings = Vec::new();
        let subject = "mina_meddelanden register";
        let Some(first) = self.tenants.first() else {
            let found = "no sender is configured";
            return vec![finding(Level::Warning, subject, found, "add [[mina_meddelanden.senders]]")];
        };
        let asker = SenderId(first.config.sender.clone());
        let senders = self.ask_register(&asker, &GetSenders {}).await.map(|answer| answer.senders);
        let dispatchers = match &senders {
            Ok(_) => self.ask_register(&asker, &GetDispatchers {}).await.map(|answer| answer.dispatchers),
            Err(error) => Err(error.clone()),
        };
        findings.push(match &senders {
            Ok(senders) => {
                finding(Level::Ok, subject, format!("answers, {} senders are connected", senders.len()), "")
            }
            Err(error) => finding(Level::Error, subject, error.detail.as_str(), remedy(error)),
        });
        let mut not_connected = Vec::new();
        for tenant in &self.tenants {
            let subject = format!("mina_meddelanden sender {}", tenant.config.sender);
            findings.extend(tenant.identity.validity(&subject, now));
            findings.push(holder(tenant, &subject));
            if let Ok(senders) = &senders {
                let connected = connected(tenant, senders, &subject);
                if connected.level == Level::Error {
                    not_connected.push(connected.clone());
                }
                findings.push(connected);
                findings.push(dispatches(tenant, dispatchers.as_deref(), &subject));
            }
        }
        // Only an answer changes what is known.
        if senders.is_ok() {
            *self.not_connected.lock().unwrap_or_else(PoisonError::into_inner) = not_connected;
        }
        findings
    }

    /// The configured senders that the register does not know, by its latest answer.
    pub(super) fn missing_senders(&self) -> Vec<Finding> {
        self.not_connected.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn remedy(error: &CallError) -> &'static str {
    match error.error_code {
        Some(_) => "check certificate, agreement and register_url with the register",
        None => "check register_url, network, firewall and trust",
    }
}

/// A15: the pair of dispatcher and sender, as the register has it.
fn dispatches(tenant: &Tenant, dispatchers: Result<&[Dispatcher], &CallError>, subject: &str) -> Finding {
    let subject = format!("{subject} dispatcher");
    let holder = WireId::new(&tenant.holder);
    match dispatchers {
        Err(error) => {
            finding(Level::Warning, &subject, error.detail.as_str(), "ask the register for its dispatchers")
        }
        Ok(rows) if is_registered_for(rows, &holder, &tenant.wire_id) => {
            finding(Level::Ok, &subject, "is registered for the sender", "")
        }
        Ok(_) => finding(
            Level::Error,
            &subject,
            "is not registered for the sender",
            "have the dispatcher registered for it, or correct dispatcher_number",
        ),
    }
}

fn finding(level: Level, subject: &str, found: impl Into<String>, remedy: &str) -> Finding {
    Finding { level, subject: subject.to_owned(), found: found.into(), remedy: remedy.to_owned() }
}

/// E15.
fn holder(tenant: &Tenant, subject: &str) -> Finding {
    let subject = format!("{subject} certificate holder");
    let certificate = tenant.identity.certificate(jiff::Timestamp::now());
    let named = certificate.and_then(|certificate| certificate.subject_serial_number());
    if named.as_deref() == Some(tenant.holder.as_str()) {
        return finding(Level::Ok, &subject, "the certificate belongs to sender or dispatcher", "");
    }
    let remedy = "use the sender's certificate, or name its holder in dispatcher_number";
    finding(Level::Error, &subject, "the certificate's serialNumber is another organisation's", remedy)
}

fn connected(tenant: &Tenant, senders: &[Sender], subject: &str) -> Finding {
    let subject = format!("{subject} connection");
    match senders.iter().find(|sender| sender.id == tenant.wire_id) {
        None => finding(
            Level::Error,
            &subject,
            "the register does not know the sender",
            "complete the connection agreement, or correct organisation_number",
        ),
        Some(sender) if sender.name != tenant.config.name => finding(
            Level::Warning,
            &subject,
            format!("the register writes the name as \"{}\"", crate::scrub(&sender.name)),
            "write name as the register has it",
        ),
        Some(_) => finding(Level::Ok, &subject, "the register knows the sender", ""),
    }
}
