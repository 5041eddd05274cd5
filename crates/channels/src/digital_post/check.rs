//! Is the Danish channel fit to send? For `config check`.

use super::{DigitalPost, Tenant};
use crate::channel::{Finding, Level};
use catalogue::Code;

impl DigitalPost {
    pub(super) async fn findings(&self) -> Vec<Finding> {
        let now = jiff::Timestamp::now();
        let mut findings = Vec::new();
        for tenant in &self.tenants {
            let subject = format!("digital_post sender {}", tenant.config.sender);
            findings.extend(tenant.identity.validity(&subject, now));
            findings.push(holder(tenant, &subject));
            findings.push(connection(tenant, &subject).await);
        }
        if self.tenants.is_empty() {
            findings.push(Finding {
                level: Level::Warning,
                subject: "digital_post senders".to_owned(),
                found: "no sender is configured".to_owned(),
                remedy: "add [[digital_post.senders]]".to_owned(),
            });
        }
        findings
    }
}

/// OCES certificates name the organisation: `NTRDK-12345678` or `CVR:12345678-…`.
fn holder(tenant: &Tenant, subject: &str) -> Finding {
    let values = tenant.identity.subject_values(jiff::Timestamp::now());
    let named = values
        .iter()
        .any(|value| value.split(|c: char| !c.is_ascii_digit()).any(|number| number == tenant.config.cvr));
    let (level, found, remedy) = if named {
        (Level::Ok, "the certificate names the sender's CVR", "")
    } else {
        (
            Level::Warning,
            "the certificate does not name the sender's CVR",
            "use the municipality's certificate, or let Digital Post register the delegation (delegatedCVR)",
        )
    };
    let subject = format!("{subject} certificate holder");
    Finding { level, subject, found: found.to_owned(), remedy: remedy.to_owned() }
}

/// One harmless question: certificate, token and network at once.
async fn connection(tenant: &Tenant, subject: &str) -> Finding {
    let subject = format!("{subject} connection");
    let (level, found, remedy) =
        match tenant.api.get("organisations/", &[("cvrNumber", &tenant.config.cvr)]).await {
            Ok(answer) if answer.is_success() => {
                (Level::Ok, "answers and accepts certificate and token".to_owned(), "")
            }
            Ok(answer) if matches!(answer.status, 401 | 403) => (
                Level::Error,
                format!("{}: status {}", Code::DigitalPostUnauthorised, answer.status),
                "check certificate, system_id and token in Administrativ Adgang",
            ),
            Ok(answer) => (
                Level::Warning,
                format!("status {}", answer.status),
                "check base_url; ask Digital Post if it lasts",
            ),
            Err(failure) => {
                (Level::Error, failure.detail().to_owned(), "check base_url, network, firewall and trust")
            }
        };
    Finding { level, subject, found, remedy: remedy.to_owned() }
}
