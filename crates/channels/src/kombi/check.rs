//! Is the KOMBIT road fit to send? For `config check`.

use super::access::Service;
use super::{Kombi, Tenant};
use crate::channel::{ConnectionProblem, Finding, Level};
use catalogue::Code;

impl Kombi {
    pub(super) async fn findings(&self) -> Vec<Finding> {
        let now = jiff::Timestamp::now();
        let mut findings = Vec::new();
        for tenant in &self.tenants {
            let subject = format!("kombi sender {}", tenant.config.sender);
            findings.extend(tenant.identity.validity(&subject, now));
            for (service, name) in [(Service::Send, "KombiPostAfsend"), (Service::Lookup, "PostForespørg")] {
                findings.push(token(tenant, service, format!("{subject} {name}")).await);
            }
            if let Some(queue) = &tenant.queue {
                findings
                    .push(queue_finding(queue.check(tenant.api.access()).await, format!("{subject} queue")));
            }
        }
        findings.push(self.pushers());
        if self.tenants.is_empty() {
            findings.push(Finding {
                level: Level::Warning,
                subject: "kombi senders".to_owned(),
                found: "no sender is configured".to_owned(),
                remedy: "add [[kombi.senders]]".to_owned(),
            });
        }
        findings
    }
}

impl Kombi {
    fn pushers(&self) -> Finding {
        let subject = "kombi pushed receipts".to_owned();
        let clients = self.allowed_push_clients.len();
        let (level, found, remedy) = match (clients, self.real) {
            (0, false) => (Level::Ok, "are taken from everybody, as in a sandbox".to_owned(), ""),
            (0, true) => (
                Level::Warning,
                "are taken from everybody who reaches POST /kombi/poststatus".to_owned(),
                "let a TLS proxy ask for Beskedfordeler's certificate, and set allowed_push_clients (docs/API.md)",
            ),
            _ => (Level::Ok, format!("are taken from {clients} certificate holders"), ""),
        };
        Finding { level, subject, found, remedy: remedy.to_owned() }
    }
}

fn queue_finding(checked: Result<(), ConnectionProblem>, subject: String) -> Finding {
    let (level, found, remedy) = match checked {
        Ok(()) => (Level::Ok, "can be read".to_owned(), ""),
        Err(problem) => (
            Level::Error,
            problem.detail,
            "check host, vhost and the queue's name, and that the agreement names them",
        ),
    };
    Finding { level, subject, found, remedy: remedy.to_owned() }
}

/// A token proves certificate, agreement and network at once, and changes nothing.
async fn token(tenant: &Tenant, service: Service, subject: String) -> Finding {
    let (level, found, remedy) = match tenant.api.token(service).await {
        Ok(()) => (Level::Ok, "gives access tokens".to_owned(), ""),
        Err(problem) if problem.code == Code::DigitalPostUnauthorised => (
            Level::Error,
            format!("{}: {}", problem.code.as_str(), problem.detail),
            "check the certificate, and that the municipality's service agreement names this service and this system",
        ),
        Err(problem) => {
            (Level::Error, problem.detail, "check base_url, sts_url, network, firewall and trust")
        }
    };
    Finding { level, subject, found, remedy: remedy.to_owned() }
}
