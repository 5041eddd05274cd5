//! Is the Swedish channel fit to send? For `config check`.

use super::{MinaMeddelanden, Tenant, soap};
use crate::channel::{Finding, Level};
use bytes::Bytes;
use mina::authority::{get_senders_request, parse_get_senders_response};
use mina::{Limits, Sender};

impl MinaMeddelanden {
    pub(super) async fn findings(&self) -> Vec<Finding> {
        let now = jiff::Timestamp::now();
        let mut findings = Vec::new();
        let registered = match self.tenants.first() {
            Some(tenant) => self.registered_senders(tenant).await,
            None => Err((
                Level::Warning,
                "no sender is configured".to_owned(),
                "add [[mina_meddelanden.senders]]",
            )),
        };
        let (level, found, remedy) = match &registered {
            Ok(senders) => (Level::Ok, format!("answers, {} senders are connected", senders.len()), ""),
            Err((level, found, remedy)) => (*level, found.clone(), *remedy),
        };
        findings.push(finding(level, "mina_meddelanden register", found, remedy));
        for tenant in &self.tenants {
            let subject = format!("mina_meddelanden sender {}", tenant.config.sender);
            findings.extend(tenant.identity.validity(&subject, now));
            findings.push(holder(tenant, &subject));
            if let Ok(senders) = &registered {
                findings.push(connected(tenant, senders, &subject));
            }
        }
        findings
    }

    /// A16: everybody who may send, as the register knows them.
    async fn registered_senders(
        &self,
        tenant: &Tenant,
    ) -> Result<Vec<Sender>, (Level, String, &'static str)> {
        let url = format!("{}/Authority", self.register_url);
        let request = Bytes::from(get_senders_request());
        let unreachable = "check register_url, network, firewall and trust";
        match soap::post(&tenant.client, &url, request, self.read_timeout_ms).await {
            Err(failure) => Err((Level::Error, failure.detail().to_owned(), unreachable)),
            Ok(answer) => parse_get_senders_response(&answer.body, &Limits::default()).map_err(|error| {
                let found = format!("status {}: {}", answer.status, crate::scrub(&error.to_string()));
                (Level::Error, found, "check certificate, agreement and register_url with the register")
            }),
        }
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
